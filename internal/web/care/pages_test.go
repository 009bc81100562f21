// SPDX-License-Identifier: EUPL-1.2

package care_test

import (
	"fmt"
	"html"
	"net/http"
	"net/url"
	"regexp"
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
	links  = regexp.MustCompile(`href="(/(?:klachten|contacten|wie-is-wie|afspraken|dossier|zwangerschap|zorgplan|verslag)[^"]*)"`)
	// What is never shown: addresses, OIDs, UUIDs, bare reference ids.
	machine = regexp.MustCompile(`https?://|urn:|\b\d+(\.\d+){5,}\b|[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}|\b(Patient|Observation|Practitioner|Organization|Condition)/|\{[a-z]+\}|\bcare\.[a-z.]+\b`)
)

// words is what a person reads of the page's own part.
func words(t testing.TB, body string) string {
	t.Helper()
	_, rest, ok := strings.Cut(body, "<main")
	if !ok {
		t.Fatalf("no main in %.300s", body)
	}
	part, _, _ := strings.Cut(rest, "</main>")
	return strings.TrimSpace(spaces.ReplaceAllString(html.UnescapeString(tags.ReplaceAllString("<main"+part, " ")), " "))
}

// Every page, and every page that they lead to, answers and says only what is for people.
func TestPagesOfEverybody(t *testing.T) {
	everybody := persons.Build(site.Anchor)
	var names []string
	for _, p := range everybody {
		names = append(names, p.Key)
	}
	s := site.New(t, nil, names...)
	for _, p := range everybody {
		s.Give(p.Key, p, dossier.Providers()...)
		c := s.As(p.Key)
		todo := []string{"/klachten", "/contacten", "/wie-is-wie", "/wie-is-wie?soort=mensen", "/wie-is-wie?soort=plekken", "/afspraken", "/zorgplan", "/dossier/klachten", "/dossier/klachten?toon=alles"}
		seen := map[string]bool{}
		for n := 0; n < len(todo) && n < 250; n++ {
			a := c.Get(todo[n])
			if a.Status != http.StatusOK {
				t.Errorf("%s %s: %d", p.Key, todo[n], a.Status)
				continue
			}
			text := words(t, a.Body)
			if m := machine.FindString(text); m != "" {
				t.Errorf("%s %s shows %q", p.Key, todo[n], m)
			}
			for _, l := range links.FindAllStringSubmatch(a.Body, -1) {
				to := html.UnescapeString(l[1])
				if !seen[to] && !strings.HasPrefix(to, "/dossier") {
					seen[to] = true
					todo = append(todo, to)
				}
			}
		}
	}
}

func TestProblemPage(t *testing.T) {
	s := site.New(t, nil, "willem", "sanne")
	s.Fill("willem", "willem")
	c := s.As("willem")
	d := s.Open("willem")
	list := words(t, c.Get("/klachten").Body)
	now, past, ok := strings.Cut(list, "Eerder")
	if !ok || !strings.Contains(now, "Diabetes mellitus type 2") || strings.Contains(now, "Wondroos") || !strings.Contains(past, "Wondroos") {
		t.Errorf("list: %.400s", list)
	}
	if strings.Contains(list, "1 januari 2014") || !strings.Contains(list, "Sinds 2014") {
		t.Error("a year became a day")
	}
	if strings.Count(now, "Diabetes mellitus type 2") != 1 {
		t.Error("the episode and its diagnosis are two")
	}
	var diabetes *record.Item
	current, _ := d.Problems(site.Anchor)
	for _, p := range current {
		if p.Item.Title.Text == "Diabetes mellitus type 2" {
			diabetes = p.Item
		}
	}
	page := words(t, c.Get("/klachten/"+diabetes.Key.String()).Body)
	for _, want := range []string{"Dit speelt nu.", "Wat er gebeurde", "Medicijnen", "Metformine", "HbA1c", "Gemeten:", "Zo staat het bij uw zorgverlener", "Is dit hetzelfde?", "Ziekenhuis De Linde"} {
		if !strings.Contains(page, want) {
			t.Errorf("no %q in %.600s", want, page)
		}
	}
	// A medicine leads back, and so does a visit.
	for _, r := range d.Thread(d.Problem(diabetes, site.Anchor)).Told {
		if r.Item.Category == zib.CategoryMedication {
			if a := c.Get("/dossier/item/" + r.Item.Key.String()); !strings.Contains(words(t, a.Body), "iabetes") {
				t.Errorf("%s does not say what it is for", r.Item.Title.Text)
			}
		}
	}
	if a := s.As("sanne").Get("/klachten/" + diabetes.Key.String()); a.Status != http.StatusNotFound {
		t.Errorf("somebody else gets %d", a.Status)
	}
}

