// SPDX-License-Identifier: EUPL-1.2

package search

import (
	"encoding/json"
	"errors"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"regie/internal/practice/dossier"
)

// lines makes resources of JSON objects, one a line.
func lines(t *testing.T, text string) []dossier.Resource {
	t.Helper()
	var out []dossier.Resource
	for line := range strings.SplitSeq(strings.TrimSpace(text), "\n") {
		var head struct {
			ResourceType string `json:"resourceType"`
			ID           string `json:"id"`
		}
		if err := json.Unmarshal([]byte(line), &head); err != nil {
			t.Fatalf("%v in %s", err, line)
		}
		out = append(out, dossier.Resource{FHIR: dossier.STU3, Type: head.ResourceType, ID: head.ID, JSON: []byte(line)})
	}
	return out
}

const sample = `
{"resourceType":"Patient","id":"pat","generalPractitioner":[{"reference":"Organization/gp"},{"reference":"https://elders.example/fhir/Practitioner/dok"}]}
{"resourceType":"Organization","id":"gp","name":"Praktijk"}
{"resourceType":"Practitioner","id":"dok"}
{"resourceType":"Observation","id":"bp1","status":"final","code":{"coding":[{"system":"http://loinc.org","code":"85354-9"}]},"effectiveDateTime":"2025-01-01"}
{"resourceType":"Observation","id":"bp2","status":"final","code":{"coding":[{"system":"http://loinc.org","code":"85354-9"},{"system":"urn:own","code":"rr"}]},"effectiveDateTime":"2026-01-01T10:00:00+01:00"}
{"resourceType":"Observation","id":"bp3","status":"final","code":{"coding":[{"system":"urn:own","code":"rr"}]},"effectivePeriod":{"start":"2024-01-01"}}
{"resourceType":"Observation","id":"len","status":"final","code":{"coding":[{"system":"http://loinc.org","code":"8302-2"}]},"effectiveDateTime":"2020-05"}
{"resourceType":"Observation","id":"lab","status":"final","category":[{"coding":[{"system":"http://snomed.info/sct","code":"275711006"}]}],"code":{"coding":[{"system":"https://nhg/tabel-45","code":"372"}]},"effectiveDateTime":"2026-02-03","specimen":{"reference":"urn:uuid:1"},"related":[{"type":"has-member","target":{"reference":"{{BASE_URL}}fhir/Observation/deel"}}]}
{"resourceType":"Observation","id":"deel","code":{"text":"Deel"}}
{"resourceType":"Specimen","id":"buis"}
{"resourceType":"MedicationRequest","id":"oud","category":{"coding":[{"system":"http://snomed.info/sct","code":"16076005"}]},"medicationReference":{"reference":"Medication/pil"},"extension":[{"url":"http://nictiz.nl/fhir/StructureDefinition/zib-Medication-PeriodOfUse","valuePeriod":{"start":"2020-01-01","end":"2021-01-01"}}]}
{"resourceType":"MedicationRequest","id":"nu","category":{"coding":[{"system":"http://snomed.info/sct","code":"16076005"}]},"medicationReference":{"reference":"Medication/pil"},"extension":[{"url":"http://nictiz.nl/fhir/StructureDefinition/zib-Medication-PeriodOfUse","valuePeriod":{"start":"2020-01-01"}}]}
{"resourceType":"Medication","id":"pil"}
{"resourceType":"AllergyIntolerance","id":"a1","category":["food","medication"]}
{"resourceType":"AllergyIntolerance","id":"a2","category":["food"]}
{"resourceType":"Encounter","id":"e1","status":"finished","class":{"system":"http://hl7.org/fhir/v3/ActCode","code":"IMP"},"period":{"start":"2026-03-01","end":"2026-03-04"}}
{"resourceType":"Encounter","id":"e2","status":"finished","class":{"system":"http://hl7.org/fhir/v3/ActCode","code":"AMB"},"period":{"start":"2026-03-01"}}
{"resourceType":"CarePlan","id":"plan","activity":[{"detail":{"goal":[{"reference":"Goal/doel"}],"extension":[{"url":"http://nictiz.nl/fhir/StructureDefinition/extension-medicaldevice","valueReference":{"reference":"DeviceUseStatement/gebruik"}}]}}]}
{"resourceType":"Goal","id":"doel"}
{"resourceType":"DeviceUseStatement","id":"gebruik","device":{"reference":"Device/rollator"}}
{"resourceType":"Device","id":"rollator"}
{"resourceType":"Coverage","id":"c","payor":[{"reference":"Organization/gp"},{"reference":"Patient/pat"}]}
{"resourceType":"DocumentReference","id":"d1","status":"current","indexed":"2026-04-01T00:00:00+02:00","content":[{"attachment":{"contentType":"application/pdf","url":"Binary/b"}}]}
{"resourceType":"DocumentReference","id":"d2","status":"superseded","indexed":"2025-04-01T00:00:00+02:00"}
`

