// SPDX-License-Identifier: EUPL-1.2

package medicines_test

import (
	"os"
	"path/filepath"
	"strconv"
	"testing"

	"regie/internal/e2e/browser"
	"regie/internal/e2e/site"
	"regie/internal/text"
	"regie/internal/web/route"
	"regie/internal/web/ui"
)

// pagesOf are the pages to look at, of somebody with much to show.
func pagesOf(t testing.TB, s *site.Site, name string) map[string]string {
	t.Helper()
	out := map[string]string{
		"medicijnen": "/medicijnen", "afdruk": "/medicijnen/afdruk", "allergieen": "/allergieen", "wensen": "/wensen", "boekje": "/vaccinaties",
		"boekje-reis": "/vaccinaties?woorden=engels", "boekje-datum": "/vaccinaties?volgorde=datum", "nieuw": "/eigen/medicijn/nieuw", "prik": "/eigen/vaccinatie/nieuw",
	}
	for _, m := range s.Open(name).Medicines(site.Anchor) {
		switch {
		case m.DifferState:
			out["een-verschil"] = "/medicijnen/" + m.Key().String()
		case m.Main().Provider.Own():
			out["een-eigen"] = "/medicijnen/" + m.Key().String()
			out["wijzigen"] = "/eigen/" + m.Main().Item.Key.String() + "/wijzigen"
			out["stoppen"] = "/eigen/" + m.Main().Item.Key.String() + "/stoppen"
		}
	}
	if len(out) < 13 {
		t.Errorf("only %v", out)
	}
	return out
}

func busy(t testing.TB) *site.Site {
	s := site.New(t, nil, "anna")
	s.Fill("anna", "greet")
	s.As("anna").Post("/eigen/medicijn/nieuw", "naam", "Ibuprofen tablet 200 mg", "gebruik", "zo nodig 1 tablet", "waarvoor", "hoofdpijn", "sinds-jaar", "2026")
	s.As("anna").Post("/eigen/vaccinatie/nieuw", "naam", "Stamaril", "waarvoor", "Gele koorts", "sinds-jaar", "2012")
	return s
}

// Every page passes axe: on a phone in Dutch and light, and on a wide screen in English and dark.
func TestAxe(t *testing.T) {
	if testing.Short() {
		t.Skip("skipped: a browser takes some seconds")
	}
	s := busy(t)
	pages := pagesOf(t, s, "anna")
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
		for _, path := range pages {
			p.Goto(path)
			p.Axe()
		}
	}
	// A form that was filled in wrongly, and one that went well, as a person does.
	p.Width(360)
	p.Dark(false)
	p.Cookie("weergave", route.FormatPrefs(ui.Prefs{Lang: text.NL, LangSet: true}))
	p.Allow("status of 4") // what was filled in wrongly
	p.Goto("/medicijnen")
	p.Click(text.NL.T("medicines.add"))
	p.Click(text.NL.T("medicines.own.save"))
	p.See(text.NL.T("medicines.own.medicine.problem.name"))
	p.Axe()
	p.Fill(text.NL.T("medicines.own.medicine.name"), "Neusspray")
	p.Click(text.NL.T("medicines.own.save"))
	p.See("Neusspray")
	p.See(text.NL.T("medicines.own.saved"))
}

// TestLook takes pictures of the pages for the eyes:
// REGIE_LOOK=folder go test -run TestLook ./internal/web/medicines
func TestLook(t *testing.T) {
	dir := os.Getenv("REGIE_LOOK")
	if dir == "" {
		t.Skip("REGIE_LOOK is not set: no pictures wanted")
	}
	s := busy(t)
	p := browser.Open(t, s.Base)
	p.Cookie("regie", "anna")
	for name, path := range pagesOf(t, s, "anna") {
		for _, w := range []int{360, 1280} {
			p.Width(w)
			p.Dark(w == 1280 && (name == "medicijnen" || name == "boekje"))
			p.Goto(path)
			p.Screenshot(filepath.Join(dir, name+"-"+strconv.Itoa(w)+".png"))
		}
	}
}
