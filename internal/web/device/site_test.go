// SPDX-License-Identifier: EUPL-1.2

package device_test

import (
	"bytes"
	"context"
	"crypto/rand"
	"io"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"net/url"
	"path/filepath"
	"strings"
	"testing"
	"time"
	_ "time/tzdata"

	"regie/internal/measure"
	"regie/internal/measure/device"
	"regie/internal/measure/push"
	"regie/internal/measure/receive"
	"regie/internal/person"
	"regie/internal/store"
	"regie/internal/store/storetest"
	"regie/internal/vault"
	"regie/internal/web"
)

// site is Regie with els, who is signed in, and whose devices measure at 7.30.
type site struct {
	t     *testing.T
	db    *store.DB
	books *measure.Books
	v     *vault.Opened
	id    store.ID
	base  string
	now   time.Time
}

// Resume implements web.Sessions.
func (s *site) Resume(_ context.Context, token string, _ bool) (*person.Session, error) {
	if token != "els" {
		return nil, nil
	}
	return &person.Session{ID: s.id, Scope: s.v.Scope(), Vault: s.v, IdleUntil: s.now.Add(15 * time.Minute), Until: s.now.Add(time.Hour), StepUp: s.now}, nil
}

func newSite(t *testing.T, now time.Time) *site {
	t.Helper()
	s := &site{t: t, db: storetest.SQLite(t), id: store.NewID(nil), now: now}
	s.books = measure.New(s.db, measure.Options{})
	s.v = vault.Open(store.NewScope(store.NewID(nil)), vault.NewRootKey(nil))
	keys, err := vault.CreateKeyring(filepath.Join(t.TempDir(), "keys"), vault.KeyringOptions{Cost: vault.TestCost()})
	if err != nil {
		t.Fatal(err)
	}
	if err := s.db.Update(t.Context(), s.v.Scope(), func(tx *store.Tx) error { return s.v.Found(tx, keys) }); err != nil {
		t.Fatal(err)
	}
	receivers := receive.New(receive.Config{DB: s.db, Keys: keys, Books: s.books, Now: func() time.Time { return s.now }, Read: func(b []byte, in *measure.Intake) error {
		return push.Read(bytes.NewReader(b), time.UTC, in)
	}})
	h, err := web.New(web.Config{
		Base: &url.URL{Scheme: "http", Host: "localhost"}, Now: func() time.Time { return s.now }, Random: rand.Reader,
		Log: slog.New(slog.DiscardHandler), Sessions: s, Practice: true, Devices: device.New(s.db, s.books), Receivers: receivers,
	})
	if err != nil {
		t.Fatal(err)
	}
	server := httptest.NewServer(h)
	t.Cleanup(server.Close)
	s.base = strings.Replace(server.URL, "127.0.0.1", "localhost", 1)
	return s
}

// send sends a request as the browser of els does, and returns status and body.
func (s *site) send(method, path, kind, body string) (int, string) {
	s.t.Helper()
	r, err := http.NewRequestWithContext(s.t.Context(), method, s.base+path, strings.NewReader(body))
	if err != nil {
		s.t.Fatal(err)
	}
	r.AddCookie(&http.Cookie{Name: "regie", Value: "els"})
	if kind != "" {
		r.Header.Set("Content-Type", kind)
		r.Header.Set("Sec-Fetch-Site", "same-origin")
	}
	res, err := (&http.Client{CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }}).Do(r)
	if err != nil {
		s.t.Fatal(err)
	}
	defer res.Body.Close()
	b, err := io.ReadAll(res.Body)
	if err != nil {
		s.t.Fatal(err)
	}
	return res.StatusCode, string(b)
}

// kept lists the samples of a kind.
func (s *site) kept(k measure.Kind) (out []measure.Sample) {
	s.t.Helper()
	all, err := s.books.Samples(s.t.Context(), s.v, k, measure.DayOf(2018, 1, 1), measure.DayOf(2030, 1, 1))
	if err != nil {
		s.t.Fatal(err)
	}
	for _, of := range all {
		out = append(out, of.Samples...)
	}
	return out
}
