// SPDX-License-Identifier: EUPL-1.2

package collect

import (
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"regie/internal/medmij"
	"regie/internal/text"
)

func TestTableHasWordsForEverything(t *testing.T) {
	for _, s := range BuiltIn().All() {
		keys := []string{s.NameKey(), s.ExplainKey()}
		for _, q := range s.Questions {
			keys = append(keys, s.QuestionKey(q.Key))
		}
		if s.Documents != "" {
			keys = append(keys, s.QuestionKey(filesKey))
		}
		if s.Group == "" {
			t.Errorf("%s stands in no group", s.ID)
		}
		keys = append(keys, GroupKey(s.Group))
		for _, l := range text.Langs {
			for _, k := range keys {
				if !l.Has(k) {
					t.Errorf("%s: no text %s", l.Tag(), k)
				}
			}
		}
	}
	for _, k := range Kinds {
		for _, l := range text.Langs {
			if !l.Has(k.Key()) {
				t.Errorf("%s: no text %s", l.Tag(), k.Key())
			}
		}
	}
}

func TestTableHoldsTheServices(t *testing.T) {
	for id, want := range map[string]int{"31": 5, "35": 1, "46": 1, "47": 1, "48": 28, "49": 7, "50": 18, "51": 2, "52": 2, "54": 1, "58": 1, "59": 1,
		"61": 9, "63": 1, "65": 13, "301": 1, "900000101": 1, "900000111": 1, "900000401": 1, "900000412": 1} {
		s, ok := BuiltIn().Service(id)
		if !ok || len(s.Questions) != want {
			t.Errorf("service %s has %d questions, want %d", id, len(s.Questions), want)
		}
	}
	for _, s := range BuiltIn().All() {
		person := 0
		for i, q := range s.Questions {
			if q.Person {
				person++
				if i != 0 {
					t.Errorf("%s does not start with the person", s.ID)
				}
			}
		}
		asks := slices.Contains([]string{"48", "49", "50", "61", "65", "900000101"}, s.ID)
		if asks != (person == 1) {
			t.Errorf("%s asks %d times for the person", s.ID, person)
		}
	}
}

// The qualification scripts of the network are facts from outside; they are read where they lie.
func TestTableAsksWhatQualificationAsks(t *testing.T) {
	dir := os.Getenv("REGIE_CORPUS")
	if dir == "" {
		dir = "../../../shared"
	}
	b, err := os.ReadFile(filepath.Join(dir, "spec", "medmij-samples", "nictiz", "testscript-client-queries.tsv"))
	if err != nil {
		t.Skip("no qualification queries here (REGIE_CORPUS)")
	}
	asked := map[string]map[string]bool{}
	for _, s := range BuiltIn().All() {
		asked[s.ID] = map[string]bool{}
		for _, q := range s.Questions {
			asked[s.ID][q.Query] = true
		}
	}
	found := 0
	for line := range strings.Lines(string(b)) {
		f := strings.Split(strings.TrimRight(line, "\n"), "\t")
		id := map[string]string{"BgZ-3-0": "48", "GenPractData-2-0": "49", "PDFA-3-0": "51", "Immunization-2-0": "63",
			"GGZ-2-0": "50", "BgLZ-3-0": "61", "LaboratoryResults-2-0": "46", "AllergyIntolerance-3-0": "54"}[f[0]]
		if id == "" || f[1] != "Cert/PHR-Client" || !strings.HasSuffix(f[2], "search") {
			continue
		}
		query := strings.NewReplacer("${DATE, T, D}", "{T}", "${CURRENTDATE}", "{T}").Replace(f[3] + strings.TrimSpace(f[4]))
		if strings.Contains(query, "=ge${") || strings.Contains(query, "=le${") {
			continue // a period is the person's choice
		}
		found++
		if !asked[id][query] {
			t.Errorf("service %s does not ask %s", id, query)
		}
	}
	if found < 62 {
		t.Errorf("only %d queries in the file", found)
	}
}

func TestTablesThatAreRefused(t *testing.T) {
	const good = `[{"id":"1","name":"n","version":"1","fhir":"STU3","role":"R","key":"k","questions":[{"key":"a","query":"Patient"}]}]`
	if _, err := readTable([]byte(good)); err != nil {
		t.Fatal(err)
	}
	for name, bad := range map[string]string{
		"empty":            `[]`,
		"no JSON":          `x`,
		"unknown member":   strings.Replace(good, `"version"`, `"versie"`, 1),
		"unknown release":  strings.Replace(good, "STU3", "R5", 1),
		"no questions":     strings.Replace(good, `{"key":"a","query":"Patient"}`, "", 1),
		"question twice":   strings.Replace(good, `{"key":"a","query":"Patient"}`, `{"key":"a","query":"Patient"},{"key":"a","query":"Flag"}`, 1),
		"service twice":    good[:len(good)-1] + "," + good[1:],
		"with a patient":   strings.Replace(good, `"Patient"`, `"Flag?patient=1"`, 1),
		"with a subject":   strings.Replace(good, `"Patient"`, `"Flag?a=b&subject=1"`, 1),
		"absolute address": strings.Replace(good, `"Patient"`, `"/Patient"`, 1),
	} {
		if _, err := readTable([]byte(bad)); err == nil {
			t.Errorf("%s: accepted", name)
		}
	}
	file := filepath.Join(t.TempDir(), "table.json")
	if err := os.WriteFile(file, []byte(good), 0o600); err != nil {
		t.Fatal(err)
	}
	own, err := LoadTable(file)
	if err != nil || len(own.All()) != 1 {
		t.Errorf("own table: %v", err)
	}
	if _, err := LoadTable(file + "x"); err == nil {
		t.Error("a table that is not there")
	}
}

func TestTodayIsDutch(t *testing.T) {
	zone, err := time.LoadLocation("Europe/Amsterdam")
	if err != nil {
		t.Fatal(err)
	}
	for utc, want := range map[string]string{
		"2026-10-01T21:59:59Z": "ge2026-10-01", "2026-10-01T22:00:00Z": "ge2026-10-02", // summer time
		"2026-12-31T22:59:59Z": "ge2026-12-31", "2026-12-31T23:00:00Z": "ge2027-01-01", // winter time
		"2026-10-25T00:59:59Z": "ge2026-10-25", "2028-02-28T23:30:00Z": "ge2028-02-29",
	} {
		at, _ := time.Parse(time.RFC3339, utc)
		if got := fill("x?d=ge{T}", at, zone); got != "x?d="+want {
			t.Errorf("%s: %s", utc, got)
		}
	}
}

func TestEveryReasonHasWords(t *testing.T) {
	for _, r := range medmij.Reasons {
		for _, l := range text.Langs {
			if !l.Has(r.Key()) {
				t.Errorf("%s: no text %s", l.Tag(), r.Key())
			}
			if s := l.T(r.Key(), "name", "X"); strings.Contains(s, "{") {
				t.Errorf("%s: %s", l.Tag(), s)
			}
			if !l.Has(Advice(r)) {
				t.Errorf("%s: no text %s", l.Tag(), Advice(r))
			}
		}
	}
}
