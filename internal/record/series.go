// SPDX-License-Identifier: EUPL-1.2

package record

import (
	"slices"
	"strconv"
	"strings"

	"regie/internal/text"
	"regie/internal/zib"
)

// Point is one value in a series.
type Point struct {
	Item     *Item
	At       int64   // seconds since 1970 on a Dutch clock
	Value    float64 // for drawing only; what is shown is the literal number
	Quantity zib.Quantity
}

// Series is the same measurement or test over time, over all providers, oldest first. All
// points have one unit.
type Series struct {
	Label  zib.Phrase // "Bovendruk"; the title of the item where it has one value
	Unit   string     // as most providers print it
	Points []Point
}

// seriesKey says which items are measurements of the same thing: those with the same code, else
// with the same name. Empty for what can't be a series.
func seriesKey(it *Item) string {
	switch it.Category {
	case zib.CategoryLab, zib.CategoryMeasurements, zib.CategoryLifestyle, zib.CategoryFunction:
	default:
		return ""
	}
	if it.Code.Code != "" {
		return it.Code.System + "|" + it.Code.Code
	}
	if name := fold(it.Title.In(text.NL)); name != "" {
		return "=" + name
	}
	return ""
}

// Series returns how the values of an item went over time: one series for each value that it
// has (two for a blood pressure), with this item's value among the points. Values that were
// entered in error or refuted, and values in another unit, are left out. Only series of two or
// more points are returned.
func (d *Dossier) Series(it *Item) []Series {
	key := seriesKey(it)
	if key == "" || !it.Dated() {
		return nil
	}
	care, err := it.Care()
	if err != nil {
		return nil
	}
	var out []Series
	for _, m := range measured(care) {
		out = append(out, Series{Label: m.label, Unit: m.quantity.Unit})
	}
	if len(out) == 0 {
		return nil
	}
	own := measured(care)
	places := d.relations().series[key]
	for n := len(places) - 1; n >= 0; n-- {
		o := &d.all[places[n]]
		if !o.Dated() || (o.Void() && o != it) {
			continue
		}
		other := care
		if o != it {
			if other, err = o.Care(); err != nil {
				continue
			}
		}
		for _, m := range measured(other) {
			i := slices.IndexFunc(own, func(w measurement) bool { return w.same(m) })
			if i < 0 {
				continue
			}
			v, err := strconv.ParseFloat(m.quantity.Number, 64)
			if err != nil {
				continue
			}
			out[i].Points = append(out[i].Points, Point{Item: o, At: o.At, Value: v, Quantity: *m.quantity})
		}
	}
	return slices.DeleteFunc(out, func(s Series) bool { return len(s.Points) < 2 })
}

// measurement is a number in an item.
type measurement struct {
	label    zib.Phrase
	code     string // what the label means, to compare providers by
	quantity *zib.Quantity
}

// measured returns the numbers of an item that can go in a chart.
func measured(it *zib.Item) []measurement {
	var out []measurement
	for _, f := range it.Facts {
		if len(f.Values) != 1 || f.Values[0].Quantity == nil || !f.Group.Zero() {
			continue
		}
		q := f.Values[0].Quantity
		if q.Number == "" || q.NumberHigh != "" {
			continue
		}
		code := f.Label.Key
		switch {
		case f.Label.Code != "":
			code = f.Label.System + "|" + f.Label.Code
		case code == "":
			code = fold(f.Label.Text)
		}
		out = append(out, measurement{f.Label, code, q})
	}
	return out
}

func (m measurement) same(o measurement) bool {
	if m.code != o.code {
		return false
	}
	if m.quantity.UnitCode != "" && o.quantity.UnitCode != "" {
		return m.quantity.UnitCode == o.quantity.UnitCode
	}
	return strings.EqualFold(m.quantity.Unit, o.quantity.Unit)
}
