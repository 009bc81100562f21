// SPDX-License-Identifier: EUPL-1.2

package zib

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"regie/internal/fhir"
	"regie/internal/text"
)

// danger is something that turns the meaning of an item round when it gets lost. Files are named below
// testdata/hygiene (own) and below the corpus (STU3/…, R4/…), with the resource in a Bundle behind "#".
type danger struct {
	name  string
	files map[string]string // file → what must stand in what a Dutch reader sees
}

var dangers = []danger{
	{"comparator", map[string]string{ // the corpus has none
		"lab-comparator.stu3.json": "Uitslag: < 5 mg/l (0 tot 10) — Binnen de grenzen",
		"lab-ranges.stu3.json":     "Uitslag: ≥ 4,10 mU/l",
	}},
	{"range", map[string]string{
		"lab-ranges.stu3.json": "Normale waarden (zwangeren, ≥ 18 jaar): ≤ 2,5 mU/l",
		"lab-low.stu3.json":    "Normale waarden: Meer dan 15 is goed voor een vrouw van 60",
		"R4/zib-voorbeelden/zib2020--nl-core-LaboratoryTestResult-LaboratoryTest-05.json": "11,5 mmol/l (12,0 tot 16,0)",
		"R4/lab/hm-l2z--nl-core-LTR-lab-22225.json":                                       "145 µmol/l (62 tot 134)",
	}},
	{"flag", map[string]string{
		"lab-high.r4.json":                          "Veel hoger dan de grens",
		"lab-low.stu3.json":                         "Lager dan de grens",
		"R4/lab/hm-l2p--nl-core-LTR-lab-99995.json": "Lager dan de grens",
		"R4/lab/hm-l2z--nl-core-LTR-lab-22225.json": "Hoger dan de grens",
		"R4/lab/hm-l2p--nl-core-LTR-lab-44444.json": "Ertussenin",
	}},
	{"negation", map[string]string{
		"vaccine-not-given.stu3.json":  "Niet gegeven",
		"procedure-not-done.stu3.json": "Niet gedaan",
		"medicine-not-used.stu3.json":  "Wordt niet gebruikt",
		"medicine-refused.r4.json":     "Niet",
		"directive-no.stu3.json":       "Nee: niet toegestaan",
		"STU3/bgz/hm-bgzmsz2--zib-MedicationUse-msz-313fb431-6ae4-11ec-0000-2.json": "Wordt niet gebruikt",
	}},
	{"certainty", map[string]string{
		"problem-suspected.stu3.json": "Nog niet zeker",
		"problem-refuted.r4.json":     "weerlegd",
		"allergy-refuted.r4.json":     "Weerlegd",
		"STU3/allergieen/nts-ai3--zib-AllergyIntolerance-cio-AI-01-01.json":                                               "weerlegd: u bent er niet allergisch voor",
		"STU3/geboortezorg/nts-gz2--EchoCasus1-medmij-gbz-zib-Problem-76916001-0a42b3d2-1831-14ec-1751-030000000000.json": "Nog niet zeker",
		"STU3/zib-voorbeelden/zib2017--zib-DevelopmentChild-01.json":                                                      "Voorlopig",
	}},
	{"status", map[string]string{
		"problem-error.stu3.json":    "Per vergissing ingevoerd",
		"medicine-stopped.stu3.json": "Gestopt",
		"visit-cancelled.r4.json":    "Afgezegd",
		"STU3/bgz/hm-bgzmsz2--zib-AllergyIntolerance-msz-7877ccb2-6b5b-11ec-0000-2.json":   "Per vergissing ingevoerd",
		"R4/zib-voorbeelden/zib2020--nl-core-AllergyIntolerance-01.json":                   "Per vergissing ingevoerd",
		"STU3/documenten-pdfa/nts-pdfa3--medmij-pdfa-DocumentReference-kwalificatie5.json": "Per vergissing ingevoerd",
		"R4/medicatieproces-9/hm-mp930bundle--mg-mgrp-999900481-tst-ALL.json#17":           "Onderbroken",
		"R4/medicatieproces-9/hm-mp930bundle--mg-mgrp-999900985-tst-ALL.json#3":            "Gestopt",
		"R4/medicatieproces-9/hm-mp930bundle--mg-mgrp-999900961-tst-ALL.json#6":            "Per vergissing ingevoerd",
	}},
}

// TestComparatorRangeFlagNegationStatus reads each danger in our own resources, and where it is there in the corpus.
func TestComparatorRangeFlagNegationStatus(t *testing.T) {
	root := corpusRoot()
	for _, d := range dangers {
		t.Run(d.name, func(t *testing.T) {
			missed := 0
			for name, want := range d.files {
				path := filepath.Join("testdata", "hygiene", name)
				if strings.Contains(name, "/") {
					if root == "" {
						missed++
						continue
					}
					path = filepath.Join(root, name)
				}
				if got := seen(t, path); !strings.Contains(got, want) {
					t.Errorf("%s: %q is lost in\n%s", name, want, got)
				}
			}
			if missed > 0 {
				t.Logf("%d files of the corpus are not looked at: set REGIE_CORPUS to the folder that holds corpus/fhir", missed)
			}
		})
	}
}

// seen is everything that a Dutch reader sees of a file, or of one entry of it.
func seen(t *testing.T, path string) string {
	t.Helper()
	path, entry, _ := strings.Cut(path, "#")
	raw, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	hint := fhir.STU3
	if strings.Contains(path, ".r4.") || strings.Contains(path, "/R4/") {
		hint = fhir.R4
	}
	res, err := fhir.ParseResource(raw, hint)
	if err != nil {
		t.Fatal(err)
	}
	set := &fhir.Set{}
	set.Add(res)
	at := 0
	for r := range res.Entries() {
		if entry == "" || itoa(at) == entry {
			res = r
			break
		}
		at++
	}
	v := Read(res, set).View(text.NL)
	lines := []string{v.Title, v.Status}
	for _, m := range v.Marks {
		lines = append(lines, m.Text)
	}
	for i := range v.Facts {
		f := &v.Facts[i]
		line := f.Label + ": " + f.Text
		if r := f.Range(text.NL); r != "" {
			line += " (" + r + ")"
		}
		if f.Flag != "" {
			line += " — " + f.Flag
		}
		lines = append(lines, line)
	}
	return strings.Join(lines, "\n")
}
