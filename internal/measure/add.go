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

// About is what an import is called.
type About struct {
	Format string // a key of the catalogue: measure.format.…
	Name   string // of the file, as the person's device calls it; "" where there is none
}

// Preview tells what an intake would bring, and keeps nothing.
func (b *Books) Preview(ctx context.Context, v *vault.Opened, in *Intake) (*Report, error) {
	report, _, err := b.merge(ctx, v, in, About{}, 0, false)
	return report, err
}

// Add keeps what an intake has, and tells what of it was new. What was there already is not kept
// twice; an intake without anything new leaves everything as it is.
func (b *Books) Add(ctx context.Context, v *vault.Opened, in *Intake, about About) (*Report, error) {
	report, _, err := b.AddTo(ctx, v, 0, in, about)
	return report, err
}

// AddTo is Add for what comes in parts: what an app sends, what a coupled vendor has. All parts
// are one import, so that they can be undone together. id is that of the import that earlier
// parts made; 0, or one that was undone, makes a new one. It returns the id for the next part,
// 0 where there is nothing to keep yet.
func (b *Books) AddTo(ctx context.Context, v *vault.Opened, id uint64, in *Intake, about About) (*Report, uint64, error) {
	const tries = 4
	var report *Report
	var got uint64
	err := store.Again(tries, func() (err error) {
		report, got, err = b.merge(ctx, v, in, about, id, true)
		return err
	})
	return report, got, err
}

func (b *Books) merge(ctx context.Context, v *vault.Opened, in *Intake, about About, id uint64, write bool) (*Report, uint64, error) {
	jobs := in.jobs()
	var bk *book
	sums := map[Kind]store.Sealed{}
	err := b.view(ctx, v, func(tx *store.Tx, got *book) error {
		bk = got
		clear(sums)
		for _, j := range jobs {
			j.row, j.block, j.sums, j.lines = store.Sealed{}, nil, nil, nil
			i := slices.IndexFunc(bk.kinds, func(s kindState) bool { return s.kind == j.kind })
			if i < 0 || !bk.kinds[i].has(j.month) {
				continue
			}
			row, err := tx.GetSealed(uint16(vault.Samples), bk.blockID(j.kind, j.month))
			if err != nil {
				return fmt.Errorf("reading a block: %w", err)
			}
			j.row = row
		}
		return nil
	})
	if err != nil {
		return nil, 0, fmt.Errorf("adding samples: %w", err)
	}
	part := slices.IndexFunc(bk.imports, func(i Import) bool { return id != 0 && i.ID == id })
	if part < 0 {
		id = bk.next
	}
	m := &merger{in: in, bk: bk, id: id, v: v, seal: write}
	for _, s := range in.sources {
		m.of = append(m.of, bk.source(s))
	}
	m.rank = bk.rank()
	if err := m.run(jobs); err != nil {
		return nil, 0, fmt.Errorf("adding samples: %w", err)
	}
	report := &Report{Lines: joinLines(jobs), Odd: in.odd}
	for _, l := range report.Lines {
		report.New += l.New
	}
	changed := slices.ContainsFunc(jobs, func(j *job) bool { return j.block != nil })
	events, err := b.freshEvents(ctx, v, bk, in, m.of, m.id)
	if err != nil {
		return nil, 0, err
	}
	report.Events = eventLines(in, events)
	report.New += len(events)
	if !write || (!changed && len(events) == 0) {
		if part < 0 {
			id = 0
		}
		return report, id, nil
	}
	if part < 0 {
		bk.imports = append(bk.imports, Import{ID: id, Exported: in.Exported, Format: about.Format})
		part = len(bk.imports) - 1
		bk.next++
	}
	i := &bk.imports[part]
	i.At, i.Name = b.now().UnixMilli(), about.Name
	i.Added += report.New
	err = b.db.Update(ctx, v.Scope(), func(tx *store.Tx) error {
		if err := b.write(tx, v, bk, jobs); err != nil {
			return err
		}
		return b.putEvents(tx, v, bk, m.id, events)
	})
	if err != nil {
		return nil, 0, fmt.Errorf("adding samples: %w", err)
	}
	return report, m.id, nil
}

