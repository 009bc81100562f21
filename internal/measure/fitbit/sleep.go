// SPDX-License-Identifier: EUPL-1.2

package fitbit

import (
	"cmp"
	"slices"
	"strings"

	"regie/internal/measure"
	"regie/internal/measure/clock"
	"regie/internal/measure/lists"
)

// levels are stages by their name: those of nights with stages, and the older ones without.
// Restless is what Fitbit does not count as sleep.
var levels = map[string]int64{
	"wake": measure.StageAwake, "awake": measure.StageAwake, "restless": measure.StageAwake, "asleep": measure.StageAsleep,
	"light": measure.StageLight, "deep": measure.StageDeep, "rem": measure.StageREM, "unknown": measure.StageAsleep,
}

type level struct {
	DateTime string  `json:"dateTime"`
	Level    string  `json:"level"`
	Seconds  float64 `json:"seconds"`
}

// sleep reads a night. Short times awake (shortData) lie over the stages and go first.
func (x *reading) sleep(v lists.Value) {
	var n struct {
		Start  string `json:"startTime"`
		End    string `json:"endTime"`
		Levels struct {
			Data  []level `json:"data"`
			Short []level `json:"shortData"`
		} `json:"levels"`
		Minute []struct {
			Value string `json:"value"` // 1 asleep, 2 restless, 3 awake
		} `json:"minuteData"`
	}
	if !lists.Into(v, &n) {
		x.in.Note("sleep", measure.WhyBroken, 1)
		return
	}
	stages := x.stages(n.Levels.Data)
	if len(stages) > 0 {
		for _, s := range over(stages, x.stages(n.Levels.Short)) {
			x.in.Add(x.in.Kind("sleep"), x.source(), s)
		}
		return
	}
	from, zone, ok := clock.At(n.Start, clock.MonthFirst, x.place)
	to, _, ok2 := clock.At(n.End, clock.MonthFirst, x.place)
	if !ok || !ok2 && len(n.Minute) == 0 || to-from > 3*86_400_000 {
		x.in.Note("sleep", measure.WhyTime, 1)
		return
	}
	s := measure.Sample{Start: from, End: max(from, to), Zone: zone}
	if len(n.Minute) == 0 {
		x.in.Value("sleep", "sleep", x.source(), s, "", measure.StageAsleep)
		return
	}
	for i := 0; i < len(n.Minute); {
		j := i + 1
		for j < len(n.Minute) && n.Minute[j].Value == n.Minute[i].Value {
			j++
		}
		stage := float64(measure.StageAwake)
		if n.Minute[i].Value == "1" {
			stage = measure.StageAsleep
		}
		s.Start, s.End = from+int64(i)*60_000, from+int64(j)*60_000
		x.in.Value("sleep", "sleep", x.source(), s, "", stage)
		i = j
	}
}

func (x *reading) stages(of []level) []measure.Sample {
	var out []measure.Sample
	for _, l := range of {
		stage, known := levels[strings.ToLower(l.Level)]
		at, zone, ok := clock.At(l.DateTime, clock.MonthFirst, x.place)
		switch {
		case !known:
			x.in.Note("sleep "+l.Level, measure.WhyUnknown, 1)
		case !ok || l.Seconds <= 0 || l.Seconds > 3*86_400:
			x.in.Note("sleep", measure.WhyTime, 1)
		default:
			out = append(out, measure.Sample{Start: at, End: at + int64(l.Seconds*1000), Zone: zone, Value: stage * measure.Scale})
		}
	}
	return out
}

// over lays short stretches over long ones: of the long ones what is left stays.
func over(long, short []measure.Sample) []measure.Sample {
	slices.SortFunc(short, func(a, b measure.Sample) int { return cmp.Compare(a.Start, b.Start) })
	out := slices.Clone(short)
	for _, l := range long {
		for _, s := range short {
			if s.End <= l.Start || s.Start >= l.End {
				continue
			}
			if s.Start > l.Start {
				head := l
				head.End = s.Start
				out = append(out, head)
			}
			l.Start = min(s.End, l.End)
		}
		if l.Start < l.End {
			out = append(out, l)
		}
	}
	slices.SortFunc(out, func(a, b measure.Sample) int { return cmp.Compare(a.Start, b.Start) })
	return out
}
