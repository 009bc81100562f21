// SPDX-License-Identifier: EUPL-1.2

package measure_test

import (
	"errors"
	"slices"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"regie/internal/measure"
	"regie/internal/store"
	"regie/internal/store/storetest"
	"regie/internal/vault"
)

var (
	watch = measure.Source{Name: "Horloge van Anna", Model: "Watch6,2", Class: measure.ClassWatch}
	phone = measure.Source{Name: "Telefoon van Anna", Class: measure.ClassPhone}
)

func ms(day, hour, min int) int64 {
	return time.Date(2026, 3, day, hour, min, 0, 0, time.UTC).UnixMilli()
}

// steps gives an intake of walks: day, hour, steps.
func steps(exported int64, of map[measure.Source][][3]int) *measure.Intake {
	in := &measure.Intake{Exported: exported}
	k := in.Kind("steps")
	for _, s := range []measure.Source{watch, phone} {
		for _, w := range of[s] {
			in.Add(k, in.Source(s), measure.Sample{Start: ms(w[0], w[1], 0), End: ms(w[0], w[1], 10), Value: int64(w[2]) * measure.Scale})
		}
	}
	return in
}

type shelf struct {
	t *testing.T
	b *measure.Books
	v *vault.Opened
}

func open(t *testing.T, db *store.DB) shelf {
	return shelf{t, measure.New(db, measure.Options{}), vault.Open(store.NewScope(store.NewID(nil)), vault.NewRootKey(nil))}
}

func (s shelf) add(in *measure.Intake) *measure.Report {
	s.t.Helper()
	r, err := s.b.Add(s.t.Context(), s.v, in, measure.About{Format: "apple", Name: "export.zip"})
	if err != nil {
		s.t.Fatal(err)
	}
	return r
}

// days gives the totals of steps by day of March 2026.
func (s shelf) days() map[int]int {
	s.t.Helper()
	sums, err := s.b.Sums(s.t.Context(), s.v, "steps")
	if err != nil {
		s.t.Fatal(err)
	}
	out := map[int]int{}
	for _, d := range sums {
		_, _, dom := d.Day.Date()
		out[dom] = int(d.Value / measure.Scale)
	}
	return out
}

func (s shelf) want(what string, want map[int]int) {
	s.t.Helper()
	if diff := cmp.Diff(want, s.days()); diff != "" {
		s.t.Errorf("%s: %s", what, diff)
	}
}

func TestImportsCanBeAddedAndUndone(t *testing.T) {
	storetest.Each(t, func(t *testing.T, db *store.DB) {
		s := open(t, db)
		first := steps(ms(2, 12, 0), map[measure.Source][][3]int{watch: {{1, 9, 1000}, {2, 9, 500}}, phone: {{1, 9, 900}, {1, 20, 50}}})
		if p, err := s.b.Preview(t.Context(), s.v, first); err != nil || p.New != 4 {
			t.Fatalf("a preview of 4 new samples says %+v, %v", p, err)
		}
		s.want("a preview keeps nothing", map[int]int{})
		if r := s.add(first); r.New != 4 || len(r.Lines) != 2 {
			t.Errorf("4 new samples of two sources: %+v", r)
		}
		s.want("first", map[int]int{1: 1050, 2: 500})
		if r := s.add(steps(ms(2, 12, 0), map[measure.Source][][3]int{watch: {{1, 9, 1000}, {2, 9, 500}}, phone: {{1, 9, 900}, {1, 20, 50}}})); r.New != 0 {
			t.Errorf("the same again brings %d new samples", r.New)
		}
		o, err := s.b.Overview(t.Context(), s.v)
		if err != nil || len(o.Imports) != 1 || len(o.Sources) != 2 || len(o.Kinds) != 1 || o.Kinds[0].Days != 2 {
			t.Fatalf("the overview is %+v, %v", o, err)
		}

		// A later export has the rest of the 2nd, and a correction of the 1st.
		later := steps(ms(4, 12, 0), map[measure.Source][][3]int{watch: {{1, 9, 1100}, {2, 9, 500}, {2, 18, 300}, {3, 9, 10}}})
		if r := s.add(later); r.New != 3 {
			t.Errorf("%d new, want 3", r.New)
		}
		s.want("later", map[int]int{1: 1150, 2: 800, 3: 10})
		// An old export, found back, takes nothing away.
		s.add(steps(ms(1, 12, 0), map[measure.Source][][3]int{watch: {{1, 9, 700}}}))
		s.want("an older export", map[int]int{1: 1150, 2: 800, 3: 10})
		// What somebody types adds.
		s.add(steps(0, map[measure.Source][][3]int{watch: {{3, 15, 90}, {2, 18, 300}}}))
		s.want("adding", map[int]int{1: 1150, 2: 800, 3: 100})

		o, _ = s.b.Overview(t.Context(), s.v)
		var ids []uint64
		for _, i := range o.Imports {
			ids = append(ids, i.ID)
		}
		if !slices.IsSortedFunc(ids, func(a, b uint64) int { return int(b) - int(a) }) || len(ids) != 4 {
			t.Fatalf("imports %v", ids)
		}
		if err := s.b.Undo(t.Context(), s.v, ids[2]); err != nil { // the later export
			t.Fatal(err)
		}
		s.want("without the later export", map[int]int{1: 1050, 2: 500, 3: 90})
		if err := s.b.Undo(t.Context(), s.v, ids[2]); !errors.Is(err, measure.ErrNotFound) {
			t.Errorf("undoing twice: %v", err)
		}
		if err := s.b.Remove(t.Context(), s.v, watch); err != nil {
			t.Fatal(err)
		}
		s.want("without the watch", map[int]int{1: 950})
		for _, id := range []uint64{ids[3], ids[1], ids[0]} {
			if err := s.b.Undo(t.Context(), s.v, id); err != nil {
				t.Fatal(err)
			}
		}
		s.want("all undone", map[int]int{})
	})
}

