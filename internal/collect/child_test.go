// SPDX-License-Identifier: EUPL-1.2

package collect

import (
	"testing"

	"regie/internal/practice"
	"regie/internal/practice/practicetest"
)

// A pregnancy card has two Patients: that the child is another person is no reason to refuse it.
func TestPregnancyCardWithTheChild(t *testing.T) {
	w := newWorld(t, func(c *practice.Config) { c.Persons = everyone() })
	j := w.visit(practicetest.Visitor{Person: "yasmina"}, Choice{"verloskunde.ooievaar@medmij", []string{"65"}})
	for _, s := range w.run(j.Legs[0].Run).Services {
		if s.State() != Done || s.Change.New < 100 {
			t.Errorf("%s: %s %s, %+v", s.ID, s.State(), s.Reason, s.Change)
		}
	}
}

func TestChildrenDoNotCount(t *testing.T) {
	for name, c := range map[string]struct {
		births []string
		left   int
	}{
		"mother and child": {[]string{"1987-09-04", "2019-02-11"}, 1}, "two grown-ups": {[]string{"1987-09-04", "1990-01-01"}, 2},
		"without a date": {[]string{"", "2019-02-11"}, 2}, "alone": {[]string{"2019-02-11"}, 1},
	} {
		all := map[string]Subject{}
		for i, b := range c.births {
			all[string(rune('a'+i))] = Subject{Birth: b}
		}
		if withoutChildren(all); len(all) != c.left {
			t.Errorf("%s: %d are left, not %d", name, len(all), c.left)
		}
	}
}
