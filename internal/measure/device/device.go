// SPDX-License-Identifier: EUPL-1.2

// Package device keeps what measuring devices send over Bluetooth.
//
// A browser hands over the bytes of each reading as they came. What is clear is added to the books
// at once. What is not waits, sealed, until the person says whose it is or when it was: a cuff may
// have forgotten it by then.
package device

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"slices"
	"strconv"
	"time"

	"regie/internal/measure"
	"regie/internal/measure/gatt"
	"regie/internal/store"
	"regie/internal/vault"
)

// Drift is how far the clock of a device may be from that of the browser before it is asked about.
const Drift = 5 * time.Minute

const (
	mostWaiting = 1000 // readings that wait for an answer
	mostDone    = 4000 // readings of one device that are remembered, so that they are not asked about again
	mostMeters  = 50
	mostName    = 100 // bytes
)

var (
	// ErrFull says that too many readings wait for an answer, or that there are too many devices.
	ErrFull = errors.New("device: too many wait")
	// ErrNotFound says that there is no such device or reading.
	ErrNotFound = errors.New("device: not found")
)

// Meter is a device. Browsers never learn its serial number, so this is all that tells two apart.
type Meter struct {
	Name  string `json:"name"`  // what it calls itself in the air
	Model string `json:"model"` // "M7 Intelli IT"; may be empty
	Maker string `json:"maker"` // may be empty
}

// Title is what people call it.
func (m Meter) Title() string {
	if m.Model != "" {
		return m.Model
	}
	return m.Name
}

func (m Meter) source() measure.Source {
	return measure.Source{Name: m.Title(), Model: m.Model, Class: measure.ClassCuff}
}

func (m Meter) key() string {
	sum := sha256.Sum256([]byte(m.Name + "\x00" + m.Model + "\x00" + m.Maker))
	return hex.EncodeToString(sum[:8])
}

func (m Meter) trim() Meter {
	cut := func(s string) string { return s[:min(len(s), mostName)] }
	return Meter{Name: cut(m.Name), Model: cut(m.Model), Maker: cut(m.Maker)}
}

// Reading is what a characteristic sent, and when the browser saw it on the person's clock.
type Reading struct {
	Characteristic uint16
	Bytes          []byte
	More           []byte // what came behind it: the context of a glucose value, a second part
	Seen           time.Time
}

// State is what became of a reading.
type State uint8

// The states.
const (
	Kept    State = iota + 1
	Known         // it was here already
	Whose         // it waits: is it the person's own?
	When          // it waits: the clock of the device and that of the browser differ
	Other         // it is of another user of the device, and was not kept
	Refused       // there is nothing in it to keep
)

// Why is the reason that a reading was refused.
type Why uint8

// The reasons.
const (
	WhyNoValue  Why = iota + 1 // the device says that it did not succeed
	WhyUnread                  // not as the standard has it
	WhyUnlikely                // a value that no living person has
)

// Answer is what a reading says and what became of it.
type Answer struct {
	State  State
	Why    Why
	Values []gatt.Value
	Mark   measure.Mark
	User   int       // the number that the device gives its users; 0: not told
	At     time.Time // when it was, as far as is known
	Clock  time.Time // by the clock of the device; zero where it does not know
	Unset  bool      // the clock of the device was never set
}

// Desk takes readings. It is safe for concurrent use.
type Desk struct {
	db    *store.DB
	books *measure.Books
}

// New returns a desk that puts readings in the books.
func New(db *store.DB, books *measure.Books) *Desk { return &Desk{db: db, books: books} }

// Take takes readings of a device. When it returns without an error, all are dealt with: added to
// the books, or waiting in the vault. Taking a reading twice adds nothing. ErrFull.
func (d *Desk) Take(ctx context.Context, v *vault.Opened, m Meter, all []Reading) ([]Answer, error) {
	m = m.trim()
	out := make([]Answer, len(all))
	err := d.change(ctx, v, func(s *state) error {
		mt, err := s.meter(m)
		if err != nil {
			return err
		}
		for i, r := range all {
			w := waiting{
				Meter: mt.Key, Characteristic: r.Characteristic, Bytes: r.Bytes, More: r.More, Seen: r.Seen.UnixMilli(), Place: r.Seen.Location().String(),
			}
			w.ID = w.digest()
			if out[i], err = s.take(mt, w); err != nil {
				return err
			}
		}
		return nil
	})
	if err != nil {
		return nil, fmt.Errorf("taking readings: %w", err)
	}
	return out, nil
}

