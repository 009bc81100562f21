// SPDX-License-Identifier: EUPL-1.2

package record

import (
	"cmp"
	"slices"

	"regie/internal/zib"
)

// Trend is what is drawn in one chart: points in one unit, one series, or two for a blood pressure.
type Trend struct {
	Unit      *zib.Quantity // for its unit only
	Points    []Point       // oldest first
	Second    []Point       // of a blood pressure: the lower values
	Converted int           // points that were sent in another unit
}

// Trends puts results of the test in as few charts as is exact: units that can be brought together
// are; others get a chart of their own. The chart with the newest result comes first.
func (t *Test) Trends(results []Result) []Trend {
	type tally struct {
		unit   string
		q      *zib.Quantity
		n      int
		newest int64
	}
	var units []*tally
	find := func(unit string) *tally {
		for _, u := range units {
			if u.unit == unit {
				return u
			}
		}
		return nil
	}
	for i := range results {
		r := &results[i]
		if !r.Drawn() {
			continue
		}
		u := find(r.unit)
		if u == nil {
			u = &tally{unit: r.unit, q: cmp.Or(r.Quantity, r.Second)}
			units = append(units, u)
		}
		u.n++
		u.newest = r.Item.At
	}
	usual := "\x00"
	if t.line != nil {
		usual = nameOfUnit(t.line.unit)
	}
	slices.SortStableFunc(units, func(a, b *tally) int {
		return cmp.Or(-compareBool(a.unit == usual, b.unit == usual), cmp.Compare(b.n, a.n), cmp.Compare(b.newest, a.newest))
	})
	var targets []*tally
	home := map[string]int{} // unit → place of the chart
	for _, u := range units {
		at := slices.IndexFunc(targets, func(to *tally) bool {
			_, ok := t.line.convert(sample, u.unit, to.unit)
			return ok && u.unit != to.unit || u.unit == to.unit
		})
		if at < 0 {
			at = len(targets)
			targets = append(targets, u)
		}
		home[u.unit] = at
	}
	out := make([]Trend, len(targets))
	for i, to := range targets {
		out[i].Unit = to.q
	}
	for i := range results {
		r := &results[i]
		if !r.Drawn() {
			continue
		}
		at := home[r.unit]
		out[at].add(t, r, targets[at].unit)
	}
	slices.SortStableFunc(out, func(a, b Trend) int { return cmp.Compare(b.newest(), a.newest()) })
	return out
}

func (tr *Trend) newest() int64 {
	var at int64
	for _, all := range [...][]Point{tr.Points, tr.Second} {
		if len(all) > 0 {
			at = max(at, all[len(all)-1].At)
		}
	}
	return at
}

func (tr *Trend) add(t *Test, r *Result, unit string) {
	if r.Quantity != nil {
		if p, ok := t.point(r, r.Item, r.Quantity, r.value, unit, tr.Unit); ok {
			tr.Points = append(tr.Points, p)
			if p.From != nil {
				tr.Converted++
			}
		}
	}
	if r.Second != nil {
		lower := r.Item
		if r.Lower != nil {
			lower = r.Lower
		}
		if p, ok := t.point(r, lower, r.Second, r.second, unit, tr.Unit); ok {
			tr.Second = append(tr.Second, p)
		}
	}
}

func (t *Test) point(r *Result, it *Item, q *zib.Quantity, v float64, unit string, to *zib.Quantity) (Point, bool) {
	p := Point{Item: it, At: r.Item.At, Value: v, Quantity: q, Own: r.Own}
	if r.unit == unit {
		return p, true
	}
	y, ok := t.line.convert(v, r.unit, unit)
	if !ok {
		return p, false
	}
	c := t.line.converted(q, unit)
	if c == nil {
		return p, false
	}
	c.Unit, c.UnitCode, c.UnitSystem = to.Unit, to.UnitCode, to.UnitSystem
	p.Value, p.Quantity, p.From = y, c, q
	return p, true
}

// Shown is a result in the unit of a chart: what the table says beside the literal value. nil
// where it was sent in that unit, or cannot be brought to it.
func (t *Test) Shown(r *Result, unit *zib.Quantity) *zib.Quantity {
	if !r.Drawn() || r.Quantity == nil || unit == nil || r.unit == unitName(unit) {
		return nil
	}
	c := t.line.converted(r.Quantity, unitName(unit))
	if c != nil {
		c.Unit, c.UnitCode, c.UnitSystem = unit.Unit, unit.UnitCode, unit.UnitSystem
	}
	return c
}
