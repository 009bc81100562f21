// SPDX-License-Identifier: EUPL-1.2

package chart

import (
	"context"
	"strconv"
	"strings"
	"unicode"
	"unicode/utf8"

	"regie/internal/web/ui"
)

// summary says in words what the picture shows: how many, from when to when, the lowest, the
// highest and the last. It does not judge.
func (l Line) summary(ctx context.Context) string {
	if l.Summary != "" {
		return l.Summary
	}
	lang := ui.From(ctx).Lang
	var out []string
	if len(l.Series) > 1 {
		return l.together(ctx)
	}
	for _, s := range l.Series {
		if len(s.Points) == 0 {
			continue
		}
		lo, hi, last := ends(s.Points)
		if len(s.Points) == 1 {
			out = append(out, ui.T(ctx, "chart.summary.one", "value", last.label(lang)+unit(l.Unit), "date", day(lang, last.At)))
			continue
		}
		out = append(out, ui.T(ctx, "chart.summary", "n", len(s.Points),
			"from", day(lang, s.Points[0].At), "till", day(lang, last.At))+" "+
			ui.T(ctx, "chart.summary.range", "low", lo.label(lang), "high", hi.label(lang)+unit(l.Unit))+" "+
			ui.T(ctx, "chart.summary.last", "value", last.label(lang)+unit(l.Unit)))
	}
	return strings.Join(out, " ")
}

// together is the summary of two series that were measured at the same moments.
func (l Line) together(ctx context.Context) string {
	lang := ui.From(ctx).Lang
	first := l.Series[0].Points
	if len(first) == 0 {
		return ""
	}
	out := []string{ui.T(ctx, "chart.summary", "n", len(first),
		"from", day(lang, first[0].At), "till", day(lang, first[len(first)-1].At))}
	for _, s := range l.Series {
		if len(s.Points) == 0 {
			continue
		}
		lo, hi, last := ends(s.Points)
		out = append(out, ui.T(ctx, "chart.summary.series", "name", capital(s.Name), "low", lo.label(lang),
			"high", hi.label(lang), "value", last.label(lang)))
	}
	return strings.Join(out, " ")
}

// ends returns the lowest, the highest and the last of the points.
func ends(points []Point) (lo, hi, last Point) {
	lo, hi, last = points[0], points[0], points[len(points)-1]
	for _, pt := range points {
		if pt.Value < lo.Value {
			lo = pt
		}
		if pt.Value > hi.Value {
			hi = pt
		}
	}
	return lo, hi, last
}

func capital(s string) string {
	r, size := utf8.DecodeRuneInString(s)
	return string(unicode.ToUpper(r)) + s[size:]
}

// spark is the path of a sparkline in a box of 1000 by 100.
func spark(points []Point) string {
	if len(points) < 2 {
		return ""
	}
	lo, hi := points[0].Value, points[0].Value
	for _, pt := range points {
		lo, hi = min(lo, pt.Value), max(hi, pt.Value)
	}
	from, till := points[0].At, points[len(points)-1].At
	if !till.After(from) {
		return ""
	}
	if hi == lo {
		lo, hi = lo-1, hi+1
	}
	var b strings.Builder
	for i, pt := range thin(points, 30) {
		if i == 0 {
			b.WriteByte('M')
		} else {
			b.WriteByte('L')
		}
		b.WriteString(strconv.FormatFloat(5+990*float64(pt.At.Sub(from))/float64(till.Sub(from)), 'f', 0, 64))
		b.WriteByte(' ')
		b.WriteString(strconv.FormatFloat(92-84*(pt.Value-lo)/(hi-lo), 'f', 0, 64))
	}
	return b.String()
}
