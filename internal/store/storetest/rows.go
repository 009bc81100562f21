// SPDX-License-Identifier: EUPL-1.2

package storetest

import (
	"context"
	"errors"
	"testing"

	"github.com/google/go-cmp/cmp"

	"regie/internal/store"
)

func is(err, target error) bool { return errors.Is(err, target) }

// Inboxes: rows wait for one person, oldest day first, until they are deleted.
func Inboxes(t *testing.T, db *store.DB) {
	anna, bert := person(), person()
	old := store.InboxRow{ID: store.NewID(nil), Day: 20000, Body: []byte("old")}
	young := store.InboxRow{ID: store.NewID(nil), Day: 20001, Body: []byte("young")}
	update(t, db, anna, func(tx *store.Tx) error {
		return errors.Join(tx.PutInbox(young), tx.PutInbox(old))
	})
	update(t, db, bert, func(tx *store.Tx) error { return tx.PutInbox(store.InboxRow{ID: old.ID, Body: []byte("of bert")}) })
	wants(t, db, anna, store.ErrConflict, "the same row again", func(tx *store.Tx) error { return tx.PutInbox(old) })

	update(t, db, anna, func(tx *store.Tx) error {
		var got []store.InboxRow
		for r, err := range tx.ListInbox() {
			if err != nil {
				return err
			}
			got = append(got, r)
			if err := tx.DeleteInbox(r.ID); err != nil {
				return err
			}
		}
		if diff := cmp.Diff([]store.InboxRow{old, young}, got); diff != "" {
			t.Errorf("(-want +got)\n%s", diff)
		}
		return nil
	})
	count := func(s store.Scope, want int) {
		t.Helper()
		view(t, db, s, func(tx *store.Tx) error {
			n, err := tx.CountInbox()
			if n != want {
				t.Errorf("%d rows wait, want %d", n, want)
			}
			return err
		})
	}
	count(anna, 0)
	count(bert, 1)
	wants(t, db, anna, store.ErrNotFound, "deleting a letter of another person", func(tx *store.Tx) error { return tx.DeleteInbox(old.ID) })
	wants(t, db, anna, store.ErrNotFound, "reading a letter of another person", func(tx *store.Tx) error {
		_, err := tx.GetInbox(old.ID)
		return err
	})
}

// Persons: made once, deleted whole, without touching anyone else.
func Persons(t *testing.T, db *store.DB) {
	anna, bert := person(), person()
	want := store.PersonRow{Day: 20000, Generation: 1, InboxPublic: []byte("public"), InboxPrivate: []byte("private")}
	for _, s := range []store.Scope{anna, bert} {
		update(t, db, s, func(tx *store.Tx) error {
			return errors.Join(
				tx.CreatePerson(want),
				tx.PutSealed(store.Sealed{Collection: 1, ID: store.NewID(nil), Version: 1}),
				tx.PutInbox(store.InboxRow{ID: store.NewID(nil)}))
		})
	}
	wants(t, db, anna, store.ErrConflict, "the same person again", func(tx *store.Tx) error { return tx.CreatePerson(want) })
	view(t, db, anna, func(tx *store.Tx) error {
		got, err := tx.GetPerson()
		if diff := cmp.Diff(want, got); diff != "" {
			t.Errorf("(-want +got)\n%s", diff)
		}
		return err
	})
	for range 2 { // the second time there is nothing to delete, which is fine
		update(t, db, anna, func(tx *store.Tx) error { return tx.DeletePerson() })
	}
	view(t, db, anna, func(tx *store.Tx) error {
		if _, err := tx.GetPerson(); !is(err, store.ErrNotFound) {
			t.Errorf("a deleted person: %v", err)
		}
		if n, err := tx.CountInbox(); n != 0 || err != nil {
			t.Errorf("%d letters of a deleted person, %v", n, err)
		}
		return nil
	})
	if got := list(t, db, anna, 1); got != nil {
		t.Errorf("%d rows of a deleted person", len(got))
	}
	if got := list(t, db, bert, 1); len(got) != 1 {
		t.Errorf("%d rows of somebody else are left", len(got))
	}
}

// InstallFacts are set once.
func InstallFacts(t *testing.T, db *store.DB) {
	ctx := context.Background()
	err := db.System(ctx, func(tx *store.Tx) error {
		if _, err := tx.Install("fact"); !is(err, store.ErrNotFound) {
			t.Errorf("before it is set: %v", err)
		}
		return tx.SetInstall("fact", []byte("value"))
	})
	if err != nil {
		t.Fatal(err)
	}
	if err := db.System(ctx, func(tx *store.Tx) error { return tx.SetInstall("fact", []byte("other")) }); !is(err, store.ErrConflict) {
		t.Errorf("setting again: %v", err)
	}
	err = db.SystemView(ctx, func(tx *store.Tx) error {
		v, err := tx.Install("fact")
		if string(v) != "value" {
			t.Errorf("fact = %q", v)
		}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
}
