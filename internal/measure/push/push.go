// SPDX-License-Identifier: EUPL-1.2

// Package push reads what apps on a telephone send by themselves: JSON in the form of Health Auto
// Export, {"data":{"metrics":[…],"workouts":[…]}}. Words in it are in the language of the
// telephone; only keys and numbers are read.
package push

import (
	"bytes"
	"io"
	"strings"
	"time"

	"github.com/go-json-experiment/json/jsontext"

	"regie/internal/measure"
	"regie/internal/measure/clock"
	"regie/internal/measure/lists"
)

// Most bounds a message.
const Most = 48 << 20

// Is tells whether a document is such a message.
func Is(s lists.Shape) bool { return s.Has("data.metrics", "data.workouts") }

// metrics are the names of metrics that have a kind.
var metrics = map[string]measure.Kind{
	"step_count": "steps", "heart_rate": "heart-rate", "resting_heart_rate": "heart-rate-resting", "walking_heart_rate_average": "heart-rate-walking", "heart_rate_recovery": "heart-rate-recovery",
	"cardio_recovery": "heart-rate-recovery", "heart_rate_variability": "hrv-sdnn", "heart_rate_variability_sdnn": "hrv-sdnn", "blood_pressure": "blood-pressure", "weight_body_mass": "weight", "body_mass": "weight",
	"height": "height", "body_mass_index": "bmi", "body_fat_percentage": "body-fat", "lean_body_mass": "lean-mass", "waist_circumference": "waist", "body_temperature": "temperature",
	"basal_body_temperature": "temperature-basal", "apple_sleeping_wrist_temperature": "temperature-wrist", "wrist_temperature": "temperature-wrist", "blood_oxygen_saturation": "oxygen", "oxygen_saturation": "oxygen",
	"respiratory_rate": "respiration", "peak_expiratory_flow_rate": "peak-flow", "forced_expiratory_volume_1": "fev1", "forced_vital_capacity": "fvc", "inhaler_usage": "inhaler", "breathing_disturbances": "breathing-disturbances",
	"blood_glucose": "glucose", "insulin_delivery": "insulin", "vo2_max": "vo2max", "atrial_fibrillation_burden": "afib", "peripheral_perfusion_index": "perfusion",
	"walking_running_distance": "distance", "cycling_distance": "distance-cycling", "swimming_distance": "distance-swimming", "distance_wheelchair": "distance-wheelchair", "distance_downhill_snow_sports": "distance-snow",
	"flights_climbed": "flights", "swimming_stroke_count": "strokes", "push_count": "pushes", "active_energy": "energy-active", "basal_energy_burned": "energy-basal", "apple_exercise_time": "exercise", "apple_stand_time": "stand",
	"physical_effort": "effort", "number_of_times_fallen": "falls", "mindful_minutes": "mindful", "time_in_daylight": "daylight", "uv_exposure": "uv", "environmental_audio_exposure": "sound-around", "headphone_audio_exposure": "sound-headphones",
	"walking_speed": "walking-speed", "walking_step_length": "step-length", "walking_asymmetry_percentage": "walking-asymmetry", "walking_double_support_percentage": "double-support", "apple_walking_steadiness": "steadiness",
	"six_minute_walking_test_distance": "six-minute-walk", "stair_speed_up": "stairs-up", "stair_speed_down": "stairs-down", "running_speed": "running-speed", "running_power": "running-power", "running_stride_length": "stride-length",
	"running_ground_contact_time": "ground-contact", "running_vertical_oscillation": "vertical-oscillation", "cycling_speed": "cycling-speed", "cycling_power": "cycling-power", "cycling_cadence": "cycling-cadence",
	"dietary_water": "water", "caffeine": "caffeine", "dietary_caffeine": "caffeine", "dietary_energy": "energy-food", "carbohydrates": "carbohydrates", "dietary_sugar": "sugar", "fiber": "fibre", "protein": "protein", "total_fat": "fat",
	"saturated_fat": "fat-saturated", "sodium": "sodium", "potassium": "potassium", "cholesterol": "cholesterol-food", "alcohol_consumption": "alcohol",
}

// item is one value of a metric, in all its forms.
type item struct {
	Date      string   `json:"date"`
	Source    string   `json:"source"`
	Qty       *float64 `json:"qty"`
	Systolic  *float64 `json:"systolic"`
	Diastolic *float64 `json:"diastolic"`
	Min       *float64 `json:"Min"`
	Avg       *float64 `json:"Avg"`
	Max       *float64 `json:"Max"`
	night
}

// night has hours: of stages where the app tells them, else of sleep and of lying in bed.
type night struct {
	SleepStart string  `json:"sleepStart"`
	SleepEnd   string  `json:"sleepEnd"`
	InBedStart string  `json:"inBedStart"`
	InBedEnd   string  `json:"inBedEnd"`
	Start      string  `json:"startDate"`
	End        string  `json:"endDate"`
	Asleep     float64 `json:"asleep"`
	Total      float64 `json:"totalSleep"`
	Core       float64 `json:"core"`
	Deep       float64 `json:"deep"`
	REM        float64 `json:"rem"`
	Awake      float64 `json:"awake"`
	InBed      float64 `json:"inBed"`
}

