// SPDX-License-Identifier: EUPL-1.2

package e2e

import (
	"archive/zip"
	"bytes"
	"encoding/hex"
	"fmt"
	"net/http"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
	"time"

	ics "github.com/arran4/golang-ical"

	"regie/internal/e2e/browser"
	"regie/internal/text"
)

// TestMeasuringAtHome is a person of eighty who measures her blood pressure: typed, from a telephone
// and from the cuff itself, in one chart with what her hospital measured, what changed in her
// medicines and what she wrote in her diary. She types without a mouse.
func TestMeasuringAtHome(t *testing.T) {
	t.Parallel()
	s := sit(t, start(t), "greet@voorbeeld.nl")
	s.Width(360)
	s.Authenticator(true)
	s.signUpWithPasskey(nil)
	if h := s.collect("Greet", nil, linde, vijzel); h != allIn {
		t.Fatalf("it says %q:\n%s", h, s.Text())
	}
	s.typed()
	s.imported(t)
	s.paired()
	s.wrote(t)
	s.allInOneChart()
	s.planned(t)
}

// typed adds a measurement with the keys alone.
func (s *somebody) typed() {
	s.t.Helper()
	s.Goto("/metingen/toevoegen")
	s.tab("Bloeddruk")
	s.Press("\r")
	s.See("Bovendruk")
	s.Axe()
	s.tab("Bovendruk")
	s.Press("138")
	s.tab("Onderdruk")
	s.Press("84")
	s.tab("Bewaren")
	s.Press("\r")
	s.See("Uw meting is bewaard")
	s.sees(`138 / 84.mmHg`)
	s.Axe()
}

// tab goes from field to field until one with that name has the focus.
func (s *somebody) tab(name string) {
	s.t.Helper()
	const focused = `(e => (e.getAttribute('aria-label') || [...(e.labels || [])].map(l => l.innerText).join(' ') || e.innerText || '').replace(/\s+/g, ' ').trim())(document.activeElement)`
	var passed []string
	for range 150 {
		s.Press("\t")
		at := browser.Eval[string](s.Page, focused)
		if strings.HasPrefix(strings.ToLower(at), strings.ToLower(name)) {
			return
		}
		passed = append(passed, at)
	}
	s.t.Fatalf("%q on %s is not reached with the keys; what is: %q", name, s.URL(), passed)
}

// imported brings what the telephone kept, takes it away again, and brings it once more.
func (s *somebody) imported(t *testing.T) {
	t.Helper()
	file := filepath.Join(t.TempDir(), "export.zip")
	if err := os.WriteFile(file, telephone(t, time.Now()), 0o600); err != nil {
		t.Fatal(err)
	}
	bring := func() {
		s.Goto("/metingen/bestand")
		s.Attach("Kies een bestand", file)
		s.Click("Bekijk wat erin zit")
		s.patiently("Dit zit in uw bestand", time.Minute)
		s.sees(`Gezondheid van Apple`, `Stappen`, `Bloeddruk`)
		s.Axe()
		s.Click("Toevoegen aan Regie")
		s.patiently("Uw metingen zijn toegevoegd", time.Minute)
	}
	bring()
	s.Goto("/metingen/zelf")
	s.sees(`Stappen`)
	s.Goto("/metingen/bestand")
	s.Click("Ongedaan maken")
	s.Goto("/metingen/zelf")
	s.NotSee("Stappen")
	s.sees(`138 / 84`) // what was typed stays
	bring()
}

// patiently waits for a text that takes longer than a page.
func (s *somebody) patiently(what string, patience time.Duration) {
	s.t.Helper()
	for end := time.Now().Add(patience); !s.Sees(what); time.Sleep(100 * time.Millisecond) {
		if time.Now().After(end) {
			s.t.Fatalf("%q does not come on %s:\n%s", what, s.URL(), s.Text())
		}
	}
}

