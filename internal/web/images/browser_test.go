// SPDX-License-Identifier: EUPL-1.2

package images_test

import (
	"os"
	"path/filepath"
	"strconv"
	"testing"

	"regie/internal/e2e/browser"
	"regie/internal/text"
	"regie/internal/web/route"
	"regie/internal/web/ui"
)

func paths(s *site) map[string]string {
	at, it := s.study("els"), s.Open("els").Studies()[0]
	return map[string]string{
		"beelden": "/beelden", "onderzoek": at, "tweede-lichter": at + "?beeld=2&licht=2&contrast=1", "documenten": "/documenten",
		"gegeven": "/dossier/item/" + it.Key.String(),
	}
}

// The pages pass axe: on a phone in Dutch and light, and on a wide screen in English and dark.
// Somebody then goes from the documents to the second image and makes it lighter, without script.
func TestBrowser(t *testing.T) {
	if testing.Short() {
		t.Skip("skipped: a browser takes some seconds")
	}
	s := newSite(t)
	s.fill("els", "willem", nil)
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
	p.Cookie("weergave", route.FormatPrefs(ui.Prefs{Lang: text.NL, LangSet: true}))
	p.NoScript(true)
	p.Width(360)
	p.Goto("/documenten")
	p.Click("Beelden")
	p.Click("Röntgenfoto voet links")
	p.See("niet om zelf te beoordelen")
	p.Click("Volgend beeld")
	p.See("Beeld 2 van 2")
	p.Click("Lichter")
	p.See("Nu: licht +1")
	p.Click("Verslag Röntgenfoto voet links")
	p.See("Bewaar op dit apparaat")
}

// TestLook takes pictures for the eyes: REGIE_LOOK=folder go test -run TestLook ./internal/web/images
func TestLook(t *testing.T) {
	dir := os.Getenv("REGIE_LOOK")
	if dir == "" {
		t.Skip("REGIE_LOOK is not set: no pictures wanted")
	}
	s := newSite(t)
	s.fill("els", "willem", nil)
	p := browser.Open(t, s.Base)
	p.Cookie("regie", "els")
	for _, w := range []int{360, 1280} {
		p.Width(w)
		for name, path := range paths(s) {
			p.Goto(path)
			p.Screenshot(filepath.Join(dir, name+"-"+strconv.Itoa(w)+".png"))
		}
	}
	p.NoScript(true)
	p.Paper(true)
	p.Goto(paths(s)["onderzoek"])
	p.Screenshot(filepath.Join(dir, "onderzoek-papier.png"))
}
