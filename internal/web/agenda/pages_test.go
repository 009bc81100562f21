// SPDX-License-Identifier: EUPL-1.2

package agenda_test

import (
	"os"
	"path/filepath"
	"regexp"
	"strconv"
	"strings"
	"testing"

	"regie/internal/e2e/browser"
	"regie/internal/text"
	"regie/internal/web/route"
	"regie/internal/web/ui"
)

var (
	ownHref     = regexp.MustCompile(`/agenda/[0-9a-f]{16}`)
	goalHref    = regexp.MustCompile(`/doelen/[0-9a-f]{16}`)
	feedHref    = regexp.MustCompile(`/agenda-volgen/[A-Za-z0-9_-]{43}\.ics`)
	remindHref  = regexp.MustCompile(`/herinneringen/[0-9a-f]{16}`)
	prepareHref = regexp.MustCompile(`/gesprek/[0-9a-f]{16}(\?dag=[0-9-]+)?`)
	content     = regexp.MustCompile(`name="inhoud" value="([^"]+)"`)
)

const file = "BEGIN:VCALENDAR\r\nBEGIN:VEVENT\r\nUID:1\r\nSUMMARY:Oogarts\r\nDTSTART:20261210T100000\r\nEND:VEVENT\r\nEND:VCALENDAR\r\n"

func TestAgendaPages(t *testing.T) {
	s := newSite(t, "anna", "bert")
	s.Fill("anna", "greet")
	anna, bert := s.As("anna"), s.As("bert")
	bert.Get("/agenda").Has("Geen afspraken in deze tijd")
	anna.Get("/agenda").Has("/dossier/item/")
	add := []string{"titel", "Fysiotherapie", "dag", "2026-11-24", "van", "10:00", "tot", "10:30", "plaats", "Dorp 1", "herhalen", "weekly", "herhalen-tot", "2026-12-08"}
	if a := anna.Post("/agenda/nieuw", add...); a.Status != 303 {
		t.Fatalf("%d %s", a.Status, a.Body)
	}
	list := anna.Get("/agenda")
	if n := strings.Count(list.Body, ">Fysiotherapie<"); n != 3 {
		t.Errorf("%d times", n)
	}
	list.Has("10.00 tot 10.30", "Dorp 1")
	one := ownHref.FindString(list.Body)
	anna.Post(one+"/overslaan", "dag", "2026-12-01")
	if n := strings.Count(anna.Get("/agenda").Body, ">Fysiotherapie<"); n != 2 {
		t.Errorf("%d times after one was left out", n)
	}
	anna.Get(one+"/wijzigen").Has(`value="Fysiotherapie"`, `value="10:30"`)
	for _, bad := range [][]string{{"dag", "2026-11-24"}, {"titel", "x"}, {"titel", "x", "dag", "2026-11-24", "van", "10:00", "tot", "09:00"}, {"titel", "x", "dag", "2026-11-24", "tot", "09:00"}, {"titel", "x", "dag", "2026-11-24", "herhalen", "hourly"}} {
		if a := anna.Post("/agenda/nieuw", bad...); a.Status != 422 {
			t.Errorf("%v: %d", bad, a.Status)
		}
	}
	for _, path := range []string{one + "/wijzigen", one + "/verwijderd"} {
		if a := bert.Get(path); a.Status != 404 {
			t.Errorf("bert sees %s: %d", path, a.Status)
		}
	}

	// The copy that other programs read follows each change, without a session.
	anna.Post("/agenda/adres", "wat", "alles")
	feed := feedHref.FindString(anna.Get("/agenda/adres").Body)
	nobody := s.As("")
	nobody.Get(feed).Has("BEGIN:VCALENDAR", "SUMMARY:Fysiotherapie", "EXDATE")
	anna.Post(one + "/verwijderen")
	nobody.Get(feed).Lacks("Fysiotherapie")
	anna.Get(one + "/verwijderd").Has("Terugzetten")
	anna.Post(one + "/terugzetten")
	nobody.Get(feed).Has("Fysiotherapie")
	anna.Post("/agenda/adres", "wat", "kaal")
	if a := nobody.Get(feed); a.Status != 404 {
		t.Errorf("the old address: %d", a.Status)
	}
	feed = feedHref.FindString(anna.Get("/agenda/adres").Body)
	bare := nobody.Get(feed)
	bare.Has("SUMMARY:Afspraak")
	bare.Lacks("Fysiotherapie", "Dorp", "LOCATION", "DESCRIPTION")
	anna.Post("/agenda/adres/stop")
	if a := nobody.Get(feed); a.Status != 404 {
		t.Errorf("a stopped address: %d", a.Status)
	}

	// A file is shown first, and added once.
	if a := anna.Upload("/agenda/inlezen", "bestand.bin", []byte("hallo")); a.Status != 422 {
		t.Errorf("no calendar: %d", a.Status)
	}
	seen := anna.Upload("/agenda/inlezen", "bestand.bin", []byte(file))
	seen.Has("1 nieuwe afspraak", "Oogarts")
	anna.Get("/agenda").Lacks("Oogarts")
	if a := anna.Post("/agenda/inlezen/toevoegen", "inhoud", content.FindStringSubmatch(seen.Body)[1]); a.Status != 303 {
		t.Errorf("adding: %d", a.Status)
	}
	anna.Get("/agenda").Has("Oogarts")
	anna.Upload("/agenda/inlezen", "bestand.bin", []byte(file)).Has("Hebt u al")
	overview := anna.Get("/overzicht")
	overview.Has("Fysiotherapie", "Gesprek voorbereiden")
	// Own appointments and those of providers stand in the order of time.
	if a, b := strings.Index(overview.Body, ">Fysiotherapie<"), strings.Index(overview.Body, "/dossier/item/"); a < 0 || b < 0 {
		t.Errorf("own at %d, of a provider at %d", a, b)
	}
}

