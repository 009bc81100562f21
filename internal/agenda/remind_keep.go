// SPDX-License-Identifier: EUPL-1.2

package agenda

import (
	"context"
	"fmt"
	"slices"
	"time"

	"regie/internal/store"
	"regie/internal/vault"
)

type remindRow struct {
	Format int `json:"format"`
	Reminding
}

func readReminding(tx *store.Tx, v *vault.Opened) (r remindRow, version uint64, err error) {
	r.Format = format
	version, err = load(tx, v, vault.Ahead, rowID, &r, &r.Format, "reading reminders")
	return r, version, err
}

// Reminding returns what a person chose about reminders.
func (g *Agendas) Reminding(ctx context.Context, v *vault.Opened) (Reminding, error) {
	var r remindRow
	err := g.db.View(ctx, v.Scope(), func(tx *store.Tx) (err error) {
		r, _, err = readReminding(tx, v)
		return err
	})
	return r.Reminding, err
}

// ChangeReminding changes what a person chose about reminders. Call Schedule after it. Errors: those of
// fn, ErrOdd, ErrFull.
func (g *Agendas) ChangeReminding(ctx context.Context, v *vault.Opened, fn func(r *Reminding) error) (err error) {
	return g.rewrite(ctx, v, "changing reminders", func(tx *store.Tx) error {
		r, version, err := readReminding(tx, v)
		if err != nil {
			return err
		}
		if err := fn(&r.Reminding); err != nil {
			return err
		}
		if len(r.Of) > maxChosen || len(r.Series) > MaxSeries {
			return ErrFull
		}
		for i := range r.Series {
			s := &r.Series[i]
			if s.Title = cut(s.Title, MaxTitle); s.Key == 0 {
				s.Key = g.newKey()
			}
			if err := s.check(); err != nil {
				return err
			}
		}
		return save(tx, v, vault.Ahead, rowID, version, r)
	})
}

// Schedule puts in the store when the person is to be reminded, as far as that can be said now: only
// moments, for what is sent while the vault is closed. theirs are the appointments of providers. Call it
// after changes, and when those may have changed; where nothing did, it only reads.
func (g *Agendas) Schedule(ctx context.Context, v *vault.Opened, theirs []Appointment) error {
	plan := func(tx *store.Tx) (want []time.Time, same bool, err error) {
		own, err := readRow(tx, v)
		if err != nil {
			return nil, false, err
		}
		r, _, err := readReminding(tx, v)
		if err != nil {
			return nil, false, err
		}
		now := g.now().In(g.zone)
		want = moments(own.shown(), theirs, r.Reminding, now)
		have, err := tx.Reminders()
		if err != nil {
			return nil, false, err
		}
		coming := slices.DeleteFunc(slices.Clone(want), func(t time.Time) bool { return !t.After(now) })
		have = slices.DeleteFunc(have, func(t time.Time) bool { return !t.After(now) && slices.ContainsFunc(want, t.Equal) })
		return want, slices.EqualFunc(coming, have, time.Time.Equal), nil
	}
	same := false
	err := g.db.View(ctx, v.Scope(), func(tx *store.Tx) (err error) {
		_, same, err = plan(tx)
		return err
	})
	if err == nil && !same {
		err = g.db.Update(ctx, v.Scope(), func(tx *store.Tx) error {
			want, same, err := plan(tx)
			if err != nil || same {
				return err
			}
			return tx.SetReminders(g.now(), want)
		})
	}
	if err != nil {
		return fmt.Errorf("putting reminders in order: %w", err)
	}
	return nil
}

// Reminded lists what the person was reminded of lately and has not looked at yet, the latest first: of
// an appointment until it is over, of other things for a day. Of a series only the latest counts; nothing where
// the person switched reminders off.
func (g *Agendas) Reminded(ctx context.Context, v *vault.Opened, theirs []Appointment) ([]Reminder, error) {
	own, err := g.All(ctx, v)
	if err != nil {
		return nil, err
	}
	r, err := g.Reminding(ctx, v)
	if err != nil {
		return nil, err
	}
	if r.Off {
		return nil, nil
	}
	now := g.now().In(g.zone)
	from := now.Add(-MaxRemind * time.Minute)
	if r.Seen.After(from) {
		from = r.Seen.Add(time.Second).In(g.zone)
	}
	var out []Reminder
	for _, p := range slices.Backward(Plan(own, theirs, r, from, now)) {
		over := p.Series != nil && now.Sub(p.At) > Lately || p.Of != nil && p.Of.End.Before(now)
		same := func(o Reminder) bool {
			return p.Series != nil && o.Series != nil && o.Series.Key == p.Series.Key || p.Of != nil && o.Of != nil && o.Of.Key == p.Of.Key
		}
		if !over && !slices.ContainsFunc(out, same) {
			out = append(out, p)
		}
	}
	return out, nil
}
