// SPDX-License-Identifier: EUPL-1.2

package zib

import (
	"slices"
	"strings"
	"testing"

	"regie/internal/fhir"
)

func TestWhoIsSomebodyElse(t *testing.T) {
	const episode = `{"resourceType":"EpisodeOfCare","id":"e","status":"active","patient":{"reference":"Patient/m","display":"Moeder Voorbeeld"}}`
	const mother = `{"resourceType":"Patient","id":"m","birthDate":"1990-01-01","name":[{"text":"Moeder Voorbeeld"}]}`
	weight := func(subject string) string {
		return `{"resourceType":"Observation","id":"w","status":"final","code":{"coding":[{"system":"http://loinc.org","code":"29463-7"}]},"subject":` + subject + `,"context":{"reference":"EpisodeOfCare/e"},"valueQuantity":{"value":3590,"unit":"g"}}`
	}
	for name, c := range map[string]struct {
		subject string
		also    []string
		other   bool
	}{
		"the mother herself":                 {`{"reference":"Patient/m"}`, []string{mother}, false},
		"the mother by a whole address":      {`{"reference":"https://voorbeeld.example/fhir/Patient/m"}`, []string{mother}, false},
		"a child that is told of":            {`{"reference":"Patient/k"}`, []string{mother, `{"resourceType":"Patient","id":"k","birthDate":"2026-01-01","name":[{"text":"Kind Voorbeeld"}]}`}, true},
		"a child of which only the name":     {`{"reference":"Patient/k","display":"Kind Voorbeeld"}`, []string{mother}, true},
		"the mother under another number":    {`{"reference":"Patient/2"}`, []string{mother, `{"resourceType":"Patient","id":"2","birthDate":"1990-01-01"}`}, false},
		"the mother's name, another number":  {`{"reference":"Patient/2","display":"moeder voorbeeld"}`, []string{mother}, false},
		"another number of which is no more": {`{"reference":"Patient/2"}`, []string{mother}, false},
	} {
		t.Run(name, func(t *testing.T) {
			set := &fhir.Set{}
			for _, raw := range append([]string{episode}, c.also...) {
				r, err := fhir.ParseResource([]byte(raw), fhir.STU3)
				if err != nil {
					t.Fatal(err)
				}
				set.Add(r)
			}
			r, err := fhir.ParseResource([]byte(weight(c.subject)), fhir.STU3)
			if err != nil {
				t.Fatal(err)
			}
			it := Read(r, set)
			if got := slices.Contains(it.Marks, MarkOther); got != c.other {
				t.Errorf("about somebody else: %v", got)
			}
			if (it.Fact("zib.about") != nil) != c.other {
				t.Errorf("facts: %+v", it.Facts)
			}
		})
	}
}

// In the corpus only what was told of a child is about somebody else.
func TestSomebodyElseInTheCorpus(t *testing.T) {
	root := corpusRoot()
	if root == "" {
		t.Skip("the corpus is not here")
	}
	n := 0
	for _, r := range samples(t, root) {
		if slices.Contains(r.Item.Marks, MarkOther) {
			n++
			loose := strings.Contains(r.File, "zib-voorbeelden") // examples of several people, which name each other's episodes
			if !strings.Contains(r.File, "geboortezorg") && !loose {
				t.Errorf("%s is about somebody else", r.File)
			}
		}
	}
	if n < 20 {
		t.Errorf("%d items of the corpus are about a child", n)
	}
}
