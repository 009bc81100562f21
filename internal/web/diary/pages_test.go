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
	"regie/internal/e2e/site"
	"regie/internal/measure"
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
	anna.Post(file+"/beschrijving", "wat-"+file[len(file)-32:], "Mijn linkerarm, met een rode plek")
	anna.Get(one).Has(`alt="Mijn linkerarm, met een rode plek"`)
	if a := bert.Post(file+"/beschrijving", "wat-"+file[len(file)-32:], "x"); a.Status != 404 {
		t.Errorf("bert describes: %d", a.Status)
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

// TestSymptoms: a complaint is followed on the scale that was chosen first.
func TestSymptoms(t *testing.T) {
	s := newSite(t, "anna", "bert")
	anna, bert := s.As("anna"), s.As("bert")
	for _, bad := range [][]string{{"klacht", "Moe"}, {"sterkte", "getal-3"}, {"klacht", "Moe", "sterkte", "woord-5"}, {"klacht", "Moe", "sterkte", "x-1"}} {
		if a := anna.Post("/dagboek/klachten", bad...); a.Status != 422 {
			t.Errorf("%v: %d", bad, a.Status)
		}
	}
	anna.Get("/dagboek/klachten").Has("Met een woord", "optgroup", "Bel 112")
	anna.Post("/dagboek", "dag", "2026-11-19", "klacht-1", "Moe", "sterkte-1", "woord-3")
	anna.Post("/dagboek/klachten", "klacht", "moe", "sterkte", "woord-1")
	anna.Post("/dagboek/klachten", "klacht", "Hoofdpijn", "sterkte", "getal-7")
	page := anna.Get("/dagboek/klachten")
	page.Has("Laatst: een beetje last.", "2 keer genoteerd", `value="woord-4"`, "Laatst: 7 van 10.", "<svg")
	anna.Get("/dagboek").Has("Moe: veel last", "Hoofdpijn: 7 van 10")
	bert.Get("/dagboek/klachten").Lacks("Hoofdpijn")
}

// TestAbout: from a thing to what was written about it, and from a note to the thing.
func TestAbout(t *testing.T) {
	s := newSite(t, "anna", "bert")
	s.Fill("anna", "greet")
	s.Fill("bert", "greet")
	anna, bert := s.As("anna"), s.As("bert")
	typed := measure.Typed{Kind: "weight", Sample: measure.Sample{Start: site.Anchor.UnixMilli(), End: site.Anchor.UnixMilli(), Value: 80 * measure.Scale}}
	if _, err := s.books.Put(t.Context(), s.Vaults["anna"], typed); err != nil {
		t.Fatal(err)
	}
	link := regexp.MustCompile(`/dagboek/nieuw\?bij=([0-9a-f]{16})`)
	list := regexp.MustCompile(`/metingen/zelf/[0-9a-f]{16}`)
	kind := list.FindString(anna.Get("/metingen/zelf").Body)
	medicine := regexp.MustCompile(`/medicijnen/[0-9a-f]{16}`).FindString(anna.Get("/medicijnen").Body)
	problem := regexp.MustCompile(`/klachten/[0-9a-f]{16}`).FindString(anna.Get("/klachten").Body)
	item := regexp.MustCompile(`/dossier/item/[0-9a-f]{16}`).FindString(anna.Get("/dossier/laboratorium?toon=datum").Body)
	test := regexp.MustCompile(`/lab/[0-9a-f]{16}`).FindString(anna.Get("/dossier/laboratorium").Body)
	visit := regexp.MustCompile(`/contacten/[0-9a-f]{16}`).FindString(anna.Get("/contacten").Body)
	for what, path := range map[string]string{"kind": kind, "medicine": medicine, "problem": problem, "item": item, "test": test, "visit": visit} {
		if path == "" {
			t.Errorf("no %s", what)
			continue
		}
		m := link.FindStringSubmatch(anna.Get(path).Body)
		if m == nil {
			t.Errorf("no way from %s to the diary", what)
			continue
		}
		over := "/dagboek-over/" + m[1]
		anna.Get(over).Has("U schreef hier nog niets over")
		form := anna.Get(m[0])
		pairs := []string{"dag", "2026-11-20", "tekst", "Over " + what}
		for _, f := range regexp.MustCompile(`<input type="hidden" name="bij" value="([0-9a-f]{16})"`).FindAllStringSubmatch(form.Body, 1) {
			pairs = append(pairs, "bij", f[1])
		}
		for _, f := range regexp.MustCompile(`name="(medicijn|meting)" value="([0-9a-f]{16})" checked`).FindAllStringSubmatch(form.Body, 1) {
			pairs = append(pairs, f[1], f[2])
		}
		if a := anna.Post("/dagboek", pairs...); a.Status != 303 || len(pairs) != 6 {
			t.Errorf("%s: %v %d", what, pairs, a.Status)
		}
		page := anna.Get(over)
		page.Has("Over " + what)
		anna.Get(entryHref.FindString(page.Body)).Has("Dit gaat over")
		bert.Get(over).Lacks("Over " + what)
		anna.Post("/zoeken", "vraag", "over "+what)
	}
	if a := anna.Get("/dagboek-over/0f1e2d3c4b5a6978"); a.Status != 404 {
		t.Errorf("about nothing: %d", a.Status)
	}
	// The search through everything finds it, for her alone.
	for _, c := range []struct {
		who  site.Client
		want bool
	}{{anna, true}, {bert, false}} {
		found := c.who.Get(c.who.Post("/zoeken", "vraag", "medicine").To)
		if has := strings.Contains(found.Body, "In uw dagboek"); has != c.want {
			t.Errorf("found: %v, want %v", has, c.want)
		}
	}
	// And below a chart stands when it was.
	anna.Get(kind + "?periode=maand").Has("Dagboek: Over")

	// Something else that was taken, with what for.
	if a := anna.Post("/dagboek/medicijnen", "wat", "in"); a.Status != 422 {
		t.Errorf("nothing taken: %d", a.Status)
	}
	anna.Post("/dagboek/medicijnen", "wat", "in", "naam", "Paracetamol", "waarvoor", "hoofdpijn")
	anna.Get("/dagboek/medicijnen").Has("Paracetamol", "hoofdpijn")
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
	anna.Post("/dagboek/klachten", "klacht", "Moe", "sterkte", "woord-1")
	anna.Post("/dagboek/klachten", "klacht", "Moe", "sterkte", "woord-3")
	medicine := regexp.MustCompile(`/medicijnen/([0-9a-f]{16})`).FindStringSubmatch(anna.Get("/medicijnen").Body)[1]
	anna.Post("/dagboek", "dag", "2026-11-19", "tekst", "Last van mijn maag", "medicijn", medicine)
	pages := map[string]string{"klachten": "/dagboek/klachten", "over": "/dagboek-over/" + medicine, "dagboek": "/dagboek", "nieuw": "/dagboek/nieuw", "notitie": one, "wijzigen": one + "/wijzigen", "ingenomen": "/dagboek/medicijnen"}
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
			if look.width == 360 && browser.Eval[bool](p, underMenu) {
				t.Errorf("the end of %s lies under the menu", path)
			}
			if dir != "" {
				p.Screenshot(filepath.Join(dir, name+"-"+strconv.Itoa(look.width)+".png"))
			}
		}
	}
}

// underMenu tells whether the footer is behind the menu of a phone, also where the page ends.
const underMenu = `(() => {
  scrollTo(0, document.documentElement.scrollHeight);
  const footer = document.querySelector('.utrecht-page-footer').getBoundingClientRect(), menu = document.querySelector('.rg-menu').getBoundingClientRect();
  return footer.bottom > menu.top + 1 && footer.top < menu.bottom;
})()`