func sampleIndex(t *testing.T) *Index {
	t.Helper()
	ix, err := New(lines(t, sample), Aliases{"urn:uuid:1": "Specimen/buis"}, time.UTC)
	if err != nil {
		t.Fatal(err)
	}
	return ix
}

func ids(rs []dossier.Resource) string {
	var out []string
	for _, r := range rs {
		out = append(out, r.ID)
	}
	return strings.Join(out, " ")
}

func TestSearch(t *testing.T) {
	ix := sampleIndex(t)
	for _, c := range []struct{ query, matches, included string }{
		{"Patient", "pat", ""},
		{"Patient?_include=Patient:general-practitioner", "pat", "gp dok"},
		{"Coverage?_include=Coverage:payor:Patient&_include=Coverage:payor:Organization", "c", "pat gp"},
		{"Coverage?_include=Coverage:payor:Patient", "c", "pat"},
		{"Observation?code=http://loinc.org|85354-9", "bp1 bp2", ""},
		{"Observation?code=http://loinc.org%7C85354-9,http://loinc.org%7C8302-2", "bp1 bp2 len", ""},
		{"Observation?code=https://nhg/tabel-45|", "lab", ""},
		{"Observation?code=rr", "bp2 bp3", ""},
		{"Observation?code=|rr", "", ""},
		{"Observation/$lastn?code=http://loinc.org|85354-9", "bp2", ""},
		{"Observation/$lastn?code=http://loinc.org|85354-9&max=2", "bp2 bp1", ""},
		{"Observation/$lastn", "bp2 len lab deel", ""},
		{"Observation/$lastn?category=http://snomed.info/sct|275711006&_include=Observation:related-target&_include=Observation:specimen", "lab", "deel buis"},
		{"Observation?date=ge2026-01-01", "bp2 bp3 lab", ""}, // bp3 has no end: it may still go on
		{"Observation?date=ge2026-01-01&date=le2026-01-31", "bp2 bp3", ""},
		{"Observation?date=2020", "len", ""},
		{"Observation?date=lt2024-06", "bp3 len", ""},
		{"Observation?code:not=rr&date:missing=false", "bp1 len lab", ""},
		{"Observation?date:missing=true", "deel", ""},
		{"MedicationRequest?periodofuse=ge2026-10-01&category=http://snomed.info/sct|16076005&_include=MedicationRequest:medication", "nu", "pil"},
		{"MedicationRequest?_include=MedicationRequest:medication", "oud nu", "pil"},
		{"AllergyIntolerance?category=medication", "a1", ""},
		{"AllergyIntolerance?category=http://hl7.org/fhir/allergy-intolerance-category|food", "a1 a2", ""},
		{"Encounter?class=http://hl7.org/fhir/v3/ActCode|IMP,http://hl7.org/fhir/v3/ActCode|ACUTE", "e1", ""},
		{"Encounter?date=ge2026-03-05", "e2", ""},
		{"Encounter?date=sa2026-02-28&date=eb2026-03-05", "e1", ""},
		{"CarePlan?_include=CarePlan:activity-goal:Goal&_include=CarePlan:activity-medicaldevice:DeviceUseStatement&_include:recurse=DeviceUseStatement:device:Device", "plan", "doel gebruik rollator"},
		{"CarePlan?_include=CarePlan:activity-medicaldevice&_include=DeviceUseStatement:device", "plan", "gebruik"},
		{"DocumentReference?status=current&indexed=ge2026-01-01&indexed=le2026-12-31", "d1", ""},
		{"DocumentReference?contenttype=application/pdf", "d1", ""},
		{"Organization?name=prak", "gp", ""},
		{"Organization?name:exact=prak", "", ""},
		{"Flag", "", ""},
		{"Patient?_id=pat&_count=5&_format=json", "pat", ""},
	} {
		path, raw, _ := strings.Cut(c.query, "?")
		typ, lastn := strings.CutSuffix(path, "/$lastn")
		q, err := ix.Parse(typ, lastn, raw, false)
		if err != nil {
			t.Errorf("%s: %v", c.query, err)
			continue
		}
		got := ix.Search(q)
		if d := cmp.Diff([]string{c.matches, c.included}, []string{ids(got.Matches), ids(got.Included)}); d != "" {
			t.Errorf("%s: want -, got +\n%s", c.query, d)
		}
		if d := cmp.Diff(ids(got.Included), ids(ix.Include(got.Matches, q))); d != "" {
			t.Errorf("%s: Include differs from Search: %s", c.query, d)
		}
	}
}