// write stores changed blocks, the sums of their kinds, and the book. ErrConflict where somebody
// else wrote meanwhile. It may run more than once.
func (b *Books) write(tx *store.Tx, v *vault.Opened, bk *book, jobs []*job) error {
	kinds := map[Kind][]*job{}
	var order []Kind
	for _, j := range jobs {
		if j.block == nil {
			continue
		}
		if kinds[j.kind] == nil {
			order = append(order, j.kind)
		}
		kinds[j.kind] = append(kinds[j.kind], j)
		there := len(j.block.layers) > 0
		bk.state(j.kind).note(j.month, there)
		switch {
		case there:
			if err := tx.PutSealed(j.sealed); err != nil {
				return fmt.Errorf("writing a block: %w", err)
			}
		case j.row.Version > 0:
			if err := tx.DeleteSealed(uint16(vault.Samples), bk.blockID(j.kind, j.month)); err != nil {
				return fmt.Errorf("deleting a block: %w", err)
			}
		}
	}
	for _, k := range order {
		if err := b.writeSums(tx, v, bk, k, kinds[k]); err != nil {
			return err
		}
	}
	if err := v.Put(tx, vault.Book, bookID, bk.version+1, bk.encode()); err != nil {
		return fmt.Errorf("writing the book: %w", err)
	}
	return nil
}

func (b *Books) writeSums(tx *store.Tx, v *vault.Opened, bk *book, k Kind, jobs []*job) error {
	id := bk.sumsID(k)
	var sums []DaySum
	plain, version, err := v.Get(tx, vault.Sums, id)
	switch {
	case errors.Is(err, store.ErrNotFound):
	case err != nil:
		return fmt.Errorf("reading sums: %w", err)
	default:
		if sums, err = decodeSums(plain); err != nil {
			return err
		}
	}
	if FormOf(k).Shape == Stage {
		all, err := b.nights(tx, v, bk, k)
		if err != nil {
			return err
		}
		sums = sumNights(all)
	} else {
		for _, j := range jobs {
			sums = replaceSums(sums, j.month.First(), (j.month+1).First()-1, j.sums)
		}
	}
	if len(sums) == 0 {
		if version == 0 {
			return nil
		}
		return v.Delete(tx, vault.Sums, id)
	}
	if err := v.Put(tx, vault.Sums, id, version+1, encodeSums(sums)); err != nil {
		return fmt.Errorf("writing sums: %w", err)
	}
	return nil
}

// nights makes the nights of all stored segments.
func (b *Books) nights(tx *store.Tx, v *vault.Opened, bk *book, k Kind) ([]Night, error) {
	of, err := b.stored(tx, v, bk, k, -1<<30, 1<<30)
	if err != nil {
		return nil, err
	}
	return nights(of, bk.rank()), nil
}

// stored reads what holds of a kind from one day to another, by source.
func (b *Books) stored(tx *store.Tx, v *vault.Opened, bk *book, k Kind, from, to Day) ([]held, error) {
	i := slices.IndexFunc(bk.kinds, func(s kindState) bool { return s.kind == k })
	if i < 0 {
		return nil, nil
	}
	var out []held
	for _, m := range bk.kinds[i].months {
		if (m+1).First() <= from || m.First() > to {
			continue
		}
		plain, _, err := v.Get(tx, vault.Samples, bk.blockID(k, m))
		if err != nil {
			return nil, fmt.Errorf("reading a block: %w", err)
		}
		bl, err := decodeBlock(plain)
		if err != nil {
			return nil, err
		}
		for _, d := range bl.days() {
			if d < from || d > to {
				continue
			}
			of, err := bl.of(d)
			if err != nil {
				return nil, err
			}
			out = append(out, of...)
		}
	}
	return gathered(out), nil
}
