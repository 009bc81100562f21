// SPDX-License-Identifier: EUPL-1.2

package zib

import (
	"strings"

	"regie/internal/fhir"
	"regie/internal/text"
)

// readQuantity reads a Quantity (or Duration, Age, Money…) literally. ok is false where it has no number.
func readQuantity(n fhir.Node) (*Quantity, bool) {
	number := n.Str("value")
	if number == "" {
		return nil, false
	}
	q := &Quantity{Number: number, Comparator: n.Str("comparator"), Unit: cleanText(n.Str("unit")), UnitCode: n.Str("code"), UnitSystem: systemName(n.Str("system"))}
	if c := n.Str("currency"); c != "" {
		q.Unit = c
	}
	switch q.Comparator {
	case "", "<", "<=", ">", ">=":
	default: // not FHIR, but better seen than lost
		q.Comparator = cleanText(q.Comparator)
	}
	if isMachine(q.Unit) || isFiller(q.Unit) {
		q.Unit = ""
	}
	return q, true
}

// readRange reads a Range as one quantity with two ends; with one end it becomes a comparator.
func readRange(n fhir.Node) (*Quantity, bool) {
	low, okLow := readQuantity(n.Get("low"))
	high, okHigh := readQuantity(n.Get("high"))
	switch {
	case okLow && okHigh && low.Number == high.Number:
		return low, true
	case okLow && okHigh:
		low.NumberHigh = high.Number
		if low.Unit == "" && low.UnitCode == "" {
			low.Unit, low.UnitCode, low.UnitSystem = high.Unit, high.UnitCode, high.UnitSystem
		}
		return low, true
	case okLow:
		low.Comparator = ">="
		return low, true
	case okHigh:
		high.Comparator = "<="
		return high, true
	}
	return nil, false
}

// mixedRange says a Range of which the ends have different units: "0,2 ml per uur tot 0,5 ml per minuut".
func mixedRange(n fhir.Node) Phrase {
	low, okLow := readQuantity(n.Get("low"))
	high, okHigh := readQuantity(n.Get("high"))
	if !okLow || !okHigh {
		return Phrase{}
	}
	same := *high
	same.Number = low.Number // one and many are written differently
	if u := same.unitText(text.NL); u == "" || u == low.unitText(text.NL) || low.unitText(text.NL) == "" {
		return Phrase{}
	}
	return T("zib.between", Amount(low), Amount(high))
}

// in says the quantity with comparator and unit, as in "< 5 mmol/l" or "1 tot 2 stuks".
func (q *Quantity) in(l text.Lang) string {
	var b strings.Builder
	if q.Comparator != "" {
		b.WriteString(comparatorSign(q.Comparator))
		b.WriteByte(' ')
	}
	b.WriteString(number(l, q.Number))
	if q.NumberHigh != "" {
		b.WriteByte(' ')
		b.WriteString(l.T("zib.to"))
		b.WriteByte(' ')
		b.WriteString(number(l, q.NumberHigh))
	}
	if u := q.unitText(l); u != "" {
		if u != "%" && u != "°" {
			b.WriteByte(' ')
		}
		b.WriteString(u)
	}
	return b.String()
}

func comparatorSign(c string) string {
	switch c {
	case "<=":
		return "≤"
	case ">=":
		return "≥"
	}
	return c
}

// flags are the interpretations of the code systems that Dutch sources use.
var flags = map[codeKey]Flag{
	{"snomed", "281300000"}: FlagLow, {"snomed", "281302008"}: FlagHigh, {"snomed", "281301001"}: FlagNormal,
	{"snomed", "11896004"}: FlagOther, {"snomed", "263654008"}: FlagAbnormal, {"snomed", "17621005"}: FlagNormal,
	{"snomed", "371879000"}: FlagAbnormal, {"snomed", "260379002"}: FlagOther, {"snomed", "35105006"}: FlagHigh, {"snomed", "1250004"}: FlagLow,
}

// hl7Flags are the same letters in v2-0078 and in v3 ObservationInterpretation.
var hl7Flags = map[string]Flag{
	"N": FlagNormal, "L": FlagLow, "H": FlagHigh, "LL": FlagCriticalLow, "HH": FlagCriticalHigh, "LU": FlagCriticalLow, "HU": FlagCriticalHigh,
	"<": FlagLow, ">": FlagHigh, "A": FlagAbnormal, "AA": FlagAbnormal,
}

// flagOf returns the shape of an interpretation; FlagOther for one that is neither high nor low.
func flagOf(system, code string) Flag {
	if f, ok := flags[codeKey{system, code}]; ok {
		return f
	}
	if system == "v2/0078" || system == "v3/ObservationInterpretation" {
		if f, ok := hl7Flags[code]; ok {
			return f
		}
	}
	return FlagOther
}
