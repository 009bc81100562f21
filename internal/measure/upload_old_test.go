// SPDX-License-Identifier: EUPL-1.2

package measure_test

import (
	"bytes"
	"errors"
	"testing"
	"time"

	"regie/internal/measure"
	"regie/internal/store"
	"regie/internal/store/storetest"
)

// Files of somebody who stays away go from the disk with the vault closed, and whoever comes back
// finds nothing and can go on.
func TestFilesThatWaitedTooLongGoByThemselves(t *testing.T) {
	storetest.Each(t, func(t *testing.T, db *store.DB) {
		ctx := t.Context()
		began := time.Now()
		now := began
		clock := measure.New(db, measure.Options{Now: func() time.Time { return now }})
		away, back := open(t, db), open(t, db)
		away.b, back.b = clock, clock
		p := newParted(noise(2*measure.PartSize + 7))
		for _, s := range []shelf{away, back} {
			if _, err := s.b.Receive(ctx, s.v, "whole.zip", bytes.NewReader(p.b), 1<<30); err != nil {
				t.Fatal(err)
			}
			u, err := s.b.Begin(ctx, s.v, "part.zip", int64(len(p.b)), p.first, false)
			if err != nil {
				t.Fatal(err)
			}
			if _, err := s.part(t, u, p, 0); err != nil {
				t.Fatal(err)
			}
		}
		before := rows(t, db, away.v)
		sweep := func(after time.Duration) {
			t.Helper()
			now = began.Add(after)
			if err := clock.Sweep(ctx); err != nil {
				t.Fatal(err)
			}
		}
		// A file that still comes in, or that waits less than a day, stays, whatever the hour is.
		for _, after := range []time.Duration{0, time.Hour, 23 * time.Hour, 24 * time.Hour} {
			sweep(after)
			if n := rows(t, db, away.v); n != before {
				t.Fatalf("after %v %d of %d rows are there", after, n, before)
			}
		}
		now = began
		u, err := back.b.Begin(ctx, back.v, "part.zip", int64(len(p.b)), p.first, false)
		if err != nil || u.Size != measure.PartSize {
			t.Fatalf("%+v, %v", u, err)
		}
		if _, err := back.part(t, u, p, measure.PartSize); err != nil {
			t.Errorf("a file that comes in cannot go on: %v", err)
		}
		sweep(50 * time.Hour)
		for _, s := range []shelf{away, back} {
			if n := rows(t, db, s.v); n != 0 {
				t.Errorf("%d rows are there after two days", n)
			}
		}
		if all, err := back.b.Uploads(ctx, back.v); len(all) != 0 || err != nil {
			t.Errorf("%v, %v", all, err)
		}
		if _, err := back.part(t, u, p, 2*measure.PartSize); !errors.Is(err, measure.ErrNotFound) {
			t.Errorf("a part of a file that is gone: %v", err)
		}
		if _, err := back.b.Receive(ctx, back.v, "again.zip", bytes.NewReader(p.b), 1<<30); err != nil {
			t.Error(err)
		}
	})
}

// The list of files names one of which some rows are gone: dropping it takes the rest along.
func TestAListThatNamesWhatIsGone(t *testing.T) {
	storetest.Each(t, func(t *testing.T, db *store.DB) {
		ctx := t.Context()
		s := open(t, db)
		now := time.Now()
		s.b = measure.New(db, measure.Options{Now: func() time.Time { return now }})
		u, err := s.b.Receive(ctx, s.v, "whole.zip", bytes.NewReader(noise(9<<20)), 1<<30)
		if err != nil {
			t.Fatal(err)
		}
		// As if all but three rows, and the list, were of the day before.
		list := store.ID{15: 2}
		err = db.Update(ctx, s.v.Scope(), func(tx *store.Tx) error {
			kept := 0
			for row, err := range tx.ListSealed(28) {
				if err != nil {
					return err
				}
				if row.ID == list {
					continue
				}
				if kept++; kept <= 3 {
					continue
				}
				row.Day, row.Version = row.Day-1, row.Version+1
				if err := tx.PutSealed(row); err != nil {
					return err
				}
			}
			return nil
		})
		if err != nil {
			t.Fatal(err)
		}
		day := time.Now().UTC().Truncate(24 * time.Hour)
		now = day.Add(25*time.Hour + time.Second) // the day before goes, today does not
		if err := s.b.Sweep(ctx); err != nil {
			t.Fatal(err)
		}
		if n := rows(t, db, s.v); n != 4 {
			t.Fatalf("%d rows are left", n)
		}
		now = day.Add(48 * time.Hour)
		if _, err := s.b.Upload(ctx, s.v, u.ID); !errors.Is(err, measure.ErrNotFound) {
			t.Errorf("a file of which a part is gone: %v", err)
		}
		if err := s.b.DropLate(ctx, s.v); err != nil {
			t.Error(err)
		}
		if n := rows(t, db, s.v); n != 1 {
			t.Errorf("%d rows, want only the list", n)
		}
	})
}
