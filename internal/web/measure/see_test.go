// SPDX-License-Identifier: EUPL-1.2

package measure_test

import (
	"math"
	"net/http"
	"regexp"
	"strconv"
	"strings"
	"testing"
	"time"

	"regie/internal/e2e/browser"
	"regie/internal/measure"
)

// What is typed often needs two taps: the field is on the page, and the moment is now.
func TestWhatIsTypedOftenIsQuick(t *testing.T) {
	s := busy(t)
	c := s.As("anna")
	page := c.Get("/metingen/toevoegen")
	page.Has(say("samples.add.often"), `name="nu"`, "Pijn: 7")
	weight := "/metingen/toevoegen/" + s.keyOf("anna", "weight")
	if n := strings.Count(page.Body, `class="mea-quick"`); n != 2 {
		t.Errorf("%d forms: weight and pain are typed, steps and the heart rate are not", n)
	}
	page.Has(`action="` + weight + `"`)
	a := c.Post(weight, "nu", "1", "waarde", "77,9")
	if a.Status != http.StatusSeeOther {
		t.Fatalf("%d", a.Status)
	}
	c.Get(a.To).Has("77,9\u00a0kg", "20 november 2026 om 10.00 uur")
	c.Post(weight, "nu", "1", "waarde", "779").Has(say("samples.doubt.value", "value", "779,0"), `value="10:00"`)
	c.Post(weight, "waarde", "77").Has(say("samples.problem.day"))
	// Elsewhere, by the name of the country; half an hour more is a zone too.
	a = c.Post(weight, "waarde", "78", "dag", "2026-11-19", "tijd", "20:00", "klok", "Asia/Kolkata")
	c.Get(a.To).Has("19 november 2026 om 20.00 uur")
	edit := strings.Replace(strings.Replace(a.To, "/bewaard/", "/zelf/", 1), s.keyOf("anna", "weight")+"/", s.keyOf("anna", "weight")+"/waarde/", 1)
	c.Get(edit).Has(`value="330" selected`, `value="20:00"`)
}

func TestANightIsShownByStage(t *testing.T) {
	s := busy(t)
	c := s.As("anna")
	page := c.Get("/metingen/zelf/" + s.keyOf("anna", "sleep") + "?periode=dag")
	page.Has(say("samples.night.title", "low", "00.00", "high", "07.30"), say("samples.night.said", "asleep", "6 uur en 45 min"), say("samples.night.source", "source", "Horloge van Anna"),
		say("samples.stage.6"), say("samples.night.table"))
	for stage, want := range map[int]int{measure.StageAwake: 1, measure.StageREM: 2, measure.StageLight: 5, measure.StageDeep: 2} {
		if n := strings.Count(page.Body, "mea-night__block--"+strconv.Itoa(stage)+`"`); n != want {
			t.Errorf("stage %d has %d blocks", stage, n)
		}
	}
	widths := 0.0
	for _, m := range regexp.MustCompile(`mea-night__block--\d" x="[\d.]+%" width="([\d.]+)%"`).FindAllStringSubmatch(page.Body, -1) {
		w, _ := strconv.ParseFloat(m[1], 64)
		widths += w
	}
	if math.Abs(widths-100) > 0.5 {
		t.Errorf("the blocks cover %.1f%% of the night", widths)
	}
}

func TestARouteHasAScaleAndNoMap(t *testing.T) {
	s := busy(t)
	page := s.As("anna").Get(looks(t, s)["training"])
	page.Has(say("samples.event.route"), say("samples.event.metres", "n", 200), say("samples.event.begin"), "mea-route__start", `id="hartslag-title"`, `id="hoogte-title"`)
	page.Lacks("<img", "https://")
	// The drawing is as wide and high as the ground: 1.23 km from west to east, 1.33 km from north to south.
	page.Has("1,2 kilometer", "1,3 kilometer")
}

