// SPDX-License-Identifier: EUPL-1.2

package dossier_test

import (
	"context"
	"crypto/rand"
	"io"
	"log/slog"
	"net/http"
	"net/http/cookiejar"
	"net/http/httptest"
	"net/url"
	"slices"
	"strings"
	"testing"
	"time"

	"regie/internal/fhir"
	"regie/internal/person"
	"regie/internal/practice/dossier"
	"regie/internal/practice/persons"
	"regie/internal/record"
	"regie/internal/store"
	"regie/internal/store/storetest"
	"regie/internal/vault"
	"regie/internal/web"
)

// anchor is the day on which the practice persons are as they are in these tests.
var anchor = time.Date(2026, 11, 20, 9, 0, 0, 0, time.UTC)

// site is Regie with some people who are signed in: the value of the cookie is their name.
type site struct {
	t       testing.TB
	keeper  *record.Keeper
	handler http.Handler
	vaults  map[string]*vault.Opened
	ids     map[string]store.ID
	base    string
}

// Resume implements web.Sessions.
func (s *site) Resume(_ context.Context, token string, _ bool) (*person.Session, error) {
	v, ok := s.vaults[token]
	if !ok {
		return nil, nil
	}
	return &person.Session{ID: s.ids[token], Scope: v.Scope(), Vault: v, IdleUntil: anchor.Add(15 * time.Minute), Until: anchor.Add(time.Hour)}, nil
}

func newSite(t testing.TB, names ...string) *site {
	t.Helper()
	s := &site{
		t: t, keeper: record.New(storetest.SQLite(t), record.Options{}),
		vaults: map[string]*vault.Opened{}, ids: map[string]store.ID{},
	}
	for _, name := range names {
		s.vaults[name] = vault.Open(store.NewScope(store.NewID(nil)), vault.NewRootKey(nil))
		s.ids[name] = store.NewID(nil)
	}
	h, err := web.New(web.Config{
		Base: &url.URL{Scheme: "http", Host: "localhost"}, Now: func() time.Time { return anchor }, Random: rand.Reader,
		Log: slog.New(slog.DiscardHandler), Sessions: s, Practice: true, Keeper: s.keeper,
	})
	if err != nil {
		t.Fatal(err)
	}
	s.handler = h
	server := httptest.NewServer(h)
	t.Cleanup(server.Close)
	s.base = strings.Replace(server.URL, "127.0.0.1", "localhost", 1)
	return s
}

// fill gives one of the people what a practice person has at some providers.
func (s *site) fill(name string, p dossier.Person, providers ...dossier.Provider) {
	s.t.Helper()
	for _, b := range batches(p, providers, anchor) {
		s.apply(name, b)
	}
}

func (s *site) apply(name string, b record.Batch) {
	s.t.Helper()
	if _, err := s.keeper.Apply(s.t.Context(), s.vaults[name], b); err != nil {
		s.t.Fatal(err)
	}
}

func (s *site) open(name string) *record.Dossier {
	s.t.Helper()
	d, err := s.keeper.Open(s.t.Context(), s.vaults[name])
	if err != nil {
		s.t.Fatal(err)
	}
	s.t.Cleanup(d.Close)
	return d
}

// batches gives what complete runs bring of a practice person, one for each service of each provider.
func batches(p dossier.Person, providers []dossier.Provider, at time.Time) []record.Batch {
	var out []record.Batch
	for _, provider := range providers {
		for _, service := range provider.Services {
			b := record.Batch{Provider: provider.MedMijName, ProviderName: provider.Name, Service: service, At: at, Complete: true}
			version := fhir.Version(dossier.VersionOf(service))
			for _, r := range p.At[provider.Key] {
				document := r.Type == "DocumentReference" || r.Type == "DocumentManifest" || r.Type == "Binary"
				if fhir.Version(r.FHIR) != version || (len(r.Services) > 0 && !slices.Contains(r.Services, service)) || document != (service == "51" || service == dossier.Images) {
					continue
				}
				b.Resources = append(b.Resources, record.Incoming{FHIR: version, Raw: r.JSON})
			}
			if len(b.Resources) > 0 {
				out = append(out, b)
			}
		}
	}
	return out
}

func practicePerson(t testing.TB, key string) dossier.Person {
	t.Helper()
	for _, p := range persons.Build(anchor) {
		if p.Key == key {
			return p
		}
	}
	t.Fatalf("no practice person %q", key)
	return dossier.Person{}
}

// client is somebody's browser.
type client struct {
	t testing.TB
	s *site
	c *http.Client
}

func (s *site) as(name string) client {
	jar, err := cookiejar.New(nil)
	if err != nil {
		s.t.Fatal(err)
	}
	base, err := url.Parse(s.base)
	if err != nil {
		s.t.Fatal(err)
	}
	if name != "" {
		jar.SetCookies(base, []*http.Cookie{{Name: "regie", Value: name}})
	}
	return client{s.t, s, &http.Client{Jar: jar, CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }}}
}

type answer struct {
	status int
	header http.Header
	body   string
}

func (c client) get(path string) answer {
	c.t.Helper()
	return c.do(http.MethodGet, path, nil)
}

func (c client) do(method, path string, form url.Values) answer {
	c.t.Helper()
	var body io.Reader
	if form != nil {
		body = strings.NewReader(form.Encode())
	}
	r, err := http.NewRequestWithContext(c.t.Context(), method, c.s.base+path, body)
	if err != nil {
		c.t.Fatal(err)
	}
	if form != nil {
		r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	}
	res, err := c.c.Do(r)
	if err != nil {
		c.t.Fatal(err)
	}
	defer res.Body.Close()
	b, err := io.ReadAll(res.Body)
	if err != nil {
		c.t.Fatal(err)
	}
	return answer{res.StatusCode, res.Header, string(b)}
}
