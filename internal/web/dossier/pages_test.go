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

	"regie/internal/practice/dossier"
	"regie/internal/practice/persons"
	"regie/internal/record"
	"regie/internal/store"
	"regie/internal/text"
	"regie/internal/web/route"
	"regie/internal/web/ui"
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
	everybody := persons.Build(anchor)
	var names []string
	for _, p := range everybody {
		names = append(names, p.Key)
	}
	s := newSite(t, names...)
	for n, p := range everybody {
		s.fill(p.Key, p, dossier.Providers()...)
		c := s.as(p.Key)
		paths := []string{"/overzicht", "/dossier", "/tijdlijn", "/zoeken", "/documenten", "/tijdlijn?pagina=2", "/tijdlijn?nieuw=ja"}
		d := s.open(p.Key)
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
				c.speak(lang)
				a := c.get(path)
				if a.status != http.StatusOK {
					t.Fatalf("%s of %s: %d", path, p.Key, a.status)
				}
				if strings.Contains(a.body, "«") || !strings.Contains(a.body, `<html lang="`+lang+`"`) {
					t.Errorf("%s of %s in %s: a text is missing", path, p.Key, lang)
				}
				said := words(mainPart(t, a.body))
				if m := machine.FindString(said); m != "" {
					at := strings.Index(said, m)
					t.Errorf("%s of %s shows %q: …%s…", path, p.Key, m, said[max(0, at-60):min(len(said), at+60)])
				}
				if strings.Count(a.body, "<h1") != 1 {
					t.Errorf("%s of %s has %d headings of the first level", path, p.Key, strings.Count(a.body, "<h1"))
				}
			}
		}
	}
}

// speak chooses the language.
func (c client) speak(tag string) {
	base, err := url.Parse(c.s.base)
	if err != nil {
		c.t.Fatal(err)
	}
	lang, _ := text.ParseLang(tag)
	c.c.Jar.SetCookies(base, []*http.Cookie{{Name: "weergave", Value: route.FormatPrefs(ui.Prefs{Lang: lang, LangSet: true})}})
}

// What is another person's looks exactly like what does not exist.
func TestForeignItemsAreNotThere(t *testing.T) {
	s := newSite(t, "anna", "bert")
	s.fill("anna", practicePerson(t, "willem"), dossier.Providers()...)
	s.fill("bert", practicePerson(t, "sanne"), dossier.Providers()...)
	anna, bert, nobody := s.as("anna"), s.as("bert"), s.as("")
	id := regexp.MustCompile(`[0-9a-f]{10}`)
	same := func(a answer) string { return fmt.Sprint(a.status, id.ReplaceAllString(mainPart(t, a.body), "")) }
	for _, it := range s.open("anna").List(record.Filter{}, 1, 10).Items {
		for _, form := range []string{"/dossier/item/%s", "/dossier/item/%s/origineel", "/dossier/item/%s/origineel/bestand", "/dossier/item/%s/document/0", "/dossier/item/%s/bestand/0"} {
			path, unknown := fmt.Sprintf(form, it.Key), fmt.Sprintf(form, "00000000deadbeef")
			foreign, absent := bert.get(path), bert.get(unknown)
			if foreign.status != http.StatusNotFound || same(foreign) != same(absent) {
				t.Errorf("%s: a foreign key answers %d, an unknown one %d, or they differ", form, foreign.status, absent.status)
			}
			if strings.HasSuffix(form, "%s") {
				if a := anna.get(path); a.status != http.StatusOK {
					t.Errorf("own item: %d", a.status)
				}
			}
			if a := nobody.get(path); a.status != http.StatusSeeOther || !strings.HasPrefix(a.header.Get("Location"), "/inloggen") {
				t.Errorf("%s without a session: %d", form, a.status)
			}
		}
	}
	for _, path := range []string{
		"/dossier/item/x", "/dossier/item/0000000000000000", "/dossier/item/..%2f..", "/dossier/niets", "/dossier/item/00000000deadbeef/document/x", "/zoeken/AAAA", "/zoeken/%00",
	} {
		if a := anna.get(path); a.status != http.StatusNotFound {
			t.Errorf("%s: %d", path, a.status)
		}
	}
	for _, path := range []string{
		"/tijdlijn?bij=00000000deadbeef&jaar=x&soort=%3Cscript%3E&pagina=-1", "/tijdlijn?pagina=99999999999999999999", "/dossier/medicijnen?toon=%00&jaar=0",
	} {
		if a := anna.get(path); a.status != http.StatusOK || strings.Contains(a.body, "<script>") {
			t.Errorf("%s: %d", path, a.status)
		}
	}
}

