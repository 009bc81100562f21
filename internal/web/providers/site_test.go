// SPDX-License-Identifier: EUPL-1.2

package providers_test

import (
	"context"
	"crypto/rand"
	"crypto/tls"
	"fmt"
	"log/slog"
	"net"
	"net/http"
	"net/url"
	"os"
	"path/filepath"
	"sync"
	"testing"
	"time"

	"regie/internal/collect"
	"regie/internal/medmij"
	"regie/internal/person"
	"regie/internal/practice"
	"regie/internal/practice/persons"
	"regie/internal/record"
	"regie/internal/store"
	"regie/internal/store/storetest"
	"regie/internal/vault"
	"regie/internal/web"
)

const clientID = "regie.localhost"

// site is Regie with the practice network behind it, and people who are signed in: the value
// of the cookie is their name.
type site struct {
	t         *testing.T
	net       *practice.Network
	db        *store.DB
	collector *collect.Collector
	network   *medmij.Network
	base      string

	mu     sync.Mutex
	ahead  time.Duration
	vaults map[string]*vault.Opened
	ids    map[string]store.ID
	up     bool // both steps were just made
}

func (s *site) now() time.Time {
	s.mu.Lock()
	defer s.mu.Unlock()
	return time.Now().Add(s.ahead)
}

// later moves the clock and keeps the lists fresh.
func (s *site) later(d time.Duration) {
	s.t.Helper()
	s.mu.Lock()
	s.ahead += d
	s.mu.Unlock()
	if err := s.network.Lists.Refresh(s.t.Context()); err != nil {
		s.t.Fatal(err)
	}
}

// Resume implements web.Sessions.
func (s *site) Resume(_ context.Context, token string, _ bool) (*person.Session, error) {
	now := s.now()
	s.mu.Lock()
	defer s.mu.Unlock()
	v, ok := s.vaults[token]
	if !ok {
		return nil, nil
	}
	out := &person.Session{ID: s.ids[token], Scope: v.Scope(), Vault: v, IdleUntil: now.Add(15 * time.Minute), Until: now.Add(time.Hour)}
	if s.up {
		out.StepUp = now
	}
	return out, nil
}

func newSite(t *testing.T, names ...string) *site {
	t.Helper()
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	s := &site{t: t, vaults: map[string]*vault.Opened{}, ids: map[string]store.ID{}, db: storetest.SQLite(t)}
	s.base = fmt.Sprintf("http://localhost:%d", l.Addr().(*net.TCPAddr).Port)
	back := s.base + "/ophalen/terug"
	s.net, err = practice.Start(t.Context(), practice.Config{
		Clients: []practice.Client{{ID: clientID, Organisation: "Regie", RedirectURIs: []string{back}}},
		Persons: persons.Build(time.Now()), Now: s.now,
	})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(s.net.Close)
	for _, a := range s.net.AuthorizeURLs() {
		if err := s.net.Register(clientID, back+"/"+medmij.ServerTag(a)); err != nil {
			t.Fatal(err)
		}
	}
	keys, err := vault.CreateKeyring(filepath.Join(t.TempDir(), "keyring"), vault.KeyringOptions{})
	if err != nil {
		t.Fatal(err)
	}
	for _, name := range names {
		v := vault.Open(store.NewScope(store.NewID(nil)), vault.NewRootKey(nil))
		if err := s.db.Update(t.Context(), v.Scope(), func(tx *store.Tx) error { return v.Found(tx, keys) }); err != nil {
			t.Fatal(err)
		}
		s.vaults[name], s.ids[name] = v, store.NewID(nil)
	}
	s.network, err = medmij.New(medmij.Config{
		ClientID: clientID, Redirect: back, RedirectPerServer: true, Lists: medmij.ListsConfig{Base: s.net.ListURL, PlainFront: true},
		Roots: s.net.CAPool, Hosts: s.net.Resolve, Certificate: func() (*tls.Certificate, error) { return &s.net.ClientCertificate, nil },
		Now: s.now, Rand: rand.Reader, Sleep: func(ctx context.Context, _ time.Duration) error { return ctx.Err() },
	})
	if err != nil {
		t.Fatal(err)
	}
	s.later(0)
	log := slog.New(slog.DiscardHandler)
	if os.Getenv("REGIE_TEST_LOG") != "" {
		log = slog.New(slog.NewTextHandler(os.Stderr, nil))
	}
	keeper := record.New(s.db, record.Options{Now: s.now})
	s.collector, err = collect.New(collect.Config{
		DB: s.db, Network: s.network, Keeper: keeper, Keys: keys, Book: s.net.DirectoryURL, Now: s.now, Rand: rand.Reader, Log: log,
	})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = s.collector.Close(context.Background()) })
	origin, _ := url.Parse(s.base)
	h, err := web.New(web.Config{
		Base: origin, Now: s.now, Random: rand.Reader, Log: log, Sessions: s, Practice: true, Keeper: keeper, Collector: s.collector,
	})
	if err != nil {
		t.Fatal(err)
	}
	server := &http.Server{Handler: h, ReadHeaderTimeout: time.Minute}
	go func() { _ = server.Serve(l) }()
	t.Cleanup(func() { _ = server.Close() })
	return s
}
