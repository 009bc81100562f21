// SPDX-License-Identifier: EUPL-1.2

// Package fitbit reads JSON of Fitbit: the answers of its interface, which are objects, and the
// files of its export (in Google Takeout, "Global Export Data"), which are lists.
package fitbit

import (
	"io"
	"path"
	"strconv"
	"strings"
	"time"

	"regie/internal/measure"
	"regie/internal/measure/clock"
	"regie/internal/measure/lists"
)

// Is tells whether a document is an answer of the interface.
func Is(s lists.Shape) bool {
	if s["sleep"] && (s["sleep[].dateOfSleep"] || len(s) <= 2) || s["weight"] && (s["weight[].logId"] || s["weight[].bmi"]) || s["fat"] && s["fat[].logId"] ||
		s["summary.caloriesOut"] || s["activities"] && (s["summary"] || s["activities[].logId"]) {
		return true
	}
	for p := range s {
		if !strings.Contains(p, ".") && (strings.HasPrefix(p, "activities-") || p == "body-weight" || p == "body-bmi" || p == "body-fat" || p == "cardioScore") {
			return true
		}
	}
	return false
}

// series are lists with a value for each day, by the end of their name.
var series = map[string]struct {
	kind measure.Kind
	unit string
}{
	"steps": {"steps", "count"}, "distance": {"distance", "km"}, "calories": {"energy-total", "kcal"}, "activityCalories": {"energy-active", "kcal"},
	"floors": {"flights", "count"}, "minutesFairlyActive": {"exercise", "min"}, "minutesVeryActive": {"exercise", "min"},
	"weight": {"weight", "kg"}, "bmi": {"bmi", ""}, "fat": {"body-fat", "%"},
}

// most bounds an element: a day of heart rates by the second is three megabytes.
const most = 16 << 20

// Read reads an answer. place is where the person was: Fitbit tells the time on the clock only;
// nil stands for UTC. What was read before a fault is kept, and the fault returned.
func Read(r io.Reader, place *time.Location, in *measure.Intake) error {
	x := &reading{in: in, place: place}
	wanted := func(p string) bool {
		switch p {
		case "sleep", "weight", "fat", "activities", "summary", "cardioScore", "hrv", "br":
			return true
		}
		return !strings.Contains(p, ".") && (strings.HasPrefix(p, "activities-") || strings.HasPrefix(p, "body-"))
	}
	err := lists.Walk(r, most, wanted, func(p string, v lists.Value) error {
		switch p {
		case "sleep":
			x.sleep(v)
		case "weight":
			x.weight(v, "kg")
		case "fat":
			x.weight(v, "kg")
		case "activities":
			x.workout(v)
		case "summary":
			x.summary = v.Clone()
		default:
			if name, ok := strings.CutSuffix(p, "-intraday"); ok {
				x.intraday(name, v)
				return nil
			}
			x.daily(p, v)
		}
		return nil
	})
	x.total()
	return err
}

type reading struct {
	in      *measure.Intake
	place   *time.Location
	summary lists.Value
	days    []clock.Time // of lists by day, and of workouts

}

func (x *reading) source() int {
	return x.in.Source(measure.Source{Name: "Fitbit", Model: "tracker", Class: measure.ClassWatch})
}

// totals is a source of its own, which goes first: the same steps may be there by the minute too,
// and then count once.
func (x *reading) totals() int {
	return x.in.Source(measure.Source{Name: "Fitbit", App: "day", Class: measure.ClassWatch})
}

func (x *reading) span(t clock.Time) measure.Sample {
	start, end, zone := t.Span(x.place)
	return measure.Sample{Start: start, End: end, Zone: zone}
}

// number reads a number that may stand as a text.
func number(v lists.Value) (float64, bool) {
	f, err := strconv.ParseFloat(strings.Trim(string(v), `"`), 64)
	return f, err == nil
}

// daily reads an element of a list with a value a day.
func (x *reading) daily(list string, v lists.Value) {
	var d struct {
		DateTime string      `json:"dateTime"`
		Value    lists.Value `json:"value"`
	}
	t, ok := clock.Time{}, lists.Into(v, &d)
	if ok {
		t, ok = clock.Parse(d.DateTime, clock.MonthFirst)
	}
	if !ok || !t.HasDate() {
		x.in.Note(list, measure.WhyTime, 1)
		return
	}
	x.days = append(x.days, t)
	s := x.span(t)
	name := list[strings.LastIndexByte(list, '-')+1:]
	if d.Value.Kind() == '{' {
		var o struct {
			Resting float64 `json:"restingHeartRate"`
			RMSSD   float64 `json:"dailyRmssd"`
			Breaths float64 `json:"breathingRate"`
		}
		lists.Into(d.Value, &o)
		s.End = s.Start
		for _, m := range []struct {
			k    measure.Kind
			unit string
			v    float64
		}{{"heart-rate-resting", "bpm", o.Resting}, {"hrv-rmssd", "ms", o.RMSSD}, {"respiration", "breaths/min", o.Breaths}} {
			if m.v > 0 {
				x.in.Value(list, m.k, x.totals(), s, m.unit, m.v)
			}
		}
		return
	}
	k, known := series[name]
	f, ok := number(d.Value)
	switch {
	case !known:
		x.in.Note(list, measure.WhyUnknown, 1)
	case !ok:
		x.in.Note(list, measure.WhyNumber, 1)
	default:
		if measure.FormOf(k.kind).Shape == measure.Moment {
			s.End = s.Start
		}
		x.in.Value(list, k.kind, x.totals(), s, k.unit, f)
	}
}

