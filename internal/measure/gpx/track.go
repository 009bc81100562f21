// SPDX-License-Identifier: EUPL-1.2

// Package gpx reads tracks of GPX 1.0 and 1.1 files (topografix.com/GPX/1/1).
package gpx

import (
	"encoding/xml"
	"errors"
	"fmt"
	"io"
	"math"
	"slices"
	"strconv"
	"strings"
	"time"

	"regie/internal/measure"
)

// ErrNotGPX says that the file is no GPX.
var ErrNotGPX = errors.New("gpx: no GPX file")

// MaxFixes bounds the points of one file; a day at one a second is below it.
const MaxFixes = 200_000

// Point is a place with what a device noted there.
type Point struct {
	measure.Fix
	HeartRate int // a minute; 0 where there is none
	// What else a device noted, in 1/Scale, nil where it did not: a minute, km/h, watts.
	Cadence, Speed, Power *int64
}

// Track is a track of the file: its segments one after the other.
type Track struct {
	Name, Type string
	Points     []Point
}

// Read returns the tracks of a file; a route or loose points stand for a track where there is
// none; loose ones only where something was measured. What was read before a fault is returned with it.
func Read(r io.Reader) ([]Track, error) {
	d := xml.NewDecoder(r)
	d.Strict = false
	d.CharsetReader = func(_ string, in io.Reader) (io.Reader, error) { return in, nil }
	s := state{}
	for {
		t, err := d.Token()
		if errors.Is(err, io.EOF) {
			break
		}
		if err != nil {
			if !s.root {
				return nil, ErrNotGPX
			}
			return s.result(), fmt.Errorf("reading a track: %w", err)
		}
		switch t := t.(type) {
		case xml.StartElement:
			if s.deep++; s.deep > maxDeep {
				return s.result(), errDeep
			}
			if err := s.start(t); err != nil {
				return s.result(), err
			}
		case xml.CharData:
			if s.text != nil && s.text.Len() < 200 {
				s.text.Write(t)
			}
		case xml.EndElement:
			s.deep--
			s.end(t.Name.Local)
		}
	}
	if !s.root {
		return nil, ErrNotGPX
	}
	return s.result(), nil
}

type state struct {
	root   bool
	tracks []Track
	routes []Track
	loose  Track
	into   *Track
	point  *Point
	text   *strings.Builder
	n      int
	deep   int
}

// maxDeep is how many elements may lie in each other.
const maxDeep = 100

var (
	errTooMany = errors.New("gpx: too many points")
	errDeep    = errors.New("gpx: too deep")
)

func (s *state) start(t xml.StartElement) error {
	if !s.root {
		if t.Name.Local != "gpx" {
			return ErrNotGPX
		}
		s.root = true
		return nil
	}
	switch t.Name.Local {
	case "trk":
		s.tracks = append(s.tracks, Track{})
		s.into = &s.tracks[len(s.tracks)-1]
	case "rte":
		s.routes = append(s.routes, Track{})
		s.into = &s.routes[len(s.routes)-1]
	case "wpt":
		s.into = &s.loose
		return s.fix(t)
	case "trkpt", "rtept":
		return s.fix(t)
	case "ele", "time", "hr", "cad", "speed", "power", "PowerInWatts", "name", "type":
		s.text = &strings.Builder{}
	}
	return nil
}

func (s *state) fix(t xml.StartElement) error {
	if s.n++; s.n > MaxFixes {
		return errTooMany
	}
	p := &Point{Fix: measure.Fix{Up: measure.NoHeight}}
	var lat, lon bool
	for _, a := range t.Attr {
		v, err := strconv.ParseFloat(strings.TrimSpace(a.Value), 64)
		ok := err == nil && !math.IsNaN(v)
		switch {
		case a.Name.Local == "lat" && ok && math.Abs(v) <= 90:
			p.Lat, lat = int32(math.Round(v*1e7)), true
		case a.Name.Local == "lon" && ok && math.Abs(v) <= 180:
			p.Lon, lon = int32(math.Round(v*1e7)), true
		}
	}
	if lat && lon {
		s.point = p
	}
	return nil
}

func (s *state) end(n string) {
	switch n {
	case "trkpt", "rtept", "wpt":
		if s.point != nil && s.into != nil {
			s.into.Points = append(s.into.Points, *s.point)
		}
		s.point = nil
		if n == "wpt" {
			s.into = nil
		}
	case "trk", "rte":
		s.into = nil
	}
	if s.text == nil {
		return
	}
	text := strings.TrimSpace(s.text.String())
	s.text = nil
	switch {
	case s.point != nil && n == "ele":
		if v, err := strconv.ParseFloat(text, 64); err == nil && math.Abs(v) < 20_000 {
			s.point.Up = int32(math.Round(v * 100))
		}
	case s.point != nil && n == "time":
		if t, err := time.Parse(time.RFC3339Nano, text); err == nil {
			s.point.At = t.UnixMilli()
		} else if t, err := time.Parse("2006-01-02T15:04:05", text); err == nil {
			s.point.At = t.UnixMilli()
		}
	case s.point != nil && n == "hr":
		if v, err := strconv.ParseFloat(text, 64); err == nil && v >= 1 && v < 400 {
			s.point.HeartRate = int(math.Round(v))
		}
	case s.point != nil && n == "cad":
		s.point.Cadence = amount(text, 1)
	case s.point != nil && n == "speed":
		s.point.Speed = amount(text, 3.6)
	case s.point != nil && (n == "power" || n == "PowerInWatts"):
		s.point.Power = amount(text, 1)
	case s.point == nil && s.into != nil && n == "name":
		s.into.Name = text
	case s.point == nil && s.into != nil && n == "type":
		s.into.Type = text
	}
}

func amount(text string, factor float64) *int64 {
	f, err := strconv.ParseFloat(text, 64)
	v, ok := measure.Scaled(f * factor)
	if err != nil || !ok || v < 0 || f > 10_000 {
		return nil
	}
	return &v
}

// measured tells whether something was measured at a point.
func (p Point) measured() bool {
	return p.HeartRate > 0 || p.Cadence != nil || p.Speed != nil || p.Power != nil
}

func (s *state) result() []Track {
	switch {
	case len(s.tracks) > 0:
		return s.tracks
	case len(s.routes) > 0:
		return s.routes
	case slices.ContainsFunc(s.loose.Points, Point.measured): // else they are places to find, and nobody was there
		return []Track{s.loose}
	}
	return nil
}
