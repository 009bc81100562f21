// SPDX-License-Identifier: EUPL-1.2

package store_test

import (
	"errors"
	"testing"

	"regie/internal/store"
	"regie/internal/store/storetest"
)

func TestFeed(t *testing.T) {
	storetest.Each(t, func(t *testing.T, db *store.DB) {
		anna, bert := store.NewScope(store.NewID(nil)), store.NewScope(store.NewID(nil))
		id := store.NewID(nil)
		put := func(s store.Scope, id store.ID, body string) {
			if err := db.Update(t.Context(), s, func(tx *store.Tx) error { return tx.PutFeed(id, []byte(body)) }); err != nil {
				t.Fatal(err)
			}
		}
		find := func(id store.ID) (person store.ID, body string, err error) {
			err = db.SystemView(t.Context(), func(tx *store.Tx) error {
				p, b, err := tx.Feed(id)
				person, body = p, string(b)
				return err
			})
			return person, body, err
		}
		put(anna, id, "een")
		put(anna, id, "twee")
		put(bert, store.NewID(nil), "drie")
		if p, b, err := find(id); err != nil || p != anna.Person() || b != "twee" {
			t.Errorf("%v %q %v", p, b, err)
		}
		if _, _, err := find(store.NewID(nil)); !errors.Is(err, store.ErrNotFound) {
			t.Errorf("unknown: %v", err)
		}
		for _, s := range []store.Scope{bert, anna, anna} { // of another, one's own, once more
			if _, _, err := find(id); err != nil && s == bert {
				t.Error(err)
			}
			if err := db.Update(t.Context(), s, func(tx *store.Tx) error { return tx.DeleteFeed(id) }); err != nil {
				t.Error(err)
			}
		}
		if _, _, err := find(id); !errors.Is(err, store.ErrNotFound) {
			t.Errorf("deleted: %v", err)
		}
	})
}
