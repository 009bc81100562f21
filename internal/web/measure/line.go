// SPDX-License-Identifier: EUPL-1.2

package measure

import (
	"fmt"
	"math"
	"slices"
	"time"

	samples "regie/internal/measure"
	"regie/internal/web/chart"
	"regie/internal/web/route"
	"regie/internal/web/shelf"
)

// bucket is how many days one point or bar stands for, so that what is drawn stays small.
func (x view) bucket() samples.Day {
	long := x.to - x.from + 1
	most := samples.Day(370)
	if x.form.Shape != samples.Moment {
		most = 62 // bars must stay wide enough to see
	}
	switch {
	case long <= most:
		return 1
	case long <= most*7:
		return 7
	}
	return max(7, (long/most+6)/7*7)
}

// line is the chart of the days that are shown; nil where there is nothing.
func (x view) line(v *shelf.Visit, theirs []theirValue, target samples.Target) *chart.Line {
	theirs = slices.DeleteFunc(slices.Clone(theirs), func(t theirValue) bool { return t.day < x.from || t.day > x.to })
	if len(x.shown) == 0 && len(theirs) == 0 {
		return nil
	}
	l := x.newLine(v, theirs, target)
	l.From, l.Till = timeOf(x.from), timeOf(x.to+1)
	l.Daily = true
	step := x.bucket()
	if x.form.Shape != samples.Moment {
		l.Bar = time.Duration(step) * 24 * time.Hour
	}
	upper, lower := x.series(step)
	x.join(v, l, upper, lower, theirs)
	l.Summary = x.summary(v.Request, len(theirs), step)
	return l
}

// series are the days that are shown, so many of them in one point or bar: the means, or the totals by
// day, and how far the values behind them lie apart.
func (x view) series(step samples.Day) (upper, lower chart.Series) {
	bars := x.form.Shape != samples.Moment
	for i := 0; i < len(x.shown); {
		first := x.from + (x.shown[i].Day-x.from)/step*step
		j := i
		for j < len(x.shown) && x.shown[j].Day < first+step {
			j++
		}
		sum := together(x.shown[i:j])
		at := timeOf(first)
		if !bars {
			at = at.Add(time.Duration(step) * 12 * time.Hour)
		}
		v1, v2 := meanOf(x.form, x.shown[i:j])
		upper.Points = append(upper.Points, chart.Point{At: at, Value: x.scaled(v1), Own: true})
		if !bars {
			upper.Spread = append(upper.Spread, chart.Spread{At: at, Low: x.scaled(sum.Min), High: x.scaled(sum.Max)})
			lower.Points = append(lower.Points, chart.Point{At: at, Value: x.scaled(v2), Own: true})
			lower.Spread = append(lower.Spread, chart.Spread{At: at, Low: x.scaled(sum.Min2), High: x.scaled(sum.Max2)})
		}
		i = j
	}
	if !slices.ContainsFunc(x.shown, func(d samples.DaySum) bool { return d.N > 1 }) {
		upper.Spread, lower.Spread = nil, nil
	}
	return upper, lower
}

// scaled is an amount as it is drawn: sleep in hours.
func (x view) scaled(v int64) float64 {
	if x.form.Shape == samples.Stage {
		return float64(v) / samples.Scale / 60
	}
	return float64(v) / samples.Scale
}

func (x view) newLine(v *shelf.Visit, theirs []theirValue, target samples.Target) *chart.Line {
	l := &chart.Line{ID: "verloop", Title: v.T("samples.chart"), Unit: x.form.UnitName(v.Lang), NoTable: true}
	if x.form.Shape == samples.Stage {
		l.Unit = v.T("samples.unit.hours")
	}
	for _, t := range theirs {
		if !slices.Contains(l.Sources, t.who) {
			l.Sources = append(l.Sources, t.who)
		}
	}
	if target.Low != nil || target.High != nil {
		b := chart.Band{Low: math.NaN(), High: math.NaN(), Label: targetText(v.Request, x.form, target)}
		if target.Low != nil {
			b.Low = float64(*target.Low) / samples.Scale
		}
		if target.High != nil {
			b.High = float64(*target.High) / samples.Scale
		}
		l.Band = &b
	} else {
		l.Band = x.reference(v, theirs)
	}
	return l
}

