// SPDX-License-Identifier: EUPL-1.2

// Package tcx reads Training Center files (Garmin's TrainingCenterDatabase, version 2).
package tcx

import (
	"encoding/xml"
	"errors"
	"fmt"
	"io"
	"math"
	"regexp"
	"strconv"
	"strings"
	"time"

	"regie/internal/measure"
)

// ErrNotTCX says that the file is no TCX file.
var ErrNotTCX = errors.New("tcx: no TCX file")

// maxPoints bounds the points of a file.
const maxPoints = 500_000

// Is tells whether a file that begins like this is a TCX file.
func Is(head []byte) bool { return root.Match(head) }

var root = regexp.MustCompile(`<([A-Za-z_][\w.-]{0,40}:)?TrainingCenterDatabase[\s>/]`)

// Read reads activities as workouts, and the heart rates along them. What was read before a
// fault is kept, and the fault noted. place is where the person was, for moments in UTC; nil
// stands for UTC itself.
func Read(r io.Reader, place *time.Location, in *measure.Intake) error {
	if place == nil {
		place = time.UTC
	}
	d := xml.NewDecoder(r)
	d.Strict = false
	d.CharsetReader = func(_ string, in io.Reader) (io.Reader, error) { return in, nil }
	s := &reading{in: in, place: place}
	for {
		t, err := d.Token()
		if errors.Is(err, io.EOF) {
			break
		}
		if err == nil {
			err = s.token(t)
		}
		if err != nil {
			if errors.Is(err, ErrNotTCX) || !s.root {
				return ErrNotTCX
			}
			s.endActivity()
			return fmt.Errorf("reading a TCX file: %w: %w", measure.ErrDamaged, err)
		}
	}
	if !s.root {
		return ErrNotTCX
	}
	s.endActivity()
	return nil
}

type reading struct {
	in    *measure.Intake
	place *time.Location
	root  bool
	path  []string
	text  strings.Builder
	a     *activity
	p     *point
	n     int
}

// activity is an activity that is being read. Its heart rates wait for the device, which comes last.
type activity struct {
	measure.Event
	device             measure.Source
	metres, cal, secs  float64
	heartSum, heartFor float64
	heartTop           float64
	lapSecs, lapHeart  float64
	beats              []beat
}

// beat is what a device noted on the way.
type beat struct {
	kind measure.Kind
	measure.Sample
}

type point struct {
	measure.Fix
	lat, lon bool
	heart    int64
	// What else was noted, in 1/Scale; nil where it was not.
	cadence, speed, power *int64
}

func (s *reading) token(t xml.Token) error {
	switch t := t.(type) {
	case xml.StartElement:
		return s.start(t)
	case xml.CharData:
		if s.text.Len() < 200 {
			s.text.Write(t)
		}
	case xml.EndElement:
		s.end(t.Name.Local)
	}
	return nil
}

func (s *reading) start(t xml.StartElement) error {
	n := t.Name.Local
	if !s.root {
		if n != "TrainingCenterDatabase" {
			return ErrNotTCX
		}
		s.root = true
	}
	if len(s.path) > 100 {
		return fmt.Errorf("tcx: too deep")
	}
	s.path = append(s.path, n)
	s.text.Reset()
	switch n {
	case "Activity":
		s.endActivity()
		s.a = &activity{Event: measure.Event{Kind: measure.EventWorkout, Name: "other"}, device: measure.Source{Name: "TCX", Class: measure.ClassWatch}}
		for _, x := range t.Attr {
			if x.Name.Local == "Sport" {
				s.a.Name = sport(x.Value)
			}
		}
	case "Lap":
		for _, x := range t.Attr {
			if at, ok := moment(x.Value); ok && x.Name.Local == "StartTime" && s.a != nil {
				s.a.see(at)
			}
		}
	case "Trackpoint":
		if s.n++; s.n > maxPoints {
			return fmt.Errorf("tcx: too many points")
		}
		s.p = &point{Fix: measure.Fix{Up: measure.NoHeight}}
	}
	return nil
}

func sport(s string) string {
	switch s {
	case "Running":
		return "running"
	case "Biking":
		return "cycling"
	case "Other", "":
		return "other"
	}
	return measure.ForeignPrefix + s
}

func (a *activity) see(ms int64) {
	if a.Start == 0 || ms < a.Start {
		a.Start = ms
	}
	a.End = max(a.End, ms)
}

func moment(s string) (int64, bool) {
	s = strings.TrimSpace(s)
	for _, layout := range []string{time.RFC3339Nano, "2006-01-02T15:04:05"} {
		if t, err := time.Parse(layout, s); err == nil && t.Year() > 1970 && t.Year() < 2200 {
			return t.UnixMilli(), true
		}
	}
	return 0, false
}

// parent returns the name of the element n levels up.
func (s *reading) parent(n int) string {
	if i := len(s.path) - 1 - n; i >= 0 {
		return s.path[i]
	}
	return ""
}

func (s *reading) end(n string) {
	text := strings.TrimSpace(s.text.String())
	s.text.Reset()
	if s.a != nil {
		if s.p != nil {
			s.pointPart(n, text)
		} else {
			s.lapPart(n, text)
		}
	}
	if len(s.path) > 0 {
		s.path = s.path[:len(s.path)-1]
	}
}

