// SPDX-License-Identifier: EUPL-1.2

package measure

import (
	"context"
	"errors"
	"fmt"
	"maps"
	"slices"

	"regie/internal/store"
	"regie/internal/vault"
)

// This file is for whoever takes measurements along: all of them, a month at a time.

// MonthOf is what a person has of a kind in one month, by source, and the notes beside it, by the
// start of the sample in ms.
type MonthOf struct {
	Kind    Kind
	Month   Month
	Sources []Of
	Notes   map[int64]string
}

// EachMonth gives all samples of a kind, month by month, the first first. Only one month is in
// memory.
func (b *Books) EachMonth(ctx context.Context, v *vault.Opened, k Kind, do func(MonthOf) error) error {
	var months []Month
	err := b.view(ctx, v, func(_ *store.Tx, bk *book) error {
		months = nil
		if i := slices.IndexFunc(bk.kinds, func(s kindState) bool { return s.kind == k }); i >= 0 {
			months = slices.Clone(bk.kinds[i].months)
		}
		return nil
	})
	if err != nil {
		return fmt.Errorf("taking measurements along: %w", err)
	}
	for _, m := range months {
		out := MonthOf{Kind: k, Month: m}
		err := b.view(ctx, v, func(tx *store.Tx, bk *book) error {
			out.Sources = nil
			of, err := b.stored(tx, v, bk, k, m.First(), (m+1).First()-1)
			if errors.Is(err, store.ErrNotFound) { // taken out meanwhile
				return nil
			}
			if err != nil {
				return err
			}
			for _, h := range of {
				out.Sources = append(out.Sources, Of{bk.sources[h.source], h.samples})
			}
			n, err := readNotes(tx, v, bk, k, m)
			if err == nil {
				out.Notes = maps.Clone(n.of)
			}
			return err
		})
		if err == nil {
			err = do(out)
		}
		if err != nil {
			return fmt.Errorf("taking measurements along: %w", err)
		}
	}
	return nil
}

// TypedAt names a typed measurement: its kind, start in ms and value. What has another value by now
// is another one.
type TypedAt struct {
	Kind  Kind
	Start int64
	Value int64
}

// mostAtOnce is how many typed measurements are written in one transaction.
const mostAtOnce = 500

// PutMany adds typed measurements as Put does, some hundreds in a transaction, leaving out what is
// there already: of the same kind, moment and values. It tells which were added.
func (b *Books) PutMany(ctx context.Context, v *vault.Opened, all []Typed) (added []TypedAt, err error) {
	for part := range slices.Chunk(all, mostAtOnce) {
		var now []TypedAt
		err := b.write1(ctx, v, func(h *hand) error {
			now = nil
			for _, t := range part {
				if err := t.check(); err != nil {
					return err
				}
				known, err := h.hasTyped(t)
				if err != nil {
					return err
				}
				if known {
					continue
				}
				kept, err := h.put(t)
				if err != nil {
					return err
				}
				now = append(now, TypedAt{kept.Kind, kept.Start, kept.Value})
			}
			return nil
		})
		if err != nil {
			return added, fmt.Errorf("keeping typed measurements: %w", err)
		}
		added = append(added, now...)
	}
	return added, nil
}

// hasTyped tells whether the same was typed already, at the moment itself, or in a second behind it
// where that was taken.
func (h *hand) hasTyped(t Typed) (bool, error) {
	for i := range int64(60) {
		at, err := h.find(t.Kind, t.Start+i*1000)
		if errors.Is(err, ErrNotFound) {
			return false, nil
		}
		if err != nil {
			return false, err
		}
		if at.Value == t.Value && at.Second == t.Second && at.End-at.Start == t.End-t.Start {
			return true, nil
		}
	}
	return false, nil
}

// NewTyped counts what PutMany would add.
func (b *Books) NewTyped(ctx context.Context, v *vault.Opened, all []Typed) (n int, err error) {
	for part := range slices.Chunk(all, mostAtOnce) {
		err = b.view(ctx, v, func(tx *store.Tx, bk *book) error {
			h := newHand(b, tx, v, bk)
			for _, t := range part {
				if t.check() != nil {
					continue
				}
				known, err := h.hasTyped(t)
				if err != nil {
					return err
				}
				if !known {
					n++
				}
			}
			return nil
		})
		if err != nil {
			return 0, fmt.Errorf("counting typed measurements: %w", err)
		}
	}
	return n, nil
}

// Fine tells whether a typed measurement can be kept.
func (t Typed) Fine() bool { return t.check() == nil }

// TakeOut takes typed measurements out, some hundreds in a transaction. What is not there any more,
// or was changed, is passed over.
func (b *Books) TakeOut(ctx context.Context, v *vault.Opened, all []TypedAt) error {
	for part := range slices.Chunk(all, mostAtOnce) {
		err := b.write1(ctx, v, func(h *hand) error {
			for _, t := range part {
				at, err := h.find(t.Kind, t.Start)
				if errors.Is(err, ErrNotFound) || err == nil && at.Value != t.Value {
					continue
				}
				if err == nil {
					_, err = h.take(t.Kind, t.Start)
				}
				if err != nil {
					return err
				}
			}
			return nil
		})
		if err != nil {
			return fmt.Errorf("taking typed measurements out: %w", err)
		}
	}
	return nil
}
