// SPDX-License-Identifier: EUPL-1.2

// Package withings reads what Withings gives: the answers of its interface (JSON) and the tables
// of "download your data" (CSV).
package withings

import (
	"cmp"
	"io"
	"math"
	"slices"
	"strconv"
	"strings"
	"time"

	"regie/internal/measure"
	"regie/internal/measure/clock"
	"regie/internal/measure/lists"
)

// Is tells whether a document is an answer of the interface.
func Is(s lists.Shape) bool {
	return s.Has("body.measuregrps", "body.series", "body.activities", "body.steps") || s.Has("body") && s.Has("status")
}

// types are the types of measures that have a kind. Pressures come in two measures of one group.
var types = map[int]struct {
	kind measure.Kind
	unit string
}{
	1: {"weight", "kg"}, 4: {"height", "m"}, 5: {"lean-mass", "kg"}, 6: {"body-fat", "%"}, 11: {"heart-rate", "bpm"}, 12: {"temperature", "degC"},
	54: {"oxygen", "%"}, 71: {"temperature", "degC"}, 76: {"muscle-mass", "kg"}, 88: {"bone-mass", "kg"}, 123: {"vo2max", "ml/kg/min"},
	73: {"skin-temperature", "degC"}, 91: {"pulse-wave", "m/s"},
}

// Types of measures that are taken together, or told in another way already.
const (
	diastolic = 9
	systolic  = 10
	fatMass   = 8
	water     = 77 // kilograms, where Regie has a share
)

type group struct {
	Date     int64 `json:"date"`
	Category int   `json:"category"` // 1 measured, 2 a goal
	Attrib   int   `json:"attrib"`   // 2 and 4: typed in
	Measures []struct {
		Value int64 `json:"value"`
		Type  int   `json:"type"`
		Unit  int   `json:"unit"`
	} `json:"measures"`
}

// part is an element of body.series, in its three forms, or of body.activities.
type part struct {
	Start    int64              `json:"startdate"`
	End      int64              `json:"enddate"`
	State    *int               `json:"state"`
	Timezone string             `json:"timezone"`
	Date     string             `json:"date"`
	Data     map[string]float64 `json:"data"`
	amounts
}

type amounts struct {
	Steps     float64 `json:"steps"`
	Distance  float64 `json:"distance"`
	Calories  float64 `json:"calories"`
	Total     float64 `json:"totalcalories"`
	Heart     float64 `json:"heart_rate"`
	SpO2      float64 `json:"spo2_auto"`
	Elevation float64 `json:"elevation"` // metres, or floors: it is not told which
	Duration  float64 `json:"duration"`  // seconds
}

// maxItems bounds the groups and parts of one answer.
const maxItems = 300_000

// ReadJSON reads an answer. place is where the person was, where the answer does not tell; nil
// stands for UTC. What was read before a fault is kept, and the fault returned.
func ReadJSON(r io.Reader, place *time.Location, in *measure.Intake) error {
	x := &answer{in: in, place: place}
	wanted := func(p string) bool {
		if p == "body.series" {
			return true
		}
		n, _ := strings.CutPrefix(p, "body.")
		return slices.Contains([]string{"measuregrps", "activities", "timezone", "model"}, n)
	}
	err := lists.Walk(r, 32<<20, wanted, x.item)
	x.finish()
	return err
}

type answer struct {
	in     *measure.Intake
	place  *time.Location
	groups []group
	parts  []part
	days   []part
}

func (x *answer) item(path string, v lists.Value) error {
	switch path {
	case "body.timezone":
		var name string
		if lists.Into(v, &name) {
			x.place = placeOf(name, x.place)
		}
	case "body.measuregrps":
		var g group
		if !lists.Into(v, &g) {
			x.in.Note("measuregrps", measure.WhyBroken, 1)
			return nil
		}
		x.groups = append(x.groups, g)
	case "body.series", "body.activities":
		if v.Kind() == '{' && path == "body.series" {
			var p part
			if lists.Into(v, &p) && p.Start > 0 {
				x.parts = append(x.parts, p)
				return nil
			}
			return x.minutes(v)
		}
		var p part
		if !lists.Into(v, &p) {
			x.in.Note(path[len("body."):], measure.WhyBroken, 1)
			return nil
		}
		if path == "body.activities" {
			x.days = append(x.days, p)
		} else {
			x.parts = append(x.parts, p)
		}
	}
	if len(x.groups)+len(x.parts)+len(x.days) > maxItems {
		return lists.Stop(measure.ErrTooLarge)
	}
	return nil
}

