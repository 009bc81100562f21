// SPDX-License-Identifier: EUPL-1.2

package agenda_test

import (
	"regexp"
	"slices"
	"strings"
	"testing"

	"regie/internal/e2e/site"
)

var pdfPage = regexp.MustCompile(`/Type /Page\b[^s]`)

var theirItem = regexp.MustCompile(`/gesprek/([0-9a-f]{16})"`)

// theirPrepare is where an appointment of a provider is prepared.
func theirPrepare(t testing.TB, c site.Client) string {
	t.Helper()
	for _, m := range theirItem.FindAllStringSubmatch(c.Get("/agenda").Body, -1) {
		if strings.Contains(c.Get("/gesprek/"+m[1]).Body, "Herinnering aan deze afspraak") {
			return "/gesprek/" + m[1]
		}
	}
	t.Fatal("no appointment of a provider")
	return ""
}

func TestReminderPages(t *testing.T) {
	s := newSite(t, "anna", "bert")
	s.Fill("anna", "greet")
	anna, bert := s.As("anna"), s.As("bert")
	anna.Get("/meer").Has(`href="/herinneringen"`)
	anna.Get("/herinneringen").Has("U hebt nog geen vaste herinneringen", "In de mail staat niet waar het over gaat")

	// Of an own appointment: a day before, then own choice, then none.
	add := []string{"titel", "Tandarts", "dag", "2026-11-24", "van", "10:00", "herinner", "dag"}
	anna.Post("/agenda/nieuw", add...)
	if got := s.moments("anna"); !slices.Equal(got, []string{"2026-11-23 10:00"}) {
		t.Errorf("%v", got)
	}
	list := anna.Get("/agenda")
	list.Has("Herinnering 1 dag ervoor")
	one := ownHref.FindString(list.Body)
	change := append(slices.Clone(add), "herinner", "anders", "eerder", "90", "eerder-soort", "minuten")
	anna.Post(one+"/wijzigen", change...)
	if got := s.moments("anna"); !slices.Equal(got, []string{"2026-11-24 08:30"}) {
		t.Errorf("%v", got)
	}
	anna.Get(one + "/wijzigen").Has(`value="90"`)
	if a := anna.Post(one+"/wijzigen", append(slices.Clone(change), "eerder", "41000")...); a.Status != 422 {
		t.Errorf("too long before: %d", a.Status)
	}
	anna.Post(one + "/verwijderen")
	if got := s.moments("anna"); len(got) != 0 {
		t.Errorf("deleted: %v", got)
	}
	anna.Post(one + "/terugzetten")
	anna.Post(one+"/wijzigen", append(slices.Clone(add), "herinner", "niet")...)
	if got := s.moments("anna"); len(got) != 0 {
		t.Errorf("none: %v", got)
	}

	// Of those of providers, all and one.
	anna.Post("/herinneringen", "standaard", "uren", "zorgverleners", "dag", "mail", "aan")
	all := s.moments("anna")
	if len(all) == 0 {
		t.Fatal("no appointments of providers")
	}
	anna.Get("/agenda/nieuw").Has(`value="uren" checked`)
	theirs := theirPrepare(t, anna)
	anna.Post(theirs+"/herinnering", "herinner", "niet")
	if got := s.moments("anna"); len(got) != len(all)-1 {
		t.Errorf("%d, then %d", len(all), len(got))
	}
	if a := bert.Post(theirs+"/herinnering", "herinner", "dag"); a.Status != 404 {
		t.Errorf("bert: %d", a.Status)
	}
	anna.Post("/herinneringen", "standaard", "niet", "zorgverleners", "niet", "mail", "aan")

	// At fixed times.
	for _, bad := range [][]string{{"tijd-1", "08:00"}, {"titel", "Druppels"}, {"titel", "Druppels", "tijd-1", "8 uur"}, {"titel", "Druppels", "tijd-1", "08:00", "vanaf", "2026-11-24", "tot", "2026-11-23"}} {
		if a := anna.Post("/herinneringen/nieuw", bad...); a.Status != 422 {
			t.Errorf("%v: %d", bad, a.Status)
		}
	}
	anna.Get("/herinneringen/nieuw?wat=week").Has("Bloeddruk meten", `value="20:00"`, `value="2026-11-26"`)
	medicine := regexp.MustCompile(`<option value="([0-9a-f]{16})"`).FindStringSubmatch(anna.Get("/herinneringen/nieuw?wat=medicijn").Body)
	if medicine == nil {
		t.Fatal("no medicines to choose")
	}
	anna.Post("/herinneringen/nieuw", "soort", "medicine", "waarvan", medicine[1], "tijd-1", "08:00", "tijd-2", "09:30", "vanaf", "2026-11-20", "tot", "2026-11-21")
	if got := s.moments("anna"); !slices.Equal(got, []string{"2026-11-21 08:00", "2026-11-21 09:30"}) {
		t.Errorf("%v", got) // it is ten o'clock: those of today were before
	}
	page := anna.Get("/herinneringen")
	page.Has("08.00, 09.30", "Tot en met 21 november 2026")
	// After signing in the overview says of what.
	anna.Get("/overzicht").Has("Medicijn innemen", "Gezien", "/dagboek/medicijnen")
	anna.Post("/herinneringen/gezien")
	anna.Get("/overzicht").Lacks("Medicijn innemen")
	series := remindHref.FindString(page.Body)
	for _, path := range []string{series} {
		if a := bert.Get(path); a.Status != 404 {
			t.Errorf("bert sees %s: %d", path, a.Status)
		}
	}
	anna.Post("/herinneringen", "standaard", "niet", "zorgverleners", "niet", "mail", "uit")
	if got := s.moments("anna"); len(got) != 0 {
		t.Errorf("switched off: %v", got)
	}
	anna.Post("/herinneringen", "standaard", "niet", "zorgverleners", "niet", "mail", "aan")
	if got := s.moments("anna"); len(got) != 2 {
		t.Errorf("switched on again: %v", got)
	}
	anna.Post(series + "/weg")
	if got := s.moments("anna"); len(got) != 0 {
		t.Errorf("dropped: %v", got)
	}
}

