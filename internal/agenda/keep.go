// SPDX-License-Identifier: EUPL-1.2

package agenda

import (
	"context"
	"slices"
	"time"

	"regie/internal/store"
	"regie/internal/vault"
)

// row is the agenda as it is kept.
type row struct {
	Format       int           `json:"format"`
	Appointments []Appointment `json:"appointments"`
	Feed         *feed         `json:"feed,omitempty"`
	version      uint64
}

func readRow(tx *store.Tx, v *vault.Opened) (_ *row, err error) {
	r := &row{Format: format}
	if r.version, err = load(tx, v, vault.Agenda, rowID, r, &r.Format, "reading an agenda"); err != nil {
		return nil, err
	}
	return r, nil
}

func (g *Agendas) change(ctx context.Context, v *vault.Opened, fn func(tx *store.Tx, r *row, now time.Time) error) (err error) {
	return g.rewrite(ctx, v, "changing an agenda", func(tx *store.Tx) error {
		r, err := readRow(tx, v)
		if err != nil {
			return err
		}
		now := g.now().UTC().Truncate(time.Second)
		if err := fn(tx, r, now); err != nil {
			return err
		}
		r.Appointments = slices.DeleteFunc(r.Appointments, func(a Appointment) bool {
			return !a.Deleted.IsZero() && now.Sub(a.Deleted) > kept
		})
		return save(tx, v, vault.Agenda, rowID, r.version, r)
	})
}

func (g *Agendas) read(ctx context.Context, v *vault.Opened) (r *row, err error) {
	err = g.db.View(ctx, v.Scope(), func(tx *store.Tx) error {
		r, err = readRow(tx, v)
		return err
	})
	return r, err
}

// All lists the person's own appointments, in the order in which they were made.
func (g *Agendas) All(ctx context.Context, v *vault.Opened) ([]Appointment, error) {
	r, err := g.read(ctx, v)
	if err != nil {
		return nil, err
	}
	return r.shown(), nil
}

func (r *row) shown() []Appointment {
	return slices.DeleteFunc(slices.Clone(r.Appointments), func(a Appointment) bool { return !a.Deleted.IsZero() })
}

func (r *row) at(k Key, now time.Time) int {
	return slices.IndexFunc(r.Appointments, func(a Appointment) bool {
		return a.Key == k && (a.Deleted.IsZero() || now.Sub(a.Deleted) <= kept)
	})
}

// Get returns one, also one that was deleted a while ago.
func (g *Agendas) Get(ctx context.Context, v *vault.Opened, k Key) (Appointment, error) {
	r, err := g.read(ctx, v)
	if err != nil {
		return Appointment{}, err
	}
	i := r.at(k, g.now())
	if i < 0 {
		return Appointment{}, ErrNotFound
	}
	return r.Appointments[i], nil
}

// Put adds an appointment (Key 0) or changes one, and returns it as it is kept. Errors: ErrOdd,
// ErrFull, ErrNotFound, those of vault and store.
func (g *Agendas) Put(ctx context.Context, v *vault.Opened, a Appointment) (Appointment, error) {
	var out Appointment
	err := g.change(ctx, v, func(_ *store.Tx, r *row, now time.Time) (err error) {
		out, err = g.put(r, a, now)
		return err
	})
	return out, err
}

func (g *Agendas) put(r *row, a Appointment, now time.Time) (Appointment, error) {
	a.Title, a.Place, a.Note = cut(a.Title, MaxTitle), cut(a.Place, MaxTitle), cut(a.Note, MaxNote)
	if err := a.check(); err != nil {
		return a, err
	}
	a.Made, a.Changed, a.Deleted = now, now, time.Time{}
	if a.Key == 0 {
		if len(r.Appointments) >= MaxAppointments {
			return a, ErrFull
		}
		a.Key = g.newKey()
		r.Appointments = append(r.Appointments, a)
		return a, nil
	}
	i := r.at(a.Key, now)
	if i < 0 || !r.Appointments[i].Deleted.IsZero() {
		return a, ErrNotFound
	}
	a.Made, a.UID = r.Appointments[i].Made, r.Appointments[i].UID
	r.Appointments[i] = a
	return a, nil
}

// Delete takes an appointment away. Restore puts it back, for a day at least.
func (g *Agendas) Delete(ctx context.Context, v *vault.Opened, k Key) error {
	return g.each(ctx, v, k, func(a *Appointment, now time.Time) error { a.Deleted = now; return nil })
}

// Restore puts back what was deleted.
func (g *Agendas) Restore(ctx context.Context, v *vault.Opened, k Key) error {
	return g.each(ctx, v, k, func(a *Appointment, _ time.Time) error { a.Deleted = time.Time{}; return nil })
}

// Skip takes one time out of an appointment that repeats; day is Occurrence.Day.
func (g *Agendas) Skip(ctx context.Context, v *vault.Opened, k Key, day string) error {
	return g.each(ctx, v, k, func(a *Appointment, now time.Time) error {
		if _, err := time.Parse(formDay, day); err != nil || a.Repeat == nil || !a.Deleted.IsZero() {
			return ErrOdd
		}
		if slices.Contains(a.Except, day) {
			return nil
		}
		if len(a.Except) >= MaxExcept {
			return ErrFull
		}
		a.Except, a.Changed = append(slices.Clone(a.Except), day), now
		return nil
	})
}

func (g *Agendas) each(ctx context.Context, v *vault.Opened, k Key, fn func(a *Appointment, now time.Time) error) error {
	return g.change(ctx, v, func(_ *store.Tx, r *row, now time.Time) error {
		i := r.at(k, now)
		if i < 0 {
			return ErrNotFound
		}
		return fn(&r.Appointments[i], now)
	})
}

// Add adds what came from a file, leaving out what is there already by its UID, and tells how many
// were added.
func (g *Agendas) Add(ctx context.Context, v *vault.Opened, all []Appointment) (added int, err error) {
	err = g.change(ctx, v, func(_ *store.Tx, r *row, now time.Time) error {
		added = 0
		for _, a := range all {
			if r.has(&a) {
				continue
			}
			a.Key = 0
			if _, err := g.put(r, a, now); err != nil {
				return err
			}
			added++
		}
		return nil
	})
	return added, err
}

// has tells whether an appointment is there already: by its UID, or the same by its title and time.
func (r *row) has(a *Appointment) bool {
	return slices.ContainsFunc(r.Appointments, func(o Appointment) bool {
		if !o.Deleted.IsZero() {
			return false
		}
		return a.UID != "" && (o.UID == a.UID || a.UID == o.uid()) || o.Title == a.Title && o.From == a.From
	})
}

// Double tells for each of some appointments whether it is there already.
func (g *Agendas) Double(ctx context.Context, v *vault.Opened, all []Appointment) ([]bool, error) {
	r, err := g.read(ctx, v)
	if err != nil {
		return nil, err
	}
	out := make([]bool, len(all))
	for i := range all {
		out[i] = r.has(&all[i])
	}
	return out, nil
}
