// SPDX-License-Identifier: EUPL-1.2

package record

import (
	"fmt"
	"os"
	"path/filepath"
	"testing"
	"time"

	"regie/internal/practice/persons"
	"regie/internal/store"
	"regie/internal/vault"
)

func openBench(b *testing.B) (*store.DB, string) {
	b.Helper()
	path := filepath.Join(b.TempDir(), "regie.db")
	db, err := store.Open(b.Context(), "sqlite:"+path, store.Options{})
	if err != nil {
		b.Fatal(err)
	}
	b.Cleanup(func() { db.Close() })
	if err := db.Migrate(b.Context()); err != nil {
		b.Fatal(err)
	}
	return db, path
}

// manyBatches is somebody with about n resources at ten providers.
func manyBatches(n int, at time.Time) (all []Batch, resources int, bytes int64) {
	providers := persons.ManyProviders(10)
	all = batches(persons.Many(1, n, anchor, providers...), providers, at)
	for _, b := range all {
		resources += len(b.Resources)
		for _, in := range b.Resources {
			bytes += int64(len(in.Raw))
		}
	}
	return all, resources, bytes
}

func BenchmarkApply(b *testing.B) {
	all, resources, bytes := manyBatches(5500, anchor)
	b.SetBytes(bytes)
	for b.Loop() {
		b.StopTimer()
		db, path := openBench(b)
		k, v := New(db, Options{}), someone()
		b.StartTimer()
		if c := applyAll(b, k, v, all); c.New == 0 {
			b.Fatal(c)
		}
		b.StopTimer()
		_ = db.Close()
		if st, err := os.Stat(path); err == nil {
			b.ReportMetric(float64(st.Size())/float64(resources), "disk-B/resource")
		}
		b.ReportMetric(float64(resources), "resources")
		b.StartTimer()
	}
}

func BenchmarkApplyUnchanged(b *testing.B) {
	all, _, bytes := manyBatches(5500, anchor)
	b.SetBytes(bytes)
	db, _ := openBench(b)
	k, v := New(db, Options{}), someone()
	applyAll(b, k, v, all)
	for n := 0; b.Loop(); n++ {
		for i := range all {
			all[i].At = all[i].At.Add(time.Hour)
		}
		if c := applyAll(b, k, v, all); c.New+c.Changed > 0 {
			b.Fatal(c)
		}
	}
}

// filled is an opened dossier of about n items.
func filled(b *testing.B, n int) (*store.DB, *Keeper, *vault.Opened, *Dossier) {
	b.Helper()
	db, _ := openBench(b)
	k, v := New(db, Options{}), someone()
	all, _, _ := manyBatches(n, anchor)
	applyAll(b, k, v, all)
	d, err := k.Open(b.Context(), v)
	if err != nil {
		b.Fatal(err)
	}
	b.Cleanup(d.Close)
	return db, k, v, d
}

func BenchmarkOpenCold(b *testing.B) {
	for _, n := range []int{5000, 50000} {
		b.Run(fmt.Sprint(n), func(b *testing.B) {
			db, _, v, _ := filled(b, n)
			for b.Loop() {
				d, err := New(db, Options{}).Open(b.Context(), v)
				if err != nil {
					b.Fatal(err)
				}
				b.ReportMetric(float64(d.Len()), "items")
			}
		})
	}
}

func BenchmarkSearch(b *testing.B) {
	for _, n := range []int{5000, 50000} {
		_, _, _, d := filled(b, n)
		b.Run(fmt.Sprintf("%d/index", n), func(b *testing.B) {
			for b.Loop() {
				d.index(never)
			}
		})
		for _, q := range []string{"bloeddruk", "metoprolol tablet", "e", "cholestrol", "druk 2019"} {
			b.Run(fmt.Sprintf("%d/%s", n, q), func(b *testing.B) {
				d.Search("warm")
				for b.Loop() {
					d.Search(q)
				}
			})
		}
	}
}

// BenchmarkLater makes what is worked out once for an opened dossier.
func BenchmarkLater(b *testing.B) {
	_, _, _, d := filled(b, 50000)
	for _, l := range []struct {
		name string
		make func()
	}{
		{"relations", func() { d.relate() }}, {"words", func() { d.index(never) }}, {"problems", func() { d.newProblems() }}, {"tests", func() { d.newTests() }},
		{"medicines", func() { d.bookOf(never) }}, {"people", func() { d.newPeople() }}, {"contacts", func() { d.newContacts() }},
	} {
		b.Run(l.name, func(b *testing.B) {
			b.ReportAllocs()
			for b.Loop() {
				l.make()
			}
		})
	}
}
