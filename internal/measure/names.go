// SPDX-License-Identifier: EUPL-1.2

package measure

import (
	"strings"

	"regie/internal/text"
)

// Name says what people call a kind.
func (k Kind) Name(l text.Lang) string {
	if Known(k) {
		return l.T("measure.kind." + string(k))
	}
	if name, _, ok := k.Own(); ok {
		return name
	}
	if name, rest := symptom(k); name != "" && l.Has("measure.symptom."+name) {
		return l.T("measure.symptom."+name) + rest
	}
	return foreign(string(k))
}

// symptom returns the name of a category of HealthKit, and what stands behind it.
func symptom(k Kind) (name, rest string) {
	s, ok := strings.CutPrefix(string(k), ForeignPrefix+"HKCategoryTypeIdentifier")
	if !ok {
		return "", ""
	}
	if i := strings.IndexByte(s, ':'); i >= 0 {
		return s[:i], foreign(s[i:])
	}
	return s, ""
}

// foreign makes a name of what a source calls a thing: "other/HKQuantityTypeIdentifierAppleMoveTime"
// is "Apple Move Time".
func foreign(s string) string {
	s = strings.TrimPrefix(s, ForeignPrefix)
	for _, p := range []string{"HKQuantityTypeIdentifier", "HKCategoryTypeIdentifier", "HKDataType", "HKWorkoutActivityType"} {
		s = strings.TrimPrefix(s, p)
	}
	var b strings.Builder
	for i, r := range s {
		if i > 0 && r >= 'A' && r <= 'Z' && s[i-1] >= 'a' && s[i-1] <= 'z' {
			b.WriteByte(' ')
		}
		b.WriteRune(r)
	}
	return b.String()
}

// UnitName says the unit of a kind as people write it; "" where it has none.
func (f Form) UnitName(l text.Lang) string {
	if _, unit, ok := f.Kind.Own(); ok {
		return unit
	}
	if !Known(f.Kind) {
		return f.Unit
	}
	switch f.Unit {
	case "":
		return ""
	case "%":
		return l.T("measure.unit.percent")
	case "/min":
		return l.T("measure.unit.per_min")
	}
	return l.T("measure.unit." + strings.Map(func(r rune) rune {
		if r >= 'a' && r <= 'z' || r >= 'A' && r <= 'Z' || r >= '0' && r <= '9' {
			return r
		}
		return '_'
	}, f.Unit))
}

var groupKeys = [...]string{"body", "heart", "lungs", "sugar", "activity", "sleep", "feeling", "food", "walking", "surroundings", "other"}

// Name says what people call a group.
func (g Group) Name(l text.Lang) string { return l.T("measure.group." + groupKeys[g]) }

var whyKeys = [...]string{"", "unknown", "unit", "number", "time", "broken", "unlikely", "elsewhere", "again"}

// Key is the reason as a word.
func (w Why) Key() string { return whyKeys[w] }

// Text says why something was not used.
func (w Why) Text(l text.Lang) string { return l.T("measure.why." + whyKeys[w]) }

// Title says what an event is: the activity, or what was recorded.
func (e Event) Title(l text.Lang) string {
	switch {
	case e.Kind == EventECG:
		return l.T("measure.event.ecg")
	case strings.HasPrefix(e.Name, ForeignPrefix):
		return foreign(e.Name)
	}
	return l.T("measure.activity." + e.Name)
}
