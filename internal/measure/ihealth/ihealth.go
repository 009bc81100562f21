// SPDX-License-Identifier: EUPL-1.2

// Package ihealth reads lists of iHealth: JSON as its interface gives them, with a list of one
// kind of measurement (BPDataList, WeightDataList, …) and a number for the unit beside it.
package ihealth

import (
	"io"
	"strings"

	"regie/internal/measure"
	"regie/internal/measure/clock"
	"regie/internal/measure/lists"
)

// The lists, by the name of the member.
var known = []string{"ARDataList", "BPDataList", "BGDataList", "BODataList", "SRDataList", "SPORTDataList", "WeightDataList", "HRDataList", "TDataList"}

// Is tells whether a document is such a list.
func Is(s lists.Shape) bool { return s.Has(known...) }

// item has the fields of all lists. MDate is what the person's clock said, counted as if it were
// UTC; TimeZone is "+0100". LastChangeTime, which is UTC, shows it.
type item struct {
	MDate            int64   `json:"MDate"`
	TimeZone         string  `json:"TimeZone"`
	DataSource       string  `json:"DataSource"`
	HP, LP           float64 // blood pressure
	HR               float64
	IsArr            int
	BG               float64
	DinnerSituation  string
	BO               float64
	Steps            float64
	DistanceTraveled float64
	Calories         float64
	WeightValue      float64
	BMI              float64
	FatValue         float64
	BoneValue        float64
	MuscaleValue     float64 // their spelling
	WaterValue       float64
	Temp             float64
	StartTime        int64 `json:"StartTime"` // sleep: SleepStartTime, sport: SportStartTime
	SportStartTime   int64
	SportEndTime     int64
	SportName        string
	EndTime          int64
	HoursSlept       float64 // minutes, whatever its name
}

// Read reads a document. What was read before a fault is kept, and the fault returned.
func Read(r io.Reader, in *measure.Intake) error {
	x := &reading{in: in, units: map[string]int{}}
	wanted := func(p string) bool {
		for _, k := range known {
			if p == k {
				return true
			}
		}
		return strings.HasSuffix(p, "Unit")
	}
	type held struct {
		list string
		item
	}
	var all []held // the unit may come after the list
	err := lists.Walk(r, lists.Most, wanted, func(p string, v lists.Value) error {
		if strings.HasSuffix(p, "Unit") {
			var n int
			if lists.Into(v, &n) {
				x.units[p] = n
			}
			return nil
		}
		var i item
		if !lists.Into(v, &i) {
			in.Note(p, measure.WhyBroken, 1)
			return nil
		}
		if len(all) >= maxItems {
			return lists.Stop(measure.ErrTooLarge)
		}
		all = append(all, held{p, i})
		return nil
	})
	for _, h := range all {
		x.item(h.list, h.item)
	}
	return err
}

// maxItems bounds a list. The interface gives fifty at a time.
const maxItems = 200_000

type reading struct {
	in    *measure.Intake
	units map[string]int
}

// unit chooses among the spellings of a unit by its number in the file.
func (x *reading) unit(name string, of ...string) string {
	if n := x.units[name]; n >= 0 && n < len(of) {
		return of[n]
	}
	return "?"
}

