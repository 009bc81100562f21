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

func TestReminderIsTakenOnce(t *testing.T) {
	storetest.Each(t, func(t *testing.T, db *store.DB) {
		a, b := someone(), someone()
		at := func(minutes int) time.Time { return noon.Add(time.Duration(minutes) * time.Minute) }
		set := func(s store.Scope, now time.Time, moments ...time.Time) {
			t.Helper()
			update(t, db, s, func(tx *store.Tx) error { return tx.SetReminders(now, moments) })
		}
		waits := func(s store.Scope) (out []time.Time) {
			t.Helper()
			update(t, db, s, func(tx *store.Tx) (err error) { out, err = tx.Reminders(); return err })
			return out
		}
		due := func(now time.Time) (out []store.Scope) {
			t.Helper()
			if err := db.SystemView(context.Background(), func(tx *store.Tx) (err error) {
				out, err = tx.DueReminders(now, 10)
				return err
			}); err != nil {
				t.Fatal(err)
			}
			return out
		}
		set(a, noon, at(-5), at(5), at(10), at(10), at(60))
		set(b, noon, at(20))
		if diff := cmp.Diff([]time.Time{at(5), at(10), at(60)}, waits(a)); diff != "" {
			t.Errorf("waits (-want +got):\n%s", diff)
		}
		set(a, noon, at(5), at(10), at(30)) // one goes, one comes
		if diff := cmp.Diff([]time.Time{at(5), at(10), at(30)}, waits(a)); diff != "" {
			t.Errorf("waits (-want +got):\n%s", diff)
		}
		if got := due(at(4)); len(got) != 0 {
			t.Errorf("too early: %v", got)
		}
		if got := due(at(25)); len(got) != 2 || got[0] != a || got[1] != b {
			t.Errorf("due: %v", got)
		}
		set(a, at(12), at(10), at(30)) // what has come waits on where it is still wanted, and goes where it is not
		won := race(t, db, a, 16, func(tx *store.Tx) (bool, error) {
			last, err := tx.TakeReminders(at(12))
			if errors.Is(err, store.ErrConflict) {
				return false, nil
			}
			if err == nil && !last.Equal(at(10)) {
				t.Errorf("took %v", last)
			}
			return err == nil, err
		})
		if won != 1 {
			t.Errorf("taken by %d", won)
		}
		set(a, at(8), at(10), at(30)) // a server whose clock is behind adds nothing that was taken
		if diff := cmp.Diff([]time.Time{at(30)}, waits(a)); diff != "" {
			t.Errorf("waits (-want +got):\n%s", diff)
		}
		if err := db.System(context.Background(), func(tx *store.Tx) error {
			n, err := tx.SweepReminders(at(15))
			if n != 1 {
				t.Errorf("swept %d", n)
			}
			return err
		}); err != nil {
			t.Fatal(err)
		}
		set(a, at(12))
		if got := waits(a); len(got) != 0 {
			t.Errorf("all off: %v", got)
		}
	})
}