func TestPregnancyCard(t *testing.T) {
	s := site.New(t, nil, "yasmina")
	s.Fill("yasmina", "yasmina")
	c := s.As("yasmina")
	d := s.Open("yasmina")
	current, past := d.Problems(site.Anchor)
	tried := false
	for _, p := range append(current, past...) {
		a := c.Get("/zwangerschap/" + p.Item.Key.String())
		card := strings.Contains(c.Get("/klachten/"+p.Item.Key.String()).Body, "/zwangerschap/"+p.Item.Key.String())
		if ok := a.Status == http.StatusOK; ok != card {
			t.Errorf("%s has a card: %v; is led to: %v", p.Item.Title.Text, ok, card)
		}
		if a.Status != http.StatusOK {
			continue
		}
		tried = true
		page := words(t, a.Body)
		for _, want := range []string{"Uitgerekende datum", "18 februari 2019", "Controles", "8 weken", "20 weken", "112 / 68 mmHg", "138 per minuut", "De geboorte en daarna", "Apgar", "echo"} {
			if !strings.Contains(page, want) {
				t.Errorf("no %q in %.1500s", want, page)
			}
		}
		if before, _, _ := strings.Cut(page, "De geboorte en daarna"); strings.Contains(before, "3590") {
			t.Error("the weight of the baby is among the checks of the mother")
		}
	}
	if !tried {
		t.Error("no pregnancy card")
	}
}

func TestContactPage(t *testing.T) {
	s := site.New(t, nil, "willem")
	s.Fill("willem", "willem")
	c := s.As("willem")
	d := s.Open("willem")
	for _, it := range d.Contacts() {
		contact := d.Contact(it)
		if len(contact.Journal) < 4 {
			continue
		}
		page := words(t, c.Get("/contacten/"+it.Key.String()).Body)
		at := -1
		for _, label := range []string{"at u vertelde", "at de huisarts zag", "at de huisarts denkt", "at er is afgesproken"} {
			n := strings.Index(page, label)
			if n <= at {
				t.Fatalf("%q is not in its place in %.500s", label, page)
			}
			at = n
		}
		// A line of the journal leads to the whole contact.
		if a := c.Get("/contacten/" + contact.Journal[0].Key.String()); a.Status != http.StatusOK || words(t, a.Body) != page {
			t.Error("a line of the journal leads elsewhere")
		}
		return
	}
	t.Fatal("no contact with a journal")
}

func TestPeoplePage(t *testing.T) {
	s := site.New(t, nil, "willem")
	s.Fill("willem", "willem")
	c := s.As("willem")
	body := c.Get("/wie-is-wie?soort=mensen").Body
	if !strings.Contains(body, `href="tel:0`) || !strings.Contains(body, "Laatste contact") {
		t.Errorf("nobody can be called: %.300s", words(t, body))
	}
	if m := regexp.MustCompile(`href="(tel|mailto):[^"]*[^0-9+a-zA-Z@._"-][^"]*"`).FindString(body); m != "" {
		t.Errorf("a strange link: %s", m)
	}
}

func TestAppointmentsPage(t *testing.T) {
	s := site.New(t, nil, "willem")
	s.Fill("willem", "willem")
	page := words(t, s.As("willem").Get("/afspraken").Body)
	first, second := strings.Index(page, "Intakegesprek coloscopie"), strings.Index(page, "Controle diabetes en bloeddruk")
	if first < 0 || second < first {
		t.Errorf("what comes first is not first: %.600s", page)
	}
	for _, want := range []string{"Dit komt nog", "26 november 2026", "11.20", "Met wie", "Waar"} {
		if !strings.Contains(page, want) {
			t.Errorf("no %q in %.600s", want, page)
		}
	}
}

