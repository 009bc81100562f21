// SPDX-License-Identifier: EUPL-1.2

package e2e

import (
	"fmt"
	"slices"
	"strings"
	"time"

	"regie/internal/e2e/browser"
)

// read opens everything that Willem reads in his dossier, by what is on the screen: the
// record, a category, an item, its original, a document, the timeline, and a search.
func (s *somebody) read(l look) {
	s.t.Helper()
	s.Goto("/overzicht")
	l.at(s, "overview")
	s.Click("Mijn dossier")
	s.At("/dossier")
	for _, kind := range []string{"Klachten en ziekten", "Medicijnen", "Allergieën", "Laboratorium", "Metingen", "Afspraken", "Documenten"} {
		s.See(kind)
	}
	l.at(s, "record")
	s.medicine(l)
	s.result(l)
	s.document(l)
	s.timeline(l)
	s.search(l)
}

func (s *somebody) medicine(l look) {
	s.t.Helper()
	s.Goto("/dossier")
	s.Click("Medicijnen")
	s.See("Metformine tablet 500 mg")
	l.at(s, "category")
	s.Click("Metformine tablet 500 mg")
	s.heading("Metformine tablet 500 mg")
	s.See("Wat elke bron zegt")
	l.at(s, "medicine")
	s.Click("Alles over deze afspraak")
	s.heading("Metformine tablet 500 mg")
	s.See("Waar komt dit vandaan?")
	s.See("Opgehaald bij")
	l.at(s, "item")
	key := lastOf(s.URL())
	if len(key) != 16 || strings.Trim(key, "0123456789abcdef") != "" {
		s.t.Errorf("the address of the item ends in %q", key)
	}
	s.Click("Bekijk de originele gegevens")
	s.heading("Originele gegevens")
	s.See("resourceType")
	l.at(s, "original")
}

// result is a test with its history, and one result of it.
func (s *somebody) result(l look) {
	s.t.Helper()
	s.Goto("/dossier")
	s.Click("Laboratorium")
	s.heading("Laboratorium")
	l.at(s, "category-series")
	s.Click("HbA1c")
	s.heading("HbA1c (bloedsuiker van de laatste maanden)")
	s.See("mmol/mol")
	s.See("Grens van dit lab")
	if n := browser.Eval[float64](s.Page, `document.querySelectorAll('main figure svg, main .cht svg, main svg[role=img]').length`); n == 0 {
		s.t.Errorf("no chart on %s", s.URL())
	}
	l.at(s, "item-chart")
	s.See("Alle uitslagen")
	s.See("Datum")
	s.Goto(s.links(`main table a[href^="/dossier/item/"]`)[0])
	s.See("Waar komt dit vandaan?")
	l.at(s, "result")
}

// document is a letter as a PDF, shown in the page.
func (s *somebody) document(l look) {
	s.t.Helper()
	s.Goto("/dossier")
	s.Click("Documenten")
	s.See("Ontslagbrief")
	l.at(s, "documents")
	s.Click("Ontslagbrief, Inwendige geneeskunde")
	s.See("Waar komt dit vandaan?")
	link := browser.Eval[string](s.Page, `document.querySelector('main a[href*="/document/"]')?.getAttribute('href') ?? ''`)
	if link == "" {
		s.t.Fatalf("no document to read on %s:\n%s", s.URL(), s.Text())
	}
	s.Goto(link)
	s.See("Bewaar op dit apparaat")
	src := browser.Eval[string](s.Page, `document.querySelector('main iframe, main object, main embed')?.getAttribute('src') ?? ''`)
	if src == "" {
		s.t.Fatalf("no document in the page %s", s.URL())
	}
	if got := s.fetch(src); !strings.HasPrefix(got, "200 application/pdf") || !strings.Contains(got, "%PDF-") {
		s.t.Errorf("the document is %.60q", got)
	}
	l.at(s, "document")
}

func (s *somebody) timeline(l look) {
	s.t.Helper()
	s.Goto("/dossier")
	s.Click("Tijdlijn")
	s.At("/tijdlijn")
	s.See("Komt nog")
	l.at(s, "timeline")
	year := fmt.Sprint(time.Now().Year() - 1)
	s.Click("Kies wat u wilt zien")
	s.Select("Soort", "Laboratorium")
	s.Select("Jaar", year)
	s.Click("Toon")
	s.NotSee("Komt nog")
	headings := browser.Eval[[]string](s.Page, `[...document.querySelectorAll('main h2')].map(h => h.innerText.trim())`)
	if len(headings) == 0 || slices.ContainsFunc(headings, func(h string) bool { return !strings.HasSuffix(h, year) }) {
		s.t.Errorf("the timeline of %s has the headings %v", year, headings)
	}
	s.NotSee("Ontslagbrief")
	s.See("HbA1c")
	l.at(s, "timeline-filtered")
	s.Click("Toon alles")
	s.See("Komt nog")
}

func (s *somebody) search(l look) {
	s.t.Helper()
	s.Goto("/zoeken")
	l.at(s, "search")
	s.lookFor("cholesterol")
	s.See("HDL-cholesterol")
	if strings.Contains(strings.ToLower(s.URL()), "cholesterol") {
		s.t.Errorf("the address tells what was looked for: %s", s.URL())
	}
	l.at(s, "found")
	s.Fill("Zoek in uw dossier", "onvindbaarzeldzaam")
	s.Click("Zoek")
	s.heading("Gezocht: onvindbaarzeldzaam")
	if !s.Sees("Nog niet alles is opgehaald") { // it might still be found, and Regie says so
		s.See("Niets gevonden")
	}
}

// lookFor searches the dossier for a word.
func (s *somebody) lookFor(word string) {
	s.t.Helper()
	s.Goto("/zoeken")
	s.Fill("Zoek in uw dossier", word)
	s.Click("Zoek")
	s.heading("Gezocht: " + word)
}

// addOwn writes down a medicine that no provider knows of.
func (s *somebody) addOwn(name string) {
	s.t.Helper()
	s.Goto("/medicijnen")
	s.Click("Eigen medicijn toevoegen")
	s.Fill("Naam van het medicijn", name)
	s.Fill("Hoe gebruikt u het?", "zo nodig 1 tablet")
	s.Click("Bewaren")
	s.At("/medicijnen")
	s.See(name)
}

// heading waits for a page with that heading.
func (s *somebody) heading(want string) {
	s.t.Helper()
	end := time.Now().Add(browser.Patience)
	for s.Heading() != want {
		if time.Now().After(end) {
			s.t.Fatalf("the heading of %s is %q, not %q", s.URL(), s.Heading(), want)
		}
		time.Sleep(50 * time.Millisecond)
	}
}

// fetch gets an address as this person, and returns status, type and beginning.
func (s *somebody) fetch(path string) string {
	s.t.Helper()
	return browser.Eval[string](s.Page, fmt.Sprintf(`fetch(%q).then(async r => r.status + ' ' + r.headers.get('content-type') + ' ' + (await r.text()).slice(0, 200))`, path))
}

func lastOf(path string) string {
	path, _, _ = strings.Cut(path, "?")
	return path[strings.LastIndexByte(path, '/')+1:]
}