// Read reads a message. place is where the person is, for times without a zone. What was read
// before a fault is kept, and the fault returned.
func Read(r io.Reader, place *time.Location, in *measure.Intake) error {
	return (&reading{in: in, place: place}).read(r)
}

// ReadFile reads a message that was kept as a file. The app sends the same hours too, so that a file is
// taken as something that was sent (Intake.Sent): at the last moment that it tells of, since it does not
// say when it was made.
func ReadFile(r io.Reader, place *time.Location, in *measure.Intake) error {
	in.Sent = measure.SentSometime
	x := &reading{in: in, place: place}
	err := x.read(r)
	in.Sent = max(in.Sent, x.last)
	return err
}

func (x *reading) read(r io.Reader) error {
	limited := &io.LimitedReader{R: r, N: Most + 1}
	err := lists.Walk(limited, Most, func(p string) bool { return p == "data.metrics" || p == "data.workouts" }, func(p string, v lists.Value) error {
		if p == "data.workouts" {
			x.workout(v)
		} else {
			x.metric(v)
		}
		return nil
	})
	if limited.N == 0 {
		return measure.ErrTooLarge
	}
	return err
}

type reading struct {
	in    *measure.Intake
	place *time.Location
	last  int64 // moment, in ms
}

func (x *reading) source(name string) int {
	s := measure.Source{Name: strings.TrimSpace(name), App: "Health Auto Export", Class: measure.ClassApp}
	switch l := strings.ToLower(name); {
	case name == "":
		s.Name = "Health Auto Export"
	case strings.Contains(l, "watch"):
		s.Class = measure.ClassWatch
	case strings.Contains(l, "iphone"):
		s.Class = measure.ClassPhone
	}
	return x.in.Source(s)
}

func (x *reading) metric(v lists.Value) {
	var m struct {
		Name  string      `json:"name"`
		Units string      `json:"units"`
		Data  lists.Value `json:"data"`
	}
	if !lists.Into(v, &m) || m.Data.Kind() != '[' {
		x.in.Note("metrics", measure.WhyBroken, 1)
		return
	}
	kind, known := metrics[m.Name]
	sleep := m.Name == "sleep_analysis"
	if !known && !sleep { // Regie keeps what it does not know under the app's own name
		kind = measure.Kind(measure.ForeignPrefix + strings.ReplaceAll(m.Name, "_", " "))
	}
	d := jsontext.NewDecoder(bytes.NewReader(m.Data), jsontext.AllowDuplicateNames(true), jsontext.AllowInvalidUTF8(true))
	if _, err := d.ReadToken(); err != nil {
		return
	}
	for d.PeekKind() == '{' || d.PeekKind() == '[' || d.PeekKind() == '"' || d.PeekKind() == '0' || d.PeekKind() == 'n' || d.PeekKind() == 't' || d.PeekKind() == 'f' {
		e, err := d.ReadValue()
		if err != nil {
			return
		}
		var i item
		if !lists.Into(e, &i) {
			x.in.Note(m.Name, measure.WhyBroken, 1)
			continue
		}
		if sleep {
			x.night(i)
			continue
		}
		x.value(m.Name, kind, unit(m.Units), i)
	}
}

// units are spellings that no other source has.
var units = map[string]string{"ml/(kg·min)": "ml/kg/min", "mL/min·kg": "ml/kg/min", "kcal/hr·kg": "kcal/hr·kg", "ft": "ft", "breaths/min": "breaths/min", "hr": "hr", "percent": "%", "steps": "count", "mg": "mg"}

func unit(s string) string {
	if u, ok := units[s]; ok {
		return u
	}
	return s
}

func (x *reading) value(name string, k measure.Kind, unit string, i item) {
	at, zone, ok := clock.At(i.Date, clock.DayFirst, x.place)
	if !ok {
		x.in.Note(name, measure.WhyTime, 1)
		return
	}
	s := measure.Sample{Start: at, End: at, Zone: zone}
	x.last = max(x.last, at)
	switch {
	case k == "blood-pressure":
		if i.Systolic == nil || i.Diastolic == nil {
			x.in.Note(name, measure.WhyNumber, 1)
			return
		}
		x.in.Value(name, k, x.source(i.Source), s, unit, *i.Systolic, *i.Diastolic)
	case i.Avg != nil:
		low, high := *i.Avg, *i.Avg
		if i.Min != nil {
			low = *i.Min
		}
		if i.Max != nil {
			high = *i.Max
		}
		x.in.Range(name, k, x.source(i.Source), s, unit, low, *i.Avg, high)
	case i.Qty != nil:
		q := *i.Qty
		if k == "oxygen" && q <= 1 || k == "body-fat" && q < 1 {
			q *= 100
		}
		x.in.Value(name, k, x.source(i.Source), s, unit, q)
	default:
		x.in.Note(name, measure.WhyNumber, 1)
	}
}

