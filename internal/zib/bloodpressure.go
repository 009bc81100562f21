// SPDX-License-Identifier: EUPL-1.2

package zib

import "regie/internal/fhir"

// readBloodPressure reads zib-BloodPressure (STU3) and nl-core-BloodPressure (R4): upper and lower
// pressure as one line on a card, then what it was measured with and how.
func readBloodPressure(b *B) {
	b.Code = Coded("loinc", "85354-9", "")
	b.Titled(T("zib.block.BloodPressure"))
	b.Skip(b.Root.Get("code")) // always the blood pressure panel
	if upper, lower := b.pressure("8480-6"), b.pressure("8462-4"); upper != "" && lower != "" {
		p := T("zib.pressure", Num(upper), Num(lower))
		b.Put(T("zib.result"), Value{Phrase: &p})
		b.Top()
	}
	b.components()
	b.Measured(T("zib.remark"), b.Root)
	b.observed()
}

// pressure returns the literal number of a component, "" if it is not a plain number in mmHg:
// then only the component itself is shown, with its comparator and unit.
func (b *B) pressure(loinc string) string {
	for c := range b.Root.Each("component") {
		if !isCoded(c.Get("code"), "loinc", loinc) {
			continue
		}
		q, ok := readQuantity(c.Get("valueQuantity"))
		if ok && q.Comparator == "" && (q.UnitCode == "mm[Hg]" || q.Unit == "mmHg") {
			return q.Number
		}
	}
	return ""
}

// components adds each component under its own name.
func (b *B) components() {
	for c := range b.Root.Each("component") {
		c.Use()
		label := b.Concept(c.Get("code"))
		if label.Zero() {
			label = T("zib.result")
		}
		b.Measured(label, c)
		for x := range c.Each("extension") { // who it is about: "broer of zus: …"
			if v := x.Get("valueReference"); v.Ok() {
				x.UseAll()
				b.AddAs(label, v)
			}
		}
	}
}

// isCoded tells whether a concept has this code.
func isCoded(n fhir.Node, system, code string) bool {
	for c := range n.Each("coding") {
		if c.Str("code") == code && systemName(c.Str("system")) == system {
			return true
		}
	}
	return false
}
