// SPDX-License-Identifier: EUPL-1.2

package dossier_test

import (
	"fmt"
	"html"
	"net/http"
	"net/url"
	"regexp"
	"slices"
	"strings"
	"testing"

	"regie/internal/e2e/site"
	"regie/internal/practice/dossier"
	"regie/internal/practice/persons"
	"regie/internal/record"
	"regie/internal/zib"
)

var (
	tags   = regexp.MustCompile(`(?s)<script.*?</script>|<style.*?</style>|<[^>]*>`)
	spaces = regexp.MustCompile(`\s+`)
	// What is never shown: addresses, OIDs, UUIDs, bare reference ids.
	machine = regexp.MustCompile(`https?://|urn:|\b\d+(\.\d+){5,}\b|[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}|\b(Patient|Observation|Practitioner|Organization|Condition)/`)
)

// words is what a person reads of a page.
func words(body string) string {
	return strings.TrimSpace(spaces.ReplaceAllString(html.UnescapeString(tags.ReplaceAllString(body, " ")), " "))
}

// main is the part of a page that is its own.
func mainPart(t testing.TB, body string) string {
	t.Helper()
	_, rest, ok := strings.Cut(body, "<main")
	if !ok {
		t.Fatalf("no main in %.300s", body)
	}
	part, _, _ := strings.Cut(rest, "</main>")
	return "<main" + part
}

// Every page of every practice person, in both languages, says only what is for people.
func TestEveryPageOfEveryPerson(t *testing.T) {
	everybody := persons.Build(site.Anchor)
	var names []string
	for _, p := range everybody {
		names = append(names, p.Key)
	}
	s := site.New(t, nil, names...)
	for n, p := range everybody {
		s.Give(p.Key, p, dossier.Providers()...)
		c := s.As(p.Key)
		paths := []string{"/overzicht", "/dossier", "/tijdlijn", "/zoeken", "/documenten", "/tijdlijn?pagina=2", "/tijdlijn?nieuw=ja"}
		d := s.Open(p.Key)
		for _, slug := range []string{
			"klachten", "medicijnen", "allergieen", "waarschuwingen", "laboratorium", "metingen", "vaccinaties", "behandelingen", "contacten", "afspraken",
			"documenten", "wensen", "leefstijl", "functioneren", "hulpmiddelen", "uw-gegevens", "zorgverleners", "overig",
		} {
			paths = append(paths, "/dossier/"+slug, "/dossier/"+slug+"?toon=alles", "/dossier/"+slug+"?toon=per-soort")
		}
		for i, it := range d.List(record.Filter{}, 1, 10_000).Items {
			if n > 1 && i%7 != 0 {
				continue // of the first two all, of the others some
			}
			paths = append(paths, "/dossier/item/"+it.Key.String())
		}
		for _, lang := range []string{"nl", "en"} {
			for i, path := range paths {
				if lang == "en" && i%3 != 0 {
					continue
				}
				c.Speak(lang)
				a := c.Get(path)
				if a.Status != http.StatusOK {
					t.Fatalf("%s of %s: %d", path, p.Key, a.Status)
				}
				if strings.Contains(a.Body, "«") || !strings.Contains(a.Body, `<html lang="`+lang+`"`) {
					t.Errorf("%s of %s in %s: a text is missing", path, p.Key, lang)
				}
				said := words(mainPart(t, a.Body))
				if m := machine.FindString(said); m != "" {
					at := strings.Index(said, m)
					t.Errorf("%s of %s shows %q: …%s…", path, p.Key, m, said[max(0, at-60):min(len(said), at+60)])
				}
				if strings.Count(a.Body, "<h1") != 1 {
					t.Errorf("%s of %s has %d headings of the first level", path, p.Key, strings.Count(a.Body, "<h1"))
				}
			}
		}
	}
}

