// SPDX-License-Identifier: EUPL-1.2

package web

import (
	"time"

	samples "regie/internal/measure"
	"regie/internal/web/carry"
	"regie/internal/web/route"
)

// elsewhere tells which files are no measurements but a record. It needs no desk.
func elsewhere(c Config) func(*route.Request, *samples.Upload) string {
	if c.Carry == nil {
		return nil
	}
	return carry.Pages{Kit: c.Carry}.Elsewhere
}

// whole tells where a file is undone that brought more than measurements.
func whole(c Config) func(*route.Request, uint64) (string, error) {
	if c.Carry == nil {
		return nil
	}
	return carry.Pages{Kit: c.Carry}.Whole
}

// carryTable is where people take along all that they have, and bring a record from a file. Both
// downloads ask for both steps again: they are all there is, in one file that is not locked.
func carryTable(c Config) []route.Route {
	if c.Carry == nil {
		return nil
	}
	p := carry.New(c.Carry)
	const in, sup = route.SignedIn, route.SteppedUp
	return []route.Route{
		{Method: get, Pattern: "/gegevens/meenemen", Who: sup, Name: "carry", Handler: p.Take},
		{Method: post, Pattern: "/gegevens/meenemen/alles", Who: sup, Name: "carry-all", Timeout: carry.TakeTime, Handler: p.All},
		{Method: post, Pattern: "/gegevens/meenemen/metingen", Who: sup, Name: "carry-sheet", Timeout: carry.TakeTime, Handler: p.Sheet},
		{Method: get, Pattern: "/gegevens/bestanden", Who: in, Name: "carry-files", Handler: p.Files},
		{Method: get, Pattern: "/gegevens/bestanden/{id}/ongedaan", Who: in, Name: "carry-ask-undo", Handler: p.AskUndo},
		{Method: post, Pattern: "/gegevens/bestanden/{id}/ongedaan", Who: in, Name: "carry-undo", Timeout: 5 * time.Minute, Handler: p.Undo},
		{Method: get, Pattern: "/gegevens/bestand/{id}", Who: in, Name: "carry-file", Handler: p.File},
		{Method: post, Pattern: "/gegevens/bestand/{id}/toevoegen", Who: in, Name: "carry-file-add", Handler: p.Add},
		{Method: post, Pattern: "/gegevens/bestand/{id}/niet", Who: in, Name: "carry-file-drop", Handler: p.Drop},
	}
}
