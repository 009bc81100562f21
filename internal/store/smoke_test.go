// SPDX-License-Identifier: EUPL-1.2

package store_test

import (
	"context"
	"testing"

	"regie/internal/store"
	"regie/internal/store/storetest"
)

func TestSmoke(t *testing.T) {
	storetest.Each(t, func(t *testing.T, db *store.DB) {
		s := store.NewScope(store.NewID(nil))
		id := store.NewID(nil)
		if err := db.Update(context.Background(), s, func(tx *store.Tx) error {
			return tx.PutSealed(store.Sealed{Collection: 1, ID: id, Version: 1, Body: []byte("x")})
		}); err != nil {
			t.Fatal(err)
		}
		if err := db.View(context.Background(), s, func(tx *store.Tx) error {
			r, err := tx.GetSealed(1, id)
			n, _ := tx.Revision()
			t.Log(r, n)
			return err
		}); err != nil {
			t.Fatal(err)
		}
	})
}
