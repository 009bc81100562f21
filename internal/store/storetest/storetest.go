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

// EachDSN is Each for tests that open the database themselves, perhaps several times over (as replicas do, or after
// a restart) or with options of their own. It is empty: the test migrates. Open it with Open.
func EachDSN(t *testing.T, fn func(t *testing.T, dsn string)) {
	t.Helper()
	t.Run("sqlite", func(t *testing.T) { fn(t, SQLiteDSN(t)) })
	t.Run("postgres", func(t *testing.T) { fn(t, PostgresDSN(t)) })
}

// SQLite returns a fresh, migrated database in a file of its own.
func SQLite(t testing.TB) *store.DB {
	t.Helper()
	return migrated(t, SQLiteDSN(t))
}

// SQLiteDSN returns where a database may be made, in a folder that goes with the test.
func SQLiteDSN(t testing.TB) string {
	t.Helper()
	return "sqlite:" + filepath.Join(t.TempDir(), "regie.db")
}

// Postgres returns a fresh, migrated database on a real PostgreSQL server.
//
// REGIE_POSTGRES names a server to use (its role must be allowed to make schemas). Otherwise a throw-away server is
// started, one for each test process, listening on a socket in a folder of its own; it ends with the process, however
// that ends. Where PostgreSQL is not installed the test is skipped, or fails when CI=true or REGIE_REQUIRE_POSTGRES=1.
func Postgres(t testing.TB) *store.DB {
	t.Helper()
	return migrated(t, PostgresDSN(t))
}

// Open opens the database at dsn for the length of the test, and accepts the throw-away server.
func Open(t testing.TB, dsn string, o store.Options) *store.DB {
	t.Helper()
	o.AllowFsyncOff = true
	db, err := store.Open(context.Background(), dsn, o)
	if err != nil {
		t.Fatalf("opening the test database: %v", err)
	}
	t.Cleanup(func() {
		if err := db.Close(); err != nil {
			t.Errorf("closing the test database: %v", err)
		}
	})
	return db
}

func migrated(t testing.TB, dsn string) *store.DB {
	t.Helper()
	db := Open(t, dsn, store.Options{})
	if err := db.Migrate(context.Background()); err != nil {
		t.Fatalf("migrating the test database: %v", err)
	}
	return db
}
