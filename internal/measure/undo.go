// SPDX-License-Identifier: EUPL-1.2

package measure

import (
	"context"
	"errors"
	"fmt"
	"slices"

	"regie/internal/store"
	"regie/internal/vault"
)

// Undo takes out what an import brought. What was there before it, and what came after, stays.
// ErrNotFound where there is no such import.
func (b *Books) Undo(ctx context.Context, v *vault.Opened, id uint64) error {
	return b.change(ctx, v, func(bk *book) error {
		i := slices.IndexFunc(bk.imports, func(i Import) bool { return i.ID == id })
		if i < 0 {
			return ErrNotFound
		}
		bk.imports = slices.Delete(bk.imports, i, i+1)
		return nil
	}, func(l layer) bool { return l.origin == id }, func(l listed) bool { return l.id == id })
}

// Remove takes out all that a source brought. ErrNotFound where there is no such source.
func (b *Books) Remove(ctx context.Context, v *vault.Opened, s Source) error {
	at := -1
	err := b.change(ctx, v, func(bk *book) error {
		at = slices.IndexFunc(bk.sources, func(o Source) bool { return o.Key() == s.Key() })
		if at < 0 {
			return ErrNotFound
		}
		return nil // its place stays, so that the places of others do
	}, func(l layer) bool { return l.source == at }, func(l listed) bool { return l.source == at })
	if err != nil || s.Key() != Hand.Key() {
		return err
	}
	return b.dropNotes(ctx, v)
}

// change takes layers and events out of everything, after choose changed the book. Without out
// nothing is taken out, and everything is summed up anew.
func (b *Books) change(ctx context.Context, v *vault.Opened, choose func(*book) error, out func(layer) bool, gone func(listed) bool) error {
	const tries = 4
	return store.Again(tries, func() error { return b.changeOnce(ctx, v, choose, out, gone) })
}

func (b *Books) changeOnce(ctx context.Context, v *vault.Opened, choose func(*book) error, out func(layer) bool, gone func(listed) bool) error {
	var bk *book
	var rows []*job
	err := b.view(ctx, v, func(tx *store.Tx, got *book) error {
		bk, rows = got, nil
		for _, k := range bk.kinds {
			for _, m := range k.months {
				row, err := tx.GetSealed(uint16(vault.Samples), bk.blockID(k.kind, m))
				if err != nil {
					return fmt.Errorf("reading a block: %w", err)
				}
				rows = append(rows, &job{kind: k.kind, month: m, row: row})
			}
		}
		return nil
	})
	if err != nil {
		return err
	}
	if err := choose(bk); err != nil {
		return err
	}
	m := &merger{bk: bk, rank: bk.rank(), v: v, seal: true}
	var jobs []*job
	for _, j := range rows {
		plain, err := v.Unseal(j.row)
		if err != nil {
			return fmt.Errorf("taking samples out: %w", err)
		}
		bl, err := decodeBlock(plain)
		if err != nil {
			return err
		}
		n := len(bl.layers)
		if out != nil {
			bl.layers = slices.DeleteFunc(bl.layers, out)
			if len(bl.layers) == n {
				continue
			}
		}
		j.block = bl
		if err := m.finish(j); err != nil {
			return fmt.Errorf("taking samples out: %w", err)
		}
		jobs = append(jobs, j)
	}
	return b.db.Update(ctx, v.Scope(), func(tx *store.Tx) error {
		if err := b.write(tx, v, bk, jobs); err != nil {
			return err
		}
		if gone == nil {
			return nil
		}
		return b.dropEvents(tx, v, bk, gone)
	})
}

func (b *Books) dropEvents(tx *store.Tx, v *vault.Opened, bk *book, gone func(listed) bool) error {
	all, version, err := b.events(tx, v)
	if err != nil || version == 0 {
		return err
	}
	n := len(all)
	for _, l := range all {
		if !gone(l) {
			continue
		}
		if err := v.Delete(tx, vault.Events, bk.eventID(l.id, l.n)); err != nil && !errors.Is(err, store.ErrNotFound) {
			return fmt.Errorf("deleting an event: %w", err)
		}
	}
	all = slices.DeleteFunc(all, gone)
	if len(all) == n {
		return nil
	}
	return v.Put(tx, vault.Events, eventsID, version+1, encodeEvents(all))
}
