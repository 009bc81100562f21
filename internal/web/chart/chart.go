// SPDX-License-Identifier: EUPL-1.2

// Package chart draws series of values as SVG on the server: without script, in the person's
// own letter size, printable, with a sentence above and a table below. Positions are per
// cents of the width, so that text and points keep their size on every screen.
package chart

import (
	"math"
	"slices"
	"strconv"
	"strings"
	"time"

	"regie/internal/text"
)

// Point is one value at one moment.
type Point struct {
	At    time.Time
	Value float64
	Text  string // the number as it was sent, with its sign: "7,20", "< 5"; for the table
	Own   bool   // measured by the person; else from a provider
	Off   bool   // the source said that it is out of range; Regie itself never judges
	Note  string // what the source said, in words: "hoger dan de grens van dit lab"
}

// Series is a line of points in the order of time.
type Series struct {
	Name   string // needed when there are two: "bovendruk", "onderdruk"
	Points []Point
}

// Band is the reference range, with whose it is. One end may be missing (NaN).
type Band struct {
	Low, High float64
	Label     string // "grens van dit lab: 3,5 – 5,1"
}

// Line is a chart of one or two series in one unit. ID, Title and Series are required.
type Line struct {
	ID      string // unique on the page
	Title   string // what is shown: "Cholesterol"
	Unit    string
	Summary string // a sentence above; "" makes one from the values
	Series  []Series
	Band    *Band
}

// The part of the height, in per cent, that the values take; below it are the dates.
const (
	top    = 6.0
	bottom = 86.0
	left   = 9.0 // beside the numbers of the axis
	right  = 97.0
)

// most is how many points are drawn; a longer series keeps its lowest and highest per stretch.
const most = 400

type tick struct {
	at    float64 // per cent
	label string
}

// plot is a Line with every position worked out.
type plot struct {
	lo, hi     float64
	from, till time.Time
	y, x       []tick
}

func (l Line) plot(lang text.Lang) (plot, bool) {
	p := plot{lo: math.Inf(1), hi: math.Inf(-1)}
	n := 0
	for _, s := range l.Series {
		for _, pt := range s.Points {
			if math.IsNaN(pt.Value) || math.IsInf(pt.Value, 0) {
				continue
			}
			p.lo, p.hi = min(p.lo, pt.Value), max(p.hi, pt.Value)
			if n == 0 || pt.At.Before(p.from) {
				p.from = pt.At
			}
			if n == 0 || pt.At.After(p.till) {
				p.till = pt.At
			}
			n++
		}
	}
	if n == 0 {
		return p, false
	}
	if l.Band != nil {
		// The range belongs in the picture, unless the values would become a flat line.
		span := max(p.hi-p.lo, math.Abs(p.hi)*0.1)
		for _, end := range []float64{l.Band.Low, l.Band.High} {
			if !math.IsNaN(end) && end > p.lo-2*span && end < p.hi+2*span {
				p.lo, p.hi = min(p.lo, end), max(p.hi, end)
			}
		}
	}
	if p.lo == p.hi {
		pad := max(math.Abs(p.lo)*0.1, 1)
		p.lo, p.hi = p.lo-pad, p.hi+pad
	}
	step := niceStep((p.hi - p.lo) / 3)
	// A hair of slack: 5.1 divided by 0.1 is not quite 51.
	p.lo, p.hi = math.Floor(p.lo/step+1e-9)*step, math.Ceil(p.hi/step-1e-9)*step
	for v := p.lo; v <= p.hi+step/2; v += step {
		p.y = append(p.y, tick{p.yOf(v), Number(lang, v, step)})
	}
	if !p.till.After(p.from) {
		p.from, p.till = p.from.AddDate(0, 0, -1), p.till.AddDate(0, 0, 1)
	}
	p.x = dateTicks(lang, p.from, p.till, p.xOf)
	return p, true
}

