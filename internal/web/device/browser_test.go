// SPDX-License-Identifier: EUPL-1.2

package device_test

import (
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"testing"
	"time"

	"regie/internal/e2e/browser"
	"regie/internal/measure"
	"regie/internal/text"
	"regie/internal/web/route"
	"regie/internal/web/ui"
)

// A device that measured just now, by its own clock.
const (
	first  = "1687005800ff07ea070913071e0048000400" // 135/88, irregular
	second = "1680005000ff07ea070913071f0046000000" // 128/80, a minute later
	third  = "1682005200ff07ea07091307200044000000" // 130/82
)

func open(t *testing.T, s *site, device string) *browser.Page {
	t.Helper()
	if testing.Short() {
		t.Skip("skipped: a browser takes some seconds")
	}
	fake, err := os.ReadFile(filepath.Join("testdata", "bluetooth.js"))
	if err != nil {
		t.Fatal(err)
	}
	p := browser.Open(t, s.base)
	p.Language("nl")
	p.Cookie("regie", "els")
	p.Before("window.fakeDevice = " + device + ";\n" + string(fake))
	p.Goto("/apparaten/bluetooth")
	return p
}

func cuffOf(more, list string) string {
	return `{name: "BLESmart_1", model: "M7 Intelli IT", maker: "OMRON", services: {"1810": {"2a35": ` + list + `}}, ` + more + `}`
}

// The cuff falls away after one reading, and the network fails twice: in the end everything is
// there, once.
func TestNothingIsLost(t *testing.T) {
	s := newSite(t, measured.Add(3*time.Minute))
	p := open(t, s, cuffOf("dropAfter: 1, failures: 2", fmt.Sprintf(`[%q, %q, %q]`, first, second, third)))
	p.Click("Apparaat kiezen")
	p.See("Bloeddruk 130 / 82")
	p.See("Bloeddruk 128 / 80")
	p.See("Bloeddruk 135 / 88")
	p.See("Het apparaat meldt: onregelmatige polsslag.")
	p.See("Deze meting had u al.")
	p.See("Klaar. De metingen staan hieronder.")
	got := s.kept("blood-pressure")
	if len(got) != 3 {
		t.Fatalf("kept %+v", got)
	}
	o, err := s.books.Overview(t.Context(), s.v)
	if err != nil {
		t.Fatal(err)
	}
	if len(o.Sources) != 1 || o.Sources[0] != (measure.Source{Name: "M7 Intelli IT", Model: "M7 Intelli IT", Class: measure.ClassCuff}) {
		t.Errorf("sources %+v", o.Sources)
	}
	if n := browser.Eval[float64](p, "fakeLog.parallel"); n != 0 {
		t.Errorf("%v requests at the same time", n)
	}
	if n := browser.Eval[float64](p, "localStorage.length + sessionStorage.length"); n != 0 {
		t.Errorf("%v things in the storage of the browser", n)
	}
	if n := browser.Eval[float64](p, "fakeLog.asked.optionalServices.length"); n < 9 {
		t.Errorf("asked for %v services", n)
	}
}

// A glucose meter tells what is in its memory when it is asked.
func TestGlucoseFromMemory(t *testing.T) {
	s := newSite(t, measured.Add(48*time.Hour))
	p := open(t, s, `{name: "meter", model: "Guide", maker: "Example", services: {"1808": {"2a18": ["070100ea070913071e0000003fc011", "020200ea070913071e016eb011"]}}, meets: 1}`)
	p.Click("Apparaat kiezen")
	p.See("Bloedsuiker 6,3")
	p.See("Bloedsuiker 6,1")
	p.See("Klaar.")
	if n := len(s.kept("glucose")); n != 2 {
		t.Errorf("kept %d", n)
	}
	if !browser.Eval[bool](p, "JSON.stringify(fakeLog.written) === '[[1,1]]'") {
		t.Error("did not ask for all records")
	}
}

