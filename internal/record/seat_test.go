// SPDX-License-Identifier: EUPL-1.2

package record

import (
	"fmt"
	"strings"
	"sync"
	"testing"
	"time"

	"regie/internal/practice/dossier"
	"regie/internal/store"
	"regie/internal/store/storetest"
	"regie/internal/text"
	"regie/internal/zib"
)

func TestTheDossierStaysInMemoryUntilSomethingChanges(t *testing.T) {
	k, v, d := opened(t, "willem")
	open := func() *Dossier {
		t.Helper()
		o, err := k.Open(t.Context(), v)
		if err != nil {
			t.Fatal(err)
		}
		t.Cleanup(o.Close)
		return o
	}
	if open() != d {
		t.Error("opened again although nothing changed")
	}
	// Something else of the person changes: the dossier stays.
	if _, err := k.Visit(t.Context(), v, store.NewID(nil), d); err != nil {
		t.Fatal(err)
	}
	if open() != d {
		t.Error("opened again because of something else")
	}
	applyAll(t, k, v, []Batch{{Provider: "een@medmij", Service: "48", At: moment(1), Complete: true, Resources: []Incoming{observation("a", "718-7", "7.2")}}})
	next := open()
	if next == d || next.Len() != d.Len()+1 {
		t.Errorf("%d items, then %d", d.Len(), next.Len())
	}
	// Of the other providers nothing was read again.
	same := 0
	for _, p := range next.Providers() {
		for _, o := range d.Providers() {
			if p.Name == o.Name && p.shard.index == o.shard.index {
				same++
			}
		}
	}
	if same != len(d.Providers()) {
		t.Errorf("%d of %d providers were kept", same, len(d.Providers()))
	}
}

func TestSignedOutMeansForgotten(t *testing.T) {
	k, v, d := opened(t, "willem")
	var heads []*zib.Head
	for _, i := range d.shown {
		heads = append(heads, d.all[i].Head)
	}
	second, err := k.Open(t.Context(), v)
	if err != nil {
		t.Fatal(err)
	}
	k.Drop(v.Scope().Person())
	if heads[0].Title.In(text.NL) == "" || len(k.seats) != 0 {
		t.Fatal("dropped while a page was being made")
	}
	second.Close()
	before := strings.Clone(heads[0].ID)
	d.Close()
	for _, h := range heads {
		if strings.Trim(h.ID+h.Block+h.When.Start, "\x00") != "" {
			t.Fatalf("%s is still in memory", before)
		}
	}
	d.seat = nil // closed here, not by the cleanup
	again, err := k.Open(t.Context(), v)
	if err != nil {
		t.Fatal(err)
	}
	defer again.Close()
	if again.Item(d.all[d.shown[0]].Key).ID != before {
		t.Error("not the same after opening again")
	}
}

func TestIdleAndFullMemory(t *testing.T) {
	now := time.Date(2026, 11, 20, 12, 0, 0, 0, time.UTC)
	var mu sync.Mutex
	clock := func() time.Time { mu.Lock(); defer mu.Unlock(); return now }
	k := New(storetest.SQLite(t), Options{Now: clock, Memory: 1 << 20})
	all := batches(practicePerson(t, "willem"), dossier.Providers(), anchor)
	for n := range 5 {
		v := someone()
		applyAll(t, k, v, all)
		d, err := k.Open(t.Context(), v)
		if err != nil {
			t.Fatal(err)
		}
		if n == 0 {
			t.Logf("one dossier of %d items takes %d bytes", d.Len(), d.seat.size)
		}
		d.Close()
		mu.Lock()
		now = now.Add(time.Minute)
		mu.Unlock()
	}
	if len(k.seats) >= 5 {
		t.Errorf("%d dossiers in memory", len(k.seats))
	}
	mu.Lock()
	now = now.Add(time.Hour)
	mu.Unlock()
	k.Sweep()
	if len(k.seats) != 0 {
		t.Errorf("%d dossiers after an hour", len(k.seats))
	}
}

func TestReadersAndWritersAtOnce(t *testing.T) {
	k, v, _ := opened(t, "sanne")
	var wg sync.WaitGroup
	for w := range 2 {
		wg.Go(func() {
			for n := range 6 {
				_, err := k.Apply(t.Context(), v, Batch{
					Provider: fmt.Sprintf("p%d@medmij", w), Service: "48", At: moment(n), Complete: true,
					Resources: []Incoming{observation("a", "718-7", fmt.Sprint(n)), observation(fmt.Sprint(n), "718-7", "1")},
				})
				if err != nil {
					t.Error(err)
				}
			}
		})
		wg.Go(func() {
			for n := range 20 {
				d, err := k.Open(t.Context(), v)
				if err != nil {
					t.Error(err)
					return
				}
				d.Search("hemoglobine")
				for _, it := range d.List(Filter{}, 1, 50).Items {
					if _, err := it.Care(); err != nil {
						t.Error(err)
					}
				}
				if n%7 == 3 {
					k.Drop(v.Scope().Person())
				}
				d.Close()
			}
		})
	}
	wg.Wait()
}

// A newer program reads everything again, also where it was stopped halfway.
func TestItemsOfAnOlderReaderAreDerivedAgain(t *testing.T) {
	storetest.Each(t, func(t *testing.T, db *store.DB) {
		k, v := New(db, Options{}), someone()
		applyAll(t, k, v, batches(practicePerson(t, "willem"), dossier.Providers(), anchor))
		want := dump(t, k, v)
		older := func(provider string, change func(x *index)) {
			p, err := k.plan(t.Context(), v, provider)
			if err != nil {
				t.Fatal(err)
			}
			change(p.x)
			p.dirty = true
			if err := p.commit(t.Context()); err != nil {
				t.Fatal(err)
			}
		}
		for _, p := range dossier.Providers()[:3] {
			older(p.MedMijName, func(x *index) {
				for i := range x.blocks {
					if x.blocks[i].kind == blockItems {
						x.blocks[i].reader = 0
					}
				}
			})
		}
		if got := dump(t, k, v); got != want {
			t.Error("not the same after deriving again")
		}
		for _, p := range dossier.Providers()[:3] {
			older(p.MedMijName, func(x *index) {
				for _, b := range x.blocks {
					if b.kind == blockItems && len(b.rows) > 0 && b.reader != zib.ReaderVersion {
						t.Error("a block was left")
					}
				}
			})
		}
	})
}
