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

func TestJobIsClaimedByOne(t *testing.T) {
	storetest.Each(t, func(t *testing.T, db *store.DB) {
		a, b := someone(), someone()
		j := store.JobRow{ID: store.NewID(nil), Due: noon, Version: 1, Body: []byte("sealed")}
		later := store.JobRow{ID: store.NewID(nil), Due: noon.Add(time.Hour), Version: 1}
		update(t, db, a, func(tx *store.Tx) error { return tx.PutJob(j) })
		update(t, db, b, func(tx *store.Tx) error { return tx.PutJob(later) })
		due := func(at time.Time) (got []store.ID) {
			if err := db.SystemView(context.Background(), func(tx *store.Tx) error {
				jobs, err := tx.DueJobs(at, 10)
				got = nil
				for _, j := range jobs {
					got = append(got, j.Scope.Person(), j.ID)
				}
				return err
			}); err != nil {
				t.Fatal(err)
			}
			return got
		}
		if diff := cmp.Diff([]store.ID{a.Person(), j.ID}, due(noon)); diff != "" {
			t.Errorf("due (-want +got):\n%s", diff)
		}
		if got := due(noon.Add(time.Hour)); len(got) != 4 {
			t.Errorf("an hour later: %v", got)
		}
		claim := func(tx *store.Tx) (bool, error) {
			err := tx.PutJob(store.JobRow{ID: j.ID, Due: noon.Add(time.Hour), Version: 2, Body: j.Body})
			if errors.Is(err, store.ErrConflict) {
				return false, nil
			}
			return err == nil, err
		}
		if won := race(t, db, a, 16, claim); won != 1 {
			t.Errorf("claimed by %d", won)
		}
		if got := due(noon); len(got) != 0 {
			t.Errorf("due while somebody has it: %v", got)
		}
		update(t, db, a, func(tx *store.Tx) error {
			got, err := tx.GetJob(j.ID)
			if diff := cmp.Diff(store.JobRow{ID: j.ID, Due: noon.Add(time.Hour), Version: 2, Body: j.Body}, got); diff != "" {
				t.Errorf("job (-want +got):\n%s", diff)
			}
			return err
		})
		update(t, db, b, func(tx *store.Tx) error {
			if _, err := tx.GetJob(j.ID); !errors.Is(err, store.ErrNotFound) {
				t.Errorf("somebody else's job: %v", err)
			}
			if err := tx.DeleteJob(j.ID); !errors.Is(err, store.ErrNotFound) {
				t.Errorf("deleting somebody else's job: %v", err)
			}
			if err := tx.PutJob(store.JobRow{ID: j.ID, Due: noon, Version: 2}); !errors.Is(err, store.ErrConflict) {
				t.Errorf("replacing a job that is not there: %v", err)
			}
			if err := tx.PutJob(store.JobRow{ID: j.ID}); err == nil {
				t.Error("a job without a version")
			}
			return nil
		})
		update(t, db, a, func(tx *store.Tx) error { return tx.DeleteJob(j.ID) })
		if got := due(noon.Add(2 * time.Hour)); len(got) != 2 {
			t.Errorf("after deleting: %v", got)
		}
	})
}
