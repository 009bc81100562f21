// SPDX-License-Identifier: EUPL-1.2

package lab_test

import (
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"testing"

	"regie/internal/e2e/browser"
	"regie/internal/text"
	"regie/internal/web/route"
	"regie/internal/web/ui"
)

// paths are the pages that people look at, by name.
func paths(s *site) map[string]string {
	return map[string]string{
		"groepen": "/dossier/laboratorium", "metingen": "/dossier/metingen", "datum": "/dossier/laboratorium?toon=datum",
		"twee-labs": s.href("59261-8"), "eenheid": s.href("59260-0"), "bloeddruk": s.href("85354-9"), "weken": s.href("6301-6"),
		"jaar": s.href("59261-8") + "?periode=1",
	}
}

func filled(t *testing.T) *site {
	s := newSite(t)
	twoLabs(s)
	s.apply("Trombosedienst", weekly()...)
	return s
}

// The pages pass axe: on a phone in Dutch and light, and on a wide screen in English and dark.
func TestAxe(t *testing.T) {
	if testing.Short() {
		t.Skip("skipped: a browser takes some seconds")
	}
	s := filled(t)
	p := browser.Open(t, s.Base)
	for _, look := range []struct {
		width int
		dark  bool
		lang  text.Lang
	}{{360, false, text.NL}, {1280, true, text.EN}} {
		p.Width(look.width)
		p.Dark(look.dark)
		p.Cookie("weergave", route.FormatPrefs(ui.Prefs{Lang: look.lang, LangSet: true}))
		p.Cookie("regie", "els")
		for _, path := range paths(s) {
			p.Goto(path)
			p.Axe()
		}
	}
}

// A person finds the sugar of the last years: list, test, five years, one result; with the
// keyboard alone every link can be reached.
func TestWalk(t *testing.T) {
	if testing.Short() {
		t.Skip("skipped: a browser takes some seconds")
	}
	s := filled(t)
	p := browser.Open(t, s.Base)
	p.Width(360)
	p.Cookie("regie", "els")
	p.Goto("/dossier/laboratorium")
	p.See("Suiker")
	p.Click("HbA1c (bloedsuiker van de laatste maanden)")
	p.See("Laatste: 41")
	p.See("omgerekend van 7,1%")
	p.Click("1 jaar")
	p.See("1 uitslag")
	p.Click("Alles")
	p.Click("1 juni 2022")
	p.See("7,1")
	p.Click("Alle uitslagen van deze test")
	p.See("Laatste: 41")
}

// TestLook takes pictures for the eyes: REGIE_LOOK=folder go test -run TestLook ./internal/web/lab
func TestLook(t *testing.T) {
	dir := os.Getenv("REGIE_LOOK")
	if dir == "" {
		t.Skip("REGIE_LOOK is not set: no pictures wanted")
	}
	s := filled(t)
	p := browser.Open(t, s.Base)
	p.Cookie("regie", "els")
	for _, dark := range []bool{false, true} {
		p.Dark(dark)
		for _, w := range []int{360, 1280} {
			p.Width(w)
			for name, path := range paths(s) {
				if only := os.Getenv("PAGES"); only != "" && !strings.Contains(only, name) || dark && name != "twee-labs" && name != "groepen" {
					continue
				}
				p.Goto(path)
				file := name + "-" + strconv.Itoa(w)
				if dark {
					file += "-donker"
				}
				p.Screenshot(filepath.Join(dir, file+".png"))
				p.Window(filepath.Join(dir, file+"-boven.png"))
			}
		}
	}
	p.Dark(false)
	p.Width(1280)
	p.NoScript(true)
	p.Paper(true)
	for _, name := range []string{"twee-labs", "groepen"} {
		p.Goto(paths(s)[name])
		p.Screenshot(filepath.Join(dir, name+"-papier.png"))
	}
}
