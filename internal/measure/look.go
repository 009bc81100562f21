// SPDX-License-Identifier: EUPL-1.2

package measure

import (
	"cmp"
	"context"
	"errors"
	"slices"

	"regie/internal/store"
	"regie/internal/vault"
)

// Overview is what a person has, in short.
type Overview struct {
	Kinds   []KindOverview // with data, in the order of Kinds, those that Regie does not know last
	Sources []Source
	Imports []Import // the newest first
	Events  int
}

// KindOverview is what there is of a kind.
type KindOverview struct {
	Form
	First, Last DaySum
	Days        int
	Recent      []DaySum // at most the last 30 days that have something
}

const recentMost = 30

// Overview tells what a person has.
func (b *Books) Overview(ctx context.Context, v *vault.Opened) (*Overview, error) {
	out := &Overview{}
	err := b.view(ctx, v, func(tx *store.Tx, bk *book) error {
		*out = Overview{Sources: slices.Clone(bk.sources), Imports: slices.Clone(bk.imports)}
		slices.Reverse(out.Imports)
		for _, k := range bk.kinds {
			sums, err := b.sums(tx, v, bk, k.kind)
			if err != nil {
				return err
			}
			if n := len(sums); n > 0 {
				out.Kinds = append(out.Kinds, KindOverview{
					Form: FormOf(k.kind), First: sums[0], Last: sums[n-1], Days: n, Recent: sums[max(0, n-recentMost):],
				})
			}
		}
		if bk.version > 0 {
			events, _, err := b.events(tx, v)
			if err != nil {
				return err
			}
			out.Events = len(events)
		}
		return nil
	})
	slices.SortStableFunc(out.Kinds, func(x, y KindOverview) int { return cmp.Compare(placeOf(x.Kind), placeOf(y.Kind)) })
	return out, err
}

func placeOf(k Kind) int {
	for i := range Kinds {
		if Kinds[i].Kind == k {
			return i
		}
	}
	return len(Kinds)
}

// Sums returns the days of a kind, oldest first. An empty list where there are none.
func (b *Books) Sums(ctx context.Context, v *vault.Opened, k Kind) (out []DaySum, err error) {
	err = b.view(ctx, v, func(tx *store.Tx, bk *book) (err error) {
		out, err = b.sums(tx, v, bk, k)
		return err
	})
	return out, err
}

func (b *Books) sums(tx *store.Tx, v *vault.Opened, bk *book, k Kind) ([]DaySum, error) {
	plain, _, err := v.Get(tx, vault.Sums, bk.sumsID(k))
	if errors.Is(err, store.ErrNotFound) {
		return nil, nil
	}
	if err != nil {
		return nil, err
	}
	return decodeSums(plain)
}

// Of is what one source says.
type Of struct {
	Source  Source
	Samples []Sample
}

// Samples returns the samples of a kind from one day to another, both included, by source.
func (b *Books) Samples(ctx context.Context, v *vault.Opened, k Kind, from, to Day) (out []Of, err error) {
	err = b.view(ctx, v, func(tx *store.Tx, bk *book) error {
		out = nil
		of, err := b.stored(tx, v, bk, k, from, to)
		for _, h := range of {
			out = append(out, Of{bk.sources[h.source], h.samples})
		}
		return err
	})
	return out, err
}

// Hours returns the totals (Total) or the values (Moment) of each hour of a day on the person's
// clock, sources brought together. Hours without samples are left out; DaySum.Day is the hour.
func (b *Books) Hours(ctx context.Context, v *vault.Opened, k Kind, d Day) (out []DaySum, err error) {
	err = b.view(ctx, v, func(tx *store.Tx, bk *book) error {
		of, err := b.stored(tx, v, bk, k, d, d)
		out = hours(FormOf(k).Shape, of, bk.rank())
		return err
	})
	return out, err
}

