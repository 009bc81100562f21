// SPDX-License-Identifier: EUPL-1.2

// Package receive keeps the secret addresses to which a person's apps send measurements, and what
// comes in there.
//
// Whoever knows an address can put something in, and do nothing else. The server keeps only a keyed
// hash of it. What comes in is sealed to the person unread, because the vault is closed; it is read
// and added at the next opening.
package receive

import (
	"context"
	"crypto/rand"
	"encoding/base64"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"slices"
	"time"

	"github.com/go-json-experiment/json"

	"regie/internal/measure"
	"regie/internal/store"
	"regie/internal/vault"
)

// Limits.
const (
	MaxBody   = 10 << 20 // bytes of one delivery
	mostOpen  = 20       // addresses in use
	mostKept  = 60       // addresses, stopped ones included
	mostLabel = 60       // letters
	tokenSize = 32       // bytes

	perHour    = 120       // deliveries to one address; each MiB counts as one more
	mostWait   = 500       // letters in the inbox of one person
	mostWeight = 200 << 20 // bytes of them
)

var (
	// ErrNotFound says that nobody receives there, or that there is no such address.
	ErrNotFound = errors.New("receive: not found")
	// ErrFull says that there are too many addresses.
	ErrFull = errors.New("receive: too many addresses")
)

// Busy says that too much came in lately.
type Busy struct{ Retry time.Duration }

func (e *Busy) Error() string { return "receive: too much at once" }

// Config is what Receivers work with. Log, Now and Rand may be left out.
type Config struct {
	DB    *store.DB
	Keys  *vault.Keyring
	Books *measure.Books
	// Read reads a delivery into an intake; an error says that it is nothing that Regie knows.
	Read func(body []byte, in *measure.Intake) error
	Now  func() time.Time
	Rand io.Reader
	Log  *slog.Logger
}

// Receivers are the addresses of everybody. It is safe for concurrent use.
type Receivers struct{ Config }

// New returns the receivers.
func New(c Config) *Receivers {
	if c.Now == nil {
		c.Now = time.Now
	}
	if c.Rand == nil {
		c.Rand = rand.Reader
	}
	if c.Log == nil {
		c.Log = slog.New(slog.DiscardHandler)
	}
	return &Receivers{c}
}

// Address is where one app sends. The address itself is known only to the app.
type Address struct {
	ID      string    `json:"id"`
	Label   string    `json:"label"` // what the person calls it: "iPhone van Anna"
	Made    time.Time `json:"made"`
	Stopped time.Time `json:"stopped,omitzero"`
	Last    time.Time `json:"last,omitzero"`    // when something came in
	Times   int       `json:"times,omitempty"`  // how often
	Added   int       `json:"added,omitempty"`  // samples that were new, in all
	Wrong   Wrong     `json:"wrong,omitempty"`  // what was the matter with the last delivery
	Skipped int       `json:"skipped,omitzero"` // parts of the last delivery that could not be used
	Import  uint64    `json:"import,omitzero"`  // what came in here, as one import

	Blind []byte `json:"blind"` // by which the directory finds it
}

// Wrong is what was the matter with a delivery.
type Wrong string

// What can be the matter.
const (
	WrongNothing Wrong = ""
	WrongUnread  Wrong = "unread" // nothing that Regie knows
	WrongEmpty   Wrong = "empty"  // no measurements in it
)

type state struct {
	Addresses []*Address `json:"addresses,omitempty"`

	version uint64
}

// stateID is the one row of the collection.
var stateID = store.ID{15: 1}

func (r *Receivers) read(tx *store.Tx, v *vault.Opened) (*state, error) {
	s := &state{}
	plain, version, err := v.Get(tx, vault.Receivers, stateID)
	switch {
	case errors.Is(err, store.ErrNotFound):
		return s, nil
	case err != nil:
		return nil, fmt.Errorf("reading addresses: %w", err)
	}
	if err := json.Unmarshal(plain, s); err != nil {
		return nil, fmt.Errorf("reading addresses: %w", err)
	}
	s.version = version
	return s, nil
}

func (s *state) write(tx *store.Tx, v *vault.Opened) error {
	plain, err := json.Marshal(s, json.Deterministic(true))
	if err != nil {
		return fmt.Errorf("writing addresses: %w", err)
	}
	return v.Put(tx, vault.Receivers, stateID, s.version+1, plain)
}

// change changes the addresses of a person in one transaction.
func (r *Receivers) change(ctx context.Context, v *vault.Opened, do func(tx *store.Tx, s *state) error) error {
	const tries = 4
	return store.Again(tries, func() error {
		return r.DB.Update(ctx, v.Scope(), func(tx *store.Tx) error {
			s, err := r.read(tx, v)
			if err != nil {
				return err
			}
			if err := do(tx, s); err != nil {
				return err
			}
			return s.write(tx, v)
		})
	})
}

func (r *Receivers) blind(token string) []byte { return r.Keys.BlindIndex("receive", token) }

// Make makes an address, and returns the secret part of it: nobody can find that again. ErrFull.
func (r *Receivers) Make(ctx context.Context, v *vault.Opened, label string) (token string, err error) {
	if rs := []rune(label); len(rs) > mostLabel {
		label = string(rs[:mostLabel])
	}
	secret, id := make([]byte, tokenSize), make([]byte, 8)
	for _, b := range [][]byte{secret, id} {
		if _, err := io.ReadFull(r.Rand, b); err != nil {
			return "", fmt.Errorf("making an address: %w", err)
		}
	}
	token = base64.RawURLEncoding.EncodeToString(secret)
	blind := r.blind(token)
	err = r.change(ctx, v, func(tx *store.Tx, s *state) error {
		open := 0
		for _, a := range s.Addresses {
			if a.Stopped.IsZero() {
				open++
			}
		}
		if open >= mostOpen {
			return ErrFull
		}
		if len(s.Addresses) >= mostKept { // the oldest that was stopped is forgotten
			i := slices.IndexFunc(s.Addresses, func(a *Address) bool { return !a.Stopped.IsZero() })
			s.Addresses = slices.Delete(s.Addresses, i, i+1)
		}
		s.Addresses = append(s.Addresses, &Address{ID: hex.EncodeToString(id), Label: label, Made: r.Now().UTC(), Blind: blind})
		return tx.ClaimDirectory(blind)
	})
	if err != nil {
		return "", fmt.Errorf("making an address: %w", err)
	}
	return token, nil
}

// List returns the addresses, those in use first and then the newest first.
func (r *Receivers) List(ctx context.Context, v *vault.Opened) ([]*Address, error) {
	var s *state
	err := r.DB.View(ctx, v.Scope(), func(tx *store.Tx) (err error) {
		s, err = r.read(tx, v)
		return err
	})
	if err != nil {
		return nil, err
	}
	slices.SortStableFunc(s.Addresses, func(a, b *Address) int {
		if open := a.Stopped.IsZero(); open != b.Stopped.IsZero() {
			if open {
				return -1
			}
			return 1
		}
		return b.Made.Compare(a.Made)
	})
	return s.Addresses, nil
}

// Stop ends an address at once. What came in before is still added. ErrNotFound.
func (r *Receivers) Stop(ctx context.Context, v *vault.Opened, id string) error {
	return r.change(ctx, v, func(tx *store.Tx, s *state) error {
		for _, a := range s.Addresses {
			if a.ID != id || !a.Stopped.IsZero() {
				continue
			}
			a.Stopped = r.Now().UTC()
			if err := tx.Release(a.Blind); err != nil && !errors.Is(err, store.ErrNotFound) {
				return err
			}
			return nil
		}
		return ErrNotFound
	})
}