// intraday reads the values within a day. Which day it was, the list of days beside it tells.
func (x *reading) intraday(list string, v lists.Value) {
	var d struct {
		Dataset []struct {
			Time  string  `json:"time"`
			Value float64 `json:"value"`
		} `json:"dataset"`
		Interval int64  `json:"datasetInterval"`
		Type     string `json:"datasetType"`
	}
	if !lists.Into(v, &d) {
		x.in.Note(list+"-intraday", measure.WhyBroken, 1)
		return
	}
	k, known := series[list[strings.LastIndexByte(list, '-')+1:]]
	if strings.HasSuffix(list, "-heart") {
		k.kind, k.unit, known = "heart-rate", "bpm", true
	}
	if !known || len(x.days) != 1 {
		why := measure.WhyUnknown
		if known {
			why = measure.WhyTime
		}
		x.in.Note(list+"-intraday", why, len(d.Dataset))
		return
	}
	length := d.Interval * 60_000
	if d.Type == "second" {
		length = d.Interval * 1000
	}
	for _, e := range d.Dataset {
		t, ok := clock.Parse(e.Time, clock.MonthFirst)
		if !ok || t.HasDate() || !t.Clock {
			x.in.Note(list+"-intraday", measure.WhyTime, 1)
			continue
		}
		t.Year, t.Month, t.Day = x.days[0].Year, x.days[0].Month, x.days[0].Day
		at, zone := t.Moment(x.place)
		s := measure.Sample{Start: at, End: at, Zone: zone}
		if measure.FormOf(k.kind).Shape == measure.Total {
			s.End += min(max(length, 0), 86_400_000)
		}
		x.in.Value(list+"-intraday", k.kind, x.source(), s, k.unit, e.Value)
	}
}

// weight reads an element of a list of weights. unit is that of the weight.
func (x *reading) weight(v lists.Value, unit string) {
	var w struct {
		Date   string   `json:"date"`
		Time   string   `json:"time"`
		Weight *float64 `json:"weight"`
		BMI    float64  `json:"bmi"`
		Fat    float64  `json:"fat"`
		Source string   `json:"source"`
	}
	ok := lists.Into(v, &w)
	at, zone, fine := clock.At(strings.TrimSpace(w.Date+" "+w.Time), clock.MonthFirst, x.place)
	if !ok || !fine {
		x.in.Note("weight", measure.WhyTime, 1)
		return
	}
	src := measure.Source{Name: "Fitbit", App: w.Source, Class: measure.ClassCuff}
	s := measure.Sample{Start: at, End: at, Zone: zone}
	if w.Source == "Web" || w.Source == "API" && w.Weight == nil {
		s.Mark, src.Class = measure.MarkByHand, measure.ClassHand
	}
	n := x.in.Source(src)
	if w.Weight != nil {
		x.in.Value("weight", "weight", n, s, unit, *w.Weight)
	}
	if w.BMI > 0 {
		x.in.Value("bmi", "bmi", n, s, "", w.BMI)
	}
	if w.Fat > 0 {
		x.in.Value("fat", "body-fat", n, s, "%", w.Fat)
	}
	if w.Weight == nil && w.BMI == 0 && w.Fat == 0 {
		x.in.Note("weight", measure.WhyNumber, 1)
	}
}

// total reads the totals of a day. The answer does not tell of which day: only a workout does.
func (x *reading) total() {
	var s struct {
		Steps     *float64 `json:"steps"`
		Calories  float64  `json:"caloriesOut"`
		Floors    float64  `json:"floors"`
		Fairly    float64  `json:"fairlyActiveMinutes"`
		Very      float64  `json:"veryActiveMinutes"`
		Resting   float64  `json:"restingHeartRate"`
		Distances []struct {
			Activity string  `json:"activity"`
			Distance float64 `json:"distance"`
		} `json:"distances"`
	}
	if len(x.summary) == 0 || !lists.Into(x.summary, &s) || s.Steps == nil {
		return
	}
	if len(x.days) == 0 {
		x.in.Note("summary", measure.WhyTime, 1)
		return
	}
	for _, d := range x.days {
		if d.Year != x.days[0].Year || d.Month != x.days[0].Month || d.Day != x.days[0].Day {
			x.in.Note("summary", measure.WhyTime, 1)
			return
		}
	}
	at, n := x.span(x.days[0]), x.totals()
	x.in.Value("summary", "steps", n, at, "count", *s.Steps)
	for _, d := range s.Distances {
		if d.Activity == "total" {
			x.in.Value("summary", "distance", n, at, "km", d.Distance)
		}
	}
	for _, m := range []struct {
		k    measure.Kind
		unit string
		v    float64
	}{{"energy-total", "kcal", s.Calories}, {"flights", "count", s.Floors}, {"exercise", "min", s.Fairly + s.Very}} {
		if m.v > 0 {
			x.in.Value("summary", m.k, n, at, m.unit, m.v)
		}
	}
	if at.End = at.Start; s.Resting > 0 {
		x.in.Value("summary", "heart-rate-resting", n, at, "bpm", s.Resting)
	}
}

// FileKind tells what a file of the export holds by its name: "steps" of steps-2026-03-01.json.
func FileKind(name string) string {
	name = strings.ToLower(path.Base(name))
	name, ok := strings.CutSuffix(name, ".json")
	if !ok {
		return ""
	}
	if i := strings.IndexByte(name, '-'); i > 0 {
		name = name[:i]
	}
	return name
}
