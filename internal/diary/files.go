// SPDX-License-Identifier: EUPL-1.2

package diary

import (
	"context"
	"errors"
	"fmt"
	"slices"

	"regie/internal/store"
	"regie/internal/vault"
)

// AddFile keeps a photo or sound with an entry. What tells where and with what it was made is
// taken out first (see Clean). Errors: ErrFile, ErrTooLarge, ErrFull, ErrNotFound.
func (d *Diaries) AddFile(ctx context.Context, v *vault.Opened, k Key, said string, b []byte) (File, error) {
	clean, typ, err := Clean(b)
	if err != nil {
		return File{}, err
	}
	var f File
	err = d.change(ctx, v, func(c *change) error {
		p, i, err := c.at(k)
		if err != nil {
			return err
		}
		e := &p.Entries[i]
		if !e.Deleted.IsZero() {
			return ErrNotFound
		}
		if len(e.Files) >= MaxFiles {
			return ErrFull
		}
		f = File{ID: store.NewID(d.rand), Type: typ, Size: len(clean), Said: cut(said, MaxWord)}
		f.Hex = f.ID.String()
		e.Files = append(slices.Clone(e.Files), f)
		e.Changed = c.now
		return c.v.Put(c.tx, vault.DiaryFiles, f.ID, 1, clean)
	})
	return f, err
}

// Describe keeps what is to be seen or heard in a photo or sound.
func (d *Diaries) Describe(ctx context.Context, v *vault.Opened, k Key, id store.ID, said string) error {
	return d.change(ctx, v, func(c *change) error {
		p, i, err := c.at(k)
		if err != nil {
			return err
		}
		e := &p.Entries[i]
		j := slices.IndexFunc(e.Files, func(f File) bool { return f.ID == id })
		if j < 0 || !e.Deleted.IsZero() {
			return ErrNotFound
		}
		e.Files = slices.Clone(e.Files)
		e.Files[j].Said, e.Changed = cut(said, MaxWord), c.now
		return nil
	})
}

// RemoveFile forgets a photo or sound at once.
func (d *Diaries) RemoveFile(ctx context.Context, v *vault.Opened, k Key, id store.ID) error {
	return d.change(ctx, v, func(c *change) error {
		p, i, err := c.at(k)
		if err != nil {
			return err
		}
		e := &p.Entries[i]
		n := len(e.Files)
		e.Files = slices.DeleteFunc(slices.Clone(e.Files), func(f File) bool { return f.ID == id })
		if len(e.Files) == n {
			return ErrNotFound
		}
		e.Changed = c.now
		return c.v.Delete(c.tx, vault.DiaryFiles, id)
	})
}

// File returns a photo or sound and its bytes.
func (d *Diaries) File(ctx context.Context, v *vault.Opened, k Key, id store.ID) (File, []byte, error) {
	e, err := d.Get(ctx, v, k)
	if err != nil {
		return File{}, nil, err
	}
	i := slices.IndexFunc(e.Files, func(f File) bool { return f.ID == id })
	if i < 0 || !e.Deleted.IsZero() {
		return File{}, nil, ErrNotFound
	}
	var b []byte
	err = d.db.View(ctx, v.Scope(), func(tx *store.Tx) (err error) {
		b, _, err = v.Get(tx, vault.DiaryFiles, id)
		return err
	})
	if errors.Is(err, store.ErrNotFound) {
		return File{}, nil, ErrNotFound
	}
	if err != nil {
		return File{}, nil, fmt.Errorf("reading a file of a diary: %w", err)
	}
	return e.Files[i], b, nil
}
