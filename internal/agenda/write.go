// SPDX-License-Identifier: EUPL-1.2

package agenda

import (
	"bytes"
	"fmt"
	"slices"
	"strconv"
	"strings"
	"time"
	"unicode/utf8"
)

const zoneName = "Europe/Amsterdam"

// vtimezone says how Dutch time goes, for programs that have no table of their own.
const vtimezone = `BEGIN:VTIMEZONE
TZID:Europe/Amsterdam
BEGIN:DAYLIGHT
DTSTART:19810329T020000
RRULE:FREQ=YEARLY;BYMONTH=3;BYDAY=-1SU
TZNAME:CEST
TZOFFSETFROM:+0100
TZOFFSETTO:+0200
END:DAYLIGHT
BEGIN:STANDARD
DTSTART:19961027T030000
RRULE:FREQ=YEARLY;BYMONTH=10;BYDAY=-1SU
TZNAME:CET
TZOFFSETFROM:+0200
TZOFFSETTO:+0100
END:STANDARD
END:VTIMEZONE
`

// Write writes appointments as iCalendar, in UTF-8. name is what programs call the calendar.
func Write(all []Appointment, name string, now time.Time) []byte {
	w := writer{}
	w.line("BEGIN:VCALENDAR")
	w.line("VERSION:2.0")
	w.line("PRODID:-//Regie//Regie//NL")
	w.line("CALSCALE:GREGORIAN")
	w.line("METHOD:PUBLISH")
	w.text("X-WR-CALNAME", name)
	w.line("X-WR-TIMEZONE:" + zoneName)
	w.line("REFRESH-INTERVAL;VALUE=DURATION:PT4H")
	for _, l := range strings.Split(strings.TrimSpace(vtimezone), "\n") {
		w.line(l)
	}
	for i := range all {
		w.event(&all[i], now)
	}
	w.line("END:VCALENDAR")
	return w.b.Bytes()
}

// uid is the UID of an appointment: that of the file it came from, or one made of its key.
func (a *Appointment) uid() string {
	if a.UID != "" {
		return a.UID
	}
	return a.Key.String() + "@regie"
}

type writer struct{ b bytes.Buffer }

// maxLine is how many bytes a line may have, without its end.
const maxLine = 75

// line writes a line, folded where it is long, never within a character.
func (w *writer) line(s string) {
	for room := maxLine; len(s) > room; room = maxLine - 1 {
		n := room
		for n > 1 && !utf8.RuneStart(s[n]) {
			n--
		}
		w.b.WriteString(s[:n])
		w.b.WriteString("\r\n ")
		s = s[n:]
	}
	w.b.WriteString(s)
	w.b.WriteString("\r\n")
}

var escaping = strings.NewReplacer(`\`, `\\`, ";", `\;`, ",", `\,`, "\r\n", `\n`, "\n", `\n`, "\r", `\n`)

// text writes a property with a text, if it has any. Control characters have no place in iCalendar.
func (w *writer) text(name, s string) {
	if s == "" {
		return
	}
	s = strings.Map(func(c rune) rune {
		if c < ' ' && c != '\n' && c != '\r' || c == 0x7f {
			return -1
		}
		return c
	}, strings.ToValidUTF8(s, ""))
	w.line(name + ":" + escaping.Replace(s))
}

// moment writes a date, or a date and time in Dutch time.
func (w *writer) moment(name string, t time.Time, whole bool) {
	if whole {
		w.line(name + ";VALUE=DATE:" + t.Format("20060102"))
		return
	}
	w.line(name + ";TZID=" + zoneName + ":" + t.Format("20060102T150405"))
}

const formUTC = "20060102T150405Z"

func (w *writer) event(a *Appointment, now time.Time) {
	from, err := parse(a.From, time.UTC) // wall time: the zone is named beside it
	if err != nil {
		return
	}
	stamp := a.Changed
	if stamp.IsZero() {
		stamp = now
	}
	w.line("BEGIN:VEVENT")
	w.text("UID", a.uid())
	w.line("DTSTAMP:" + stamp.UTC().Format(formUTC))
	w.moment("DTSTART", from, a.Whole())
	if until, err := parse(a.Until, time.UTC); err == nil {
		if a.Whole() {
			until = until.AddDate(0, 0, 1)
		}
		w.moment("DTEND", until, a.Whole())
	}
	w.text("SUMMARY", a.Title)
	w.text("LOCATION", a.Place)
	w.text("DESCRIPTION", a.Note)
	w.line("CLASS:PRIVATE")
	if a.Repeat != nil {
		w.line("RRULE:" + a.Repeat.rule(a))
	}
	for _, day := range a.Except {
		if t, err := time.Parse(formDay, day); err == nil {
			w.moment("EXDATE", t.Add(from.Sub(from.Truncate(24*time.Hour))), a.Whole())
		}
	}
	reminders := slices.Clone(a.Reminders)
	slices.Sort(reminders)
	for _, m := range slices.Compact(reminders) {
		w.line("BEGIN:VALARM")
		w.line("ACTION:DISPLAY")
		w.text("DESCRIPTION", a.Title)
		w.line(fmt.Sprintf("TRIGGER:-PT%dM", m))
		w.line("END:VALARM")
	}
	w.line("END:VEVENT")
}

var weekdays = []string{"SU", "MO", "TU", "WE", "TH", "FR", "SA"}

func (r *Repeat) rule(a *Appointment) string {
	out := "FREQ=" + strings.ToUpper(string(r.Freq))
	if r.Every > 1 {
		out += ";INTERVAL=" + strconv.Itoa(r.Every)
	}
	if len(r.Days) > 0 {
		var days []string
		for _, d := range r.Days {
			days = append(days, weekdays[d])
		}
		out += ";BYDAY=" + strings.Join(days, ",")
	}
	switch {
	case r.Count > 0:
		out += ";COUNT=" + strconv.Itoa(r.Count)
	case r.Until != "" && a.Whole():
		out += ";UNTIL=" + strings.ReplaceAll(r.Until, "-", "")
	case r.Until != "":
		// In UTC, because the beginning names a zone.
		zone, err := time.LoadLocation(zoneName)
		if err != nil {
			zone = time.UTC
		}
		if t, err := time.ParseInLocation(formDay, r.Until, zone); err == nil {
			out += ";UNTIL=" + time.Date(t.Year(), t.Month(), t.Day(), 23, 59, 59, 0, zone).UTC().Format(formUTC)
		}
	}
	return out
}
