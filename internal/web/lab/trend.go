// SPDX-License-Identifier: EUPL-1.2

package lab

import (
	"math"
	"slices"
	"strconv"
	"strings"

	"regie/internal/record"
	"regie/internal/web/chart"
	"regie/internal/web/shelf"
)

// lineOf is the chart of a trend.
func lineOf(v *shelf.Visit, t *record.Test, tr record.Trend, id, title string) chart.Line {
	l := chart.Line{ID: id, Title: title, Unit: tr.Unit.UnitText(v.Lang), NoTable: true}
	var sources []*record.Provider
	for _, all := range [...][]record.Point{tr.Points, tr.Second} {
		for _, p := range all {
			if !p.Own && !slices.Contains(sources, p.Item.Provider) {
				sources = append(sources, p.Item.Provider)
			}
		}
	}
	for _, s := range sources {
		l.Sources = append(l.Sources, s.Title)
	}
	l.Series = []chart.Series{{Points: points(v, tr.Points, sources)}}
	if t.Pair {
		l.Series[0].Name = v.T("lab.pressure.upper")
		l.Series = append(l.Series, chart.Series{Name: v.T("lab.pressure.lower"), Points: points(v, tr.Second, sources)})
	} else {
		l.Bands = bands(v, tr.Points, sources)
	}
	l.Summary = seen(v, tr)
	return l
}

// seen says what the chart shows; what the newest result was stands on top of the page already.
func seen(v *shelf.Visit, tr record.Trend) string {
	all := tr.Points
	if len(all) == 0 {
		all = tr.Second
	}
	last := all[len(all)-1]
	if len(all) == 1 {
		return v.T("chart.summary.one", "value", amount(v.Lang, last.Quantity), "date", moment(v.Lang, last.Item))
	}
	return v.T("chart.summary", "n", len(all), "from", moment(v.Lang, all[0].Item), "till", moment(v.Lang, last.Item))
}

func points(v *shelf.Visit, in []record.Point, sources []*record.Provider) []chart.Point {
	out := make([]chart.Point, len(in))
	for i, p := range in {
		out[i] = chart.Point{At: shelf.WallTime(p.At), Value: p.Value, Own: p.Own, Off: shelf.Off(p.Quantity.FlagCode), Source: max(0, slices.Index(sources, p.Item.Provider))}
		switch {
		case strings.HasPrefix(p.Quantity.Comparator, "<"):
			out[i].Bound = -1
		case strings.HasPrefix(p.Quantity.Comparator, ">"):
			out[i].Bound = 1
		}
	}
	return out
}

// mostBands is how many ranges a picture shows at most, the latest first.
const mostBands = 12

// bands are the ranges in a chart: one over the whole width where all results have the same, else
// for each provider the range for as long as it held.
func bands(v *shelf.Visit, in []record.Point, sources []*record.Provider) []chart.Band {
	type run struct {
		low, high  string
		source     int
		from, till int64
		first      int // place in in
	}
	var runs []run
	current := map[int]int{} // provider → its latest run
	same := true
	for i, p := range in {
		q := p.Quantity
		if q.Low == "" && q.High == "" {
			same = same && len(runs) == 0
			continue
		}
		source := max(0, slices.Index(sources, p.Item.Provider))
		if n, ok := current[source]; ok {
			runs[n].till = p.At
			if runs[n].low == q.Low && runs[n].high == q.High {
				continue
			}
		}
		current[source] = len(runs)
		runs = append(runs, run{low: q.Low, high: q.High, source: source, from: p.At, till: p.At, first: i})
		same = same && runs[0].low == q.Low && runs[0].high == q.High
	}
	if len(runs) == 0 {
		return nil
	}
	if same {
		r := runs[0]
		return []chart.Band{{Low: number(r.low), High: number(r.high), Label: shelf.Whose(v.Lang, in[r.first].Item) + ": " + shelf.Between(v.Lang, r.low, r.high)}}
	}
	var out []chart.Band
	for _, r := range runs[max(0, len(runs)-mostBands):] {
		from, till := shelf.WallTime(r.from), shelf.WallTime(r.till)
		years := strconv.Itoa(from.Year())
		if till.Year() != from.Year() {
			years += "–" + strconv.Itoa(till.Year())
		}
		out = append(out, chart.Band{
			Low: number(r.low), High: number(r.high), From: from, Till: till, Source: r.source,
			Label: v.T("lab.band", "name", sources[r.source].Title, "years", years, "range", shelf.Between(v.Lang, r.low, r.high)),
		})
	}
	return out
}

func number(s string) float64 {
	f, err := strconv.ParseFloat(s, 64)
	if err != nil {
		return math.NaN()
	}
	return f
}
