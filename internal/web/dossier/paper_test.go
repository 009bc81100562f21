// SPDX-License-Identifier: EUPL-1.2

package dossier_test

import (
	"net/http"
	"net/url"
	"strings"
	"testing"
	"time"

	"regie/internal/e2e/site"
	"regie/internal/record"
	"regie/internal/zib"
)

// Every list and every item can be kept as a document, and neither name nor address of it tells
// anything about health.
func TestPaper(t *testing.T) {
	s := site.New(t, nil, "anna", "leeg")
	s.Fill("anna", "willem")
	c := s.As("anna")
	asked := c.Do(http.MethodPost, "/zoeken", url.Values{"vraag": {"bloeddruk"}}).Header.Get("Location")
	d := s.Open("anna")
	paths := []string{"/afdruk/tijdlijn", "/afdruk/tijdlijn?van=2025-01-01&tot=2025-12-31", "/afdruk/soort/medicijnen?toon=nu", "/afdruk/gezocht/" + strings.TrimPrefix(asked, "/zoeken/")}
	for c := zib.CategoryProblems; c <= zib.CategoryOther; c++ {
		if items := d.List(record.Filter{Categories: []zib.Category{c}}, 1, 1).Items; len(items) > 0 {
			paths = append(paths, "/afdruk/gegeven/"+items[0].Key.String())
		}
	}
	for _, test := range d.Tests(zib.CategoryLab)[:2] {
		paths = append(paths, "/afdruk/test/"+test.Key.String())
	}
	for _, slug := range []string{"klachten", "allergieen", "medicijnen", "laboratorium", "contacten", "afspraken", "vaccinaties", "wensen", "overig"} {
		paths = append(paths, "/afdruk/soort/"+slug)
	}
	for _, path := range paths {
		a := c.Get(path)
		h := a.Header
		if a.Status != http.StatusOK || !strings.HasPrefix(a.Body, "%PDF-1.7") || !strings.Contains(a.Body, "/StructTreeRoot") || h.Get("Content-Type") != "application/pdf" {
			t.Errorf("%s: %d, %s, %.40q", path, a.Status, h.Get("Content-Type"), a.Body)
		}
		if h.Get("Cache-Control") != "no-store" || h.Get("Content-Disposition") != `attachment; filename="regie-2026-11-20.pdf"` {
			t.Errorf("%s: %s, %s", path, h.Get("Cache-Control"), h.Get("Content-Disposition"))
		}
	}
	for path, status := range map[string]int{"/afdruk/soort/onzin": 404, "/afdruk/gegeven/0123456789abcdef": 404, "/afdruk/test/0123456789abcdef": 404, "/afdruk/gezocht/onzin": 404} {
		if a := c.Get(path); a.Status != status {
			t.Errorf("%s: %d", path, a.Status)
		}
	}
	if a := s.As("").Get("/afdruk/tijdlijn"); a.Status == http.StatusOK {
		t.Error("a stranger gets a document")
	}
	if a := s.As("leeg").Get("/afdruk/tijdlijn"); a.Status != http.StatusOK {
		t.Errorf("of nothing: %d", a.Status)
	}
	// The pages lead to them.
	for _, path := range []string{"/tijdlijn", "/dossier/behandelingen", asked} {
		if a := c.Get(path); !strings.Contains(a.Body, `href="/afdruk/`) {
			t.Errorf("%s leads to no document", path)
		}
	}
}

// A search finds in everyday words, marks what it found, and asks what was meant.
func TestSearchForPeople(t *testing.T) {
	s := site.New(t, nil, "anna")
	s.Fill("anna", "willem")
	c := s.As("anna")
	ask := func(q string) (string, site.Answer) {
		to := c.Do(http.MethodPost, "/zoeken", url.Values{"vraag": {q}}).Header.Get("Location")
		return to, c.Get(to)
	}
	_, a := ask("bloeddruk")
	if !strings.Contains(a.Body, `<mark class="rg-hit">Bloeddruk</mark>`) {
		t.Error("nothing is marked")
	}
	to, a := ask("bloeddurk")
	if said := words(a.Body); !strings.Contains(said, "Bedoelde u bloeddruk") {
		t.Errorf("not asked what was meant: %.300s", said)
	}
	if strings.Contains(to, "bloed") {
		t.Error("the question is in the address")
	}
	_, a = ask("suiker")
	if !strings.Contains(words(a.Body), "lucose") {
		t.Error("sugar finds no glucose")
	}
	to, _ = ask("bloeddruk")
	some := c.Get(to + "?soort=metingen&van=2025-01-01")
	if some.Status != http.StatusOK || !strings.Contains(some.Body, `value="2025-01-01"`) {
		t.Errorf("narrowed: %d", some.Status)
	}
	none := c.Get(to + "?van=2055-01-01")
	if said := words(none.Body); !strings.Contains(said, "Niets past bij uw keuze") {
		t.Errorf("narrowed to nothing: %.300s", said)
	}
}

// What changed is told with what it was before.
func TestNewsPage(t *testing.T) {
	s := site.New(t, nil, "anna")
	at := func(days int, status, value string) {
		t.Helper()
		raw := `{"resourceType":"Observation","id":"a","status":"` + status + `","code":{"coding":[{"system":"http://loinc.org","code":"718-7"}]},
			"effectiveDateTime":"2026-11-01","valueQuantity":{"value":` + value + `,"unit":"mmol/l"}}`
		b := record.Batch{Provider: "een@medmij", ProviderName: "Praktijk Een", Service: "48", At: site.Anchor.Add(time.Duration(days) * time.Hour), Complete: true}
		if value != "" {
			b.Resources = []record.Incoming{{FHIR: 3, Raw: []byte(raw)}}
		}
		s.Apply("anna", b)
	}
	page := func() string {
		s.Again("anna")
		s.As("anna").Get("/overzicht")
		return words(mainPart(t, s.As("anna").Get("/nieuw").Body))
	}
	at(1, "final", "7.2")
	if said := page(); !strings.Contains(said, "Nieuw (1)") {
		t.Errorf("first: %.400s", said)
	}
	if said := page(); !strings.Contains(said, "Niets nieuws") {
		t.Errorf("nothing: %.400s", said)
	}
	at(2, "final", "7.9")
	if said := page(); !strings.Contains(said, "Veranderd (1)") || !strings.Contains(said, "Eerst: 7,2") || !strings.Contains(said, "Nu: 7,9") {
		t.Errorf("changed: %.600s", said)
	}
	at(3, "final", "")
	if said := page(); !strings.Contains(said, "Niet meer in de lijst (1)") {
		t.Errorf("gone: %.600s", said)
	}
}
