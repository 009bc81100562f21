// SPDX-License-Identifier: EUPL-1.2

package diary

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"maps"
	"slices"
	"time"

	"regie/internal/store"
	"regie/internal/vault"
)

// rootID is the row that says which row has which month; the same for everybody.
var rootID = store.ID{15: 1}

const format = 1

// root says where everything is.
type root struct {
	Format  int               `json:"format"`
	Months  map[string]string `json:"months"` // "2026-11" → id of the row
	Of      map[Key]string    `json:"of"`     // entry → month
	version uint64
}

// page is a month.
type page struct {
	Format  int     `json:"format"`
	Entries []Entry `json:"entries"`
	version uint64
	id      store.ID
}

func read(tx *store.Tx, v *vault.Opened, id store.ID, into any) (version uint64, err error) {
	plain, version, err := v.Get(tx, vault.Diary, id)
	if errors.Is(err, store.ErrNotFound) {
		return 0, nil
	}
	if err != nil {
		return 0, fmt.Errorf("reading a diary: %w", err)
	}
	if json.Unmarshal(plain, into) != nil {
		return 0, fmt.Errorf("reading a diary: %w", errDamaged)
	}
	return version, nil
}

func readRoot(tx *store.Tx, v *vault.Opened) (*root, error) {
	r := &root{Format: format, Months: map[string]string{}, Of: map[Key]string{}}
	var err error
	if r.version, err = read(tx, v, rootID, r); err != nil {
		return nil, err
	}
	if r.Format != format || r.Months == nil || r.Of == nil {
		return nil, errDamaged
	}
	return r, nil
}

func (r *root) page(tx *store.Tx, v *vault.Opened, month string) (*page, error) {
	p := &page{Format: format}
	hex, known := r.Months[month]
	if !known {
		return p, nil
	}
	var err error
	if p.id, err = store.ParseID(hex); err != nil {
		return nil, errDamaged
	}
	if p.version, err = read(tx, v, p.id, p); err != nil {
		return nil, err
	}
	if p.Format != format {
		return nil, errDamaged
	}
	for i := range p.Entries {
		for j := range p.Entries[i].Files {
			f := &p.Entries[i].Files[j]
			if f.ID, err = store.ParseID(f.Hex); err != nil {
				return nil, errDamaged
			}
		}
	}
	return p, nil
}

// change is one change of a diary, in one transaction.
type change struct {
	tx    *store.Tx
	v     *vault.Opened
	d     *Diaries
	now   time.Time
	root  *root
	pages map[string]*page
}

func (c *change) page(month string) (*page, error) {
	if p := c.pages[month]; p != nil {
		return p, nil
	}
	p, err := c.root.page(c.tx, c.v, month)
	if err == nil {
		c.pages[month] = p
	}
	return p, err
}

// at finds an entry.
func (c *change) at(k Key) (*page, int, error) {
	month, ok := c.root.Of[k]
	if !ok {
		return nil, 0, ErrNotFound
	}
	p, err := c.page(month)
	if err != nil {
		return nil, 0, err
	}
	i := slices.IndexFunc(p.Entries, func(e Entry) bool { return e.Key == k })
	if i < 0 {
		return nil, 0, ErrNotFound
	}
	return p, i, nil
}

// write writes the months that were looked at, and forgets what was deleted long enough ago.
func (c *change) write() error {
	for _, month := range slices.Sorted(maps.Keys(c.pages)) {
		p := c.pages[month]
		var gone []Entry
		p.Entries = slices.DeleteFunc(p.Entries, func(e Entry) bool {
			old := !e.Deleted.IsZero() && c.now.Sub(e.Deleted) > kept
			if old {
				gone = append(gone, e)
			}
			return old
		})
		for _, e := range gone {
			delete(c.root.Of, e.Key)
			for _, f := range e.Files {
				if err := c.v.Delete(c.tx, vault.DiaryFiles, f.ID); err != nil && !errors.Is(err, store.ErrNotFound) {
					return fmt.Errorf("forgetting a file: %w", err)
				}
			}
		}
		if len(p.Entries) == 0 {
			delete(c.root.Months, month)
			if p.version > 0 {
				if err := c.v.Delete(c.tx, vault.Diary, p.id); err != nil {
					return fmt.Errorf("emptying a month: %w", err)
				}
			}
			continue
		}
		if p.version == 0 {
			p.id = store.NewID(c.d.rand)
			c.root.Months[month] = p.id.String()
		}
		if err := c.put(p.id, p.version+1, p); err != nil {
			return err
		}
	}
	return c.put(rootID, c.root.version+1, c.root)
}

func (c *change) put(id store.ID, version uint64, what any) error {
	plain, err := json.Marshal(what)
	if err != nil {
		return fmt.Errorf("writing a diary: %w", err)
	}
	return c.v.Put(c.tx, vault.Diary, id, version, plain)
}

const maxTries = 5

func (d *Diaries) change(ctx context.Context, v *vault.Opened, fn func(c *change) error) (err error) {
	err = store.Again(maxTries, func() error {
		return d.db.Update(ctx, v.Scope(), func(tx *store.Tx) error {
			r, err := readRoot(tx, v)
			if err != nil {
				return err
			}
			c := &change{tx, v, d, d.now().UTC().Truncate(time.Second), r, map[string]*page{}}
			if err := fn(c); err != nil {
				return err
			}
			return c.write()
		})
	})
	if err != nil {
		return fmt.Errorf("changing a diary: %w", err)
	}
	return nil
}

func (d *Diaries) view(ctx context.Context, v *vault.Opened, fn func(tx *store.Tx, r *root) error) error {
	err := d.db.View(ctx, v.Scope(), func(tx *store.Tx) error {
		r, err := readRoot(tx, v)
		if err != nil {
			return err
		}
		return fn(tx, r)
	})
	if err != nil {
		return fmt.Errorf("reading a diary: %w", err)
	}
	return nil
}
