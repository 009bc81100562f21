// SPDX-License-Identifier: EUPL-1.2

package web

import (
	"regie/internal/web/dossier"
	"regie/internal/web/lab"
	"regie/internal/web/measure"
	"regie/internal/web/route"
)

// labTable is where people read results over the years. The key of a test in an address says
// nothing about what was tested.
func labTable(c Config, measured measure.Pages) []route.Route {
	if c.Keeper == nil {
		return nil
	}
	p := lab.Pages{Keeper: c.Keeper, ByDate: dossier.Pages{Keeper: c.Keeper}.Category(), Marks: measured.Happened}
	if c.Books != nil {
		p.Own = measured.Own
	}
	return []route.Route{
		{Method: get, Pattern: "/dossier/laboratorium", Who: route.SignedIn, Name: "lab", Handler: p.Groups("laboratorium")},
		{Method: get, Pattern: "/dossier/metingen", Who: route.SignedIn, Name: "measurements", Handler: p.Groups("metingen")},
		{Method: get, Pattern: "/lab/{key}", Who: route.SignedIn, Name: "test", Handler: p.Test()},
	}
}
