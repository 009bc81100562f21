// SPDX-License-Identifier: EUPL-1.2

package measure

// Event is more than a value: a workout with its route, an electrocardiogram. Source is a number
// of Intake.Source.
type Event struct {
	Kind       EventKind
	Source     int
	Start, End int64 // ms
	Zone       int16
	Name       string // "running": a key of the catalogue, measure.activity.…; of a source's own if it begins with "other/"
	Amounts    []Amount
	Track      []Fix // where it went
	Wave       *Wave // an electrocardiogram
}

// EventKind is what kind of event it is.
type EventKind uint8

// The kinds of events.
const (
	EventWorkout EventKind = iota + 1
	EventECG
)

// Amount is a number that goes with an event: its distance, its mean heart rate.
type Amount struct {
	Kind  Kind
	What  What
	Value int64 // in 1/Scale of the unit of the kind
}

// What tells which number of a kind it is.
type What uint8

// What an amount is of the kind.
const (
	WhatTotal What = iota + 1
	WhatMean
	WhatLow
	WhatHigh
)

// Fix is a place on the way.
type Fix struct {
	At       int64 // ms; 0 where the file has no times
	Lat, Lon int32 // 1e-7 degrees
	Up       int32 // height in cm; NoHeight where there is none
}

// NoHeight stands for a height that is not known.
const NoHeight = -1 << 31

// Wave is a curve of voltages.
type Wave struct {
	Lead string  // as the device calls it
	Said string  // what the device made of it, in its own words. Regie adds nothing.
	Hz   float64 // samples a second
	UV   []int32 // tenths of a microvolt
}
