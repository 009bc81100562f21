// SPDX-License-Identifier: EUPL-1.2

package zib

import (
	"strings"

	"regie/internal/fhir"
)

// Doubt says in a plain sentence what in the source can not be right, and marks the item. What was sent is shown
// as it is: nobody here knows which of the two is wrong.
func (b *B) Doubt(p Phrase) {
	b.lost = true
	for _, d := range b.doubts {
		if d.Equal(p) {
			return
		}
	}
	b.doubts = append(b.doubts, p)
}

// checkUnit looks whether the printed unit and the coded one contradict each other.
func (b *B) checkUnit(q *Quantity) {
	if !q.contradicts() {
		return
	}
	coded := Quantity{UnitCode: q.UnitCode, UnitSystem: q.UnitSystem}
	b.Doubt(T("zib.doubt.unit", Say(q.Unit), Phrase{Key: formUnit, Code: coded.UnitCode, System: coded.UnitSystem}))
}

// kindOfAmount is what a test measures: a weight or a number of molecules in a volume.
type kindOfAmount uint8

const (
	otherAmount kindOfAmount = iota
	weightAmount
	molarAmount
)

// amounts are tests that people meet, of which the code says whether the outcome is in grams or in moles. The name
// of most other tests says it too.
var amounts = map[string]kindOfAmount{
	"59260-0": molarAmount, "14749-6": molarAmount, "15074-8": molarAmount, "14743-9": molarAmount, "14771-0": molarAmount, "14770-2": molarAmount, "14760-3": molarAmount,
	"14682-9": molarAmount, "14647-2": molarAmount, "14646-4": molarAmount, "22748-8": molarAmount, "39469-2": molarAmount, "14927-8": molarAmount, "22664-7": molarAmount,
	"2000-8": molarAmount, "14631-6": molarAmount, "14933-6": molarAmount, "14879-1": molarAmount, "14798-3": molarAmount,
	"718-7": weightAmount, "2345-7": weightAmount, "2339-0": weightAmount, "2160-0": weightAmount, "2093-3": weightAmount, "2085-9": weightAmount, "13457-7": weightAmount,
	"18262-6": weightAmount, "2571-8": weightAmount, "3094-0": weightAmount, "17861-6": weightAmount, "1975-2": weightAmount, "3084-1": weightAmount,
}

// checkAmount looks whether the unit of a result is one that its test can have: haemoglobin in grams under a code
// for millimoles is another number altogether.
func (b *B) checkAmount(code fhir.Node, q *Quantity) {
	sent := otherAmount
	for _, u := range [...]string{q.UnitCode, q.Unit} {
		u = strings.ToLower(u)
		switch {
		case strings.Contains(u, "mol/mol"):
			return
		case strings.Contains(u, "mol/"):
			sent = molarAmount
		case strings.HasSuffix(u, "g/dl"), strings.HasSuffix(u, "g/l"), strings.HasSuffix(u, "g/ml"):
			sent = weightAmount
		}
		if sent != otherAmount {
			break
		}
	}
	if sent == otherAmount {
		return
	}
	want := otherAmount
	for c := range code.Each("coding") {
		if systemName(c.Str("system")) != "loinc" {
			continue
		}
		want = amounts[c.Str("code")]
		name := strings.ToLower(c.Str("display"))
		switch {
		case want != otherAmount:
		case strings.Contains(name, "[moles/vol"), strings.Contains(name, "[mol/vol"), strings.Contains(name, "[substance"):
			want = molarAmount
		case strings.Contains(name, "[mass/vol"), strings.Contains(name, "[massa/vol"):
			want = weightAmount
		}
		if want == sent {
			return
		}
	}
	if want != otherAmount && want != sent {
		b.Doubt(T("zib.doubt.amount"))
	}
}

// sayDoubts adds the doubts, above everything else that nobody asked for.
func (b *B) sayDoubts() {
	for _, d := range b.doubts {
		b.Say("zib.doubt", d)
	}
}
