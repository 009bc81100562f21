// SPDX-License-Identifier: EUPL-1.2

// Package googlefit reads points and sessions of Google Fit: JSON as its interface gave them, and
// as Google Takeout gives them.
package googlefit

import (
	"io"
	"strconv"
	"strings"
	"time"

	"regie/internal/measure"
	"regie/internal/measure/clock"
	"regie/internal/measure/lists"
)

// Is tells whether a document has points or sessions.
func Is(s lists.Shape) bool {
	return s.Has("point") && s.Has("dataSourceId") || s.Has("Data Points") || s.Has("Data Source") || s.Has("fitnessActivity") && s.Has("startTime", "endTime") ||
		s.Has("session[].activityType")
}

// types are the types of data that have a kind, by name; value is the first number of a point.
var types = map[string]struct {
	kind measure.Kind
	unit string
}{
	"com.google.step_count.delta": {"steps", "count"}, "com.google.heart_rate.bpm": {"heart-rate", "bpm"}, "com.google.weight": {"weight", "kg"},
	"com.google.height": {"height", "m"}, "com.google.body.fat.percentage": {"body-fat", "%"}, "com.google.distance.delta": {"distance", "m"},
	"com.google.calories.expended": {"energy-total", "kcal"}, "com.google.active_minutes": {"exercise", "min"}, "com.google.hydration": {"water", "L"},
	"com.google.blood_glucose": {"glucose", "mmol/L"}, "com.google.oxygen_saturation": {"oxygen", "%"}, "com.google.body.temperature": {"temperature", "degC"},
	"com.google.speed": {"speed", "m/s"}, "com.google.power.sample": {"power", "W"}, "com.google.step_count.cadence": {"cadence", "rpm"},
	"com.google.cycling.pedaling.cadence": {"cycling-cadence", "rpm"}, "com.google.resting_heart_rate": {"heart-rate-resting", "bpm"},
}

const (
	activityType = "com.google.activity.segment"
	sleepType    = "com.google.sleep.segment"
	pressureType = "com.google.blood_pressure"
)

// sleeps are stages by the number of com.google.sleep.segment, and those of activities that are sleep.
var (
	sleeps        = map[int64]float64{1: measure.StageAwake, 2: measure.StageAsleep, 3: measure.StageOut, 4: measure.StageLight, 5: measure.StageDeep, 6: measure.StageREM}
	sleepActivity = map[int64]float64{72: measure.StageAsleep, 109: measure.StageLight, 110: measure.StageDeep, 111: measure.StageREM, 112: measure.StageAwake}
)

// activities are names by the number of an activity; "" is nothing that a person does.
var activities = map[int64]string{
	0: "", 1: "cycling", 3: "", 4: "", 5: "", 7: "walking", 8: "running", 9: "cardio", 10: "badminton", 14: "cycling", 15: "cycling", 16: "cycling", 17: "cycling", 18: "cycling",
	19: "cycling", 24: "dancing", 25: "elliptical", 29: "football", 32: "golf", 35: "hiking", 36: "riding", 41: "paddling", 49: "pilates", 53: "rowing", 54: "rowing",
	56: "running", 57: "running", 58: "running", 59: "sailing", 61: "skating", 62: "skating", 65: "skiing", 66: "skiing", 67: "skiing", 77: "stairs", 78: "stairs",
	80: "strength", 82: "swimming", 83: "swimming", 84: "swimming", 85: "table-tennis", 87: "tennis", 89: "volleyball", 93: "walking", 94: "walking", 95: "walking", 97: "strength",
	98: "wheelchair", 100: "yoga", 108: "other", 114: "interval", 115: "interval", 116: "walking",
}

type value struct {
	Int *int64   `json:"intVal"`
	FP  *float64 `json:"fpVal"`
}

func (v value) number() (float64, bool) {
	switch {
	case v.FP != nil:
		return *v.FP, true
	case v.Int != nil:
		return float64(*v.Int), true
	}
	return 0, false
}

type point struct {
	Start  lists.Value `json:"startTimeNanos"` // a number, or a text with one
	End    lists.Value `json:"endTimeNanos"`
	Type   string      `json:"dataTypeName"`
	Origin string      `json:"originDataSourceId"`
	Value  []value     `json:"value"`
	Fit    []struct {
		Value value `json:"value"`
	} `json:"fitValue"`
}

