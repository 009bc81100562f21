// SPDX-License-Identifier: EUPL-1.2

package measure_test

import (
	"errors"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"regie/internal/measure"
	"regie/internal/store"
	"regie/internal/store/storetest"
	"regie/internal/text"
)

func typed(k measure.Kind, at time.Time, value int, note string) measure.Typed {
	_, east := at.Zone()
	return measure.Typed{Kind: k, Note: note, Sample: measure.Sample{
		Start: at.UnixMilli(), End: at.UnixMilli(), Zone: int16(east / 60), Value: int64(value) * measure.Scale,
	}}
}

// weights gives what is kept of weights on a day: the start in minutes and the value.
func (s shelf) weights(d measure.Day) map[int]int {
	s.t.Helper()
	of, err := s.b.Samples(s.t.Context(), s.v, "weight", d, d)
	if err != nil {
		s.t.Fatal(err)
	}
	out := map[int]int{}
	for _, o := range of {
		for _, x := range o.Samples {
			out[int(time.UnixMilli(x.Start).UTC().Sub(time.Date(2026, 3, 1, 0, 0, 0, 0, time.UTC)).Seconds())] = int(x.Value / measure.Scale)
		}
	}
	return out
}

func TestWhatIsTypedIsKeptChangedAndDeleted(t *testing.T) {
	storetest.Each(t, func(t *testing.T, db *store.DB) {
		s := open(t, db)
		ctx := t.Context()
		amsterdam := time.FixedZone("", 3600)
		// Half past midnight in Amsterdam on the first of March is February in UTC.
		night := time.Date(2026, 3, 1, 0, 30, 0, 0, amsterdam)
		first := measure.DayOf(2026, 3, 1)
		kept, err := s.b.Put(ctx, s.v, typed("weight", night, 80, "na het feest"), typed("weight", night, 81, ""))
		if err != nil || len(kept) != 2 || kept[1].Start != kept[0].Start+1000 || kept[1].End != kept[1].Start {
			t.Fatalf("two at one moment are %+v, %v", kept, err)
		}
		if diff := cmp.Diff(map[int]int{-1800: 80, -1799: 81}, s.weights(first)); diff != "" {
			t.Error(diff)
		}
		got, err := s.b.Typed(ctx, s.v, "weight", kept[0].Start)
		if err != nil || got.Note != "na het feest" || got.Mark&measure.MarkByHand == 0 {
			t.Errorf("%+v, %v", got, err)
		}
		// A device says something of that day too; what is typed goes apart from it.
		in := &measure.Intake{}
		in.Add(in.Kind("weight"), in.Source(watch), measure.Sample{Start: ms(1, 9, 0), End: ms(1, 9, 0), Zone: 60, Value: 79 * measure.Scale})
		s.add(in)
		moved, err := s.b.Change(ctx, s.v, "weight", kept[0].Start, typed("weight", night.AddDate(0, -1, 0), 82, "verplaatst"))
		if err != nil || moved.Start == kept[0].Start {
			t.Fatalf("%+v, %v", moved, err)
		}
		if diff := cmp.Diff(map[int]int{-1799: 81, 9 * 3600: 79}, s.weights(first)); diff != "" {
			t.Error(diff)
		}
		notes, err := s.b.Notes(ctx, s.v, "weight", first-60, first)
		if diff := cmp.Diff(map[int64]string{moved.Start: "verplaatst"}, notes); diff != "" || err != nil {
			t.Error(diff, err)
		}
		was, err := s.b.Delete(ctx, s.v, "weight", moved.Start)
		if err != nil || was.Value != 82*measure.Scale || was.Note != "verplaatst" {
			t.Errorf("deleted %+v, %v", was, err)
		}
		for _, err := range []error{
			second(s.b.Delete(ctx, s.v, "weight", moved.Start)), second(s.b.Typed(ctx, s.v, "weight", moved.Start)),
			second(s.b.Typed(ctx, s.v, "weight", ms(1, 9, 0))), // a device's
			second(s.b.Change(ctx, s.v, "height", kept[1].Start, kept[1])),
		} {
			if !errors.Is(err, measure.ErrNotFound) {
				t.Errorf("want ErrNotFound, got %v", err)
			}
		}
		if _, err := s.b.Put(ctx, s.v, was); err != nil { // put back
			t.Fatal(err)
		}
		sums, _ := s.b.Sums(ctx, s.v, "weight")
		if len(sums) != 2 || sums[0].N != 1 || sums[1].N != 2 || sums[1].Max != 81*measure.Scale {
			t.Errorf("sums %+v", sums)
		}
		// Undoing the import leaves what was typed; taking out what was typed leaves the import.
		o, _ := s.b.Overview(ctx, s.v)
		if len(o.Imports) != 1 {
			t.Fatalf("%d imports", len(o.Imports))
		}
		if err := s.b.Undo(ctx, s.v, o.Imports[0].ID); err != nil {
			t.Fatal(err)
		}
		if diff := cmp.Diff(map[int]int{-1799: 81}, s.weights(first)); diff != "" {
			t.Error(diff)
		}
		if err := s.b.Remove(ctx, s.v, measure.Hand); err != nil {
			t.Fatal(err)
		}
		if sums, _ := s.b.Sums(ctx, s.v, "weight"); len(sums) != 0 {
			t.Errorf("left %+v", sums)
		}
		if notes, _ := s.b.Notes(ctx, s.v, "weight", first-60, first); len(notes) != 0 {
			t.Errorf("left notes %v", notes)
		}
	})
}

