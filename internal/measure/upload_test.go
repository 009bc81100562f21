// SPDX-License-Identifier: EUPL-1.2

package measure_test

import (
	"bytes"
	"errors"
	"io"
	"math/rand/v2"
	"testing"
	"testing/iotest"
	"time"

	"regie/internal/measure"
	"regie/internal/store"
	"regie/internal/store/storetest"
	"regie/internal/vault"
)

func TestAFileWaitsSealed(t *testing.T) {
	storetest.Each(t, func(t *testing.T, db *store.DB) {
		now := time.Date(2026, 3, 1, 9, 0, 0, 0, time.UTC)
		s := open(t, db)
		s.b = measure.New(db, measure.Options{Now: func() time.Time { return now }})
		ctx := t.Context()
		want := make([]byte, 2<<20+12345)
		rnd := rand.New(rand.NewPCG(1, 2))
		for i := range want {
			want[i] = byte(rnd.Uint32())
		}
		u, err := s.b.Receive(ctx, s.v, "export.zip", bytes.NewReader(want), 3<<20)
		if err != nil || u.Size != int64(len(want)) {
			t.Fatalf("%+v, %v", u, err)
		}
		if u, err = s.b.Upload(ctx, s.v, u.ID); err != nil {
			t.Fatal(err)
		}
		f := s.b.Open(ctx, s.v, u)
		got, err := io.ReadAll(io.NewSectionReader(f, 0, u.Size))
		if err != nil || !bytes.Equal(got, want) {
			t.Fatalf("%d bytes come back, %v", len(got), err)
		}
		part := make([]byte, 100)
		if _, err := f.ReadAt(part, 1<<20-50); err != nil || !bytes.Equal(part, want[1<<20-50:][:100]) {
			t.Error("over the end of a row other bytes come back")
		}
		if n, err := f.ReadAt(part, u.Size-7); n != 7 || err != io.EOF {
			t.Errorf("at the end %d, %v", n, err)
		}
		// What is too large, or breaks off, leaves nothing.
		if _, err := s.b.Receive(ctx, s.v, "x", bytes.NewReader(want), 2<<20); !errors.Is(err, measure.ErrTooLarge) {
			t.Errorf("too large: %v", err)
		}
		broken := errors.New("the line broke")
		if _, err := s.b.Receive(ctx, s.v, "x", io.MultiReader(bytes.NewReader(want), iotest.ErrReader(broken)), 3<<20); !errors.Is(err, broken) {
			t.Errorf("broken off: %v", err)
		}
		if n := rows(t, db, s.v); n != 4 { // three of the file, and the list
			t.Errorf("%d rows", n)
		}
		// A day later it is gone.
		now = now.Add(25 * time.Hour)
		if _, err := s.b.Upload(ctx, s.v, u.ID); !errors.Is(err, measure.ErrNotFound) {
			t.Errorf("after a day: %v", err)
		}
		if u, err = s.b.Receive(ctx, s.v, "small", bytes.NewReader(want[:10]), 3<<20); err != nil {
			t.Fatal(err)
		}
		if n := rows(t, db, s.v); n != 2 {
			t.Errorf("%d rows after a day", n)
		}
		if err := s.b.Drop(ctx, s.v, u.ID); err != nil {
			t.Fatal(err)
		}
		if err := s.b.Drop(ctx, s.v, u.ID); !errors.Is(err, measure.ErrNotFound) {
			t.Errorf("dropping twice: %v", err)
		}
		if all, err := s.b.Uploads(ctx, s.v); len(all) != 0 || err != nil {
			t.Errorf("%v, %v", all, err)
		}
	})
}

func rows(t *testing.T, db *store.DB, v *vault.Opened) (n int) {
	t.Helper()
	err := db.View(t.Context(), v.Scope(), func(tx *store.Tx) error {
		n = 0
		for _, err := range tx.ListSealed(uint16(vault.Uploads)) {
			if err != nil {
				return err
			}
			n++
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	return n
}
