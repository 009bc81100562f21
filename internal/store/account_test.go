// SPDX-License-Identifier: EUPL-1.2

package store_test

import (
	"context"
	"errors"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"regie/internal/store"
	"regie/internal/store/storetest"
)

// someone returns a scope for a new person, and runs fn for it or fails.
func someone() store.Scope { return store.NewScope(store.NewID(nil)) }

func update(t *testing.T, db *store.DB, s store.Scope, fn func(tx *store.Tx) error) {
	t.Helper()
	if err := db.Update(context.Background(), s, fn); err != nil {
		t.Fatal(err)
	}
}

func view(t *testing.T, db *store.DB, s store.Scope, fn func(tx *store.Tx) error) {
	t.Helper()
	if err := db.View(context.Background(), s, fn); err != nil {
		t.Fatal(err)
	}
}

// race runs fn in many transactions of s at once, and returns for how many it said true.
func race(t *testing.T, db *store.DB, s store.Scope, width int, fn func(tx *store.Tx) (bool, error)) int {
	t.Helper()
	var won atomic.Int64
	var all sync.WaitGroup
	for range width {
		all.Go(func() {
			var ok bool
			if err := db.Update(context.Background(), s, func(tx *store.Tx) (err error) {
				ok, err = fn(tx)
				return err
			}); err != nil {
				t.Errorf("racing: %v", err)
			} else if ok {
				won.Add(1)
			}
		})
	}
	all.Wait()
	return int(won.Load())
}

var noon = time.Date(2026, 11, 21, 12, 0, 0, 0, time.UTC)

func TestAccountVersionsAreReplacedInOrder(t *testing.T) {
	storetest.Each(t, func(t *testing.T, db *store.DB) {
		a, b := someone(), someone()
		update(t, db, a, func(tx *store.Tx) error {
			if _, err := tx.GetAccount(); !errors.Is(err, store.ErrNotFound) {
				t.Errorf("an account before it is made: %v", err)
			}
			return tx.PutAccount(store.AccountRow{State: store.AccountSigningUp, Version: 1, Body: []byte("one")})
		})
		for _, version := range []uint64{1, 3} {
			err := db.Update(context.Background(), a, func(tx *store.Tx) error {
				return tx.PutAccount(store.AccountRow{State: store.AccountOpen, Version: version, Body: []byte("x")})
			})
			if !errors.Is(err, store.ErrConflict) {
				t.Errorf("version %d over version 1: %v, want ErrConflict", version, err)
			}
		}
		update(t, db, a, func(tx *store.Tx) error {
			return tx.PutAccount(store.AccountRow{State: store.AccountOpen, Version: 2, Body: []byte("two")})
		})
		view(t, db, a, func(tx *store.Tx) error {
			got, err := tx.GetAccount()
			if diff := cmp.Diff(store.AccountRow{State: store.AccountOpen, Version: 2, Body: []byte("two")}, got); diff != "" {
				t.Errorf("account (-want +got):\n%s", diff)
			}
			return err
		})
		view(t, db, b, func(tx *store.Tx) error {
			if _, err := tx.GetAccount(); !errors.Is(err, store.ErrNotFound) {
				t.Errorf("somebody else's account: %v", err)
			}
			return nil
		})
	})
}

func TestDirectoryHasOnePersonPerAddress(t *testing.T) {
	storetest.Each(t, func(t *testing.T, db *store.DB) {
		a, b := someone(), someone()
		blind := []byte("keyed hash")
		for range 2 {
			update(t, db, a, func(tx *store.Tx) error { return tx.ClaimDirectory(blind) })
		}
		err := db.Update(context.Background(), b, func(tx *store.Tx) error { return tx.ClaimDirectory(blind) })
		if !errors.Is(err, store.ErrConflict) {
			t.Errorf("a second person under one address: %v, want ErrConflict", err)
		}
		find := func() (who store.ID, err error) {
			e := db.SystemView(context.Background(), func(tx *store.Tx) error {
				who, err = tx.LookUp(blind)
				return nil
			})
			return who, errors.Join(err, e)
		}
		if who, err := find(); err != nil || who != a.Person() {
			t.Errorf("found %v, %v; want %v", who, err, a.Person())
		}
		update(t, db, a, func(tx *store.Tx) error { return tx.DeletePerson() })
		if _, err := find(); !errors.Is(err, store.ErrNotFound) {
			t.Errorf("after deletion: %v, want ErrNotFound", err)
		}
	})
}

func TestDeletePersonLeavesNothingOfAnAccount(t *testing.T) {
	storetest.Each(t, func(t *testing.T, db *store.DB) {
		a, b := someone(), someone()
		id := store.NewID(nil)
		fill := func(tx *store.Tx) error {
			_, err := tx.Spend([]byte("t"), noon)
			return errors.Join(err,
				tx.PutAccount(store.AccountRow{State: store.AccountOpen, Version: 1}),
				tx.PutEnvelope(id, []byte("e")),
				tx.PutFactor(store.FactorRow{ID: id, Kind: 1, State: 1, Version: 1}),
				tx.AddSession(store.SessionRow{ID: id}),
				tx.PutVisit(store.VisitRow{ID: id, Version: 1, Ends: noon}),
				tx.PutOutbox(store.OutboxRow{ID: id, Due: noon}))
		}
		count := func(tx *store.Tx) (n int) {
			if _, err := tx.GetAccount(); err == nil {
				n++
			}
			envelopes, _ := tx.EnvelopeFactors()
			factors, _ := tx.ListFactors()
			sessions, _ := tx.ListSessions()
			n += len(envelopes) + len(factors) + len(sessions)
			if _, err := tx.GetVisit(id); err == nil {
				n++
			}
			return n
		}
		update(t, db, a, fill)
		update(t, db, b, fill)
		update(t, db, a, func(tx *store.Tx) error { return tx.DeletePerson() })
		view(t, db, a, func(tx *store.Tx) error {
			if n := count(tx); n != 0 {
				t.Errorf("%d rows are left", n)
			}
			return nil
		})
		view(t, db, b, func(tx *store.Tx) error {
			if n := count(tx); n != 5 {
				t.Errorf("somebody else has %d rows, want 5", n)
			}
			return nil
		})
		update(t, db, a, func(tx *store.Tx) error {
			fresh, err := tx.Spend([]byte("t"), noon)
			if !fresh {
				t.Error("a spent token is left")
			}
			return err
		})
	})
}
