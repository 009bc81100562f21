// SPDX-License-Identifier: EUPL-1.2

package web

import (
	"regie/internal/web/providers"
	"regie/internal/web/route"
)

// providersTable is where people find care providers and collect. No address names one.
func providersTable(c Config) []route.Route {
	if c.Collector == nil {
		return nil
	}
	p := providers.Pages{Collector: c.Collector}
	const (
		in   = route.SignedIn
		form = 8 << 10
	)
	return []route.Route{
		{Method: get, Pattern: "/zorgverleners", Who: in, Name: "providers", Handler: p.Merging(p.List)},
		{Method: post, Pattern: "/zorgverleners/opnieuw", Who: in, Name: "collect-all", Handler: p.Again},

		// Finding and choosing
		{Method: get, Pattern: "/zorgverleners/zoeken", Who: in, Name: "find", Handler: p.Find},
		{Method: post, Pattern: "/zorgverleners/zoeken", Who: in, Name: "look", MaxBody: form, Handler: p.Look},
		{Method: get, Pattern: "/zorgverleners/niet-gevonden", Who: in, Name: "missing", Handler: p.Missing},
		{Method: post, Pattern: "/zorgverleners/kies", Who: in, Name: "choose", MaxBody: form, Handler: p.Choose},
		{Method: post, Pattern: "/zorgverleners/laat-weg", Who: in, Name: "unchoose", MaxBody: form, Handler: p.Unchoose},
		{Method: get, Pattern: "/zorgverleners/kiezen", Who: in, Name: "services", Handler: p.Services},
		{Method: post, Pattern: "/zorgverleners/kiezen", Who: in, Name: "begin", Handler: p.Begin},

		// Going there and coming back. The way out is a GET, because some browsers hold the
		// addresses after a form against the policy of the page. Whoever comes back too late is
		// signed out: that page must be reached all the same, and without what came along.
		{Method: get, Pattern: "/ophalen/{reis}", Who: in, Name: "journey", Handler: p.Journey},
		{Method: get, Pattern: "/ophalen/{reis}/{stap}/ga", Who: in, Name: "go", Handler: p.Go},
		{Method: post, Pattern: "/ophalen/{reis}/{stap}/sla-over", Who: in, Name: "skip", Handler: p.Skip},
		{Method: get, Pattern: "/ophalen/terug", Who: route.Anyone, Name: "back", Handler: p.Back},
		{Method: get, Pattern: "/ophalen/terug/{tag}", Who: route.Anyone, Name: "back-tagged", Handler: p.Back},
		{Method: get, Pattern: "/ophalen/te-laat", Who: route.Anyone, Name: "late", Handler: p.Late},
		{Method: get, Pattern: "/ophalen/onbekend", Who: in, Name: "unknown", Handler: p.Unknown},

		// One provider
		{Method: get, Pattern: "/zorgverleners/{zorgverlener}", Who: in, Name: "provider", Handler: p.Merging(p.Connection)},
		{Method: post, Pattern: "/zorgverleners/{zorgverlener}/opnieuw", Who: in, Name: "collect-again", MaxBody: form, Handler: p.CollectAgain},
		{Method: post, Pattern: "/zorgverleners/{zorgverlener}/toestemming", Who: in, Name: "consent", Handler: p.Consent},
		{Method: post, Pattern: "/zorgverleners/{zorgverlener}/vanzelf", Who: in, Name: "automatic", MaxBody: form, Handler: p.Automatic},
		{Method: get, Pattern: "/zorgverleners/{zorgverlener}/stoppen", Who: in, Name: "end", Handler: p.AskEnd},
		{Method: post, Pattern: "/zorgverleners/{zorgverlener}/stoppen", Who: in, Name: "stop", Handler: p.Stop},
		{Method: get, Pattern: "/zorgverleners/{zorgverlener}/weghalen", Who: route.SteppedUp, Name: "ask-remove", Handler: p.AskRemove},
		{Method: post, Pattern: "/zorgverleners/{zorgverlener}/weghalen", Who: route.SteppedUp, Name: "remove", Handler: p.Remove},
	}
}
