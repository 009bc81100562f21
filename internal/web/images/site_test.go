// SPDX-License-Identifier: EUPL-1.2

package images_test

import (
	"io"
	"net/http"
	"net/http/httptest"
	"slices"
	"strings"
	"testing"

	"regie/internal/dicom"
	base "regie/internal/e2e/site"
	"regie/internal/fhir"
	"regie/internal/practice/dossier"
	"regie/internal/practice/persons"
	"regie/internal/practice/pictures"
	"regie/internal/record"
)

var now = base.Anchor

// site is Regie with two people who are signed in: the value of the cookie is their name.
type site struct{ *base.Site }

func newSite(t testing.TB) *site {
	t.Helper()
	return &site{base.New(t, nil, "els", "bob")}
}

// fill gives somebody the studies of a practice person, with the files that collecting brings.
// change may change a file; where it returns nil the file did not come.
func (s *site) fill(name, who string, change func(url string, body []byte) []byte) {
	s.T.Helper()
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
			s.T.Fatal(err)
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
	s.Apply(name, b)
}

// study is the address of the only study.
func (s *site) study(name string) string {
	s.T.Helper()
	all := s.Open(name).Studies()
	if len(all) != 1 {
		s.T.Fatalf("%d studies", len(all))
	}
	return "/beelden/" + all[0].Key.String()
}

type answer struct {
	status int
	header http.Header
	body   string
}

func (s *site) get(name, path string) answer {
	s.T.Helper()
	r := httptest.NewRequestWithContext(s.T.Context(), http.MethodGet, path, nil)
	r.Host = "localhost"
	if name != "" {
		r.AddCookie(&http.Cookie{Name: "regie", Value: name})
	}
	w := httptest.NewRecorder()
	s.Handler.ServeHTTP(w, r)
	b, err := io.ReadAll(w.Body)
	if err != nil {
		s.T.Fatal(err)
	}
	body := string(b)
	if strings.HasPrefix(w.Header().Get("Content-Type"), "text/html") {
		body = strings.ReplaceAll(body, "\u00a0", " ")
	}
	return answer{w.Code, w.Header(), body}
}
