// SPDX-License-Identifier: EUPL-1.2

package gpx

import (
	"fmt"
	"io"
	"math"
	"regexp"
	"strings"
	"time"

	"regie/internal/measure"
)

// Is tells whether a file that begins like this is a GPX file; its root may have a prefix.
func Is(head []byte) bool { return root.Match(head) }

var root = regexp.MustCompile(`<([A-Za-z_][\w.-]{0,40}:)?gpx[\s>/]`)

// Import reads the tracks of a file as workouts, and the heart rates along them. place is where
// the person was, since GPX knows only UTC; nil stands for UTC itself. A track without times is
// a plan and no workout: it is noted.
func Import(r io.Reader, place *time.Location, in *measure.Intake) error {
	tracks, damaged := Read(r)
	if damaged != nil && len(tracks) == 0 {
		return damaged
	}
	if place == nil {
		place = time.UTC
	}
	for _, t := range tracks {
		add(t, place, in)
	}
	if damaged != nil {
		return fmt.Errorf("%w: %w", measure.ErrDamaged, damaged)
	}
	return nil
}

func add(t Track, place *time.Location, in *measure.Intake) {
	var timed []Point
	for _, p := range t.Points {
		if p.At > 0 {
			timed = append(timed, p)
		}
	}
	if len(timed) == 0 {
		in.Note("trk", measure.WhyTime, 1)
		return
	}
	source := in.Source(measure.Source{Name: "GPX", Class: measure.ClassWatch})
	e := measure.Event{Kind: measure.EventWorkout, Source: source, Name: activity(t.Type), Start: timed[0].At, End: timed[0].At}
	for _, p := range timed {
		e.Start, e.End = min(e.Start, p.At), max(e.End, p.At)
	}
	e.Zone = zoneOf(e.Start, place)
	for _, p := range timed {
		e.Track = append(e.Track, p.Fix)
		give := func(k measure.Kind, v int64) {
			in.Add(in.Kind(k), source, measure.Sample{Start: p.At, End: p.At, Zone: zoneOf(p.At, place), Value: v})
		}
		if p.HeartRate > 0 {
			give("heart-rate", int64(p.HeartRate)*measure.Scale)
		}
		for _, x := range []struct {
			k measure.Kind
			v *int64
		}{{"cadence", p.Cadence}, {"speed", p.Speed}, {"power", p.Power}} {
			if x.v != nil {
				give(x.k, *x.v)
			}
		}
	}
	if m, ok := measure.Scaled(Length(timed)); ok && m > 0 {
		e.Amounts = append(e.Amounts, measure.Amount{Kind: "distance", What: measure.WhatTotal, Value: m})
	}
	in.Event(e)
}

func zoneOf(ms int64, place *time.Location) int16 {
	_, sec := time.UnixMilli(ms).In(place).Zone()
	return int16(sec / 60)
}

// activities are parts of the words that apps use for the type of a track.
var activities = []struct{ word, name string }{
	{"run", "running"}, {"cycl", "cycling"}, {"bik", "cycling"}, {"ride", "cycling"}, {"walk", "walking"}, {"hik", "hiking"}, {"swim", "swimming"},
	{"row", "rowing"}, {"skat", "skating"},
}

func activity(typ string) string {
	typ = strings.ToLower(typ)
	for _, a := range activities {
		if strings.Contains(typ, a.word) {
			return a.name
		}
	}
	return "other"
}

// earth is its mean radius in metres.
const earth = 6_371_008.8

// Length returns how long a track is in metres, over the ground, by great circles.
func Length(p []Point) (m float64) {
	rad := func(v int32) float64 { return float64(v) / 1e7 * math.Pi / 180 }
	for i := 1; i < len(p); i++ {
		a, b := p[i-1], p[i]
		dLat, dLon := rad(b.Lat)-rad(a.Lat), rad(b.Lon)-rad(a.Lon)
		h := math.Pow(math.Sin(dLat/2), 2) + math.Cos(rad(a.Lat))*math.Cos(rad(b.Lat))*math.Pow(math.Sin(dLon/2), 2)
		m += 2 * earth * math.Asin(math.Min(1, math.Sqrt(h)))
	}
	return m
}
