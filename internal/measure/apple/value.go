// SPDX-License-Identifier: EUPL-1.2

package apple

import (
	"bytes"
	"slices"
	"strings"

	"regie/internal/measure"
)

// valueOf reads the value of a record in the unit of its kind.
func (r *reader) valueOf(t *kind, value, unit []byte, x measure.Sample) (int64, bool) {
	switch t.what {
	case isSleep:
		word := strings.TrimPrefix(string(value), "HKCategoryValueSleepAnalysis")
		stage, ok := stages[word]
		if !ok {
			r.in.Note(t.name, measure.WhyUnknown, 1)
		}
		return stage * measure.Scale, ok
	case isDuration:
		return (x.End - x.Start) * measure.Scale / 60_000, true
	case isCategory:
		return r.category(t, value), true
	case isForeign:
		t.number = r.in.Kind(measure.Foreign(t.name, plain(unit)))
	}
	if !t.how.ok || !bytes.Equal(t.unit, unit) {
		how, seen := t.units[string(unit)]
		if !seen {
			u, ok := measure.UnitFor(t.kind, plain(unit))
			how = conversion{u, ok}
			t.units[string(unit)] = how
		}
		if !how.ok {
			r.in.Note(t.name+" "+plain(unit), measure.WhyUnit, 1)
			return 0, false
		}
		t.unit, t.how = append(t.unit[:0], unit...), how
	}
	v, ok := t.how.unit.Of(value)
	if !ok {
		r.in.Note(t.name, measure.WhyNumber, 1)
		return 0, false
	}
	return t.fractional(v), true
}

// fractional turns a part of one into a percentage. Saturation and the like never are below 1 %.
func (t *kind) fractional(v int64) int64 {
	if t.fraction && v <= measure.Scale {
		return v * 100
	}
	return v
}

// category reads a value that is a word. One without an order, such as what a test showed, is a
// kind of its own, so that nothing is made of it.
func (r *reader) category(t *kind, value []byte) int64 {
	word := plain(value)
	if n, ok := t.values[word]; ok {
		t.number = n.kind
		return n.value
	}
	c := category{kind: -1, value: measure.Scale}
	if i := slices.IndexFunc(words, func(w ordered) bool { return strings.HasSuffix(word, w.word) }); i >= 0 {
		c.value = words[i].value * measure.Scale
	} else if strings.HasPrefix(word, "HKCategoryValue") {
		short := strings.TrimPrefix(word, "HKCategoryValue")
		short = strings.TrimPrefix(short, strings.TrimPrefix(t.name, "HKCategoryTypeIdentifier"))
		c.kind = r.in.Kind(measure.Kind(string(t.kind) + ": " + short))
	}
	if c.kind < 0 {
		c.kind = r.in.Kind(t.kind)
	}
	if len(t.values) < mostWords {
		t.values[word] = c
	}
	t.number = c.kind
	return c.value
}

// category is what a word of a type of record stands for.
type category struct {
	kind  int // in the intake
	value int64
}

const mostWords = 200
