// SPDX-License-Identifier: EUPL-1.2

package dossier

import (
	"math"
	"strconv"

	"regie/internal/zib"
)

// rangeBar is where a value stands in relation to the range that its source gave: a picture of
// what the words beside it say. All places are per cents of the width.
type rangeBar struct {
	low, high float64 // of the range; NaN where it is open
	value     float64
	from, to  float64 // ends of the bar, in the unit
}

// newRangeBar returns nil where there is no number or no range.
func newRangeBar(f zib.FactView) *rangeBar {
	b := rangeBar{low: end(f.Low), high: end(f.High), value: end(f.Value)}
	open := math.IsNaN(b.low) && math.IsNaN(b.high)
	if open || math.IsNaN(b.value) || math.IsInf(b.value, 0) || math.IsInf(b.low, 0) || math.IsInf(b.high, 0) {
		return nil
	}
	low, high := b.low, b.high
	switch {
	case math.IsNaN(low):
		low = min(0, high)
	case math.IsNaN(high):
		high = max(2*low, b.value)
	}
	span := high - low
	if span <= 0 {
		return nil
	}
	b.from, b.to = low-span/2, high+span/2
	if math.IsNaN(b.low) && b.value >= 0 && high > 0 {
		b.from = 0
	}
	// A value far away stays in the picture; the bar does not shrink to nothing for it.
	b.from, b.to = min(b.from, max(b.value-span/8, low-4*span)), max(b.to, min(b.value+span/8, high+4*span))
	return &b
}

func (b *rangeBar) at(v float64) float64 {
	return min(max((v-b.from)/(b.to-b.from)*100, 1), 99)
}

func (b *rangeBar) bandFrom() float64 {
	if math.IsNaN(b.low) {
		return 0
	}
	return b.at(b.low)
}

func (b *rangeBar) bandTo() float64 {
	if math.IsNaN(b.high) {
		return 100
	}
	return b.at(b.high)
}

func pct(v float64) string { return strconv.FormatFloat(v, 'f', 1, 64) + "%" }
