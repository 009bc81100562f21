// SPDX-License-Identifier: EUPL-1.2

package web

import (
	"regie/internal/web/medicines"
	"regie/internal/web/route"
)

// medicinesTable is what is used and what to be careful with. Each list also stands at the
// address of its kind of data; the list by date stays there for who asks for it.
func medicinesTable(c Config, byDate route.Handler) []route.Route {
	if c.Keeper == nil {
		return nil
	}
	p := medicines.Pages{Keeper: c.Keeper, ByDate: byDate}
	return []route.Route{
		{Method: get, Pattern: "/medicijnen", Who: route.SignedIn, Name: "medicines", Handler: p.Medicines()},
		{Method: get, Pattern: "/dossier/medicijnen", Who: route.SignedIn, Name: "medicines-category", Handler: p.Medicines()},
		{Method: get, Pattern: "/medicijnen/afdruk", Who: route.SignedIn, Name: "medicines-print", Handler: p.Print()},
		{Method: get, Pattern: "/medicijnen/{key}", Who: route.SignedIn, Name: "medicine", Handler: p.Medicine()},
		{Method: get, Pattern: "/allergieen", Who: route.SignedIn, Name: "safety-first", Handler: p.Safety("allergieen")},
		{Method: get, Pattern: "/dossier/allergieen", Who: route.SignedIn, Name: "allergies-category", Handler: p.Safety("allergieen")},
		{Method: get, Pattern: "/dossier/waarschuwingen", Who: route.SignedIn, Name: "alerts-category", Handler: p.Safety("waarschuwingen")},
		{Method: get, Pattern: "/wensen", Who: route.SignedIn, Name: "wishes", Handler: p.Wishes()},
		{Method: get, Pattern: "/dossier/wensen", Who: route.SignedIn, Name: "wishes-category", Handler: p.Wishes()},
		{Method: get, Pattern: "/vaccinaties", Who: route.SignedIn, Name: "booklet", Handler: p.Booklet()},
		{Method: get, Pattern: "/dossier/vaccinaties", Who: route.SignedIn, Name: "booklet-category", Handler: p.Booklet()},

		{Method: get, Pattern: "/eigen/{kind}/nieuw", Who: route.SignedIn, Name: "own-new", Handler: p.New},
		{Method: post, Pattern: "/eigen/{kind}/nieuw", Who: route.SignedIn, Name: "own-add", MaxBody: 32 << 10, Handler: p.Add},
		{Method: get, Pattern: "/eigen/{key}", Who: route.SignedIn, Name: "own", Handler: p.Own},
		{Method: get, Pattern: "/eigen/{key}/wijzigen", Who: route.SignedIn, Name: "own-edit", Handler: p.Edit},
		{Method: post, Pattern: "/eigen/{key}/wijzigen", Who: route.SignedIn, Name: "own-change", MaxBody: 32 << 10, Handler: p.Change},
		{Method: get, Pattern: "/eigen/{key}/stoppen", Who: route.SignedIn, Name: "own-stopping", Handler: p.Stopping},
		{Method: post, Pattern: "/eigen/{key}/stoppen", Who: route.SignedIn, Name: "own-stop", Handler: p.Stop},
		{Method: post, Pattern: "/eigen/{key}/hervatten", Who: route.SignedIn, Name: "own-resume", Handler: p.Resume},
		{Method: post, Pattern: "/eigen/{key}/verwijderen", Who: route.SignedIn, Name: "own-delete", Handler: p.Delete},
		{Method: get, Pattern: "/eigen/{key}/verwijderd", Who: route.SignedIn, Name: "own-deleted", Handler: p.Deleted},
		{Method: post, Pattern: "/eigen/{key}/terugzetten", Who: route.SignedIn, Name: "own-restore", Handler: p.Restore},
	}
}

// handlerOf finds the handler of a route by its name, nil if there is none.
func handlerOf(table []route.Route, name string) route.Handler {
	for _, r := range table {
		if r.Name == name {
			return r.Handler
		}
	}
	return nil
}
