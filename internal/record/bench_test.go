// SPDX-License-Identifier: EUPL-1.2

package record

import (
	"fmt"
	"os"
	"path/filepath"
	"testing"

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

// fill applies n resources in batches of ten providers.
func fill(b *testing.B, k *Keeper, v *vault.Opened, in []Incoming, at int) Change {
	b.Helper()
	var sum Change
	for p := range 10 {
		c, err := k.Apply(b.Context(), v, Batch{
			Provider: fmt.Sprintf("p%d@medmij", p), ProviderName: fmt.Sprintf("Provider %d", p), Service: "48", At: moment(at), Complete: true,
			Resources: in[p*len(in)/10 : (p+1)*len(in)/10],
		})
		if err != nil {
			b.Fatal(err)
		}
		sum = sum.Add(c)
	}
	return sum
}

func size(in []Incoming) (n int64) {
	for _, i := range in {
		n += int64(len(i.Raw))
	}
	return n
}

func benchResources(b *testing.B, n int) []Incoming {
	return many(b, corpus(b, "STU3/bgz", "STU3/huisartsgegevens", "R4/vaccinaties"), n)
}

func BenchmarkApply(b *testing.B) {
	in := benchResources(b, 5500)
	b.SetBytes(size(in))
	for b.Loop() {
		b.StopTimer()
		db, path := openBench(b)
		k, v := New(db, Options{}), someone()
		b.StartTimer()
		if c := fill(b, k, v, in, 1); c.New == 0 {
			b.Fatal(c)
		}
		b.StopTimer()
		_ = db.Close()
		if st, err := os.Stat(path); err == nil {
			b.ReportMetric(float64(st.Size())/float64(len(in)), "disk-B/resource")
		}
		b.StartTimer()
	}
}

func BenchmarkApplyUnchanged(b *testing.B) {
	in := benchResources(b, 5500)
	b.SetBytes(size(in))
	db, _ := openBench(b)
	k, v := New(db, Options{}), someone()
	fill(b, k, v, in, 1)
	at := 2
	for b.Loop() {
		if c := fill(b, k, v, in, at); c.New+c.Changed > 0 {
			b.Fatal(c)
		}
		at++
	}
}

func BenchmarkOpenCold(b *testing.B) {
	for _, n := range []int{5000, 50000} {
		b.Run(fmt.Sprint(n), func(b *testing.B) {
			db, _ := openBench(b)
			k, v := New(db, Options{}), someone()
			fill(b, k, v, benchResources(b, n), 1)
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
		db, _ := openBench(b)
		k, v := New(db, Options{}), someone()
		fill(b, k, v, benchResources(b, n), 1)
		d, err := k.Open(b.Context(), v)
		if err != nil {
			b.Fatal(err)
		}
		b.Run(fmt.Sprintf("%d/index", n), func(b *testing.B) {
			for b.Loop() {
				d.index()
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