func (x *reading) item(list string, i item) {
	zone, at, ok := moment(i.MDate, i.TimeZone)
	if list == "SPORTDataList" && i.SportStartTime > 0 {
		zone, at, ok = moment(i.SportStartTime, i.TimeZone)
	}
	if list == "SRDataList" && i.StartTime > 0 {
		zone, at, ok = moment(i.StartTime, i.TimeZone)
	}
	if !ok {
		x.in.Note(list, measure.WhyTime, 1)
		return
	}
	s := measure.Sample{Start: at, End: at, Zone: zone}
	class := measure.ClassCuff
	if i.DataSource == "Manual" {
		s.Mark, class = measure.MarkByHand, measure.ClassHand
	} else if list == "ARDataList" || list == "SRDataList" || list == "SPORTDataList" {
		class = measure.ClassWatch
	}
	a := adding{x, list, x.in.Source(measure.Source{Name: "iHealth", App: i.DataSource, Class: class}), s}
	switch list {
	case "BPDataList":
		u := x.unit("BPUnit", "mmHg", "kPa")
		if i.IsArr > 0 {
			a.s.Mark |= measure.MarkIrregular
		}
		a.pair("blood-pressure", i.HP, i.LP, u)
		a.s.Mark &^= measure.MarkIrregular
		a.optional("heart-rate", i.HR, "bpm")
	case "HRDataList":
		a.add("heart-rate", i.HR, "bpm")
	case "BGDataList":
		switch {
		case strings.HasPrefix(i.DinnerSituation, "Before"):
			a.s.Mark |= measure.MarkBeforeMeal
		case strings.HasPrefix(i.DinnerSituation, "After"):
			a.s.Mark |= measure.MarkAfterMeal
		}
		a.add("glucose", i.BG, x.unit("BGUnit", "mg/dL", "mmol/L"))
	case "BODataList":
		a.add("oxygen", i.BO, "%")
		a.optional("heart-rate", i.HR, "bpm")
	case "TDataList":
		a.add("temperature", i.Temp, x.unit("TUnit", "degC", "degF"))
	case "WeightDataList":
		u := x.unit("WeightUnit", "kg", "lb", "st")
		a.add("weight", i.WeightValue, u)
		a.optional("bmi", i.BMI, "")
		a.optional("body-fat", i.FatValue, "%")
		a.optional("body-water", i.WaterValue, "%")
		a.optional("muscle-mass", i.MuscaleValue, u)
		a.optional("bone-mass", i.BoneValue, u)
	case "ARDataList": // a day
		local := at + int64(zone)*60_000
		a.s.Start = at - ((local%dayMS)+dayMS)%dayMS
		a.s.End = a.s.Start + dayMS
		a.add("steps", i.Steps, "count")
		a.optional("distance", i.DistanceTraveled, x.unit("DistanceUnit", "km", "mi"))
		a.optional("energy-total", i.Calories, "kcal")
	case "SRDataList":
		if _, end, ok := moment(i.EndTime, i.TimeZone); ok && end > at {
			a.s.End = end
		} else {
			a.s.End = at + int64(i.HoursSlept*60_000)
		}
		if i.HoursSlept > 0 && i.HoursSlept*60_000 <= float64(a.s.End-at) {
			inBed := a.s
			a.s.End = at + int64(i.HoursSlept*60_000)
			a.add("sleep", measure.StageAsleep, "")
			inBed.Start = a.s.End
			a.s = inBed
			if a.s.End > a.s.Start {
				a.add("sleep", measure.StageInBed, "")
			}
			return
		}
		a.add("sleep", measure.StageAsleep, "")
	case "SPORTDataList":
		x.sport(a, i)
	}
}

const dayMS = 86_400_000

func (x *reading) sport(a adding, i item) {
	end := a.s.Start
	if _, at, ok := moment(i.SportEndTime, i.TimeZone); ok {
		end = max(end, at)
	}
	e := measure.Event{Kind: measure.EventWorkout, Source: a.source, Start: a.s.Start, End: end, Zone: a.s.Zone, Name: sport(i.SportName)}
	if v, ok := measure.Scaled(i.Calories); ok && v > 0 {
		e.Amounts = append(e.Amounts, measure.Amount{Kind: "energy-active", What: measure.WhatTotal, Value: v})
		a.s.End = end
		a.add("energy-active", i.Calories, "kcal")
	}
	e.Amounts = append(e.Amounts, measure.Amount{Kind: "exercise", What: measure.WhatTotal, Value: (end - e.Start) * measure.Scale / 60_000})
	x.in.Event(e)
}

// sports are parts of names of sports.
var sports = []struct{ word, name string }{
	{"run", "running"}, {"jog", "running"}, {"cycl", "cycling"}, {"bik", "cycling"}, {"walk", "walking"}, {"hik", "hiking"}, {"swim", "swimming"},
	{"row", "rowing"}, {"skat", "skating"}, {"yoga", "yoga"}, {"danc", "dancing"}, {"badminton", "badminton"}, {"tennis", "tennis"}, {"golf", "golf"},
}

func sport(s string) string {
	l := strings.ToLower(s)
	for _, x := range sports {
		if strings.Contains(l, x.word) {
			return x.name
		}
	}
	if s == "" {
		return "other"
	}
	return measure.ForeignPrefix + s
}

// moment turns seconds on the person's clock into a moment.
func moment(local int64, zone string) (minutes int16, ms int64, ok bool) {
	if t, fine := clock.Parse("00:00 "+zone, clock.DayFirst); fine && t.Zoned {
		minutes = t.Zone
	}
	ms = local*1000 - int64(minutes)*60_000
	return minutes, ms, local > 0 && local < clock.Latest/1000
}

// adding puts values of one item into the intake.
type adding struct {
	x      *reading
	list   string
	source int
	s      measure.Sample
}

// optional adds a value, unless it is zero: that stands for nothing measured.
func (a adding) optional(k measure.Kind, v float64, unit string) {
	if v != 0 {
		a.add(k, v, unit)
	}
}

func (a adding) add(k measure.Kind, v float64, unit string) {
	if v == 0 && measure.FormOf(k).Shape == measure.Moment {
		a.x.in.Note(a.list, measure.WhyNumber, 1)
		return
	}
	a.x.in.Value(a.list, k, a.source, a.s, unit, v)
}

func (a adding) pair(k measure.Kind, v, second float64, unit string) {
	if v == 0 || second == 0 {
		a.x.in.Note(a.list, measure.WhyNumber, 1)
		return
	}
	a.x.in.Value(a.list, k, a.source, a.s, unit, v, second)
}
