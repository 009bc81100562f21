// SPDX-License-Identifier: EUPL-1.2

package receive_test

import (
	"bytes"
	"errors"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"regie/internal/measure"
	"regie/internal/measure/push"
	"regie/internal/measure/receive"
	"regie/internal/store"
	"regie/internal/store/storetest"
	"regie/internal/vault"
)

const body = `{"data":{"metrics":[{"name":"step_count","units":"count","data":[{"date":"2026-09-19 07:30:00 +0200","qty":1200}]},` +
	`{"name":"blood_pressure","units":"mmHg","data":[{"date":"2026-09-19 07:30:00 +0200","systolic":135,"diastolic":88}]}]}}`

type fixture struct {
	t     *testing.T
	db    *store.DB
	books *measure.Books
	r     *receive.Receivers
	v     *vault.Opened
	now   time.Time
}

func begin(t *testing.T) *fixture {
	t.Helper()
	db := storetest.SQLite(t)
	keys, err := vault.CreateKeyring(filepath.Join(t.TempDir(), "keys"), vault.KeyringOptions{})
	if err != nil {
		t.Fatal(err)
	}
	f := &fixture{t: t, db: db, books: measure.New(db, measure.Options{}), now: time.Date(2026, 9, 20, 12, 0, 0, 0, time.UTC)}
	f.v = vault.Open(store.NewScope(store.NewID(nil)), vault.NewRootKey(nil))
	if err := db.Update(t.Context(), f.v.Scope(), func(tx *store.Tx) error { return f.v.Found(tx, keys) }); err != nil {
		t.Fatal(err)
	}
	f.r = receive.New(receive.Config{DB: db, Keys: keys, Books: f.books, Now: func() time.Time { return f.now }, Read: func(b []byte, in *measure.Intake) error {
		if string(b) == "panic" {
			panic("a reader that nobody foresaw")
		}
		return push.Read(bytes.NewReader(b), time.UTC, in)
	}})
	return f
}

func (f *fixture) make() string {
	f.t.Helper()
	token, err := f.r.Make(f.t.Context(), f.v, "iPhone")
	if err != nil {
		f.t.Fatal(err)
	}
	return token
}

func (f *fixture) put(token, body string) error {
	d, err := f.r.Find(f.t.Context(), token)
	if err != nil {
		return err
	}
	return d.Put(f.t.Context(), []byte(body))
}

func (f *fixture) merge() (int, *receive.Address) {
	f.t.Helper()
	n, err := f.r.Merge(f.t.Context(), f.v)
	if err != nil {
		f.t.Fatal(err)
	}
	all, err := f.r.List(f.t.Context(), f.v)
	if err != nil {
		f.t.Fatal(err)
	}
	return n, all[0]
}

func TestADelivery(t *testing.T) {
	f := begin(t)
	token := f.make()
	if err := f.put(token, body); err != nil {
		t.Fatal(err)
	}
	// Until the vault opens, it waits, and nobody can read it.
	if s, err := f.books.Sums(t.Context(), f.v, "steps"); err != nil || len(s) != 0 {
		t.Fatalf("added before the vault opened: %v, %v", s, err)
	}
	err := f.db.View(t.Context(), f.v.Scope(), func(tx *store.Tx) error {
		for row, err := range tx.ListInbox() {
			if err != nil {
				return err
			}
			if bytes.Contains(row.Body, []byte("step_count")) || bytes.Contains(row.Body, []byte(token)) {
				t.Error("the inbox can be read")
			}
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	n, a := f.merge()
	if n != 1 || a.Times != 1 || a.Added != 2 || a.Wrong != "" || !a.Last.Equal(f.now) {
		t.Errorf("merged %d: %+v", n, a)
	}
	if s, err := f.books.Sums(t.Context(), f.v, "steps"); err != nil || len(s) != 1 || s[0].Value != 1200*measure.Scale {
		t.Errorf("steps %v, %v", s, err)
	}
	o, err := f.books.Overview(t.Context(), f.v)
	if err != nil || len(o.Imports) != 1 || o.Imports[0].Format != "push" || o.Imports[0].Name != "iPhone" {
		t.Errorf("imports %+v, %v", o.Imports, err)
	}
	// The same once more adds nothing.
	if err := f.put(token, body); err != nil {
		t.Fatal(err)
	}
	if n, a := f.merge(); n != 1 || a.Times != 2 || a.Added != 2 {
		t.Errorf("merged %d again: %+v", n, a)
	}
	if n, _ := f.merge(); n != 0 {
		t.Errorf("merged %d with an empty inbox", n)
	}
}

func TestBadDeliveries(t *testing.T) {
	for _, tt := range []struct {
		body string
		want receive.Wrong
	}{
		{"", receive.WrongUnread}, {"not json", receive.WrongUnread}, {"{", receive.WrongUnread}, {"panic", receive.WrongUnread},
		{`{"data":{"metrics":[]}}`, receive.WrongEmpty}, {strings.Repeat("[", 100_000), receive.WrongUnread},
	} {
		f := begin(t)
		if err := f.put(f.make(), tt.body); err != nil {
			t.Fatal(err)
		}
		if n, a := f.merge(); n != 1 || a.Wrong != tt.want || a.Times != 1 {
			t.Errorf("%.20q: merged %d, %+v", tt.body, n, a)
		}
	}
}

func TestStopped(t *testing.T) {
	f := begin(t)
	token := f.make()
	if err := f.put(token, body); err != nil {
		t.Fatal(err)
	}
	d, err := f.r.Find(t.Context(), token)
	if err != nil {
		t.Fatal(err)
	}
	_, a := f.merge()
	if err := f.r.Stop(t.Context(), f.v, a.ID); err != nil {
		t.Fatal(err)
	}
	if err := f.put(token, body); !errors.Is(err, receive.ErrNotFound) {
		t.Errorf("a stopped address: %v", err)
	}
	if err := d.Put(t.Context(), []byte(body)); !errors.Is(err, receive.ErrNotFound) {
		t.Errorf("stopped while something was on its way: %v", err)
	}
	if err := f.r.Stop(t.Context(), f.v, a.ID); !errors.Is(err, receive.ErrNotFound) {
		t.Errorf("stopped twice: %v", err)
	}
	for _, token := range []string{"", "x", token[:42], strings.Repeat("A", 43)} {
		if err := f.put(token, body); !errors.Is(err, receive.ErrNotFound) {
			t.Errorf("%q: %v", token, err)
		}
	}
}

// Whoever has an address can't fill the disk with it.
func TestTooMuch(t *testing.T) {
	f := begin(t)
	token := f.make()
	busy := new(receive.Busy)
	n := 0
	for ; n < 200; n++ {
		if err := f.put(token, body); errors.As(err, &busy) {
			break
		} else if err != nil {
			t.Fatal(err)
		}
	}
	if n < 50 || n == 200 || busy.Retry <= 0 || busy.Retry > time.Hour {
		t.Errorf("busy after %d, for %v", n, busy.Retry)
	}
	f.now = f.now.Add(time.Hour)
	if err := f.put(token, body); err != nil {
		t.Errorf("an hour later: %v", err)
	}
	if merged, a := f.merge(); merged != n+1 || a.Added != 2 {
		t.Errorf("merged %d of %d: %+v", merged, n+1, a)
	}
}
