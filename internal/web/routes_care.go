// SPDX-License-Identifier: EUPL-1.2

package web

import (
	"regie/internal/web/care"
	"regie/internal/web/route"
)

// careTable is where people see how their care hangs together.
func careTable(c Config) []route.Route {
	if c.Keeper == nil {
		return nil
	}
	p := care.Pages{Keeper: c.Keeper}
	return []route.Route{
		{Method: get, Pattern: "/klachten", Who: route.SignedIn, Name: "problems", Handler: p.Problems()},
		{Method: get, Pattern: "/klachten/{key}", Who: route.SignedIn, Name: "problem", Handler: p.Problem()},
		{Method: get, Pattern: "/contacten", Who: route.SignedIn, Name: "contacts", Handler: p.Contacts()},
		{Method: get, Pattern: "/contacten/{key}", Who: route.SignedIn, Name: "contact", Handler: p.Contact()},
		{Method: get, Pattern: "/wie-is-wie", Who: route.SignedIn, Name: "people", Handler: p.People()},
		{Method: get, Pattern: "/wie-is-wie/{key}", Who: route.SignedIn, Name: "person", Handler: p.Person()},
		{Method: get, Pattern: "/afspraken", Who: route.SignedIn, Name: "appointments", Handler: p.Appointments()},
		{Method: post, Pattern: "/dossier/item/{key}/los", Who: route.SignedIn, Name: "take-apart", MaxBody: 4 << 10, Handler: p.TakeApart()},
		{Method: post, Pattern: "/dossier/item/{key}/samen/{other}", Who: route.SignedIn, Name: "join", MaxBody: 4 << 10, Handler: p.Join()},
	}
}