func (p plot) yOf(v float64) float64 {
	at := bottom - (v-p.lo)/(p.hi-p.lo)*(bottom-top)
	return min(max(at, top), bottom)
}

func (p plot) xOf(t time.Time) float64 {
	return left + float64(t.Sub(p.from))/float64(p.till.Sub(p.from))*(right-left)
}

// niceStep rounds up to 1, 2 or 5 times a power of ten.
func niceStep(raw float64) float64 {
	power := math.Pow(10, math.Floor(math.Log10(raw)))
	switch f := raw / power; {
	case f <= 1:
		return power
	case f <= 2:
		return 2 * power
	case f <= 5:
		return 5 * power
	default:
		return 10 * power
	}
}

// Number writes v with as many decimals as a step of that size needs, and the sign that the
// language uses for them.
func Number(lang text.Lang, v, step float64) string {
	decimals := 0
	for s := step; s < 0.999 && decimals < 6; s *= 10 {
		decimals++
	}
	if math.Abs(v) < step/1000 {
		v = 0
	}
	out := strconv.FormatFloat(v, 'f', decimals, 64)
	if lang == text.NL {
		out = strings.Replace(out, ".", ",", 1)
	}
	return out
}

// thin keeps at most limit points: of every stretch the lowest and the highest, and all that
// are out of range as long as they fit.
func thin(points []Point, limit int) []Point {
	if len(points) <= limit {
		return points
	}
	stretches := max(limit/2, 1)
	keep := make([]bool, len(points))
	for i := range stretches {
		a, b := i*len(points)/stretches, (i+1)*len(points)/stretches
		lo, hi := a, a
		for j := a; j < b; j++ {
			if points[j].Value < points[lo].Value {
				lo = j
			}
			if points[j].Value > points[hi].Value {
				hi = j
			}
		}
		keep[lo], keep[hi] = true, true
	}
	keep[0], keep[len(points)-1] = true, true
	var out []Point
	for i, k := range keep {
		if k {
			out = append(out, points[i])
		}
	}
	return out
}

// pct writes a position.
func pct(v float64) string { return strconv.FormatFloat(v, 'f', 1, 64) + "%" }

// path is the line through the points, in thousandths of the plot, which is stretched over it.
func (p plot) path(points []Point) string {
	var b strings.Builder
	for i, pt := range points {
		if i == 0 {
			b.WriteByte('M')
		} else {
			b.WriteByte('L')
		}
		b.WriteString(strconv.FormatFloat(p.xOf(pt.At)*10, 'f', 0, 64))
		b.WriteByte(' ')
		b.WriteString(strconv.FormatFloat(p.yOf(pt.Value)*10, 'f', 0, 64))
	}
	return b.String()
}

// rows lists all points of all series, newest first, for the table.
func (l Line) rows(lang text.Lang) [][]string {
	type row struct {
		at    time.Time
		cells []string
	}
	var all []row
	for _, s := range l.Series {
		for _, pt := range s.Points {
			cells := []string{day(lang, pt.At)}
			if len(l.Series) > 1 {
				cells = append(cells, s.Name)
			}
			cells = append(cells, pt.label(lang)+unit(l.Unit), pt.whose(lang), pt.Note)
			all = append(all, row{pt.At, cells})
		}
	}
	slices.SortStableFunc(all, func(a, b row) int { return b.at.Compare(a.at) })
	out := make([][]string, len(all))
	for i, r := range all {
		out[i] = r.cells
	}
	return out
}

func unit(u string) string {
	if u == "" {
		return ""
	}
	return "\u00a0" + u
}

func (pt Point) label(lang text.Lang) string {
	if pt.Text != "" {
		return pt.Text
	}
	out := strconv.FormatFloat(pt.Value, 'f', -1, 64)
	if lang == text.NL {
		out = strings.Replace(out, ".", ",", 1)
	}
	return out
}

func (pt Point) whose(lang text.Lang) string {
	if pt.Own {
		return lang.T("chart.own")
	}
	return lang.T("chart.provider")
}
