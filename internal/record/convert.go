// SPDX-License-Identifier: EUPL-1.2

package record

import (
	"math"
	"strconv"
	"strings"

	"regie/internal/zib"
)

// convert brings a number from one unit to another where that is exact for the test. Units have
// the names of unitName. ok is false where it is not exact, or not known.
func (t *testLine) convert(x float64, from, to string) (y float64, ok bool) {
	if from == to {
		return x, true
	}
	a, okA := scales[from]
	b, okB := scales[to]
	if !okA || !okB {
		return 0, false
	}
	base := x*a.by + a.add
	if a.kind != b.kind {
		if base, ok = t.cross(base, a.kind, b.kind); !ok {
			return 0, false
		}
	}
	y = (base - b.add) / b.by
	return y, !math.IsNaN(y) && !math.IsInf(y, 0)
}

// cross goes from the base of one kind to that of another, by what the substance is.
func (t *testLine) cross(x float64, from, to string) (float64, bool) {
	if t == nil {
		return 0, false
	}
	s := substances[t.substance]
	switch {
	case s.hba1c && from == kindFraction && to == kindAmountRatio:
		y := (x*100 - hba1cOffset) / hba1cSlope / 1000
		return y, y >= 0
	case s.hba1c && from == kindAmountRatio && to == kindFraction:
		return (x*1000*hba1cSlope + hba1cOffset) / 100, true
	case s.molar != 0 && (from == kindMass && to == kindAmount || from == kindOneMass && to == kindOneAmount):
		return x / s.molar, true
	case s.molar != 0 && (from == kindAmount && to == kindMass || from == kindOneAmount && to == kindOneMass || from == kindMassRatio && to == kindRatio):
		return x * s.molar, true
	case s.molar != 0 && from == kindRatio && to == kindMassRatio:
		return x / s.molar, true
	case s.charge != 0 && from == kindCharge && to == kindAmount:
		return x / s.charge, true
	case s.charge != 0 && from == kindAmount && to == kindCharge:
		return x * s.charge, true
	}
	return 0, false
}

// fits tells whether a unit can be a unit of the test at all: it is the one of the table, or can
// be brought to it. A test without a unit in the table takes any.
func (t *testLine) fits(unit string) bool {
	if t == nil || t.unit == "" {
		return true
	}
	_, ok := t.convert(sample, unit, nameOfUnit(t.unit))
	return ok
}

// sample is a number that exists in every unit: an HbA1c of 1 per cent does not.
const sample = 10

// agrees tells whether a unit is of the kind that a code prescribes.
func (c codeLine) agrees(unit string) bool {
	switch scales[unit].kind {
	case kindMass, kindOneMass:
		return c.counts != "mol"
	case kindAmount, kindOneAmount, kindCharge:
		return c.counts != "mass"
	}
	return true
}

// converted is a quantity in another unit: number, both ends of the range and comparator
// together. nil where that is not exact.
func (t *testLine) converted(q *zib.Quantity, to string) *zib.Quantity {
	from := unitName(q)
	target := nameOfUnit(to)
	number, ok := t.literal(q.Number, from, target)
	if !ok || q.NumberHigh != "" {
		return nil
	}
	out := *q
	out.Number, out.Unit, out.UnitCode, out.UnitSystem = number, to, "", ""
	out.Low, _ = t.literal(q.Low, from, target)
	out.High, _ = t.literal(q.High, from, target)
	return &out
}

// literal converts a number as it was sent into a number to show.
func (t *testLine) literal(s, from, to string) (string, bool) {
	x, err := strconv.ParseFloat(s, 64)
	if err != nil {
		return "", false
	}
	y, ok := t.convert(x, from, to)
	if !ok {
		return "", false
	}
	most := -1
	if t != nil && t.unit != "" && nameOfUnit(t.unit) == to {
		most = t.decimals
	}
	return rounded(y, significant(s), most), true
}

// rounded writes a converted number with as many significant digits as were sent, and not more
// decimals than are usual. Digits before the decimal point are never rounded away.
func rounded(y float64, digits, mostDecimals int) string {
	decimals := digits - 1
	// The exponent after rounding: 9.999 with two digits is 10.
	if _, e, ok := strings.Cut(strconv.FormatFloat(y, 'e', digits-1, 64), "e"); ok && y != 0 {
		if exponent, err := strconv.Atoi(e); err == nil {
			decimals -= exponent
		}
	}
	decimals = min(max(decimals, 0), 6)
	if mostDecimals >= 0 && decimals > mostDecimals {
		decimals = mostDecimals
	}
	out := strconv.FormatFloat(y, 'f', decimals, 64)
	if strings.Trim(out, "-0.") == "" && y != 0 { // too small for the usual decimals
		out = strconv.FormatFloat(y, 'g', max(digits, 1), 64)
		if strings.ContainsRune(out, 'e') {
			out = strconv.FormatFloat(y, 'f', 8, 64)
		}
	}
	return out
}

// significant counts the digits of a literal number that say something: "7.20" has three, "0.05"
// has one, "1200" has four.
func significant(s string) int {
	s, _, _ = strings.Cut(strings.ToLower(s), "e")
	n := 0
	for _, r := range s {
		switch {
		case r == '0' && n == 0:
		case r >= '0' && r <= '9':
			n++
		}
	}
	return max(n, 1)
}