// What a meter notes besides a value comes by itself, under the number of the reading.
func TestGlucoseWithItsContext(t *testing.T) {
	s := newSite(t, measured.Add(48*time.Hour))
	p := open(t, s, `{name: "meter", model: "Guide", maker: "Example", services: {"1808": {"2a18": ["170100ea070913071e0000003fc011", "170200ea070913081e0000003ec011", "170300ea070913091e0000003dc011"], "2a34": ["030200013cd002", "02010001"]}}, meets: 1}`)
	p.Click("Apparaat kiezen")
	p.See("Bloedsuiker 6,3")
	p.See("Bloedsuiker 6,1")
	p.See("Klaar.")
	var marks []measure.Mark
	for _, x := range s.kept("glucose") {
		marks = append(marks, x.Mark)
	}
	if !slices.Equal(marks, []measure.Mark{measure.MarkBeforeMeal, measure.MarkAfterMeal, 0}) {
		t.Errorf("marks %v", marks)
	}
	if got := s.kept("carbohydrates"); len(got) != 1 || got[0].Value != 60*measure.Scale {
		t.Errorf("carbohydrates %+v", got)
	}
}

// The person is asked whose a measurement is and which clock is right, on the same page.
func TestAsked(t *testing.T) {
	s := newSite(t, measured.Add(4*time.Hour))
	p := open(t, s, cuffOf("meets: 1", `["1e870058006700ea070913071e004800010400"]`))
	p.Click("Apparaat kiezen")
	p.See("Klaar.")
	p.See("Van wie zijn de metingen van gebruiker 1 op M7 Intelli IT?")
	p.Axe()
	p.Click("Van mij")
	p.See("Welke tijd klopt?")
	p.Click("De tijd van de meter")
	p.See("Uw antwoord is bewaard.")
	if got := s.kept("blood-pressure"); len(got) != 1 || got[0].Start != measured.UnixMilli() {
		t.Errorf("kept %+v", got)
	}
}

// A device that says nothing: typing is offered.
func TestSilence(t *testing.T) {
	s := newSite(t, measured)
	p := open(t, s, cuffOf("stays: true", "[]"))
	p.Click("Apparaat kiezen")
	p.See("Duurt het lang?")
	p.Click("Stoppen met uitlezen")
	p.See("Het apparaat heeft niets gestuurd.")
}

// TestAxe looks at the page where there is Bluetooth and where there is none. With REGIE_LOOK set
// to a folder it takes pictures too.
func TestAxe(t *testing.T) {
	for _, none := range []bool{false, true} {
		s := newSite(t, measured.Add(4*time.Hour))
		for _, user := range []string{"01", "02"} {
			s.send("POST", "/apparaten/bluetooth/lezing", script, post("2a35", "1e870058006700ea070913071e004800"+user+"0400", s.now))
		}
		s.send("POST", "/apparaten/bluetooth/lezing", script, post("2a35", first, s.now))
		p := open(t, s, cuffOf("none: "+strconv.FormatBool(none), "[]"))
		for _, look := range []struct {
			width int
			dark  bool
			lang  text.Lang
		}{{360, false, text.NL}, {1280, true, text.EN}} {
			p.Width(look.width)
			p.Dark(look.dark)
			p.Cookie("weergave", route.FormatPrefs(ui.Prefs{Lang: look.lang, LangSet: true}))
			p.Goto("/apparaten/bluetooth")
			p.Axe()
			if none {
				p.Goto("/apparaten/doorsturen")
				p.Axe()
				p.Fill(text.Lang.T(look.lang, "push.name"), "iPhone")
				p.Click(text.Lang.T(look.lang, "push.make"))
				p.Axe()
			}
			if dir := os.Getenv("REGIE_LOOK"); dir != "" {
				p.Screenshot(filepath.Join(dir, fmt.Sprintf("bluetooth-%v-%d.png", none, look.width)))
			}
		}
	}
}
