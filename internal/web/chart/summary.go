// SPDX-License-Identifier: EUPL-1.2

package chart

import (
	"context"
	"strconv"
	"strings"

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
	for _, s := range l.Series {
		if len(s.Points) == 0 {
			continue
		}
		lo, hi, last := s.Points[0], s.Points[0], s.Points[len(s.Points)-1]
		for _, pt := range s.Points {
			if pt.Value < lo.Value {
				lo = pt
			}
			if pt.Value > hi.Value {
				hi = pt
			}
		}
		name := ""
		if len(l.Series) > 1 {
			name = s.Name + ": "
		}
		if len(s.Points) == 1 {
			out = append(out, name+ui.T(ctx, "chart.summary.one", "value", last.label(lang)+unit(l.Unit), "date", day(lang, last.At)))
			continue
		}
		out = append(out, name+ui.T(ctx, "chart.summary", "n", len(s.Points),
			"from", day(lang, s.Points[0].At), "till", day(lang, last.At))+" "+
			ui.T(ctx, "chart.summary.range", "low", lo.label(lang), "high", hi.label(lang)+unit(l.Unit))+" "+
			ui.T(ctx, "chart.summary.last", "value", last.label(lang)+unit(l.Unit)))
	}
	return strings.Join(out, " ")
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
	for i, pt := range thin(points, 60) {
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
