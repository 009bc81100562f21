// SPDX-License-Identifier: EUPL-1.2

package record

import (
	"cmp"
	"slices"
	"strconv"

	"regie/internal/text"
	"regie/internal/zib"
)

// Point is one value in a series.
type Point struct {
	Item     *Item
	At       int64   // seconds since 1970 on a Dutch clock
	Value    float64 // for drawing only; what is shown is the literal number
	Quantity *zib.Quantity
	From     *zib.Quantity // as it was sent, where Quantity is in another unit; else nil
	Own      bool          // measured by the person; else by a provider
}

// Series is the same measurement or test over time, over all providers, oldest first. All
// points have one unit.
type Series struct {
	Label  zib.Phrase // "Bovendruk"; zero where it is what the item is about
	Unit   string     // as the item has it
	Points []Point
}

// measurement is a number in an item that can go in a series.
type measurement struct {
	key      string     // what was measured, whoever did
	label    zib.Phrase // as in Series
	quantity *zib.Quantity
	value    float64
}

// pressures are blood pressures of two values.
const pressureBlock = "BloodPressure"

// Series returns how the values of an item went over time: one series for each value that it
// has (two for a blood pressure), with this item's value among the points. Values that were
// entered in error or refuted, and values in another unit, are left out. Only series of two or
// more points are returned.
func (d *Dossier) Series(it *Item) []Series {
	if !valued(it) || !it.Dated() || it.Has(zib.MarkOther) {
		return nil
	}
	var out []Series
	for _, own := range it.measured() {
		s := Series{Label: own.label, Unit: own.quantity.Unit}
		for _, p := range d.relations().points[own.key] {
			if p.Item == it && p.Quantity.Number != own.quantity.Number {
				continue // the item has this twice
			}
			if (p.Item == it || !p.Item.Void()) && sameUnit(p.Quantity, own.quantity) {
				s.Points = append(s.Points, p)
			}
		}
		if len(s.Points) > 1 {
			out = append(out, s)
		}
	}
	return out
}

// valued tells whether items of this kind have values that are followed over time.
func valued(it *Item) bool {
	switch it.Category {
	case zib.CategoryLab, zib.CategoryMeasurements, zib.CategoryLifestyle, zib.CategoryFunction:
		return true
	}
	return false
}

// measured returns the numbers of an item. What is on the card is enough but for a blood
// pressure, of which both values are wanted.
func (it *Item) measured() []measurement {
	if it.Block == pressureBlock {
		care, err := it.Care()
		if err != nil {
			return nil
		}
		var out []measurement
		for i := range care.Facts {
			if m, ok := it.measurement(&care.Facts[i]); ok && m.label.Code != "" {
				out = append(out, m)
			}
		}
		return out
	}
	if it.Summary == nil {
		return nil
	}
	if m, ok := it.measurement(it.Summary); ok {
		return []measurement{m}
	}
	return nil
}

func (it *Item) measurement(f *zib.Fact) (m measurement, ok bool) {
	if len(f.Values) == 0 || f.Values[0].Quantity == nil || !f.Group.Zero() {
		return m, false
	}
	m.quantity = f.Values[0].Quantity
	v, err := strconv.ParseFloat(m.quantity.Number, 64)
	if err != nil || m.quantity.NumberHigh != "" {
		return m, false
	}
	m.value = v
	if f.Label.Code != "" {
		m.key, m.label = codeKey(f.Label), f.Label
	} else {
		m.key = it.testKey(m.quantity)
	}
	return m, m.key != ""
}

// Keys of a blood pressure and of its two values.
const (
	bloodPressure = "loinc|85354-9"
	upperPressure = "loinc|8480-6"
	lowerPressure = "loinc|8462-4"
)

func sameUnit(a, b *zib.Quantity) bool {
	return a == b || unitName(a) == unitName(b)
}

// Last is the newest value of something that is measured.
type Last struct {
	Item  *Item
	Lower *Item // of a blood pressure that came as two items: the lower one; else nil
	Times int   // how often it was measured
}

// LastMeasured returns the newest value of everything that was measured, what says most first:
// measurements of the body, then what was measured more than once, then what was measured last.
func (d *Dossier) LastMeasured(most int) []Last {
	all := d.relations().last
	return all[:min(len(all), most)]
}

// LastOf returns the newest value of everything in a category, by name.
func (d *Dossier) LastOf(c zib.Category) []Last {
	var out []Last
	for _, l := range d.relations().last {
		if l.Item.Category == c {
			out = append(out, l)
		}
	}
	slices.SortStableFunc(out, func(a, b Last) int {
		return cmp.Compare(fold(a.Item.Title.In(text.NL)), fold(b.Item.Title.In(text.NL)))
	})
	return out
}

// newPoints collects the values of all items, by what was measured, oldest first.
func (d *Dossier) newPoints() map[string][]Point {
	out := map[string][]Point{}
	for n := len(d.shown) - 1; n >= 0; n-- {
		it := &d.all[d.shown[n]]
		if !valued(it) || !it.Dated() || it.Has(zib.MarkOther) {
			continue
		}
		for _, m := range it.measured() {
			points := out[m.key]
			if len(points) > 0 && points[len(points)-1].Item == it {
				continue
			}
			out[m.key] = append(points, Point{Item: it, At: it.At, Value: m.value, Quantity: m.quantity})
		}
	}
	return out
}

// newLast finds the newest of each. A blood pressure is one thing, whether it came as one item
// or as two.
func newLast(points map[string][]Point) []Last {
	var out []Last
	for key, all := range points {
		if key == lowerPressure && len(points[upperPressure]) > 0 {
			continue
		}
		n := 0
		var newest *Item
		for _, p := range all {
			if !p.Item.Void() {
				newest = p.Item
				n++
			}
		}
		if newest == nil {
			continue
		}
		l := Last{Item: newest, Times: n}
		if key == upperPressure && newest.Block != pressureBlock {
			for _, p := range points[lowerPressure] {
				if p.At == newest.At && p.Item.Provider == newest.Provider && !p.Item.Void() {
					l.Lower = p.Item
				}
			}
		}
		out = append(out, l)
	}
	slices.SortFunc(out, func(a, b Last) int {
		return cmp.Or(
			-compareBool(a.Item.Category == zib.CategoryMeasurements, b.Item.Category == zib.CategoryMeasurements),
			-compareBool(a.Times > 1, b.Times > 1),
			cmp.Compare(b.Item.At/86400, a.Item.At/86400),
			-compareBool(a.isPressure(), b.isPressure()),
			cmp.Compare(a.Item.Key, b.Item.Key),
		)
	})
	return out
}

func (l Last) isPressure() bool { return l.Lower != nil || l.Item.Block == pressureBlock }

func compareBool(a, b bool) int {
	switch {
	case a == b:
		return 0
	case a:
		return 1
	}
	return -1
}
