// SPDX-License-Identifier: EUPL-1.2

package agenda

import (
	"slices"
	"time"
)

// Sort is what somebody wants to be reminded of again and again.
type Sort string

// The sorts.
const (
	Measuring Sort = "measure"
	Taking    Sort = "medicine"
	Other     Sort = "other"
)

// Series is a reminder that comes again: on the same times of some days.
type Series struct {
	Key   Key      `json:"key,string"`
	Sort  Sort     `json:"sort"`
	Title string   `json:"title"`           // in the person's words, or the name of the medicine then
	Times []string `json:"times"`           // "08:00", in Dutch time; at least one
	Days  []int    `json:"days,omitempty"`  // of the week, Sunday is 0; none: every day
	From  string   `json:"from"`            // first day, "2026-11-22"
	Until string   `json:"until,omitempty"` // last day; "" has no end
	Of    string   `json:"of,omitempty"`    // Measuring: the kind; Taking: key of the medicine in the record
}

// None says that somebody is not reminded.
const None = -1

// Reminding is what a person chose about reminders. The zero value of Default and Theirs means None.
type Reminding struct {
	Off     bool           `json:"off"`               // no mails at all
	Default int            `json:"default,omitempty"` // minutes before a new appointment of one's own
	Theirs  int            `json:"theirs,omitempty"`  // minutes before appointments of providers
	Of      map[string]int `json:"of,omitempty"`      // for those for which the person chose: item → minutes, or None
	Series  []Series       `json:"series,omitempty"`
	Seen    time.Time      `json:"seen,omitzero"` // reminders until then were looked at
}

// The bounds of reminders.
const (
	MaxSeries = 50
	MaxTimes  = 8 // a day, of one series
	maxPlan   = 600
	maxChosen = 1000

	// Step is to what moments of reminders are rounded, downwards: the store sees them.
	Step = 5 * time.Minute

	aheadOnce  = 400 * 24 * time.Hour // how far what comes once is put in the store
	aheadAgain = 92 * 24 * time.Hour  // and what comes again
	// Lately is how long a reminder stays on the overview.
	Lately = 24 * time.Hour
	// dayBegins is from when reminders of what takes whole days are counted.
	dayBegins = 9 // o'clock
)

// Before is how many minutes before an appointment of a provider the person is reminded, or None.
func (r *Reminding) Before(item string) int {
	if m, ok := r.Of[item]; ok {
		return m
	}
	if r.Theirs == 0 {
		return None
	}
	return r.Theirs
}

// Reminder is one moment at which a person is reminded, of one thing.
type Reminder struct {
	At     time.Time
	Of     *Occurrence // an appointment, or
	Series *Series
}

// minutesBefore is the moment some minutes before an appointment. Whole days are counted on the calendar, so
// that the clock on the wall shows the same; what takes whole days begins at nine.
func minutesBefore(o Occurrence, minutes int) time.Time {
	at := o.Start
	if o.Whole() {
		y, m, d := at.Date()
		at = time.Date(y, m, d, dayBegins, 0, 0, 0, at.Location())
	}
	const day = 24 * 60
	at = at.AddDate(0, 0, -(minutes / day))
	return at.Add(-time.Duration(minutes%day) * time.Minute).Truncate(Step)
}

// Plan lists when a person is reminded, and of what, from one moment until another, both included; the
// first first. own are her own appointments, theirs those of providers, with their Item. Whether mails
// are sent at all (Off) makes no difference to it.
func Plan(own, theirs []Appointment, r Reminding, from, until time.Time) []Reminder {
	var out []Reminder
	add := func(o Occurrence, minutes int) {
		if at := minutesBefore(o, minutes); minutes >= 0 && !at.Before(from) && !at.After(until) {
			out = append(out, Reminder{At: at, Of: &o})
		}
	}
	most := MaxRemind * time.Minute
	for i := range own {
		a := &own[i]
		if !a.Mail || len(a.Reminders) == 0 || !a.Deleted.IsZero() {
			continue
		}
		for _, o := range Occurrences(own[i:i+1], from, until.Add(most), maxPlan) {
			for _, m := range a.Reminders {
				add(o, m)
			}
		}
	}
	for i := range theirs {
		if m := r.Before(theirs[i].Item); m >= 0 {
			for _, o := range Occurrences(theirs[i:i+1], from, until.Add(most), 1) {
				add(o, m)
			}
		}
	}
	for i := range r.Series {
		r.Series[i].each(from, until, func(at time.Time) { out = append(out, Reminder{At: at, Series: &r.Series[i]}) })
	}
	slices.SortStableFunc(out, func(a, b Reminder) int { return a.At.Compare(b.At) })
	return out
}

// each calls fn for each moment of a series.
func (s *Series) each(from, until time.Time, fn func(time.Time)) {
	y, m, d := from.Date()
	for n := 0; ; n++ {
		day := time.Date(y, m, d+n, 12, 0, 0, 0, from.Location()) // noon is there on each day
		name := day.Format(formDay)
		if day.Add(-24*time.Hour).After(until) || s.Until != "" && name > s.Until {
			return
		}
		if name < s.From || len(s.Days) > 0 && !slices.Contains(s.Days, int(day.Weekday())) {
			continue
		}
		for _, clock := range s.Times {
			t, err := time.Parse("15:04", clock)
			if err != nil {
				continue
			}
			at := time.Date(day.Year(), day.Month(), day.Day(), t.Hour(), t.Minute(), 0, 0, from.Location()).Truncate(Step)
			if !at.Before(from) && !at.After(until) {
				fn(at)
			}
		}
	}
}

func (s *Series) check() error {
	if !slices.Contains([]Sort{Measuring, Taking, Other}, s.Sort) || s.Title == "" || len(s.Times) == 0 {
		return ErrOdd
	}
	if len(s.Times) > MaxTimes {
		return ErrFull
	}
	for _, clock := range s.Times {
		if _, err := time.Parse("15:04", clock); err != nil || len(clock) != 5 {
			return ErrOdd
		}
	}
	for _, d := range s.Days {
		if d < 0 || d > 6 {
			return ErrOdd
		}
	}
	if _, err := time.Parse(formDay, s.From); err != nil {
		return ErrOdd
	}
	if _, err := time.Parse(formDay, s.Until); s.Until != "" && (err != nil || s.Until < s.From) {
		return ErrOdd
	}
	return nil
}

// moments are the moments of reminders that the store is to hold: the first of all that comes in the
// time ahead, each once. What comes again is put in for a shorter time, and anew while the vault is open.
func moments(own, theirs []Appointment, r Reminding, now time.Time) []time.Time {
	if r.Off {
		return nil
	}
	again := now.Add(aheadAgain)
	var out []time.Time
	// From a little ago: what has come and was not sent yet must not be taken back.
	for _, p := range Plan(own, theirs, r, now.Add(-Lately), now.Add(aheadOnce)) {
		if p.At.After(again) && (p.Series != nil || p.Of.Repeat != nil) {
			continue
		}
		if n := len(out); n == 0 || !out[n-1].Equal(p.At) {
			out = append(out, p.At)
		}
	}
	past := 0
	for past < len(out) && !out[past].After(now) {
		past++
	}
	return out[:min(len(out), past+maxPlan)]
}
