// SPDX-License-Identifier: EUPL-1.2

package collect

import (
	"testing"

	"regie/internal/practice/dossier"
	"regie/internal/practice/practicetest"
)

// TestReportsWithImages collects what the practice persons have at the service of images.
func TestReportsWithImages(t *testing.T) {
	w := newWorld(t)
	for _, who := range w.net.Persons() {
		for _, p := range w.net.Providers() {
			has := false
			for _, r := range who.At[p.Key] {
				for _, s := range r.Services {
					has = has || s == dossier.Images && r.Type == "DocumentReference"
				}
			}
			if !has {
				continue
			}
			w.v = w.person()
			j := w.visit(practicetest.Visitor{Person: who.Key}, Choice{p.MedMijName, []string{dossier.Images}})
			r := w.run(j.Legs[0].Run)
			complain(t, who.Name, r)
			s := r.Services[0]
			if s.Files == 0 || s.FilesDone != s.Files {
				t.Errorf("%s at %s: %d of %d files", who.Key, p.Key, s.FilesDone, s.Files)
			}
			return
		}
	}
	t.Fatal("nobody has images")
}
