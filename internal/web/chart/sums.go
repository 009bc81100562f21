// SPDX-License-Identifier: EUPL-1.2

package chart

import (
	"math"
	"slices"
	"strconv"
	"strings"
	"time"
)

// Sums is what a chart has in which the person's own points stand for a day or more: their mean, or
// their total.
type Sums struct {
	From, Till time.Time // the ends of the axis; the zero time: as the values are
	// Daily says that the person's points are means; those of providers are values still, and lie
	// apart from the line.
	Daily bool
	// Bar is how long the time is that each of the person's points is the total of; it begins at
	// the point. They become bars.
	Bar   time.Duration
	Marks []Mark
	// Above says that the marks stand below another chart, which follows and has the same axis: here
	// are only the lines that lead down to them.
	Above bool
}

// Spread is the lowest and the highest value of what a point stands for.
type Spread struct {
	At        time.Time
	Low, High float64
}

// widen makes room for what is more than points.
func (l Line) widen(p *plot) {
	for _, s := range l.Series {
		for _, x := range s.Spread {
			p.lo, p.hi = min(p.lo, x.Low), max(p.hi, x.High)
		}
	}
	if l.Bar > 0 {
		p.lo = min(p.lo, 0)
		p.till = p.till.Add(l.Bar)
	}
	if !l.From.IsZero() {
		p.from = l.From
	}
	if !l.Till.IsZero() {
		p.till = l.Till
	}
}

// lined are the points that the line goes through.
func (l Line) lined(points []Point) []Point {
	if !l.Daily {
		return points
	}
	return slices.DeleteFunc(slices.Clone(points), func(pt Point) bool { return !pt.Own })
}

// signs are the points that have a sign.
func (l Line) signs(points []Point) []Point {
	switch {
	case l.Bar > 0:
		return slices.DeleteFunc(slices.Clone(points), func(pt Point) bool { return pt.Own })
	case l.Daily && len(points) > mostMarks/2:
		var out []Point
		last := -1
		for i, pt := range points {
			if pt.Own {
				last = i
			}
		}
		for i, pt := range points {
			if !pt.Own || i == last {
				out = append(out, pt)
			}
		}
		return marked(out)
	}
	return marked(points)
}

// bars are the person's points as bars on the axis, in thousandths of the plot.
func (p plot) bars(points []Point, long time.Duration) string {
	var b strings.Builder
	floor := math.Round(p.yOf(max(p.lo, 0)) * 10)
	for _, pt := range points {
		if !pt.Own {
			continue
		}
		x, till := p.xOf(pt.At)*10, p.xOf(pt.At.Add(long))*10
		gap := min((till-x)*0.12, 4)
		b.WriteByte('M')
		b.WriteString(strconv.FormatFloat(x+gap, 'f', 1, 64))
		b.WriteByte(' ')
		b.WriteString(strconv.FormatFloat(floor, 'f', 0, 64))
		b.WriteByte('V')
		b.WriteString(strconv.FormatFloat(p.yOf(pt.Value)*10, 'f', 0, 64))
		b.WriteByte('h')
		b.WriteString(strconv.FormatFloat(till-x-2*gap, 'f', 1, 64))
		b.WriteByte('V')
		b.WriteString(strconv.FormatFloat(floor, 'f', 0, 64))
		b.WriteByte('z')
	}
	return b.String()
}

// spread is the area between the lowest and the highest values. In each of so many columns the
// widest of them is kept.
func (p plot) spread(all []Spread) string {
	var kept []Spread
	at := -1
	for _, x := range all {
		c := int(p.xOf(x.At) * columns / 100)
		if n := len(kept); n > 0 && c == at && len(all) > columns {
			kept[n-1].Low, kept[n-1].High = min(kept[n-1].Low, x.Low), max(kept[n-1].High, x.High)
			continue
		}
		at = c
		kept = append(kept, x)
	}
	var b strings.Builder
	write := func(x Spread, v float64, sign byte) {
		b.WriteByte(sign)
		b.WriteString(strconv.FormatFloat(p.xOf(x.At)*10, 'f', 0, 64))
		b.WriteByte(' ')
		b.WriteString(strconv.FormatFloat(p.yOf(v)*10, 'f', 0, 64))
	}
	sign := byte('M')
	for _, x := range kept {
		write(x, x.High, sign)
		sign = 'L'
	}
	for _, x := range slices.Backward(kept) {
		write(x, x.Low, 'L')
	}
	return b.String() + "z"
}
