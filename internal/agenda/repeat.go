// SPDX-License-Identifier: EUPL-1.2

package agenda

import (
	"slices"
	"time"
)

// Occurrence is one time that an appointment is.
type Occurrence struct {
	*Appointment
	Start, End time.Time // in the zone that was asked for; End is Start where it is unknown
}

// Day is the day on which it begins, as Except names it.
func (o Occurrence) Day() string { return o.Start.Format(formDay) }

// mostSteps is how far a repetition is followed: daily for over two hundred years.
const mostSteps = 80_000

// Occurrences lists when appointments are that end at from or later and begin before until, the
// first first, at most most of them.
func Occurrences(all []Appointment, from, until time.Time, most int) []Occurrence {
	var out []Occurrence
	for i := range all {
		n := 0
		all[i].each(from.Location(), func(o Occurrence) bool {
			if !o.Start.Before(until) {
				return false
			}
			if o.End.Before(from) {
				return true
			}
			out = append(out, o)
			n++
			return n < most
		})
	}
	slices.SortStableFunc(out, func(a, b Occurrence) int { return a.Start.Compare(b.Start) })
	return out[:min(len(out), most)]
}

// each calls fn for each time that it is, the first first, until fn returns false.
func (a *Appointment) each(zone *time.Location, fn func(Occurrence) bool) {
	start, err := parse(a.From, zone)
	if err != nil {
		return
	}
	days, length := 0, time.Duration(0)
	if a.Until != "" {
		end, err := parse(a.Until, zone)
		if err != nil {
			return
		}
		if a.Whole() {
			days = int(end.Sub(start).Hours()+12) / 24
		} else {
			length = end.Sub(start)
		}
	}
	emit := func(t time.Time) bool {
		if slices.Contains(a.Except, t.Format(formDay)) {
			return true
		}
		end := t.Add(length)
		if a.Whole() {
			end = t.AddDate(0, 0, days+1).Add(-time.Second)
		}
		return fn(Occurrence{a, t, end})
	}
	if a.Repeat == nil {
		emit(start)
		return
	}
	n := 0
	a.Repeat.days(start, func(t time.Time) bool {
		n++
		return emit(t) && (a.Repeat.Count == 0 || n < a.Repeat.Count)
	})
}

// days calls fn for each moment of a repetition, until fn returns false. A month that has no such
// day is left out, as iCalendar has it.
func (r *Repeat) days(start time.Time, fn func(time.Time) bool) {
	every := max(r.Every, 1)
	y, m, d := start.Date()
	at := func(y int, m time.Month, d int) time.Time {
		return time.Date(y, m, d, start.Hour(), start.Minute(), 0, 0, start.Location())
	}
	over := func(t time.Time) bool { return r.Until != "" && t.Format(formDay) > r.Until || t.Year() > 2200 }
	for i := range mostSteps {
		switch r.Freq {
		case Daily:
			if t := at(y, m, d+i*every); over(t) || !fn(t) {
				return
			}
		case Weekly:
			week := r.Days
			if len(week) == 0 {
				week = []int{int(start.Weekday())}
			}
			monday := d - (int(start.Weekday())+6)%7 + i*every*7
			for back := range 7 { // Monday first
				if !slices.Contains(week, (back+1)%7) {
					continue
				}
				t := at(y, m, monday+back)
				if t.Before(start) {
					continue
				}
				if over(t) || !fn(t) {
					return
				}
			}
		case Monthly, Yearly:
			months := i * every
			if r.Freq == Yearly {
				months *= 12
			}
			t := at(y, m+time.Month(months), d)
			if t.Day() != d {
				if over(t) {
					return
				}
				continue
			}
			if over(t) || !fn(t) {
				return
			}
		default:
			return
		}
	}
}