func TestParseRefuses(t *testing.T) {
	ix := sampleIndex(t)
	for _, raw := range []string{
		"patient=1", "subject=Patient/1", "subject:Patient=1", "patient.identifier=x", "owner=Patient/1",
		"onbekend=1", "code:text=x", "date=gisteren", "date=zz2020", "code=", "_count=-1", "_count=veel",
		"_include=Observation", "_include=Observation:status", "_include:terug=Observation:specimen",
		"_revinclude=Provenance:agent", "_format=xml", "%zz=1", "code=%zz", "max=1", "date:missing=misschien",
	} {
		_, err := ix.Parse("Observation", false, raw, false)
		var bad *BadParameter
		if !errors.As(err, &bad) {
			t.Errorf("%s: got %v, want a BadParameter", raw, err)
		}
	}
	q, err := ix.Parse("Observation", false, "onbekend=1&code=rr", true)
	if err != nil || cmp.Diff([]string{"onbekend"}, q.Ignored) != "" {
		t.Errorf("lenient: %v %v", q.Ignored, err)
	}
	if _, err := ix.Parse("Observation", false, "patient=1", true); err == nil {
		t.Error("a named patient is accepted when lenient")
	}
}

func TestNewRefuses(t *testing.T) {
	ok := dossier.Resource{Type: "Flag", ID: "a", JSON: []byte(`{"resourceType":"Flag","id":"a"}`)}
	other := ok
	other.ID = "b"
	broken := dossier.Resource{Type: "Flag", ID: "a", JSON: []byte(`[]`)}
	for name, rs := range map[string][]dossier.Resource{"two": {ok, ok}, "other id": {other}, "broken": {broken}} {
		if _, err := New(rs, nil, time.UTC); err == nil {
			t.Errorf("%s: accepted", name)
		}
	}
}

func TestReferenceKey(t *testing.T) {
	for ref, want := range map[string]string{
		"Patient/1":                               "Patient/1",
		"https://a.example/fhir/Patient/1":        "Patient/1",
		"https://a.example/Patient/1/_history/2":  "Patient/1",
		"{{BASE_URL}}Patient/1":                   "Patient/1",
		"{{BASE_URL}}fhir/Patient/1":              "Patient/1",
		"#p1":                                     "",
		"urn:uuid:f81d4fae-7dec-11d0-a765-00a0c9": "",
		"Patient":                                 "",
	} {
		got, ok := ReferenceKey(ref)
		if got != want || ok != (want != "") {
			t.Errorf("%s: %q %v, want %q", ref, got, ok, want)
		}
	}
}

