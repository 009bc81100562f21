// SPDX-License-Identifier: EUPL-1.2

package measure

import (
	"cmp"
	"slices"
)

// The stages of sleep: the whole number of a sample of the kind "sleep".
const (
	StageInBed  = 1 // in bed, no more is known
	StageAwake  = 2
	StageAsleep = 3 // asleep, no more is known
	StageLight  = 4
	StageDeep   = 5
	StageREM    = 6
	StageOut    = 7 // out of bed
)

// Night is one stretch of sleep of one source. It belongs to the day on which the person woke up.
type Night struct {
	Day        Day
	Start, End int64 // ms
	Zone       int16
	source     int
	// How long in each stage, in ms; stages that overlap count once, the most exact first.
	InBed, Awake, Light, Deep, REM, Unstaged int64
}

// Asleep is how long the person slept, in ms.
func (n Night) Asleep() int64 { return n.Light + n.Deep + n.REM + n.Unstaged }

func (n Night) staged() int64 { return n.Light + n.Deep + n.REM }

// gap parts two nights: a break of three hours.
const gap = 3 * 3_600_000

// nights makes nights of the segments of each source, and chooses one source for each: the one
// that tells most of the stages, then most of the sleep, then the one of the lowest rank. Sources
// are never mixed within a night. A nap apart from the night is a stretch of its own.
func nights(of []held, rank func(source int) int) []Night {
	var all []Night
	for _, h := range of {
		all = append(all, stretches(h)...)
	}
	slices.SortFunc(all, func(a, b Night) int {
		return cmp.Or(cmp.Compare(b.staged(), a.staged()), cmp.Compare(b.Asleep(), a.Asleep()), cmp.Compare(b.InBed, a.InBed),
			cmp.Compare(rank(a.source), rank(b.source)), cmp.Compare(a.Start, b.Start))
	})
	var out []Night
	for _, n := range all {
		if !slices.ContainsFunc(out, func(o Night) bool { return n.Start < o.End && o.Start < n.End }) {
			out = append(out, n)
		}
	}
	slices.SortFunc(out, func(a, b Night) int { return cmp.Compare(a.Start, b.Start) })
	return out
}

func stretches(h held) []Night {
	s := slices.Clone(h.samples)
	slices.SortFunc(s, compare)
	var out []Night
	for i := 0; i < len(s); {
		end, j := s[i].End, i+1
		for ; j < len(s) && s[j].Start-end < gap; j++ {
			end = max(end, s[j].End)
		}
		out = append(out, stretch(h.source, s[i:j]))
		i = j
	}
	return out
}

// exact is the order in which stages are believed where they overlap.
var exact = []int64{StageREM, StageDeep, StageLight, StageAwake, StageOut, StageAsleep, StageInBed}

func stretch(source int, s []Sample) Night {
	n := Night{source: source, Start: s[0].Start}
	for _, x := range s {
		if x.End >= n.End {
			n.End, n.Zone = x.End, x.Zone
		}
	}
	n.Day = day(n.End, n.Zone)
	var covered []span
	for _, stage := range exact {
		var of []Sample
		for _, x := range s {
			if x.Value == stage*Scale {
				of = append(of, x)
			}
		}
		var free int64
		at := 0
		for _, m := range cover(nil, of) {
			for at < len(covered) && covered[at].end <= m.start {
				at++
			}
			free += part(Sample{Start: m.start, End: m.end, Value: m.end - m.start}, covered[at:])
		}
		covered = cover(covered, of)
		switch stage {
		case StageREM:
			n.REM = free
		case StageDeep:
			n.Deep = free
		case StageLight:
			n.Light = free
		case StageAwake:
			n.Awake = free
		case StageAsleep:
			n.Unstaged = free
		case StageInBed:
			n.InBed = free
		}
	}
	return n
}

// sumNights gives the days of nights: the value is the minutes asleep, Second those in bed or
// awake, Last the moment of waking in minutes after midnight; each times Scale.
func sumNights(all []Night) []DaySum {
	var out []DaySum
	slices.SortStableFunc(all, func(a, b Night) int { return cmp.Compare(a.Day, b.Day) })
	for _, n := range all {
		if len(out) == 0 || out[len(out)-1].Day != n.Day {
			out = append(out, DaySum{Day: n.Day})
		}
		d := &out[len(out)-1]
		d.N++
		d.Value += n.Asleep() * Scale / 60_000
		d.Second += (n.InBed + n.Awake) * Scale / 60_000
		d.Min += n.Deep * Scale / 60_000
		d.Max += n.REM * Scale / 60_000
		d.Last = (n.End + int64(n.Zone)*60_000 - int64(n.Day)*dayMS) * Scale / 60_000
	}
	return out
}