// minutes reads the activity within a day: an object with a moment for each member.
func (x *answer) minutes(v lists.Value) error {
	var m map[string]amounts
	if !lists.Into(v, &m) {
		x.in.Note("series", measure.WhyBroken, 1)
		return nil
	}
	for at, a := range m {
		n, err := strconv.ParseInt(at, 10, 64)
		if err != nil || len(x.parts) > maxItems {
			x.in.Note("series", measure.WhyTime, 1)
			continue
		}
		x.parts = append(x.parts, part{Start: n, End: n + int64(min(a.Duration, 86_400)), amounts: a})
	}
	slices.SortFunc(x.parts, func(a, b part) int { return cmp.Compare(a.Start, b.Start) })
	return nil
}

func placeOf(name string, otherwise *time.Location) *time.Location {
	if name == "" {
		return otherwise
	}
	if p, err := time.LoadLocation(name); err == nil {
		return p
	}
	return otherwise
}

func (x *answer) at(sec int64, place *time.Location) (measure.Sample, bool) {
	ms := sec * 1000
	ok := sec > 0 && ms < clock.Latest
	return measure.Sample{Start: ms, End: ms, Zone: clock.Zone(ms, place)}, ok
}

func (x *answer) source(c measure.Class) int {
	if c == measure.ClassWatch {
		return x.in.Source(tracker)
	}
	return x.in.Source(measure.Source{Name: "Withings", Class: c})
}

func (x *answer) finish() {
	for _, g := range x.groups {
		x.group(g)
	}
	for _, p := range x.parts {
		x.part(p)
	}
	for _, p := range x.days {
		x.day(p)
	}
}

func (x *answer) group(g group) {
	s, ok := x.at(g.Date, x.place)
	if g.Category == 2 {
		x.in.Note("goal", measure.WhyUnknown, 1)
		return
	}
	if !ok {
		x.in.Note("measuregrps", measure.WhyTime, 1)
		return
	}
	class := measure.ClassCuff
	if g.Attrib == 2 || g.Attrib == 4 {
		s.Mark, class = measure.MarkByHand, measure.ClassHand
	}
	var high, low float64
	for _, m := range g.Measures {
		if m.Unit < -12 || m.Unit > 12 {
			x.in.Note(strconv.Itoa(m.Type), measure.WhyNumber, 1)
			continue
		}
		v := scaled(m.Value, m.Unit)
		switch t, known := types[m.Type]; {
		case m.Type == systolic:
			high = v
		case m.Type == diastolic:
			low = v
		case m.Type == fatMass || m.Type == water:
		case !known:
			x.in.Note("type "+strconv.Itoa(m.Type), measure.WhyUnknown, 1)
		default:
			x.in.Value("type "+strconv.Itoa(m.Type), t.kind, x.source(class), s, t.unit, v)
		}
	}
	switch {
	case high > 0 && low > 0:
		x.in.Value("type 10", "blood-pressure", x.source(class), s, "mmHg", high, low)
	case high > 0 || low > 0: // one half is no blood pressure
		x.in.Note("type 10", measure.WhyNumber, 1)
	}
}

// scaled is value × 10^unit, without the faults of multiplying by a tenth.
func scaled(value int64, unit int) float64 {
	if unit < 0 {
		return float64(value) / math.Pow10(-unit)
	}
	return float64(value) * math.Pow10(unit)
}

// stages are the states of sleep.
var stages = map[int]float64{0: measure.StageAwake, 1: measure.StageLight, 2: measure.StageDeep, 3: measure.StageREM}

