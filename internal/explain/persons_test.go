// SPDX-License-Identifier: EUPL-1.2

package explain_test

import (
	"encoding/json"
	"maps"
	"slices"
	"testing"
	"time"

	"regie/internal/explain"
	"regie/internal/practice/persons"
)

// TestProblemsOfThePracticePersonsAreExplained: of what the practice persons have and had done to
// them, at least nine in ten is explained, by a code or a name.
func TestProblemsOfThePracticePersonsAreExplained(t *testing.T) {
	systems := map[string]string{"http://snomed.info/sct": "snomed", "http://hl7.org/fhir/sid/icpc-1-nl": "icpc"}
	seen, missed := map[string]bool{}, map[string]bool{}
	for _, p := range persons.Build(time.Date(2026, time.November, 22, 12, 0, 0, 0, time.UTC)) {
		for _, r := range slices.Concat(slices.Collect(maps.Values(p.At))...) {
			if r.Type != "Condition" && r.Type != "Procedure" {
				continue
			}
			var body struct {
				Code struct {
					Text   string
					Coding []struct{ System, Code, Display string }
				}
			}
			if err := json.Unmarshal(r.JSON, &body); err != nil {
				t.Fatal(err)
			}
			name, found := body.Code.Text, false
			_, found = explain.Find("", "", body.Code.Text)
			for _, c := range body.Code.Coding {
				_, ok := explain.Find(systems[c.System], c.Code, c.Display)
				found, name = found || ok, c.Display
			}
			seen[name] = true
			if !found {
				missed[name] = true
			}
		}
	}
	t.Logf("%d of %d are not explained: %v", len(missed), len(seen), missed)
	if len(seen) < 30 || 10*len(missed) > len(seen) {
		t.Errorf("%d of %d are not explained", len(missed), len(seen))
	}
}