func TestChainsAndReverse(t *testing.T) {
	rs := lines(t, `
{"resourceType":"EpisodeOfCare","id":"e1"}
{"resourceType":"EpisodeOfCare","id":"e2"}
{"resourceType":"Encounter","id":"c1","episodeOfCare":[{"reference":"EpisodeOfCare/e1"}]}
{"resourceType":"Encounter","id":"c2","episodeOfCare":[{"reference":"EpisodeOfCare/e2"}]}
{"resourceType":"Observation","id":"a","context":{"reference":"Encounter/c1"}}
{"resourceType":"Observation","id":"b","context":{"reference":"Encounter/c2"}}
{"resourceType":"Observation","id":"c","context":{"reference":"EpisodeOfCare/e1"}}
{"resourceType":"Medication","id":"m","code":{"coding":[{"system":"s","code":"1"}]}}
{"resourceType":"MedicationRequest","id":"r","medicationReference":{"reference":"Medication/m"}}
{"resourceType":"MedicationRequest","id":"q"}
{"resourceType":"Provenance","id":"p","target":[{"reference":"Medication/m"}]}`)
	ix, err := New(rs, nil, time.UTC)
	if err != nil {
		t.Fatal(err)
	}
	for _, c := range []struct{ typ, query, matches, included string }{
		{"Encounter", "episodeofcare=e1", "c1", ""},
		{"Observation", "context=EpisodeOfCare/e1", "c", ""},
		{"Observation", "context:Encounter.episodeofcare=EpisodeOfCare/e1", "a", ""},
		{"Observation", "context:Encounter.episodeofcare=EpisodeOfCare/e3", "", ""},
		{"MedicationRequest", "medication.code=s|1", "r", ""},
		{"MedicationRequest", "medication.code=s|2", "", ""},
		{"Medication", "_revinclude=Provenance:target", "m", "p"},
	} {
		q, err := ix.Parse(c.typ, false, c.query, false)
		if err != nil {
			t.Fatalf("%s: %v", c.query, err)
		}
		got := ix.Search(q)
		if ids(got.Matches) != c.matches || ids(got.Included) != c.included {
			t.Errorf("%s?%s gives %q and %q", c.typ, c.query, ids(got.Matches), ids(got.Included))
		}
	}
	for _, bad := range []string{"context:Encounter.patient=1", "context:Encounter.none=1", "code.text=1", "context:Encounter.episodeofcare.type=1"} {
		if _, err := ix.Parse("Observation", false, bad, false); err == nil {
			t.Errorf("%s is accepted", bad)
		}
	}
}

func TestTiesOfLastNStay(t *testing.T) {
	rs := lines(t, `
{"resourceType":"Observation","id":"a","code":{"text":"Kweek"},"effectiveDateTime":"2026-01-01"}
{"resourceType":"Observation","id":"b","code":{"text":"kweek"},"effectiveDateTime":"2026-01-01"}
{"resourceType":"Observation","id":"c","code":{"text":"kweek"},"effectiveDateTime":"2025-01-01"}`)
	ix, err := New(rs, nil, time.UTC)
	if err != nil {
		t.Fatal(err)
	}
	if got := ids(ix.Search(Query{Type: "Observation", LastN: true, Max: 1}).Matches); got != "a b" {
		t.Errorf("got %q", got)
	}
}

func FuzzParse(f *testing.F) {
	f.Add("Observation", "code=http://loinc.org|85354-9&_include=Observation:specimen&date=ge2026")
	f.Add("CarePlan", "_include:recurse=DeviceUseStatement:device:Device&_count=3&status:not=x\\,y")
	ix, err := New(nil, nil, time.UTC)
	if err != nil {
		f.Fatal(err)
	}
	f.Fuzz(func(t *testing.T, typ, raw string) {
		if q, err := ix.Parse(typ, false, raw, false); err == nil {
			ix.Search(q)
		}
	})
}