// Options say what to read of a document.
type Options struct {
	Place        *time.Location            // where the person was; nil stands for UTC
	Kind         func(k measure.Kind) bool // which kinds; nil is all
	NoActivities bool                      // leave segments of activities out: sessions tell them too
}

// Read reads a document. What was read before a fault is kept, and the fault returned.
func Read(r io.Reader, o Options, in *measure.Intake) error {
	x := &reading{in: in, o: o, sources: map[string]source{}}
	one := session{}
	wanted := func(p string) bool {
		switch p {
		case "point", "Data Points", "session", "dataSourceId", "Data Source", "fitnessActivity", "startTime", "endTime", "aggregate":
			return true
		}
		return false
	}
	err := lists.Walk(r, lists.Most, wanted, func(p string, v lists.Value) error {
		switch p {
		case "dataSourceId", "Data Source":
			lists.Into(v, &x.origin)
		case "fitnessActivity":
			lists.Into(v, &one.Activity)
		case "startTime":
			lists.Into(v, &one.StartTime)
		case "endTime":
			lists.Into(v, &one.EndTime)
		case "aggregate":
			var a aggregate
			if len(one.Aggregate) < 50 && lists.Into(v, &a) {
				one.Aggregate = append(one.Aggregate, a)
			}
		case "session":
			var s session
			if !lists.Into(v, &s) {
				x.in.Note("session", measure.WhyBroken, 1)
				return nil
			}
			x.session(s)
		default:
			var pt point
			if !lists.Into(v, &pt) {
				x.in.Note("point", measure.WhyBroken, 1)
				return nil
			}
			x.point(pt)
		}
		return nil
	})
	if one.StartTime != "" {
		x.session(one)
	}
	return err
}

type source struct {
	n    int
	mark measure.Mark
}

type reading struct {
	in      *measure.Intake
	o       Options
	origin  string // of the document
	sources map[string]source
}

func nanos(v lists.Value) (ms int64, ok bool) {
	n, err := strconv.ParseInt(strings.Trim(string(v), `"`), 10, 64)
	return n / 1e6, err == nil && n > 0 && n/1e6 < clock.Latest
}

func (x *reading) point(p point) {
	from, ok := nanos(p.Start)
	to, ok2 := nanos(p.End)
	if !ok || !ok2 {
		x.in.Note(p.Type, measure.WhyTime, 1)
		return
	}
	for _, f := range p.Fit {
		p.Value = append(p.Value, f.Value)
	}
	var first float64
	if len(p.Value) > 0 {
		first, ok = p.Value[0].number()
	}
	if len(p.Value) == 0 || !ok {
		x.in.Note(p.Type, measure.WhyNumber, 1)
		return
	}
	if p.Origin == "" {
		p.Origin = x.origin
	}
	src := x.source(p.Origin)
	s := measure.Sample{Start: from, End: max(from, to), Zone: clock.Zone(from, x.o.Place), Mark: src.mark}
	switch p.Type {
	case activityType:
		x.activity(src, s, int64(first))
	case sleepType:
		stage, known := sleeps[int64(first)]
		if !known {
			x.in.Note(p.Type, measure.WhyUnknown, 1)
			return
		}
		x.add(p.Type, "sleep", src, s, "", stage)
	case pressureType:
		if len(p.Value) > 1 {
			if second, ok := p.Value[1].number(); ok {
				x.add(p.Type, "blood-pressure", src, s, "mmHg", first, second)
				return
			}
		}
		x.in.Note(p.Type, measure.WhyNumber, 1)
	default:
		t, known := types[p.Type]
		if !known {
			x.in.Note(p.Type, measure.WhyUnknown, 1)
			return
		}
		x.add(p.Type, t.kind, src, s, t.unit, first)
	}
}

func (x *reading) add(what string, k measure.Kind, src source, s measure.Sample, unit string, v ...float64) {
	if x.o.Kind == nil || x.o.Kind(k) {
		x.in.Value(what, k, src.n, s, unit, v...)
	}
}

func (x *reading) activity(src source, s measure.Sample, n int64) {
	if stage, ok := sleepActivity[n]; ok {
		x.add(activityType, "sleep", src, s, "", stage)
		return
	}
	name, known := activities[n]
	if !known {
		name = "other"
	}
	if name == "" || x.o.NoActivities {
		return
	}
	x.in.Event(measure.Event{Kind: measure.EventWorkout, Source: src.n, Start: s.Start, End: s.End, Zone: s.Zone, Name: name, Amounts: minutes(s.Start, s.End)})
}

