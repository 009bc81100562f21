// SPDX-License-Identifier: EUPL-1.2

package e2e

import (
	"bytes"
	"image"
	"image/color"
	"image/png"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"testing"
)

// shown are the pages of docs/screenshots that the walks come past, by the names that these give them.
var shown = map[string]string{
	"welcome": "welcome", "sign-up": "sign-up", "services": "choose", "journey-done": "collected", "overview": "overview", "record": "record",
	"item": "item", "document": "document", "timeline": "timeline",
}

// heights bound the pictures: what comes further down looks like what is above it.
var heights = map[int]int{360: 1500, 1280: 1400}

// camera makes the pictures, each once.
type camera struct {
	t    *testing.T
	dir  string
	made map[string]bool
}

func (c *camera) shoot(s *somebody, name string) {
	c.t.Helper()
	if c.made[name] {
		return
	}
	c.made[name] = true
	for _, w := range []int{360, 1280} {
		s.Width(w)
		file := filepath.Join(c.dir, name+"-"+strconv.Itoa(w)+".png")
		s.Screenshot(file)
		if err := shrink(file, heights[w]); err != nil {
			c.t.Fatal(err)
		}
		if info, err := os.Stat(file); err != nil || info.Size() > 150<<10 {
			c.t.Errorf("%s is too large: %v", file, info.Size())
		}
	}
	s.Width(360)
}

// TestScreenshots makes the pictures of docs/screenshots anew; see `make screenshots`.
func TestScreenshots(t *testing.T) {
	dir := os.Getenv("REGIE_SCREENSHOTS")
	if dir == "" {
		t.Skip("makes pictures only with REGIE_SCREENSHOTS=folder")
	}
	p := start(t)
	c := &camera{dir: dir, made: map[string]bool{}}
	t.Run("others", func(t *testing.T) { c.t = t; picturesOfOthers(t, p, c) })
	t.Run("willem", func(t *testing.T) { c.t = t; picturesOfWillem(t, p, c) })
}

func picturesOfWillem(t *testing.T, p *program, c *camera) {
	l := func(s *somebody, name string) {
		if as, wanted := shown[name]; wanted {
			c.shoot(s, as)
		}
	}
	s := sit(t, p, "willem@voorbeeld.nl")
	s.Width(360)
	s.Authenticator(true)
	s.signUpWithPasskey(l)
	s.collect("Willem Oefenberg", l, oefenhoek, linde, eikenstad, vijzel, proefbuis, gaveKies)
	s.read(l)
	for name, path := range map[string]string{
		"providers": "/zorgverleners", "security": "/instellingen/beveiliging", "allergies": "/allergieen", "vaccinations": "/vaccinaties",
		"laboratory": "/dossier/laboratorium", "measurements": "/dossier/metingen", "problems": "/klachten", "contacts": "/contacten",
		"appointments": "/afspraken", "news": "/nieuw", "words": "/woorden", "questionnaires": "/vragenlijsten",
		"search": "/zoeken", "medicine-add": "/eigen/medicijn/nieuw",
	} {
		s.Goto(path)
		c.shoot(s, name)
	}
	for _, x := range []struct{ name, from, click string }{
		{"lab-test", "/dossier/laboratorium", "HbA1c"},
		{"problem", "/klachten", "Diabetes mellitus type 2"},
		{"contact", "/contacten", "Consult: Diabetes mellitus type 2"},
		{"images", "/documenten", "Beelden"},
		{"image", "/beelden", "Röntgenfoto voet links"},
		{"questionnaire", "/vragenlijsten", "Pijn en dagelijks leven"},
	} {
		s.Goto(x.from)
		s.Click(x.click)
		c.shoot(s, x.name)
	}
	s.lookFor("suiker")
	c.shoot(s, "search-result")
	s.mole()
	c.shoot(s, "report")
	for _, name := range shown {
		if !c.made[name] {
			t.Errorf("the walk did not pass %q", name)
		}
	}
}

