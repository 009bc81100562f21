// SPDX-License-Identifier: EUPL-1.2

package store_test

import (
	"context"
	"fmt"
	"testing"

	"regie/internal/store"
	"regie/internal/store/storetest"
)

// engines runs a benchmark on both.
func engines(b *testing.B, fn func(b *testing.B, db *store.DB)) {
	b.Run("sqlite", func(b *testing.B) { fn(b, storetest.SQLite(b)) })
	b.Run("postgres", func(b *testing.B) { fn(b, storetest.Postgres(b)) })
}

// BenchmarkPutSealed writes rows in one transaction: a collecting run of 5,500 resources is 60 to 200 of 16 KiB.
func BenchmarkPutSealed(b *testing.B) {
	for _, tc := range []struct{ rows, size int }{{1, 16 << 10}, {120, 16 << 10}, {5500, 1 << 10}} {
		b.Run(fmt.Sprintf("%dx%d", tc.rows, tc.size), func(b *testing.B) {
			engines(b, func(b *testing.B, db *store.DB) {
				body := make([]byte, tc.size)
				for b.Loop() {
					s := store.NewScope(store.NewID(nil))
					if err := db.Update(context.Background(), s, func(tx *store.Tx) error {
						for range tc.rows {
							if err := tx.PutSealed(store.Sealed{Collection: 1, ID: store.NewID(nil), Version: 1, Body: body}); err != nil {
								return err
							}
						}
						return nil
					}); err != nil {
						b.Fatal(err)
					}
				}
				b.ReportMetric(float64(b.Elapsed().Microseconds())/float64(b.N*tc.rows), "µs/row")
			})
		})
	}
}

// BenchmarkListSealed reads 120 rows of 16 KiB.
func BenchmarkListSealed(b *testing.B) {
	engines(b, func(b *testing.B, db *store.DB) {
		s := store.NewScope(store.NewID(nil))
		if err := db.Update(context.Background(), s, func(tx *store.Tx) error {
			for range 120 {
				if err := tx.PutSealed(store.Sealed{Collection: 1, ID: store.NewID(nil), Version: 1, Body: make([]byte, 16<<10)}); err != nil {
					return err
				}
			}
			return nil
		}); err != nil {
			b.Fatal(err)
		}
		b.ReportAllocs()
		for b.Loop() {
			if err := db.View(context.Background(), s, func(tx *store.Tx) error {
				for _, err := range tx.ListSealed(1) {
					if err != nil {
						return err
					}
				}
				return nil
			}); err != nil {
				b.Fatal(err)
			}
		}
	})
}