func minutes(from, to int64) []measure.Amount {
	return []measure.Amount{{Kind: "exercise", What: measure.WhatTotal, Value: (to - from) * measure.Scale / 60_000}}
}

// source makes a source of a text as raw:com.google.heart_rate.bpm:com.app.name:maker:model:id:stream.
func (x *reading) source(id string) source {
	if s, ok := x.sources[id]; ok {
		return s
	}
	parts := strings.Split(id, ":")
	at := func(i int) string {
		if i < len(parts) {
			return parts[i]
		}
		return ""
	}
	s := measure.Source{Name: "Google Fit", App: at(2), Class: measure.ClassApp}
	if i := strings.LastIndexByte(s.App, '.'); i >= 0 && !strings.HasPrefix(s.App, "com.google.") {
		s.Name = s.App[i+1:]
	}
	out := source{}
	switch n := len(parts); {
	case strings.HasSuffix(id, "user_input"):
		out.mark, s.Class = measure.MarkByHand, measure.ClassHand
	case n >= 6:
		s.Model, s.Class = strings.TrimSpace(at(3)+" "+at(4)), measure.ClassPhone
	}
	out.n = x.in.Source(s)
	if len(x.sources) < 10_000 {
		x.sources[id] = out
	}
	return out
}

// session is a workout, as the interface or Takeout gives it.
type session struct {
	StartMillis lists.Value `json:"startTimeMillis"`
	EndMillis   lists.Value `json:"endTimeMillis"`
	Type        int64       `json:"activityType"`
	Application struct {
		Package string `json:"packageName"`
	} `json:"application"`

	Activity           string
	StartTime, EndTime string
	Aggregate          []aggregate
}

type aggregate struct {
	Metric string   `json:"metricName"`
	Int    *int64   `json:"intValue"`
	Float  *float64 `json:"floatValue"`
}

// words are names of activities in Takeout, by a part of them.
var words = []struct{ word, name string }{
	{"walk", "walking"}, {"run", "running"}, {"bik", "cycling"}, {"cycl", "cycling"}, {"swim", "swimming"}, {"hik", "hiking"}, {"yoga", "yoga"}, {"row", "rowing"},
	{"danc", "dancing"}, {"strength", "strength"}, {"skat", "skating"}, {"ski", "skiing"}, {"tennis", "tennis"}, {"golf", "golf"}, {"elliptical", "elliptical"},
}

func (x *reading) session(s session) {
	src := x.source("raw:session:" + s.Application.Package)
	var from, to int64
	var ok bool
	name := "other"
	if s.StartTime != "" {
		var ok2 bool
		from, _, ok = clock.At(s.StartTime, clock.DayFirst, nil)
		to, _, ok2 = clock.At(s.EndTime, clock.DayFirst, nil)
		ok = ok && ok2
		for _, w := range words {
			if strings.Contains(strings.ToLower(s.Activity), w.word) {
				name = w.name
				break
			}
		}
		if strings.Contains(s.Activity, "sleep") {
			return // its segments tell it
		}
	} else {
		from, ok = nanos(append(append(lists.Value{}, lists.Value(strings.Trim(string(s.StartMillis), `"`))...), "000000"...))
		to, _ = nanos(append(append(lists.Value{}, lists.Value(strings.Trim(string(s.EndMillis), `"`))...), "000000"...))
		if stage, sleep := sleepActivity[s.Type]; sleep && ok {
			x.add("session", "sleep", src, measure.Sample{Start: from, End: max(from, to), Zone: clock.Zone(from, x.o.Place)}, "", stage)
			return
		}
		if n := activities[s.Type]; n != "" {
			name = n
		}
	}
	if !ok || to < from {
		x.in.Note("session", measure.WhyTime, 1)
		return
	}
	e := measure.Event{Kind: measure.EventWorkout, Source: src.n, Start: from, End: to, Zone: clock.Zone(from, x.o.Place), Name: name, Amounts: minutes(from, to)}
	for _, a := range s.Aggregate {
		t, known := types[a.Metric]
		if !known || measure.FormOf(t.kind).Shape != measure.Total || t.kind == "exercise" {
			continue
		}
		v, _ := value{a.Int, a.Float}.number()
		if n, ok := measure.Scaled(v); ok && n > 0 {
			e.Amounts = append(e.Amounts, measure.Amount{Kind: t.kind, What: measure.WhatTotal, Value: n})
		}
	}
	x.in.Event(e)
}
