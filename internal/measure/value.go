// SPDX-License-Identifier: EUPL-1.2

package measure

// Value takes an amount as an importer found it: in a unit of the source, at the time, zone and
// mark of at. A pair (blood pressure) has two amounts. What does not fit is noted under what, the
// source's own word for it. It tells whether the amount was taken.
func (in *Intake) Value(what string, k Kind, source int, at Sample, unit string, amounts ...float64) bool {
	u, ok := UnitFor(k, unit)
	if !ok {
		in.Note(what, WhyUnit, 1)
		return false
	}
	form := FormOf(k)
	for i, a := range amounts {
		v, ok := Scaled(a*u.factor + u.shift) // before it is rounded: 0.01743 km is 17.43 m
		if !ok || i > 1 {
			in.Note(what, WhyNumber, 1)
			return false
		}
		if i == 1 {
			at.Second = v
		} else {
			at.Value = v
		}
		if form.Shape == Moment && !form.Likely(float64(v)/Scale) || form.Shape == Total && v < 0 {
			in.Note(what, WhyUnlikely, 1)
			return false
		}
	}
	in.Add(in.Kind(k), source, at)
	return true
}

// Range takes what lies between two extremes: the mean as a sample, the extremes as samples that
// count for nothing but the least and the greatest.
func (in *Intake) Range(what string, k Kind, source int, at Sample, unit string, low, mean, high float64) bool {
	if !in.Value(what, k, source, at, unit, mean) {
		return false
	}
	at.Mark |= MarkExtreme
	for _, v := range []float64{low, high} {
		if v > 0 && v != mean {
			in.Value(what, k, source, at, unit, v)
		}
	}
	return true
}