func TestPreparing(t *testing.T) {
	s := newSite(t, "anna", "bert")
	s.Fill("anna", "greet")
	anna, bert := s.As("anna"), s.As("bert")
	weigh(t, s, "anna")
	anna.Post("/dagboek", "dag", "2026-11-19", "tekst", "Slecht geslapen", "klacht-1", "Hoofdpijn", "sterkte-1", "7")
	anna.Post("/dagboek", "dag", "2026-11-18", "klacht-1", "hoofdpijn", "sterkte-1", "3")
	anna.Post("/agenda/nieuw", "titel", "Gesprek <b>wijk</b>", "dag", "2026-11-24", "van", "10:00", "herhalen", "weekly")
	own := ""
	for _, m := range prepareHref.FindAllString(anna.Get("/agenda").Body, -1) {
		if strings.Contains(m, "dag=2026-11-24") {
			own = m
		}
	}
	if own == "" {
		t.Fatal("no way to prepare an own appointment")
	}
	page := anna.Get(own)
	page.Has("Dinsdag 24 november 2026", "Gesprek &lt;b&gt;wijk", "2 keer genoteerd, van 3 van 10 tot 7 van 10. Het laatst op 19 november 2026", "Gemiddeld", "Medicijnen die ik nu gebruik")
	page.Lacks("Slecht geslapen", "86,4") // notes only where she says so; what was longer ago is not the mean
	if a := anna.Post(own, "vragen", "Mag ik hardlopen?\n\n Hoe lang nog? ", "dagboek", "ja", "sinds", "month"); a.Status != 303 || a.To != own {
		t.Errorf("%d %s", a.Status, a.To)
	}
	page = anna.Get(own)
	page.Has("<li>Mag ik hardlopen?</li>", "<li>Hoe lang nog?</li>", "Slecht geslapen", "Wat er was sinds 20 oktober 2026")
	anna.Get(strings.Replace(own, "11-24", "12-01", 1)).Lacks("Mag ik hardlopen?") // each time has questions of its own
	if a := anna.Get("/afdruk" + own); a.Status != 200 || !strings.HasPrefix(a.Body, "%PDF") || a.Header.Get("Content-Type") != "application/pdf" {
		t.Errorf("paper: %d", a.Status)
	}
	theirs := theirPrepare(t, anna)
	anna.Get(theirs).Has("Nieuwe uitslagen")
	anna.Post(theirs, "vragen", "Wat zijn mijn mogelijkheden?", "sinds", "year")
	anna.Get(theirs).Has("<li>Wat zijn mijn mogelijkheden?</li>")
	if n := len(pdfPage.FindAllString(anna.Get("/afdruk"+theirs).Body, -1)); n < 1 || n > 3 {
		t.Errorf("a year on %d pages", n)
	}
	for _, path := range []string{own, theirs, "/gesprek/0f1e2d3c4b5a6978", "/afdruk" + theirs} {
		if a := bert.Get(path); a.Status != 404 {
			t.Errorf("bert sees %s: %d", path, a.Status)
		}
	}
	if a := bert.Post(theirs, "vragen", "x"); a.Status != 404 {
		t.Errorf("bert writes: %d", a.Status)
	}
}

func TestGoalProgress(t *testing.T) {
	s := newSite(t, "anna")
	s.Fill("anna", "greet")
	anna := s.As("anna")
	weigh(t, s, "anna")
	doctor := regexp.MustCompile(`<option value="([0-9a-f]{16})">([^<]+)</option>`).FindStringSubmatch(anna.Get("/doelen/nieuw").Body)
	if doctor == nil {
		t.Fatal("nobody to agree with")
	}
	a := anna.Post("/doelen/nieuw", "doel", "Afvallen", "hoe", "most", "meest", "82,5", "eenheid", "kg", "meting", "weight", "met-wie", doctor[1])
	if !goalHref.MatchString(a.To) {
		t.Fatalf("%d %s", a.Status, a.To)
	}
	page := anna.Get(a.To)
	page.Has("Hoogstens 82,5 kg.", "Laatst gemeten", "83,2\u00a0kg", "door uzelf", "Verschil met uw doel", "0,7\u00a0kg", "<svg", "Uw doel: Hoogstens 82,5 kg", doctor[2], "/wie-is-wie/"+doctor[1])
	page.Lacks("Binnen uw doel")
	anna.Get(a.To+"/wijzigen").Has(`value="82,5"`, `value="weight" selected`)
	anna.Post(a.To+"/wijzigen", "doel", "Afvallen", "hoe", "most", "meest", "84", "eenheid", "kg", "meting", "weight")
	anna.Get("/doelen").Has("Binnen uw doel")
	anna.Post("/doelen/nieuw", "doel", "Lopen", "hoe", "least", "minst", "8000", "eenheid", "stappen", "meting", "steps")
	anna.Get("/doelen").Has("Nog niets gemeten")
}
