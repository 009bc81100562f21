// SPDX-License-Identifier: EUPL-1.2

package e2e

import (
	"net/http"
	"os"
	"reflect"
	"strings"
	"sync"
	"testing"

	"regie/internal/e2e/browser"
	"regie/internal/mail"
	"regie/internal/text"
	"regie/internal/web"
	"regie/internal/web/route"
)

// routes is the route table of the site with all its rooms. Its handlers are not called.
func routes() []route.Route {
	c := web.Config{Practice: true, Mailbox: &mail.Mailbox{}}
	rooms := reflect.ValueOf(&c).Elem()
	for i := range rooms.NumField() {
		if f := rooms.Field(i); f.Kind() == reflect.Pointer && f.IsNil() && f.Type().Elem().Kind() == reflect.Struct {
			f.Set(reflect.New(f.Type().Elem()))
		}
	}
	return web.Table(c, nil)
}

// seen keeps which routes were looked at.
type seen struct {
	mu    sync.Mutex
	mux   *http.ServeMux
	names map[string]int
	turns int
}

// times is how often pages of a route were looked at.
func (v *seen) times(pattern string) int {
	v.mu.Lock()
	defer v.mu.Unlock()
	return v.names[pattern]
}

// turn returns the look for pages that are made of what others have too: the ways in which
// people see them take turns.
func (v *seen) turn() look {
	return func(s *somebody, name string) {
		s.t.Helper()
		if everyLook() {
			v.look()(s, name)
			return
		}
		path, _, _ := strings.Cut(s.URL(), "#")
		v.note(path)
		v.mu.Lock()
		v.turns++
		l := []text.Lang{text.NL, text.EN}[v.turns%2]
		v.mu.Unlock()
		s.speak(l)
		s.Goto(path)
		s.inLanguage(l, true)
		s.speak(text.NL)
		s.Goto(path) // whoever walks on reads Dutch
	}
}

func newSeen() *seen {
	v := &seen{mux: http.NewServeMux(), names: map[string]int{}}
	for _, rt := range routes() {
		if rt.Method == http.MethodGet {
			v.mux.Handle(rt.Pattern, http.NotFoundHandler())
		}
	}
	return v
}

// note takes an address of the site up.
func (v *seen) note(path string) {
	r, err := http.NewRequest(http.MethodGet, path, nil)
	if err != nil {
		return
	}
	_, pattern := v.mux.Handler(r)
	v.mu.Lock()
	defer v.mu.Unlock()
	v.names[pattern]++
}

// look returns the look that checks a page in the ways in which people see it: both
// languages, light and dark, on a telephone and wide. The page is loaded anew for each
// language, so it must be one that can be.
func (v *seen) look() look {
	return func(s *somebody, name string) {
		s.t.Helper()
		path, _, _ := strings.Cut(s.URL(), "#") // going to a part of the same page loads nothing
		own := strings.HasPrefix(path, "/")
		if own {
			v.note(path)
		}
		if name == "journey-going" {
			s.Axe() // it goes on while we look
			return
		}
		if strings.HasPrefix(name, "practice-") {
			s.inLanguage(text.NL, own) // has its language in the address
			return
		}
		if strings.HasPrefix(name, "mailbox") {
			path = "/oefenpost"
		}
		for _, l := range []text.Lang{text.EN, text.NL} {
			s.Cookie("weergave", l.Tag()+"....") // as the button for it does
			s.Goto(path)
			s.inLanguage(l, own)
		}
	}
}

// everyLook tells whether each page is to be seen in all eight ways, as `make axe` asks, or in
// Dutch, light and on a telephone, and in English, dark and wide.
func everyLook() bool { return os.Getenv("REGIE_AXE") == "all" }

// inLanguage checks the page that is open with axe, in its themes and at its widths, and for
// what axe does not look at.
func (s *somebody) inLanguage(l text.Lang, own bool) {
	s.t.Helper()
	got := browser.Eval[string](s.Page, `document.documentElement.lang + ' ' + document.querySelectorAll('h1').length + ' ' + (document.title !== '')`)
	if want := l.Tag() + " 1 true"; got != want {
		s.t.Errorf("%s has language, number of h1 and title %q, not %q", s.URL(), got, want)
	}
	every := everyLook()
	for _, width := range []int{1280, 360} {
		if !every && width == 360 != (l == text.NL) {
			continue
		}
		s.Width(width)
		for _, dark := range []bool{true, false} {
			if !every && dark != (width == 1280) {
				continue
			}
			s.Dark(dark)
			s.Axe()
			if small := browser.Eval[[]string](s.Page, tooSmall); own && len(small) > 0 {
				s.t.Errorf("too small to press on %s at %d: %s", s.URL(), width, strings.Join(small, "\n  "))
			}
		}
	}
}

// tooSmall lists what is smaller than 24 by 24 pixels to press. Links in a sentence and boxes
// with a label that is pressed in their place are let be.
const tooSmall = `[...document.querySelectorAll('a[href], button, summary, input:not([type=hidden]), select, textarea')].filter(e => {
  const s = getComputedStyle(e), over = getComputedStyle(e, '::after'); // a link may lie over the whole of its card
  const r = (over.position === 'absolute' && over.content !== 'none' ? e.offsetParent : e).getBoundingClientRect();
  if (r.width === 0 || s.visibility === 'hidden' || s.display === 'inline' || e.disabled || r.right < 0 || r.bottom < 0) return false;
  if (e.closest('.rg-hidden') || s.opacity === '0') return false;
  return r.width < 24 || r.height < 24;
}).map(e => e.outerHTML.slice(0, 160))`

// notPages are routes that show no page of their own to check.
var notPages = map[string]string{
	"asset":         "what pages are made of",
	"worker":        "a script",
	"robots":        "for search engines",
	"go":            "leads to a provider at once",
	"back":          "leads to the journey at once",
	"back-tagged":   "leads to the journey at once",
	"couple-go":     "leads to the maker at once",
	"couple-back":   "leads to the couplings at once",
	"original-file": "a file",
	"document-file": "a file",
	"picture":       "an image", "image-file": "a file", "diary-file": "a file", "agenda-follow": "a file", "measure-undo": "a button", "measure-part-have": "headers alone", "carry-all": "a file", "carry-sheet": "a file", "paper-prepare": "a file",
	"paper-kind": "a file", "paper-timeline": "a file", "paper-found": "a file", "paper-item": "a file", "paper-test": "a file",
}

// complete fails the test for pages that nobody looked at.
func (v *seen) complete(t *testing.T) {
	t.Helper()
	v.mu.Lock()
	defer v.mu.Unlock()
	for _, rt := range routes() {
		if rt.Method == http.MethodGet && notPages[rt.Name] == "" && v.names[rt.Pattern] == 0 {
			t.Errorf("nobody looked at %s (%s)", rt.Pattern, rt.Name)
		}
	}
	pages := 0
	for _, n := range v.names {
		pages += n
	}
	t.Logf("%d pages of %d routes", pages, len(v.names))
}
