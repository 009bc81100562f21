// SPDX-License-Identifier: EUPL-1.2

package lab_test

import (
	"compress/gzip"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	base "regie/internal/e2e/site"
	"regie/internal/fhir"
	"regie/internal/record"
	"regie/internal/zib"
)

var now = base.Anchor

// site is Regie with one person who is signed in.
type site struct{ *base.Site }

func newSite(t testing.TB) *site {
	t.Helper()
	return &site{base.New(t, nil, "els")}
}

func (s *site) apply(name string, in ...record.Incoming) {
	s.T.Helper()
	s.Apply("els", record.Batch{
		Provider: strings.ToLower(name) + "@medmij", ProviderName: name, Service: "46", At: now, Complete: true, Resources: in,
	})
}

// page asks for a page and returns it with non-breaking spaces made ordinary, and its size as it
// goes over the line.
func (s *site) page(path string) (body string, size int) {
	s.T.Helper()
	r := httptest.NewRequestWithContext(s.T.Context(), http.MethodGet, path, nil)
	r.Header.Set("Accept-Encoding", "gzip")
	r.AddCookie(&http.Cookie{Name: "regie", Value: "els"})
	w := httptest.NewRecorder()
	s.Handler.ServeHTTP(w, r)
	if w.Code != http.StatusOK {
		s.T.Fatalf("%s: %d", path, w.Code)
	}
	size = w.Body.Len()
	var in io.Reader = w.Body
	if w.Header().Get("Content-Encoding") == "gzip" {
		z, err := gzip.NewReader(w.Body)
		if err != nil {
			s.T.Fatal(err)
		}
		in = z
	}
	b, err := io.ReadAll(in)
	if err != nil {
		s.T.Fatal(err)
	}
	return strings.ReplaceAll(string(b), "\u00a0", " "), size
}

// the page of the only test of a kind that has this code.
func (s *site) href(code string) string {
	s.T.Helper()
	d := s.Open("els")
	for _, c := range []zib.Category{zib.CategoryLab, zib.CategoryMeasurements} {
		for _, t := range d.Tests(c) {
			if t.Code.Code == code {
				return "/lab/" + t.Key.String()
			}
		}
	}
	s.T.Fatalf("no test with code %s", code)
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
