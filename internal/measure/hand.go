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

// Hand is the source of what people type themselves.
var Hand = Source{App: "regie", Class: ClassHand}

// ByHand is the origin of what is typed. No import has this number, so that undoing one never
// takes out what somebody typed.
const ByHand = 0

// Typed is a measurement that somebody typed. A person has at most one of a kind at a moment.
type Typed struct {
	Kind Kind
	Sample
	Note string
}

// ErrOdd says that a measurement cannot be: its end is before its start, or its kind has no name.
var ErrOdd = errors.New("measure: not a measurement")

const (
	mostKind = 200  // bytes of the name of a kind
	mostNote = 4000 // bytes of a note
)

func (t Typed) check() error {
	switch {
	case t.Kind == "" || len(t.Kind) > mostKind || len(t.Note) > mostNote:
		return ErrOdd
	case t.End < t.Start || t.End-t.Start > 7*dayMS:
		return ErrOdd
	case t.Zone < -24*60 || t.Zone > 24*60:
		return ErrOdd
	}
	return nil
}

// Put adds measurements that somebody typed, all or none, and returns them as they are kept: where
// one of the same kind is at that moment already, the new one comes a second later.
func (b *Books) Put(ctx context.Context, v *vault.Opened, all ...Typed) (kept []Typed, err error) {
	for _, t := range all {
		if err := t.check(); err != nil {
			return nil, err
		}
	}
	err = b.write1(ctx, v, func(h *hand) error {
		kept = nil
		for _, t := range all {
			got, err := h.put(t)
			if err != nil {
				return err
			}
			kept = append(kept, got)
		}
		return nil
	})
	if err != nil {
		return nil, fmt.Errorf("keeping a typed measurement: %w", err)
	}
	return kept, nil
}

// Change replaces the typed measurement of a kind that starts at a moment, in ms. ErrNotFound where
// there is none.
func (b *Books) Change(ctx context.Context, v *vault.Opened, k Kind, start int64, to Typed) (kept Typed, err error) {
	if err := to.check(); err != nil {
		return kept, err
	}
	err = b.write1(ctx, v, func(h *hand) error {
		if _, err := h.take(k, start); err != nil {
			return err
		}
		var err error
		kept, err = h.put(to)
		return err
	})
	if err != nil {
		return kept, fmt.Errorf("changing a typed measurement: %w", err)
	}
	return kept, nil
}

// Delete takes a typed measurement out, and returns it, so that it can be put back. ErrNotFound
// where there is none.
func (b *Books) Delete(ctx context.Context, v *vault.Opened, k Kind, start int64) (was Typed, err error) {
	err = b.write1(ctx, v, func(h *hand) (err error) {
		was, err = h.take(k, start)
		return err
	})
	if err != nil {
		return was, fmt.Errorf("deleting a typed measurement: %w", err)
	}
	return was, nil
}

// Typed returns the typed measurement of a kind that starts at a moment. ErrNotFound where there is none.
func (b *Books) Typed(ctx context.Context, v *vault.Opened, k Kind, start int64) (t Typed, err error) {
	err = b.view(ctx, v, func(tx *store.Tx, bk *book) (err error) {
		t, err = newHand(b, tx, v, bk).find(k, start)
		return err
	})
	return t, err
}

// hand writes what is typed, within a transaction.
type hand struct {
	b      *Books
	tx     *store.Tx
	v      *vault.Opened
	bk     *book
	source int    // -1: nothing was ever typed
	jobs   []*job // blocks that were looked at
	dirty  map[*job]bool
	notes  []*notes
}

func newHand(b *Books, tx *store.Tx, v *vault.Opened, bk *book) *hand {
	return &hand{b: b, tx: tx, v: v, bk: bk, dirty: map[*job]bool{}, source: slices.IndexFunc(bk.sources, func(s Source) bool { return s.Key() == Hand.Key() })}
}

// write1 runs do in a transaction and stores what it changed.
func (b *Books) write1(ctx context.Context, v *vault.Opened, do func(h *hand) error) error {
	const tries = 4
	return store.Again(tries, func() error {
		return b.db.Update(ctx, v.Scope(), func(tx *store.Tx) error {
			bk, err := b.open(tx, v)
			if err != nil {
				return err
			}
			h := newHand(b, tx, v, bk)
			if err := do(h); err != nil {
				return err
			}
			return h.write()
		})
	})
}

