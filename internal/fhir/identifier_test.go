// SPDX-License-Identifier: EUPL-1.2

package fhir

import "testing"

func TestResolveIdentifier(t *testing.T) {
	add := func(s *Set, raw string) *Resource {
		r, err := ParseResource([]byte(raw), R4)
		if err != nil {
			t.Fatal(err)
		}
		s.Add(r)
		return r
	}
	outer, inner := &Set{}, &Set{}
	inner.Next = outer
	agreement := add(inner, `{"resourceType":"MedicationRequest","id":"a","identifier":[{"system":"urn:oid:1.2.3","value":"x"},{"system":"urn:oid:1.2.3","value":"y"}]}`)
	dispense := add(inner, `{"resourceType":"MedicationDispense","id":"b","identifier":[{"system":"urn:oid:1.2.3","value":"x"}]}`)
	far := add(outer, `{"resourceType":"Encounter","id":"c","identifier":[{"system":"urn:oid:4","value":"x"}]}`)
	for _, c := range []struct {
		typ, system, value string
		want               *Resource
	}{
		{"", "urn:oid:1.2.3", "y", agreement},
		{"MedicationRequest", "urn:oid:1.2.3", "x", agreement},
		{"MedicationDispense", "urn:oid:1.2.3", "x", dispense},
		{"Encounter", "urn:oid:4", "x", far},
		{"Encounter", "urn:oid:1.2.3", "x", nil},
		{"", "", "x", nil},
		{"", "urn:oid:1.2.3", "", nil},
	} {
		if got := inner.ResolveIdentifier(c.typ, c.system, c.value); got != c.want {
			t.Errorf("%s %s|%s: got %v", c.typ, c.system, c.value, got)
		}
	}
	late := add(inner, `{"resourceType":"Encounter","id":"d","identifier":[{"system":"urn:oid:9","value":"z"}]}`)
	if got := inner.ResolveIdentifier("", "urn:oid:9", "z"); got != late {
		t.Error("what was added after the first question is not found")
	}
	var none *Set
	if none.ResolveIdentifier("", "a", "b") != nil {
		t.Error("the empty set finds something")
	}
}
