// SPDX-License-Identifier: EUPL-1.2

package agenda

import (
	"math/big"
	"strings"
	"time"
)

// Measured is one value that a goal is compared with.
type Measured struct {
	Day    string // "2026-11-22"
	Number string // literal
}

// Progress is how a goal stands: facts only.
type Progress struct {
	Start, Last int    // places among the values; -1 where there is none
	Within      bool   // the last value is as the goal wants it
	Apart       string // how far the last value is from that, a literal number; "" where it is within
	Days        int    // of the last WeekDays days so many were as the goal wants it,
	Measured    int    // and of so many something is known
}

// WeekDays is how many days a daily goal looks back.
const WeekDays = 7

// Progress says how a goal stands, from values with the oldest first. It starts with the last value that was
// there when the goal was set, or else with the first after. ok is false where nothing was measured or
// the goal has no number.
func (t *Goal) Progress(all []Measured, now time.Time) (p Progress, ok bool) {
	p = Progress{Start: -1, Last: len(all) - 1}
	if len(all) == 0 {
		return p, false
	}
	if p.Within, ok = t.Within(all[p.Last].Number); !ok {
		return p, false
	}
	made := t.Made.In(now.Location()).Format(formDay)
	for i := range all {
		if p.Start < 0 || all[i].Day <= made {
			p.Start = i
		}
	}
	if !p.Within {
		p.Apart = t.apart(all[p.Last].Number)
	}
	days := map[string]bool{}
	for _, m := range all {
		if within, ok := t.Within(m.Number); ok {
			days[m.Day] = within
		}
	}
	for i := range WeekDays {
		within, known := days[now.AddDate(0, 0, -i).Format(formDay)]
		if known {
			p.Measured++
		}
		if within {
			p.Days++
		}
	}
	return p, true
}

// apart is how far a value is from what the goal wants.
func (t *Goal) apart(value string) string {
	v, _ := number(value)
	low, hasLow := number(t.Low)
	high, hasHigh := number(t.High)
	var d *big.Rat
	switch {
	case t.Aim != AtMost && hasLow && v.Cmp(low) < 0:
		d = new(big.Rat).Sub(low, v)
	case t.Aim != AtLeast && hasHigh && v.Cmp(high) > 0:
		d = new(big.Rat).Sub(v, high)
	default:
		return ""
	}
	s := d.FloatString(2)
	return strings.TrimRight(strings.TrimRight(s, "0"), ".")
}
