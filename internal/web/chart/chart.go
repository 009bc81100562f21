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
	// Bound says that the value itself is not known: -1 for "less than this", 1 for "more than this".
	Bound  int8
	Source int // place in Line.Sources, of a provider's value
}

// Series is a line of points in the order of time.
type Series struct {
	Name   string // needed when there are two: "bovendruk", "onderdruk"
	Points []Point
	Spread []Spread // how far the values behind a point lie apart, in the order of time
}

// Band is a reference range, with whose it is. One end may be missing (NaN).
type Band struct {
	Low, High  float64
	Label      string    // "grens van dit lab: 3,5 – 5,1"
	From, Till time.Time // the time for which it holds; the zero time leaves that side open
	Source     int       // place in Line.Sources
}

// Line is a chart of one or two series in one unit. ID, Title and Series are required.
type Line struct {
	ID      string // unique on the page
	Title   string // what is shown: "Cholesterol"
	Unit    string
	Summary string // a sentence above; "" makes one from the values
	Series  []Series
	Band    *Band
	Bands   []Band   // instead of Band, where ranges differ by source or change over time
	Sources []string // who gave the values; each has its own sign where there are more of them
	NoTable bool     // the page itself has a table
	Sums             // where points stand for more than one value
}

// mostRows is up to how many values the chart brings a table of its own; a page with more has a
// table in parts, or leads to one.
const mostRows = 150

func (l Line) count() int {
	n := 0
	for _, s := range l.Series {
		n += len(s.Points)
	}
	return n
}

// bands are all ranges.
func (l Line) bands() []Band {
	if l.Band != nil {
		return append([]Band{*l.Band}, l.Bands...)
	}
	return l.Bands
}

// The part of the height, in per cent, that the values take; below it are the dates.
const (
	top    = 6.0
	bottom = 86.0
	left   = 9.0 // beside the numbers of the axis
	right  = 97.0
)

// columns is in how many columns the line is drawn; of each column its first, lowest, highest and last
// points are kept, so that it looks as if all were there.
const columns = 200

// mostMarks is up to how many points each has its own sign; with more, only those have one of which
// there is something to say.
const mostMarks = 120

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
	l.widen(&p)
	// A range belongs in the picture, unless the values would become a flat line.
	lowest, highest, span := p.lo, p.hi, max(p.hi-p.lo, math.Abs(p.hi)*0.1)
	for _, b := range l.bands() {
		for _, end := range []float64{b.Low, b.High} {
			if !math.IsNaN(end) && end > lowest-2*span && end < highest+2*span {
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
	for _, b := range l.bands() { // of a range with one end there must be something to see
		if math.IsNaN(b.Low) && math.Abs(b.High-p.lo) < step/1000 {
			p.lo -= step
		}
		if math.IsNaN(b.High) && math.Abs(b.Low-p.hi) < step/1000 {
			p.hi += step
		}
	}
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

// thin keeps what a picture of so many columns can show: of the points in each column the first,
// the lowest, the highest and the last.
func thin(points []Point, columns int) []Point {
	if len(points) <= 2*columns {
		return points
	}
	from := points[0].At
	span := max(points[len(points)-1].At.Sub(from), 1)
	column := func(pt Point) int { return int(float64(columns) * float64(pt.At.Sub(from)) / float64(span)) }
	var out []Point
	for a := 0; a < len(points); {
		b, lo, hi := a, a, a
		for c := column(points[a]); b < len(points) && column(points[b]) == c; b++ {
			if points[b].Value < points[lo].Value {
				lo = b
			}
			if points[b].Value > points[hi].Value {
				hi = b
			}
		}
		keep := []int{a, min(lo, hi), max(lo, hi), b - 1}
		for i, n := range keep {
			if i == 0 || n != keep[i-1] {
				out = append(out, points[n])
			}
		}
		a = b
	}
	return out
}

// marked are the points that have a sign of their own: all of them, or of many those that are out of
// range, bounds, or own, and the last.
func marked(points []Point) []Point {
	if len(points) <= mostMarks {
		return points
	}
	var out []Point
	for i, pt := range points {
		if pt.Off || pt.Bound != 0 || pt.Own || i == len(points)-1 {
			out = append(out, pt)
		}
	}
	return thin(out, mostMarks/8)
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