func TestGoalPages(t *testing.T) {
	s := newSite(t, "anna", "bert")
	anna := s.As("anna")
	anna.Get("/doelen").Has("U hebt nog geen doelen")
	if a := anna.Post("/doelen/nieuw", "doel", "Afvallen", "hoe", "most"); a.Status != 422 {
		t.Errorf("no number: %d", a.Status)
	}
	anna.Post("/doelen/nieuw", "doel", "Afvallen", "hoe", "most", "meest", "82,5", "eenheid", "kg", "voor", "2027-01-01", "met", "dokter Bakker", "meting", "weight")
	list := anna.Get("/doelen")
	list.Has("Hoogstens 82,5 kg.", "Voor 1 januari 2027.", "Afgesproken met", "dokter Bakker", "Nog niets gemeten")
	one := goalHref.FindString(list.Body)
	anna.Post(one + "/gehaald")
	anna.Get("/doelen").Has("Gehaald op 20 november 2026.")
	if a := s.As("bert").Get(one); a.Status != 404 {
		t.Error(a.Status)
	}
	anna.Post(one + "/verwijderen")
	anna.Get(one + "/verwijderd").Has("Terugzetten")
	anna.Post(one + "/terugzetten")
	anna.Get("/doelen").Has("Afvallen")
}

func TestAxe(t *testing.T) {
	if testing.Short() {
		t.Skip("skipped: a browser takes some seconds")
	}
	s := newSite(t, "anna")
	s.Fill("anna", "greet")
	anna := s.As("anna")
	anna.Post("/agenda/nieuw", "titel", "Fysiotherapie", "dag", "2026-11-24", "van", "10:00", "tot", "10:30", "plaats", "Dorp 1", "herhalen", "weekly")
	anna.Post("/doelen/nieuw", "doel", "Afvallen", "hoe", "most", "meest", "82,5", "eenheid", "kg", "voor", "2027-01-01", "meting", "weight")
	one := ownHref.FindString(anna.Get("/agenda").Body)
	anna.Post("/herinneringen/nieuw", "soort", "measure", "waarvan", "blood-pressure", "titel", "Bloeddruk meten", "tijd-1", "08:00", "tijd-2", "20:00", "vanaf", "2026-11-20")
	series := remindHref.FindString(anna.Get("/herinneringen").Body)
	prepare := prepareHref.FindString(anna.Get("/agenda").Body)
	theirs := theirPrepare(t, anna)
	anna.Post(prepare, "vragen", "Mag ik weer hardlopen?\nHoe lang nog?")
	weigh(t, s, "anna")
	anna.Post("/dagboek", "dag", "2026-11-19", "tijd", "08:30", "klacht-1", "Hoofdpijn", "sterkte-1", "7")
	goal := goalHref.FindString(anna.Get("/doelen").Body)
	pages := []struct{ name, path string }{{"overzicht", "/overzicht"}, {"herinneringen", "/herinneringen"}, {"herinnering", series}, {"herinnering-nieuw", "/herinneringen/nieuw?wat=medicijn"},
		{"gesprek", prepare}, {"gesprek-zorgverlener", theirs}, {"doel-verloop", goal}, {"agenda", "/agenda"}, {"nieuw", "/agenda/nieuw"}, {"wijzigen", one + "/wijzigen"}, {"inlezen", "/agenda/inlezen"}, {"adres", "/agenda/adres"}, {"doelen", "/doelen"}, {"doel", "/doelen/nieuw"}}
	dir := os.Getenv("REGIE_LOOK")
	p := browser.Open(t, s.Base)
	for _, look := range []struct {
		width int
		dark  bool
		lang  text.Lang
	}{{360, false, text.NL}, {1280, true, text.EN}} {
		p.Width(look.width)
		p.Dark(look.dark)
		p.Cookie("weergave", route.FormatPrefs(ui.Prefs{Lang: look.lang, LangSet: true}))
		p.Cookie("regie", "anna")
		for _, x := range pages {
			p.Goto(x.path)
			p.Axe()
			if dir != "" {
				p.Screenshot(filepath.Join(dir, x.name+"-"+strconv.Itoa(look.width)+".png"))
			}
		}
		anna.Post("/agenda/adres", "wat", "kaal") // in the second round the address is there
	}
}
