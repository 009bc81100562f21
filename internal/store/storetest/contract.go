// SPDX-License-Identifier: EUPL-1.2

package storetest

import (
	"context"
	"errors"
	"testing"

	"regie/internal/store"
)

// Contract holds what package store promises, whatever the engine. dsn gives an empty database each time it is called.
func Contract(t *testing.T, dsn func(t testing.TB) string) {
	for _, part := range []struct {
		name string
		run  func(*testing.T, *store.DB)
	}{
		{"SealedRows", SealedRows},
		{"SealedVersions", SealedVersions},
		{"SealedLists", SealedLists},
		{"Revisions", Revisions},
		{"Inboxes", Inboxes},
		{"Persons", Persons},
		{"InstallFacts", InstallFacts},
		{"Endings", Endings},
		{"ReadOnly", ReadOnly},
		{"Snapshots", Snapshots},
		{"Counters", Counters},
		{"WriteSkew", WriteSkew},
		{"Cancelling", Cancelling},
	} {
		t.Run(part.name, func(t *testing.T) { part.run(t, migrated(t, dsn(t))) })
	}
	t.Run("Replicas", func(t *testing.T) { Replicas(t, dsn(t)) })
	t.Run("Migrations", func(t *testing.T) { Migrations(t, dsn(t)) })
	t.Run("Reopening", func(t *testing.T) { Reopening(t, dsn(t)) })
}

// person returns the scope of somebody new.
func person() store.Scope { return store.NewScope(store.NewID(nil)) }

// Person is the scope of somebody new, for tests of what lies above the store.
func Person() store.Scope { return person() }

// update runs fn and fails the test when it fails.
func update(t testing.TB, db *store.DB, s store.Scope, fn func(tx *store.Tx) error) {
	t.Helper()
	if err := db.Update(context.Background(), s, fn); err != nil {
		t.Fatalf("Update: %v", err)
	}
}

// view runs fn and fails the test when it fails.
func view(t testing.TB, db *store.DB, s store.Scope, fn func(tx *store.Tx) error) {
	t.Helper()
	if err := db.View(context.Background(), s, fn); err != nil {
		t.Fatalf("View: %v", err)
	}
}

// put writes one sealed row.
func put(t testing.TB, db *store.DB, s store.Scope, r store.Sealed) {
	t.Helper()
	update(t, db, s, func(tx *store.Tx) error { return tx.PutSealed(r) })
}

// wants runs fn in an Update, and fails the test unless it fails with target.
func wants(t testing.TB, db *store.DB, s store.Scope, target error, what string, fn func(tx *store.Tx) error) {
	t.Helper()
	if err := db.Update(context.Background(), s, fn); !errors.Is(err, target) {
		t.Errorf("%s: error %v, want %v", what, err, target)
	}
}

// list reads a collection.
func list(t testing.TB, db *store.DB, s store.Scope, collection uint16) []store.Sealed {
	t.Helper()
	var out []store.Sealed
	view(t, db, s, func(tx *store.Tx) error {
		out = nil
		for r, err := range tx.ListSealed(collection) {
			if err != nil {
				return err
			}
			out = append(out, r)
		}
		return nil
	})
	return out
}
