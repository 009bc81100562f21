// SPDX-License-Identifier: EUPL-1.2

package storetest

import (
	"context"
	"errors"
	"fmt"
	"sync"
	"testing"
	"time"

	"regie/internal/store"
)

var errOwn = errors.New("of the caller")

// Endings: a transaction is kept when its function returns nil, and undone when it fails or panics.
func Endings(t *testing.T, db *store.DB) {
	anna := person()
	id := store.NewID(nil)
	one := func(tx *store.Tx) error { return tx.PutSealed(store.Sealed{Collection: 1, ID: id, Version: 1}) }
	wants(t, db, anna, errOwn, "an error of the caller", func(tx *store.Tx) error { return errors.Join(one(tx), errOwn) })
	if len(list(t, db, anna, 1)) != 0 {
		t.Error("a failed transaction left a row")
	}
	func() {
		defer func() {
			if recover() != errOwn {
				t.Error("the panic did not come through")
			}
		}()
		_ = db.Update(context.Background(), anna, func(tx *store.Tx) error {
			_ = one(tx)
			panic(errOwn)
		})
	}()
	if len(list(t, db, anna, 1)) != 0 {
		t.Error("a panicked transaction left a row")
	}
	var kept *store.Tx
	update(t, db, anna, func(tx *store.Tx) error {
		kept = tx
		return one(tx)
	})
	if err := one(kept); err == nil {
		t.Error("a transaction that is over can be written in")
	}
	if len(list(t, db, anna, 1)) != 1 {
		t.Error("a transaction that went well left no row")
	}
	// An error that looks like a lost connection, but is the caller's, is no reason to run again.
	runs := 0
	err := db.Update(context.Background(), anna, func(tx *store.Tx) error {
		runs++
		return fmt.Errorf("reading an answer: %w", context.DeadlineExceeded)
	})
	if runs != 1 || !is(err, context.DeadlineExceeded) {
		t.Errorf("the caller's own time-out: %d runs, %v", runs, err)
	}
	if err := db.Update(context.Background(), store.Scope{}, one); err == nil {
		t.Error("an update for nobody was accepted")
	}
	if err := db.View(context.Background(), store.Scope{}, func(*store.Tx) error { return nil }); err == nil {
		t.Error("a view for nobody was accepted")
	}
}

// ReadOnly: View and SystemView write nothing, System has no person.
func ReadOnly(t *testing.T, db *store.DB) {
	ctx, anna := context.Background(), person()
	id := store.NewID(nil)
	err := db.View(ctx, anna, func(tx *store.Tx) error {
		return tx.PutSealed(store.Sealed{Collection: 1, ID: id, Version: 1})
	})
	if !is(err, store.ErrReadOnly) {
		t.Errorf("writing in View: %v", err)
	}
	if err := db.SystemView(ctx, func(tx *store.Tx) error { return tx.SetInstall("a", nil) }); !is(err, store.ErrReadOnly) {
		t.Errorf("writing in SystemView: %v", err)
	}
	for name, run := range map[string]func(context.Context, func(*store.Tx) error) error{"System": db.System, "SystemView": db.SystemView} {
		func() {
			defer func() {
				if recover() == nil {
					t.Errorf("%s: a person's rows could be asked", name)
				}
			}()
			_ = run(ctx, func(tx *store.Tx) error {
				_, err := tx.GetSealed(1, id)
				return err
			})
		}()
	}
	// The panics gave their connections back.
	for range 20 {
		put(t, db, anna, store.Sealed{Collection: 1, ID: store.NewID(nil), Version: 1})
	}
}

// Snapshots: all reads of a View see one moment, and a later View sees what was acknowledged.
func Snapshots(t *testing.T, db *store.DB) {
	anna := person()
	id := store.NewID(nil)
	put(t, db, anna, store.Sealed{Collection: 1, ID: id, Version: 1})
	view(t, db, anna, func(tx *store.Tx) error {
		before, err := tx.GetSealed(1, id)
		if err != nil {
			return err
		}
		put(t, db, anna, store.Sealed{Collection: 1, ID: id, Version: 2})
		after, err := tx.GetSealed(1, id)
		if after.Version != before.Version {
			t.Errorf("version %d became %d within a View", before.Version, after.Version)
		}
		return err
	})
	view(t, db, anna, func(tx *store.Tx) error {
		r, err := tx.GetSealed(1, id)
		if r.Version != 2 {
			t.Errorf("version %d after version 2 was acknowledged", r.Version)
		}
		return err
	})
}

// count raises the number in a row by one, in one transaction of reading and writing.
func count(ctx context.Context, db *store.DB, s store.Scope, id store.ID) error {
	return db.Update(ctx, s, func(tx *store.Tx) error {
		r, err := tx.GetSealed(1, id)
		if err != nil {
			return err
		}
		r.Version++
		r.Body = fmt.Append(nil, r.Version)
		return tx.PutSealed(r)
	})
}

// Counters: many writers at once lose nothing, on one row and on different ones.
func Counters(t *testing.T, db *store.DB) { counters(t, []*store.DB{db}) }

