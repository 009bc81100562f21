// SPDX-License-Identifier: EUPL-1.2

package measure_test

import (
	"archive/zip"
	"bytes"
	"compress/gzip"
	"context"
	"crypto/rand"
	"errors"
	"io"
	"log/slog"
	"mime/multipart"
	"net/http"
	"net/http/cookiejar"
	"net/http/httptest"
	"net/url"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"regie/internal/fhir"
	"regie/internal/measure"
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
	books   *measure.Books
	vaults  map[string]*vault.Opened
	ids     map[string]store.ID
	base    string
	handler http.Handler
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
	now := func() time.Time { return anchor }
	db := storetest.SQLite(t)
	s := &site{
		t: t, vaults: map[string]*vault.Opened{}, ids: map[string]store.ID{},
		keeper: record.New(db, record.Options{Now: now}), books: measure.New(db, measure.Options{Now: now}),
	}
	for _, name := range names {
		s.vaults[name] = vault.Open(store.NewScope(store.NewID(nil)), vault.NewRootKey(nil))
		s.ids[name] = store.NewID(nil)
	}
	h, err := web.New(web.Config{
		Base: &url.URL{Scheme: "http", Host: "localhost"}, Now: func() time.Time { return anchor }, Random: rand.Reader,
		Log: slog.New(slog.DiscardHandler), Sessions: s, Practice: true, Keeper: s.keeper, Books: s.books,
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

// packed is the size of the page as it travels.
func (a answer) packed() int {
	var b bytes.Buffer
	w := gzip.NewWriter(&b)
	_, _ = io.WriteString(w, a.body)
	_ = w.Close()
	return b.Len()
}

// upload sends a file as a browser does.
func (c client) upload(name string, content []byte) answer {
	c.t.Helper()
	var b bytes.Buffer
	form := multipart.NewWriter(&b)
	part, err := form.CreateFormFile("bestand", name)
	if err != nil {
		c.t.Fatal(err)
	}
	if _, err := part.Write(content); err != nil {
		c.t.Fatal(err)
	}
	if err := form.Close(); err != nil {
		c.t.Fatal(err)
	}
	r, err := http.NewRequestWithContext(c.t.Context(), http.MethodPost, c.s.base+"/metingen/bestand", &b)
	if err != nil {
		c.t.Fatal(err)
	}
	r.Header.Set("Content-Type", form.FormDataContentType())
	r.Header.Set("Origin", c.s.base)
	r.Header.Set("Sec-Fetch-Site", "same-origin")
	return c.send(r)
}

// settled asks for the page of a file until it has been read or added.
func (c client) settled(path string) answer {
	c.t.Helper()
	for range 200 {
		a := c.get(path)
		if !strings.Contains(a.body, "data-poll") {
			return a
		}
		time.Sleep(20 * time.Millisecond)
	}
	c.t.Fatal("a file is never read")
	return answer{}
}

// keyOf is the key of a kind in addresses.
func (s *site) keyOf(name string, k measure.Kind) string {
	s.t.Helper()
	keys, err := s.books.Keys(s.t.Context(), s.vaults[name])
	if err != nil {
		s.t.Fatal(err)
	}
	return keys.Of(k)
}

// appleZip is a small export of an iPhone: steps on some days, one of them twice, a weight, and
// something that nobody knows.
func appleZip(t testing.TB) []byte {
	t.Helper()
	const head = `<?xml version="1.0" encoding="UTF-8"?>
<HealthData locale="nl_NL"><ExportDate value="2026-11-19 10:00:00 +0100"/>
`
	var xml strings.Builder
	xml.WriteString(head)
	record := func(kind, unit, start, end, value string) {
		xml.WriteString(`<Record type="` + kind + `" sourceName="Horloge van Anna" unit="` + unit + `" creationDate="` + end + `" startDate="` + start + `" endDate="` + end + `" value="` + value + `"/>` + "\n")
	}
	for d := 10; d < 18; d++ {
		day := "2026-11-" + strconv.Itoa(d)
		record("HKQuantityTypeIdentifierStepCount", "count", day+" 09:00:00 +0100", day+" 09:10:00 +0100", strconv.Itoa(1000+d))
	}
	record("HKQuantityTypeIdentifierStepCount", "count", "2026-11-17 09:00:00 +0100", "2026-11-17 09:10:00 +0100", "1017")
	record("HKQuantityTypeIdentifierBodyMass", "kg", "2026-11-17 08:00:00 +0100", "2026-11-17 08:00:00 +0100", "71.3")
	record("HKQuantityTypeIdentifierBodyMass", "parsec", "2026-11-17 08:00:00 +0100", "2026-11-17 08:00:00 +0100", "71.3")
	xml.WriteString("</HealthData>\n")
	var b bytes.Buffer
	z := zip.NewWriter(&b)
	f, err := z.Create("apple_health_export/export.xml")
	if err == nil {
		_, err = f.Write([]byte(xml.String()))
	}
	if err = errors.Join(err, z.Close()); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}
