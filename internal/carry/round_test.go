// SPDX-License-Identifier: EUPL-1.2

package carry_test

import (
	"bytes"
	"testing"

	"regie/internal/carry"
	"regie/internal/store"
	"regie/internal/store/storetest"
	"regie/internal/text"
)

// TestRoundTrip takes everything along and brings it to somebody who has nothing: she has the same.
// Once more adds nothing, also not to the one it came from; undoing leaves nothing.
func TestRoundTrip(t *testing.T) {
	storetest.Each(t, func(t *testing.T, db *store.DB) {
		w := newWorld(t, db)
		anna, empty := newPerson(), newPerson()
		w.fill(anna)
		was := w.state(anna)
		for _, what := range []string{"items", "facts", "documents", "originals", "samples", "sums", "targets", "events", "own", "diary", "visits", "goals"} {
			if len(was[what]) == 0 {
				t.Errorf("the test has no %s", what)
			}
		}
		b := w.take(anna)
		found, i := w.add(empty, "alles.zip", b)
		if i == nil || found.Format != carry.FormatExport || found.Known != 0 {
			t.Fatalf("found %s: %d new, %d known", found.Format, found.New, found.Known)
		}
		for _, o := range found.Odd {
			if o.Why != carry.WhyGeneric {
				t.Errorf("odd: %+v", o)
			}
		}
		same(t, was, w.state(empty))
		if again, i := w.add(empty, "alles.zip", b); i != nil || again.New != 0 {
			t.Errorf("the second time %d are new: %+v %+v", again.New, again.Counts, again.Report.Lines)
		}
		if again, i := w.add(anna, "alles.zip", b); i != nil || again.New != 0 {
			t.Errorf("to the one it came from %d are new", again.New)
		}
		if err := w.kit.Undo(t.Context(), empty, i.ID); err != nil {
			t.Fatal(err)
		}
		if left := w.state(empty); len(left) != 0 {
			t.Errorf("left after undoing: %v", left)
		}
		same(t, was, w.state(anna))
	})
}

// TestTakeTwice takes along what came from a file: the same files come out, but for when.
func TestTakeTwice(t *testing.T) {
	w := newWorld(t, storetest.SQLite(t))
	anna, bert := newPerson(), newPerson()
	w.fill(anna)
	w.add(bert, "alles.zip", w.take(anna))
	b := w.take(bert)
	if _, err := carry.Read(t.Context(), fileOf("x.zip", b), nil); err != nil {
		t.Fatal(err)
	}
	carla := newPerson()
	w.add(carla, "weer.zip", b)
	same(t, w.state(anna), w.state(carla))
}

// TestSheetRoundTrip writes measurements as a table and reads them back exactly.
func TestSheetRoundTrip(t *testing.T) {
	w := newWorld(t, storetest.SQLite(t))
	anna, bert := newPerson(), newPerson()
	w.fill(anna)
	for _, l := range text.Langs {
		var b bytes.Buffer
		if err := w.kit.Sheet(t.Context(), anna, l, &b); err != nil {
			t.Fatal(err)
		}
		if !bytes.HasPrefix(b.Bytes(), []byte("\xef\xbb\xbf")) || !bytes.Contains(b.Bytes(), []byte(";72,15;")) || !bytes.Contains(b.Bytes(), []byte("'=Telefoon")) {
			t.Errorf("no table for a Dutch spreadsheet: %.300q", b.String())
		}
		found, i := w.add(bert, "metingen.csv", b.Bytes())
		if found.Format != carry.FormatSheet || l == text.NL && i == nil || l == text.EN && i != nil || len(found.Odd) > 0 {
			t.Errorf("%v: found %s, %d new, %v", l, found.Format, found.New, found.Odd)
		}
	}
	// The order of sources is no part of a table, and so the sums are not.
	same(t, map[string][]string{"samples": w.state(anna)["samples"]}, map[string][]string{"samples": w.state(bert)["samples"]})
}
