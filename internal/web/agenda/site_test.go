// SPDX-License-Identifier: EUPL-1.2

package agenda_test

import (
	"bytes"
	"context"
	"crypto/rand"
	"io"
	"log/slog"
	"mime/multipart"
	"net/http"
	"net/http/cookiejar"
	"net/http/httptest"
	"net/url"
	"slices"
	"strings"
	"testing"
	"time"

	"regie/internal/agenda"
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
	t      testing.TB
	keeper *record.Keeper
	vaults map[string]*vault.Opened
	ids    map[string]store.ID
	base   string
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
	db, now := storetest.SQLite(t), func() time.Time { return anchor }
	s := &site{t: t, vaults: map[string]*vault.Opened{}, ids: map[string]store.ID{}, keeper: record.New(db, record.Options{Now: now})}
	agendas, err := agenda.New(db, agenda.Options{Now: now})
	if err != nil {
		t.Fatal(err)
	}
	for _, name := range names {
		s.vaults[name] = vault.Open(store.NewScope(store.NewID(nil)), vault.NewRootKey(nil))
		s.ids[name] = store.NewID(nil)
	}
	h, err := web.New(web.Config{
		Base: &url.URL{Scheme: "http", Host: "localhost"}, Now: func() time.Time { return anchor }, Random: rand.Reader,
		Log: slog.New(slog.DiscardHandler), Sessions: s, Practice: true, Keeper: s.keeper, Agendas: agendas,
	})
	if err != nil {
		t.Fatal(err)
	}
	server := httptest.NewServer(h)
	t.Cleanup(server.Close)
	s.base = strings.Replace(server.URL, "127.0.0.1", "localhost", 1)
	return s
}

// fill gives somebody all that a practice person has.
func (s *site) fill(name, who string) {
	s.t.Helper()
	for _, p := range persons.Build(anchor) {
		if p.Key != who {
			continue
		}
		for _, provider := range dossier.Providers() {
			for _, service := range provider.Services {
				s.apply(name, p, provider, service)
			}
		}
	}
}

func (s *site) apply(name string, p dossier.Person, provider dossier.Provider, service string) {
	b := record.Batch{Provider: provider.MedMijName, ProviderName: provider.Name, Service: service, At: anchor, Complete: true}
	for _, r := range p.At[provider.Key] {
		if len(r.Services) > 0 && !slices.Contains(r.Services, service) || (fhir.Version(r.FHIR) == fhir.R4) != (service == "63") {
			continue
		}
		b.Resources = append(b.Resources, record.Incoming{FHIR: fhir.Version(r.FHIR), Raw: r.JSON})
	}
	if len(b.Resources) == 0 {
		return
	}
	if _, err := s.keeper.Apply(s.t.Context(), s.vaults[name], b); err != nil {
		s.t.Fatal(err)
	}
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
	jar.SetCookies(base, []*http.Cookie{{Name: "regie", Value: name}})
	return client{s.t, s, &http.Client{Jar: jar, CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }}}
}

type answer struct {
	t      testing.TB
	status int
	to     string
	body   string
}

func (c client) send(r *http.Request) answer {
	c.t.Helper()
	res, err := c.c.Do(r)
	if err != nil {
		c.t.Fatal(err)
	}
	defer res.Body.Close()
	b, err := io.ReadAll(res.Body)
	if err != nil {
		c.t.Fatal(err)
	}
	return answer{c.t, res.StatusCode, res.Header.Get("Location"), string(b)}
}

func (c client) get(path string) answer {
	c.t.Helper()
	r, err := http.NewRequestWithContext(c.t.Context(), http.MethodGet, c.s.base+path, nil)
	if err != nil {
		c.t.Fatal(err)
	}
	return c.send(r)
}

// post sends a form as a browser without script does.
func (c client) post(path string, pairs ...string) answer {
	c.t.Helper()
	q := url.Values{}
	for i := 0; i+1 < len(pairs); i += 2 {
		q.Set(pairs[i], pairs[i+1])
	}
	r, err := http.NewRequestWithContext(c.t.Context(), http.MethodPost, c.s.base+path, strings.NewReader(q.Encode()))
	if err != nil {
		c.t.Fatal(err)
	}
	r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	r.Header.Set("Origin", c.s.base)
	r.Header.Set("Sec-Fetch-Site", "same-origin")
	return c.send(r)
}

// upload sends a form with a file.
func (c client) upload(path string, file []byte, pairs ...string) answer {
	c.t.Helper()
	var b bytes.Buffer
	m := multipart.NewWriter(&b)
	for i := 0; i+1 < len(pairs); i += 2 {
		if err := m.WriteField(pairs[i], pairs[i+1]); err != nil {
			c.t.Fatal(err)
		}
	}
	part, err := m.CreateFormFile("bestand", "bestand.bin")
	if err != nil {
		c.t.Fatal(err)
	}
	if _, err := part.Write(file); err != nil {
		c.t.Fatal(err)
	}
	if err := m.Close(); err != nil {
		c.t.Fatal(err)
	}
	r, err := http.NewRequestWithContext(c.t.Context(), http.MethodPost, c.s.base+path, &b)
	if err != nil {
		c.t.Fatal(err)
	}
	r.Header.Set("Content-Type", m.FormDataContentType())
	r.Header.Set("Origin", c.s.base)
	r.Header.Set("Sec-Fetch-Site", "same-origin")
	return c.send(r)
}

func (a answer) has(all ...string) {
	a.t.Helper()
	for _, s := range all {
		if !strings.Contains(a.body, s) {
			a.t.Errorf("%d: no %q", a.status, s)
		}
	}
}

func (a answer) lacks(all ...string) {
	a.t.Helper()
	for _, s := range all {
		if strings.Contains(a.body, s) {
			a.t.Errorf("%d: has %q", a.status, s)
		}
	}
}
