// SPDX-License-Identifier: EUPL-1.2

package diary

import (
	"errors"
	"slices"
	"strings"
	"testing"
	"time"

	"regie/internal/store"
	"regie/internal/store/storetest"
	"regie/internal/vault"
)

var anchor = time.Date(2026, 11, 22, 9, 0, 0, 0, time.UTC)

func someone() *vault.Opened {
	return vault.Open(store.NewScope(store.NewID(nil)), vault.NewRootKey(nil))
}

func texts(all []Entry) string {
	var out []string
	for _, e := range all {
		out = append(out, e.Text)
	}
	return strings.Join(out, "|")
}

func TestDiary(t *testing.T) {
	storetest.Each(t, func(t *testing.T, db *store.DB) {
		now := anchor
		d, anna, bert, ctx := New(db, Options{Now: func() time.Time { return now }}), someone(), someone(), t.Context()
		put := func(e Entry) Entry {
			t.Helper()
			e, err := d.Put(ctx, anna, e)
			if err != nil {
				t.Fatal(err)
			}
			return e
		}
		one := put(Entry{Sort: Note, Day: "2026-11-20", Time: "08:15", Text: "Slécht geslapen", Mood: 2, Items: []string{"00000000000000aa"}})
		put(Entry{Sort: Symptom, Day: "2026-11-20", Text: "zonder tijd", Complaints: []Complaint{{Word: "Hoofdpijn", Strength: 7}, {Word: "Moe", Strength: 4, Scale: Words}, {Word: "Koorts", Strength: 1, Scale: Had}}})
		put(Entry{Sort: Note, Day: "2026-10-01", Text: "vorige maand", Kinds: []string{"weight"}})
		dose := put(Entry{Sort: Medicine, Day: "2026-11-20", Time: "22:00", Dose: &Dose{Medicine: "00000000000000bb", Name: "Metformine", Skipped: true}})

		if all, _ := d.Month(ctx, anna, "2026-11"); texts(all) != "|Slécht geslapen|zonder tijd" {
			t.Errorf("month: %q", texts(all))
		}
		if all, _ := d.Months(ctx, anna); !slices.Equal(all, []string{"2026-11", "2026-10"}) {
			t.Error(all)
		}
		if all, _ := d.Day(ctx, anna, "2026-10-01"); texts(all) != "vorige maand" {
			t.Error(texts(all))
		}
		if all, _ := d.Between(ctx, anna, "2026-10-01", "2026-11-19"); texts(all) != "vorige maand" {
			t.Error(texts(all))
		}
		for question, want := range map[string]int{"slecht": 1, "GESL slecht": 1, "hoofdp": 1, "metfor": 1, "pijn": 0, "": 0, "maand": 1, "-": 0} {
			if all, err := d.Search(ctx, anna, question, 10); err != nil || len(all) != want {
				t.Errorf("search %q: %d %v", question, len(all), err)
			}
		}
		for what, want := range map[string]int{"00000000000000aa": 1, "00000000000000bb": 1, "weight": 1, "x": 0} {
			if all, _ := d.About(ctx, anna, what, 10); len(all) != want {
				t.Errorf("about %q: %d", what, len(all))
			}
		}
		if all, _ := d.AboutAny(ctx, anna, []string{"00000000000000aa", "weight", "x"}, 10); len(all) != 2 {
			t.Errorf("about any: %d", len(all))
		}
		for _, odd := range []Complaint{{Word: "Moe", Strength: 5, Scale: Words}, {Word: "Moe", Strength: 2, Scale: Had}, {Word: "Moe", Strength: 11}, {Word: "Moe", Scale: "x"}, {Word: "Moe", Strength: -1}} {
			if _, err := d.Put(ctx, anna, Entry{Sort: Symptom, Day: "2026-11-20", Complaints: []Complaint{odd}}); !errors.Is(err, ErrOdd) {
				t.Errorf("%+v: %v", odd, err)
			}
		}
		if all, _ := d.Months(ctx, bert); len(all) != 0 {
			t.Error("bert sees a month")
		}
		if _, err := d.Get(ctx, bert, one.Key); !errors.Is(err, ErrNotFound) {
			t.Errorf("bert: %v", err)
		}

		// moved to another month, and changed
		one.Day, one.Text = "2026-09-03", "verplaatst"
		put(one)
		if got, err := d.Get(ctx, anna, one.Key); err != nil || got.Text != "verplaatst" || got.Mood != 2 || !got.Made.Equal(anchor) {
			t.Errorf("%+v %v", got, err)
		}
		if all, _ := d.Months(ctx, anna); len(all) != 3 {
			t.Error(all)
		}
		// deleted, put back, deleted and forgotten
		if err := d.Delete(ctx, anna, dose.Key); err != nil {
			t.Fatal(err)
		}
		if all, _ := d.Month(ctx, anna, "2026-11"); len(all) != 1 {
			t.Error("still there")
		}
		if _, err := d.Put(ctx, anna, dose); !errors.Is(err, ErrNotFound) {
			t.Errorf("changing what is deleted: %v", err)
		}
		if err := d.Restore(ctx, anna, dose.Key); err != nil {
			t.Fatal(err)
		}
		if all, _ := d.Month(ctx, anna, "2026-11"); len(all) != 2 {
			t.Error("not put back")
		}
		_ = d.Delete(ctx, anna, one.Key)
		now = now.Add(25 * time.Hour)
		if err := d.Restore(ctx, anna, one.Key); !errors.Is(err, ErrNotFound) {
			t.Errorf("after a day: %v", err)
		}
		if _, err := d.Get(ctx, anna, one.Key); !errors.Is(err, ErrNotFound) {
			t.Errorf("after a day: %v", err)
		}
		put(Entry{Sort: Note, Day: "2026-09-04", Text: "a"})
		if all, _ := d.Month(ctx, anna, "2026-09"); texts(all) != "a" {
			t.Error(texts(all))
		}
	})
}

func TestOddEntries(t *testing.T) {
	d, v := New(storetest.SQLite(t), Options{}), someone()
	for what, e := range map[string]Entry{
		"no day": {Sort: Note}, "no such day": {Sort: Note, Day: "2026-02-30"}, "no such time": {Sort: Note, Day: "2026-02-03", Time: "8:15"},
		"no sort": {Day: "2026-02-03"}, "mood": {Sort: Note, Day: "2026-02-03", Mood: 6}, "no dose": {Sort: Medicine, Day: "2026-02-03"},
		"strength": {Sort: Symptom, Day: "2026-02-03", Complaints: []Complaint{{Word: "pijn", Strength: 11}}},
	} {
		if _, err := d.Put(t.Context(), v, e); !errors.Is(err, ErrOdd) {
			t.Errorf("%s: %v", what, err)
		}
	}
	if _, err := d.Put(t.Context(), v, Entry{Key: 5, Sort: Note, Day: "2026-02-03"}); !errors.Is(err, ErrNotFound) {
		t.Error(err)
	}
	e, err := d.Put(t.Context(), v, Entry{Sort: Note, Day: "2026-02-03", Text: strings.Repeat("é", MaxText+5)})
	if err != nil || len([]rune(e.Text)) != MaxText {
		t.Error(len(e.Text), err)
	}
}
