// SPDX-License-Identifier: EUPL-1.2

package record

import (
	"math"
	"strings"
	"time"
)

// undated is the place in time of what has no date: after everything else in a list that
// begins with the newest.
const undated = math.MinInt64

// wall returns the seconds since 1970 of a literal FHIR date or dateTime on a Dutch clock, as
// it is shown to people; undated for what is no date. A date without a time counts as its
// first moment, a year as its first day.
func wall(s string) int64 {
	year, ok := number(s, 0, 4)
	if !ok || year == 0 {
		return undated
	}
	month, day, hour, minute, second := 1, 1, 0, 0, 0
	if len(s) > 4 {
		if month, ok = number(s, 5, 2); !ok || s[4] != '-' || month < 1 || month > 12 {
			return undated
		}
	}
	if len(s) > 7 {
		if day, ok = number(s, 8, 2); !ok || s[7] != '-' || day < 1 || day > 31 {
			return undated
		}
	}
	utc := false
	if len(s) >= 16 && s[10] == 'T' {
		h, ok1 := number(s, 11, 2)
		m, ok2 := number(s, 14, 2)
		if ok1 && ok2 && h < 24 && m < 60 {
			hour, minute = h, m
		}
		if len(s) >= 19 {
			if n, ok := number(s, 17, 2); ok && n < 60 {
				second = n
			}
		}
		utc = s[len(s)-1] == 'Z' || strings.HasSuffix(s, "+00:00") || strings.HasSuffix(s, "-00:00")
	}
	at := time.Date(year, time.Month(month), day, hour, minute, second, 0, time.UTC)
	if utc { // what a system sends in UTC is shown on the Dutch clock; an offset is left as it is
		at = at.Add(dutchOffset(at))
	}
	return at.Unix()
}

// dutchOffset is what a clock in the Netherlands is ahead of UTC, by the rule since 1996.
func dutchOffset(utc time.Time) time.Duration {
	change := func(m time.Month) time.Time {
		t := time.Date(utc.Year(), m, 31, 1, 0, 0, 0, time.UTC)
		return t.AddDate(0, 0, -int(t.Weekday()))
	}
	if utc.Before(change(time.March)) || !utc.Before(change(time.October)) {
		return time.Hour
	}
	return 2 * time.Hour
}

// wallOf returns the same of a moment: what the clock on a Dutch wall says.
func wallOf(t time.Time) int64 {
	utc := t.UTC()
	return utc.Add(dutchOffset(utc)).Unix()
}

// yearOf returns the year of a wall time.
func yearOf(at int64) int { return time.Unix(at, 0).UTC().Year() }

func number(s string, from, n int) (int, bool) {
	if from+n > len(s) {
		return 0, false
	}
	v := 0
	for _, c := range []byte(s[from : from+n]) {
		if c < '0' || c > '9' {
			return 0, false
		}
		v = v*10 + int(c-'0')
	}
	return v, true
}