func number(s string) (float64, bool) {
	v, err := strconv.ParseFloat(s, 64)
	return v, err == nil && !math.IsNaN(v) && math.Abs(v) < 1e12
}

func (s *reading) lapPart(n, text string) {
	a := s.a
	v, ok := number(text)
	switch {
	case n == "Activity":
		s.endActivity()
	case n == "Lap":
		if a.lapHeart > 0 {
			a.heartSum, a.heartFor = a.heartSum+a.lapHeart*a.lapSecs, a.heartFor+a.lapSecs
		}
		a.lapSecs, a.lapHeart = 0, 0
	case n == "Name" && s.parent(1) == "Creator" && text != "":
		a.device.Name = text
	case n == "ProductID" && s.parent(1) == "Creator":
		a.device.Model = text
	case s.parent(1) == "Lap" && ok && v >= 0:
		switch n {
		case "TotalTimeSeconds":
			a.secs += v
			a.lapSecs = v
		case "DistanceMeters":
			a.metres += v
		case "Calories":
			a.cal += v
		}
	case n == "Value" && ok && s.parent(1) == "AverageHeartRateBpm":
		a.lapHeart = v
	case n == "Value" && ok && s.parent(1) == "MaximumHeartRateBpm":
		a.heartTop = max(a.heartTop, v)
	}
}

func (s *reading) pointPart(n, text string) {
	p := s.p
	v, ok := number(text)
	switch {
	case n == "Trackpoint":
		s.endPoint()
	case n == "Time" && s.parent(1) == "Trackpoint":
		p.At, _ = moment(text)
	case n == "LatitudeDegrees" && ok && math.Abs(v) <= 90:
		p.Lat, p.lat = int32(math.Round(v*1e7)), true
	case n == "LongitudeDegrees" && ok && math.Abs(v) <= 180:
		p.Lon, p.lon = int32(math.Round(v*1e7)), true
	case n == "AltitudeMeters" && ok && math.Abs(v) < 20_000:
		p.Up = int32(math.Round(v * 100))
	case n == "Value" && s.parent(1) == "HeartRateBpm" && ok && v > 0 && v < 400:
		p.heart = int64(math.Round(v * measure.Scale))
	case (n == "Cadence" && s.parent(1) == "Trackpoint" || n == "RunCadence") && ok:
		p.cadence = scaled(v)
	case n == "Speed" && ok:
		p.speed = scaled(v * 3.6)
	case n == "Watts" && ok:
		p.power = scaled(v)
	}
}

func scaled(f float64) *int64 {
	v, ok := measure.Scaled(f)
	if !ok || v < 0 || f > 10_000 {
		return nil
	}
	return &v
}

func (s *reading) endPoint() {
	p, a := s.p, s.a
	s.p = nil
	if p.At == 0 {
		s.in.Note("Trackpoint", measure.WhyTime, 1)
		return
	}
	a.see(p.At)
	if p.lat && p.lon {
		a.Track = append(a.Track, p.Fix)
	}
	heart := &p.heart
	if p.heart == 0 {
		heart = nil
	}
	for _, x := range []struct {
		k measure.Kind
		v *int64
	}{{"heart-rate", heart}, {"cadence", p.cadence}, {"speed", p.speed}, {"power", p.power}} {
		if x.v != nil {
			a.beats = append(a.beats, beat{x.k, measure.Sample{Start: p.At, End: p.At, Zone: s.zone(p.At), Value: *x.v}})
		}
	}
}

func (s *reading) zone(ms int64) int16 {
	_, sec := time.UnixMilli(ms).In(s.place).Zone()
	return int16(sec / 60)
}

func (s *reading) endActivity() {
	a := s.a
	s.a, s.p = nil, nil
	if a == nil {
		return
	}
	if a.Start == 0 {
		s.in.Note("Activity", measure.WhyTime, 1)
		return
	}
	a.Source = s.in.Source(a.device)
	a.End = max(a.End, a.Start+int64(a.secs*1000))
	a.Zone = s.zone(a.Start)
	for _, b := range a.beats {
		s.in.Add(s.in.Kind(b.kind), a.Source, b.Sample)
	}
	metres := measure.Kind("distance")
	if a.Name == "cycling" {
		metres = "distance-cycling"
	}
	s.amount(a, metres, measure.WhatTotal, a.metres)
	s.amount(a, "energy-active", measure.WhatTotal, a.cal)
	s.amount(a, "exercise", measure.WhatTotal, a.secs/60)
	if a.heartFor > 0 {
		s.amount(a, "heart-rate", measure.WhatMean, a.heartSum/a.heartFor)
	}
	s.amount(a, "heart-rate", measure.WhatHigh, a.heartTop)
	s.in.Event(a.Event)
}

// amount notes an amount of an activity; a total counts for the day too.
func (s *reading) amount(a *activity, k measure.Kind, what measure.What, value float64) {
	v, ok := measure.Scaled(value)
	if !ok || v <= 0 {
		return
	}
	a.Amounts = append(a.Amounts, measure.Amount{Kind: k, What: what, Value: v})
	if what == measure.WhatTotal {
		s.in.Add(s.in.Kind(k), a.Source, measure.Sample{Start: a.Start, End: a.End, Zone: a.Zone, Value: v})
	}
}