func (x *answer) part(p part) {
	place := placeOf(p.Timezone, x.place)
	s, ok := x.at(p.Start, place)
	if !ok || p.End < p.Start || p.End-p.Start > 7*86_400 {
		x.in.Note("series", measure.WhyTime, 1)
		return
	}
	s.End = p.End * 1000
	source := x.source(measure.ClassWatch)
	if p.State != nil {
		stage, known := stages[*p.State]
		if !known {
			x.in.Note("state", measure.WhyUnknown, 1)
			return
		}
		x.in.Value("state", "sleep", source, s, "", stage)
		return
	}
	if p.Data != nil {
		x.night(p, s, source)
		return
	}
	x.amounts(p.amounts, s, source)
}

func (x *answer) amounts(a amounts, s measure.Sample, source int) {
	for _, t := range []struct {
		k    measure.Kind
		unit string
		v    float64
	}{{"steps", "count", a.Steps}, {"distance", "m", a.Distance}, {"energy-active", "kcal", a.Calories}, {"energy-total", "kcal", a.Total}} {
		if t.v != 0 {
			x.in.Value(string(t.k), t.k, source, s, t.unit, t.v)
		}
	}
	s.End = s.Start
	if a.Heart > 0 {
		x.in.Value("heart_rate", "heart-rate", source, s, "bpm", a.Heart)
	}
	if a.SpO2 > 0 {
		x.in.Value("spo2_auto", "oxygen", source, s, "%", a.SpO2)
	}
}

// day reads the totals of a day.
func (x *answer) day(p part) {
	place := placeOf(p.Timezone, x.place)
	t, ok := clock.Parse(p.Date, clock.DayFirst)
	if !ok || !t.HasDate() {
		x.in.Note("activities", measure.WhyTime, 1)
		return
	}
	start, end, zone := t.Span(place)
	x.amounts(p.amounts, measure.Sample{Start: start, End: end, Zone: zone}, x.in.Source(dayTotals))
}

// dayTotals is a source of its own, which goes first: the same steps may be there by the minute
// too (tracker), and then count once.
var (
	dayTotals = measure.Source{Name: "Withings", App: "aggregates", Class: measure.ClassWatch}
	tracker   = measure.Source{Name: "Withings", Model: "tracker", Class: measure.ClassWatch}
)

// night reads a night of which only the amounts are told. They are laid end to end, so that the
// minutes are right; when the person slept deeply is not known.
func (x *answer) night(p part, s measure.Sample, source int) {
	layNight(x.in, source, s, p.Data["deepsleepduration"], p.Data["lightsleepduration"], p.Data["remsleepduration"], p.Data["wakeupduration"])
	s.End = s.Start
	if v := p.Data["hr_average"]; v > 0 {
		x.in.Range("hr_average", "heart-rate", source, s, "bpm", p.Data["hr_min"], v, p.Data["hr_max"])
	}
	if v := p.Data["rr_average"]; v > 0 {
		x.in.Value("rr_average", "respiration", source, s, "/min", v)
	}
}

// layNight lays amounts of sleep, in seconds, end to end from the beginning of a night.
func layNight(in *measure.Intake, source int, s measure.Sample, deep, light, rem, awake float64) {
	end := s.End
	for _, a := range []struct {
		sec   float64
		stage int64
	}{{deep, measure.StageDeep}, {light, measure.StageLight}, {rem, measure.StageREM}, {awake, measure.StageAwake}} {
		if a.sec <= 0 || a.sec > 86_400 {
			continue
		}
		s.End = min(s.Start+int64(a.sec*1000), end)
		if s.Value = a.stage * measure.Scale; s.End > s.Start {
			in.Add(in.Kind("sleep"), source, s)
		}
		s.Start = s.End
	}
	if deep+light+rem+awake <= 0 && end > s.Start {
		s.End, s.Value = end, measure.StageInBed*measure.Scale
		in.Add(in.Kind("sleep"), source, s)
	}
}
