// SPDX-License-Identifier: EUPL-1.2

package dossier_test

import (
	"testing"

	"regie/internal/e2e/browser"
	"regie/internal/e2e/site"
	"regie/internal/text"
	"regie/internal/web/route"
	"regie/internal/web/ui"
)

// Every kind of page of the record passes axe: on a phone in Dutch and light, and on a wide
// screen in English and dark.
func TestAxe(t *testing.T) {
	if testing.Short() {
		t.Skip("skipped: a browser takes some seconds")
	}
	s := site.New(t, nil, "anna", "leeg")
	s.Fill("anna", "willem")
	paths := []string{
		"/overzicht", "/dossier", "/dossier/medicijnen", "/dossier/medicijnen?toon=alles&jaar=2024", "/dossier/laboratorium?toon=per-soort", "/tijdlijn?nieuw=ja",
		"/zoeken", "/documenten", "/nieuw", "/tijdlijn?van=2024-01-01&tot=2025-12-31",
	}
	seen := map[string]bool{}
	for name, href := range itemPages(s.Open("anna")) {
		switch name {
		case "item-BloodPressure", "item-off", "item-MedicationUse-stopped", "item-GPJournalEntry", "document", "origineel":
			paths = append(paths, href)
			seen[name] = true
		}
	}
	if len(seen) < 5 {
		t.Errorf("only %v", seen)
	}
	p := browser.Open(t, s.Base)
	for _, look := range []struct {
		width int
		dark  bool
		lang  text.Lang
	}{{360, false, text.NL}, {1280, true, text.EN}} {
		p.Width(look.width)
		p.Dark(look.dark)
		p.Cookie("weergave", route.FormatPrefs(ui.Prefs{Lang: look.lang, LangSet: true}))
		p.Cookie("regie", "anna")
		for i, path := range paths {
			if !look.dark || i%2 == 0 {
				p.Goto(path)
				p.Axe()
			}
		}
		if !look.dark {
			p.Goto("/zoeken")
			p.Fill(text.NL.T("dossier.search.label"), "bloeddruk")
			p.Click(text.NL.T("dossier.search.button"))
			p.Axe()
		}
		p.Cookie("regie", "leeg")
		for _, path := range []string{"/overzicht", "/dossier", "/dossier/medicijnen", "/tijdlijn"} {
			p.Goto(path)
			p.Axe()
		}
	}
}
