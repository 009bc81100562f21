// SPDX-License-Identifier: EUPL-1.2

package web

import (
	"slices"
	"time"

	"regie/internal/web/chart"
	"regie/internal/web/shelf"
)

// marksOf gives what happened in a stretch of time, for below a chart: what the diary tells, and
// appointments. from and till are times of a clock on the wall, in UTC. The oldest is first; at most
// most of them, the latest.
func marksOf(c Config) func(v *shelf.Visit, from, till time.Time, most int) ([]chart.Mark, error) {
	return func(v *shelf.Visit, from, till time.Time, most int) (out []chart.Mark, err error) {
		if c.Diaries != nil {
			if out, err = diaryPages(c).Marks(v, from, till, most); err != nil {
				return nil, err
			}
			for i := range out {
				out[i].Sort = chart.MarkDiary
			}
		}
		if c.Agendas != nil && v.Dossier != nil {
			more, err := agendaPages(c).Marks(v, from, till, most)
			if err != nil {
				return nil, err
			}
			for _, m := range more {
				m.Sort = chart.MarkVisit
				out = append(out, m)
			}
		}
		slices.SortStableFunc(out, func(a, b chart.Mark) int { return a.At.Compare(b.At) })
		return out[max(0, len(out)-most):], nil
	}
}
