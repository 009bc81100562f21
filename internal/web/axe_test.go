// SPDX-License-Identifier: EUPL-1.2

package web

import (
	"fmt"
	"net/http"
	"os"
	"testing"

	"regie/internal/e2e/browser"
	"regie/internal/text"
	"regie/internal/web/route"
)

// looks are the ways in which every page is checked: each language with each width, each
// width with each theme, each theme with each language. REGIE_AXE=all takes all eight.
func looks(check func(lang text.Lang, dark bool, width int)) {
	all := os.Getenv("REGIE_AXE") == "all"
	for i, l := range text.Langs {
		for j, dark := range []bool{false, true} {
			for k, width := range []int{360, 1280} {
				if all || (i+j+k)%2 == 0 {
					check(l, dark, width)
				}
			}
		}
	}
}

// TestAxe walks the pages of the foundation in both languages, light and dark, on a phone and
// wide. Pages that need a real person, with data, are walked by internal/e2e.
func TestAxe(t *testing.T) {
	c := config(t)
	own := map[string]string{
		"welcome": "", "safety": "", "about": "", "help": "", "privacy": "", "accessibility": "", "display": "",
		"mailbox": "", "board": "", "try": "", "ended": "", "add": "anna", "share": "anna", "more": "anna",
	}
	p := browser.Open(t, serveTest(t, c))
	p.Allow("status of 4")
	paths := []struct{ path, token string }{{"/bestaat-niet", ""}}
	for _, rt := range tableOf(t, c) {
		if token, ok := own[rt.Name]; ok && rt.Method == http.MethodGet && rt.Who != route.SteppedUp {
			paths = append(paths, struct{ path, token string }{example(rt.Pattern), token})
			delete(own, rt.Name)
		}
	}
	if len(own) > 0 {
		t.Errorf("not in the table: %v", own)
	}
	looks(func(l text.Lang, dark bool, width int) {
		p.Language(l.Tag())
		p.Dark(dark)
		p.Width(width)
		for _, page := range paths {
			p.Cookie("regie", page.token)
			p.Goto(page.path)
			p.Axe()
		}
	})
}

// TestAxeForOtherEyes checks the board, with every component, in high contrast and with
// letters of 200 per cent on a phone.
func TestAxeForOtherEyes(t *testing.T) {
	p := browser.Open(t, serveTest(t, config(t)))
	p.Allow("/overzicht")
	for _, prefs := range []string{".light.more.200.", ".dark.more..", ".dark.normal.150.", "..more.125."} {
		for _, width := range []int{360, 1280} {
			p.Width(width)
			p.Cookie("weergave", prefs)
			p.Cookie("regie", "anna")
			p.Goto("/onderdelen")
			p.Axe()
		}
	}
	p.Goto("/meer")
	p.Eval0(`document.getElementById('idle').showModal()`)
	p.See("Bent u er nog?")
	p.Axe()
	// A page of 1280 zoomed to 400 per cent is 320 wide.
	p.Cookie("weergave", "....")
	p.Width(320)
	for _, path := range []string{"/onderdelen", "/meer", "/"} {
		p.Goto(path)
		p.Axe()
	}
}

func TestWithKeyboardOnly(t *testing.T) {
	p := browser.Open(t, serveTest(t, config(t)))
	p.Cookie("regie", "anna")
	p.Goto("/meer")
	p.Press("\t")
	if got := browser.Eval[string](p, `document.activeElement.className`); got != "nl-skip-link" {
		t.Errorf("the first stop is %q, not the skip link", got)
	}
	p.Press("\r")
	if got := browser.Eval[string](p, `document.activeElement.id`); got != "inhoud" {
		t.Errorf("the skip link leads to %q", got)
	}
	// Every stop is visible, has a ring, and is not behind the menu.
	p.Width(360)
	p.Goto("/onderdelen")
	p.Eval0(`document.querySelector('.nl-skip-link').focus()`)
	seen := map[string]bool{}
	for range 90 {
		p.Press("\t")
		got := browser.Eval[string](p, `(function() {
  const e = document.activeElement; if (e === document.body) return 'end';
  const box = e.matches('.rg-item__link, .rg-choice__box') ? e.closest('.rg-item, .rg-tile, .rg-choice') : e;
  const r = e.getBoundingClientRect();
  if (r.bottom < 0 || r.top > innerHeight) return 'off the screen: ' + e.outerHTML.slice(0, 120);
  const s = getComputedStyle(e), after = getComputedStyle(e, '::after');
  if (s.outlineStyle === 'none' && after.outlineStyle === 'none') return 'no ring: ' + e.outerHTML.slice(0, 120);
  const covered = y => document.elementFromPoint(r.left + r.width / 2, Math.min(Math.max(y, 1), innerHeight - 1))?.closest('.rg-menu');
  if (!e.closest('.rg-menu') && covered(r.top + 2) && covered(r.bottom - 2)) return 'behind the menu: ' + e.outerHTML.slice(0, 120);
  return '';
})()`)
		if got == "end" {
			break
		}
		if got != "" && !seen[got] {
			seen[got] = true
			t.Error(got)
		}
	}
}

func TestWithoutScript(t *testing.T) {
	p := browser.Open(t, serveTest(t, config(t)))
	p.NoScript(true)
	p.Goto("/weergave")
	p.Choose("Groot")
	p.Choose("Donker")
	p.Choose("Extra veel")
	p.Click("Bewaar mijn keuze")
	p.At("/weergave")
	p.See("Uw keuze is bewaard.")
	got := browser.Eval[string](p, `[document.documentElement.dataset.size, document.documentElement.dataset.theme, document.documentElement.dataset.contrast, getComputedStyle(document.documentElement).fontSize].join(' ')`)
	if want := "150 dark more 24px"; got != want {
		t.Errorf("the page is %q, want %q", got, want)
	}
	p.Click("English")
	p.See("Display and language")
	p.Goto("/help")
	p.Click("My phone is gone. What now?")
	p.See("Sign in with another device")
	p.Click("Nederlands")
	p.At("/help")
	p.See("Mijn telefoon is weg. Wat nu?")
}

// TestTheFirstPageIsSmall adds up what really goes over the line at a first visit.
func TestTheFirstPageIsSmall(t *testing.T) {
	p := browser.Open(t, serveTest(t, config(t)))
	p.Goto("/")
	p.Eval0(`document.fonts.ready`)
	got := browser.Eval[string](p, `(function() {
  const all = [performance.getEntriesByType('navigation')[0], ...performance.getEntriesByType('resource')];
  return all.length + ' ' + all.reduce((n, e) => n + e.transferSize, 0) + ' ' + all.map(e => e.name.split('/').pop() + '=' + e.transferSize).join(' ');
})()`)
	var requests, bytes int
	if _, err := fmt.Sscan(got, &requests, &bytes); err != nil {
		t.Fatal(err)
	}
	t.Log(got)
	if requests < 5 || bytes < 40_000 || bytes > 100<<10 {
		t.Errorf("the first page takes %d requests and %d bytes", requests, bytes)
	}
}
