// SPDX-License-Identifier: EUPL-1.2

package measure_test

import (
	"fmt"
	"math/rand/v2"
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"

	"regie/internal/measure"
	"regie/internal/store/storetest"
)

// letter is what an app sends: steps by hour of March 2026, and from-until of what is no more.
type letter struct {
	at   int64
	says map[int]int // hour since the beginning of the month: steps
	gone [][2]int
}

func (l letter) intake(inOrder bool) *measure.Intake {
	in := &measure.Intake{Sent: l.at, InOrder: inOrder}
	k, s := in.Kind("steps"), in.Source(phone)
	for _, g := range l.gone {
		in.Gone(k, s, ms(1, g[0], 0), ms(1, g[1], 0), 0)
	}
	for h, n := range l.says {
		in.Add(k, s, measure.Sample{Start: ms(1, h, 0), End: ms(1, h, 0), Value: int64(n) * measure.Scale})
	}
	return in
}

// last is what holds after all letters, by a plain reading: of each hour the latest word.
func last(letters []letter) map[int]int {
	letters = slices.Clone(letters)
	slices.SortStableFunc(letters, func(a, b letter) int { return int(a.at - b.at) })
	out := map[int]int{}
	for _, l := range letters {
		for _, g := range l.gone {
			for h := g[0]; h < max(g[1], g[0]+1); h++ {
				delete(out, h)
			}
		}
		for h, n := range l.says {
			out[h] = n
		}
	}
	return out
}

func (s shelf) hours() map[int]int {
	s.t.Helper()
	all, err := s.b.Samples(s.t.Context(), s.v, "steps", measure.DayOf(2026, 2, 1), measure.DayOf(2026, 5, 1))
	if err != nil {
		s.t.Fatal(err)
	}
	out := map[int]int{}
	for _, of := range all {
		for _, x := range of.Samples {
			h := int((x.Start - ms(1, 0, 0)) / 3_600_000)
			if _, double := out[h]; double {
				s.t.Errorf("hour %d stands twice", h)
			}
			out[h] = int(x.Value / measure.Scale)
		}
	}
	return out
}

func (s shelf) sum() (n int) {
	for _, v := range s.days() {
		n += v
	}
	return n
}

// Whatever is sent, how often and in whatever order it is read: of each hour the last word holds.
func TestWhatWasSentLastHolds(t *testing.T) {
	db := storetest.SQLite(t)
	r := rand.New(rand.NewPCG(4, 2))
	for round := range 40 {
		var letters []letter
		for n := range 2 + r.IntN(8) {
			l := letter{at: int64(1000 + n), says: map[int]int{}}
			for range r.IntN(6) {
				l.says[20+r.IntN(8)] = 1 + r.IntN(3) // around midnight
			}
			if r.IntN(3) == 0 {
				from := 18 + r.IntN(8)
				l.gone = append(l.gone, [2]int{from, from + r.IntN(5)})
			}
			letters = append(letters, l)
		}
		want := last(letters)
		total := 0
		for _, n := range want {
			total += n
		}
		for _, inOrder := range []bool{false, true} {
			s := open(t, db)
			post := slices.Clone(letters)
			if !inOrder {
				post = append(post, letters[r.IntN(len(letters))]) // one comes twice
				r.Shuffle(len(post), func(i, j int) { post[i], post[j] = post[j], post[i] })
			}
			id := uint64(0)
			for n, l := range post {
				if n%3 == 2 && !inOrder { // another address of the same telephone
					if _, err := s.b.Add(t.Context(), s.v, l.intake(false), measure.About{Format: "push"}); err != nil {
						t.Fatal(err)
					}
					continue
				}
				_, got, err := s.b.AddTo(t.Context(), s.v, id, l.intake(inOrder), measure.About{Format: "push"})
				if err != nil {
					t.Fatal(err)
				}
				id = got
			}
			if diff := cmp.Diff(want, s.hours()); diff != "" {
				t.Fatalf("round %d, in order %v: %v\nread as %v\n%s", round, inOrder, letters, post, diff)
			}
			if s.sum() != total {
				t.Errorf("round %d: the days come to %d, want %d", round, s.sum(), total)
			}
		}
	}
}

