// SPDX-License-Identifier: EUPL-1.2

// Package diary keeps what people write about how they are: a text, a mood, complaints, a photo or
// a sound, with links to what it is about, and what they took or skipped of their medicines. It is
// private: nothing here is shared unless the person does so elsewhere, on purpose.
//
// Entries are kept in sealed rows of a month. Which month a row is of stands in a sealed row too.
package diary

import (
	"errors"
	"io"
	"strconv"
	"time"
	"unicode/utf8"

	"regie/internal/store"
)

// Key names an entry in an address.
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

// Sort is what kind of entry it is.
type Sort uint8

// The sorts. Numbers are stored and never used again.
const (
	Note     Sort = 1 // something the person wrote
	Medicine Sort = 2 // a medicine that was taken or skipped
	Symptom  Sort = 3 // complaints and how strong they were
)

// Complaint is what bothered somebody, in her own word, and how much, on the scale of her choice.
type Complaint struct {
	Word     string `json:"word"`
	Strength int    `json:"strength"` // 0 to Scale.Most
	Scale    Scale  `json:"scale,omitempty"`
}

// Scale is on what somebody says how strong a complaint is.
type Scale string

// The scales. They are stored.
const (
	Numbers Scale = ""      // 0 to 10
	Words   Scale = "words" // 0 to 4: none, little, some, much, very much
	Had     Scale = "had"   // 0 or 1: not there, there
)

// Most is the greatest strength on the scale, and -1 for what is no scale.
func (s Scale) Most() int {
	switch s {
	case Numbers:
		return 10
	case Words:
		return 4
	case Had:
		return 1
	}
	return -1
}

// Dose is a medicine that was taken, or not.
type Dose struct {
	Medicine string `json:"medicine,omitempty"` // key of the medicine in the record, "" for one that is not there
	Name     string `json:"name"`               // as it was called then
	Skipped  bool   `json:"skipped,omitempty"`
}

// File is a photo or sound of an entry.
type File struct {
	ID   store.ID `json:"-"`
	Hex  string   `json:"id"`
	Type string   `json:"type"`           // "image/jpeg", "image/png", "audio/mpeg", "audio/mp4", "audio/ogg", "audio/wav"
	Size int      `json:"size"`           // bytes
	Said string   `json:"said,omitempty"` // what is to be seen or heard
}

// Photo tells whether it is to be seen; otherwise it is to be heard.
func (f File) Photo() bool { return f.Type == typeJPEG || f.Type == typePNG }

// Entry is one entry.
type Entry struct {
	Key        Key         `json:"key,string"` // 0 for one that is new
	Sort       Sort        `json:"sort"`
	Day        string      `json:"day"`            // "2026-11-22", as the person's calendar had it
	Time       string      `json:"time,omitempty"` // "14:30", "" where only the day is known
	Text       string      `json:"text,omitempty"`
	Mood       int         `json:"mood,omitempty"` // 1 (very bad) to 5 (very good), 0 where nothing was said
	Complaints []Complaint `json:"complaints,omitempty"`
	Dose       *Dose       `json:"dose,omitempty"`
	Files      []File      `json:"files,omitempty"`
	Items      []string    `json:"items,omitempty"`     // keys of items of the record
	Medicines  []string    `json:"medicines,omitempty"` // keys of medicines of the record
	Kinds      []string    `json:"kinds,omitempty"`     // kinds of measurements
	Made       time.Time   `json:"made"`
	Changed    time.Time   `json:"changed"`
	Deleted    time.Time   `json:"deleted,omitzero"` // it can be put back for a while
}

func (e *Entry) month() string { return e.Day[:len("2006-01")] }

// The bounds of a diary.
const (
	MaxText       = 10_000   // letters of a text
	MaxWord       = 200      // letters of a complaint, or of what a photo shows
	MaxComplaints = 20       // of an entry
	MaxLinks      = 50       // of an entry, of each sort
	MaxFiles      = 6        // of an entry
	MaxFile       = 12 << 20 // bytes of a photo or sound
	MaxMonth      = 3000     // entries of a month
	kept          = 24 * time.Hour
)

var (
	// ErrNotFound says that there is no such entry or file.
	ErrNotFound = errors.New("diary: not found")
	// ErrFull says that a month or an entry has no room for more.
	ErrFull = errors.New("diary: full")
	// ErrOdd says that an entry cannot be: no day, a mood that is none, nothing in it.
	ErrOdd = errors.New("diary: not an entry")

	errDamaged = errors.New("diary: damaged")
)

// Empty tells whether nothing was said.
func (e *Entry) Empty() bool {
	return e.Text == "" && e.Mood == 0 && len(e.Complaints) == 0 && e.Dose == nil && len(e.Files) == 0
}

func (e *Entry) check() error {
	day, err := time.Parse(time.DateOnly, e.Day)
	if err != nil || day.Year() < 1900 || day.Year() > 2200 {
		return ErrOdd
	}
	if _, err := time.Parse("15:04", e.Time); e.Time != "" && (err != nil || len(e.Time) != 5) {
		return ErrOdd
	}
	if e.Sort < Note || e.Sort > Symptom || e.Mood < 0 || e.Mood > 5 || (e.Sort == Medicine) != (e.Dose != nil) {
		return ErrOdd
	}
	for _, c := range e.Complaints {
		if c.Word == "" || c.Strength < 0 || c.Strength > c.Scale.Most() {
			return ErrOdd
		}
	}
	if len(e.Complaints) > MaxComplaints || max(len(e.Items), len(e.Medicines), len(e.Kinds)) > MaxLinks {
		return ErrFull
	}
	return nil
}

func (e *Entry) shorten() {
	e.Text = cut(e.Text, MaxText)
	for i := range e.Complaints {
		e.Complaints[i].Word = cut(e.Complaints[i].Word, MaxWord)
	}
	if e.Dose != nil {
		e.Dose.Name = cut(e.Dose.Name, MaxWord)
	}
}

// cut keeps the first letters of a text.
func cut(s string, most int) string {
	if utf8.RuneCountInString(s) <= most {
		return s
	}
	return string([]rune(s)[:most])
}

// later orders entries: the last first, those without a time of day at the end of their day.
func later(a, b Entry) int {
	switch {
	case a.Day != b.Day:
		return -compare(a.Day, b.Day)
	case a.Time != b.Time:
		return -compare(a.Time, b.Time)
	}
	return b.Made.Compare(a.Made)
}

func compare(a, b string) int {
	if a < b {
		return -1
	}
	if a > b {
		return 1
	}
	return 0
}

// Options of New. Now is required; Rand nil stands for crypto/rand.
type Options struct {
	Now  func() time.Time
	Rand io.Reader
}

// Diaries keeps the diaries of all persons, each in her own vault.
type Diaries struct {
	db   *store.DB
	now  func() time.Time
	rand io.Reader
}

// New returns the diaries that are kept in a database.
func New(db *store.DB, o Options) *Diaries {
	if o.Now == nil {
		o.Now = time.Now
	}
	return &Diaries{db, o.Now, o.Rand}
}
