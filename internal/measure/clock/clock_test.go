// SPDX-License-Identifier: EUPL-1.2

package clock_test

import (
	"testing"
	"time"

	"regie/internal/measure/clock"
)

func TestAt(t *testing.T) {
	amsterdam, err := time.LoadLocation("Europe/Amsterdam")
	if err != nil {
		t.Fatal(err)
	}
	for _, c := range []struct {
		text  string
		order clock.Order
		want  string // "" where it is no date
	}{
		{"2026-03-01 08:05:00 +0100", clock.DayFirst, "2026-03-01T08:05:00+01:00"},
		{"2026-03-01T08:05:00.250Z", clock.DayFirst, "2026-03-01T08:05:00.25Z"},
		{"2026-03-01T08:05:00-05:30", clock.DayFirst, "2026-03-01T08:05:00-05:30"},
		{"2026-07-01 08:05", clock.DayFirst, "2026-07-01T08:05:00+02:00"},
		{"1-3-2026", clock.DayFirst, "2026-03-01T00:00:00+01:00"},
		{"1-3-2026 8.05 uur", clock.DayFirst, "2026-03-01T08:05:00+01:00"},
		{"01-03-26 8u05", clock.DayFirst, "2026-03-01T08:05:00+01:00"},
		{"03/01/26 08:05:00", clock.MonthFirst, "2026-03-01T08:05:00+01:00"},
		{"03/01/2026 8:05 PM", clock.MonthFirst, "2026-03-01T20:05:00+01:00"},
		{"12/31/2026 12:05 am", clock.MonthFirst, "2026-12-31T00:05:00+01:00"},
		{"31/12/2026", clock.MonthFirst, ""},
		{"1 maart 2026 om 8:05", clock.DayFirst, "2026-03-01T08:05:00+01:00"},
		{"zo 1 mrt. 2026, 08:05", clock.DayFirst, "2026-03-01T08:05:00+01:00"},
		{"1 mei 2026", clock.DayFirst, "2026-05-01T00:00:00+02:00"},
		{"Mar 1, 2026 8:05\u202fAM", clock.DayFirst, "2026-03-01T08:05:00+01:00"},
		{"1-okt-2026", clock.DayFirst, "2026-10-01T00:00:00+02:00"},
		{"20260301", clock.DayFirst, "2026-03-01T00:00:00+01:00"},
		{"20260301T080500Z", clock.DayFirst, ""},
		{"1772352300", clock.DayFirst, "2026-03-01T08:05:00Z"},
		{"1772352300000", clock.DayFirst, "2026-03-01T08:05:00Z"},
		{"29-2-2026", clock.DayFirst, ""},
		{"2026-13-01", clock.DayFirst, ""},
		{"120,5", clock.DayFirst, ""},
		{"08:05", clock.DayFirst, ""},
		{"", clock.DayFirst, ""},
		{"2026-03-01 25:00", clock.DayFirst, ""},
		{"2026-03-01 x", clock.DayFirst, ""},
	} {
		ms, zone, ok := clock.At(c.text, c.order, amsterdam)
		got := ""
		if ok {
			got = time.UnixMilli(ms).In(time.FixedZone("", int(zone)*60)).Format(time.RFC3339Nano)
		}
		if got != c.want {
			t.Errorf("%q is %q, want %q", c.text, got, c.want)
		}
	}
}

func TestTimeOfDay(t *testing.T) {
	for text, want := range map[string]int{"08:05": 485, "8.05 uur": 485, "8:05:30 PM": 1205, "23u59": 1439, "8 am": 480, "24:00": -1, "8": -1, "1.5": -1, "07:30:00.000+01:00": 450} {
		got, ok := clock.Parse(text, clock.DayFirst)
		if m := got.Hour*60 + got.Minute; ok != (want >= 0) || ok && (m != want || got.HasDate()) {
			t.Errorf("%q is %+v, %t", text, got, ok)
		}
	}
}

func FuzzParse(f *testing.F) {
	for _, s := range []string{"2026-03-01 08:05:00 +0100", "1 maart 2026 om 8:05", "8u05", "Mar 1, 26 8 pm"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		for _, o := range []clock.Order{clock.DayFirst, clock.MonthFirst} {
			if ms, _, ok := clock.At(s, o, nil); ok && (ms < clock.Earliest-864e5 || ms > clock.Latest+864e5) {
				t.Errorf("%q is %d", s, ms)
			}
		}
	})
}
