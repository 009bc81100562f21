// SPDX-License-Identifier: EUPL-1.2

package measure

import (
	"context"
	"encoding/binary"
	"errors"
	"fmt"
	"maps"
	"slices"

	"regie/internal/store"
	"regie/internal/vault"
)

// notes are what people wrote beside the measurements of a kind in a month.
type notes struct {
	kind    Kind
	month   Month
	of      map[int64]string // start of the sample in ms → note
	version uint64
	changed bool
}

const noteFormat = 1

func (n *notes) encode() []byte {
	out := binary.AppendUvarint([]byte{noteFormat}, uint64(len(n.of)))
	for _, start := range slices.Sorted(maps.Keys(n.of)) {
		out = appendText(binary.AppendVarint(out, start), n.of[start])
	}
	return out
}

func decodeNotes(b []byte) (map[int64]string, error) {
	r := reader{b: b}
	if r.byte() != noteFormat {
		return nil, errCorrupt
	}
	out := map[int64]string{}
	for n := r.uint(); n > 0 && !r.bad; n-- {
		start := r.int()
		out[start] = r.text()
	}
	if r.bad || len(r.b) != 0 {
		return nil, errCorrupt
	}
	return out, nil
}

func (b *book) notesID(k Kind, m Month) store.ID { return b.rowID("notes", string(k), int64(m)) }

func readNotes(tx *store.Tx, v *vault.Opened, bk *book, k Kind, m Month) (*notes, error) {
	out := &notes{kind: k, month: m, of: map[int64]string{}}
	plain, version, err := v.Get(tx, vault.MeasureNotes, bk.notesID(k, m))
	switch {
	case errors.Is(err, store.ErrNotFound):
		return out, nil
	case err != nil:
		return nil, fmt.Errorf("reading notes: %w", err)
	}
	out.version = version
	out.of, err = decodeNotes(plain)
	return out, err
}

func (h *hand) notesOf(k Kind, m Month) (*notes, error) {
	for _, n := range h.notes {
		if n.kind == k && n.month == m {
			return n, nil
		}
	}
	n, err := readNotes(h.tx, h.v, h.bk, k, m)
	if err == nil {
		h.notes = append(h.notes, n)
	}
	return n, err
}

// note keeps a note; "" takes it out.
func (h *hand) note(k Kind, m Month, start int64, s string) error {
	n, err := h.notesOf(k, m)
	if err != nil {
		return err
	}
	if n.of[start] == s {
		return nil
	}
	n.changed = true
	if s == "" {
		delete(n.of, start)
		return nil
	}
	n.of[start] = s
	return nil
}

func (h *hand) writeNotes() error {
	for _, n := range h.notes {
		if !n.changed {
			continue
		}
		id := h.bk.notesID(n.kind, n.month)
		var err error
		switch {
		case len(n.of) > 0:
			err = h.v.Put(h.tx, vault.MeasureNotes, id, n.version+1, n.encode())
		case n.version > 0:
			err = h.v.Delete(h.tx, vault.MeasureNotes, id)
		}
		if err != nil {
			return fmt.Errorf("writing notes: %w", err)
		}
	}
	return nil
}

// Notes returns what was written beside the measurements of a kind from one day to another, both
// included, by the start of the sample in ms.
func (b *Books) Notes(ctx context.Context, v *vault.Opened, k Kind, from, to Day) (out map[int64]string, err error) {
	err = b.view(ctx, v, func(tx *store.Tx, bk *book) error {
		out = map[int64]string{}
		for m := from.Month(); m <= to.Month() && m-from.Month() < 24; m++ {
			n, err := readNotes(tx, v, bk, k, m)
			if err != nil {
				return err
			}
			maps.Copy(out, n.of)
		}
		return nil
	})
	return out, err
}

// Target is the band within which somebody wants to stay. Nil ends are open.
type Target struct {
	Low, High *int64 // in 1/Scale of the unit of the kind
}

// Target returns the band that the person set for a kind; an open one where there is none.
func (b *Books) Target(ctx context.Context, v *vault.Opened, k Kind) (t Target, err error) {
	err = b.view(ctx, v, func(tx *store.Tx, bk *book) error {
		t, _, err = readTarget(tx, v, bk, k)
		return err
	})
	return t, err
}

// SetTarget keeps a band for a kind; one with both ends open takes it away.
func (b *Books) SetTarget(ctx context.Context, v *vault.Opened, k Kind, t Target) error {
	err := b.db.Update(ctx, v.Scope(), func(tx *store.Tx) error {
		bk, err := b.founded(tx, v)
		if err != nil {
			return err
		}
		_, version, err := readTarget(tx, v, bk, k)
		if err != nil {
			return err
		}
		id := bk.rowID("target", string(k), 0)
		if t.Low == nil && t.High == nil {
			if version == 0 {
				return nil
			}
			return v.Delete(tx, vault.MeasureNotes, id)
		}
		return v.Put(tx, vault.MeasureNotes, id, version+1, t.encode())
	})
	if err != nil {
		return fmt.Errorf("keeping a target: %w", err)
	}
	return nil
}

func (t Target) encode() []byte {
	out := []byte{noteFormat}
	for _, end := range []*int64{t.Low, t.High} {
		if end == nil {
			out = append(out, 0)
			continue
		}
		out = binary.AppendVarint(append(out, 1), *end)
	}
	return out
}

func readTarget(tx *store.Tx, v *vault.Opened, bk *book, k Kind) (t Target, version uint64, err error) {
	plain, version, err := v.Get(tx, vault.MeasureNotes, bk.rowID("target", string(k), 0))
	if errors.Is(err, store.ErrNotFound) {
		return t, 0, nil
	}
	if err != nil {
		return t, 0, fmt.Errorf("reading a target: %w", err)
	}
	r := reader{b: plain}
	if r.byte() != noteFormat {
		return t, 0, errCorrupt
	}
	for _, end := range []**int64{&t.Low, &t.High} {
		if r.byte() == 1 {
			n := r.int()
			*end = &n
		}
	}
	if r.bad {
		return t, 0, errCorrupt
	}
	return t, version, nil
}

// dropNotes takes out all notes, when all that was typed goes. Targets stay.
func (b *Books) dropNotes(ctx context.Context, v *vault.Opened) error {
	return b.db.Update(ctx, v.Scope(), func(tx *store.Tx) error {
		bk, err := b.open(tx, v)
		if err != nil {
			return err
		}
		targets := map[store.ID]bool{}
		for i := range Kinds {
			targets[bk.rowID("target", string(Kinds[i].Kind), 0)] = true
		}
		for _, s := range bk.kinds {
			targets[bk.rowID("target", string(s.kind), 0)] = true
		}
		var gone []store.ID
		for row, err := range tx.ListSealed(uint16(vault.MeasureNotes)) {
			if err != nil {
				return err
			}
			if !targets[row.ID] {
				gone = append(gone, row.ID)
			}
		}
		for _, id := range gone {
			if err := v.Delete(tx, vault.MeasureNotes, id); err != nil {
				return fmt.Errorf("deleting notes: %w", err)
			}
		}
		return nil
	})
}
