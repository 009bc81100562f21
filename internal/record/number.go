// SPDX-License-Identifier: EUPL-1.2

package record

import (
	"crypto/sha256"
	"slices"

	"regie/internal/fhir"
	"regie/internal/zib"
)

// Some references name no place but only a number of the thing: Medicatieproces 9 ties its
// agreements together so. A number is an entry that nobody ever sends (a ghost), named after a
// digest of the number; it "uses" the entries that have the number, and what was read with the number
// uses it. So whoever asked is read again when one that has the number arrives or changes, the
// same way as everything else.

// numberType stands for the type of a number. It is no FHIR type.
const numberType = "_number"

// numbered are the types that are referred to by number. Those that come by the thousands
// (results) are not, because each number takes an entry of its own.
var numbered = map[string]bool{
	"MedicationRequest": true, "MedicationDispense": true, "MedicationStatement": true, "MedicationAdministration": true,
	"Practitioner": true, "PractitionerRole": true, "Organization": true, "RelatedPerson": true, "Location": true,
	"Condition": true, "EpisodeOfCare": true, "Encounter": true, "CarePlan": true, "CareTeam": true, "Goal": true, "Device": true,
	"ServiceRequest": true, "ProcedureRequest": true, "ReferralRequest": true, "Task": true, "Consent": true, "Composition": true,
	"DiagnosticReport": true, "ImagingStudy": true, "DocumentReference": true, "Questionnaire": true,
}

// numberOf names the entry of a number.
func numberOf(v fhir.Version, system, value string) identity {
	sum := sha256.Sum256([]byte(system + "\x00" + value))
	return identity{v, numberType, unpackUUID(sum[:16])} // the form that takes least room in the index
}

// numbersOf yields the numbers that a resource has.
func numbersOf(r *fhir.Resource, yield func(system, value string)) {
	if r == nil || !numbered[r.Type] {
		return
	}
	for x := range r.Root.Each("identifier") {
		if value := x.Str("value"); value != "" {
			yield(x.Str("system"), value)
		}
	}
	if url := r.Root.Str("url"); url != "" && r.Type == "Questionnaire" {
		yield("", fhir.Canonical(url))
	}
}

// number makes the numbers of entries known. It returns the numbers that an entry got: what was
// read with those has to be read again.
func (p *plan) number(entries []int32) (map[int32]bool, error) {
	touched := map[int32]bool{}
	d := deriver{p: p, open: map[int32]*fhir.Resource{}}
	entries = slices.Clone(entries)
	slices.Sort(entries) // numbers get their place in the index in the same order each time
	for _, i := range entries {
		if !numbered[p.x.entries[i].typ] {
			continue
		}
		res, err := d.current(i)
		if err != nil {
			return nil, err
		}
		v := p.x.entries[i].fhir
		numbersOf(res, func(system, value string) {
			at := p.x.place(numberOf(v, system, value))
			e := &p.x.entries[at]
			if k, had := slices.BinarySearch(e.uses, i); !had {
				e.uses = slices.Insert(e.uses, k, i)
				touched[at] = true
			}
		})
	}
	return touched, nil
}

// ResolveIdentifier implements fhir.IdentifierResolver.
func (d *deriver) ResolveIdentifier(typ, system, value string) *fhir.Resource {
	if value == "" || typ != "" && !numbered[typ] {
		return nil
	}
	x := d.p.x
	at := x.place(numberOf(d.fhir, system, value))
	d.uses[at] = true
	for _, i := range x.entries[at].uses {
		if typ != "" && x.entries[i].typ != typ {
			continue
		}
		res, err := d.current(i)
		if err != nil || res == nil {
			continue // a damaged original: the reference shows its own words
		}
		found := false
		numbersOf(res, func(s, v string) { found = found || s == system && v == value }) // it may have lost the number
		if found {
			d.uses[i] = true
			return res
		}
	}
	return nil
}

// renumber makes the numbers of items known that an older reader made, and adds the items to them that were
// read with one of those before it was known.
func (p *plan) renumber(again []int32) ([]int32, error) {
	touched, err := p.number(again)
	if err != nil || len(touched) == 0 {
		return again, err
	}
	for i := range p.x.entries {
		e := &p.x.entries[i]
		if e.item.none() || p.x.blocks[e.item.block-1].reader != zib.ReaderVersion {
			continue // its turn comes
		}
		if slices.ContainsFunc(e.uses, func(u int32) bool { return touched[u] }) {
			again = append(again, int32(i))
		}
	}
	return again, nil
}
