// SPDX-License-Identifier: EUPL-1.2

package store_test

import (
	"context"
	"errors"
	"testing"

	"regie/internal/store"
	"regie/internal/store/storetest"
)

func TestPostgresRefusesToLoseCommits(t *testing.T) {
	ctx, dsn := context.Background(), storetest.PostgresDSN(t)
	db, err := store.Open(ctx, dsn+"&synchronous_commit=off", store.Options{AllowFsyncOff: true})
	if !errors.Is(err, store.ErrUnsafe) {
		t.Errorf("synchronous_commit=off: %v", err)
	}
	if err == nil {
		db.Close()
	}
	// The throw-away server of the tests runs without fsync; a server of the operator's may be well.
	var fsync int64
	probe := storetest.Open(t, dsn, store.Options{})
	if err := probe.SystemView(ctx, func(tx *store.Tx) (err error) {
		fsync, err = tx.QueryInt("select case current_setting('fsync') when 'on' then 1 else 0 end")
		return err
	}); err != nil {
		t.Fatal(err)
	}
	if fsync == 1 {
		t.Skip("skipped: this server runs with fsync, as it should")
	}
	db, err = store.Open(ctx, dsn, store.Options{})
	if !errors.Is(err, store.ErrUnsafe) {
		t.Errorf("fsync=off: %v", err)
	}
	if err == nil {
		db.Close()
	}
}

// TestPostgresLosesItsConnection cuts the connection in the middle of a transaction.
func TestPostgresLosesItsConnection(t *testing.T) {
	ctx, s := context.Background(), store.NewScope(store.NewID(nil))
	dsn := storetest.PostgresDSN(t)
	db, killer := storetest.Open(t, dsn, store.Options{}), storetest.Open(t, dsn, store.Options{})
	if err := db.Migrate(ctx); err != nil {
		t.Fatal(err)
	}
	cut := func(tx *store.Tx) {
		pid, err := tx.QueryInt("select pg_backend_pid()")
		if err != nil {
			t.Fatal(err)
		}
		if err := killer.SystemView(ctx, func(tx *store.Tx) error {
			_, err := tx.QueryInt("select case when pg_terminate_backend($1) then 1 else 0 end", pid)
			return err
		}); err != nil {
			t.Fatal(err)
		}
	}
	id := store.NewID(nil)
	put := func(tx *store.Tx) error {
		return tx.PutSealed(store.Sealed{Collection: 1, ID: id, Version: 1})
	}
	// Before committing nothing has happened: it is run again.
	runs := 0
	err := db.Update(ctx, s, func(tx *store.Tx) error {
		if runs++; runs == 1 {
			cut(tx)
		}
		return put(tx)
	})
	if err != nil || runs != 2 {
		t.Errorf("cut before a statement: %v after %d runs", err, runs)
	}
	// While committing nobody knows.
	id = store.NewID(nil)
	runs = 0
	err = db.Update(ctx, s, func(tx *store.Tx) error {
		runs++
		if err := put(tx); err != nil {
			return err
		}
		cut(tx)
		return nil
	})
	if !errors.Is(err, store.ErrUncertain) || runs != 1 {
		t.Errorf("cut while committing: %v after %d runs", err, runs)
	}
	if err := db.Update(ctx, s, put); err != nil {
		t.Errorf("afterwards: %v", err)
	}
}
