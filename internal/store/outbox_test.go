// SPDX-License-Identifier: EUPL-1.2

package store_test

import (
	"context"
	"errors"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"regie/internal/store"
	"regie/internal/store/storetest"
)

func TestOutboxHandsAMailToOne(t *testing.T) {
	storetest.Each(t, func(t *testing.T, db *store.DB) {
		a := someone()
		m := store.OutboxRow{ID: store.NewID(nil), Due: noon, Body: []byte("sealed")}
		later := store.OutboxRow{ID: store.NewID(nil), Due: noon.Add(time.Hour)}
		update(t, db, a, func(tx *store.Tx) error { return errors.Join(tx.PutOutbox(m), tx.PutOutbox(later)) })
		due := func(at time.Time) (got []store.PersonRowRef) {
			if err := db.SystemView(context.Background(), func(tx *store.Tx) (err error) {
				got, err = tx.DueOutbox(at, 10)
				return err
			}); err != nil {
				t.Fatal(err)
			}
			return got
		}
		if got := due(noon.Add(-1000)); len(got) != 0 {
			t.Errorf("due too early: %v", got)
		}
		if diff := cmp.Diff([]store.PersonRowRef{{Person: a.Person(), ID: m.ID, Due: noon}}, due(noon)); diff != "" {
			t.Errorf("due (-want +got):\n%s", diff)
		}
		lease := func(tx *store.Tx) (bool, error) {
			got, err := tx.LeaseOutbox(m.ID, noon, noon.Add(time.Minute))
			if errors.Is(err, store.ErrConflict) {
				return false, nil
			}
			if diff := cmp.Diff(store.OutboxRow{ID: m.ID, Due: noon.Add(time.Minute), Tries: 1, Body: m.Body}, got); err == nil && diff != "" {
				t.Errorf("leased (-want +got):\n%s", diff)
			}
			return true, err
		}
		if won := race(t, db, a, 16, lease); won != 1 {
			t.Errorf("taken by %d", won)
		}
		if got := due(noon); len(got) != 0 {
			t.Errorf("due while somebody has it: %v", got)
		}
		update(t, db, a, func(tx *store.Tx) error { return tx.DelayOutbox(m.ID, noon.Add(2*time.Minute)) })
		if got := due(noon.Add(2 * time.Minute)); len(got) != 1 {
			t.Errorf("due after the delay: %v", got)
		}
		update(t, db, a, func(tx *store.Tx) error {
			return errors.Join(tx.DeleteOutbox(m.ID), tx.DeleteOutbox(m.ID))
		})
		if err := db.Update(context.Background(), a, func(tx *store.Tx) error { return tx.DelayOutbox(m.ID, noon) }); !errors.Is(err, store.ErrNotFound) {
			t.Errorf("delaying what is gone: %v", err)
		}
		if got := due(noon.Add(2 * time.Hour)); len(got) != 1 || got[0].ID != later.ID {
			t.Errorf("left: %v", got)
		}
	})
}

func TestThrottleCountsExactlyUnderARace(t *testing.T) {
	storetest.Each(t, func(t *testing.T, db *store.DB) {
		key := []byte("who")
		const tries = 20
		race(t, db, someone(), tries, func(tx *store.Tx) (bool, error) {
			r, err := tx.Throttle(key)
			if err != nil {
				return false, err
			}
			return true, tx.PutThrottle(key, store.ThrottleRow{Failures: r.Failures + 1, Until: noon, Seen: noon})
		})
		system := func(fn func(tx *store.Tx) error) {
			t.Helper()
			if err := db.System(context.Background(), fn); err != nil {
				t.Fatal(err)
			}
		}
		system(func(tx *store.Tx) error {
			got, err := tx.Throttle(key)
			if diff := cmp.Diff(store.ThrottleRow{Failures: tries, Until: noon, Seen: noon}, got); diff != "" {
				t.Errorf("throttle (-want +got):\n%s", diff)
			}
			return err
		})
		system(func(tx *store.Tx) error {
			n, err := tx.SweepThrottle(noon)
			if n != 0 {
				t.Errorf("swept %d, want 0", n)
			}
			return errors.Join(err, tx.DeleteThrottle(key), tx.PutThrottle([]byte("b"), store.ThrottleRow{Seen: noon}))
		})
		system(func(tx *store.Tx) error {
			got, err := tx.Throttle(key)
			if diff := cmp.Diff(store.ThrottleRow{}, got); diff != "" {
				t.Errorf("a forgotten throttle (-want +got):\n%s", diff)
			}
			n, err2 := tx.SweepThrottle(noon.Add(time.Second))
			if n != 1 {
				t.Errorf("swept %d, want 1", n)
			}
			return errors.Join(err, err2)
		})
	})
}
