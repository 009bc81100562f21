// SPDX-License-Identifier: EUPL-1.2

package images_test

import (
	"context"
	"crypto/rand"
	"io"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"net/url"
	"slices"
	"strings"
	"testing"
	"time"

	"regie/internal/dicom"
	"regie/internal/fhir"
	"regie/internal/person"
	"regie/internal/practice/dossier"
	"regie/internal/practice/persons"
	"regie/internal/practice/pictures"
	"regie/internal/record"
	"regie/internal/store"
	"regie/internal/store/storetest"
	"regie/internal/vault"
	"regie/internal/web"
)

var now = time.Date(2026, 11, 20, 9, 0, 0, 0, time.UTC)

// site is Regie with two people who are signed in: the value of the cookie is their name.
type site struct {
	t       testing.TB
	keeper  *record.Keeper
	vaults  map[string]*vault.Opened
	ids     map[string]store.ID
	handler http.Handler
	base    string
}

// Resume implements web.Sessions.
func (s *site) Resume(_ context.Context, token string, _ bool) (*person.Session, error) {
	v, ok := s.vaults[token]
	if !ok {
		return nil, nil
	}
	return &person.Session{ID: s.ids[token], Scope: v.Scope(), Vault: v, IdleUntil: now.Add(15 * time.Minute), Until: now.Add(time.Hour)}, nil
}

func newSite(t testing.TB) *site {
	t.Helper()
	s := &site{t: t, keeper: record.New(storetest.SQLite(t), record.Options{}), vaults: map[string]*vault.Opened{}, ids: map[string]store.ID{}}
	for _, name := range []string{"els", "bob"} {
		s.vaults[name] = vault.Open(store.NewScope(store.NewID(nil)), vault.NewRootKey(nil))
		s.ids[name] = store.NewID(nil)
	}
	var err error
	s.handler, err = web.New(web.Config{
		Base: &url.URL{Scheme: "http", Host: "localhost"}, Now: func() time.Time { return now }, Random: rand.Reader,
		Log: slog.New(slog.DiscardHandler), Sessions: s, Practice: true, Keeper: s.keeper,
	})
	if err != nil {
		t.Fatal(err)
	}
	server := httptest.NewServer(s.handler)
	t.Cleanup(server.Close)
	s.base = strings.Replace(server.URL, "127.0.0.1", "localhost", 1)
	return s
}

// fill gives somebody the studies of a practice person, with the files that collecting brings.
// change may change a file; where it returns nil the file did not come.
func (s *site) fill(name, who string, change func(url string, body []byte) []byte) {
	s.t.Helper()
	b := record.Batch{Provider: "ziekenhuis.eikenstad@medmij", ProviderName: "Ziekenhuis Eikenstad", Service: dossier.Images, At: now, Complete: true}
	for _, p := range persons.Build(now) {
		if p.Key != who {
			continue
		}
		for _, r := range p.At[dossier.Eikenstad] {
			if slices.Contains(r.Services, dossier.Images) {
				b.Resources = append(b.Resources, record.Incoming{FHIR: fhir.Version(r.FHIR), Raw: r.JSON})
			}
		}
	}
	add := func(url, kind string, body []byte, err error) {
		if err != nil {
			s.t.Fatal(err)
		}
		if change != nil {
			body = change(url, body)
		}
		if body != nil {
			b.Files = append(b.Files, record.File{URL: url, ContentType: kind, Body: body})
		}
	}
	for _, study := range dossier.Studies() {
		if study.Person != who {
			continue
		}
		list := pictures.List(study)
		kos, err := dicom.WriteStudy(study.Series, study.KOS, list)
		add(study.Path(), "application/dicom", kos, err)
		for n, ref := range list.Images {
			body, err := pictures.Instance(study, n, now)
			add(ref.Path(), "application/dicom", body, err)
		}
	}
	s.apply(name, b)
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

// study is the address of the only study.
func (s *site) study(name string) string {
	s.t.Helper()
	all := s.open(name).Studies()
	if len(all) != 1 {
		s.t.Fatalf("%d studies", len(all))
	}
	return "/beelden/" + all[0].Key.String()
}

type answer struct {
	status int
	header http.Header
	body   string
}

func (s *site) get(name, path string) answer {
	s.t.Helper()
	r := httptest.NewRequestWithContext(s.t.Context(), http.MethodGet, path, nil)
	r.Host = "localhost"
	if name != "" {
		r.AddCookie(&http.Cookie{Name: "regie", Value: name})
	}
	w := httptest.NewRecorder()
	s.handler.ServeHTTP(w, r)
	b, err := io.ReadAll(w.Body)
	if err != nil {
		s.t.Fatal(err)
	}
	body := string(b)
	if strings.HasPrefix(w.Header().Get("Content-Type"), "text/html") {
		body = strings.ReplaceAll(body, "\u00a0", " ")
	}
	return answer{w.Code, w.Header(), body}
}
