// SPDX-License-Identifier: EUPL-1.2

package persons

import (
	"testing"
	"time"
)

func TestClockStaysOnTheRightSideOfToday(t *testing.T) {
	for i := range 800 {
		today := anchor.AddDate(0, 0, i)
		c := newClock(today)
		if d := today.Sub(c.monday).Hours() / 24; c.monday.Weekday() != time.Monday || d < 0 || d > 6 {
			t.Fatalf("week of %s begins on %s", today, c.monday)
		}
		for _, past := range []time.Time{c.ago(0, 0, 5), c.ago(3, 2, 9), c.last(0, time.November, 6), c.last(4, time.February, 29)} {
			if !past.Before(today) || past.Weekday() == time.Saturday || past.Weekday() == time.Sunday {
				t.Fatalf("on %s: %s", today.Format(time.DateOnly), past.Format("Mon 2006-01-02"))
			}
		}
		if next := c.ahead(0, 1); !next.After(today) {
			t.Fatalf("appointment of %s on %s", next.Format(time.DateOnly), today.Format(time.DateOnly))
		}
		if age := today.Sub(c.last(0, time.November, 6)).Hours() / 24; age > 376 {
			t.Fatalf("the last one was %v days ago", age)
		}
	}
}

func TestClockTime(t *testing.T) {
	for _, c := range []struct {
		day  string
		want string
	}{
		{"2026-03-28", "2026-03-28T09:05:00+01:00"},
		{"2026-03-30", "2026-03-30T09:05:00+02:00"},
		{"2026-10-23", "2026-10-23T09:05:00+02:00"},
		{"2026-10-26", "2026-10-26T09:05:00+01:00"},
		{"2026-01-02", "2026-01-02T09:05:00+01:00"},
	} {
		d, err := time.Parse(time.DateOnly, c.day)
		if err != nil {
			t.Fatal(err)
		}
		if got := clockTime(d, 9, 5); got != c.want {
			t.Errorf("%s: %s, want %s", c.day, got, c.want)
		}
	}
	if got := dutchDate(anchor); got != "1 oktober 2026" {
		t.Error(got)
	}
}

func TestQuantityKeepsItsDigits(t *testing.T) {
	for value, want := range map[string]string{
		"7.20":  `{"value":7.20,"unit":"mmol/l","system":"http://unitsofmeasure.org","code":"mmol/L"}`,
		"<5":    `{"value":5,"comparator":"<","unit":"mmol/l","system":"http://unitsofmeasure.org","code":"mmol/L"}`,
		">=0.5": `{"value":0.5,"comparator":">=","unit":"mmol/l","system":"http://unitsofmeasure.org","code":"mmol/L"}`,
	} {
		if got := string(appendJSON(nil, quantity(value, "mmol/l", "mmol/L"))); got != want {
			t.Errorf("%s: %s", value, got)
		}
	}
}

func TestJudge(t *testing.T) {
	for _, c := range []struct {
		assay assay
		value string
		want  int
	}{
		{potassium, "5.8", 1}, {potassium, "3.4", -1}, {potassium, "4.0", 0}, {potassium, "5.0", 0},
		{egfr, ">90", 0}, {egfr, "44", -1}, {crp, "<5", 0}, {inr, "2.4", 0}, {ferritin, "<5", -1},
	} {
		if got := c.assay.judge(c.value); got != c.want {
			t.Errorf("%s %s: %d", c.assay.key, c.value, got)
		}
	}
}
