// SPDX-License-Identifier: EUPL-1.2

package storetest

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"net/url"
	"os"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	_ "github.com/jackc/pgx/v5/stdlib" // to make and drop schemas; package store is what is tested
)

var (
	errNotInstalled = errors.New("PostgreSQL is not installed (Debian: apt-get install postgresql)")
	// server is the one server of this test process, started by the first test that asks.
	server  = sync.OnceValues(startServer)
	counter atomic.Int64
)

// PostgresDSN is Postgres for tests that open the database themselves. Each call gives an empty schema, which is
// dropped after the test: for what the store does it is as good as a database of its own, and made in milliseconds.
func PostgresDSN(t testing.TB) string {
	t.Helper()
	base, err := server()
	if errors.Is(err, errNotInstalled) {
		if os.Getenv("CI") == "true" || os.Getenv("REGIE_REQUIRE_POSTGRES") == "1" {
			t.Fatalf("this run may not do without: %v", err)
		}
		t.Skipf("skipped: %v", err)
	}
	if err != nil {
		t.Fatalf("starting PostgreSQL: %v", err)
	}
	u, err := url.Parse(base)
	if err != nil {
		t.Fatal("REGIE_POSTGRES must be a postgres:// address")
	}
	schema := fmt.Sprintf("regie_test_%d_%d", os.Getpid(), counter.Add(1))
	administer(t, base, "create schema "+schema)
	t.Cleanup(func() { administer(t, base, "drop schema "+schema+" cascade") })
	q := u.Query()
	q.Set("search_path", schema)
	u.RawQuery = q.Encode()
	return u.String()
}

func administer(t testing.TB, base, statement string) {
	t.Helper()
	db, err := sql.Open("pgx", base)
	if err != nil {
		t.Fatal("REGIE_POSTGRES must be a postgres:// address")
	}
	defer db.Close()
	ctx, cancel := context.WithTimeout(context.Background(), 30*time.Second)
	defer cancel()
	if _, err := db.ExecContext(ctx, statement); err != nil {
		t.Errorf("preparing the test database: %v", err)
	}
}