func counters(t *testing.T, dbs []*store.DB) {
	const writers, rounds = 6, 8
	ctx, cancel := context.WithTimeout(context.Background(), time.Minute)
	defer cancel()
	shared, id := person(), store.NewID(nil)
	put(t, dbs[0], shared, store.Sealed{Collection: 1, ID: id, Version: 1})
	var wg sync.WaitGroup
	for w := range writers {
		wg.Go(func() {
			db, own := dbs[w%len(dbs)], person()
			if err := db.Update(ctx, own, func(tx *store.Tx) error {
				return tx.PutSealed(store.Sealed{Collection: 1, ID: id, Version: 1})
			}); err != nil {
				t.Errorf("own row: %v", err)
			}
			for range rounds {
				if err := count(ctx, db, shared, id); err != nil {
					t.Errorf("shared row: %v", err)
				}
				if err := count(ctx, db, own, id); err != nil {
					t.Errorf("own row: %v", err)
				}
			}
		})
	}
	wg.Wait()
	view(t, dbs[0], shared, func(tx *store.Tx) error {
		r, err := tx.GetSealed(1, id)
		if want := uint64(1 + writers*rounds); r.Version != want || string(r.Body) != fmt.Sprint(want) {
			t.Errorf("version %d, body %s, want %d", r.Version, r.Body, want)
		}
		n, _ := tx.Revision()
		if want := uint64(1 + writers*rounds); n != want {
			t.Errorf("revision %d, want %d", n, want)
		}
		return err
	})
}

// WriteSkew: a rule that looks at rows which the other transaction deletes holds all the same ("never fewer than two").
func WriteSkew(t *testing.T, db *store.DB) {
	const least = 2
	for round := range 10 {
		anna := person()
		var ids []store.ID
		update(t, db, anna, func(tx *store.Tx) error {
			ids = nil
			for range 5 {
				ids = append(ids, store.NewID(nil))
				if err := tx.PutInbox(store.InboxRow{ID: ids[len(ids)-1]}); err != nil {
					return err
				}
			}
			return nil
		})
		var wg sync.WaitGroup
		for _, id := range ids {
			wg.Go(func() {
				err := db.Update(context.Background(), anna, func(tx *store.Tx) error {
					n, err := tx.CountInbox()
					if err != nil || n <= least {
						return err
					}
					return tx.DeleteInbox(id)
				})
				if err != nil {
					t.Errorf("round %d: %v", round, err)
				}
			})
		}
		wg.Wait()
		view(t, db, anna, func(tx *store.Tx) error {
			n, err := tx.CountInbox()
			if n != least {
				t.Errorf("round %d: %d rows are left, want %d", round, n, least)
			}
			return err
		})
	}
}

// Cancelling: a context that ends undoes the transaction, and the database works on.
func Cancelling(t *testing.T, db *store.DB) {
	anna := person()
	for range 20 {
		ctx, cancel := context.WithCancel(context.Background())
		err := db.Update(ctx, anna, func(tx *store.Tx) error {
			if err := tx.PutSealed(store.Sealed{Collection: 1, ID: store.NewID(nil), Version: 1}); err != nil {
				return err
			}
			cancel()
			return nil
		})
		if !is(err, context.Canceled) {
			t.Errorf("cancelled before committing: %v", err)
		}
	}
	ctx, cancel := context.WithCancel(context.Background())
	cancel()
	if err := db.View(ctx, anna, func(*store.Tx) error { return nil }); !is(err, context.Canceled) {
		t.Errorf("cancelled before beginning: %v", err)
	}
	if n := len(list(t, db, anna, 1)); n != 0 {
		t.Errorf("%d rows of cancelled transactions", n)
	}
	put(t, db, anna, store.Sealed{Collection: 1, ID: store.NewID(nil), Version: 1})
}

// Replicas: two programs on one database lose nothing of each other.
func Replicas(t *testing.T, dsn string) {
	counters(t, []*store.DB{migrated(t, dsn), migrated(t, dsn), migrated(t, dsn)})
}

// Migrations: several programs may migrate at once, and a database says whether it is ready.
func Migrations(t *testing.T, dsn string) {
	ctx := context.Background()
	first := Open(t, dsn, store.Options{})
	if err := first.Ready(ctx); !is(err, store.ErrNotMigrated) {
		t.Errorf("before migrating: %v", err)
	}
	var wg sync.WaitGroup
	for range 4 {
		db := Open(t, dsn, store.Options{})
		wg.Go(func() {
			if err := db.Migrate(ctx); err != nil {
				t.Errorf("migrating at once: %v", err)
			}
		})
	}
	wg.Wait()
	if err := first.Ready(ctx); err != nil {
		t.Errorf("after migrating: %v", err)
	}
	if err := first.Migrate(ctx); err != nil {
		t.Errorf("migrating again: %v", err)
	}
}

// Reopening: what was acknowledged is there for the next program.
func Reopening(t *testing.T, dsn string) {
	anna, id := person(), store.NewID(nil)
	db, err := store.Open(context.Background(), dsn, store.Options{AllowFsyncOff: true})
	if err != nil {
		t.Fatal(err)
	}
	if err := db.Migrate(context.Background()); err != nil {
		t.Fatal(err)
	}
	put(t, db, anna, store.Sealed{Collection: 1, ID: id, Version: 1, Body: []byte("kept")})
	if err := db.Close(); err != nil {
		t.Fatal(err)
	}
	if err := db.Update(context.Background(), anna, func(*store.Tx) error { return nil }); err == nil {
		t.Error("a closed database can be written in")
	}
	view(t, Open(t, dsn, store.Options{}), anna, func(tx *store.Tx) error {
		r, err := tx.GetSealed(1, id)
		if string(r.Body) != "kept" {
			t.Errorf("body %q", r.Body)
		}
		return err
	})
}
