// SPDX-License-Identifier: EUPL-1.2

package e2e

import (
	"net/http"
	"strings"
	"testing"

	"regie/internal/e2e/browser"
)

// overDossier are the pages from which everything in a dossier can be reached.
var overDossier = []string{
	"/overzicht", "/dossier", "/medicijnen", "/medicijnen/afdruk", "/allergieen", "/vaccinaties", "/wensen", "/dossier/laboratorium", "/dossier/metingen",
	"/klachten", "/contacten", "/wie-is-wie", "/afspraken", "/zorgplan", "/documenten", "/tijdlijn", "/nieuw", "/zoeken", "/woorden",
	"/vragenlijsten", "/vragenlijsten/wijziging", "/eigen/medicijn/nieuw", "/eigen/vaccinatie/nieuw", "/beelden",
	"/metingen/zelf", "/metingen/toevoegen", "/metingen/week", "/metingen/bestand", "/metingen/bronnen", "/metingen/opnamen", "/apparaten", "/apparaten/koppelen", "/apparaten/bluetooth", "/gegevens/meenemen", "/gegevens/bestanden", "/apparaten/doorsturen",
	"/dagboek", "/dagboek/nieuw", "/dagboek/medicijnen", "/agenda", "/agenda/nieuw", "/agenda/inlezen", "/agenda/adres", "/doelen", "/doelen/nieuw",
	"/dagboek/klachten", "/herinneringen", "/herinneringen/nieuw",
}

// crawler follows links as far as they lead to pages of routes of which few were seen.
type crawler struct {
	mux    *http.ServeMux
	most   int // pages of each route
	pages  map[string]int
	been   map[string]bool
	leave  map[string]bool // routes, by pattern, that are no page
	follow func(pattern string) bool
}

func newCrawler(most int) *crawler {
	c := &crawler{mux: http.NewServeMux(), most: most, pages: map[string]int{}, been: map[string]bool{}, leave: map[string]bool{}}
	for _, rt := range routes() {
		if rt.Method == http.MethodGet {
			c.mux.Handle(rt.Pattern, http.NotFoundHandler())
			c.leave[rt.Pattern] = notPages[rt.Name] != ""
		}
	}
	return c
}

// pattern is the route of a path, "" where it is none.
func (c *crawler) pattern(path string) string {
	r, err := http.NewRequest(http.MethodGet, path, nil)
	if err != nil {
		return ""
	}
	_, pattern := c.mux.Handler(r)
	return pattern
}

// wanted tells whether a link leads to a page that is still to be seen, and counts it.
func (c *crawler) wanted(path string) bool {
	path, _, _ = strings.Cut(path, "#")
	p := c.pattern(path)
	if p == "" || c.leave[p] || c.been[path] || c.pages[p] >= c.most || c.follow != nil && !c.follow(p) {
		return false
	}
	c.been[path] = true
	c.pages[p]++
	return true
}

// over opens the pages over the dossier and what they link to, and shows each to do.
func (c *crawler) over(s *somebody, do func(path, pattern string)) {
	s.t.Helper()
	queue := append([]string(nil), overDossier...)
	for len(queue) > 0 {
		path := queue[0]
		queue = queue[1:]
		if !c.wanted(path) {
			continue
		}
		s.Goto(path)
		links := s.links(`main a[href^="/"]`)
		if path == "/dossier" { // a crawl that reaches no kind of data proves nothing
			if len(links) < 8 {
				s.t.Fatalf("there is little to see: %v", links)
			}
		}
		do(path, c.pattern(path))
		queue = append(queue, links...)
	}
}

// outside is what a window shows to others than its reader: its address and its title, both kept
// by browsers, and asked by programs that look on.
type outside struct{ Address, Title string }

func (s *somebody) outside() outside {
	return outside{s.URL(), browser.Eval[string](s.Page, `document.title`)}
}

// TestCrawlerKnowsRoutes checks that an address is taken for what it is.
func TestCrawlerKnowsRoutes(t *testing.T) {
	t.Parallel()
	c := newCrawler(1)
	for path, want := range map[string]string{
		"/klachten": "/klachten", "/klachten/0123456789abcdef": "/klachten/{key}", "/dossier/item/0123456789abcdef?van=1": "/dossier/item/{key}", "/bestaat/niet": "",
	} {
		if got := c.pattern(path); got != want {
			t.Errorf("%s is %q, want %q", path, got, want)
		}
	}
	if !c.wanted("/klachten/0123456789abcdef#nu") || c.wanted("/klachten/0123456789abcdef") || c.wanted("/klachten/f123456789abcdef") || c.wanted("/robots.txt") {
		t.Error("one page of each route, and only pages")
	}
}
