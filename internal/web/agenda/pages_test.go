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
	ownHref  = regexp.MustCompile(`/agenda/[0-9a-f]{16}`)
	goalHref = regexp.MustCompile(`/doelen/[0-9a-f]{16}`)
	feedHref = regexp.MustCompile(`/agenda-volgen/[A-Za-z0-9_-]{43}\.ics`)
	content  = regexp.MustCompile(`name="inhoud" value="([^"]+)"`)
)

const file = "BEGIN:VCALENDAR\r\nBEGIN:VEVENT\r\nUID:1\r\nSUMMARY:Oogarts\r\nDTSTART:20261210T100000\r\nEND:VEVENT\r\nEND:VCALENDAR\r\n"

func TestAgendaPages(t *testing.T) {
	s := newSite(t, "anna", "bert")
	s.fill("anna", "greet")
	anna, bert := s.as("anna"), s.as("bert")
	bert.get("/agenda").has("Geen afspraken in deze tijd")
	anna.get("/agenda").has("/dossier/item/")
	add := []string{"titel", "Fysiotherapie", "dag", "2026-11-24", "van", "10:00", "tot", "10:30", "plaats", "Dorp 1", "herhalen", "weekly", "herhalen-tot", "2026-12-08"}
	if a := anna.post("/agenda/nieuw", add...); a.status != 303 {
		t.Fatalf("%d %s", a.status, a.body)
	}
	list := anna.get("/agenda")
	if n := strings.Count(list.body, ">Fysiotherapie<"); n != 3 {
		t.Errorf("%d times", n)
	}
	list.has("10.00 tot 10.30", "Dorp 1")
	one := ownHref.FindString(list.body)
	anna.post(one+"/overslaan", "dag", "2026-12-01")
	if n := strings.Count(anna.get("/agenda").body, ">Fysiotherapie<"); n != 2 {
		t.Errorf("%d times after one was left out", n)
	}
	anna.get(one+"/wijzigen").has(`value="Fysiotherapie"`, `value="10:30"`)
	for _, bad := range [][]string{{"dag", "2026-11-24"}, {"titel", "x"}, {"titel", "x", "dag", "2026-11-24", "van", "10:00", "tot", "09:00"}, {"titel", "x", "dag", "2026-11-24", "tot", "09:00"}, {"titel", "x", "dag", "2026-11-24", "herhalen", "hourly"}} {
		if a := anna.post("/agenda/nieuw", bad...); a.status != 422 {
			t.Errorf("%v: %d", bad, a.status)
		}
	}
	for _, path := range []string{one + "/wijzigen", one + "/verwijderd"} {
		if a := bert.get(path); a.status != 404 {
			t.Errorf("bert sees %s: %d", path, a.status)
		}
	}

	// The copy that other programs read follows each change, without a session.
	anna.post("/agenda/adres", "wat", "alles")
	feed := feedHref.FindString(anna.get("/agenda/adres").body)
	nobody := s.as("")
	nobody.get(feed).has("BEGIN:VCALENDAR", "SUMMARY:Fysiotherapie", "EXDATE")
	anna.post(one + "/verwijderen")
	nobody.get(feed).lacks("Fysiotherapie")
	anna.get(one + "/verwijderd").has("Terugzetten")
	anna.post(one + "/terugzetten")
	nobody.get(feed).has("Fysiotherapie")
	anna.post("/agenda/adres", "wat", "kaal")
	if a := nobody.get(feed); a.status != 404 {
		t.Errorf("the old address: %d", a.status)
	}
	feed = feedHref.FindString(anna.get("/agenda/adres").body)
	bare := nobody.get(feed)
	bare.has("SUMMARY:Afspraak")
	bare.lacks("Fysiotherapie", "Dorp", "LOCATION", "DESCRIPTION")
	anna.post("/agenda/adres/stop")
	if a := nobody.get(feed); a.status != 404 {
		t.Errorf("a stopped address: %d", a.status)
	}

	// A file is shown first, and added once.
	if a := anna.upload("/agenda/inlezen", []byte("hallo")); a.status != 422 {
		t.Errorf("no calendar: %d", a.status)
	}
	seen := anna.upload("/agenda/inlezen", []byte(file))
	seen.has("1 nieuwe afspraak", "Oogarts")
	anna.get("/agenda").lacks("Oogarts")
	if a := anna.post("/agenda/inlezen/toevoegen", "inhoud", content.FindStringSubmatch(seen.body)[1]); a.status != 303 {
		t.Errorf("adding: %d", a.status)
	}
	anna.get("/agenda").has("Oogarts")
	anna.upload("/agenda/inlezen", []byte(file)).has("Hebt u al")
	anna.get("/overzicht").has("Fysiotherapie")
}

func TestGoalPages(t *testing.T) {
	s := newSite(t, "anna", "bert")
	anna := s.as("anna")
	anna.get("/doelen").has("U hebt nog geen doelen")
	if a := anna.post("/doelen/nieuw", "doel", "Afvallen", "hoe", "most"); a.status != 422 {
		t.Errorf("no number: %d", a.status)
	}
	anna.post("/doelen/nieuw", "doel", "Afvallen", "hoe", "most", "meest", "82,5", "eenheid", "kg", "voor", "2027-01-01", "met", "dokter Bakker", "meting", "weight")
	list := anna.get("/doelen")
	list.has("Hoogstens 82,5 kg.", "Voor 1 januari 2027.", "Afgesproken met dokter Bakker.")
	one := goalHref.FindString(list.body)
	anna.post(one + "/gehaald")
	anna.get("/doelen").has("Gehaald op 20 november 2026.")
	if a := s.as("bert").get(one); a.status != 404 {
		t.Error(a.status)
	}
	anna.post(one + "/verwijderen")
	anna.get(one + "/verwijderd").has("Terugzetten")
	anna.post(one + "/terugzetten")
	anna.get("/doelen").has("Afvallen")
}

func TestAxe(t *testing.T) {
	if testing.Short() {
		t.Skip("skipped: a browser takes some seconds")
	}
	s := newSite(t, "anna")
	s.fill("anna", "greet")
	anna := s.as("anna")
	anna.post("/agenda/nieuw", "titel", "Fysiotherapie", "dag", "2026-11-24", "van", "10:00", "tot", "10:30", "plaats", "Dorp 1", "herhalen", "weekly")
	anna.post("/doelen/nieuw", "doel", "Afvallen", "hoe", "most", "meest", "82,5", "eenheid", "kg", "voor", "2027-01-01")
	one := ownHref.FindString(anna.get("/agenda").body)
	pages := []struct{ name, path string }{{"agenda", "/agenda"}, {"nieuw", "/agenda/nieuw"}, {"wijzigen", one + "/wijzigen"}, {"inlezen", "/agenda/inlezen"}, {"adres", "/agenda/adres"}, {"doelen", "/doelen"}, {"doel", "/doelen/nieuw"}}
	dir := os.Getenv("REGIE_LOOK")
	p := browser.Open(t, s.base)
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
		anna.post("/agenda/adres", "wat", "kaal") // in the second round the address is there
	}
}