// A question stands in no address as it is, and means nothing to others.
func TestAQuestionIsNotInTheAddress(t *testing.T) {
	s := newSite(t, "anna", "bert")
	s.fill("anna", practicePerson(t, "willem"), dossier.Providers()...)
	anna, bert := s.as("anna"), s.as("bert")
	a := anna.do(http.MethodPost, "/zoeken", url.Values{"vraag": {"bloeddruk"}})
	to := a.header.Get("Location")
	if a.status != http.StatusSeeOther || !strings.HasPrefix(to, "/zoeken/") || strings.Contains(strings.ToLower(to), "bloeddruk") || len(to) > 400 {
		t.Fatalf("%d to %q", a.status, to)
	}
	found := anna.get(to)
	if found.status != http.StatusOK || !strings.Contains(words(found.body), "Bloeddruk") || !strings.Contains(found.body, `value="bloeddruk"`) {
		t.Errorf("%d: %.300s", found.status, words(mainPart(t, found.body)))
	}
	if a := bert.get(to); a.status != http.StatusNotFound {
		t.Errorf("somebody else's question: %d", a.status)
	}
	for i := 10; i < len(to); i += 7 {
		c := byte('A')
		if to[i] == c {
			c = 'B'
		}
		if a := anna.get(to[:i] + string(c) + to[i+1:]); a.status != http.StatusNotFound {
			t.Errorf("changed at %d: %d", i, a.status)
		}
	}
	if a := anna.do(http.MethodPost, "/zoeken", url.Values{"vraag": {"  "}}); a.header.Get("Location") != "/zoeken" {
		t.Errorf("an empty question leads to %q", a.header.Get("Location"))
	}
	evil := anna.do(http.MethodPost, "/zoeken", url.Values{"vraag": {`"><script>alert(1)</script>`}})
	if a := anna.get(evil.header.Get("Location")); a.status != http.StatusOK || strings.Contains(a.body, "<script>alert") {
		t.Errorf("%d", a.status)
	}
	// The same question twice gives two addresses: they can't be compared by who sees them.
	if again := anna.do(http.MethodPost, "/zoeken", url.Values{"vraag": {"bloeddruk"}}); again.header.Get("Location") == to {
		t.Error("the address of a question is always the same")
	}
}

// "Nothing found" is only said when everything was collected.
func TestNothingIsOnlySaidWhenAllIsIn(t *testing.T) {
	s := newSite(t, "leeg", "half", "heel")
	p := practicePerson(t, "sanne")
	all := batches(p, dossier.Providers(), anchor)
	for _, b := range all {
		s.apply("heel", b)
		b.Complete = false
		s.apply("half", b)
	}
	nothing := "niets gevonden"
	empty := ""
	for slug, c := range map[string]zib.Category{"wensen": zib.CategoryAgreements, "functioneren": zib.CategoryFunction, "zorgverleners": zib.CategoryCareTeam, "waarschuwingen": zib.CategoryAlerts} {
		if s.open("heel").Count(c) == 0 {
			empty = "/dossier/" + slug
		}
	}
	if empty == "" {
		t.Fatal("this person has something of everything")
	}
	for _, path := range []string{"/dossier", empty, "/overzicht"} {
		for _, who := range []string{"leeg", "half"} {
			a := s.as(who).get(path)
			if said := strings.ToLower(words(mainPart(t, a.body))); strings.Contains(said, nothing) {
				t.Errorf("%s of %s: %s", path, who, said)
			}
		}
	}
	if said := strings.ToLower(words(s.as("half").get(empty).body)); !strings.Contains(said, "nog niet alles is opgehaald") {
		t.Errorf("half: %s", said)
	}
	if said := strings.ToLower(words(s.as("heel").get(empty).body)); !strings.Contains(said, nothing) {
		t.Errorf("whole: %s", said)
	}
	for _, path := range []string{"/overzicht", "/dossier", "/tijdlijn", "/dossier/medicijnen"} {
		if said := words(s.as("half").get(path).body); !strings.Contains(said, "compleet") && !strings.Contains(said, "Nog niet alles is opgehaald") {
			t.Errorf("%s does not say that something is missing", path)
		}
	}
	a := s.as("half").do(http.MethodPost, "/zoeken", url.Values{"vraag": {"xqzjw"}})
	if said := words(s.as("half").get(a.header.Get("Location")).body); strings.Contains(said, "Niets gevonden") {
		t.Errorf("search: %s", said)
	}
}

// What is new is marked in the session in which it is new, and not the first time, when all is.
func TestNewIsMarked(t *testing.T) {
	s := newSite(t, "anna")
	all := batches(practicePerson(t, "willem"), dossier.Providers(), anchor)
	// What comes in last is the largest: a small one may tell only what another told already.
	slices.SortStableFunc(all, func(a, b record.Batch) int { return len(b.Resources) - len(a.Resources) })
	for _, b := range all[1:] {
		s.apply("anna", b)
	}
	if a := s.as("anna").get("/tijdlijn"); strings.Contains(a.body, "rg-chip--new") {
		t.Error("the first time everything is marked as new")
	}
	if said := words(s.as("anna").get("/overzicht").body); !strings.Contains(said, "Dit kwam er binnen") {
		t.Error("the overview does not say what came in")
	}
	s.ids["anna"] = store.NewID(nil) // another session
	if said := words(s.as("anna").get("/overzicht").body); !strings.Contains(said, "niets nieuws") {
		t.Error("there is news although nothing came in")
	}
	s.ids["anna"] = store.NewID(nil)
	s.apply("anna", all[0])
	a := s.as("anna").get("/overzicht")
	if said := words(a.body); !strings.Contains(said, "Nieuw sinds uw vorige bezoek") || !strings.Contains(said, all[0].ProviderName) {
		t.Errorf("no news: %.400s", said)
	}
	if a := s.as("anna").get("/tijdlijn?nieuw=ja"); !strings.Contains(a.body, "rg-chip--new") {
		t.Error("what is new is not marked")
	}
}
