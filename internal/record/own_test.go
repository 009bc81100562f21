// SPDX-License-Identifier: EUPL-1.2

package record

import (
	"errors"
	"slices"
	"strings"
	"testing"
	"time"

	"regie/internal/store"
	"regie/internal/store/storetest"
	"regie/internal/text"
	"regie/internal/vault"
	"regie/internal/zib"
)

func TestOwn(t *testing.T) {
	storetest.Each(t, func(t *testing.T, db *store.DB) {
		now := anchor
		k, v := New(db, Options{Now: func() time.Time { return now }}), someone()
		open := func() *Dossier {
			d, err := k.Open(t.Context(), v)
			if err != nil {
				t.Fatal(err)
			}
			t.Cleanup(d.Close)
			return d
		}
		if d := open(); d.Len() != 0 {
			t.Fatalf("%d items", d.Len())
		}
		o, err := k.PutOwn(t.Context(), v, Own{Kind: OwnMedicine, Name: "Paracetamol 500 mg", Use: "zo nodig 2 tabletten", Why: "hoofdpijn", From: "2026-03"})
		if err != nil || o.Key == 0 {
			t.Fatal(o, err)
		}
		jab, err := k.PutOwn(t.Context(), v, Own{Kind: OwnVaccination, Name: "Gele koorts", Why: "gele koorts", From: "2012"})
		if err != nil {
			t.Fatal(err)
		}
		d := open()
		if d.Len() != 2 || len(d.Providers()) != 0 || d.Whole() || d.Count(zib.CategoryVaccinations) != 1 {
			t.Fatalf("%d items, %d providers, whole %v", d.Len(), len(d.Providers()), d.Whole())
		}
		it := d.Item(o.Key)
		if it == nil || !it.Provider.Own() || it.Year() != 2026 || it.Has(zib.MarkStopped) {
			t.Fatalf("%+v", it)
		}
		if got := d.Search("hoofdpijn").Items; len(got) != 1 || got[0] != it {
			t.Errorf("search finds %d", len(got))
		}
		if got := tellMedicines(d); len(got) != 1 || got[0] != "Paracetamol 500 mg: using | Zelf toegevoegd 5 using since 2026-03" {
			t.Error(got)
		}
		if p := d.Provider(it.Provider.Key); p == nil || d.List(Filter{Year: 2012}, 1, 10).Items[0].Key != jab.Key {
			t.Error("not in the list")
		}
		if len(d.Related(it)) != 0 || len(it.Services()) != 0 || len(it.Moments()) != 1 {
			t.Error("it has relations")
		}
		if _, err := k.Original(t.Context(), v, it, 0); !errors.Is(err, ErrNotFound) {
			t.Errorf("original: %v", err)
		}

		applyAll(t, k, v, medBatches([]med{{at: "Arts", id: "1", kind: "MA", name: "PARACETAMOL TABLET 500MG", said: "2025-01-02", from: "2025-01-02"}}))
		if got := tellMedicines(open()); len(got) != 1 || !strings.Contains(got[0], "Arts 1 using") || !strings.Contains(got[0], "toegevoegd 5 using") {
			t.Error(got)
		}
		if d := open(); !d.Whole() || len(d.Providers()) != 1 || len(d.Facets(Filter{}).Providers) != 2 || len(d.News(&Seen{version: map[Key]uint64{}})) != 1 {
			t.Error("the person counts as a care provider")
		}

		o.Stopped, o.Until, o.WhyStop = true, "2026-11-01", "het hielp niet"
		if o, err = k.PutOwn(t.Context(), v, o); err != nil {
			t.Fatal(err)
		}
		if it := open().Item(o.Key); !it.Has(zib.MarkStopped) || !slices.Contains(tellMedicines(open()), "Paracetamol tablet 500 mg: using | Arts 1 using since 2025-01-02 | Zelf toegevoegd 5 stopped since 2026-03 until 2026-11-01 !state") {
			t.Error(tellMedicines(open()))
		}
		if err := k.DeleteOwn(t.Context(), v, o.Key); err != nil {
			t.Fatal(err)
		}
		if open().Item(o.Key) != nil {
			t.Error("still there")
		}
		if err := k.RestoreOwn(t.Context(), v, o.Key); err != nil || open().Item(o.Key) == nil {
			t.Error("not put back", err)
		}
		if err := k.DeleteOwn(t.Context(), v, o.Key); err != nil {
			t.Fatal(err)
		}
		now = now.Add(25 * time.Hour)
		if _, err := k.PutOwn(t.Context(), v, jab); err != nil { // any change
			t.Fatal(err)
		}
		if err := k.RestoreOwn(t.Context(), v, o.Key); !errors.Is(err, ErrNotFound) {
			t.Errorf("forgotten: %v", err)
		}
		if _, err := k.OwnItem(t.Context(), v, 1); !errors.Is(err, ErrNotFound) {
			t.Error(err)
		}
		// another session, cold
		cold, err := New(db, Options{}).Open(t.Context(), v)
		if err != nil || cold.Item(jab.Key) == nil {
			t.Fatal(err)
		}
		cold.Close()
	})
}

// What the person adds reads well in both languages, and does not reach the store as it is.
func TestOwnIsReadAndSealed(t *testing.T) {
	db := storetest.SQLite(t)
	k, v := New(db, Options{}), someone()
	for _, kind := range []OwnKind{OwnMedicine, OwnVaccination, OwnAllergy, OwnProblem, OwnNote} {
		o := Own{Kind: kind, Name: "Kaneelwater", Use: "elke dag", Why: "moe", From: "2026-01-02", Where: "drogist", Remark: strings.Repeat("é", MaxOwnText)}
		if _, err := k.PutOwn(t.Context(), v, o); err != nil {
			t.Fatal(err)
		}
	}
	d, err := k.Open(t.Context(), v)
	if err != nil {
		t.Fatal(err)
	}
	defer d.Close()
	if d.Len() != 5 {
		t.Fatal(d.Len())
	}
	for _, it := range d.List(Filter{}, 1, 10).Items {
		care, err := it.Care()
		if err != nil {
			t.Fatal(err)
		}
		for _, l := range []text.Lang{text.NL, text.EN} {
			view := care.View(l)
			if view.Title != "Kaneelwater" || view.Source == "" || len(view.Facts) == 0 {
				t.Errorf("%+v", view)
			}
			for _, f := range view.Facts {
				if strings.Contains(f.Label, ".") || strings.Contains(f.Text, "zib.") {
					t.Errorf("%q: %q", f.Label, f.Text)
				}
			}
		}
	}
	err = db.View(t.Context(), v.Scope(), func(tx *store.Tx) error {
		s, err := tx.GetSealed(uint16(vault.Own), ownID)
		if err == nil && (strings.Contains(string(s.Body), "Kaneel") || s.Day > 0 && false) {
			t.Error("it lies open")
		}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
}
