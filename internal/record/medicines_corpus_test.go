// SPDX-License-Identifier: EUPL-1.2

package record

import (
	"bytes"
	"encoding/json"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"regie/internal/fhir"
	"regie/internal/store/storetest"
)

// Everything about medicines that is in outside data, as if three providers had told it: the
// prescriber agreements, the pharmacy what it agreed and handed over, the hospital the use.
func TestMedicinesOfOutsideData(t *testing.T) {
	root := os.Getenv("REGIE_CORPUS")
	if root == "" {
		root = "../../../shared"
	}
	for _, version := range []struct {
		dir  string
		fhir fhir.Version
	}{{"STU3", fhir.STU3}, {"R4", fhir.R4}} {
		t.Run(version.dir, func(t *testing.T) {
			files, err := filepath.Glob(filepath.Join(root, "corpus", "fhir", version.dir, "medicatieproces-9", "nts-*.json"))
			if err != nil || len(files) == 0 {
				t.Skip("no outside data here (REGIE_CORPUS)")
			}
			by := map[string]*Batch{}
			for _, name := range []string{"Arts", "Apotheek", "Ziekenhuis"} {
				by[name] = &Batch{Provider: name + "@medmij", ProviderName: name, Service: "31", At: anchor, Complete: true}
			}
			for _, f := range files {
				raw, err := os.ReadFile(f)
				if err != nil {
					t.Fatal(err)
				}
				var head struct {
					ResourceType string `json:"resourceType"`
				}
				if json.Unmarshal(raw, &head) != nil {
					continue
				}
				in := Incoming{FHIR: version.fhir, Raw: raw}
				switch head.ResourceType {
				case "MedicationRequest":
					by["Arts"].Resources = append(by["Arts"].Resources, in)
				case "MedicationDispense":
					by["Apotheek"].Resources = append(by["Apotheek"].Resources, in)
				case "MedicationStatement", "MedicationAdministration":
					by["Ziekenhuis"].Resources = append(by["Ziekenhuis"].Resources, in)
				case "Medication":
					for _, b := range by {
						b.Resources = append(b.Resources, in)
					}
				}
			}
			order := []Batch{*by["Arts"], *by["Apotheek"], *by["Ziekenhuis"]}
			_, d := medDossier(t, storetest.SQLite(t), someone(), order)
			checkMedicines(t, d)
			told := tellMedicines(d)
			_, other := medDossier(t, storetest.SQLite(t), someone(), []Batch{order[2], order[0], order[1]})
			if diff := cmp.Diff(told, tellMedicines(other)); diff != "" {
				t.Error(diff)
			}
			three := 0
			for _, m := range d.Medicines(anchor) {
				providers := map[*Provider]bool{}
				for _, s := range m.Sources {
					providers[s.Provider] = true
				}
				if len(providers) == 3 {
					three++
				}
			}
			if three < 3 {
				t.Errorf("%d of %d medicines are known of all three", three, len(told))
			}
			t.Logf("%d items are %d medicines, %d of all three\n%s", d.Count(2), len(told), three, strings.Join(told, "\n"))
			if bytes.Contains([]byte(strings.Join(told, "")), []byte("urn:oid")) {
				t.Error("a number is shown")
			}
		})
	}
}

// BenchmarkMedicines is the list of medicines, with the book made and from the one of the day.
func BenchmarkMedicines(b *testing.B) {
	_, _, _, d := filled(b, 50000)
	b.Run("book", func(b *testing.B) {
		for b.Loop() {
			d.bookOf(never)
		}
	})
	b.Run("day", func(b *testing.B) {
		for b.Loop() {
			for _, g := range d.medicines().groups {
				medicineOn(g, wallOf(anchor)/86400*86400)
			}
		}
	})
	b.Run("again", func(b *testing.B) {
		for b.Loop() {
			b.ReportMetric(float64(len(d.Medicines(anchor))), "medicines")
			b.ReportMetric(float64(d.Count(2)), "items")
		}
	})
}
