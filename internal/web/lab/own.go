// SPDX-License-Identifier: EUPL-1.2

package lab

import (
	"slices"
	"time"

	"regie/internal/record"
	"regie/internal/web/chart"
	"regie/internal/web/shelf"
	"regie/internal/web/ui"
)

// beside puts what the person measured into the first chart of a test, and what else happened below it.
func (p Pages) beside(v *shelf.Visit, o *testView, t *record.Test, trends []record.Trend) error {
	if len(o.charts) == 0 {
		return nil
	}
	l := &o.charts[0]
	if p.Own != nil {
		own, err := p.Own(v, t, trends[0].Unit, o.since)
		if err != nil {
			return err
		}
		if own != nil {
			o.own = &ui.Action{Href: own.Href, Text: v.T("lab.own"), Icon: "activity"}
			if own.Days > 0 {
				l.Daily = true
				l.Summary += " " + v.T("lab.own.days", "n", own.Days)
			}
			for i := range l.Series {
				if i < len(own.Series) {
					l.Series[i].Points = append(l.Series[i].Points, own.Series[i].Points...)
					l.Series[i].Spread = own.Series[i].Spread
					slices.SortStableFunc(l.Series[i].Points, func(a, b chart.Point) int { return a.At.Compare(b.At) })
				}
			}
		}
	}
	if p.Marks == nil {
		return nil
	}
	from, till := ends(l)
	if !till.After(from) {
		return nil
	}
	var err error
	l.Marks, err = p.Marks(v, from, till.AddDate(0, 0, 1))
	return err
}

// ends are the days of the first and the last value of a chart.
func ends(l *chart.Line) (from, till time.Time) {
	for _, s := range l.Series {
		if n := len(s.Points); n > 0 {
			if first := s.Points[0].At; from.IsZero() || first.Before(from) {
				from = first
			}
			if last := s.Points[n-1].At; last.After(till) {
				till = last
			}
		}
	}
	return from.Truncate(24 * time.Hour), till.Truncate(24 * time.Hour)
}
