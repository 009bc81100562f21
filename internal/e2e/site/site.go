// SPDX-License-Identifier: EUPL-1.2

// Package site is Regie as the tests of a room's pages need it: on a database of its own, with
// people who are signed in already and have what practice persons have, and their browsers.
package site

import (
	"context"
	"crypto/rand"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"testing"
	"time"

	"regie/internal/person"
	"regie/internal/record"
	"regie/internal/store"
	"regie/internal/store/storetest"
	"regie/internal/vault"
	"regie/internal/web"
)

// Anchor is the day on which the practice persons are as they are in these tests.
var Anchor = time.Date(2026, 11, 20, 9, 0, 0, 0, time.UTC)

// Now is the clock of the site.
func Now() time.Time { return Anchor }

// Site is Regie with some people who are signed in: the value of the cookie is their name.
type Site struct {
	T       testing.TB
	Keeper  *record.Keeper
	Vaults  map[string]*vault.Opened
	Base    string
	Handler http.Handler
	ids     map[string]store.ID
	fresh   map[string]bool // who made both steps again
}

// Resume implements web.Sessions.
func (s *Site) Resume(_ context.Context, token string, _ bool) (*person.Session, error) {
	v, ok := s.Vaults[token]
	if !ok {
		return nil, nil
	}
	session := &person.Session{ID: s.ids[token], Scope: v.Scope(), Vault: v, IdleUntil: Anchor.Add(15 * time.Minute), Until: Anchor.Add(time.Hour)}
	if s.fresh[token] {
		session.StepUp = Anchor
	}
	return session, nil
}

// StepUp lets somebody make both steps again, before something that matters.
func (s *Site) StepUp(name string) { s.fresh[name] = true }

// New starts a site. furnish adds what the room under test needs; it may be nil.
func New(t testing.TB, furnish func(db *store.DB, c *web.Config), names ...string) *Site {
	t.Helper()
	db := storetest.SQLite(t)
	s := &Site{T: t, Vaults: map[string]*vault.Opened{}, ids: map[string]store.ID{}, fresh: map[string]bool{}, Keeper: record.New(db, record.Options{Now: Now})}
	for _, name := range names {
		s.Vaults[name] = vault.Open(storetest.Person(), vault.NewRootKey(nil))
		s.ids[name] = store.NewID(nil)
	}
	c := web.Config{
		Base: &url.URL{Scheme: "http", Host: "localhost"}, Now: Now, Random: rand.Reader,
		Log: slog.New(slog.DiscardHandler), Sessions: s, Practice: true, Keeper: s.Keeper,
	}
	if furnish != nil {
		furnish(db, &c)
	}
	h, err := web.New(c)
	if err != nil {
		t.Fatal(err)
	}
	s.Handler = h
	server := httptest.NewServer(h)
	t.Cleanup(server.Close)
	s.Base = strings.Replace(server.URL, "127.0.0.1", "localhost", 1)
	return s
}

// Again signs somebody in anew: a session that knows nothing of the one before.
func (s *Site) Again(name string) { s.ids[name] = store.NewID(nil) }