// telephone is an export of Apple Health: a year of steps, and a blood pressure each week.
func telephone(t *testing.T, now time.Time) []byte {
	t.Helper()
	var x bytes.Buffer
	x.WriteString("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<!DOCTYPE HealthData [\n<!ELEMENT HealthData ANY>\n]>\n<HealthData locale=\"nl_NL\">\n")
	const form = "2006-01-02 15:04:05 -0700"
	record := func(kind, unit string, at time.Time, long time.Duration, value int) {
		fmt.Fprintf(&x, " <Record type=\"HKQuantityTypeIdentifier%s\" sourceName=\"iPhone van Greet\" unit=\"%s\" startDate=\"%s\" endDate=\"%s\" value=\"%d\"/>\n",
			kind, unit, at.Format(form), at.Add(long).Format(form), value)
	}
	for d := 1; d < 365; d++ {
		day := time.Date(now.Year(), now.Month(), now.Day()-d, 10, 0, 0, 0, now.Location())
		record("StepCount", "count", day, time.Hour, 1500+(d*97)%2000)
		if d%7 == 0 {
			record("BloodPressureSystolic", "mmHg", day, 0, 132+d%13)
			record("BloodPressureDiastolic", "mmHg", day, 0, 78+d%7)
		}
	}
	x.WriteString("</HealthData>\n")
	var b bytes.Buffer
	z := zip.NewWriter(&b)
	w, err := z.Create("apple_health_export/exportar.xml")
	if err != nil {
		t.Fatal(err)
	}
	if _, err := w.Write(x.Bytes()); err != nil {
		t.Fatal(err)
	}
	if err := z.Close(); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

// paired reads a cuff, which is made up; all from the browser's side of it on is real.
func (s *somebody) paired() {
	s.t.Helper()
	fake, err := os.ReadFile(filepath.Join("..", "web", "device", "testdata", "bluetooth.js"))
	if err != nil {
		s.t.Fatal(err)
	}
	zone, err := time.LoadLocation("Europe/Amsterdam")
	if err != nil {
		s.t.Fatal(err)
	}
	now := time.Now().In(zone)
	// Pressure, a time and a pulse: 131 over 79, 72 a minute.
	reading := []byte{0x06, 131, 0, 79, 0, 0xff, 0x07, byte(now.Year()), byte(now.Year() >> 8), byte(now.Month()), byte(now.Day()), byte(now.Hour()), byte(now.Minute()), byte(now.Second()), 72, 0}
	s.Before(fmt.Sprintf(`window.fakeDevice = {name: "BLESmart_1", model: "M7", maker: "OMRON", services: {"1810": {"2a35": [%q]}}};%s%s`, hex.EncodeToString(reading), "\n", fake))
	s.Goto("/apparaten/bluetooth")
	s.tab("Apparaat kiezen")
	s.Press("\r")
	s.See("Bloeddruk 131 / 79")
	s.See("Klaar. De metingen staan hieronder.")
	s.Axe()
}

// wrote keeps a page of the diary with a photo.
func (s *somebody) wrote(t *testing.T) {
	t.Helper()
	file := filepath.Join(t.TempDir(), "enkel.jpg")
	if err := os.WriteFile(file, picture(t), 0o600); err != nil {
		t.Fatal(err)
	}
	s.Goto("/dagboek/nieuw")
	s.tab("Wat wilt u opschrijven")
	s.Press("Enkels dik vandaag")
	s.tab("Bewaren en foto toevoegen")
	s.Press("\r")
	s.See("Foto of geluid")
	s.Attach("Foto of geluid", file)
	s.Fill("Wat is er te zien of te horen?", "Mijn linker enkel")
	s.Press("\r")
	s.See("Het bestand is bewaard.")
	shown := `(async i => { i.scrollIntoView(); await i.decode(); return i.naturalWidth })(document.querySelector('main img'))`
	if wide := browser.Eval[float64](s.Page, shown); wide != 300 {
		t.Errorf("the photo is %v wide", wide)
	}
	if alt := browser.Eval[string](s.Page, `document.querySelector('main img').alt`); alt != "Mijn linker enkel" {
		t.Errorf("a screen reader says %q", alt)
	}
	s.Axe()
}

// allInOneChart sees own values, those of the hospital, medicines and the diary together.
func (s *somebody) allInOneChart() {
	s.t.Helper()
	s.Goto("/metingen/zelf")
	s.Click("Bloeddruk")
	s.Click("Jaar")
	s.sees(`124 / 68`, regexp.QuoteMeta(linde.name), `zelf gemeten`)
	marks := browser.Eval[string](s.Page, `[...document.querySelectorAll('main figure, main figure ~ *')].map(f => f.textContent).join(' | ').replace(/\s+/g, ' ')`)
	for _, want := range []string{`(Gestart|Gestopt|Veranderd): \p{L}+`, `Enkels dik vandaag|Dagboek`, `Medicij`} {
		if !regexp.MustCompile(want).MatchString(marks) {
			s.t.Errorf("no %s with the chart: %s", want, marks)
		}
	}
	s.Axe()
	s.Width(1280)
	s.Axe()
	s.Width(360)
	s.NoScript(true)
	s.Goto(s.URL())
	s.sees(`124 / 68`, regexp.QuoteMeta(linde.name))
	s.NoScript(false)
	s.speak(text.EN)
	s.Goto(s.URL())
	s.sees(`measured (it )?(at home|myself|yourself)|self|your own`, regexp.QuoteMeta(linde.name))
	s.speak(text.NL)
}

// planned makes an appointment, and another program reads it.
func (s *somebody) planned(t *testing.T) {
	t.Helper()
	c := &client{t, s.p.Base, s.Cookies()}
	day := time.Now().AddDate(0, 0, 9)
	c.post("/agenda/nieuw", "titel", "Enkel laten zien; bij de \"praktijk\", 2e verdieping", "dag", day.Format(time.DateOnly), "van", "10:15", "tot", "10:30", "herhalen", "weekly", "herhalen-tot", day.AddDate(0, 0, 21).Format(time.DateOnly))
	s.Goto("/agenda")
	s.See("Enkel laten zien")
	c.post("/agenda/adres", "wat", "alles")
	address := c.find("/agenda/adres", `(/agenda-volgen/[A-Za-z0-9_-]{43}\.ics)`)
	a := (&client{t, s.p.Base, nil}).send(http.MethodGet, address, nil, nil)
	cal, err := ics.ParseCalendar(strings.NewReader(a.Body))
	if err != nil {
		t.Fatalf("a calendar program does not read it: %v\n%s", err, a.Body)
	}
	zone, _ := time.LoadLocation("Europe/Amsterdam")
	found := 0
	for _, e := range cal.Events() {
		if e.GetProperty(ics.ComponentPropertySummary).Value != `Enkel laten zien; bij de "praktijk", 2e verdieping` {
			continue
		}
		found++
		at, err := e.GetStartAt()
		if err != nil || at.In(zone).Format("2006-01-02 15:04") != day.Format(time.DateOnly)+" 10:15" {
			t.Errorf("it begins %v, %v", at, err)
		}
		if rule := e.GetProperty(ics.ComponentPropertyRrule); rule == nil || !strings.Contains(rule.Value, "FREQ=WEEKLY") {
			t.Errorf("it does not repeat: %v", rule)
		}
	}
	if found != 1 {
		t.Errorf("%d times in the calendar:\n%s", found, a.Body)
	}
}
