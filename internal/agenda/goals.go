// SPDX-License-Identifier: EUPL-1.2

package agenda

import (
	"context"
	"math/big"
	"slices"
	"strings"
	"time"

	"regie/internal/store"
	"regie/internal/vault"
)

// Aim is how a target is meant.
type Aim string

// The aims. Done has no number: something that the person will have done.
const (
	AtLeast Aim = "least"
	AtMost  Aim = "most"
	Between Aim = "between"
	Done    Aim = "done"
)

// Goal is what a person wants to reach, on her own or agreed with a doctor. Regie does not say
// whether it is a good goal.
type Goal struct {
	Key     Key       `json:"key,string"`
	What    string    `json:"what"`
	Kind    string    `json:"kind,omitempty"` // kind of measurement that it is about, "weight"; "" for none
	Aim     Aim       `json:"aim"`
	Low     string    `json:"low,omitempty"`  // literal number, "70" or "7.5"; of AtLeast and Between
	High    string    `json:"high,omitempty"` // of AtMost and Between
	Unit    string    `json:"unit,omitempty"`
	By      string    `json:"by,omitempty"`     // day, "2026-12-31"
	With    string    `json:"with,omitempty"`   // the doctor with whom it was agreed; "" for alone
	Doctor  string    `json:"doctor,omitempty"` // key of that doctor in the record; "" for somebody who is not there
	Note    string    `json:"note,omitempty"`
	Reached string    `json:"reached,omitempty"` // day on which the person said that it was
	Made    time.Time `json:"made"`
	Changed time.Time `json:"changed"`
	Deleted time.Time `json:"deleted,omitzero"`
}

// MaxGoals is how many goals a person has.
const MaxGoals = 200

// Within tells whether a measured value, a literal number, is as the goal wants it. ok is false
// where that cannot be told.
func (t *Goal) Within(value string) (within, ok bool) {
	v, known := number(value)
	low, hasLow := number(t.Low)
	high, hasHigh := number(t.High)
	switch {
	case !known:
		return false, false
	case t.Aim == AtLeast && hasLow:
		return v.Cmp(low) >= 0, true
	case t.Aim == AtMost && hasHigh:
		return v.Cmp(high) <= 0, true
	case t.Aim == Between && hasLow && hasHigh:
		return v.Cmp(low) >= 0 && v.Cmp(high) <= 0, true
	}
	return false, false
}

// number reads a plain decimal number, with a point or a comma.
func number(s string) (*big.Rat, bool) {
	s = strings.Replace(s, ",", ".", 1)
	if s == "" || len(s) > 20 || strings.Trim(s, "-0123456789.") != "" {
		return nil, false
	}
	return new(big.Rat).SetString(s)
}

func (t *Goal) check() error {
	low, hasLow := number(t.Low)
	high, hasHigh := number(t.High)
	switch {
	case t.What == "":
		return ErrOdd
	case t.Aim == AtLeast && !hasLow, t.Aim == AtMost && !hasHigh, t.Aim == Between && (!hasLow || !hasHigh || low.Cmp(high) > 0):
		return ErrOdd
	case !slices.Contains([]Aim{AtLeast, AtMost, Between, Done}, t.Aim):
		return ErrOdd
	}
	for _, day := range [...]string{t.By, t.Reached} {
		if _, err := time.Parse(formDay, day); day != "" && err != nil {
			return ErrOdd
		}
	}
	return nil
}

type goalRow struct {
	Format int    `json:"format"`
	Goals  []Goal `json:"goals"`
}

func readGoals(tx *store.Tx, v *vault.Opened) (*goalRow, uint64, error) {
	r := &goalRow{Format: format}
	version, err := load(tx, v, vault.Goals, rowID, r, &r.Format, "reading goals")
	return r, version, err
}

