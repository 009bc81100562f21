// SPDX-License-Identifier: EUPL-1.2

package collect

import (
	"os"
	"path/filepath"
	"slices"
	"testing"

	"regie/internal/medmij"
	"regie/internal/practice"
	"regie/internal/practice/dossier"
	"regie/internal/practice/practicetest"
)

// TestOutsideDataThroughTheWholeWay collects FHIR that none of us wrote, in folders of one
// or more patients, from the provider that the practice network makes of it.
func TestOutsideDataThroughTheWholeWay(t *testing.T) {
	corpus := os.Getenv("REGIE_CORPUS")
	if corpus == "" {
		corpus = "../../../shared"
	}
	for _, dir := range []string{"STU3/bgz", "STU3/huisartsgegevens", "STU3/documenten-pdfa", "R4/vaccinaties", "STU3/geboortezorg", "R4/mondzorg", "R4/pathologie"} {
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
			all := w.net.Providers()
			provider := all[slices.IndexFunc(all, func(p dossier.Provider) bool { return p.Key == dossier.OwnData })]
			people, refused := 0, 0
			for _, p := range w.net.Persons() {
				if len(p.At[provider.Key]) == 0 {
					continue
				}
				w.v = w.person() // each patient has a vault of their own
				j := w.visit(practicetest.Visitor{Person: p.Key}, Choice{provider.MedMijName, provider.Services})
				for _, l := range j.Legs {
					if l.State != LegBack {
						continue // nothing that a search of a service finds
					}
					people++
					r := w.run(l.Run)
					mixed := false
					for _, s := range r.Services {
						mixed = mixed || s.Reason == medmij.ReasonOther || s.Notes.Withheld > 0
					}
					if mixed {
						refused++
					} else {
						complain(t, p.Name, r)
					}
				}
			}
			// "Everything in the folder" is of several people: refused. So is a set of which the
			// files name patients that are not in it.
			if people == 0 || refused > 1 {
				t.Errorf("%d people, %d refused", people, refused)
			}
			w.cfg.Unchecked = []string{provider.MedMijName}
			for _, p := range w.net.Persons() {
				if len(p.At[provider.Key]) > 0 {
					w.v = w.person()
					j := w.visit(practicetest.Visitor{Person: p.Key}, Choice{provider.MedMijName, provider.Services})
					if j.Legs[0].State == LegBack {
						complain(t, p.Name, w.run(j.Legs[0].Run))
					}
				}
			}
		})
	}
}

// complain names every service of a run that is not whole.
func complain(t *testing.T, name string, r *Run) {
	t.Helper()
	for _, s := range r.Services {
		if s.State() == NotGiven {
			continue // nothing of that kind in the folder
		}
		if s.Notes.Withheld > 0 || s.Notes.Unreadable > 0 || s.Reason != "" {
			t.Errorf("%s %s: %s %q, %+v", name, s.ID, s.State(), s.Reason, s.Notes)
		}
		for _, q := range s.Questions {
			if q.Key == filesKey {
				continue // some files name documents that are elsewhere, or nowhere
			}
			if q.State != Done {
				t.Errorf("%s %s %s: %s %s", name, s.ID, q.Key, q.State, q.Reason)
			}
		}
		if s.Notes.Version > 0 {
			t.Logf("%s %s: %d of another version", name, s.ID, s.Notes.Version)
		}
	}
}