func second[T any](_ T, err error) error { return err }

func TestWhatCannotBeIsNotKept(t *testing.T) {
	s := open(t, storetest.SQLite(t))
	at := time.Date(2026, 3, 1, 9, 0, 0, 0, time.UTC)
	back := typed("sleep", at, 3, "")
	back.End -= 1000
	for name, x := range map[string]measure.Typed{"no kind": typed("", at, 1, ""), "backwards": back} {
		if _, err := s.b.Put(t.Context(), s.v, typed("weight", at, 80, ""), x); !errors.Is(err, measure.ErrOdd) {
			t.Errorf("%s: %v", name, err)
		}
	}
	if sums, _ := s.b.Sums(t.Context(), s.v, "weight"); len(sums) != 0 {
		t.Error("the other one was kept all the same")
	}
}

func TestOwnKindsAndTheirKeys(t *testing.T) {
	storetest.Each(t, func(t *testing.T, db *store.DB) {
		s := open(t, db)
		ctx := t.Context()
		k := measure.OwnKind("  Omvang\x1f enkel ", "cm")
		if k.Name(text.NL) != "Omvang enkel" || measure.FormOf(k).UnitName(text.NL) != "cm" {
			t.Errorf("%q is %q in %q", k, k.Name(text.NL), measure.FormOf(k).UnitName(text.NL))
		}
		keys, err := s.b.Keys(ctx, s.v)
		if err != nil || keys.Of("weight") == "" || keys.Of(k) != "" {
			t.Fatalf("%v", err)
		}
		if _, err := s.b.Put(ctx, s.v, typed(k, time.Date(2026, 3, 1, 9, 0, 0, 0, time.UTC), 23, "")); err != nil {
			t.Fatal(err)
		}
		again, _ := s.b.Keys(ctx, s.v)
		if again.Of("weight") != keys.Of("weight") {
			t.Error("keys change")
		}
		if got, ok := again.Kind(again.Of(k)); !ok || got != k {
			t.Errorf("%q", got)
		}
		if own, _ := s.b.OwnKinds(ctx, s.v); len(own) != 1 || own[0] != k {
			t.Errorf("%q", own)
		}
		other, _ := open(t, db).keys()
		if _, ok := other.Kind(again.Of("weight")); ok {
			t.Error("a key means something with somebody else")
		}
		low := int64(21 * measure.Scale)
		if err := s.b.SetTarget(ctx, s.v, k, measure.Target{Low: &low}); err != nil {
			t.Fatal(err)
		}
		if got, err := s.b.Target(ctx, s.v, k); err != nil || got.Low == nil || *got.Low != low || got.High != nil {
			t.Errorf("%+v, %v", got, err)
		}
		if err := s.b.SetTarget(ctx, s.v, k, measure.Target{}); err != nil {
			t.Fatal(err)
		}
		if got, _ := s.b.Target(ctx, s.v, k); got.Low != nil {
			t.Error("a target stays")
		}
	})
}

func (s shelf) keys() (measure.Keys, error) { return s.b.Keys(s.t.Context(), s.v) }

func TestAWeekAtHome(t *testing.T) {
	s := open(t, storetest.SQLite(t))
	ctx := t.Context()
	first := measure.DayOf(2026, 3, 2)
	if w, err := s.b.Week(ctx, s.v, first); w != nil || err != nil {
		t.Fatalf("%+v, %v", w, err)
	}
	put := func(day, hour, upper, lower int, mark measure.Mark) {
		t.Helper()
		x := typed("blood-pressure", time.Date(2026, 3, day, hour, 0, 0, 0, time.UTC), upper, "")
		x.Second, x.Mark = int64(lower)*measure.Scale, mark
		if _, err := s.b.Put(ctx, s.v, x); err != nil {
			t.Fatal(err)
		}
	}
	week := func(today measure.Day) *measure.Week {
		t.Helper()
		w, err := s.b.Week(ctx, s.v, today)
		if err != nil || w == nil {
			t.Fatalf("%+v, %v", w, err)
		}
		return w
	}
	const am, pm = measure.MarkProtocol, measure.MarkProtocol | measure.MarkEvening
	put(2, 8, 190, 110, am) // does not count
	put(2, 9, 100, 50, 0)   // does not belong
	w := week(first)
	if w.First != first || w.N != 0 || w.Todo(first) != 19 || w.Enough() || w.Over(first+6) || !w.Over(first+7) {
		t.Errorf("after one: %+v, %d to do", w, w.Todo(first))
	}
	for d := 3; d <= 6; d++ {
		put(d, 8, 140, 80, am)
		put(d, 8, 142, 82, am)
		put(d, 20, 130, 90, pm)
		put(d, 20, 132, 92, pm)
	}
	w = week(first + 4)
	if w.N != 16 || w.Upper != 136*measure.Scale || w.Lower != 86*measure.Scale || !w.Enough() || w.Todo(first+4) != 0 {
		t.Errorf("after five days: %+v, %d to do", w, w.Todo(first+4))
	}
	put(9, 8, 150, 90, am) // day eight begins another week
	if w = week(first + 7); w.First != first+7 || len(w.Days) != 1 {
		t.Errorf("%+v", w)
	}
}
