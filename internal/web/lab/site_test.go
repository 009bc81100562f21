// SPDX-License-Identifier: EUPL-1.2

package lab_test

import (
	"compress/gzip"
	"context"
	"crypto/rand"
	"fmt"
	"io"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"testing"
	"time"

	"regie/internal/fhir"
	"regie/internal/person"
	"regie/internal/record"
	"regie/internal/store"
	"regie/internal/store/storetest"
	"regie/internal/vault"
	"regie/internal/web"
	"regie/internal/zib"
)

var now = time.Date(2026, 11, 20, 9, 0, 0, 0, time.UTC)

// site is Regie with one person who is signed in.
type site struct {
	t       testing.TB
	keeper  *record.Keeper
	vault   *vault.Opened
	session store.ID
	handler http.Handler
	base    string
}

// Resume implements web.Sessions.
func (s *site) Resume(_ context.Context, token string, _ bool) (*person.Session, error) {
	if token != "els" {
		return nil, nil
	}
	return &person.Session{ID: s.session, Scope: s.vault.Scope(), Vault: s.vault, IdleUntil: now.Add(15 * time.Minute), Until: now.Add(time.Hour)}, nil
}

func newSite(t testing.TB) *site {
	t.Helper()
	s := &site{
		t: t, keeper: record.New(storetest.SQLite(t), record.Options{}), session: store.NewID(nil),
		vault: vault.Open(store.NewScope(store.NewID(nil)), vault.NewRootKey(nil)),
	}
	h, err := web.New(web.Config{
		Base: &url.URL{Scheme: "http", Host: "localhost"}, Now: func() time.Time { return now }, Random: rand.Reader,
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

func (s *site) apply(name string, in ...record.Incoming) {
	s.t.Helper()
	_, err := s.keeper.Apply(s.t.Context(), s.vault, record.Batch{
		Provider: strings.ToLower(name) + "@medmij", ProviderName: name, Service: "46", At: now, Complete: true, Resources: in,
	})
	if err != nil {
		s.t.Fatal(err)
	}
}

func (s *site) open() *record.Dossier {
	s.t.Helper()
	d, err := s.keeper.Open(s.t.Context(), s.vault)
	if err != nil {
		s.t.Fatal(err)
	}
	s.t.Cleanup(d.Close)
	return d
}

// page asks for a page and returns it with non-breaking spaces made ordinary, and its size as it
// goes over the line.
func (s *site) page(path string) (body string, size int) {
	s.t.Helper()
	r := httptest.NewRequestWithContext(s.t.Context(), http.MethodGet, path, nil)
	r.Header.Set("Accept-Encoding", "gzip")
	r.AddCookie(&http.Cookie{Name: "regie", Value: "els"})
	w := httptest.NewRecorder()
	s.handler.ServeHTTP(w, r)
	if w.Code != http.StatusOK {
		s.t.Fatalf("%s: %d", path, w.Code)
	}
	size = w.Body.Len()
	var in io.Reader = w.Body
	if w.Header().Get("Content-Encoding") == "gzip" {
		z, err := gzip.NewReader(w.Body)
		if err != nil {
			s.t.Fatal(err)
		}
		in = z
	}
	b, err := io.ReadAll(in)
	if err != nil {
		s.t.Fatal(err)
	}
	return strings.ReplaceAll(string(b), "\u00a0", " "), size
}

// the page of the only test of a kind that has this code.
func (s *site) href(code string) string {
	s.t.Helper()
	d := s.open()
	for _, c := range []zib.Category{zib.CategoryLab, zib.CategoryMeasurements} {
		for _, t := range d.Tests(c) {
			if t.Code.Code == code {
				return "/lab/" + t.Key.String()
			}
		}
	}
	s.t.Fatalf("no test with code %s", code)
	return ""
}

// result is a laboratory result; extra goes into the resource as it is.
func result(id, code, day, value, unit, extra string) record.Incoming {
	return record.Incoming{FHIR: fhir.STU3, Raw: fmt.Appendf(nil, `{"resourceType":"Observation","id":%q,"status":"final",
		"meta":{"profile":["http://nictiz.nl/fhir/StructureDefinition/zib-LaboratoryTestResult-Observation"]},
		"category":[{"coding":[{"system":"http://snomed.info/sct","code":"49581000146104"}]}],
		"code":{"coding":[{"system":"http://loinc.org","code":%q,"display":"Naam volgens LOINC"}]},
		"effectiveDateTime":%q,"valueQuantity":{%s"unit":%q}%s}`, id, code, day, value, unit, extra)}
}

const (
	high         = `,"interpretation":{"coding":[{"system":"http://hl7.org/fhir/v2/0078","code":"H"}]}`
	mmolRange    = `,"referenceRange":[{"low":{"value":20,"unit":"mmol/mol"},"high":{"value":42,"unit":"mmol/mol"}}]`
	percentRange = `,"referenceRange":[{"low":{"value":4.1,"unit":"%"},"high":{"value":6.1,"unit":"%"}}]`
)

// twoLabs gives five years of HbA1c from two laboratories in two units, and some other results.
func twoLabs(s *site) {
	s.apply("Lab Noord",
		result("n1", "59261-8", "2021-12-01", `"value":44,`, "mmol/mol", high+mmolRange),
		result("n2", "59261-8", "2023-06-01", `"value":48,`, "mmol/mol", high+mmolRange),
		result("n3", "59261-8", "2025-06-01", `"value":20,"comparator":"<",`, "mmol/mol", mmolRange),
		result("n4", "59261-8", "2026-09-01", `"value":41,`, "mmol/mol", mmolRange),
		result("n5", "59260-0", "2026-09-01", `"value":14.1,`, "g/dL", ""),
		result("n6", "59260-0", "2025-09-01", `"value":8.6,`, "mmol/L", `,"referenceRange":[{"low":{"value":7.5,"unit":"mmol/L"},"high":{"value":10.0,"unit":"mmol/L"}}]`),
	)
	s.apply("Lab Zuid",
		result("z1", "4548-4", "2022-06-01", `"value":7.1,`, "%", high+percentRange),
		result("z2", "4548-4", "2024-06-01", `"value":6.0,`, "%", percentRange),
		result("z3", "2823-3", "2026-09-02", `"value":4.1,`, "mmol/L", ""),
	)
	s.apply("Huisarts", pressures()...)
}

// pressures are blood pressures of the GP in two items each.
func pressures() []record.Incoming {
	var out []record.Incoming
	for i, v := range [][2]int{{150, 92}, {142, 88}, {136, 84}} {
		for n, code := range []string{"1744", "1740"} {
			out = append(out, record.Incoming{FHIR: fhir.STU3, Raw: fmt.Appendf(nil, `{"resourceType":"Observation","id":"p%d%d","status":"final",
				"meta":{"profile":["http://nictiz.nl/fhir/StructureDefinition/gp-DiagnosticResult"]},
				"category":[{"coding":[{"system":"http://hl7.org/fhir/observation-category","code":"vital-signs"}]}],
				"code":{"coding":[{"system":"https://referentiemodel.nhg.org/tabellen/nhg-tabel-45-diagnostische-bepalingen","code":%q,"display":"bloeddruk"}]},
				"effectiveDateTime":"202%d-03-01","valueQuantity":{"value":%d,"unit":"mmHg","code":"mm[Hg]","system":"http://unitsofmeasure.org"}}`, i, n, code, 4+i, v[n])})
		}
	}
	return out
}

// weekly gives twenty years of weekly values.
func weekly() []record.Incoming {
	var out []record.Incoming
	for i := range 1040 {
		day := now.AddDate(0, 0, -7*i)
		extra := `,"referenceRange":[{"low":{"value":2.0,"unit":"INR"},"high":{"value":3.5,"unit":"INR"}}]`
		value := 2.7 + 0.1*float64((i*7919)%17-8)
		if value > 3.4 {
			extra += high
		}
		out = append(out, result(fmt.Sprintf("w%d", i), "6301-6", day.Format(time.DateOnly), fmt.Sprintf(`"value":%.1f,`, value), "INR", extra))
	}
	return out
}