func (g *Agendas) changeGoals(ctx context.Context, v *vault.Opened, fn func(r *goalRow, now time.Time) error) (err error) {
	return g.rewrite(ctx, v, "changing goals", func(tx *store.Tx) error {
		r, version, err := readGoals(tx, v)
		if err != nil {
			return err
		}
		now := g.now().UTC().Truncate(time.Second)
		if err := fn(r, now); err != nil {
			return err
		}
		r.Goals = slices.DeleteFunc(r.Goals, func(t Goal) bool { return !t.Deleted.IsZero() && now.Sub(t.Deleted) > kept })
		return save(tx, v, vault.Goals, rowID, version, r)
	})
}

func (g *Agendas) goals(ctx context.Context, v *vault.Opened) (r *goalRow, err error) {
	err = g.db.View(ctx, v.Scope(), func(tx *store.Tx) error {
		r, _, err = readGoals(tx, v)
		return err
	})
	return r, err
}

func (r *goalRow) at(k Key, now time.Time) int {
	return slices.IndexFunc(r.Goals, func(t Goal) bool { return t.Key == k && (t.Deleted.IsZero() || now.Sub(t.Deleted) <= kept) })
}

// Goals lists the goals of a person: those to come first, by the day by which they are set.
func (g *Agendas) Goals(ctx context.Context, v *vault.Opened) ([]Goal, error) {
	r, err := g.goals(ctx, v)
	if err != nil {
		return nil, err
	}
	out := slices.DeleteFunc(r.Goals, func(t Goal) bool { return !t.Deleted.IsZero() })
	rank := func(t Goal) string {
		switch {
		case t.Reached != "":
			return "3" + t.Reached
		case t.By == "":
			return "2"
		}
		return "1" + t.By
	}
	slices.SortStableFunc(out, func(a, b Goal) int { return strings.Compare(rank(a), rank(b)) })
	return out, nil
}

// Goal returns one, also one that was deleted a while ago.
func (g *Agendas) Goal(ctx context.Context, v *vault.Opened, k Key) (Goal, error) {
	r, err := g.goals(ctx, v)
	if err != nil {
		return Goal{}, err
	}
	i := r.at(k, g.now())
	if i < 0 {
		return Goal{}, ErrNotFound
	}
	return r.Goals[i], nil
}

// PutGoal adds a goal (Key 0) or changes one. Errors: ErrOdd, ErrFull, ErrNotFound.
func (g *Agendas) PutGoal(ctx context.Context, v *vault.Opened, t Goal) (Goal, error) {
	t.What, t.With, t.Note, t.Unit = cut(t.What, MaxTitle), cut(t.With, MaxTitle), cut(t.Note, MaxNote), cut(t.Unit, 40)
	if err := t.check(); err != nil {
		return t, err
	}
	var out Goal
	err := g.changeGoals(ctx, v, func(r *goalRow, now time.Time) error {
		t := t // the transaction may run again
		t.Made, t.Changed, t.Deleted = now, now, time.Time{}
		if t.Key == 0 {
			if len(r.Goals) >= MaxGoals {
				return ErrFull
			}
			t.Key = g.newKey()
			r.Goals, out = append(r.Goals, t), t
			return nil
		}
		i := r.at(t.Key, now)
		if i < 0 || !r.Goals[i].Deleted.IsZero() {
			return ErrNotFound
		}
		t.Made = r.Goals[i].Made
		r.Goals[i], out = t, t
		return nil
	})
	return out, err
}

// DeleteGoal takes a goal away. RestoreGoal puts it back, for a day at least.
func (g *Agendas) DeleteGoal(ctx context.Context, v *vault.Opened, k Key) error {
	return g.eachGoal(ctx, v, k, func(t *Goal, now time.Time) { t.Deleted = now })
}

// RestoreGoal puts back what was deleted.
func (g *Agendas) RestoreGoal(ctx context.Context, v *vault.Opened, k Key) error {
	return g.eachGoal(ctx, v, k, func(t *Goal, _ time.Time) { t.Deleted = time.Time{} })
}

func (g *Agendas) eachGoal(ctx context.Context, v *vault.Opened, k Key, fn func(t *Goal, now time.Time)) error {
	return g.changeGoals(ctx, v, func(r *goalRow, now time.Time) error {
		i := r.at(k, now)
		if i < 0 {
			return ErrNotFound
		}
		fn(&r.Goals[i], now)
		return nil
	})
}
