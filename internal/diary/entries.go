// SPDX-License-Identifier: EUPL-1.2

package diary

import (
	"context"
	"fmt"
	"maps"
	"slices"
	"strings"
	"time"

	"regie/internal/store"
	"regie/internal/vault"
)

func (d *Diaries) newKey() Key {
	for {
		var k Key
		for _, b := range store.NewID(d.rand) {
			k = k<<8 | Key(b)
		}
		if k != 0 {
			return k
		}
	}
}

// Put adds an entry (Key 0) or changes one, and returns it as it is kept. Files stay as they are:
// see AddFile. Errors: ErrOdd, ErrFull, ErrNotFound, those of vault and store.
func (d *Diaries) Put(ctx context.Context, v *vault.Opened, e Entry) (Entry, error) {
	all, err := d.PutAll(ctx, v, []Entry{e})
	if err != nil {
		return Entry{}, err
	}
	return all[0], nil
}

// PutAll does that with some entries: all or none.
func (d *Diaries) PutAll(ctx context.Context, v *vault.Opened, all []Entry) ([]Entry, error) {
	var out []Entry
	err := d.change(ctx, v, func(c *change) error {
		out = nil
		for _, e := range all {
			e, err := c.putEntry(e)
			if err != nil {
				return err
			}
			out = append(out, e)
		}
		return nil
	})
	return out, err
}

func (c *change) putEntry(e Entry) (Entry, error) {
	e.shorten()
	if err := e.check(); err != nil {
		return e, err
	}
	e.Files, e.Made, e.Deleted = nil, c.now, time.Time{}
	if e.Key == 0 {
		e.Key = c.d.newKey()
	} else {
		p, i, err := c.at(e.Key)
		if err != nil {
			return e, err
		}
		old := p.Entries[i]
		if !old.Deleted.IsZero() {
			return e, ErrNotFound
		}
		e.Files, e.Made, e.Sort = old.Files, old.Made, old.Sort
		p.Entries = slices.Delete(p.Entries, i, i+1)
		if err := e.check(); err != nil {
			return e, err
		}
	}
	e.Changed = c.now
	p, err := c.page(e.month())
	if err != nil {
		return e, err
	}
	if len(p.Entries) >= MaxMonth {
		return e, ErrFull
	}
	p.Entries = append(p.Entries, e)
	slices.SortStableFunc(p.Entries, later)
	c.root.Of[e.Key] = e.month()
	return e, nil
}

// Delete takes an entry away. Restore puts it back, for a day at least.
func (d *Diaries) Delete(ctx context.Context, v *vault.Opened, k Key) error {
	return d.each(ctx, v, k, func(e *Entry, now time.Time) { e.Deleted = now })
}

// Restore puts back what was deleted.
func (d *Diaries) Restore(ctx context.Context, v *vault.Opened, k Key) error {
	return d.each(ctx, v, k, func(e *Entry, _ time.Time) { e.Deleted = time.Time{} })
}

func (d *Diaries) each(ctx context.Context, v *vault.Opened, k Key, fn func(e *Entry, now time.Time)) error {
	return d.change(ctx, v, func(c *change) error {
		p, i, err := c.at(k)
		if err != nil {
			return err
		}
		if gone := p.Entries[i].Deleted; !gone.IsZero() && c.now.Sub(gone) > kept {
			return ErrNotFound
		}
		fn(&p.Entries[i], c.now)
		return nil
	})
}

// Get returns an entry, also one that was deleted a while ago.
func (d *Diaries) Get(ctx context.Context, v *vault.Opened, k Key) (e Entry, err error) {
	err = d.view(ctx, v, func(tx *store.Tx, r *root) error {
		month, ok := r.Of[k]
		if !ok {
			return ErrNotFound
		}
		p, err := r.page(tx, v, month)
		if err != nil {
			return err
		}
		i := slices.IndexFunc(p.Entries, func(e Entry) bool { return e.Key == k })
		if i < 0 || !p.Entries[i].Deleted.IsZero() && d.now().Sub(p.Entries[i].Deleted) > kept {
			return ErrNotFound
		}
		e = p.Entries[i]
		return nil
	})
	return e, err
}

