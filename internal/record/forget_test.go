// SPDX-License-Identifier: EUPL-1.2

package record

import (
	"testing"

	"regie/internal/store"
	"regie/internal/store/storetest"
	"regie/internal/vault"
)

func TestForgetRemovesOneProvider(t *testing.T) {
	storetest.Each(t, func(t *testing.T, db *store.DB) {
		k, v := New(db, Options{}), someone()
		apply := func(provider, value string) {
			t.Helper()
			b := Batch{
				Provider: provider, ProviderName: provider, Service: "48", At: moment(1), Complete: true,
				Resources: []Incoming{observation("a", "718-7", value), practitioner("Jansen")},
				Files:     []File{{URL: "Binary/x", ContentType: "application/pdf", Body: make([]byte, 300_000)}},
			}
			if _, err := k.Apply(t.Context(), v, b); err != nil {
				t.Fatal(err)
			}
		}
		rows := func() (n int) {
			err := db.View(t.Context(), v.Scope(), func(tx *store.Tx) error {
				n = 0
				for _, c := range []vault.Collection{vault.Items, vault.Originals, vault.Index, vault.Documents} {
					for _, err := range tx.ListSealed(uint16(c)) {
						if err != nil {
							return err
						}
						n++
					}
				}
				return nil
			})
			if err != nil {
				t.Fatal(err)
			}
			return n
		}
		length := func() (n, providers int) {
			d, err := k.Open(t.Context(), v)
			if err != nil {
				t.Fatal(err)
			}
			defer d.Close()
			return d.Len(), len(d.Providers())
		}
		if err := k.Forget(t.Context(), v, "een@medmij"); err != nil {
			t.Errorf("forgetting before there is anything: %v", err)
		}
		apply("een@medmij", "7.2")
		before := rows()
		items, _ := length()
		apply("twee@medmij", "8.1")
		if err := k.Forget(t.Context(), v, "niemand@medmij"); err != nil {
			t.Errorf("forgetting who is not there: %v", err)
		}
		if err := k.Forget(t.Context(), v, "twee@medmij"); err != nil {
			t.Fatal(err)
		}
		if got := rows(); got != before {
			t.Errorf("%d rows are left, want %d", got, before)
		}
		if n, providers := length(); n != items || providers != 1 {
			t.Errorf("%d items of %d providers", n, providers)
		}
		if err := k.Forget(t.Context(), v, "een@medmij"); err != nil {
			t.Fatal(err)
		}
		if n, _ := length(); n != 0 || rows() != 1 { // the root stays
			t.Errorf("%d items, %d rows", n, rows())
		}
		// Collected again, it is there again, and not what was in memory before.
		apply("een@medmij", "9.9")
		d, err := k.Open(t.Context(), v)
		if err != nil {
			t.Fatal(err)
		}
		defer d.Close()
		if d.Len() != items {
			t.Fatalf("%d items after collecting again", d.Len())
		}
		found := d.Search("9,9")
		if len(found.Items) == 0 {
			t.Error("the new value is not found: the old dossier was kept")
		}
	})
}
