// SPDX-License-Identifier: EUPL-1.2

package receive_test

import (
	"math/rand/v2"
	"strings"
	"testing"
	"time"

	"regie/internal/measure"
	"regie/internal/measure/push"
)

// file reads a file of the app that sends, and adds it.
func (f *fixture) file(doc string) *measure.Report {
	f.t.Helper()
	in := &measure.Intake{}
	if err := push.ReadFile(strings.NewReader(doc), time.UTC, in); err != nil {
		f.t.Fatal(err)
	}
	r, err := f.books.Add(f.t.Context(), f.v, in, measure.About{Format: "push", Name: "export.json"})
	if err != nil {
		f.t.Fatal(err)
	}
	return r
}

// Files of the app and what it sends overlap: in whichever order they come, each hour counts once, and
// says what was known last. A file is of the last moment that it tells of.
func TestFilesAndDeliveries(t *testing.T) {
	midnight := time.Date(2026, 9, 19, 0, 0, 0, 0, time.FixedZone("", 2*3600))
	r := rand.New(rand.NewPCG(7, 2))
	for round := range 12 {
		// Every word says all hours from one until the one in which it was said, and of that one a part.
		type word struct {
			file bool
			at   time.Time
			says map[int]int
		}
		var words []word
		want := 0
		for range 2 + r.IntN(5) {
			w := word{file: r.IntN(2) == 0, says: map[int]int{}}
			till := r.IntN(24)
			for h := r.IntN(till + 1); h <= till; h++ {
				w.says[h] = 100 + h
			}
			w.at = midnight.Add(time.Duration(till)*time.Hour + 10*time.Minute)
			words = append(words, w)
		}
		all := map[int]int{}
		for _, w := range words {
			for h, n := range w.says {
				all[h] = n
			}
		}
		for _, n := range all {
			want += n
		}
		for range 3 {
			r.Shuffle(len(words), func(i, j int) { words[i], words[j] = words[j], words[i] })
			f := begin(t)
			token := f.make()
			for _, w := range append(words, words[0]) { // one comes twice
				if w.file {
					f.file(hours(w.says))
					continue
				}
				f.now = w.at
				if err := f.put(token, hours(w.says)); err != nil {
					t.Fatal(err)
				}
				if r.IntN(2) == 0 {
					f.merge()
				}
			}
			f.merge()
			if got := f.total("steps"); got != int64(want) {
				t.Fatalf("round %d: %d steps, want %d, of %+v", round, got, want, words)
			}
		}
	}
}

func TestAFileOverAnHourThatWasNotOver(t *testing.T) {
	f := begin(t)
	token := f.make()
	f.now = time.Date(2026, 9, 19, 8, 10, 0, 0, time.UTC) // ten past ten on the clock
	if err := f.put(token, hours(map[int]int{9: 500, 10: 20})); err != nil {
		t.Fatal(err)
	}
	f.merge()
	doc := hours(map[int]int{9: 500, 10: 300, 11: 40})
	if report := f.file(doc); report.New != 1 || f.total("steps") != 840 {
		t.Errorf("%d new, %d steps", report.New, f.total("steps"))
	}
	if report := f.file(doc); report.New != 0 {
		t.Errorf("the same file again: %d new", report.New)
	}
	f.now = f.now.Add(4 * time.Hour)
	if err := f.put(token, hours(map[int]int{11: 400})); err != nil {
		t.Fatal(err)
	}
	f.merge()
	f.file(hours(map[int]int{9: 480, 10: 10})) // an older file says less
	if got := f.total("steps"); got != 1200 {
		t.Errorf("%d steps", got)
	}
	o, err := f.books.Overview(t.Context(), f.v)
	if err != nil {
		t.Fatal(err)
	}
	for _, i := range o.Imports {
		if i.Name == "export.json" {
			if err := f.books.Undo(t.Context(), f.v, i.ID); err != nil {
				t.Fatal(err)
			}
		}
	}
	if got := f.total("steps"); got != 500+20+400 {
		t.Errorf("%d steps after undoing the files", got)
	}
}

// A night is one night, also where a file and a delivery say otherwise when it began.
func TestANightInAFileToo(t *testing.T) {
	early := night("2026-09-20 00:00:00 +0200", "2026-09-19 22:30:00 +0200", "2026-09-20 05:30:00 +0200", 7)
	late := night("2026-09-20 00:00:00 +0200", "2026-09-19 22:45:00 +0200", "2026-09-20 06:45:00 +0200", 8)
	for _, filed := range []string{early, late} {
		for _, first := range []bool{true, false} {
			f := begin(t)
			token := f.make()
			if first {
				f.file(filed)
			}
			if err := f.put(token, late); err != nil {
				t.Fatal(err)
			}
			f.merge()
			if !first {
				f.file(filed)
			}
			if got := f.total("sleep"); got != 480 {
				t.Errorf("%d minutes asleep", got)
			}
		}
	}
}
