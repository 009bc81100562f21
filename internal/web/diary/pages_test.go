// SPDX-License-Identifier: EUPL-1.2

package diary_test

import (
	"bytes"
	"image"
	"image/jpeg"
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

var entryHref = regexp.MustCompile(`/dagboek/[0-9a-f]{16}`)

func photo(t testing.TB) []byte {
	var b bytes.Buffer
	if err := jpeg.Encode(&b, image.NewRGBA(image.Rect(0, 0, 300, 700)), nil); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

func TestDiaryPages(t *testing.T) {
	s := newSite(t, "anna", "bert")
	s.fill("anna", "greet")
	anna, bert := s.as("anna"), s.as("bert")
	anna.get("/dagboek").has("Uw dagboek is nog leeg", "Heel goed", "Bel 112")
	if a := anna.post("/dagboek", "tekst", " "); a.status != 422 {
		t.Errorf("empty: %d", a.status)
	}
	if a := anna.post("/dagboek", "stemming", "4"); a.status != 303 {
		t.Errorf("mood: %d", a.status)
	}
	anna.post("/dagboek", "dag", "2026-11-19", "tijd", "08:30", "tekst", "Slecht <b>geslapen</b>", "klacht-1", "Hoofdpijn", "sterkte-1", "7")
	list := anna.get("/dagboek")
	list.has("Goed", "Slecht &lt;b&gt;geslapen", "Hoofdpijn: 7 van 10", "08.30")
	anna.post("/dagboek/zoeken", "zoek", "hoofd").has("geslapen")
	anna.post("/dagboek/zoeken", "zoek", "kiespijn").has("Niets gevonden")
	for _, bad := range [][]string{{"dag", "2027-01-01", "tekst", "x"}, {"dag", "gisteren", "tekst", "x"}, {"dag", "2026-11-01", "tijd", "25:00", "tekst", "x"}, {"dag", "2026-11-01", "klacht-1", "pijn"}} {
		if a := anna.post("/dagboek", bad...); a.status != 422 {
			t.Errorf("%v: %d", bad, a.status)
		}
	}
	hrefs := entryHref.FindAllString(list.body, -1)
	one := hrefs[len(hrefs)-1]
	anna.get(one).has("Hoofdpijn: 7 van 10")
	anna.get(one+"/wijzigen").has("Hoofdpijn", `value="2026-11-19"`)
	if a := anna.upload(one+"/bestand", photo(t), "wat", "Mijn arm"); a.status != 303 {
		t.Errorf("photo: %d %s", a.status, a.body)
	}
	if a := anna.upload(one+"/bestand", []byte("<script>")); a.status != 422 {
		t.Errorf("no photo: %d", a.status)
	}
	page := anna.get(one)
	page.has(`alt="Mijn arm"`)
	file := regexp.MustCompile(one + `/bestand/[0-9a-f]{32}`).FindString(page.body)
	if a := anna.get(file); a.status != 200 || !strings.HasPrefix(a.body, "\xff\xd8") {
		t.Errorf("file: %d", a.status)
	}
	for _, path := range []string{one, one + "/wijzigen", file} {
		if a := bert.get(path); a.status != 404 {
			t.Errorf("bert sees %s: %d", path, a.status)
		}
	}
	if a := bert.post(one + "/verwijderen"); a.status != 404 {
		t.Errorf("bert deletes: %d", a.status)
	}
	if a := anna.post(one + "/verwijderen"); a.to != one+"/verwijderd" {
		t.Error(a.to)
	}
	anna.get(one + "/verwijderd").has("Terugzetten")
	anna.post(one + "/terugzetten")
	anna.get(one).has("Hoofdpijn")

	key := regexp.MustCompile(`name="medicijn" value="([0-9a-f]{16})"`).FindStringSubmatch(anna.get("/dagboek/medicijnen").body)
	if key == nil {
		t.Fatal("no medicines")
	}
	anna.post("/dagboek/medicijnen", "medicijn", key[1], "wat", "over")
	anna.get("/dagboek/medicijnen").has("Vandaag: Overgeslagen om 10.00")
	if a := anna.post("/dagboek/medicijnen", "medicijn", key[1], "wat", "x"); a.status != 404 {
		t.Error(a.status)
	}
	if a := bert.post("/dagboek/medicijnen", "medicijn", key[1], "wat", "in"); a.status != 404 {
		t.Error(a.status)
	}
}

func TestAxe(t *testing.T) {
	if testing.Short() {
		t.Skip("skipped: a browser takes some seconds")
	}
	s := newSite(t, "anna")
	s.fill("anna", "greet")
	anna := s.as("anna")
	anna.post("/dagboek", "dag", "2026-11-19", "tijd", "08:30", "tekst", "Slecht geslapen", "klacht-1", "Hoofdpijn", "sterkte-1", "7", "stemming", "2")
	one := entryHref.FindString(anna.get("/dagboek").body)
	anna.upload(one+"/bestand", photo(t), "wat", "Mijn arm")
	pages := map[string]string{"dagboek": "/dagboek", "nieuw": "/dagboek/nieuw", "notitie": one, "wijzigen": one + "/wijzigen", "ingenomen": "/dagboek/medicijnen"}
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
		for name, path := range pages {
			p.Goto(path)
			p.Axe()
			if dir != "" {
				p.Screenshot(filepath.Join(dir, name+"-"+strconv.Itoa(look.width)+".png"))
			}
		}
	}
}
