// SPDX-License-Identifier: EUPL-1.2

package collect

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"regie/internal/practice"
	"regie/internal/practice/dossier"
	"regie/internal/practice/practicetest"
)

// TestMedicationFromThreeProviders collects a Medicatieproces 9 patient that others wrote from
// three providers at once: who has it all, who prescribed and who handed over.
func TestMedicationFromThreeProviders(t *testing.T) {
	corpus := os.Getenv("REGIE_CORPUS")
	if corpus == "" {
		corpus = "../../../shared"
	}
	for dir, service := range map[string]string{"STU3/medicatieproces-9": "31", "R4/medicatieproces-9": dossier.MedicationR4} {
		t.Run(dir, func(t *testing.T) {
			path := filepath.Join(corpus, "corpus", "fhir", filepath.FromSlash(dir))
			if _, err := os.Stat(path); err != nil {
				t.Skip("no outside data here (REGIE_CORPUS)")
			}
			folder, err := practice.LoadDir(path)
			if err != nil {
				t.Fatal(err)
			}
			w := newWorld(t, func(c *practice.Config) { c.Folder, c.Generous = folder, true })
			var choices []Choice
			for _, p := range w.net.Providers() {
				if p.Kind == dossier.KindOwn {
					choices = append(choices, Choice{p.MedMijName, []string{service}})
					w.cfg.Unchecked = append(w.cfg.Unchecked, p.MedMijName)
				}
			}
			if len(choices) != 3 {
				t.Fatalf("the folder is at %v", choices)
			}
			who := ""
			for _, p := range w.net.Persons() {
				if strings.HasPrefix(p.Key, "eigen-") && len(p.At[dossier.OwnHospital]) > 2 && len(p.At[dossier.OwnPharmacy]) > 2 {
					who = p.Key
					break
				}
			}
			if who == "" {
				t.Fatal("nobody has both agreements and dispenses")
			}
			j := w.visit(practicetest.Visitor{Person: who}, choices...)
			came := map[string]int{}
			for _, l := range j.Legs {
				if l.State != LegBack {
					t.Fatalf("%s: %s %s", l.Name, l.State, l.Reason)
				}
				r := w.run(l.Run)
				complain(t, l.Name, r)
				for _, q := range r.Services[0].Questions {
					if q.Count > 0 {
						came[l.Name+" "+q.Key] = q.Count
					}
				}
			}
			for _, l := range j.Legs[1:] {
				mine := "agreement"
				if strings.Contains(l.Name, "apotheek") {
					mine = "administration"
				}
				all := came[j.Legs[0].Name+" "+mine] + came[j.Legs[0].Name+" supply"] + came[j.Legs[0].Name+" supply_request"]
				if all == 0 || came[l.Name+" "+mine]+came[l.Name+" supply"]+came[l.Name+" supply_request"] == 0 {
					t.Errorf("%s gave nothing: %v", l.Name, came)
				}
			}
			d, err := w.cfg.Keeper.Open(t.Context(), w.v)
			if err != nil {
				t.Fatal(err)
			}
			if len(d.Providers()) != 3 || len(d.Medicines(w.now())) == 0 {
				t.Errorf("%d providers, %d medicines", len(d.Providers()), len(d.Medicines(w.now())))
			}
		})
	}
}
