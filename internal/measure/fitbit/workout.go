// SPDX-License-Identifier: EUPL-1.2

package fitbit

import (
	"strings"

	"regie/internal/measure"
	"regie/internal/measure/clock"
	"regie/internal/measure/lists"
)

// words are names of activities, by a part of them.
var words = []struct{ word, name string }{
	{"walk", "walking"}, {"run", "running"}, {"treadmill", "running"}, {"bik", "cycling"}, {"cycl", "cycling"}, {"spinning", "cycling"}, {"swim", "swimming"}, {"hik", "hiking"},
	{"yoga", "yoga"}, {"row", "rowing"}, {"danc", "dancing"}, {"weight", "strength"}, {"strength", "strength"}, {"skat", "skating"}, {"ski", "skiing"}, {"tennis", "tennis"},
	{"golf", "golf"}, {"elliptical", "elliptical"}, {"interval", "interval"}, {"pilates", "pilates"}, {"stair", "stairs"},
}

func activity(name string) string {
	l := strings.ToLower(name)
	for _, w := range words {
		if strings.Contains(l, w.word) {
			return w.name
		}
	}
	if name == "" || l == "sport" || l == "workout" {
		return "other"
	}
	return measure.ForeignPrefix + name
}

// workout reads an activity of a day, of a list of activities, or of the export. Its steps are
// part of those of the day, so that they belong to the activity alone.
func (x *reading) workout(v lists.Value) {
	var w struct {
		Name         string  `json:"name"`
		ActivityName string  `json:"activityName"`
		StartDate    string  `json:"startDate"`
		StartTime    string  `json:"startTime"`
		Duration     int64   `json:"duration"` // ms
		Steps        float64 `json:"steps"`
		Calories     float64 `json:"calories"`
		Distance     float64 `json:"distance"`
		Unit         string  `json:"distanceUnit"`
		Heart        float64 `json:"averageHeartRate"`
	}
	if !lists.Into(v, &w) {
		x.in.Note("activities", measure.WhyBroken, 1)
		return
	}
	t, ok := clock.Parse(strings.TrimSpace(w.StartDate+" "+w.StartTime), clock.MonthFirst)
	if !ok || !t.HasDate() {
		x.in.Note("activities", measure.WhyTime, 1)
		return
	}
	if w.StartDate != "" {
		x.days = append(x.days, t)
	}
	name := w.ActivityName
	if name == "" {
		name = w.Name
	}
	at, zone := t.Moment(x.place)
	e := measure.Event{Kind: measure.EventWorkout, Source: x.source(), Start: at, End: at + min(max(w.Duration, 0), 7*86_400_000), Zone: zone, Name: activity(name)}
	metres := 1000.0
	if strings.HasPrefix(strings.ToLower(w.Unit), "mi") {
		metres = 1609.344
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
		v    float64
	}{
		{"exercise", measure.WhatTotal, float64(e.End-e.Start) / 60_000}, {"steps", measure.WhatTotal, w.Steps}, {k, measure.WhatTotal, w.Distance * metres},
		{"energy-active", measure.WhatTotal, w.Calories}, {"heart-rate", measure.WhatMean, w.Heart},
	} {
		if n, ok := measure.Scaled(a.v); ok && n > 0 {
			e.Amounts = append(e.Amounts, measure.Amount{Kind: a.k, What: a.what, Value: n})
		}
	}
	x.in.Event(e)
}