func TestTheOrderOfExportsDoesNotMatter(t *testing.T) {
	make := []func() *measure.Intake{
		func() *measure.Intake {
			return steps(ms(2, 12, 0), map[measure.Source][][3]int{watch: {{1, 9, 1000}, {2, 9, 500}}, phone: {{1, 20, 50}}})
		},
		func() *measure.Intake {
			return steps(ms(3, 12, 0), map[measure.Source][][3]int{watch: {{1, 9, 1000}, {2, 9, 500}, {2, 20, 5}}})
		},
		func() *measure.Intake {
			return steps(ms(9, 12, 0), map[measure.Source][][3]int{watch: {{2, 9, 600}, {8, 9, 1}}, phone: {{8, 9, 2}}})
		},
	}
	db := storetest.SQLite(t)
	for _, order := range [][]int{{0, 1, 2}, {0, 2, 1}, {1, 0, 2}, {1, 2, 0}, {2, 0, 1}, {2, 1, 0}, {2, 1, 0, 1, 2, 0}} {
		s := open(t, db)
		for _, i := range order {
			s.add(make[i]())
		}
		s.want("in some order", map[int]int{1: 1050, 2: 600, 8: 2})
	}
}

func TestTheOrderOfSourcesIsThePersons(t *testing.T) {
	s := open(t, storetest.SQLite(t))
	s.add(steps(ms(2, 12, 0), map[measure.Source][][3]int{watch: {{1, 9, 1000}}, phone: {{1, 9, 900}, {1, 20, 500}}}))
	s.want("the watch first", map[int]int{1: 1500})
	if err := s.b.Prefer(t.Context(), s.v, []measure.Source{phone, watch}); err != nil {
		t.Fatal(err)
	}
	s.want("the telephone first", map[int]int{1: 1400})
}

func TestEventsAreKeptOnce(t *testing.T) {
	storetest.Each(t, func(t *testing.T, db *store.DB) {
		s := open(t, db)
		make := func() *measure.Intake {
			in := &measure.Intake{Exported: ms(9, 0, 0)}
			in.Event(measure.Event{
				Kind: measure.EventWorkout, Source: in.Source(watch), Start: ms(1, 9, 0), End: ms(1, 10, 0), Name: "running",
				Amounts: []measure.Amount{{Kind: "distance", What: measure.WhatTotal, Value: 5000 * measure.Scale}},
				Track:   []measure.Fix{{At: ms(1, 9, 0), Lat: 520_000_000, Lon: 48_000_000, Up: measure.NoHeight}, {At: ms(1, 9, 1), Lat: 520_001_000, Lon: 48_000_500, Up: 150}},
			})
			in.Event(measure.Event{
				Kind: measure.EventECG, Source: in.Source(watch), Start: ms(2, 9, 0), End: ms(2, 9, 0) + 30_000,
				Wave: &measure.Wave{Lead: "Lead I", Said: "Sinusritme", Hz: 512, UV: []int32{-12, 40, 3000, -7}},
			})
			return in
		}
		if r := s.add(make()); r.New != 2 {
			t.Errorf("%d new events", r.New)
		}
		if r := s.add(make()); r.New != 0 {
			t.Errorf("again %d new events", r.New)
		}
		all, err := s.b.Events(t.Context(), s.v)
		if err != nil || len(all) != 2 {
			t.Fatalf("%d events, %v", len(all), err)
		}
		want := make().Events()
		for i, l := range all {
			got, err := s.b.Event(t.Context(), s.v, l.Import, l.Place)
			if err != nil {
				t.Fatal(err)
			}
			if diff := cmp.Diff(want[i], got.Event); diff != "" {
				t.Error(diff)
			}
		}
		if err := s.b.Undo(t.Context(), s.v, all[0].Import); err != nil {
			t.Fatal(err)
		}
		if all, _ := s.b.Events(t.Context(), s.v); len(all) != 0 {
			t.Errorf("%d events after undoing", len(all))
		}
	})
}

func TestSleepIsSummedByNight(t *testing.T) {
	s := open(t, storetest.SQLite(t))
	in := &measure.Intake{}
	k := in.Kind("sleep")
	in.Add(k, in.Source(watch), measure.Sample{Start: ms(31, 23, 0), End: ms(31, 23, 59), Value: measure.StageLight * measure.Scale})
	in.Add(k, in.Source(watch), measure.Sample{Start: ms(32, 0, 0), End: ms(32, 6, 0), Value: measure.StageDeep * measure.Scale})
	s.add(in)
	sums, err := s.b.Sums(t.Context(), s.v, "sleep")
	if err != nil || len(sums) != 1 || sums[0].Day != measure.DayOf(2026, 4, 1) || sums[0].Value != (59+360)*measure.Scale {
		t.Errorf("a night over the end of a month is %+v, %v", sums, err)
	}
	n, err := s.b.Nights(t.Context(), s.v, measure.DayOf(2026, 4, 1), measure.DayOf(2026, 4, 1))
	if err != nil || len(n) != 1 {
		t.Errorf("nights %+v, %v", n, err)
	}
}
