// SPDX-License-Identifier: EUPL-1.2

package record

import (
	"strings"
	"testing"

	"regie/internal/text"
	"regie/internal/zib"
)

// What was measured of the child on the card of a pregnancy is not the mother's.
func TestTheChildsValuesAreNotTheMothers(t *testing.T) {
	_, _, d := opened(t, "yasmina")
	others := 0
	var baby, mother *Item
	for i := range d.all {
		it := &d.all[i]
		if it.Type != "Observation" || it.Block != "BodyWeight" {
			continue
		}
		if it.Has(zib.MarkOther) {
			others++
			baby = it
			care, err := it.Care()
			if err != nil {
				t.Fatal(err)
			}
			if f := care.Fact("zib.about"); f == nil || !strings.Contains(f.Values[0].Phrase.In(text.NL), "Noor") {
				t.Errorf("it does not say whom it is about: %+v", f)
			}
		} else {
			mother = it
		}
	}
	if others < 3 || mother == nil {
		t.Fatalf("%d weights of somebody else, own: %v", others, mother)
	}
	weights := 0
	for _, test := range d.Tests(zib.CategoryMeasurements) {
		for _, r := range test.Results {
			if r.Item.Has(zib.MarkOther) {
				t.Errorf("%s has a value of somebody else", test.Name(text.NL))
			}
			if r.Quantity != nil && r.Item.Block == "BodyWeight" {
				weights++
			}
		}
	}
	if weights == 0 {
		t.Error("no weights of the mother")
	}
	if d.TestOf(baby) != nil {
		t.Error("the child's weight leads to the mother's page")
	}
	for _, s := range d.Series(mother) {
		for _, p := range s.Points {
			if p.Item.Has(zib.MarkOther) {
				t.Error("the mother's chart has a value of the child")
			}
		}
	}
	for _, l := range d.LastMeasured(1000) {
		if l.Item.Has(zib.MarkOther) {
			t.Errorf("%s of the child counts as last measured", l.Item.Title.In(text.NL))
		}
	}
	if self := d.Self(); len(self) == 0 || strings.Contains(self[0].Title.In(text.NL), "Noor") {
		t.Errorf("whose record it is: %v", self)
	}
	for _, it := range d.Self() {
		if strings.Contains(it.Title.In(text.NL), "Noor") {
			t.Error("the child is taken for the person")
		}
	}
}
