// SPDX-License-Identifier: EUPL-1.2

package measure

import (
	"fmt"
	"slices"
	"strconv"
	"time"

	samples "regie/internal/measure"
	"regie/internal/web/shelf"
	"regie/internal/web/ui"
)

// Course is how a kind went: what the person measured, by day, and what providers measured.
type Course struct {
	Name, Unit string
	Href       string // of the page of the kind
	Daily      bool   // each own value is the total of a day
	Values     []CourseValue
}

// CourseValue is one of them. Of a blood pressure it is the upper one.
type CourseValue struct {
	At     time.Time // on the clock on the wall, in UTC
	Value  float64   // in Course.Unit
	Number string    // the same, literally
	Said   string    // as people read it
	Own    bool
	Who    string // the provider
}

// Course returns how a kind went, the oldest value first. ok is false for a kind that is not there.
func (p Pages) Course(v *shelf.Visit, kind string) (c Course, ok bool, err error) {
	k := samples.Kind(kind)
	if _, _, own := k.Own(); !own && !samples.Known(k) {
		return c, false, nil
	}
	keys, err := p.Books.Keys(v.Context(), v.Session.Vault)
	if err != nil {
		return c, false, fmt.Errorf("finding a kind of measurement: %w", err)
	}
	x := view{kind: k, form: samples.FormOf(k), key: keys.Of(k), today: dayOf(v.Now)}
	if x.all, err = p.Books.Sums(v.Context(), v.Session.Vault, k); err != nil {
		return c, false, fmt.Errorf("following a measurement: %w", err)
	}
	c = Course{Name: k.Name(v.Lang), Unit: x.form.UnitName(v.Lang), Href: ownHref + "/" + x.key, Daily: x.form.Shape != samples.Moment}
	decimals := x.form.Decimals
	if x.form.Shape == samples.Stage {
		c.Unit, decimals = v.T("samples.unit.hours"), 1
	}
	for _, d := range x.all {
		main, second := mainOf(x.form, d)
		y := CourseValue{At: timeOf(d.Day), Value: x.scaled(main), Said: said(v.Lang, x.form, main, second), Own: true}
		y.Number = strconv.FormatFloat(y.Value, 'f', decimals, 64)
		c.Values = append(c.Values, y)
	}
	for _, t := range theirsOf(v, x) {
		c.Values = append(c.Values, CourseValue{
			At: t.at, Value: t.value, Number: strconv.FormatFloat(t.value, 'f', -1, 64), Said: t.row(v, x).value, Who: t.who,
		})
	}
	slices.SortStableFunc(c.Values, func(a, b CourseValue) int { return a.At.Compare(b.At) })
	return c, true, nil
}

// Lately is what somebody measured of a kind since a day.
type Lately struct {
	Title, Href string
	Last        string // the last value, with its day
	Mean        string // the mean of the days, "" where there is one day
	Days        int
}

// Lately lists what was measured since a moment on the clock on the wall, in the order of the page with
// all that is measured.
func (p Pages) Lately(v *shelf.Visit, since time.Time) ([]Lately, error) {
	o, err := p.Books.Overview(v.Context(), v.Session.Vault)
	if err != nil {
		return nil, fmt.Errorf("listing measurements: %w", err)
	}
	keys, err := p.Books.Keys(v.Context(), v.Session.Vault)
	if err != nil {
		return nil, fmt.Errorf("listing measurements: %w", err)
	}
	from := dayOf(since)
	var out []Lately
	for _, k := range o.Kinds {
		if k.Last.Day < from {
			continue
		}
		sums, err := p.Books.Sums(v.Context(), v.Session.Vault, k.Kind)
		if err != nil {
			return nil, fmt.Errorf("listing measurements: %w", err)
		}
		sums = slices.DeleteFunc(slices.Clone(sums), func(d samples.DaySum) bool { return d.Day < from })
		main, second := mainOf(k.Form, k.Last)
		x := Lately{
			Title: k.Kind.Name(v.Lang), Href: ownHref + "/" + keys.Of(k.Kind), Days: len(sums),
			Last: v.T("prepare.lately.last", "value", said(v.Lang, k.Form, main, second), "day", ui.Day(v.Lang, timeOf(k.Last.Day), ui.ToDay)),
		}
		if len(sums) > 1 {
			m, s := meanOf(k.Form, sums)
			x.Mean = v.T("prepare.lately.mean", "value", said(v.Lang, k.Form, m, s), "n", len(sums))
		}
		out = append(out, x)
	}
	return out, nil
}
