// SPDX-License-Identifier: EUPL-1.2

package record

import (
	"slices"
	"strconv"
	"strings"
	"sync"

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

// track is a series of items with what was measured in each, read at first use.
type track struct {
	places []int32 // of items in Dossier.all, newest first
	read   func() [][]measurement
}

func (d *Dossier) newTrack(t *track) {
	t.read = sync.OnceValue(func() [][]measurement {
		out := make([][]measurement, len(t.places))
		for i, n := range t.places {
			if care, err := d.all[n].Care(); err == nil {
				out[i] = measured(care)
			}
		}
		return out
	})
}

// Series returns how the values of an item went over time: one series for each value that it
// has (two for a blood pressure), with this item's value among the points. Values that were
// entered in error or refuted, and values in another unit, are left out. Only series of two or
// more points are returned.
func (d *Dossier) Series(it *Item) []Series {
	t := d.relations().series[seriesKey(it)]
	if t == nil || !it.Dated() {
		return nil
	}
	values := t.read()
	var own []measurement
	for n, i := range t.places {
		if &d.all[i] == it {
			own = values[n]
		}
	}
	out := make([]Series, len(own))
	for i, m := range own {
		out[i] = Series{Label: m.label, Unit: m.quantity.Unit}
	}
	for n := len(t.places) - 1; n >= 0; n-- {
		o := &d.all[t.places[n]]
		if !o.Dated() || (o.Void() && o != it) {
			continue
		}
		for _, m := range values[n] {
			i := slices.IndexFunc(own, func(w measurement) bool { return w.same(m) })
			if i >= 0 && (len(out[i].Points) == 0 || out[i].Points[len(out[i].Points)-1].Item != o) {
				out[i].Points = append(out[i].Points, Point{Item: o, At: o.At, Value: m.value, Quantity: *m.quantity})
			}
		}
	}
	return slices.DeleteFunc(out, func(s Series) bool { return len(s.Points) < 2 })
}

// measurement is a number in an item.
type measurement struct {
	label    zib.Phrase
	code     string // what the label means, to compare providers by
	quantity *zib.Quantity
	value    float64
}

// measured returns the numbers of an item that can go in a chart.
func measured(it *zib.Item) []measurement {
	var out []measurement
	for _, f := range it.Facts {
		if len(f.Values) != 1 || f.Values[0].Quantity == nil || !f.Group.Zero() {
			continue
		}
		q := f.Values[0].Quantity
		v, err := strconv.ParseFloat(q.Number, 64)
		if err != nil || q.NumberHigh != "" {
			continue
		}
		code := f.Label.Key
		switch {
		case f.Label.Code != "":
			code = f.Label.System + "|" + f.Label.Code
		case code == "":
			code = fold(f.Label.Text)
		}
		out = append(out, measurement{f.Label, code, q, v})
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
