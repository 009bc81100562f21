// SPDX-License-Identifier: EUPL-1.2

// Package agenda keeps a person's own appointments and goals, reads and writes iCalendar (RFC
// 5545), and keeps the copy of the agenda that other programs read at a secret address while the
// vault is closed.
package agenda

import (
	"errors"
	"io"
	"slices"
	"strconv"
	"time"
	"unicode/utf8"

	"regie/internal/store"
)

// Key names an appointment or a goal in an address.
type Key uint64

// String is the key in 16 hexadecimal digits.
func (k Key) String() string {
	s := strconv.FormatUint(uint64(k), 16)
	for len(s) < 16 {
		s = "0" + s
	}
	return s
}

// ParseKey reads what String wrote.
func ParseKey(s string) (Key, bool) {
	n, err := strconv.ParseUint(s, 16, 64)
	return Key(n), err == nil && n != 0 && Key(n).String() == s
}

// The forms of Appointment.From and Until, in Dutch time.
const (
	formDay    = time.DateOnly
	formMinute = "2006-01-02T15:04"
)

// Appointment is one of the person's own, or one that a provider told of, in a feed.
type Appointment struct {
	Key       Key       `json:"key,string"`
	UID       string    `json:"uid,omitempty"` // of iCalendar, where it came from a file
	Title     string    `json:"title"`
	Place     string    `json:"place,omitempty"`
	Note      string    `json:"note,omitempty"`
	From      string    `json:"from"`                // "2026-11-22T14:30", or "2026-11-22" for whole days; Dutch time
	Until     string    `json:"until,omitempty"`     // the same form; of whole days the last one. "" is unknown
	Repeat    *Repeat   `json:"repeat,omitempty"`    // nil: once
	Except    []string  `json:"except,omitempty"`    // days on which it is not, "2026-11-22"
	Reminders []int     `json:"reminders,omitempty"` // minutes before the beginning
	Mail      bool      `json:"mail,omitempty"`      // Regie sends the reminders by mail too; those of a file it does not
	Item      string    `json:"item,omitempty"`      // key of an item of the record that it belongs to
	Made      time.Time `json:"made"`
	Changed   time.Time `json:"changed"`
	Deleted   time.Time `json:"deleted,omitzero"` // it can be put back for a while
}

// Whole tells whether it takes whole days.
func (a *Appointment) Whole() bool { return len(a.From) == len(formDay) }

// Freq is how often something is.
type Freq string

// The frequencies.
const (
	Daily   Freq = "daily"
	Weekly  Freq = "weekly"
	Monthly Freq = "monthly"
	Yearly  Freq = "yearly"
)

// Repeat says that an appointment comes again. With neither Until nor Count it has no end.
type Repeat struct {
	Freq  Freq   `json:"freq"`
	Every int    `json:"every,omitempty"` // 2 for every other; 0 and 1 are the same
	Days  []int  `json:"days,omitempty"`  // of Weekly: days of the week, Sunday is 0; none: that of the beginning
	Until string `json:"until,omitempty"` // last day on which it may be, "2026-12-31"
	Count int    `json:"count,omitempty"` // how many times in all
}

// The bounds of an agenda.
const (
	MaxAppointments = 2000
	MaxTitle        = 200  // letters
	MaxNote         = 4000 // letters
	MaxExcept       = 400
	MaxReminders    = 5
	MaxRemind       = 28 * 24 * 60 // minutes before
	kept            = 24 * time.Hour
)

var (
	// ErrNotFound says that there is no such appointment, goal or address.
	ErrNotFound = errors.New("agenda: not found")
	// ErrFull says that there is no room for more.
	ErrFull = errors.New("agenda: full")
	// ErrOdd says that an appointment or goal cannot be.
	ErrOdd = errors.New("agenda: not an appointment")

	errDamaged = errors.New("agenda: damaged")
)

func parse(s string, zone *time.Location) (time.Time, error) {
	form := formMinute
	if len(s) == len(formDay) {
		form = formDay
	}
	t, err := time.ParseInLocation(form, s, zone)
	if err == nil && (t.Year() < 1900 || t.Year() > 2200) {
		err = ErrOdd
	}
	return t, err
}

func (a *Appointment) check() error {
	if a.Title == "" {
		return ErrOdd
	}
	from, err := parse(a.From, time.UTC)
	if err != nil {
		return ErrOdd
	}
	if a.Until != "" {
		until, err := parse(a.Until, time.UTC)
		if err != nil || len(a.Until) != len(a.From) || until.Before(from) || until.Sub(from) > 400*24*time.Hour {
			return ErrOdd
		}
	}
	if len(a.Except) > MaxExcept || len(a.Reminders) > MaxReminders {
		return ErrFull
	}
	for _, m := range a.Reminders {
		if m < 0 || m > MaxRemind {
			return ErrOdd
		}
	}
	for _, day := range a.Except {
		if _, err := time.Parse(formDay, day); err != nil {
			return ErrOdd
		}
	}
	return a.Repeat.check(a.From)
}

func (r *Repeat) check(from string) error {
	if r == nil {
		return nil
	}
	if !slices.Contains([]Freq{Daily, Weekly, Monthly, Yearly}, r.Freq) || r.Every < 0 || r.Every > 1000 || r.Count < 0 || r.Count > 10000 {
		return ErrOdd
	}
	for _, d := range r.Days {
		if d < 0 || d > 6 || r.Freq != Weekly {
			return ErrOdd
		}
	}
	if r.Until != "" {
		if _, err := time.Parse(formDay, r.Until); err != nil || r.Until < from[:len(formDay)] {
			return ErrOdd
		}
	}
	return nil
}

func cut(s string, most int) string {
	if utf8.RuneCountInString(s) <= most {
		return s
	}
	return string([]rune(s)[:most])
}

// Options of New. Now is required; Rand nil stands for crypto/rand. Zone is Dutch time.
type Options struct {
	Now  func() time.Time
	Rand io.Reader
	Zone *time.Location
}

// Agendas keeps the agendas and goals of all persons, each in her own vault.
type Agendas struct {
	db   *store.DB
	now  func() time.Time
	rand io.Reader
	zone *time.Location
}

// New returns the agendas that are kept in a database. It fails where the computer does not know
// Dutch time.
func New(db *store.DB, o Options) (*Agendas, error) {
	if o.Now == nil {
		o.Now = time.Now
	}
	if o.Zone == nil {
		var err error
		if o.Zone, err = time.LoadLocation(zoneName); err != nil {
			return nil, err
		}
	}
	return &Agendas{db, o.Now, o.Rand, o.Zone}, nil
}

func (g *Agendas) newKey() Key {
	for {
		var k Key
		for _, b := range store.NewID(g.rand) {
			k = k<<8 | Key(b)
		}
		if k != 0 {
			return k
		}
	}
}
