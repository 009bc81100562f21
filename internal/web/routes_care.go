// SPDX-License-Identifier: EUPL-1.2

package web

import (
	"net/http"

	"regie/internal/web/care"
	"regie/internal/web/dossier"
	"regie/internal/web/route"
)

// careTable is where people see how their care hangs together.
func careTable(c Config) []route.Route {
	if c.Keeper == nil {
		return nil
	}
	p := care.Pages{Keeper: c.Keeper}
	list := dossier.Pages{Keeper: c.Keeper}.Category()
	return []route.Route{
		{Method: get, Pattern: "/klachten", Who: route.SignedIn, Name: "problems", Handler: p.Problems()},
		{Method: get, Pattern: "/klachten/{key}", Who: route.SignedIn, Name: "problem", Handler: p.Problem()},
		{Method: get, Pattern: "/contacten", Who: route.SignedIn, Name: "contacts", Handler: p.Contacts()},
		{Method: get, Pattern: "/contacten/{key}", Who: route.SignedIn, Name: "contact", Handler: p.Contact()},
		{Method: get, Pattern: "/wie-is-wie", Who: route.SignedIn, Name: "people", Handler: p.People()},
		{Method: get, Pattern: "/wie-is-wie/{key}", Who: route.SignedIn, Name: "person", Handler: p.Person()},
		{Method: get, Pattern: "/afspraken", Who: route.SignedIn, Name: "appointments", Handler: p.Appointments()},
		{Method: get, Pattern: "/zwangerschap/{key}", Who: route.SignedIn, Name: "pregnancy", Handler: p.Pregnancy()},
		{Method: get, Pattern: "/verslag/{key}", Who: route.SignedIn, Name: "report", Handler: p.Report()},
		{Method: get, Pattern: "/zorgplan", Who: route.SignedIn, Name: "care-plan", Handler: p.Plan()},
		// In place of the list of a kind stands the page that tells more; with a question it is a list.
		{Method: get, Pattern: "/dossier/klachten", Who: route.SignedIn, Name: "category-problems", Handler: rather(p.Problems(), "klachten", list)},
		{Method: get, Pattern: "/dossier/contacten", Who: route.SignedIn, Name: "category-visits", Handler: rather(p.Contacts(), "contacten", list)},
		{Method: get, Pattern: "/dossier/afspraken", Who: route.SignedIn, Name: "category-appointments", Handler: rather(p.Appointments(), "afspraken", list)},
		{Method: get, Pattern: "/dossier/zorgverleners", Who: route.SignedIn, Name: "category-careteam", Handler: rather(p.People(), "zorgverleners", list)},
		{Method: post, Pattern: "/dossier/item/{key}/los", Who: route.SignedIn, Name: "take-apart", MaxBody: 4 << 10, Handler: p.TakeApart()},
		{Method: post, Pattern: "/dossier/item/{key}/samen/{other}", Who: route.SignedIn, Name: "join", MaxBody: 4 << 10, Handler: p.Join()},
	}
}

// rather shows the page that tells more than a list, unless the list is asked for something.
func rather(page route.Handler, kind string, list route.Handler) route.Handler {
	return func(w http.ResponseWriter, r *route.Request) error {
		if r.URL.RawQuery == "" {
			return page(w, r)
		}
		r.SetPathValue("kind", kind)
		return list(w, r)
	}
}