// join puts the providers' values among the person's own.
func (x view) join(v *shelf.Visit, l *chart.Line, upper, lower chart.Series, theirs []theirValue) {
	for _, t := range theirs {
		pt := chart.Point{At: t.at, Value: t.value, Source: slices.Index(l.Sources, t.who), Off: t.off}
		upper.Points = append(upper.Points, pt)
		pt.Value = t.second
		lower.Points = append(lower.Points, pt)
	}
	byTime := func(a, b chart.Point) int { return a.At.Compare(b.At) }
	slices.SortStableFunc(upper.Points, byTime)
	slices.SortStableFunc(lower.Points, byTime)
	l.Series = []chart.Series{upper}
	if x.kind == pressure {
		l.Series[0].Name = v.T("lab.pressure.upper")
		lower.Name = v.T("lab.pressure.lower")
		l.Series = append(l.Series, lower)
	}
}

// summary says in words what the chart shows.
func (x view) summary(r *route.Request, theirs int, step samples.Day) string {
	out := ""
	if len(x.shown) > 0 {
		sum := together(x.shown)
		key := "samples.summary.days"
		if step > 1 {
			key = "samples.summary.weeks"
		}
		out = r.T(key, "n", len(x.shown))
		if x.form.Shape == samples.Moment && x.kind != pressure {
			out += " " + r.T("chart.summary.range", "low", number(r.Lang, x.form, sum.Min), "high", said(r.Lang, x.form, sum.Max, 0))
		}
	}
	if theirs > 0 {
		out += " " + r.T("samples.summary.theirs", "n", theirs)
	}
	return out
}

// together is what some days come to.
func together(days []samples.DaySum) samples.DaySum {
	var out samples.DaySum
	for i, d := range days {
		if i == 0 {
			out = d
			continue
		}
		out.N += d.N
		out.Value, out.Second = out.Value+d.Value, out.Second+d.Second
		out.Min, out.Max = min(out.Min, d.Min), max(out.Max, d.Max)
		out.Min2, out.Max2 = min(out.Min2, d.Min2), max(out.Max2, d.Max2)
	}
	return out
}

// oneDay is the chart of a single day: the values themselves, totals by the hour, or the night.
func (p Pages) oneDay(v *shelf.Visit, x view, out *kindView, theirs []theirValue, target samples.Target) error {
	theirs = slices.DeleteFunc(slices.Clone(theirs), func(t theirValue) bool { return t.day != x.to })
	switch x.form.Shape {
	case samples.Stage:
		return p.nights(v, x, out)
	case samples.Total:
		sums, err := p.Books.Hours(v.Context(), v.Session.Vault, x.kind, x.to)
		if err != nil || len(sums) == 0 {
			return err
		}
		l := x.newLine(v, theirs, target)
		l.Band = nil // it is for days
		l.From, l.Till, l.Bar = timeOf(x.to), timeOf(x.to+1), time.Hour
		var s chart.Series
		for _, h := range sums {
			s.Points = append(s.Points, chart.Point{At: timeOf(x.to).Add(time.Duration(h.Day) * time.Hour), Value: x.scaled(h.Value), Own: true})
		}
		l.Series = []chart.Series{s}
		l.Summary = v.T("samples.summary.hours", "n", len(sums))
		out.chart = l
		return nil
	}
	of, err := p.Books.Samples(v.Context(), v.Session.Vault, x.kind, x.to, x.to)
	if err != nil {
		return fmt.Errorf("showing a day: %w", err)
	}
	var upper, lower chart.Series
	for _, o := range of {
		for _, s := range o.Samples {
			at := clockOf(s.Start, s.Zone)
			upper.Points = append(upper.Points, chart.Point{At: at, Value: x.scaled(s.Value), Own: true})
			lower.Points = append(lower.Points, chart.Point{At: at, Value: x.scaled(s.Second), Own: true})
		}
	}
	if len(upper.Points) == 0 && len(theirs) == 0 {
		return nil
	}
	l := x.newLine(v, theirs, target)
	l.From, l.Till, l.Daily = timeOf(x.to), timeOf(x.to+1), true
	x.join(v, l, upper, lower, theirs)
	l.Summary = v.T("samples.summary.values", "n", len(upper.Points))
	out.chart = l
	return nil
}
