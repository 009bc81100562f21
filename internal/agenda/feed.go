// SPDX-License-Identifier: EUPL-1.2

package agenda

import (
	"context"
	"errors"
	"fmt"
	"time"

	"regie/internal/store"
	"regie/internal/vault"
)

// feedTable is the table of the store in which copies are, as sealing names it.
const feedTable = "feed"

// feed is the address at which others read the agenda, as the vault keeps it.
type feed struct {
	Secret string    `json:"secret"` // see vault.Link
	Bare   bool      `json:"bare"`   // without titles, places and notes
	Made   time.Time `json:"made"`
}

// Feed is the address at which other programs read the agenda.
type Feed struct {
	Secret string // the part of the address that must stay secret
	Bare   bool   // without titles, places and notes
	Made   time.Time
}

// Words are what a copy says that stands in for the titles of appointments, and its own name.
type Words struct{ Name, Appointment string }

// FeedOf returns the address that a person has; ok is false where she has none.
func (g *Agendas) FeedOf(ctx context.Context, v *vault.Opened) (f Feed, ok bool, err error) {
	r, err := g.read(ctx, v)
	if err != nil || r.Feed == nil {
		return Feed{}, false, err
	}
	return Feed(*r.Feed), true, nil
}

// StartFeed makes a new address and the copy behind it; an older address ends. more are
// appointments from elsewhere that belong in it: those of providers.
func (g *Agendas) StartFeed(ctx context.Context, v *vault.Opened, bare bool, words Words, more []Appointment) (f Feed, err error) {
	err = g.change(ctx, v, func(tx *store.Tx, r *row, now time.Time) error {
		if err := r.stop(tx); err != nil {
			return err
		}
		r.Feed = &feed{vault.NewLink(g.rand).String(), bare, now}
		f = Feed(*r.Feed)
		return g.copy(tx, r, words, more, now)
	})
	return f, err
}

// StopFeed ends the address: whoever asks there finds nothing from now on.
func (g *Agendas) StopFeed(ctx context.Context, v *vault.Opened) error {
	return g.change(ctx, v, func(tx *store.Tx, r *row, _ time.Time) error {
		if r.Feed == nil {
			return nil
		}
		err := r.stop(tx)
		r.Feed = nil
		return err
	})
}

func (r *row) stop(tx *store.Tx) error {
	if r.Feed == nil {
		return nil
	}
	link, ok := vault.ParseLink(r.Feed.Secret)
	if !ok {
		return errDamaged
	}
	return tx.DeleteFeed(link.Row())
}

// RenewFeed makes the copy anew, where the person has an address. Call it after changes, and when
// the appointments of providers may have changed.
func (g *Agendas) RenewFeed(ctx context.Context, v *vault.Opened, words Words, more []Appointment) error {
	err := g.db.Update(ctx, v.Scope(), func(tx *store.Tx) error {
		r, err := readRow(tx, v)
		if err != nil || r.Feed == nil {
			return err
		}
		return g.copy(tx, r, words, more, g.now())
	})
	if err != nil {
		return fmt.Errorf("renewing a feed: %w", err)
	}
	return nil
}

// FeedPast is how long ago an appointment may have been to stand in a copy.
const FeedPast = 60 * 24 * time.Hour

func (g *Agendas) copy(tx *store.Tx, r *row, words Words, more []Appointment, now time.Time) error {
	link, ok := vault.ParseLink(r.Feed.Secret)
	if !ok {
		return errDamaged
	}
	var all []Appointment
	for _, a := range append(r.shown(), more...) {
		if len(Occurrences([]Appointment{a}, now.Add(-FeedPast).In(g.zone), now.AddDate(3, 0, 0), 1)) == 0 {
			continue
		}
		if r.Feed.Bare {
			a = a.bare(words.Appointment)
		}
		all = append(all, a)
	}
	sealed, err := link.Seal(feedTable, tx.Person(), Write(all, words.Name, now))
	if err != nil {
		return fmt.Errorf("sealing a feed: %w", err)
	}
	return tx.PutFeed(link.Row(), sealed)
}

// bare leaves only when it is. Also the UID may not tell where it came from.
func (a Appointment) bare(title string) Appointment {
	a.Title, a.Place, a.Note, a.UID, a.Item = title, "", "", "", ""
	return a
}

// ReadFeed returns the iCalendar that stands behind a secret, also while the vault is closed.
// ErrNotFound where nothing does.
func (g *Agendas) ReadFeed(ctx context.Context, secret string) (ics []byte, err error) {
	link, ok := vault.ParseLink(secret)
	if !ok {
		return nil, ErrNotFound
	}
	err = g.db.SystemView(ctx, func(tx *store.Tx) error {
		person, sealed, err := tx.Feed(link.Row())
		if err != nil {
			return err
		}
		ics, err = link.Open(feedTable, person, sealed)
		return err
	})
	if err != nil {
		return nil, fmt.Errorf("reading a feed: %w", noFeed(err))
	}
	return ics, nil
}

// noFeed turns what the store does not have into ErrNotFound.
func noFeed(err error) error {
	if errors.Is(err, store.ErrNotFound) {
		return ErrNotFound
	}
	return err
}
