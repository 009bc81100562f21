// SPDX-License-Identifier: EUPL-1.2

package record

import (
	"fmt"
	"slices"
	"testing"

	"regie/internal/fhir"
	"regie/internal/store"
	"regie/internal/store/storetest"
	"regie/internal/vault"
	"regie/internal/zib"
)

func agreement(id, number, before string) Incoming {
	prior := ""
	if before != "" {
		prior = fmt.Sprintf(`,"priorPrescription":{"type":"MedicationRequest","identifier":{"system":"urn:oid:1.2.3","value":%q}}`, before)
	}
	return Incoming{FHIR: fhir.R4, Raw: fmt.Appendf(nil, `{"resourceType":"MedicationRequest","id":%q,"identifier":[{"system":"urn:oid:1.2.3","value":%q}],"status":"active","intent":"order",
		"medicationCodeableConcept":{"text":"Zalf %s"},"authoredOn":"2026-08-31"%s}`, id, number, id, prior)}
}

// Agreements that name each other by number only are tied together, in whatever order they come,
// also when one comes later, gets another number, or was stored by an older reader.
func TestRelationsByNumber(t *testing.T) {
	storetest.Each(t, func(t *testing.T, db *store.DB) {
		k, v := New(db, Options{}), someone()
		step := 0
		apply := func(in ...Incoming) {
			step++
			applyAll(t, k, v, []Batch{{Provider: "een@medmij", Service: "49", At: moment(step), Resources: in}})
		}
		want := func(what string, links ...string) {
			t.Helper()
			if got := linksOf(t, k, v); !slices.Equal(got, links) {
				t.Errorf("%s: %v", what, got)
			}
		}
		apply(agreement("new", "MA_2", "MA_1"))
		want("what it names is not there yet")
		apply(agreement("old", "MA_1", ""))
		want("it came later", "new → old")
		apply(agreement("third", "MA_3", "MA_2"), agreement("other", "MA_9", ""))
		want("in one batch and across batches", "new → old", "third → new")
		apply(agreement("old", "MA_8", ""))
		want("the number went away", "third → new")
		apply(agreement("other", "MA_1", ""))
		want("another has it now", "new → other", "third → new")

		p, err := k.plan(t.Context(), v, "een@medmij")
		if err != nil {
			t.Fatal(err)
		}
		for i := range p.x.entries {
			p.x.entries[i].uses, p.x.entries[i].links = nil, nil
		}
		for i := range p.x.blocks {
			if p.x.blocks[i].kind == blockItems {
				p.x.blocks[i].reader = zib.ReaderVersion - 1
			}
		}
		p.dirty = true
		if err := p.commit(t.Context()); err != nil {
			t.Fatal(err)
		}
		want("stored by an older reader", "new → other", "third → new")
		apply(agreement("fourth", "MA_4", "MA_3"))
		want("and it goes on", "fourth → third", "new → other", "third → new")
	})
}

func linksOf(t *testing.T, k *Keeper, v *vault.Opened) []string {
	t.Helper()
	d, err := k.Open(t.Context(), v)
	if err != nil {
		t.Fatal(err)
	}
	defer d.Close()
	var out []string
	for i := range d.all {
		care, err := d.all[i].Care()
		if err != nil {
			t.Fatal(err)
		}
		for _, l := range care.Links {
			out = append(out, d.all[i].ID+" → "+l.To.ID)
		}
	}
	slices.Sort(out)
	return out
}
