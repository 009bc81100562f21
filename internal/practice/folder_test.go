// SPDX-License-Identifier: EUPL-1.2

package practice_test

import (
	"encoding/json"
	"errors"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"regie/internal/collect"
	"regie/internal/practice"
	"regie/internal/practice/dossier"
	"regie/internal/practice/practicetest"
	"regie/internal/text"
)

func write(t *testing.T, files map[string]string) string {
	t.Helper()
	dir := t.TempDir()
	for name, body := range files {
		path := filepath.Join(dir, name)
		if err := os.MkdirAll(filepath.Dir(path), 0o700); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(path, []byte(body), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	return dir
}

func load(t *testing.T, dir string, generous bool) *world {
	t.Helper()
	f, err := practice.LoadDir(dir)
	if err != nil {
		t.Fatal(err)
	}
	return start(t, func(c *practice.Config) { c.Folder, c.Generous = f, generous })
}

const own = "uw.eigen.testgegevens@medmij"

func TestAFolderOfOnesOwn(t *testing.T) {
	dir := write(t, map[string]string{
		"a.json":       `{"resourceType":"Patient","id":"p","meta":{"profile":["http://fhir.nl/fhir/StructureDefinition/nl-core-patient"]},"name":[{"given":["Eva"],"family":"Proef"}]}`,
		"b/medic.json": "\xef\xbb\xbf" + `{"resourceType":"MedicationRequest","id":"m","category":{"coding":[{"system":"http://snomed.info/sct","code":"16076005"}]},"subject":{"reference":"Patient/p"},"medicationReference":{"reference":"{{BASE_URL}}fhir/Medication/pil"},"dosageInstruction":[{"sequence":1.0}]}`,
		"b/set.json":   `{"resourceType":"Bundle","type":"collection","entry":[{"fullUrl":"urn:uuid:7d0f6a54-0000-4000-8000-000000000001","resource":{"resourceType":"Medication","id":"pil"}},{"fullUrl":"urn:uuid:7d0f6a54-0000-4000-8000-000000000002","resource":{"resourceType":"Specimen","type":{"text":"bloed"}}}]}`,
		"b/lab.json":   `{"resourceType":"Observation","id":"lab","category":[{"coding":[{"system":"http://snomed.info/sct","code":"275711006"}]}],"code":{"text":"Hb"},"specimen":{"reference":"urn:uuid:7d0f6a54-0000-4000-8000-000000000002"}}`,
		"b/hart.json":  `{"resourceType":"Observation","id":"hart","code":{"text":"hartslag"},"subject":{"reference":"https://elders.example/fhir/Patient/p"}}`,
		"b/plan.json":  `{"resourceType":"ClinicalImpression","id":"plan","subject":{"reference":"Patient/p"}}`,
		"c/1.json":     `{"resourceType":"Flag","id":"f","code":{"text":"kort"}}`,
		"c/2.json":     `{"resourceType":"Flag","id":"f","code":{"text":"dit is langer"}}`,
		"r4/prik.json": `{"resourceType":"Immunization","id":"i","meta":{"profile":["http://nictiz.nl/fhir/StructureDefinition/nl-core-Vaccination-event"]},"status":"completed"}`,
		"kapot.json":   `{"resourceType":"Flag",`,
		"dubbel.json":  `{"resourceType":"Flag","id":"x","id":"y"}`,
		"geen.json":    `{"a":1}`,
		"lees.txt":     "geen FHIR",
		"OUTCOME.JSON": `{"resourceType":"OperationOutcome","id":"o"}`,
	})
	w := load(t, dir, true)
	report := strings.Join(w.FolderReport(text.NL), "\n")
	for _, want := range []string{"kapot.json", "dubbel.json", "geen.json", "c/1.json", "b/set.json", "ClinicalImpression 1", "Observation 1"} {
		if !strings.Contains(report, want) {
			t.Errorf("the report does not name %s:\n%s", want, report)
		}
	}
	if strings.Contains(report, "lees.txt") || strings.Contains(report, "«") || strings.Contains(report, "{") {
		t.Errorf("the report:\n%s", report)
	}
	person := w.Persons()[0]
	if person.Name != "Eva Proef" {
		t.Errorf("the person is %q", person.Name)
	}
	s := w.enter(own, "48", practicetest.Visitor{Person: person.Key})
	if s.Scope != "48 49 63" {
		t.Errorf("scope %q", s.Scope)
	}
	for query, want := range map[string][2]string{
		"Patient?_include=Patient:general-practitioner":                                                    {"p", "plan"}, // what nothing asks for comes with the first
		"MedicationRequest?category=http://snomed.info/sct|16076005&_include=MedicationRequest:medication": {"m", "pil"},
		"Flag": {"f", ""},
		"Observation/$lastn?_include=Observation:specimen&category=http://snomed.info/sct|275711006":    {"lab", "own"},
		"Observation/$lastn?category=http://snomed.info/sct|118228005,http://snomed.info/sct|384821006": {"", "hart"},
	} {
		got := s.search(query)
		if want[1] == "own" {
			want[1] = "7d0f6a54-0000-4000-8000-000000000002"
		}
		if d := cmp.Diff(want, [2]string{got.ids("match"), got.ids("include")}); d != "" {
			t.Errorf("%s: %s", query, d)
		}
	}
	if _, body := s.do(s.request(s.base + "/MedicationRequest/m")); !strings.Contains(string(body), `{"sequence":1.0}`) || !strings.Contains(string(body), "{{BASE_URL}}") {
		t.Errorf("the bytes changed: %s", body)
	}
	if _, body := s.do(s.request(s.base + "/Flag/f")); !strings.Contains(string(body), "langer") {
		t.Errorf("the shorter one won: %s", body)
	}
	strict := load(t, dir, false)
	s = strict.enter(own, "48", practicetest.Visitor{Person: person.Key})
	if got := s.search("Patient?_include=Patient:general-practitioner").ids("include"); got != "" {
		t.Errorf("not generous, and yet %q", got)
	}
}

func TestAFolderWithSeveralPatients(t *testing.T) {
	w := load(t, write(t, map[string]string{
		"a.json": `{"resourceType":"Patient","id":"a","name":[{"text":"An"}],"generalPractitioner":[{"reference":"Practitioner/dok"}]}`,
		"b.json": `{"resourceType":"Patient","id":"b","name":[{"text":"Bo"}]}`,
		"c.json": `{"resourceType":"Condition","id":"ca","subject":{"reference":"Patient/a"}}`,
		"d.json": `{"resourceType":"Condition","id":"cb","subject":{"reference":"Patient/b"}}`,
		"e.json": `{"resourceType":"Practitioner","id":"dok"}`,
		"f.json": `{"resourceType":"Organization","id":"los"}`,
		"g.json": `{"resourceType":"NutritionOrder","id":"niemand"}`,
	}), true)
	var names []string
	for _, p := range w.Persons()[:3] {
		names = append(names, p.Name)
	}
	if d := cmp.Diff([]string{"An", "Bo", "Alles uit uw map"}, names); d != "" {
		t.Fatal(d)
	}
	for i, want := range []string{"Condition/ca NutritionOrder/niemand Patient/a Practitioner/dok", "Condition/cb NutritionOrder/niemand Patient/b", ""} {
		var got []string
		for _, r := range w.Persons()[i].At["uw-eigen-testgegevens"] {
			got = append(got, r.Type+"/"+r.ID)
		}
		slices.Sort(got)
		if want == "" {
			if len(got) != 7 {
				t.Errorf("everything is %v", got)
			}
			continue
		}
		if d := cmp.Diff(want, strings.Join(got, " ")); d != "" {
			t.Error(d)
		}
	}
}

// asked are the queries that Regie puts at a service; what is asked for each episode is asked for
// all that these people have.
func asked(id string, persons []dossier.Person) []string {
	s, ok := collect.BuiltIn().Service(id)
	if !ok {
		return nil
	}
	var out []string
	for _, q := range s.Questions {
		query := strings.NewReplacer("{T}", "2026-10-01", "{from}", "2016-01-01").Replace(q.Query)
		if q.Each == nil {
			out = append(out, query)
			continue
		}
		for _, p := range persons {
			for _, r := range p.At["uw-eigen-testgegevens"] {
				if r.Type == q.Each.Type {
					out = append(out, strings.ReplaceAll(query, "{id}", r.ID))
				}
			}
		}
	}
	slices.Sort(out)
	return slices.Compact(out)
}

func TestNoFolder(t *testing.T) {
	if _, err := practice.LoadDir(filepath.Join(t.TempDir(), "weg")); err == nil {
		t.Error("a folder that isn't there")
	}
	if _, err := practice.LoadDir(write(t, map[string]string{"a.json": "{}"})); !errors.Is(err, practice.ErrNoData) {
		t.Errorf("an empty folder: %v", err)
	}
}

// TestFoldersOfTheCorpus serves real-looking test data and collects it by the
// searches of the services: everything must come out.
func TestFoldersOfTheCorpus(t *testing.T) {
	for _, c := range []struct {
		dir, service, version string // the service that the folder is for
		least                 int
	}{
		{"STU3/bgz", "48", "3.0", 290},
		{"STU3/huisartsgegevens", "49", "3.0", 300},
		{"R4/vaccinaties", "63", "4.0", 12},
		{"STU3/documenten-pdfa", "51", "3.0", 10},
		{"STU3/afspraken", "47", "3.0", 8},
		{"STU3/allergieen", "54", "3.0", 7},
		{"STU3/geboortezorg", "65", "3.0", 130},
		{"STU3/ggz", "50", "3.0", 12},
		{"STU3/lab", "46", "3.0", 3},
		{"STU3/langdurige-zorg", "61", "3.0", 40},
		{"STU3/medicatieproces-9", "31", "3.0", 280},
		{"STU3/vragenlijsten", "", "3.0", 4},
		{"STU3/zelfmetingen", "52", "3.0", 90},
		{"STU3/overig-eoverdracht", "", "3.0", 50},
		{"STU3/zib-voorbeelden", "", "3.0", 80},
		{"R4/aanbiedersmodule", dossier.Tasks, "4.0", 2},
		{"R4/allergieen", "", "4.0", 10},
		{"R4/beelden", dossier.Images, "4.0", 6},
		{"R4/lab", dossier.LabR4, "4.0", 40},
		{"R4/medicatieproces-9", dossier.MedicationR4, "4.0", 350},
		{"R4/mondzorg", "900000102", "4.0", 10},
		{"R4/pathologie", dossier.Pathology, "4.0", 16},
		{"R4/patientcorrecties", dossier.Corrections, "4.0", 3},
		{"R4/verwijzing-huisarts", dossier.Referral, "4.0", 7},
		{"R4/zib-voorbeelden", "", "4.0", 80},
	} {
		t.Run(c.dir, func(t *testing.T) {
			w := load(t, corpus(t, "corpus", "fhir", filepath.FromSlash(c.dir)), true)
			persons := w.Persons()
			key := persons[0].Key
			if i := slices.IndexFunc(persons, func(p dossier.Person) bool { return strings.HasSuffix(p.Key, "-alles") }); i >= 0 {
				key = persons[i].Key
			}
			enter := c.service
			if enter == "" {
				enter = map[string]string{"3.0": "48", "4.0": "63"}[c.version]
			}
			s := w.enter(own, enter, practicetest.Visitor{Person: key})
			if c.service != "" && !slices.Contains(strings.Fields(s.Scope), c.service) {
				t.Errorf("%s is not among %s", c.service, s.Scope)
			}
			got := map[string]bool{}
			var queue []string
			var todo []string
			for id := range strings.FieldsSeq(s.Scope) {
				if _, _, base := w.at(own, id); (dossier.VersionOf(id) == dossier.R4) == (c.version == "4.0") {
					for _, q := range asked(id, persons) {
						todo = append(todo, base+"/"+strings.ReplaceAll(q, "|", "%7C"))
					}
				}
			}
			for _, q := range todo {
				for next := q; next != ""; {
					req := s.request(next)
					req.Header.Set("Accept", "application/fhir+json; fhirVersion="+c.version)
					resp, body := s.do(req)
					if resp.StatusCode != 200 {
						t.Fatalf("%s: %s %s", q, resp.Status, body)
					}
					var b bundle
					if err := json.Unmarshal(body, &b); err != nil {
						t.Fatalf("%s: %v", q, err)
					}
					for _, e := range b.Entry {
						parts := strings.Split(e.FullURL, "/")
						got[strings.Join(parts[len(parts)-2:], "/")] = true
						queue = append(queue, string(e.Resource))
					}
					next = b.link("next")
				}
			}
			i := slices.IndexFunc(persons, func(p dossier.Person) bool { return p.Key == key })
			missing := 0
			left := slices.Clone(persons[i].At["uw-eigen-testgegevens"])
			for found := true; found; { // a client reads what is referred to, and so on
				found = false
				all := strings.Join(queue, "")
				left = slices.DeleteFunc(left, func(r dossier.Resource) bool {
					id := r.Type + "/" + r.ID
					if got[id] {
						return true
					}
					if strings.Contains(all, id+`"`) {
						queue, found = append(queue, string(r.JSON)), true
						return true
					}
					return false
				})
			}
			for _, r := range left {
				if string('0'+rune(r.FHIR)) == c.version[:1] {
					missing++
					t.Logf("nothing gives or names %s/%s", r.Type, r.ID)
				}
			}
			if len(got) < c.least || missing > 0 {
				t.Errorf("%d came, %d are out of reach", len(got), missing)
			}
			t.Log(strings.Join(w.FolderReport(text.NL), "\n"))
		})
	}
}
