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

func TestSessions(t *testing.T) {
	storetest.Each(t, func(t *testing.T, db *store.DB) {
		a, b := someone(), someone()
		old := store.SessionRow{ID: store.NewID(nil), Hash: []byte("h1"), Wrapped: []byte("w1"), Created: noon.Add(-time.Hour), Seen: noon.Add(-time.Hour), Proved: noon.Add(-time.Hour), Body: []byte("b1")}
		young := store.SessionRow{ID: store.NewID(nil), Hash: []byte("h2"), Wrapped: []byte("w2"), Created: noon, Seen: noon.Add(time.Microsecond), Proved: noon, Body: []byte("b2")}
		update(t, db, a, func(tx *store.Tx) error { return errors.Join(tx.AddSession(old), tx.AddSession(young)) })
		if err := db.Update(context.Background(), a, func(tx *store.Tx) error { return tx.AddSession(old) }); !errors.Is(err, store.ErrConflict) {
			t.Errorf("the same id again: %v", err)
		}
		list := func() (got []store.SessionRow) {
			view(t, db, a, func(tx *store.Tx) (err error) { got, err = tx.ListSessions(); return err })
			return got
		}
		if diff := cmp.Diff([]store.SessionRow{young, old}, list()); diff != "" {
			t.Errorf("sessions (-want +got):\n%s", diff)
		}
		// The time of use goes forward only.
		update(t, db, a, func(tx *store.Tx) error {
			return errors.Join(tx.TouchSession(old.ID, noon.Add(time.Minute)), tx.TouchSession(old.ID, noon))
		})
		old.Seen = noon.Add(time.Minute)
		if diff := cmp.Diff([]store.SessionRow{old, young}, list()); diff != "" {
			t.Errorf("sessions after use (-want +got):\n%s", diff)
		}
		for name, fn := range map[string]func(tx *store.Tx) error{
			"reading":  func(tx *store.Tx) error { _, err := tx.GetSession(old.ID); return err },
			"touching": func(tx *store.Tx) error { return tx.TouchSession(old.ID, noon) },
			"ending":   func(tx *store.Tx) error { return tx.DeleteSession(old.ID) },
		} {
			if err := db.Update(context.Background(), b, fn); !errors.Is(err, store.ErrNotFound) {
				t.Errorf("%s somebody else's session: %v, want ErrNotFound", name, err)
			}
		}
		sweep := func(created, seen time.Time, want int64) {
			t.Helper()
			if err := db.System(context.Background(), func(tx *store.Tx) error {
				n, err := tx.SweepSessions(created, seen)
				if n != want {
					t.Errorf("swept %d sessions, want %d", n, want)
				}
				return err
			}); err != nil {
				t.Fatal(err)
			}
		}
		sweep(noon.Add(-time.Hour), noon, 0)
		sweep(noon.Add(-time.Minute), noon, 1)
		if diff := cmp.Diff([]store.SessionRow{young}, list()); diff != "" {
			t.Errorf("sessions after sweeping (-want +got):\n%s", diff)
		}
	})
}

func TestVisits(t *testing.T) {
	storetest.Each(t, func(t *testing.T, db *store.DB) {
		a, b := someone(), someone()
		v := store.VisitRow{ID: store.NewID(nil), Kind: 1, Hash: []byte("h"), Wrapped: []byte{}, Version: 1, Ends: noon, Body: []byte("b")}
		update(t, db, a, func(tx *store.Tx) error { return tx.PutVisit(v) })
		v.Version, v.Kind, v.Wrapped, v.Ends, v.Body = 2, 2, []byte("w"), noon.Add(time.Hour), []byte("c")
		update(t, db, a, func(tx *store.Tx) error { return tx.PutVisit(v) })
		if err := db.Update(context.Background(), a, func(tx *store.Tx) error { return tx.PutVisit(v) }); !errors.Is(err, store.ErrConflict) {
			t.Errorf("the same version again: %v, want ErrConflict", err)
		}
		view(t, db, a, func(tx *store.Tx) error {
			got, err := tx.GetVisit(v.ID)
			if diff := cmp.Diff(v, got); diff != "" {
				t.Errorf("visit (-want +got):\n%s", diff)
			}
			for end, want := range map[time.Time]bool{noon: true, v.Ends: false} {
				if has, err := tx.HasVisits(end); err != nil || has != want {
					t.Errorf("has visits after %v: %v, %v; want %v", end, has, err, want)
				}
			}
			return err
		})
		view(t, db, b, func(tx *store.Tx) error {
			if _, err := tx.GetVisit(v.ID); !errors.Is(err, store.ErrNotFound) {
				t.Errorf("somebody else's visit: %v", err)
			}
			return nil
		})
		ended := func(at time.Time) (got []store.PersonRowRef) {
			if err := db.SystemView(context.Background(), func(tx *store.Tx) (err error) {
				got, err = tx.EndedVisits(at, 10)
				return err
			}); err != nil {
				t.Fatal(err)
			}
			return got
		}
		if got := ended(v.Ends); len(got) != 0 {
			t.Errorf("ended too early: %v", got)
		}
		want := []store.PersonRowRef{{Person: a.Person(), ID: v.ID, Due: v.Ends}}
		if diff := cmp.Diff(want, ended(v.Ends.Add(time.Second))); diff != "" {
			t.Errorf("ended visits (-want +got):\n%s", diff)
		}
		update(t, db, a, func(tx *store.Tx) error { return tx.DeleteVisit(v.ID) })
		if err := db.Update(context.Background(), a, func(tx *store.Tx) error { return tx.DeleteVisit(v.ID) }); !errors.Is(err, store.ErrNotFound) {
			t.Errorf("deleting twice: %v", err)
		}
	})
}
