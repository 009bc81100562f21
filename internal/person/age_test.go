// SPDX-License-Identifier: EUPL-1.2

package person

import (
	"errors"
	"testing"
	"time"
)

func TestParseDateTakesOnlyDaysThatExist(t *testing.T) {
	for _, c := range []struct {
		day, month, year string
		want             Date
		bad              bool
	}{
		{"1", "1", "1980", Date{1980, 1, 1}, false},
		{" 09 ", "06", " 1980", Date{1980, 6, 9}, false},
		{"29", "2", "2008", Date{2008, 2, 29}, false},
		{"29", "2", "2007", Date{}, true},
		{"31", "4", "1990", Date{}, true},
		{"0", "4", "1990", Date{}, true},
		{"1", "13", "1990", Date{}, true},
		{"1", "1", "80", Date{}, true},
		{"1", "1", "19800", Date{}, true},
		{"", "", "", Date{}, true},
		{"een", "mei", "1990", Date{}, true},
		{"-1", "1", "1990", Date{}, true},
	} {
		got, err := ParseDate(c.day, c.month, c.year)
		if (err != nil) != c.bad || got != c.want {
			t.Errorf("ParseDate(%q, %q, %q) = %v, %v; want %v, bad %v", c.day, c.month, c.year, got, err, c.want, c.bad)
		}
		if err != nil && !errors.Is(err, ErrBadDate) {
			t.Errorf("ParseDate(%q, %q, %q): error %v is not ErrBadDate", c.day, c.month, c.year, err)
		}
	}
}

func TestSixteenIsReachedAtMidnightInTheNetherlands(t *testing.T) {
	at := func(s string) time.Time {
		v, err := time.Parse(time.RFC3339, s)
		if err != nil {
			t.Fatal(err)
		}
		return v
	}
	for _, c := range []struct {
		name string
		born Date
		now  string
		want ageCheck
	}{
		{"a second before the birthday, winter time", Date{2010, 11, 21}, "2026-11-20T22:59:59Z", ageTooYoung},
		{"the second of the birthday, winter time", Date{2010, 11, 21}, "2026-11-20T23:00:00Z", ageFine},
		{"a second before the birthday, summer time", Date{2010, 7, 1}, "2026-06-30T21:59:59Z", ageTooYoung},
		{"the second of the birthday, summer time", Date{2010, 7, 1}, "2026-06-30T22:00:00Z", ageFine},
		{"born on a leap day, the day before", Date{2008, 2, 29}, "2024-02-28T22:59:59Z", ageTooYoung},
		{"born on a leap day, on the leap day", Date{2008, 2, 29}, "2024-02-28T23:00:00Z", ageFine},
		{"born on a leap day, birthday in a common year, 28 February", Date{2084, 2, 29}, "2100-02-28T22:59:59Z", ageTooYoung},
		{"born on a leap day, birthday in a common year, 1 March", Date{2084, 2, 29}, "2100-02-28T23:00:00Z", ageFine},
		{"born on 1 March after a leap day", Date{2008, 3, 1}, "2024-02-29T12:00:00Z", ageTooYoung},
		{"born today", Date{2026, 11, 21}, "2026-11-21T12:00:00Z", ageTooYoung},
		{"born tomorrow", Date{2026, 11, 22}, "2026-11-21T12:00:00Z", ageUnlikely},
		{"125 today", Date{1901, 11, 21}, "2026-11-21T12:00:00Z", ageFine},
		{"125 yesterday", Date{1901, 11, 20}, "2026-11-21T12:00:00Z", ageUnlikely},
		{"grown up", Date{1968, 4, 3}, "2026-11-21T12:00:00Z", ageFine},
	} {
		if got := checkAge(c.born, at(c.now)); got != c.want {
			t.Errorf("%s: checkAge(%v, %s) = %d, want %d", c.name, c.born, c.now, got, c.want)
		}
	}
}
