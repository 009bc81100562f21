// SPDX-License-Identifier: EUPL-1.2

package connect_test

import (
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"regie/internal/practice/vendor"
)

// A person couples, and everything comes, with all pages; fetching again asks for what is new only.
func TestEverythingComes(t *testing.T) {
	w := begin(t)
	n := w.couple(vendor.Anna)
	want := []string{"blood-pressure", "body-fat", "distance", "energy-active", "energy-total", "heart-rate", "oxygen", "respiration", "sleep", "steps", "weight"}
	if diff := cmp.Diff(want, w.kinds()); diff != "" {
		t.Errorf("kinds: %s", diff)
	}
	if got := len(w.values("weight")); got != 91 {
		t.Errorf("%d weights of 91 mornings", got)
	}
	if got := len(w.values("steps")); got != 91 {
		t.Errorf("steps of %d days, want 91", got)
	}
	events, err := w.books.Events(t.Context(), w.v)
	if err != nil || len(events) != 4 {
		t.Errorf("%d electrocardiograms, %v", len(events), err)
	}
	asked := w.asked()
	calls := map[string]int{}
	for _, a := range asked {
		calls[a]++
	}
	if diff := cmp.Diff(map[string]int{"getnonce": 1, "requesttoken": 1, "getmeas": 3, "getactivity": 2, "getsummary": 2, "list": 1, "get": 4}, calls); diff != "" {
		t.Errorf("calls: %s", diff)
	}
	o, err := w.books.Overview(t.Context(), w.v)
	if err != nil || len(o.Imports) != 1 || o.Imports[0].ID != n.Import || o.Imports[0].Added != n.Added || o.Imports[0].Name != "Withings" {
		t.Errorf("imports %+v, %v; %+v", o.Imports, err, n)
	}

	// Once more: only what is new, and that is nothing but the steps of the last minute.
	before := w.values("weight")
	m := w.fetch(false)
	if m.Why != "" || m.New > 4 || m.Import != n.Import {
		t.Errorf("again: %+v", m)
	}
	if got := len(w.asked()); got != 4 {
		t.Errorf("%d calls for nothing new", got)
	}
	if diff := cmp.Diff(before, w.values("weight")); diff != "" {
		t.Error(diff)
	}
	// And everything anew: the same comes, and nothing of it is new.
	m = w.fetch(true)
	if m.Why != "" || m.New > 4 {
		t.Errorf("everything again: %+v", m)
	}
	if diff := cmp.Diff(before, w.values("weight")); diff != "" {
		t.Error(diff)
	}
}

// The steps of a day that is not over grow; the day stands once.
func TestADayThatGrows(t *testing.T) {
	w := begin(t)
	w.couple(vendor.Anna)
	day := time.Date(2026, 11, 20, 0, 0, 0, 0, time.FixedZone("", 3600)).Unix()
	for range 3 {
		if got, want := w.values("steps")[day], float64(w.net.Vendor.Steps(0)); got != want {
			t.Errorf("%v steps today, want %v", got, want)
		}
		w.pass(2 * time.Hour)
		w.fetch(false)
	}
}

// What is corrected, moved or deleted at the vendor is so here too, also where the vendor tells
// only by leaving it out.
func TestCorrections(t *testing.T) {
	w := begin(t)
	w.couple(vendor.Bas)
	v := w.net.Vendor
	first, firstAt := v.MorningWeight(3)
	second, secondAt := v.MorningWeight(5)
	third, thirdAt := v.MorningWeight(40)
	fourth, fourthAt := v.MorningWeight(60)
	weighed := w.Now().Add(-time.Hour)
	for _, step := range []struct {
		name string
		do   func()
		all  bool
		want map[int64]float64 // 0 is: not there
	}{
		{"new", func() { v.Weigh(vendor.Bas, weighed, 90_500) }, false, map[int64]float64{weighed.Unix(): 90.5}},
		{"corrected", func() { v.Correct(vendor.Bas, first, firstAt, 70_100) }, false, map[int64]float64{firstAt.Unix(): 70.1}},
		{"moved", func() { v.Correct(vendor.Bas, second, secondAt.Add(-26*time.Hour), 70_200) }, false, map[int64]float64{secondAt.Unix(): 0, secondAt.Add(-26 * time.Hour).Unix(): 70.2}},
		{"deleted", func() { v.Delete(vendor.Bas, third, false) }, false, map[int64]float64{thirdAt.Unix(): 0}},
		{"silently gone", func() { v.Delete(vendor.Bas, fourth, true) }, true, map[int64]float64{fourthAt.Unix(): 0}},
		{"and so it stays", func() {}, false, map[int64]float64{firstAt.Unix(): 70.1, thirdAt.Unix(): 0, fourthAt.Unix(): 0}},
	} {
		t.Run(step.name, func(t *testing.T) {
			w.pass(20 * time.Minute)
			step.do()
			if m := w.fetch(step.all); m.Why != "" {
				t.Fatalf("%+v\n%s", m, w.logs.String())
			}
			got := w.values("weight")
			for at, want := range step.want {
				if got[at] != want {
					t.Errorf("at %v: %v, want %v", time.Unix(at, 0), got[at], want)
				}
			}
		})
	}
}

// Once a month everything is asked for by itself, so that what was deleted silently goes too.
func TestOnceAMonthEverything(t *testing.T) {
	w := begin(t)
	w.couple(vendor.Bas)
	id, at := w.net.Vendor.MorningWeight(8)
	w.net.Vendor.Delete(vendor.Bas, id, true)
	w.fetch(false)
	if w.values("weight")[at.Unix()] == 0 {
		t.Fatal("it is gone already: this test finds nothing")
	}
	w.pass(31 * 24 * time.Hour)
	w.fetch(false)
	if w.values("weight")[at.Unix()] != 0 {
		t.Error("it is still there")
	}
}

// Without being asked Regie fetches when the last time is more than six hours ago, once.
func TestFresh(t *testing.T) {
	w := begin(t)
	w.couple(vendor.Anna)
	w.asked()
	for _, step := range []struct {
		pass time.Duration
		want int
	}{{5 * time.Hour, 0}, {2 * time.Hour, 1}, {time.Minute, 0}, {7 * time.Hour, 1}} {
		w.pass(step.pass)
		for range 3 {
			if err := w.c.Fresh(t.Context(), w.v); err != nil {
				t.Fatal(err)
			}
		}
		w.c.Wait()
		if got := w.count("getmeas"); got != step.want {
			t.Errorf("after %v: asked %d times, want %d", step.pass, got, step.want)
		}
	}
}
