// SPDX-License-Identifier: EUPL-1.2

package measure

import (
	"testing"

	"regie/internal/text"
)

func TestEverythingHasAName(t *testing.T) {
	for _, l := range text.Langs {
		for _, f := range Kinds {
			if !l.Has("measure.kind." + string(f.Kind)) {
				t.Errorf("%s has no name in %s", f.Kind, l.Tag())
			}
			if f.Unit != "" && f.UnitName(l) == "" {
				t.Errorf("the unit %q has no name in %s", f.Unit, l.Tag())
			}
			if f.Group.Name(l) == "" {
				t.Errorf("group %d has no name in %s", f.Group, l.Tag())
			}
		}
		for w := WhyUnknown; w <= WhyAgain; w++ {
			if w.Text(l) == "" {
				t.Errorf("reason %d has no text in %s", w, l.Tag())
			}
		}
	}
	for k, want := range map[Kind]string{
		"other/HKQuantityTypeIdentifierAppleNewThing (km/hr)":               "Apple New Thing (km/hr)",
		"other/HKCategoryTypeIdentifierHeadache":                            "Hoofdpijn",
		"other/HKCategoryTypeIdentifierPregnancyTestResult: Negative":       "Zwangerschapstest: Negative",
		"other/HKCategoryTypeIdentifierSomethingThatAppleMakesUpNextSummer": "Something That Apple Makes Up Next Summer",
	} {
		if got := k.Name(text.NL); got != want {
			t.Errorf("%s is called %q, want %q", k, got, want)
		}
	}
	if u := FormOf("other/HKQuantityTypeIdentifierAppleNewThing (km/hr)").Unit; u != "km/hr" {
		t.Errorf("the unit of a kind that Regie does not know is %q", u)
	}
}