// An hour that is not over is sent again and again. It does not grow, and is one import.
func TestAnUnfinishedHour(t *testing.T) {
	s := open(t, storetest.SQLite(t))
	id := uint64(0)
	for n := range 30 {
		_, got, err := s.b.AddTo(t.Context(), s.v, id, letter{at: int64(1000 + n), says: map[int]int{9: 500, 10: 10 * (n + 1)}}.intake(false), measure.About{Format: "push", Name: "iPhone"})
		if err != nil {
			t.Fatal(err)
		}
		id = got
	}
	s.want("after thirty letters", map[int]int{1: 800})
	// The same letter once more is no news, an older one that was found back neither.
	for _, n := range []int{29, 3} {
		r, err := s.b.Add(t.Context(), s.v, letter{at: int64(1000 + n), says: map[int]int{9: 500, 10: 10 * (n + 1)}}.intake(false), measure.About{Format: "push"})
		if err != nil || r.New != 0 {
			t.Errorf("letter %d again: %+v, %v", n, r, err)
		}
	}
	s.want("after letters found back", map[int]int{1: 800})
	o, err := s.b.Overview(t.Context(), s.v)
	if err != nil || len(o.Imports) < 1 || o.Imports[len(o.Imports)-1].ID != id || o.Imports[len(o.Imports)-1].Added != 2 {
		t.Errorf("imports %+v, %v", o.Imports, err)
	}
	for _, i := range o.Imports {
		if err := s.b.Undo(t.Context(), s.v, i.ID); err != nil {
			t.Fatal(err)
		}
	}
	s.want("undone", map[int]int{})
	if _, got, err := s.b.AddTo(t.Context(), s.v, id, letter{at: 5000, says: map[int]int{9: 7}}.intake(false), measure.About{Format: "push"}); err != nil || got == id {
		t.Errorf("after undoing the same import lives on: %d, %v", got, err)
	}
	s.want("and later", map[int]int{1: 7})
}

// What is sent stands over what was added, and gives way to an export that was made later.
func TestSentAddedAndExported(t *testing.T) {
	add := func(exported int64, says map[int]int) *measure.Intake {
		in := letter{says: says}.intake(false)
		in.Exported = exported
		return in
	}
	for name, c := range map[string]struct {
		all  []*measure.Intake
		want map[int]int
	}{
		"over what was added":  {[]*measure.Intake{add(0, map[int]int{1: 5, 2: 6}), letter{at: 100, says: map[int]int{2: 7}}.intake(false)}, map[int]int{1: 5, 2: 7}},
		"below a later export": {[]*measure.Intake{letter{at: 100, says: map[int]int{2: 7, 3: 1}}.intake(false), add(200, map[int]int{1: 5, 2: 6})}, map[int]int{1: 5, 2: 6}},
		"over an older export": {[]*measure.Intake{letter{at: 300, says: map[int]int{2: 7, 3: 1}}.intake(false), add(200, map[int]int{1: 5, 2: 6})}, map[int]int{1: 5, 2: 7, 3: 1}},
	} {
		for range 2 {
			s := open(t, storetest.SQLite(t))
			for _, in := range c.all {
				s.add(in)
			}
			if diff := cmp.Diff(c.want, s.hours()); diff != "" {
				t.Errorf("%s: %s", name, diff)
			}
			slices.Reverse(c.all)
		}
	}
}

// Nothing new in order: not a row is written.
func TestInOrderNothingNewIsNotKept(t *testing.T) {
	s := open(t, storetest.SQLite(t))
	same := map[int]int{3: 1, 30: 2, 60: 4}
	var ids []uint64
	for n := range 3 {
		_, id, err := s.b.AddTo(t.Context(), s.v, 1, letter{at: int64(100 + n), says: same, gone: [][2]int{{0, 90}}}.intake(true), measure.About{Format: "push"})
		if err != nil {
			t.Fatal(err)
		}
		ids = append(ids, id)
	}
	if fmt.Sprint(ids) != "[1 1 1]" {
		t.Errorf("ids %v", ids)
	}
	if _, _, err := s.b.AddTo(t.Context(), s.v, 1, letter{at: 200, says: map[int]int{3: 1}, gone: [][2]int{{0, 90}}}.intake(true), measure.About{}); err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(map[int]int{3: 1}, s.hours()); diff != "" {
		t.Error(diff)
	}
}