// nightAround is how far, in ms, the beginning and the end of a night may shift.
const nightAround = 3 * 3_600_000

// night reads a night. Of stages only how long is told: they are laid end to end.
func (x *reading) night(i item) {
	n := i.night
	from, to := n.SleepStart, n.SleepEnd
	if from == "" {
		from, to = n.InBedStart, n.InBedEnd
	}
	if from == "" {
		from, to = n.Start, n.End
	}
	start, zone, ok := clock.At(from, clock.DayFirst, x.place)
	end, _, ok2 := clock.At(to, clock.DayFirst, x.place)
	if !ok || !ok2 || end <= start || end-start > 3*86_400_000 {
		x.in.Note("sleep_analysis", measure.WhyTime, 1)
		return
	}
	x.last = max(x.last, end)
	source := x.source(i.Source)
	asleep := max(n.Asleep, n.Total)
	rest := max(0, asleep-n.Core-n.Deep-n.REM)
	if n.Core+n.Deep+n.REM+rest <= 0 {
		if i.Qty != nil && n.Start != "" {
			x.in.Note("sleep_analysis", measure.WhyUnknown, 1) // the stage is a word in some language
			return
		}
		rest = max(0, float64(end-start)/3_600_000-n.Awake)
	}
	// A night that was told before is told anew, and may have begun or ended at another time.
	x.in.Gone(x.in.Kind("sleep"), source, start-nightAround, end+nightAround, zone)
	s := measure.Sample{Start: start, Zone: zone}
	for _, a := range []struct {
		hours float64
		stage float64
	}{{n.Deep, measure.StageDeep}, {n.Core, measure.StageLight}, {n.REM, measure.StageREM}, {rest, measure.StageAsleep}, {n.Awake, measure.StageAwake}} {
		if a.hours <= 0.001 || a.hours > 48 {
			continue
		}
		s.End = min(s.Start+int64(a.hours*3_600_000+0.5), end)
		if s.End > s.Start {
			x.in.Value("sleep_analysis", "sleep", source, s, "", a.stage)
		}
		s.Start = s.End
	}
}

// quantity is an amount of a workout.
type quantity struct {
	Qty   float64 `json:"qty"`
	Units string  `json:"units"`
}

// sports are parts of names of workouts, in Dutch and English; other languages give "other".
var sports = []struct{ word, name string }{
	{"walk", "walking"}, {"wandel", "walking"}, {"run", "running"}, {"hardlop", "running"}, {"cycl", "cycling"}, {"fiets", "cycling"}, {"swim", "swimming"}, {"zwem", "swimming"},
	{"hik", "hiking"}, {"yoga", "yoga"}, {"row", "rowing"}, {"roei", "rowing"}, {"danc", "dancing"}, {"dans", "dancing"}, {"strength", "strength"}, {"kracht", "strength"}, {"skat", "skating"}, {"tennis", "tennis"},
}

func (x *reading) workout(v lists.Value) {
	var w struct {
		Name     string   `json:"name"`
		Start    string   `json:"start"`
		End      string   `json:"end"`
		Distance quantity `json:"distance"`
		Energy   quantity `json:"activeEnergyBurned"`
		Heart    quantity `json:"avgHeartRate"`
		Top      quantity `json:"maxHeartRate"`
	}
	if !lists.Into(v, &w) {
		x.in.Note("workouts", measure.WhyBroken, 1)
		return
	}
	start, zone, ok := clock.At(w.Start, clock.DayFirst, x.place)
	end, _, ok2 := clock.At(w.End, clock.DayFirst, x.place)
	if !ok || !ok2 || end < start || end-start > 8*86_400_000 {
		x.in.Note("workouts", measure.WhyTime, 1)
		return
	}
	e := measure.Event{Kind: measure.EventWorkout, Source: x.source(""), Start: start, End: end, Zone: zone, Name: "other"}
	for _, s := range sports {
		if strings.Contains(strings.ToLower(w.Name), s.word) {
			e.Name = s.name
			break
		}
	}
	k := measure.Kind("distance")
	switch e.Name {
	case "cycling":
		k = "distance-cycling"
	case "swimming":
		k = "distance-swimming"
	}
	for _, a := range []struct {
		k    measure.Kind
		what measure.What
		q    quantity
	}{
		{"exercise", measure.WhatTotal, quantity{float64(end-start) / 60_000, "min"}}, {k, measure.WhatTotal, w.Distance}, {"energy-active", measure.WhatTotal, w.Energy},
		{"heart-rate", measure.WhatMean, w.Heart}, {"heart-rate", measure.WhatHigh, w.Top},
	} {
		u, ok := measure.UnitFor(a.k, unit(a.q.Units))
		if n, fine := measure.Scaled(a.q.Qty); ok && fine && n > 0 {
			e.Amounts = append(e.Amounts, measure.Amount{Kind: a.k, What: a.what, Value: u.Convert(n)})
		}
	}
	x.in.Event(e)
}
