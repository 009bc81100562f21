// SPDX-License-Identifier: EUPL-1.2

package store_test

import (
	"errors"
	"testing"

	"regie/internal/store"
	"regie/internal/store/storetest"
)

func TestOldSealedRows(t *testing.T) {
	storetest.Each(t, func(t *testing.T, db *store.DB) {
		ctx := t.Context()
		const collection, other, today = 28, 27, 1000
		anna, bert := store.NewScope(store.NewID(nil)), store.NewScope(store.NewID(nil))
		put := func(s store.Scope, collection uint16, day int32) (id store.ID) {
			t.Helper()
			id = store.NewID(nil)
			err := db.Update(ctx, s, func(tx *store.Tx) error {
				return tx.PutSealed(store.Sealed{Collection: collection, ID: id, Version: 1, Day: day, Body: []byte("x")})
			})
			if err != nil {
				t.Fatal(err)
			}
			return id
		}
		for range 3 {
			put(anna, collection, today-1)
		}
		kept := []store.ID{put(anna, collection, today), put(anna, collection, today+1)}
		elsewhere := put(anna, other, today-9)
		put(bert, collection, today)
		// A row that is written again is of that day.
		again := put(anna, collection, today-5)
		err := db.Update(ctx, anna, func(tx *store.Tx) error {
			return tx.PutSealed(store.Sealed{Collection: collection, ID: again, Version: 2, Day: today, Body: []byte("y")})
		})
		if err != nil {
			t.Fatal(err)
		}
		kept = append(kept, again)

		old := func() (out []store.Scope) {
			t.Helper()
			err := db.SystemView(ctx, func(tx *store.Tx) (err error) {
				out, err = tx.OldSealed(collection, today, 10)
				return err
			})
			if err != nil {
				t.Fatal(err)
			}
			return out
		}
		if got := old(); len(got) != 1 || got[0] != anna {
			t.Fatalf("old rows of %d persons", len(got))
		}
		for _, want := range []int{2, 1, 0} {
			var n int
			var before, after uint64
			err := db.Update(ctx, anna, func(tx *store.Tx) (err error) {
				before, err = tx.Revision()
				if err == nil {
					n, err = tx.DeleteOldSealed(collection, today, 2)
				}
				if err == nil {
					after, err = tx.Revision()
				}
				return err
			})
			if err != nil || n != want || (after > before) != (want > 0) {
				t.Errorf("%d deleted, want %d; revision %d, then %d; %v", n, want, before, after, err)
			}
		}
		if got := old(); len(got) != 0 {
			t.Errorf("old rows of %d persons after deleting", len(got))
		}
		err = db.View(ctx, anna, func(tx *store.Tx) error {
			for _, id := range kept {
				if _, err := tx.GetSealed(collection, id); err != nil {
					t.Error(err)
				}
			}
			if _, err := tx.GetSealed(other, elsewhere); errors.Is(err, store.ErrNotFound) {
				t.Error("a row of another collection is gone")
			}
			return nil
		})
		if err != nil {
			t.Fatal(err)
		}
	})
}