// block reads the block of a kind and month; an empty one where there is none.
func (h *hand) block(k Kind, m Month) (*job, error) {
	for _, j := range h.jobs {
		if j.kind == k && j.month == m {
			return j, nil
		}
	}
	j := &job{kind: k, month: m, block: &block{}}
	row, err := h.tx.GetSealed(uint16(vault.Samples), h.bk.blockID(k, m))
	switch {
	case errors.Is(err, store.ErrNotFound):
	case err != nil:
		return nil, fmt.Errorf("reading a block: %w", err)
	default:
		j.row = row
		plain, err := h.v.Unseal(row)
		if err != nil {
			return nil, err
		}
		if j.block, err = decodeBlock(plain); err != nil {
			return nil, err
		}
	}
	h.jobs = append(h.jobs, j)
	return j, nil
}

func (h *hand) typed(l layer, d Day) bool {
	return l.source == h.source && l.day == d && l.origin == ByHand && l.exported == 0
}

// day returns what was typed on a day.
func (h *hand) day(j *job, d Day) (out []Sample, err error) {
	for _, l := range j.block.layers {
		if h.typed(l, d) {
			if out, err = decodeDay(out, l.data); err != nil {
				return nil, err
			}
		}
	}
	return out, nil
}

// setDay replaces what was typed on a day; all are of that day.
func (h *hand) setDay(j *job, d Day, s []Sample) {
	h.dirty[j] = true
	j.block.layers = slices.DeleteFunc(j.block.layers, func(l layer) bool { return h.typed(l, d) })
	if len(s) == 0 {
		return
	}
	s, _ = tidy(s)
	l := layer{source: h.source, day: d, origin: ByHand, data: encodeDay(s)}
	i, _ := slices.BinarySearchFunc(j.block.layers, l, layer.order)
	j.block.layers = slices.Insert(j.block.layers, i, l)
}

func (h *hand) put(t Typed) (Typed, error) {
	if h.source < 0 {
		h.source = h.bk.source(Hand)
	}
	for tries := 0; ; tries++ { // a second later, until nobody is there
		at, err := h.find(t.Kind, t.Start)
		if errors.Is(err, ErrNotFound) {
			break
		}
		if err != nil {
			return t, err
		}
		if tries > 3600 {
			return t, ErrOdd
		}
		t.End += at.Start + 1000 - t.Start
		t.Start = at.Start + 1000
	}
	t.Mark |= MarkByHand
	d := t.Sample.Day()
	j, err := h.block(t.Kind, d.Month())
	if err != nil {
		return t, err
	}
	s, err := h.day(j, d)
	if err != nil {
		return t, err
	}
	h.setDay(j, d, append(s, t.Sample))
	return t, h.note(t.Kind, d.Month(), t.Start, t.Note)
}

// find looks for a typed sample. Its day is that of its own zone, which may be the day before or
// after that of UTC.
func (h *hand) find(k Kind, start int64) (Typed, error) {
	if h.source < 0 {
		return Typed{}, ErrNotFound
	}
	for d := day(start, 0) - 1; d <= day(start, 0)+1; d++ {
		j, err := h.block(k, d.Month())
		if err != nil {
			return Typed{}, err
		}
		s, err := h.day(j, d)
		if err != nil {
			return Typed{}, err
		}
		for _, x := range s {
			if x.Start == start {
				n, err := h.notesOf(k, d.Month())
				if err != nil {
					return Typed{}, err
				}
				return Typed{k, x, n.of[start]}, nil
			}
		}
	}
	return Typed{}, ErrNotFound
}

func (h *hand) take(k Kind, start int64) (Typed, error) {
	t, err := h.find(k, start)
	if err != nil {
		return t, err
	}
	d := t.Sample.Day()
	j, err := h.block(k, d.Month())
	if err != nil {
		return t, err
	}
	s, err := h.day(j, d)
	if err != nil {
		return t, err
	}
	h.setDay(j, d, slices.DeleteFunc(s, func(x Sample) bool { return x.Start == start }))
	return t, h.note(k, d.Month(), start, "")
}

// write stores what changed.
func (h *hand) write() error {
	m := &merger{bk: h.bk, rank: h.bk.rank(), v: h.v, seal: true}
	jobs := slices.DeleteFunc(h.jobs, func(j *job) bool { return !h.dirty[j] || j.row.Version == 0 && len(j.block.layers) == 0 })
	for _, j := range jobs {
		if err := m.finish(j); err != nil {
			return err
		}
	}
	if err := h.b.write(h.tx, h.v, h.bk, jobs); err != nil {
		return err
	}
	return h.writeNotes()
}
