// SPDX-License-Identifier: EUPL-1.2

package agenda

import (
	"bytes"
	"fmt"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"
	"time"

	ics "github.com/arran4/golang-ical"
	"github.com/google/go-cmp/cmp"
	"github.com/teambition/rrule-go"
)

// outside is what the parser of somebody else makes of a calendar: each appointment with its times in a
// year and more.
func outside(t *testing.T, file []byte, zone *time.Location, from, until time.Time) map[string][]string {
	t.Helper()
	cal, err := ics.ParseCalendar(bytes.NewReader(file))
	if err != nil {
		t.Fatalf("%v\n%s", err, file)
	}
	if len(cal.Timezones()) != 1 {
		t.Errorf("%d zones", len(cal.Timezones()))
	}
	out := map[string][]string{}
	for _, e := range cal.Events() {
		whole := e.GetProperty(ics.ComponentPropertyDtStart).ICalParameters["VALUE"] != nil
		start, err := e.GetStartAt()
		if whole {
			start, err = e.GetAllDayStartAt()
			start = time.Date(start.Year(), start.Month(), start.Day(), 0, 0, 0, 0, zone)
		}
		if err != nil {
			t.Fatalf("%v\n%s", err, file)
		}
		if e.GetProperty(ics.ComponentPropertyDtstamp) == nil || e.Id() == "" {
			t.Errorf("without a stamp or a number: %v", e)
		}
		title := e.GetProperty(ics.ComponentPropertySummary).Value
		rule := e.GetProperty(ics.ComponentPropertyRrule)
		if rule == nil {
			if !start.Before(from) && start.Before(until) {
				out[title] = append(out[title], start.In(zone).Format("2006-01-02 15:04"))
			}
			continue
		}
		o, err := rrule.StrToROption(rule.Value)
		if err != nil {
			t.Fatalf("%s: %v", rule.Value, err)
		}
		o.Dtstart = start.In(zone)
		r, err := rrule.NewRRule(*o)
		if err != nil {
			t.Fatalf("%s: %v", rule.Value, err)
		}
		set := rrule.Set{}
		set.DTStart(start.In(zone))
		set.RRule(r)
		for _, p := range e.GetProperties(ics.ComponentPropertyExdate) {
			form := "20060102T150405"
			if whole {
				form = "20060102"
			}
			day, err := time.ParseInLocation(form, p.Value, zone)
			if err != nil {
				t.Fatal(err)
			}
			set.ExDate(day)
		}
		for _, at := range set.Between(from, until.Add(-time.Second), true) {
			out[title] = append(out[title], at.In(zone).Format("2006-01-02 15:04"))
		}
	}
	return out
}

// TestOutside has somebody else's parser and repetitions read what Regie writes: they must be at the
// times that Regie itself shows, over both changes of the clock, and say the same.
func TestOutside(t *testing.T) {
	zone, err := time.LoadLocation(zoneName)
	if err != nil {
		t.Fatal(err)
	}
	from, until := time.Date(2026, 1, 1, 0, 0, 0, 0, zone), time.Date(2028, 1, 1, 0, 0, 0, 0, zone)
	seeded := rand.New(rand.NewPCG(1, 2))
	var all []Appointment
	for i := range 300 {
		a := Appointment{Key: Key(i + 1), Title: fmt.Sprintf("Afspraak %d", i), Changed: anchor}
		start := from.Add(time.Duration(seeded.IntN(500*24*4)) * 15 * time.Minute)
		if a.From = start.Format(formMinute); i%4 == 0 {
			a.From = start.Format(formDay)
		} else if i%3 == 0 {
			a.Until = start.Add(45 * time.Minute).Format(formMinute)
			if a.Until < a.From { // the hour that comes twice
				a.Until = ""
			}
		}
		if i%5 != 0 {
			rep := Repeat{Freq: []Freq{Daily, Weekly, Monthly, Yearly}[seeded.IntN(4)], Every: seeded.IntN(4)}
			switch seeded.IntN(3) {
			case 0:
				rep.Count = 1 + seeded.IntN(20)
			case 1:
				rep.Until = start.AddDate(0, 0, seeded.IntN(400)).Format(formDay)
			}
			if rep.Freq == Weekly && seeded.IntN(2) == 0 { // the first is on one of the days: RFC 5545 leaves open what else is meant
				rep.Days = []int{int(start.Weekday()), (int(start.Weekday()) + 1 + seeded.IntN(6)) % 7}
				slices.Sort(rep.Days)
			}
			a.Repeat = &rep
			if again := Occurrences([]Appointment{a}, from, until, 3); len(again) > 1 && seeded.IntN(2) == 0 {
				a.Except = []string{again[1].Day()}
			}
		}
		if hour := start.Hour(); hour == 2 || hour == 3 { // what an hour that is not there means, programs do not agree about
			continue
		}
		all = append(all, a)
	}
	want := map[string][]string{}
	for _, o := range Occurrences(all, from, until, 100_000) {
		if !o.Start.Before(from) {
			want[o.Title] = append(want[o.Title], o.Start.Format("2006-01-02 15:04"))
		}
	}
	got := outside(t, Write(all, "Regie", anchor), zone, from, until)
	for _, a := range all {
		if diff := cmp.Diff(want[a.Title], got[a.Title]); diff != "" {
			t.Errorf("%+v %+v (-ours +theirs):\n%s", a, a.Repeat, diff)
		}
	}

	// Texts come back letter by letter, however long and with whatever in them.
	texts := Appointment{
		Key: 1, From: "2026-11-24T10:00", Until: "2026-11-24T10:30", Title: `Oogarts; met "druppels", niet rijden \ en 🙂 ` + strings.Repeat("héél lang 👩‍⚕️ ", 12), Place: "Zaal 3, vleugel B",
		Note: "Eerste regel\nTweede; met, van alles\n" + strings.Repeat("Neem uw medicijnen mee. ", 40), Reminders: []int{60, 24 * 60},
	}
	file := Write([]Appointment{texts}, "Mijn agenda", anchor)
	cal, err := ics.ParseCalendar(bytes.NewReader(file))
	if err != nil || len(cal.Events()) != 1 {
		t.Fatal(err)
	}
	e := cal.Events()[0]
	for property, want := range map[ics.ComponentProperty]string{ics.ComponentPropertySummary: texts.Title, ics.ComponentPropertyLocation: texts.Place, ics.ComponentPropertyDescription: texts.Note} {
		if diff := cmp.Diff(want, e.GetProperty(property).Value); diff != "" {
			t.Errorf("%s (-want +got):\n%s", property, diff)
		}
	}
	if n := len(e.Alarms()); n != 2 {
		t.Errorf("%d alarms", n)
	}
}
