// SPDX-License-Identifier: EUPL-1.2

package zib

import (
	"fmt"
	"strings"
	"time"

	"regie/internal/text"
)

// moment is a literal FHIR date taken apart. Missing parts are -1, so that nothing is said more
// precisely than it was sent.
type moment struct {
	year, month, day, hour, minute int
}

func digits(s string, from, n int) int {
	if from+n > len(s) {
		return -1
	}
	v := 0
	for _, c := range []byte(s[from : from+n]) {
		if c < '0' || c > '9' {
			return -1
		}
		v = v*10 + int(c-'0')
	}
	return v
}

// parseMoment understands FHIR date, dateTime, instant and time. ok is false for anything else.
func parseMoment(s string) (m moment, ok bool) {
	m = moment{-1, -1, -1, -1, -1}
	if len(s) >= 5 && s[2] == ':' { // time
		m.hour, m.minute = digits(s, 0, 2), digits(s, 3, 2)
		return m, m.hour >= 0 && m.hour < 25 && m.minute >= 0 && m.minute < 60
	}
	if m.year = digits(s, 0, 4); m.year < 0 {
		return m, false
	}
	if len(s) == 4 {
		return m, true
	}
	if m.month = digits(s, 5, 2); s[4] != '-' || m.month < 1 || m.month > 12 {
		return m, false
	}
	if len(s) == 7 {
		return m, true
	}
	if m.day = digits(s, 8, 2); s[7] != '-' || m.day < 1 || m.day > 31 {
		return m, false
	}
	if len(s) == 10 {
		return m, true
	}
	if len(s) < 16 || s[10] != 'T' || s[13] != ':' {
		return m, false
	}
	m.hour, m.minute = digits(s, 11, 2), digits(s, 14, 2)
	if m.hour < 0 || m.hour > 24 || m.minute < 0 || m.minute > 59 {
		return m, false
	}
	if isUTC(s) {
		m = m.dutch()
	}
	return m, true
}

// isUTC tells of a moment that software wrote in UTC: "Z" or an offset of nothing. Nobody here lives by that clock.
func isUTC(s string) bool {
	return strings.HasSuffix(s, "Z") || strings.HasSuffix(s, "+00:00") || strings.HasSuffix(s, "-00:00")
}

// dutch turns a UTC moment into the clock on a Dutch wall. An offset that was sent is left as it
// was: that is the clock at the place of care.
func (m moment) dutch() moment {
	t := time.Date(m.year, time.Month(m.month), m.day, m.hour, m.minute, 0, 0, time.UTC)
	hours := 1
	if t.After(lastSunday(m.year, time.March)) && t.Before(lastSunday(m.year, time.October)) {
		hours = 2
	}
	t = t.Add(time.Duration(hours) * time.Hour)
	return moment{t.Year(), int(t.Month()), t.Day(), t.Hour(), t.Minute()}
}

// lastSunday is the moment at which the clocks change: 01:00 UTC.
func lastSunday(year int, month time.Month) time.Time {
	t := time.Date(year, month, 31, 1, 0, 0, 0, time.UTC) // March and October have 31 days
	return t.AddDate(0, 0, -int(t.Weekday()))
}

var months = [2][12]string{
	{"januari", "februari", "maart", "april", "mei", "juni", "juli", "augustus", "september", "oktober", "november", "december"},
	{"January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November", "December"},
}

func (m moment) clock() string {
	if m.hour < 0 || m.minute < 0 {
		return ""
	}
	b := []byte{'0' + byte(m.hour/10), '0' + byte(m.hour%10), ':', '0' + byte(m.minute/10), '0' + byte(m.minute%10)}
	return string(b)
}

// dayText is the moment without its time of day.
func (m moment) dayText(l text.Lang) string {
	var b strings.Builder
	if m.day > 0 {
		b.WriteString(itoa(m.day))
		b.WriteByte(' ')
	}
	if m.month > 0 {
		b.WriteString(months[l][m.month-1])
		b.WriteByte(' ')
	}
	b.WriteString(itoa(m.year))
	return b.String()
}

func itoa(n int) string {
	if n < 0 {
		return ""
	}
	var buf [8]byte
	i := len(buf)
	for {
		i--
		buf[i] = '0' + byte(n%10)
		if n /= 10; n == 0 || i == 0 {
			return string(buf[i:])
		}
	}
}

// date says a literal date as people do: "19 augustus 2026, 10:00". Midnight is not said: systems
// write it when they know only the day. What is no date comes back empty.
func date(l text.Lang, literal string) string {
	m, ok := parseMoment(literal)
	switch {
	case !ok:
		return ""
	case m.year < 0:
		return m.clock()
	case m.hour < 0 || m.hour == 0 && m.minute == 0:
		return m.dayText(l)
	}
	return m.dayText(l) + ", " + m.clock()
}

// lastDay drops the time of an end at a minute to midnight: systems write it for the whole day.
func lastDay(end string) string {
	if len(end) <= 16 {
		return end
	}
	if m, ok := parseMoment(end); ok && m.hour == 23 && m.minute == 59 {
		return fmt.Sprintf("%04d-%02d-%02d", m.year, m.month, m.day)
	}
	return end
}

// when says a moment or a stretch of time.
func when(l text.Lang, w When) string {
	a, b := date(l, w.Start), date(l, lastDay(w.End))
	switch {
	case a == "" && b == "":
		return ""
	case b == "" && w.End == "" && w.Open:
		return l.T("zib.when.from", "0", a)
	case b == "" || a == b:
		return a
	case a == "":
		return l.T("zib.when.until", "0", b)
	}
	from, _ := parseMoment(w.Start)
	to, _ := parseMoment(w.End)
	if from.year == to.year && from.month == to.month && from.day == to.day && from.hour >= 0 && to.hour >= 0 && from.day > 0 {
		return from.dayText(l) + ", " + from.clock() + "–" + to.clock()
	}
	return l.T("zib.when.range", "0", a, "1", b)
}
