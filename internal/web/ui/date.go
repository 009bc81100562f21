// SPDX-License-Identifier: EUPL-1.2

package ui

import (
	"context"
	"fmt"
	"strconv"
	"time"

	"regie/internal/text"
)

// Precision is how exactly a moment is known.
type Precision uint8

// The precisions.
const (
	ToDay Precision = iota
	ToMinute
	ToMonth
	ToYear
)

// Day says a moment as people do: "31 augustus 2026", "augustus 2026", "2026", or "31 augustus
// 2026 om 14.30 uur". t is taken as it is: give it in Dutch time.
func Day(l text.Lang, t time.Time, p Precision) string {
	year := strconv.Itoa(t.Year())
	month := l.T("date.month." + strconv.Itoa(int(t.Month())))
	switch p {
	case ToYear:
		return year
	case ToMonth:
		return month + " " + year
	}
	day := strconv.Itoa(t.Day()) + " " + month + " " + year
	if p == ToMinute {
		return l.T("date.at", "date", day, "time", Clock(l, t))
	}
	return day
}

// ShortDay says a day where there is little room: "31 aug 2026".
func ShortDay(l text.Lang, t time.Time) string {
	return strconv.Itoa(t.Day()) + " " + l.T("date.short."+strconv.Itoa(int(t.Month()))) + " " + strconv.Itoa(t.Year())
}

// Clock says the time of day in 24 hours.
func Clock(l text.Lang, t time.Time) string {
	sep := "."
	if l == text.EN {
		sep = ":"
	}
	return fmt.Sprintf("%02d%s%02d", t.Hour(), sep, t.Minute())
}

// Weekday says the day of the week.
func Weekday(l text.Lang, t time.Time) string {
	return l.T("date.weekday." + strconv.Itoa(int(t.Weekday())))
}

// Ago says how long before now, or how long after it: "3 weken geleden", "over 2 dagen",
// "gisteren". A moment known only to its month or year gets no words for what is near.
func Ago(l text.Lang, now, t time.Time, p Precision) string {
	days := daysBetween(t, now)
	dir := "date.ago."
	if days < 0 {
		dir, days = "date.in.", -days
	}
	months := monthsBetween(t, now)
	switch {
	case p == ToYear:
		if years := now.Year() - t.Year(); years != 0 {
			return l.T(dir+"years", "n", max(years, -years))
		}
		return ""
	case p == ToMonth:
		calendar := (now.Year()-t.Year())*12 + int(now.Month()) - int(t.Month())
		calendar = max(calendar, -calendar)
		switch {
		case calendar == 0:
			return ""
		case calendar < 24:
			return l.T(dir+"months", "n", calendar)
		default:
			return l.T(dir+"years", "n", calendar/12)
		}
	case days == 0:
		return l.T("date.today")
	case days == 1 && dir == "date.ago.":
		return l.T("date.yesterday")
	case days == 1:
		return l.T("date.tomorrow")
	case days < 14:
		return l.T(dir+"days", "n", days)
	case months < 2:
		return l.T(dir+"weeks", "n", days/7)
	case months < 24:
		return l.T(dir+"months", "n", months)
	default:
		return l.T(dir+"years", "n", months/12)
	}
}

// daysBetween counts calendar days from a to b.
func daysBetween(a, b time.Time) int {
	day := func(t time.Time) time.Time { return time.Date(t.Year(), t.Month(), t.Day(), 12, 0, 0, 0, time.UTC) }
	return int(day(b).Sub(day(a)).Hours() / 24)
}

// monthsBetween counts whole months between a and b, without sign.
func monthsBetween(a, b time.Time) int {
	if b.Before(a) {
		a, b = b, a
	}
	n := (b.Year()-a.Year())*12 + int(b.Month()) - int(a.Month())
	if b.Day() < a.Day() {
		n--
	}
	return n
}

// DateWords says both: "3 weken geleden · 31 augustus 2026".
func DateWords(ctx context.Context, t time.Time, p Precision) string {
	v := From(ctx)
	day := Day(v.Lang, t, p)
	if v.Now.IsZero() {
		return day
	}
	if ago := Ago(v.Lang, v.Now, t, p); ago != "" {
		return ago + " · " + day
	}
	return day
}