// Asked is a reading that waits for an answer.
type Asked struct {
	ID   string
	From Meter
	Answer
}

// User is somebody that a device counts with a number.
type User struct {
	Meter  Meter
	Key    string // of the device
	Number int
	Mine   bool
	Asked  bool // not answered yet
}

// Look is what waits, and what is remembered.
type Look struct {
	Waiting []Asked
	Users   []User
}

// Look tells what waits for an answer, oldest first, and which users of devices are known.
func (d *Desk) Look(ctx context.Context, v *vault.Opened) (*Look, error) {
	var s *state
	err := d.db.View(ctx, v.Scope(), func(tx *store.Tx) (err error) {
		s, err = readState(tx, v)
		return err
	})
	if err != nil {
		return nil, fmt.Errorf("looking at devices: %w", err)
	}
	out := &Look{}
	asked := map[string]bool{}
	for _, w := range s.Waiting {
		mt := s.byKey(w.Meter)
		if mt == nil {
			continue
		}
		a := mt.judge(w)
		out.Waiting = append(out.Waiting, Asked{ID: w.ID, From: mt.Meter, Answer: a})
		if id := mt.Key + strconv.Itoa(a.User); a.State == Whose && !asked[id] {
			asked[id] = true
			out.Users = append(out.Users, User{Meter: mt.Meter, Key: mt.Key, Number: a.User, Asked: true})
		}
	}
	for _, mt := range s.Meters {
		var numbers []int
		for n := range mt.Users {
			numbers = append(numbers, n)
		}
		slices.Sort(numbers)
		for _, n := range numbers {
			out.Users = append(out.Users, User{Meter: mt.Meter, Key: mt.Key, Number: n, Mine: mt.Users[n]})
		}
	}
	return out, nil
}

// Whose remembers whether a user of a device is the person, and deals with the readings that waited
// for it. ErrNotFound where there is no such device.
func (d *Desk) Whose(ctx context.Context, v *vault.Opened, key string, user int, mine bool) error {
	return d.answer(ctx, v, func(s *state) error {
		mt := s.byKey(key)
		if mt == nil || user < 1 || user > 255 {
			return ErrNotFound
		}
		if mt.Users == nil {
			mt.Users = map[int]bool{}
		}
		mt.Users[user] = mine
		return nil
	})
}

// When says of a reading that waits, or of all with id "", that the clock of the device is right
// (meter), or that it was made when the browser saw it. ErrNotFound.
func (d *Desk) When(ctx context.Context, v *vault.Opened, id string, meter bool) error {
	return d.answer(ctx, v, func(s *state) error {
		found := false
		for i := range s.Waiting {
			if w := &s.Waiting[i]; id == "" || w.ID == id {
				w.Clock, found = clockSeen, true
				if meter {
					w.Clock = clockMeter
				}
			}
		}
		if !found {
			return ErrNotFound
		}
		return nil
	})
}

// answer changes the state, and deals with what waited for that.
func (d *Desk) answer(ctx context.Context, v *vault.Opened, say func(s *state) error) error {
	err := d.change(ctx, v, func(s *state) error {
		if err := say(s); err != nil {
			return err
		}
		all := s.Waiting
		s.Waiting = nil
		for _, w := range all {
			mt := s.byKey(w.Meter)
			if mt == nil {
				continue
			}
			if _, err := s.take(mt, w); err != nil {
				return err
			}
		}
		return nil
	})
	if err != nil {
		return fmt.Errorf("answering about a reading: %w", err)
	}
	return nil
}

// change reads the state, lets do change it, adds what is clear to the books, and writes the state.
// The books come first: they take nothing twice, so that a fault between the two loses nothing.
func (d *Desk) change(ctx context.Context, v *vault.Opened, do func(s *state) error) error {
	const tries = 4
	return store.Again(tries, func() error { return d.change1(ctx, v, do) })
}

func (d *Desk) change1(ctx context.Context, v *vault.Opened, do func(s *state) error) error {
	var s *state
	err := d.db.View(ctx, v.Scope(), func(tx *store.Tx) (err error) {
		s, err = readState(tx, v)
		return err
	})
	if err != nil {
		return err
	}
	if err := do(s); err != nil {
		return err
	}
	for _, name := range s.names {
		if _, err := d.books.Add(ctx, v, s.clear[name], measure.About{Format: "device", Name: name}); err != nil {
			return err
		}
	}
	if !s.dirty {
		return nil
	}
	return d.db.Update(ctx, v.Scope(), func(tx *store.Tx) error { return s.write(tx, v) })
}
