// SPDX-License-Identifier: EUPL-1.2

// Package storetest gives tests a real database of both engines, and holds the suite that every engine must pass.
//
//	func TestThing(t *testing.T) {
//		storetest.Each(t, func(t *testing.T, db *store.DB) { … })
//	}
package storetest

import (
	"context"
	"path/filepath"
	"testing"

	"regie/internal/store"
)

// Each runs fn on a fresh, migrated database of each engine, as subtests "sqlite" and "postgres".
// Where PostgreSQL is not installed its subtest is skipped; see Postgres.
func Each(t *testing.T, fn func(t *testing.T, db *store.DB)) {
	t.Helper()
	t.Run("sqlite", func(t *testing.T) { fn(t, SQLite(t)) })
	t.Run("postgres", func(t *testing.T) { fn(t, Postgres(t)) })
}

// SQLite returns a fresh, migrated database in a file of its own.
func SQLite(t testing.TB) *store.DB {
	t.Helper()
	return opened(t, "sqlite:"+filepath.Join(t.TempDir(), "regie.db"), store.Options{})
}

func opened(t testing.TB, dsn string, o store.Options) *store.DB {
	t.Helper()
	db, err := store.Open(context.Background(), dsn, o)
	if err != nil {
		t.Fatalf("opening the test database: %v", err)
	}
	t.Cleanup(func() {
		if err := db.Close(); err != nil {
			t.Errorf("closing the test database: %v", err)
		}
	})
	if err := db.Migrate(context.Background()); err != nil {
		t.Fatalf("migrating the test database: %v", err)
	}
	return db
}
