// SPDX-License-Identifier: EUPL-1.2

package agenda

import (
	"errors"
	"fmt"
	"slices"
	"strconv"
	"strings"
	"time"
)

var (
	// ErrNotCalendar says that a file is no iCalendar.
	ErrNotCalendar = errors.New("agenda: not iCalendar")
	// ErrTooLarge says that a file has more than MaxFile bytes.
	ErrTooLarge = errors.New("agenda: file too large")
)

// MaxFile is how many bytes of iCalendar are read.
const MaxFile = 4 << 20

// Why says what was not understood of an appointment in a file.
type Why string

// What may be the matter.
const (
	WhyStart     Why = "start"     // no beginning, or one that cannot be read: left out
	WhyCancelled Why = "cancelled" // cancelled: left out
	WhyRepeat    Why = "repeat"    // repeats in a way that Regie does not know: only the first time
	WhyZone      Why = "zone"      // a zone that is not known: read as Dutch time
	WhyMany      Why = "many"      // more appointments than an agenda holds: left out
)

// Odd is something in a file that was not, or not wholly, understood.
type Odd struct {
	Title string
	Why   Why
}

// reader reads the appointments of a file.
type reader struct {
	zone *time.Location
	out  []Appointment
	odd  []Odd
}

// Read reads the appointments of an iCalendar file, in Dutch time, and what was not understood.
// They have no keys yet. Errors: ErrNotCalendar, ErrTooLarge.
func (g *Agendas) Read(b []byte) ([]Appointment, []Odd, error) {
	top, err := parseLines(b)
	if err != nil {
		return nil, nil, fmt.Errorf("reading a calendar: %w", err)
	}
	r := &reader{zone: g.zone}
	for _, cal := range top.inner {
		if cal.name != "VCALENDAR" {
			continue
		}
		for _, e := range cal.inner {
			if e.name == "VEVENT" {
				r.event(e)
			}
		}
	}
	r.moved()
	return r.out, r.odd, nil
}

func (r *reader) note(title string, why Why) {
	if len(r.odd) < 200 {
		r.odd = append(r.odd, Odd{title, why})
	}
}

const moment = "\x00" // between the UID of a repetition and the time that one of it was to be

func (r *reader) event(e *component) {
	a := Appointment{
		UID: cut(e.text("UID"), 500), Title: cut(inLine(e.text("SUMMARY")), MaxTitle), Place: cut(inLine(e.text("LOCATION")), MaxTitle), Note: cut(e.text("DESCRIPTION"), MaxNote),
	}
	if strings.EqualFold(e.text("STATUS"), "CANCELLED") {
		r.note(a.Title, WhyCancelled)
		return
	}
	if len(r.out) >= MaxAppointments {
		r.note(a.Title, WhyMany)
		return
	}
	start, ok := e.prop("DTSTART")
	from, whole, known, ok2 := r.time(start)
	if !ok || !ok2 {
		r.note(a.Title, WhyStart)
		return
	}
	if !known {
		r.note(a.Title, WhyZone)
	}
	form := formMinute
	if whole {
		form = formDay
	}
	a.From = from.Format(form)
	until := time.Time{}
	if p, ok := e.prop("DTEND"); ok {
		if t, w, _, ok := r.time(p); ok && w == whole {
			until = t
		}
	} else if d, ok := duration(e.text("DURATION")); ok {
		until = from.Add(d)
	}
	if whole && !until.IsZero() {
		until = until.AddDate(0, 0, -1)
	}
	if until.After(from) {
		a.Until = until.Format(form)
	}
	r.repeats(e, &a, from)
	for _, c := range e.inner {
		if m, ok := reminder(c); ok && len(a.Reminders) < MaxReminders && !slices.Contains(a.Reminders, m) {
			a.Reminders = append(a.Reminders, m)
		}
	}
	if p, ok := e.prop("RECURRENCE-ID"); ok {
		if t, _, _, ok := r.time(p); ok {
			a.UID, a.Repeat = a.UID+moment+t.Format(formDay), nil
		}
	}
	if a.Title == "" {
		a.Title = "–"
	}
	if a.check() != nil {
		r.note(a.Title, WhyStart)
		return
	}
	r.out = append(r.out, a)
}

func (r *reader) repeats(e *component, a *Appointment, from time.Time) {
	if p, ok := e.prop("RRULE"); ok {
		rep, ok := r.rule(p.value, from)
		if ok && rep.check(a.From) == nil {
			a.Repeat = rep
		} else {
			r.note(a.Title, WhyRepeat)
		}
	}
	for _, p := range e.props {
		switch p.name {
		case "RDATE":
			r.note(a.Title, WhyRepeat)
		case "EXDATE":
			for s := range strings.SplitSeq(p.value, ",") {
				if t, _, _, ok := r.time(prop{params: p.params, value: s}); ok && len(a.Except) < MaxExcept {
					a.Except = append(a.Except, t.Format(formDay))
				}
			}
		}
	}
}

// moved takes out of a repetition the times that were moved: those are appointments of their own.
func (r *reader) moved() {
	for i := range r.out {
		uid, day, ok := strings.Cut(r.out[i].UID, moment)
		if !ok {
			continue
		}
		r.out[i].UID = uid + "/" + day
		for j := range r.out {
			if o := &r.out[j]; o.UID == uid && o.Repeat != nil && len(o.Except) < MaxExcept {
				o.Except = append(o.Except, day)
			}
		}
	}
}

