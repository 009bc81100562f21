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
		for w := WhyUnknown; w <= WhyElsewhere; w++ {
			if w.Text(l) == "" {
				t.Errorf("reason %d has no text in %s", w, l.Tag())
			}
		}
	}
	if got := Kind("other/HKQuantityTypeIdentifierAppleMoveTime").Name(text.NL); got != "Apple Move Time" {
		t.Error(got)
	}
}
