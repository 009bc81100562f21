// SPDX-License-Identifier: EUPL-1.2

package apple

import (
	"strings"

	"regie/internal/measure"
)

// workout is a workout that is being read.
type workout struct {
	measure.Event
	path string // of the file with its route
	bad  bool
	old  []measure.Amount // from attributes, as exports before iOS 16 have them
}

// routed is a workout of the intake with the file of its route.
type routed struct {
	event int
	path  string
}

func (r *reader) beginWorkout(a attrs) {
	r.close()
	w := &workout{Event: measure.Event{Kind: measure.EventWorkout}}
	r.records++
	var source, device []byte
	var value, unit = map[string]string{}, map[string]string{}
	started := false
	for k, v, ok := a.next(); ok; k, v, ok = a.next() {
		switch key := string(k); key {
		case "workoutActivityType":
			w.Name = activityOf(plain(v))
		case "sourceName":
			source = v
		case "device":
			device = v
		case "startDate":
			w.Start, w.Zone, started = r.clock.read(v)
		case "endDate":
			w.End, _, _ = r.clock.read(v)
		case "totalDistance", "totalEnergyBurned", "duration":
			value[key] = string(v)
		case "totalDistanceUnit", "totalEnergyBurnedUnit", "durationUnit":
			unit[strings.TrimSuffix(key, "Unit")] = plain(v)
		}
	}
	if !started {
		r.in.Note("Workout", measure.WhyTime, 1)
		w.bad = true
	}
	w.End = max(w.End, w.Start)
	w.Source = r.sources.of(source, device)
	for key, kind := range map[string]measure.Kind{"totalDistance": "distance", "totalEnergyBurned": "energy-active", "duration": "exercise"} {
		if x, ok := amount(kind, measure.WhatTotal, value[key], unit[key]); ok {
			w.old = append(w.old, x)
		}
	}
	r.workout = w
}

func activityOf(s string) string {
	s = strings.TrimPrefix(s, "HKWorkoutActivityType")
	if ours, ok := activities[s]; ok {
		return ours
	}
	return measure.ForeignPrefix + s
}

func amount(k measure.Kind, what measure.What, value, unit string) (measure.Amount, bool) {
	u, ok := measure.UnitFor(k, unit)
	if !ok {
		return measure.Amount{}, false
	}
	v, ok := u.Of([]byte(value))
	return measure.Amount{Kind: k, What: what, Value: v}, ok
}

// workoutPart reads the totals of a workout, which modern exports have as children, and where
// its route is.
func (r *reader) workoutPart(name string, a attrs) {
	var typ, unit string
	values := map[measure.What]string{}
	for k, v, ok := a.next(); ok; k, v, ok = a.next() {
		switch string(k) {
		case "path":
			if name == "FileReference" {
				r.workout.path = plain(v)
			}
		case "type":
			typ = strings.TrimPrefix(plain(v), "HKQuantityTypeIdentifier")
		case "unit":
			unit = plain(v)
		case "sum":
			values[measure.WhatTotal] = string(v)
		case "average":
			values[measure.WhatMean] = string(v)
		case "minimum":
			values[measure.WhatLow] = string(v)
		case "maximum":
			values[measure.WhatHigh] = string(v)
		}
	}
	kind, ok := quantities[typ]
	if !ok {
		return
	}
	for _, what := range []measure.What{measure.WhatTotal, measure.WhatMean, measure.WhatLow, measure.WhatHigh} {
		if x, ok := amount(kind, what, values[what], unit); ok {
			r.workout.Amounts = append(r.workout.Amounts, x)
		}
	}
}

func (r *reader) endWorkout() {
	w := r.workout
	r.workout, r.part = nil, false
	if w == nil || w.bad {
		return
	}
	for _, kind := range []measure.Kind{"exercise", "distance", "energy-active"} { // in one order, whatever the map gave
		for _, x := range w.old {
			if x.Kind == kind && !w.has(kind) {
				w.Amounts = append(w.Amounts, x)
			}
		}
	}
	if w.path != "" {
		r.routes = append(r.routes, routed{len(r.in.Events()), w.path})
	}
	r.in.Event(w.Event)
}

func (w *workout) has(k measure.Kind) bool {
	for _, a := range w.Amounts {
		if a.What == measure.WhatTotal && (a.Kind == k || (k == "distance" && strings.HasPrefix(string(a.Kind), "distance-"))) {
			return true
		}
	}
	return false
}