// time reads a moment, in Dutch time. whole: a day; known: its zone is known.
func (r *reader) time(p prop) (t time.Time, whole, known, ok bool) {
	s := strings.TrimSpace(p.value)
	if len(s) == 8 {
		t, err := time.ParseInLocation("20060102", s, r.zone)
		return t, true, true, err == nil && t.Year() >= 1900
	}
	zone, known := r.zone, true
	if strings.HasSuffix(s, "Z") {
		zone, s = time.UTC, s[:len(s)-1]
	} else if id := p.params["TZID"]; id != "" {
		zone, known = zoneOf(id, r.zone)
	}
	t, err := time.ParseInLocation("20060102T150405", s, zone)
	return t.In(r.zone), false, known, err == nil && t.Year() >= 1900 && t.Year() < 2200
}

// windows are the names that programs of Microsoft give to zones that people here meet.
var windows = map[string]string{
	"W. Europe Standard Time": zoneName, "Romance Standard Time": "Europe/Paris", "Central Europe Standard Time": "Europe/Budapest",
	"Central European Standard Time": "Europe/Warsaw", "GMT Standard Time": "Europe/London", "UTC": "UTC", "Turkey Standard Time": "Europe/Istanbul",
	"Morocco Standard Time": "Africa/Casablanca", "SA Eastern Standard Time": "America/Paramaribo", "SA Western Standard Time": "America/Curacao",
	"E. Europe Standard Time": "Europe/Bucharest", "GTB Standard Time": "Europe/Athens", "Eastern Standard Time": "America/New_York",
}

func zoneOf(id string, otherwise *time.Location) (*time.Location, bool) {
	if name, ok := windows[id]; ok {
		id = name
	}
	// Some programs put a path before it: /freeassociation.sourceforge.net/Europe/Amsterdam
	if i := strings.Index(id, "/Europe/"); i >= 0 {
		id = id[i+1:]
	}
	zone, err := time.LoadLocation(id)
	if err != nil || id == "Local" {
		return otherwise, false
	}
	return zone, true
}

// rule reads a RRULE; ok is false where Regie does not know such a repetition.
func (r *reader) rule(s string, from time.Time) (out *Repeat, ok bool) {
	out = &Repeat{}
	for part := range strings.SplitSeq(strings.ToUpper(s), ";") {
		name, value, _ := strings.Cut(part, "=")
		var err error
		switch name {
		case "FREQ":
			out.Freq = Freq(strings.ToLower(value))
		case "INTERVAL":
			out.Every, err = strconv.Atoi(value)
		case "COUNT":
			out.Count, err = strconv.Atoi(value)
		case "UNTIL":
			t, _, _, ok := r.time(prop{value: value})
			if !ok {
				return nil, false
			}
			out.Until = t.Format(formDay)
		case "WKST":
			if value != "MO" && (out.Every > 1 || strings.Contains(strings.ToUpper(s), "INTERVAL=")) {
				return nil, false
			}
		case "BYDAY":
			for d := range strings.SplitSeq(value, ",") {
				n := slices.Index(weekdays, d)
				if n < 0 {
					return nil, false
				}
				out.Days = append(out.Days, n)
			}
		case "BYMONTHDAY":
			if value != strconv.Itoa(from.Day()) {
				return nil, false
			}
		case "BYMONTH":
			if value != strconv.Itoa(int(from.Month())) {
				return nil, false
			}
		default:
			return nil, false
		}
		if err != nil {
			return nil, false
		}
	}
	if out.Freq == Daily && len(out.Days) > 0 && out.Every <= 1 {
		out.Freq = Weekly // every day of the week that is named
	}
	if out.Freq == Monthly && strings.Contains(s, "BYMONTH=") {
		return nil, false
	}
	return out, len(out.Days) == 0 || out.Freq == Weekly
}

// duration reads "PT1H30M", "P1D", "P2W".
func duration(s string) (time.Duration, bool) {
	s, ok := strings.CutPrefix(strings.TrimPrefix(s, "+"), "P")
	if !ok || s == "" {
		return 0, false
	}
	var out time.Duration
	clock := false
	for s != "" {
		if s[0] == 'T' {
			clock, s = true, s[1:]
			continue
		}
		n := 0
		for n < len(s) && s[n] >= '0' && s[n] <= '9' {
			n++
		}
		if n == 0 || n > 6 || n == len(s) {
			return 0, false
		}
		number, err := strconv.Atoi(s[:n])
		unit, known := map[byte]time.Duration{'W': 7 * 24 * time.Hour, 'D': 24 * time.Hour}[s[n]], s[n] == 'W' || s[n] == 'D'
		if clock {
			unit, known = map[byte]time.Duration{'H': time.Hour, 'M': time.Minute, 'S': time.Second}[s[n]], s[n] == 'H' || s[n] == 'M' || s[n] == 'S'
		}
		if err != nil || !known {
			return 0, false
		}
		out += time.Duration(number) * unit
		s = s[n+1:]
	}
	return out, out <= 400*24*time.Hour
}

// reminder reads how many minutes before the beginning an alarm goes.
func reminder(c *component) (minutes int, ok bool) {
	if c.name != "VALARM" {
		return 0, false
	}
	p, _ := c.prop("TRIGGER")
	if p.params["VALUE"] == "DATE-TIME" || strings.EqualFold(p.params["RELATED"], "END") {
		return 0, false
	}
	s, before := strings.CutPrefix(p.value, "-")
	d, ok := duration(s)
	if !ok || !before && d != 0 {
		return 0, false
	}
	minutes = int(d / time.Minute)
	return minutes, minutes <= MaxRemind
}