// On paper an electrocardiogram is at its true size, and nothing of the curve is cut off.
func TestAnElectrocardiogramIsAtItsTrueSize(t *testing.T) {
	s := busy(t)
	in := &measure.Intake{}
	w := &measure.Wave{Lead: "I", Hz: 250}
	for i := range 250 * 200 {
		w.UV = append(w.UV, int32(26_000*math.Sin(float64(i)/20))) // ±2.6 mV: more than fits in 30 mm
	}
	at := anchor.Add(-time.Hour).UnixMilli()
	in.Event(measure.Event{Kind: measure.EventECG, Source: in.Source(measure.Source{Name: "Band"}), Start: at, End: at + 200_000, Wave: w})
	if _, err := s.books.Add(t.Context(), s.Vaults["anna"], in, measure.About{Format: "apple"}); err != nil {
		t.Fatal(err)
	}
	all, err := s.books.Events(t.Context(), s.Vaults["anna"])
	if err != nil {
		t.Fatal(err)
	}
	last := all[len(all)-1]
	path := "/metingen/opnamen/" + strconv.FormatUint(last.Import, 10) + "/" + strconv.Itoa(last.Place)
	page := s.As("anna").Get(path)
	page.Has(say("samples.ecg.strip", "from", 144, "till", 150), say("samples.ecg.cut", "n", 150), `viewBox="0 0 6000 2400"`)
	highest, lowest := math.Inf(1), math.Inf(-1)
	for _, m := range regexp.MustCompile(`mea-ecg__line" d="M(\d+) (\d+)l([^"]+)"`).FindAllStringSubmatch(page.Body, -1) {
		x, _ := strconv.Atoi(m[1])
		y, _ := strconv.Atoi(m[2])
		for i, n := range regexp.MustCompile(`-?\d+`).FindAllString(m[3], -1) {
			d, _ := strconv.Atoi(n)
			if i%2 == 0 {
				x += d
			} else {
				y += d
			}
			highest, lowest = min(highest, float64(y)), max(lowest, float64(y))
		}
		if x < 5990 || x > 6001 {
			t.Errorf("six seconds are %d units long, not 150 mm of 40", x)
		}
	}
	if got := (lowest - highest) / 40; math.Abs(got-52) > 0.1 {
		t.Errorf("5.2 mV are %.1f mm high", got)
	}
	if testing.Short() {
		t.Skip("the rest needs a browser")
	}
	p := browser.Open(t, s.Base)
	p.Cookie("regie", "anna")
	p.Goto(path)
	p.Paper(true)
	size := browser.Eval[[]float64](p, `(() => { const r = document.querySelector('.mea-ecg__paper').getBoundingClientRect(); return [r.width, r.height]; })()`)
	if mm := 25.4 / 96; math.Abs(size[0]*mm-150) > 0.5 || math.Abs(size[1]*mm-60) > 0.5 {
		t.Errorf("on paper it is %.1f by %.1f mm", size[0]*25.4/96, size[1]*25.4/96)
	}
}

// One chart has all that happened: each thing is a link with words, in the picture and in the table.
func TestWhatHappenedStandsBelowTheChart(t *testing.T) {
	s := busy(t)
	c := s.As("anna")
	weight := "/metingen/zelf/" + s.keyOf("anna", "weight")
	page := c.Get(weight + "?periode=jaar")
	page.Has("Hoofdpijn", "Slecht geslapen", `href="/dagboek/`, "rg-chart__row--1", "rg-chart__row--2", "rg-chart__row--3", say("chart.mark.1"), say("chart.mark.2"), say("chart.mark.3"), say("chart.marks"),
		"Huisartsenpraktijk De Oefenhoek")
	page = c.Get(weight + "?periode=jaar&onder=niets&onder=medicijnen")
	page.Has("rg-chart__row--1", "onder=medicijnen")
	page.Lacks("Hoofdpijn", "rg-chart__row--2", "rg-chart__row--3")
	c.Get(weight + "?periode=jaar&onder=niets").Lacks("rg-chart__row")
	// The lab page of the same test has the own values, and what happened.
	to := regexp.MustCompile(`/lab/[0-9a-f]+`).FindString(page.Body)
	if to == "" {
		t.Fatal("no way to the results of providers")
	}
	lab := c.Get(to)
	lab.Has(say("chart.own"), `href="`+weight+`"`, say("lab.own"), "rg-chart__row--1")
	c.Get("/metingen/zelf/" + s.keyOf("anna", "blood-pressure") + "?periode=jaar").Has(`class="rg-chart__spread`)
	// Two kinds stand over one axis; what goes together is named, and judged by nobody.
	page = c.Get("/metingen/zelf/" + s.keyOf("anna", "steps") + "?periode=maand&naast=" + s.keyOf("anna", "heart-rate"))
	page.Has(say("samples.compare.both", "n", 31), "Dit zegt niet waardoor het komt.", say("samples.compare.table"))
	if a, b := strings.Index(page.Body, `id="naast-verloop-title"`), strings.Index(page.Body, `class="rg-chart__rows"`); a < 0 || b < a {
		t.Error("what happened stands between the two charts")
	}
	if strings.Count(page.Body, `class="rg-chart__rows"`) != 1 {
		t.Error("what happened stands there twice")
	}
}
