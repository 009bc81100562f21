// SPDX-License-Identifier: EUPL-1.2

package chart

import (
	"strconv"
	"time"

	"regie/internal/text"
	"regie/internal/web/ui"
)

func day(lang text.Lang, t time.Time) string { return ui.Day(lang, t, ui.ToDay) }

// dateTicks puts three to five round dates below the chart: years, months or days.
func dateTicks(lang text.Lang, from, till time.Time, at func(time.Time) float64) []tick {
	days := till.Sub(from).Hours() / 24
	var out []tick
	add := func(t time.Time, label string) {
		if x := at(t); x >= left && x <= right {
			out = append(out, tick{x, label})
		}
	}
	short := func(t time.Time) string { return lang.T("date.short." + strconv.Itoa(int(t.Month()))) }
	switch {
	case days > 3*365:
		step := max(1, int(days/365/4))
		for y := from.Year(); y <= till.Year()+1; y += step {
			add(time.Date(y, 1, 1, 0, 0, 0, 0, from.Location()), strconv.Itoa(y))
		}
	case days > 75:
		step := 1
		for _, s := range []int{1, 2, 3, 6, 12} {
			if step = s; days/30.4/float64(s) <= 4.5 {
				break
			}
		}
		for m := time.Date(from.Year(), 1, 1, 0, 0, 0, 0, from.Location()); !m.After(till); m = m.AddDate(0, step, 0) {
			add(m, short(m)+" "+strconv.Itoa(m.Year()))
		}
	case days <= 1.1: // a day, or some hours of it
		step := 6 * time.Hour
		for _, s := range []time.Duration{time.Minute, 5 * time.Minute, 10 * time.Minute, 15 * time.Minute, 30 * time.Minute, time.Hour, 2 * time.Hour, 3 * time.Hour} {
			if till.Sub(from) <= 5*s {
				step = s
				break
			}
		}
		for h := from.Truncate(step); !h.After(till); h = h.Add(step) {
			add(h, ui.Clock(lang, h))
		}
	default:
		step := max(1, int(days/4+0.5))
		for d := time.Date(from.Year(), from.Month(), from.Day(), 0, 0, 0, 0, from.Location()); !d.After(till); d = d.AddDate(0, 0, step) {
			add(d, strconv.Itoa(d.Day())+" "+short(d))
		}
	}
	if len(out) == 0 {
		add(from, day(lang, from))
	}
	return out
}
