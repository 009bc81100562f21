// SPDX-License-Identifier: EUPL-1.2

package agenda

import (
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"
	"unicode/utf8"

	"github.com/google/go-cmp/cmp"

	"regie/internal/store/storetest"
)

func TestWrite(t *testing.T) {
	a := Appointment{
		Key: 0xab, Title: `Oogarts; met "druppels", niet rijden\`, Place: "Zaal 3,\nvleugel B", Note: strings.Repeat("é", 200), From: "2026-07-01T09:05", Until: "2026-07-01T10:00",
		Repeat: &Repeat{Freq: Weekly, Every: 2, Days: []int{1, 3}, Until: "2026-12-31"}, Except: []string{"2026-07-15"}, Reminders: []int{60, 15}, Changed: anchor,
	}
	got := string(Write([]Appointment{a, {Key: 1, Title: "Vakantie", From: "2026-12-24", Until: "2026-12-26", Repeat: &Repeat{Freq: Yearly, Until: "2030-12-31"}}}, "Mijn agenda", anchor))
	for _, want := range []string{
		"BEGIN:VCALENDAR\r\nVERSION:2.0\r\n", "UID:00000000000000ab@regie\r\n", `SUMMARY:Oogarts\; met "druppels"\, niet rijden\\` + "\r\n", `LOCATION:Zaal 3\,\nvleugel B` + "\r\n",
		"DTSTART;TZID=Europe/Amsterdam:20260701T090500\r\n", "DTEND;TZID=Europe/Amsterdam:20260701T100000\r\n", "DTSTAMP:20261122T090000Z\r\n",
		"RRULE:FREQ=WEEKLY;INTERVAL=2;BYDAY=MO,WE;UNTIL=20261231T225959Z\r\n", "EXDATE;TZID=Europe/Amsterdam:20260715T090500\r\n", "TRIGGER:-PT15M\r\n", "TRIGGER:-PT60M\r\n",
		"DTSTART;VALUE=DATE:20261224\r\n", "DTEND;VALUE=DATE:20261227\r\n", "RRULE:FREQ=YEARLY;UNTIL=20301231\r\n", "BEGIN:VTIMEZONE\r\nTZID:Europe/Amsterdam\r\n", "END:VCALENDAR\r\n",
	} {
		if !strings.Contains(got, want) {
			t.Errorf("no %q in\n%s", want, got)
		}
	}
	if strings.Count(got, "\n") != strings.Count(got, "\r\n") {
		t.Error("lines do not end in CRLF")
	}
	for _, line := range strings.Split(got, "\r\n") {
		if len(line) > 75 || !utf8.ValidString(line) {
			t.Errorf("%d bytes: %q", len(line), line)
		}
	}
}

// TestThereAndBack writes and reads what an agenda can hold.
func TestThereAndBack(t *testing.T) {
	now := anchor
	g := agendas(t, storetest.SQLite(t), &now)
	in := []Appointment{
		{UID: "a", Title: `Lange naam; met, van alles \ en "meer"`, Place: "hier", Note: "een\ntwee " + strings.Repeat("lang ünicode 🙂 ", 40) + "einde", From: "2026-03-29T01:30", Until: "2026-03-29T03:30"},
		{UID: "b", Title: "dagen", From: "2026-12-31", Until: "2027-01-02", Except: []string{"2027-12-31"}, Repeat: &Repeat{Freq: Yearly, Every: 1, Count: 5}},
		{UID: "c", Title: "week", From: "2026-11-24T23:30", Repeat: &Repeat{Freq: Weekly, Every: 2, Days: []int{2, 4}, Until: "2026-12-31"}, Reminders: []int{10, 1440}},
		{UID: "d", Title: "maand", From: "2026-11-30", Repeat: &Repeat{Freq: Monthly}},
		{UID: "e", Title: "dag", From: "2026-11-24T08:00", Repeat: &Repeat{Freq: Daily, Until: "2026-11-29"}},
	}
	out, odd, err := g.Read(Write(in, "x", anchor))
	if err != nil || len(odd) > 0 {
		t.Fatal(err, odd)
	}
	in[1].Repeat.Every = 0
	if d := cmp.Diff(in, out); d != "" {
		t.Error(d)
	}
}

func calendar(events ...string) string {
	return "BEGIN:VCALENDAR\nVERSION:2.0\n" + strings.Join(events, "\n") + "\nEND:VCALENDAR\n"
}

func event(lines ...string) string {
	return "BEGIN:VEVENT\nUID:u\nSUMMARY:t\n" + strings.Join(lines, "\n") + "\nEND:VEVENT"
}

func TestRead(t *testing.T) {
	now := anchor
	g := agendas(t, storetest.SQLite(t), &now)
	for _, c := range []struct {
		what, file, want string // from, until, repeat, reminders
		odd              Why
	}{
		{"Dutch", event("DTSTART;TZID=Europe/Amsterdam:20260701T090000", "DTEND;TZID=Europe/Amsterdam:20260701T093000"), "2026-07-01T09:00 2026-07-01T09:30", ""},
		{"UTC", event("DTSTART:20260701T090000Z", "DURATION:PT1H30M"), "2026-07-01T11:00 2026-07-01T12:30", ""},
		{"floating", event("DTSTART:20260701T090000"), "2026-07-01T09:00 ", ""},
		{"of Windows", event(`DTSTART;TZID="W. Europe Standard Time":20260701T090000`), "2026-07-01T09:00 ", ""},
		{"elsewhere", event("DTSTART;TZID=America/New_York:20260701T090000"), "2026-07-01T15:00 ", ""},
		{"nowhere", event("DTSTART;TZID=Mars/Base:20260701T090000"), "2026-07-01T09:00 ", WhyZone},
		{"a way out", event("DTSTART;TZID=../../etc/passwd:20260701T090000"), "2026-07-01T09:00 ", WhyZone},
		{"a day", event("DTSTART;VALUE=DATE:20260701", "DTEND;VALUE=DATE:20260702"), "2026-07-01 ", ""},
		{"days", event("DTSTART;VALUE=DATE:20260701", "DTEND;VALUE=DATE:20260704"), "2026-07-01 2026-07-03", ""},
		{"weekly", event("DTSTART:20260701T090000", "RRULE:FREQ=WEEKLY;WKST=SU;BYDAY=WE;UNTIL=20260901T215959Z"), "2026-07-01T09:00 weekly0[3]2026-09-01/0", ""},
		{"working days", event("DTSTART:20260701T090000", "RRULE:FREQ=DAILY;BYDAY=MO,TU"), "2026-07-01T09:00 weekly0[1 2]/0", ""},
		{"month day", event("DTSTART:20260701T090000", "RRULE:FREQ=MONTHLY;BYMONTHDAY=1;COUNT=3"), "2026-07-01T09:00 monthly0[]/3", ""},
		{"birthday", event("DTSTART:20260701T090000", "RRULE:FREQ=YEARLY;BYMONTH=7;BYMONTHDAY=1"), "2026-07-01T09:00 yearly0[]/0", ""},
		{"last Friday", event("DTSTART:20260731T090000", "RRULE:FREQ=MONTHLY;BYDAY=-1FR"), "2026-07-31T09:00 ", WhyRepeat},
		{"hourly", event("DTSTART:20260731T090000", "RRULE:FREQ=HOURLY"), "2026-07-31T09:00 ", WhyRepeat},
		{"alarm", event("DTSTART:20260701T090000", "BEGIN:VALARM\nTRIGGER:-P1DT1H\nEND:VALARM", "BEGIN:VALARM\nTRIGGER;VALUE=DATE-TIME:20260701T000000Z\nEND:VALARM"), "2026-07-01T09:00 !1500", ""},
		{"folded", "BEGIN:VEVENT\r\nSUMM\r\n ARY:t\r\nDTSTART:2026\r\n\t0701T090000\r\nEND:VEVENT", "2026-07-01T09:00 ", ""},
		{"cancelled", event("DTSTART:20260701T090000", "STATUS:CANCELLED"), "", WhyCancelled},
		{"no beginning", event(), "", WhyStart},
		{"nonsense", event("DTSTART:gisteren"), "", WhyStart},
		{"year 0", event("DTSTART:00010101T000000"), "", WhyStart},
		{"ends before it begins", event("DTSTART:20260701T090000", "DTEND:20260630T090000"), "2026-07-01T09:00 ", ""},
	} {
		all, odd, err := g.Read([]byte(calendar(c.file)))
		if err != nil {
			t.Errorf("%s: %v", c.what, err)
			continue
		}
		got := ""
		for _, a := range all {
			got += a.From + " " + a.Until
			if r := a.Repeat; r != nil {
				got += fmt.Sprintf("%s%d%v%s/%d", r.Freq, r.Every, r.Days, r.Until, r.Count)
			}
			for _, m := range a.Reminders {
				got += fmt.Sprintf("!%d", m)
			}
		}
		if got != c.want || (len(odd) == 1) != (c.odd != "") || len(odd) > 0 && odd[0].Why != c.odd {
			t.Errorf("%s: %q %v, want %q %q", c.what, got, odd, c.want, c.odd)
		}
	}
	// One of a series that was moved.
	all, odd, err := g.Read([]byte(calendar(event("DTSTART:20260701T090000", "RRULE:FREQ=WEEKLY", "EXDATE:20260715T090000,20260722T090000"), event("RECURRENCE-ID:20260708T090000", "DTSTART:20260709T100000"))))
	if err != nil || len(odd) > 0 || len(all) != 2 || strings.Join(all[0].Except, " ") != "2026-07-15 2026-07-22 2026-07-08" || all[1].UID != "u/2026-07-08" || all[1].From != "2026-07-09T10:00" {
		t.Errorf("%+v %v %v", all, odd, err)
	}
	for what, file := range map[string]string{"nothing": "", "text": "hello", "page": "<html>", "deep": strings.Repeat("BEGIN:X\n", 50) + calendar()} {
		if _, _, err := g.Read([]byte(file)); !errors.Is(err, ErrNotCalendar) {
			t.Errorf("%s: %v", what, err)
		}
	}
	if _, _, err := g.Read(make([]byte, MaxFile+1)); !errors.Is(err, ErrTooLarge) {
		t.Error(err)
	}
	if all, odd, err := g.Read([]byte(calendar(strings.Repeat(event("DTSTART:20260701T090000")+"\n", MaxAppointments+5)))); err != nil || len(all) != MaxAppointments || len(odd) != 5 {
		t.Error(len(all), len(odd), err)
	}
}

func FuzzRead(f *testing.F) {
	f.Add([]byte(calendar(event("DTSTART;TZID=Europe/Amsterdam:20260701T090000", "RRULE:FREQ=WEEKLY;BYDAY=WE", "DURATION:P1DT2H", "EXDATE:20260708T090000"))))
	f.Add([]byte("BEGIN:VCALENDAR\nBEGIN:VEVENT\nDTSTART;X=\"a:20260101\nEND:VEVENT"))
	zone, err := time.LoadLocation(zoneName)
	if err != nil {
		f.Fatal(err)
	}
	g := &Agendas{zone: zone}
	f.Fuzz(func(t *testing.T, b []byte) {
		all, _, err := g.Read(b)
		if err != nil {
			return
		}
		Occurrences(all, anchor, anchor.AddDate(1, 0, 0), 50)
		again, _, err := g.Read(Write(all, "x", anchor))
		if err != nil || len(again) != len(all) {
			t.Errorf("%d, then %d: %v", len(all), len(again), err)
		}
	})
}

// TestAnotherReader has a calendar program's library read what Regie writes, where it is installed:
// python3 with the package icalendar.
func TestAnotherReader(t *testing.T) {
	if err := exec.Command("python3", "-c", "import icalendar").Run(); err != nil {
		t.Skip("skipped: python3 with icalendar is not installed")
	}
	file := filepath.Join(t.TempDir(), "a.ics")
	all := []Appointment{
		{Key: 1, Title: "Oogarts; druppels, 2×", Note: strings.Repeat("lang é ", 40), From: "2026-07-01T09:00", Until: "2026-07-01T10:00", Repeat: &Repeat{Freq: Weekly, Count: 3}},
		{Key: 2, Title: "Vakantie", From: "2026-12-24", Until: "2026-12-26"},
	}
	if err := os.WriteFile(file, Write(all, "x", anchor), 0o600); err != nil {
		t.Fatal(err)
	}
	out, err := exec.Command("python3", "-c", `import icalendar,sys
c=icalendar.Calendar.from_ical(open(sys.argv[1],'rb').read())
for e in c.walk('VEVENT'): print(e['SUMMARY'], len(e.get('DESCRIPTION','')), e.decoded('DTSTART').isoformat(), e.decoded('DTEND').isoformat())`, file).CombinedOutput()
	want := "Oogarts; druppels, 2× 280 2026-07-01T09:00:00+02:00 2026-07-01T10:00:00+02:00\nVakantie 0 2026-12-24 2026-12-27\n"
	if err != nil || string(out) != want {
		t.Errorf("%v %s", err, out)
	}
}
