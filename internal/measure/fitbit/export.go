// SPDX-License-Identifier: EUPL-1.2

package fitbit

import (
	"io"
	"slices"
	"time"

	"regie/internal/measure"
	"regie/internal/measure/clock"
	"regie/internal/measure/lists"
)

// export tells how to read a file of the export: its kind, the unit, how long a value lasts, and
// on which clock its times are. What a device counts by the minute is in UTC; what belongs to a
// day is on the clock of the person.
type export struct {
	kind   measure.Kind
	unit   string
	factor float64
	length int64 // ms; 0 for a moment, -1 for a day
}

var exports = map[string]export{
	"steps":                     {"steps", "count", 1, 60_000},
	"distance":                  {"distance", "m", 0.01, 60_000}, // centimetres
	"calories":                  {"energy-total", "kcal", 1, 60_000},
	"heart_rate":                {"heart-rate", "bpm", 1, 0},
	"moderately_active_minutes": {"exercise", "min", 1, -1},
	"very_active_minutes":       {"exercise", "min", 1, -1},
	"resting_heart_rate":        {"heart-rate-resting", "bpm", 1, -1},
	"demographic_vo2_max":       {"vo2max", "ml/kg/min", 1, -1},
	"height":                    {"height", "mm", 1, 0},
}

// others are files with a form of their own.
var others = []string{"sleep", "weight", "exercise", "water_logs"}

// IsExport tells whether a file of this name and shape is one of the export.
func IsExport(name string, s lists.Shape) bool {
	k := FileKind(name)
	_, known := exports[k]
	return s.Has("[]") && (known && (s.Has("[].dateTime") || len(s) == 1) || slices.Contains(others, k) && (len(s) == 1 || s.Has("[].logId", "[].date", "[].dateTime", "[].startTime"))) ||
		s.Has("[].dateOfSleep") || s.Has("[].value.bpm")
}

// ReadExport reads a file of the export; its name tells the kind where its content does not.
func ReadExport(name string, r io.Reader, place *time.Location, in *measure.Intake) error {
	x := &reading{in: in, place: place}
	kind := FileKind(name)
	e, known := exports[kind]
	return lists.Walk(r, most, func(p string) bool { return p == "" }, func(_ string, v lists.Value) error {
		switch {
		case kind == "weight":
			x.weight(v, "lb")
			return nil
		case kind == "exercise":
			x.workout(v)
			return nil
		case kind == "water_logs":
			x.water(v)
			return nil
		}
		var d struct {
			DateTime string      `json:"dateTime"`
			Value    lists.Value `json:"value"`
			Night    string      `json:"dateOfSleep"`
		}
		if !lists.Into(v, &d) {
			in.Note(kind, measure.WhyBroken, 1)
			return nil
		}
		if d.Night != "" || kind == "sleep" {
			x.sleep(v)
			return nil
		}
		var o struct {
			BPM   *float64 `json:"bpm"`
			Value *float64 `json:"value"`
			VO2   *float64 `json:"demographicVO2Max"`
		}
		at := e
		if d.Value.Kind() == '{' && lists.Into(d.Value, &o) && o.BPM != nil {
			at, known = exports["heart_rate"], true
		}
		if !known {
			in.Note(kind, measure.WhyUnknown, 1)
			return nil
		}
		f, ok := number(d.Value)
		for _, p := range []*float64{o.BPM, o.Value, o.VO2} {
			if p != nil {
				f, ok = *p, true
			}
		}
		x.put(kind, at, d.DateTime, f, ok)
		return nil
	})
}

func (x *reading) put(what string, e export, at string, f float64, ok bool) {
	t, fine := clock.Parse(at, clock.MonthFirst)
	switch {
	case !fine || !t.HasDate():
		x.in.Note(what, measure.WhyTime, 1)
		return
	case !ok:
		x.in.Note(what, measure.WhyNumber, 1)
		return
	case f == 0 && measure.FormOf(e.kind).Shape == measure.Moment:
		return // stands for a day without
	}
	var s measure.Sample
	if e.length < 0 {
		if s = x.span(t); measure.FormOf(e.kind).Shape == measure.Moment {
			s.End = s.Start
		}
	} else {
		s.Start, _ = t.Moment(nil)
		s.End, s.Zone = s.Start+e.length, clock.Zone(s.Start, x.place)
	}
	x.in.Value(what, e.kind, x.source(), s, e.unit, f*e.factor)
}

func (x *reading) water(v lists.Value) {
	var w struct {
		Date   string  `json:"date"`
		Amount float64 `json:"waterAmount"`
		Unit   string  `json:"measurementUnit"`
	}
	t, ok := clock.Time{}, lists.Into(v, &w)
	if ok {
		t, ok = clock.Parse(w.Date, clock.MonthFirst)
	}
	if !ok || !t.HasDate() {
		x.in.Note("water", measure.WhyTime, 1)
		return
	}
	unit := "mL"
	if w.Unit != "" && w.Unit != "ml" && w.Unit != "mL" {
		unit = w.Unit
	}
	x.in.Value("water", "water", x.source(), x.span(t), unit, w.Amount)
}
