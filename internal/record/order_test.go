// SPDX-License-Identifier: EUPL-1.2

package record

import (
	"bytes"
	"math/rand"
	"sync"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"regie/internal/practice/dossier"
	"regie/internal/store"
	"regie/internal/store/storetest"
	"regie/internal/vault"
)

// history is three rounds of collecting: something changes in the second, something is left out
// in the third, one run stops halfway.
func history(t testing.TB) []Batch {
	p := practicePerson(t, "willem")
	var all []Batch
	for round := range 3 {
		for n, b := range batches(p, dossier.Providers(), anchor.Add(time.Duration(round)*24*time.Hour)) {
			b.At = b.At.Add(time.Duration(n) * time.Second)
			switch {
			case round == 1:
				b.Resources = bytesReplaced(b.Resources, `"final"`, `"amended"`)
			case round == 2 && n == 0:
				b.Resources, b.Complete = b.Resources[:len(b.Resources)/2], false
			case round == 2:
				b.Resources = b.Resources[:len(b.Resources)*9/10]
			}
			all = append(all, b)
		}
	}
	return all
}

func bytesReplaced(in []Incoming, old, new string) []Incoming {
	out := make([]Incoming, len(in))
	for i, r := range in {
		out[i] = r
		if i%3 == 0 {
			out[i].Raw = bytes.ReplaceAll(r.Raw, []byte(old), []byte(new))
		}
	}
	return out
}

func TestTheDossierDoesNotDependOnTheOrderOfRuns(t *testing.T) {
	all := history(t)
	storetest.Each(t, func(t *testing.T, db *store.DB) {
		k, v := New(db, Options{}), someone()
		applyAll(t, k, v, all)
		want := dump(t, k, v)

		for seed := range int64(2) {
			r := rand.New(rand.NewSource(seed))
			other := append([]Batch{}, all...)
			r.Shuffle(len(other), func(i, j int) { other[i], other[j] = other[j], other[i] })
			w := someone()
			for i, b := range other {
				applyAll(t, k, w, []Batch{b})
				if r.Intn(3) == 0 { // and some of it twice
					applyAll(t, k, w, []Batch{other[r.Intn(i+1)]})
				}
			}
			if diff := cmp.Diff(want, dump(t, k, w)); diff != "" {
				t.Fatalf("seed %d: %s", seed, diff)
			}
		}

		t.Run("all at once", func(t *testing.T) {
			w := someone()
			var wg sync.WaitGroup
			for part := range 4 {
				wg.Go(func() {
					for i, b := range all {
						if i%4 == part || i%7 == part {
							if _, err := k.Apply(t.Context(), w, b); err != nil {
								t.Error(err)
							}
						}
					}
				})
			}
			wg.Wait()
			if diff := cmp.Diff(want, dump(t, k, w)); diff != "" {
				t.Fatal(diff)
			}
		})

		t.Run("collecting again writes almost nothing", func(t *testing.T) {
			w := someone()
			first := batches(practicePerson(t, "willem"), dossier.Providers(), anchor)
			applyAll(t, k, w, first)
			rows, before := stored(t, db, w)
			again := batches(practicePerson(t, "willem"), dossier.Providers(), anchor.Add(time.Hour))
			if c := applyAll(t, k, w, again); c.New+c.Changed+c.Gone > 0 || c.Same == 0 {
				t.Errorf("again: %+v", c)
			}
			if n, after := stored(t, db, w); n != rows || after != before {
				t.Errorf("%d rows of %d became %d of %d", rows, before, n, after)
			}
		})
	})
}

// stored counts the rows of a person, and the sum of the versions of those in which the dossier lies but the root.
func stored(t testing.TB, db *store.DB, v *vault.Opened) (rows int, versions uint64) {
	t.Helper()
	err := db.View(t.Context(), v.Scope(), func(tx *store.Tx) error {
		for _, c := range []vault.Collection{vault.Items, vault.Originals, vault.Index, vault.Documents} {
			for s, err := range tx.ListSealed(uint16(c)) {
				if err != nil {
					return err
				}
				rows++
				if s.ID != rootID {
					versions += s.Version
				}
			}
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	return rows, versions
}
