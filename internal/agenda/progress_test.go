// SPDX-License-Identifier: EUPL-1.2

package agenda

import (
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
)

func TestProgress(t *testing.T) {
	now := time.Date(2026, 11, 22, 23, 30, 0, 0, time.UTC)
	made := time.Date(2026, 11, 1, 9, 0, 0, 0, time.UTC)
	weights := []Measured{{"2026-09-01", "86.4"}, {"2026-10-31", "85.2"}, {"2026-11-03", "84.9"}, {"2026-11-22", "83.15"}}
	steps := []Measured{{"2026-11-15", "9000"}, {"2026-11-16", "8000"}, {"2026-11-18", "7999"}, {"2026-11-21", "12000"}, {"2026-11-22", "100"}}
	for name, c := range map[string]struct {
		goal Goal
		all  []Measured
		want Progress
		ok   bool
	}{
		"weight":             {Goal{Aim: AtMost, High: "82,5", Made: made}, weights, Progress{Start: 1, Last: 3, Apart: "0.65", Days: 0, Measured: 1}, true},
		"reached":            {Goal{Aim: AtMost, High: "83,15", Made: made}, weights, Progress{Start: 1, Last: 3, Within: true, Days: 1, Measured: 1}, true},
		"between, below":     {Goal{Aim: Between, Low: "84", High: "86", Made: made}, weights, Progress{Start: 1, Last: 3, Apart: "0.85", Measured: 1}, true},
		"begun with nothing": {Goal{Aim: AtMost, High: "90", Made: made.AddDate(-1, 0, 0)}, weights, Progress{Start: 0, Last: 3, Within: true, Days: 1, Measured: 1}, true},
		"steps":              {Goal{Aim: AtLeast, Low: "8000", Made: made}, steps, Progress{Start: 0, Last: 4, Apart: "7900", Days: 2, Measured: 4}, true},
		"nothing measured":   {Goal{Aim: AtLeast, Low: "8000", Made: made}, nil, Progress{Start: -1, Last: -1}, false},
		"no number":          {Goal{Aim: Done, Made: made}, steps, Progress{Start: -1, Last: 4}, false},
	} {
		t.Run(name, func(t *testing.T) {
			got, ok := c.goal.Progress(c.all, now)
			if diff := cmp.Diff(c.want, got); diff != "" || ok != c.ok {
				t.Errorf("%v (-want +got):\n%s", ok, diff)
			}
		})
	}
}
