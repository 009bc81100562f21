// SPDX-License-Identifier: EUPL-1.2

package web

import (
	"net/http"
	"time"

	"regie/internal/web/dossier"
	"regie/internal/web/measure"
	"regie/internal/web/providers"
	"regie/internal/web/route"
)

// documentTimeout is how long a document may take to a slow telephone.
const documentTimeout = 85 * time.Second

// dossierTable is where people read their record. No address says anything about health: keys
// of items mean nothing outside this dossier, and a question in an address is sealed.
func dossierTable(c Config, measured measure.Pages) []route.Route {
	if c.Keeper == nil {
		return nil
	}
	p := dossier.Pages{Keeper: c.Keeper}
	if c.Books != nil {
		p.Measured = measured.Tiles
	}
	if c.Diaries != nil {
		p.Diary = diaryPages(c).Hits
	}
	if c.Agendas != nil {
		p.Coming, p.Reminded = agendaPages(c).Coming, agendaPages(c).Reminded
	}
	overview := p.Overview()
	if c.Collector != nil {
		p.Connections, p.Services = c.Collector, c.Collector.Table()
		// What was collected while the vault was closed comes in when it is opened.
		overview = providers.Pages{Collector: c.Collector}.Merging(p.Overview())
	}
	return []route.Route{
		{Method: get, Pattern: "/overzicht", Who: route.SignedIn, Name: "overview", Handler: overview},
		{Method: get, Pattern: "/dossier", Who: route.SignedIn, Name: "record", Handler: p.Record()},
		{Method: get, Pattern: "/dossier/{kind}", Who: route.SignedIn, Name: "category", Handler: p.Category()},
		{Method: get, Pattern: "/documenten", Who: route.SignedIn, Name: "documents", Handler: p.Documents()},
		{Method: get, Pattern: "/tijdlijn", Who: route.SignedIn, Name: "timeline", Handler: p.Timeline()},
		{Method: get, Pattern: "/nieuw", Who: route.SignedIn, Name: "news", Handler: p.News()},
		{Method: get, Pattern: "/afdruk/soort/{kind}", Who: route.SignedIn, Name: "paper-kind", Handler: p.PaperKind()},
		{Method: get, Pattern: "/afdruk/tijdlijn", Who: route.SignedIn, Name: "paper-timeline", Handler: p.PaperTimeline()},
		{Method: get, Pattern: "/afdruk/gezocht/{vraag}", Who: route.SignedIn, Name: "paper-found", Handler: p.PaperFound()},
		{Method: get, Pattern: "/afdruk/test/{key}", Who: route.SignedIn, Name: "paper-test", Handler: p.PaperTest()},
		{Method: get, Pattern: "/afdruk/gegeven/{key}", Who: route.SignedIn, Name: "paper-item", Handler: p.PaperItem()},
		{Method: get, Pattern: "/zoeken", Who: route.SignedIn, Name: "search", Handler: p.Search()},
		{Method: post, Pattern: "/zoeken", Who: route.SignedIn, Name: "ask", MaxBody: 4 << 10, Handler: p.Ask()},
		{Method: get, Pattern: "/zoeken/{vraag}", Who: route.SignedIn, Name: "found", Handler: p.Found()},
		{Method: get, Pattern: "/dossier/item/{key}", Who: route.SignedIn, Name: "item", Handler: p.Item()},
		{Method: get, Pattern: "/dossier/item/{key}/origineel", Who: route.SignedIn, Name: "original", Handler: p.Original()},
		{Method: get, Pattern: "/dossier/item/{key}/origineel/bestand", Who: route.SignedIn, Name: "original-file", Handler: p.OriginalFile()},
		{Method: get, Pattern: "/dossier/item/{key}/document/{n}", Who: route.SignedIn, Name: "document", Handler: p.Document()},
		{Method: get, Pattern: "/dossier/item/{key}/bestand/{n}", Who: route.SignedIn, Name: "document-file", Timeout: documentTimeout, Handler: p.File()},
	}
}

// forgetting takes what was opened of a person out of memory after a handler that ends a session.
func forgetting(c Config, next route.Handler) route.Handler {
	return func(w http.ResponseWriter, r *route.Request) error {
		err := next(w, r)
		if r.Session != nil && c.Keeper != nil {
			c.Keeper.Drop(r.Session.Scope.Person())
		}
		return err
	}
}
