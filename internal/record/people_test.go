// SPDX-License-Identifier: EUPL-1.2

package record

import (
	"fmt"
	"testing"
)

func namedPerson(name, phone string) string {
	return fmt.Sprintf(`{"resourceType":"Practitioner","name":[{"text":"%s"}],"telecom":[{"system":"phone","value":"%s"}]}`, name, phone)
}

func TestPeople(t *testing.T) {
	visit := func(provider, at string) string {
		return fmt.Sprintf(`{"resourceType":"Encounter","status":"finished","class":{"code":"AMB"},"period":{"start":"%s"},"participant":[{"individual":{"reference":"Practitioner/%s-48-0","display":"x"}}]}`, at, provider)
	}
	_, _, d := openTold(t,
		telling{"een", "48", []string{namedPerson("Dr. A. de Boer", "0612345678"), visit("een", "2026-03-04"), visit("een", "2027-03-04")}},
		telling{"twee", "48", []string{namedPerson("A. de Boer", "06-12345678"), visit("twee", "2026-05-04")}},
		telling{"drie", "48", []string{namedPerson("A. de Boer", "0687654321"), visit("drie", "2025-05-04")}},
		telling{"vier", "48", []string{namedPerson("B. Niemand", "0687654321")}},
	)
	people := d.People(anchor)
	if len(people) != 2 {
		t.Fatalf("%d people: %+v", len(people), people)
	}
	one, other := people[0], people[1]
	if one.Name != "Dr. A. de Boer" || len(one.Items) != 2 || len(one.With) != 3 || one.Place {
		t.Errorf("%s of %d items, with %d", one.Name, len(one.Items), len(one.With))
	}
	if one.Last == nil || one.Last.When.Start != "2026-05-04" || one.Next == nil || one.Next.When.Start != "2027-03-04" {
		t.Errorf("last %v, next %v", one.Last, one.Next)
	}
	if len(other.Items) != 1 || other.Next != nil {
		t.Errorf("the other of that name: %+v", other)
	}
}

func TestPeopleOfAPracticePerson(t *testing.T) {
	_, _, d := opened(t, "willem")
	people := d.People(anchor)
	names := map[string]bool{}
	places := 0
	for _, p := range people {
		if key := plainName(p.Name) + fmt.Sprint(p.Place); names[key] {
			t.Errorf("%s twice", p.Name)
		} else {
			names[key] = true
		}
		if p.Place {
			places++
		}
	}
	if places < 3 || len(people)-places < 5 {
		t.Errorf("%d people, %d places", len(people)-places, places)
	}
}
