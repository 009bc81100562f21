// SPDX-License-Identifier: EUPL-1.2

package measure

import (
	"cmp"
	"math"
	"slices"
	"time"

	samples "regie/internal/measure"
	"regie/internal/record"
	"regie/internal/web/chart"
	"regie/internal/web/shelf"
	"regie/internal/web/ui"
	"regie/internal/zib"
)

// theirValue is a value that a provider measured, in the unit of the kind.
type theirValue struct {
	at            time.Time
	day           samples.Day
	value, second float64
	off           bool
	who           string
	item          *record.Item
	quantity      *zib.Quantity
	lower         *zib.Quantity
}

// codes are the LOINC codes under which providers' results of a kind go, besides its own.
var codes = map[samples.Kind][]string{
	"weight":  {"3141-9"},
	"glucose": {"14749-6", "14771-0", "14770-2", "32016-8", "2339-0", "2345-7"},
	"oxygen":  {"2708-6"},
	"height":  {"8308-9"},
	"waist":   {"56086-2"},
}

// theirsOf finds what providers measured of the same, oldest first.
func theirsOf(v *shelf.Visit, x view) []theirValue {
	if v.Dossier == nil || x.form.LOINC == "" {
		return nil
	}
	want := append([]string{x.form.LOINC}, codes[x.kind]...)
	var out []theirValue
	for _, c := range []zib.Category{zib.CategoryMeasurements, zib.CategoryLab} {
		for _, t := range v.Dossier.Tests(c) {
			if !slices.Contains(want, t.Code.Code) {
				continue
			}
			for i := range t.Results {
				if y, ok := x.their(v, &t.Results[i]); ok {
					out = append(out, y)
				}
			}
		}
	}
	slices.SortStableFunc(out, func(a, b theirValue) int { return cmp.Compare(a.at.Unix(), b.at.Unix()) })
	return out
}

func (x view) their(v *shelf.Visit, r *record.Result) (theirValue, bool) {
	if !r.Drawn() || r.Own || r.Quantity == nil || x.kind == pressure && r.Second == nil {
		return theirValue{}, false
	}
	at := shelf.WallTime(r.Item.At)
	out := theirValue{at: at, day: dayOf(at), who: shelf.SourceOf(v, r.Item), item: r.Item, quantity: r.Quantity, off: shelf.Off(r.Quantity.FlagCode)}
	var ok bool
	if out.value, ok = x.inUnit(r.Quantity); !ok {
		return out, false
	}
	if x.kind == pressure {
		out.lower = r.Second
		out.second, ok = x.inUnit(r.Second)
	}
	return out, ok
}

// inUnit is a provider's number in the unit of the kind.
func (x view) inUnit(q *zib.Quantity) (float64, bool) {
	n, ok := samples.Decimal(q.Number)
	if !ok || q.Comparator != "" {
		return 0, false
	}
	for _, spelling := range []string{q.UnitCode, q.Unit} {
		if spelling == x.form.Unit {
			return float64(n) / samples.Scale, true
		}
		if u, ok := samples.UnitFor(x.kind, spelling); ok && spelling != "" {
			return float64(u.Convert(n)) / samples.Scale, true
		}
	}
	return 0, false
}

func (t theirValue) row(v *shelf.Visit, x view) providerRow {
	a := zib.Amount(t.quantity)
	text := a.In(v.Lang)
	if t.lower != nil {
		text = shelf.Literal(v.Lang, t.quantity.Number) + " / " + shelf.Literal(v.Lang, t.lower.Number) + "\u00a0" + t.quantity.UnitText(v.Lang)
	}
	return providerRow{href: shelf.ItemHref(t.item), date: ui.ShortDay(v.Lang, t.at), value: text, who: t.who}
}

// reference is the range that goes with the latest of some values of providers, in the unit of the
// kind; nil where none has one.
func (x view) reference(v *shelf.Visit, theirs []theirValue) *chart.Band {
	for _, t := range slices.Backward(theirs) {
		q := t.quantity
		if q.Low == "" && q.High == "" || t.lower != nil {
			continue
		}
		b := chart.Band{Low: math.NaN(), High: math.NaN(), Label: shelf.Whose(v.Lang, t.item) + ": " + shelf.Between(v.Lang, q.Low, q.High)}
		for _, end := range []struct {
			number string
			to     *float64
		}{{q.Low, &b.Low}, {q.High, &b.High}} {
			if n, ok := x.inUnit(&zib.Quantity{Number: end.number, Unit: q.Unit, UnitCode: q.UnitCode}); ok {
				*end.to = n
			}
		}
		if !math.IsNaN(b.Low) || !math.IsNaN(b.High) {
			return &b
		}
	}
	return nil
}