func TestTakeApartAndJoinAgain(t *testing.T) {
	s := site.New(t, nil, "willem")
	s.Fill("willem", "willem")
	c := s.As("willem")
	d := s.Open("willem")
	var it *record.Item
	for _, x := range d.List(record.Filter{}, 1, 10_000).Items {
		if len(d.Doubles(x)) == 2 {
			it = x
		}
	}
	if it == nil {
		t.Fatal("nothing is told twice")
	}
	other := d.Doubles(it)[1]
	page := words(t, c.Get("/dossier/item/"+it.Key.String()).Body)
	if !strings.Contains(page, "2 bronnen") || !strings.Contains(page, other.Provider.Title) || !strings.Contains(page, it.Provider.Title) {
		t.Errorf("the page does not name both: %.500s", page)
	}
	if a := c.Do(http.MethodPost, "/dossier/item/"+other.Key.String()+"/los", url.Values{}); a.Status != http.StatusSeeOther {
		t.Fatalf("taking apart: %d", a.Status)
	}
	apart := s.Open("willem")
	if apart.Len() != d.Len()+1 || apart.Doubles(apart.Item(it.Key)) != nil {
		t.Errorf("%d cards, %d before", apart.Len(), d.Len())
	}
	page = c.Get("/dossier/item/" + it.Key.String()).Body
	action := fmt.Sprintf("/dossier/item/%s/samen/%s", it.Key, other.Key)
	if !strings.Contains(page, action) {
		t.Fatalf("no way to join again: %.800s", words(t, page))
	}
	if a := c.Do(http.MethodPost, action, url.Values{}); a.Status != http.StatusSeeOther {
		t.Fatalf("joining: %d", a.Status)
	}
	if again := s.Open("willem"); again.Len() != d.Len() {
		t.Errorf("%d cards, %d before", again.Len(), d.Len())
	}
	for _, bad := range []string{"/dossier/item/0000000000000000/los", "/dossier/item/" + it.Key.String() + "/samen/" + it.Key.String(), "/dossier/item/" + it.Key.String() + "/samen/x"} {
		if a := c.Do(http.MethodPost, bad, url.Values{}); a.Status != http.StatusNotFound {
			t.Errorf("%s: %d", bad, a.Status)
		}
	}
}

// Long lists come in pages, and the pages together have everything.
func TestLongListsAreReachableToTheEnd(t *testing.T) {
	s := site.New(t, nil, "veel")
	providers := persons.ManyProviders(4)
	s.Give("veel", persons.Many(1, 2500, site.Anchor, providers...), providers...)
	c, d := s.As("veel"), s.Open("veel")
	next := regexp.MustCompile(`rel="next" href="([^"]*)"`)
	walk := func(path, link string) (found map[string]bool, pages int) {
		found = map[string]bool{}
		for path != "" && pages < 100 {
			a := c.Get(path)
			if a.Status != http.StatusOK {
				t.Fatalf("%s: %d", path, a.Status)
			}
			for _, m := range regexp.MustCompile(`href="(`+link+`[0-9a-f]{16})"`).FindAllStringSubmatch(a.Body, -1) {
				found[m[1]] = true
			}
			pages++
			path = ""
			if m := next.FindStringSubmatch(a.Body); m != nil {
				path = html.UnescapeString(m[1])
			}
		}
		return found, pages
	}
	now, past := d.Problems(site.Anchor)
	if found, pages := walk("/klachten", "/klachten/"); len(found) != len(now)+len(past) || pages < 2 {
		t.Errorf("%d of %d problems on %d pages", len(found), len(now)+len(past), pages)
	}
	people, _ := walk("/wie-is-wie?soort=mensen", "/wie-is-wie/")
	places, _ := walk("/wie-is-wie?soort=plekken", "/wie-is-wie/")
	if all := d.People(site.Anchor); len(people)+len(places) != len(all) {
		t.Errorf("%d people and %d places of %d", len(people), len(places), len(all))
	}
	for _, p := range d.People(site.Anchor)[:1] {
		if found, pages := walk("/wie-is-wie/"+p.Item.Key.String(), "/(?:contacten|klachten|dossier/item)/"); len(found) < len(p.With) {
			t.Errorf("%d of %d things of somebody, on %d pages", len(found), len(p.With), pages)
		}
	}
}