// picturesOfOthers are the pages that Willem has not, or has less of.
func picturesOfOthers(t *testing.T, p *program, c *camera) {
	greet := sit(t, p, "greet@voorbeeld.nl")
	greet.Authenticator(true)
	greet.signUpWithPasskey(nil)
	greet.collect("Greet", nil, oefenhoek, linde, vijzel, heidehof)
	for name, path := range map[string]string{"medicines": "/medicijnen", "medicines-paper": "/medicijnen/afdruk", "wishes": "/wensen", "people": "/wie-is-wie", "care-plan": "/zorgplan"} {
		greet.Goto(path)
		c.shoot(greet, name)
	}
	greet.Goto("/medicijnen")
	greet.Click("Furosemide tablet 40 mg")
	c.shoot(greet, "medicine")
	greet.typed()
	greet.imported(c.t)
	greet.wrote(c.t)
	for name, path := range map[string]string{
		"measure-add": "/metingen/toevoegen", "measured": "/metingen/zelf", "files": "/metingen/bestand", "ways": "/apparaten",
		"diary": "/dagboek", "agenda": "/agenda", "reminders": "/herinneringen/nieuw", "goal": "/doelen/nieuw", "take-along": "/gegevens/meenemen",
	} {
		greet.Goto(path)
		c.shoot(greet, name)
	}
	greet.Goto("/metingen/zelf")
	greet.Click("Bloeddruk")
	greet.Click("Jaar")
	c.shoot(greet, "blood-pressure")
	greet.Goto("/agenda")
	greet.Goto(greet.links(`main a[href^="/gesprek/"]`)[0])
	c.shoot(greet, "prepare")

	yasmina := sit(t, p, "yasmina@voorbeeld.nl")
	yasmina.Authenticator(true)
	yasmina.signUpWithPasskey(nil)
	yasmina.collect("Yasmina", nil, ooievaar)
	yasmina.pregnancyCard()
	c.shoot(yasmina, "pregnancy")
}

// shrink cuts a picture off at a height and keeps its 256 commonest colours.
func shrink(file string, height int) error {
	b, err := os.ReadFile(file)
	if err != nil {
		return err
	}
	full, err := png.Decode(bytes.NewReader(b))
	if err != nil {
		return err
	}
	bounds := full.Bounds()
	bounds.Max.Y = min(bounds.Max.Y, height)
	count := map[color.RGBA]int{}
	at := func(x, y int) color.RGBA {
		r, g, b, _ := full.At(x, y).RGBA()
		return color.RGBA{uint8(r>>8) &^ 3, uint8(g>>8) &^ 3, uint8(b>>8) &^ 3, 255}
	}
	for y := bounds.Min.Y; y < bounds.Max.Y; y++ {
		for x := bounds.Min.X; x < bounds.Max.X; x++ {
			count[at(x, y)]++
		}
	}
	var commonest []color.RGBA
	for c := range count {
		commonest = append(commonest, c)
	}
	slices.SortFunc(commonest, func(a, b color.RGBA) int {
		if d := count[b] - count[a]; d != 0 {
			return d
		}
		return int(a.R)<<16 + int(a.G)<<8 + int(a.B) - int(b.R)<<16 - int(b.G)<<8 - int(b.B)
	})
	var palette color.Palette
	for _, c := range commonest[:min(len(commonest), 256)] {
		palette = append(palette, c)
	}
	out := image.NewPaletted(bounds, palette)
	nearest := map[color.RGBA]uint8{}
	for y := bounds.Min.Y; y < bounds.Max.Y; y++ {
		for x := bounds.Min.X; x < bounds.Max.X; x++ {
			c := at(x, y)
			i, known := nearest[c]
			if !known {
				i = uint8(palette.Index(c))
				nearest[c] = i
			}
			out.SetColorIndex(x, y, i)
		}
	}
	var small bytes.Buffer
	err = (&png.Encoder{CompressionLevel: png.BestCompression}).Encode(&small, out)
	if err != nil {
		return err
	}
	return os.WriteFile(file, small.Bytes(), 0o644)
}