// What is another person's looks exactly like what does not exist.
func TestForeignItemsAreNotThere(t *testing.T) {
	s := site.New(t, nil, "anna", "bert")
	s.Fill("anna", "willem")
	s.Fill("bert", "sanne")
	anna, bert, nobody := s.As("anna"), s.As("bert"), s.As("")
	id := regexp.MustCompile(`[0-9a-f]{10}`)
	same := func(a site.Answer) string { return fmt.Sprint(a.Status, id.ReplaceAllString(mainPart(t, a.Body), "")) }
	for _, it := range s.Open("anna").List(record.Filter{}, 1, 10).Items {
		for _, form := range []string{"/dossier/item/%s", "/dossier/item/%s/origineel", "/dossier/item/%s/origineel/bestand", "/dossier/item/%s/document/0", "/dossier/item/%s/bestand/0"} {
			path, unknown := fmt.Sprintf(form, it.Key), fmt.Sprintf(form, "00000000deadbeef")
			foreign, absent := bert.Get(path), bert.Get(unknown)
			if foreign.Status != http.StatusNotFound || same(foreign) != same(absent) {
				t.Errorf("%s: a foreign key answers %d, an unknown one %d, or they differ", form, foreign.Status, absent.Status)
			}
			if strings.HasSuffix(form, "%s") {
				if a := anna.Get(path); a.Status != http.StatusOK {
					t.Errorf("own item: %d", a.Status)
				}
			}
			if a := nobody.Get(path); a.Status != http.StatusSeeOther || !strings.HasPrefix(a.Header.Get("Location"), "/inloggen") {
				t.Errorf("%s without a session: %d", form, a.Status)
			}
		}
	}
	for _, path := range []string{
		"/dossier/item/x", "/dossier/item/0000000000000000", "/dossier/item/..%2f..", "/dossier/niets", "/dossier/item/00000000deadbeef/document/x", "/zoeken/AAAA", "/zoeken/%00",
	} {
		if a := anna.Get(path); a.Status != http.StatusNotFound {
			t.Errorf("%s: %d", path, a.Status)
		}
	}
	for _, path := range []string{
		"/tijdlijn?bij=00000000deadbeef&jaar=x&soort=%3Cscript%3E&pagina=-1", "/tijdlijn?pagina=99999999999999999999", "/dossier/medicijnen?toon=%00&jaar=0",
	} {
		if a := anna.Get(path); a.Status != http.StatusOK || strings.Contains(a.Body, "<script>") {
			t.Errorf("%s: %d", path, a.Status)
		}
	}
}

// A question stands in no address as it is, and means nothing to others.
func TestAQuestionIsNotInTheAddress(t *testing.T) {
	s := site.New(t, nil, "anna", "bert")
	s.Fill("anna", "willem")
	anna, bert := s.As("anna"), s.As("bert")
	a := anna.Do(http.MethodPost, "/zoeken", url.Values{"vraag": {"bloeddruk"}})
	to := a.Header.Get("Location")
	if a.Status != http.StatusSeeOther || !strings.HasPrefix(to, "/zoeken/") || strings.Contains(strings.ToLower(to), "bloeddruk") || len(to) > 400 {
		t.Fatalf("%d to %q", a.Status, to)
	}
	found := anna.Get(to)
	if found.Status != http.StatusOK || !strings.Contains(words(found.Body), "Bloeddruk") || !strings.Contains(found.Body, `value="bloeddruk"`) {
		t.Errorf("%d: %.300s", found.Status, words(mainPart(t, found.Body)))
	}
	if a := bert.Get(to); a.Status != http.StatusNotFound {
		t.Errorf("somebody else's question: %d", a.Status)
	}
	for i := 10; i < len(to); i += 7 {
		c := byte('A')
		if to[i] == c {
			c = 'B'
		}
		if a := anna.Get(to[:i] + string(c) + to[i+1:]); a.Status != http.StatusNotFound {
			t.Errorf("changed at %d: %d", i, a.Status)
		}
	}
	if a := anna.Do(http.MethodPost, "/zoeken", url.Values{"vraag": {"  "}}); a.Header.Get("Location") != "/zoeken" {
		t.Errorf("an empty question leads to %q", a.Header.Get("Location"))
	}
	evil := anna.Do(http.MethodPost, "/zoeken", url.Values{"vraag": {`"><script>alert(1)</script>`}})
	if a := anna.Get(evil.Header.Get("Location")); a.Status != http.StatusOK || strings.Contains(a.Body, "<script>alert") {
		t.Errorf("%d", a.Status)
	}
	// The same question twice gives two addresses: they can't be compared by who sees them.
	if again := anna.Do(http.MethodPost, "/zoeken", url.Values{"vraag": {"bloeddruk"}}); again.Header.Get("Location") == to {
		t.Error("the address of a question is always the same")
	}
}

