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
	s.Fill("anna", "greet")
	anna, bert := s.As("anna"), s.As("bert")
	anna.Get("/dagboek").Has("Uw dagboek is nog leeg", "Heel goed", "Bel 112")
	if a := anna.Post("/dagboek", "tekst", " "); a.Status != 422 {
		t.Errorf("empty: %d", a.Status)
	}
	if a := anna.Post("/dagboek", "stemming", "4"); a.Status != 303 {
		t.Errorf("mood: %d", a.Status)
	}
	anna.Post("/dagboek", "dag", "2026-11-19", "tijd", "08:30", "tekst", "Slecht <b>geslapen</b>", "klacht-1", "Hoofdpijn", "sterkte-1", "7")
	list := anna.Get("/dagboek")
	list.Has("Goed", "Slecht &lt;b&gt;geslapen", "Hoofdpijn: 7 van 10", "08.30")
	anna.Post("/dagboek/zoeken", "zoek", "hoofd").Has("geslapen")
	anna.Post("/dagboek/zoeken", "zoek", "kiespijn").Has("Niets gevonden")
	for _, bad := range [][]string{{"dag", "2027-01-01", "tekst", "x"}, {"dag", "gisteren", "tekst", "x"}, {"dag", "2026-11-01", "tijd", "25:00", "tekst", "x"}, {"dag", "2026-11-01", "klacht-1", "pijn"}} {
		if a := anna.Post("/dagboek", bad...); a.Status != 422 {
			t.Errorf("%v: %d", bad, a.Status)
		}
	}
	hrefs := entryHref.FindAllString(list.Body, -1)
	one := hrefs[len(hrefs)-1]
	anna.Get(one).Has("Hoofdpijn: 7 van 10")
	anna.Get(one+"/wijzigen").Has("Hoofdpijn", `value="2026-11-19"`)
	if a := anna.Upload(one+"/bestand", "bestand.bin", photo(t), "wat", "Mijn arm"); a.Status != 303 {
		t.Errorf("photo: %d %s", a.Status, a.Body)
	}
	if a := anna.Upload(one+"/bestand", "bestand.bin", []byte("<script>")); a.Status != 422 {
		t.Errorf("no photo: %d", a.Status)
	}
	page := anna.Get(one)
	page.Has(`alt="Mijn arm"`)
	file := regexp.MustCompile(one + `/bestand/[0-9a-f]{32}`).FindString(page.Body)
	if a := anna.Get(file); a.Status != 200 || !strings.HasPrefix(a.Body, "\xff\xd8") {
		t.Errorf("file: %d", a.Status)
	}
	for _, path := range []string{one, one + "/wijzigen", file} {
		if a := bert.Get(path); a.Status != 404 {
			t.Errorf("bert sees %s: %d", path, a.Status)
		}
	}
	if a := bert.Post(one + "/verwijderen"); a.Status != 404 {
		t.Errorf("bert deletes: %d", a.Status)
	}
	if a := anna.Post(one + "/verwijderen"); a.To != one+"/verwijderd" {
		t.Error(a.To)
	}
	anna.Get(one + "/verwijderd").Has("Terugzetten")
	anna.Post(one + "/terugzetten")
	anna.Get(one).Has("Hoofdpijn")

	key := regexp.MustCompile(`name="medicijn" value="([0-9a-f]{16})"`).FindStringSubmatch(anna.Get("/dagboek/medicijnen").Body)
	if key == nil {
		t.Fatal("no medicines")
	}
	anna.Post("/dagboek/medicijnen", "medicijn", key[1], "wat", "over")
	anna.Get("/dagboek/medicijnen").Has("Vandaag: Overgeslagen om 10.00")
	if a := anna.Post("/dagboek/medicijnen", "medicijn", key[1], "wat", "x"); a.Status != 404 {
		t.Error(a.Status)
	}
	if a := bert.Post("/dagboek/medicijnen", "medicijn", key[1], "wat", "in"); a.Status != 404 {
		t.Error(a.Status)
	}
}

func TestAxe(t *testing.T) {
	if testing.Short() {
		t.Skip("skipped: a browser takes some seconds")
	}
	s := newSite(t, "anna")
	s.Fill("anna", "greet")
	anna := s.As("anna")
	anna.Post("/dagboek", "dag", "2026-11-19", "tijd", "08:30", "tekst", "Slecht geslapen", "klacht-1", "Hoofdpijn", "sterkte-1", "7", "stemming", "2")
	one := entryHref.FindString(anna.Get("/dagboek").Body)
	anna.Upload(one+"/bestand", "bestand.bin", photo(t), "wat", "Mijn arm")
	pages := map[string]string{"dagboek": "/dagboek", "nieuw": "/dagboek/nieuw", "notitie": one, "wijzigen": one + "/wijzigen", "ingenomen": "/dagboek/medicijnen"}
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
		for name, path := range pages {
			p.Goto(path)
			p.Axe()
			if dir != "" {
				p.Screenshot(filepath.Join(dir, name+"-"+strconv.Itoa(look.width)+".png"))
			}
		}
	}
}