// Months lists the months with entries, "2026-11", the last first.
func (d *Diaries) Months(ctx context.Context, v *vault.Opened) (out []string, err error) {
	err = d.view(ctx, v, func(_ *store.Tx, r *root) error {
		out = slices.Sorted(maps.Keys(r.Months))
		slices.Reverse(out)
		return nil
	})
	return out, err
}

// Month lists the entries of a month, the last first.
func (d *Diaries) Month(ctx context.Context, v *vault.Opened, month string) (out []Entry, err error) {
	err = d.view(ctx, v, func(tx *store.Tx, r *root) error {
		out, err = r.shown(tx, v, month)
		return err
	})
	return out, err
}

func (r *root) shown(tx *store.Tx, v *vault.Opened, month string) ([]Entry, error) {
	p, err := r.page(tx, v, month)
	if err != nil {
		return nil, err
	}
	return slices.DeleteFunc(p.Entries, func(e Entry) bool { return !e.Deleted.IsZero() }), nil
}

// Day lists the entries of a day, the last first.
func (d *Diaries) Day(ctx context.Context, v *vault.Opened, day string) ([]Entry, error) {
	if _, err := time.Parse(time.DateOnly, day); err != nil {
		return nil, ErrOdd
	}
	all, err := d.Month(ctx, v, day[:len("2006-01")])
	return slices.DeleteFunc(all, func(e Entry) bool { return e.Day != day }), err
}

// Between lists the entries of some days, both included, the last first: what a page for the
// doctor shows.
func (d *Diaries) Between(ctx context.Context, v *vault.Opened, from, to string) (out []Entry, err error) {
	return d.some(ctx, v, from, to, func(*Entry) bool { return true }, 0)
}

// Search lists up to most entries that have every word of a question, the last first. Words may be
// unfinished, and capitals and accents make no difference.
func (d *Diaries) Search(ctx context.Context, v *vault.Opened, question string, most int) ([]Entry, error) {
	words := strings.Fields(fold(question))
	if len(words) == 0 {
		return nil, nil
	}
	return d.some(ctx, v, "", "9999", func(e *Entry) bool { return e.has(words) }, most)
}

// About lists up to most entries that are linked to an item or a medicine, or to a kind of
// measurements, the last first.
func (d *Diaries) About(ctx context.Context, v *vault.Opened, what string, most int) ([]Entry, error) {
	return d.AboutAny(ctx, v, []string{what}, most)
}

// AboutAny lists up to most entries that are linked to any of some things, the last first.
func (d *Diaries) AboutAny(ctx context.Context, v *vault.Opened, what []string, most int) ([]Entry, error) {
	return d.some(ctx, v, "", "9999", func(e *Entry) bool {
		is := func(key string) bool { return slices.Contains(what, key) }
		return slices.ContainsFunc(e.Items, is) || slices.ContainsFunc(e.Medicines, is) || slices.ContainsFunc(e.Kinds, is) ||
			e.Dose != nil && is(e.Dose.Medicine)
	}, most)
}

func (d *Diaries) some(ctx context.Context, v *vault.Opened, from, to string, want func(*Entry) bool, most int) (out []Entry, err error) {
	err = d.view(ctx, v, func(tx *store.Tx, r *root) error {
		out = nil
		months := slices.Sorted(maps.Keys(r.Months))
		for _, month := range slices.Backward(months) {
			if month+"-99" < from || month > to {
				continue
			}
			all, err := r.shown(tx, v, month)
			if err != nil {
				return fmt.Errorf("searching a diary: %w", err)
			}
			for i := range all {
				if all[i].Day >= from && all[i].Day <= to && want(&all[i]) {
					if out = append(out, all[i]); len(out) == most {
						return nil
					}
				}
			}
		}
		return nil
	})
	return out, err
}

func (e *Entry) has(words []string) bool {
	parts := []string{e.Text}
	for _, c := range e.Complaints {
		parts = append(parts, c.Word)
	}
	for _, f := range e.Files {
		parts = append(parts, f.Said)
	}
	if e.Dose != nil {
		parts = append(parts, e.Dose.Name)
	}
	all := " " + fold(strings.Join(parts, " "))
	for _, w := range words {
		if !strings.Contains(all, " "+w) {
			return false
		}
	}
	return true
}