// "Nothing found" is only said when everything was collected.
func TestNothingIsOnlySaidWhenAllIsIn(t *testing.T) {
	s := site.New(t, nil, "leeg", "half", "heel")
	p := site.Person(t, "sanne")
	all := site.Batches(p, dossier.Providers(), site.Anchor)
	for _, b := range all {
		s.Apply("heel", b)
		b.Complete = false
		s.Apply("half", b)
	}
	nothing := "niets gevonden"
	empty := ""
	for slug, c := range map[string]zib.Category{"wensen": zib.CategoryAgreements, "functioneren": zib.CategoryFunction, "zorgverleners": zib.CategoryCareTeam, "waarschuwingen": zib.CategoryAlerts} {
		if s.Open("heel").Count(c) == 0 {
			empty = "/dossier/" + slug
		}
	}
	if empty == "" {
		t.Fatal("this person has something of everything")
	}
	for _, path := range []string{"/dossier", empty, "/overzicht"} {
		for _, who := range []string{"leeg", "half"} {
			a := s.As(who).Get(path)
			if said := strings.ToLower(words(mainPart(t, a.Body))); strings.Contains(said, nothing) {
				t.Errorf("%s of %s: %s", path, who, said)
			}
		}
	}
	if said := strings.ToLower(words(s.As("half").Get(empty).Body)); !strings.Contains(said, "nog niet alles is opgehaald") {
		t.Errorf("half: %s", said)
	}
	if said := strings.ToLower(words(s.As("heel").Get(empty).Body)); !strings.Contains(said, nothing) {
		t.Errorf("whole: %s", said)
	}
	for _, path := range []string{"/overzicht", "/dossier", "/tijdlijn", "/dossier/medicijnen"} {
		if said := words(s.As("half").Get(path).Body); !strings.Contains(said, "compleet") && !strings.Contains(said, "Nog niet alles is opgehaald") {
			t.Errorf("%s does not say that something is missing", path)
		}
	}
	a := s.As("half").Do(http.MethodPost, "/zoeken", url.Values{"vraag": {"xqzjw"}})
	if said := words(s.As("half").Get(a.Header.Get("Location")).Body); strings.Contains(said, "Niets gevonden") {
		t.Errorf("search: %s", said)
	}
}

// What is new is marked in the session in which it is new, and not the first time, when all is.
func TestNewIsMarked(t *testing.T) {
	s := site.New(t, nil, "anna")
	all := site.Batches(site.Person(t, "willem"), dossier.Providers(), site.Anchor)
	// What comes in last is the largest: a small one may tell only what another told already.
	slices.SortStableFunc(all, func(a, b record.Batch) int { return len(b.Resources) - len(a.Resources) })
	for _, b := range all[1:] {
		s.Apply("anna", b)
	}
	if a := s.As("anna").Get("/tijdlijn"); strings.Contains(a.Body, "rg-chip--new") {
		t.Error("the first time everything is marked as new")
	}
	if said := words(s.As("anna").Get("/overzicht").Body); !strings.Contains(said, "Dit kwam er binnen") {
		t.Error("the overview does not say what came in")
	}
	s.Again("anna") // another session
	if said := words(s.As("anna").Get("/overzicht").Body); !strings.Contains(said, "niets nieuws") {
		t.Error("there is news although nothing came in")
	}
	s.Again("anna")
	s.Apply("anna", all[0])
	a := s.As("anna").Get("/overzicht")
	if said := words(a.Body); !strings.Contains(said, "Nieuw sinds uw vorige bezoek") || !strings.Contains(said, all[0].ProviderName) {
		t.Errorf("no news: %.400s", said)
	}
	if a := s.As("anna").Get("/tijdlijn?nieuw=ja"); !strings.Contains(a.Body, "rg-chip--new") {
		t.Error("what is new is not marked")
	}
}