func hours(shape Shape, of []held, rank func(int) int) []DaySum {
	byHour := map[Day][]held{}
	for _, h := range of {
		for _, x := range h.samples {
			local := x.Start + int64(x.Zone)*60_000
			hour := Day((local % dayMS) / 3_600_000)
			list := byHour[hour]
			if n := len(list); n == 0 || list[n-1].source != h.source {
				list = append(list, held{source: h.source})
			}
			list[len(list)-1].samples = append(list[len(list)-1].samples, x)
			byHour[hour] = list
		}
	}
	var out []DaySum
	for _, h := range sortedDays(byHour) {
		out = append(out, sumDay(shape, h, byHour[h], rank))
	}
	return out
}

// Nights returns the nights that ended from one day to another, both included.
func (b *Books) Nights(ctx context.Context, v *vault.Opened, from, to Day) (out []Night, err error) {
	err = b.view(ctx, v, func(tx *store.Tx, bk *book) error {
		of, err := b.stored(tx, v, bk, "sleep", from-2, to+1)
		if err != nil {
			return err
		}
		out = slices.DeleteFunc(nights(of, bk.rank()), func(n Night) bool { return n.Day < from || n.Day > to })
		return nil
	})
	return out, err
}

// Listed is an event with where it came from.
type Listed struct {
	Event  // without Track and Wave
	From   Source
	Import uint64
	Place  int
}

// Events lists the workouts and the like, oldest first.
func (b *Books) Events(ctx context.Context, v *vault.Opened) (out []Listed, err error) {
	err = b.view(ctx, v, func(tx *store.Tx, bk *book) error {
		out = nil
		all, _, err := b.events(tx, v)
		for _, l := range all {
			out = append(out, Listed{l.Event, bk.sources[l.source], l.id, l.n})
		}
		return err
	})
	return out, err
}

// Event returns an event whole. ErrNotFound where there is none.
func (b *Books) Event(ctx context.Context, v *vault.Opened, id uint64, n int) (out Listed, err error) {
	err = b.view(ctx, v, func(tx *store.Tx, bk *book) error {
		all, _, err := b.events(tx, v)
		if err != nil {
			return err
		}
		i := slices.IndexFunc(all, func(l listed) bool { return l.id == id && l.n == n })
		if i < 0 {
			return ErrNotFound
		}
		out = Listed{all[i].Event, bk.sources[all[i].source], id, n}
		plain, _, err := v.Get(tx, vault.Events, bk.eventID(id, n))
		if errors.Is(err, store.ErrNotFound) {
			return nil
		}
		if err != nil {
			return err
		}
		return decodeRest(plain, &out.Event)
	})
	return out, err
}

// Prefer sets the order in which sources are believed; sources that are not named keep the order of their class.
func (b *Books) Prefer(ctx context.Context, v *vault.Opened, order []Source) error {
	return b.change(ctx, v, func(bk *book) error {
		for i := range bk.order {
			bk.order[i] = -1
		}
		for n, s := range order {
			i := slices.IndexFunc(bk.sources, func(o Source) bool { return o.Key() == s.Key() })
			if i < 0 {
				return ErrNotFound
			}
			bk.order[i] = n
		}
		return nil
	}, nil, nil)
}

// Ranked lists the sources in the order in which they are believed.
func (b *Books) Ranked(ctx context.Context, v *vault.Opened) (out []Source, err error) {
	err = b.view(ctx, v, func(_ *store.Tx, bk *book) error {
		out = make([]Source, len(bk.sources))
		rank := bk.rank()
		for i, s := range bk.sources {
			out[rank(i)] = s
		}
		return nil
	})
	return out, err
}

// Have lists the kinds of which a person has something, in the order of Kinds.
func (b *Books) Have(ctx context.Context, v *vault.Opened) (out []Kind, err error) {
	err = b.view(ctx, v, func(_ *store.Tx, bk *book) error {
		out = nil
		for _, s := range bk.kinds {
			if len(s.months) > 0 {
				out = append(out, s.kind)
			}
		}
		return nil
	})
	slices.SortStableFunc(out, func(x, y Kind) int { return cmp.Compare(placeOf(x), placeOf(y)) })
	return out, err
}
