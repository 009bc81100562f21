// SPDX-License-Identifier: EUPL-1.2

// Package fit reads FIT files of sport watches, scales and cuffs (Garmin's Flexible and
// Interoperable Data Transfer protocol, profile 21).
package fit

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"math"
	"strings"
	"time"

	"github.com/muktihari/fit/decoder"
	"github.com/muktihari/fit/profile/mesgdef"
	"github.com/muktihari/fit/profile/typedef"
	"github.com/muktihari/fit/profile/untyped/mesgnum"
	"github.com/muktihari/fit/proto"

	"regie/internal/measure"
)

// MaxSize bounds a file. A day of an ultra run is some five megabytes.
const MaxSize = 64 << 20

// ErrNotFIT says that the file is no FIT file.
var ErrNotFIT = errors.New("fit: no FIT file")

// Is tells whether a file that begins like this is a FIT file: a header of 12 or 14 bytes with
// the letters .FIT at place 8.
func Is(head []byte) bool {
	return len(head) >= 12 && (head[0] == 12 || head[0] == 14) && string(head[8:12]) == ".FIT"
}

// Read reads a file, also one that is several files in a row. What was read before a fault is
// kept, and the fault noted. place is where the person was, for files that do not tell how late
// it was there; nil stands for UTC.
func Read(ctx context.Context, r io.Reader, place *time.Location, in *measure.Intake) error {
	whole, err := io.ReadAll(io.LimitReader(r, MaxSize+1))
	if err != nil {
		return fmt.Errorf("reading a FIT file: %w", err)
	}
	if !Is(whole) || len(whole) > MaxSize {
		return ErrNotFIT
	}
	if place == nil {
		place = time.UTC
	}
	l := &listener{}
	d := decoder.New(bytes.NewReader(whole), decoder.WithIgnoreChecksum(), decoder.WithMesgListener(l), decoder.WithBroadcastOnly())
	for n := 0; n < 1000 && d.Next(); n++ {
		s := &reading{in: in, place: place}
		l.s = s
		_, err := d.DecodeWithContext(ctx)
		sofar := len(s.messages)
		s.finish()
		if err != nil {
			if ctx.Err() != nil {
				return ctx.Err()
			}
			if n == 0 && sofar == 0 {
				return fmt.Errorf("%w: %w", ErrNotFIT, err)
			}
			return fmt.Errorf("reading a FIT file: %w: %w", measure.ErrDamaged, err)
		}
	}
	return nil
}

// listener gathers the messages that are wanted, so that those before a fault are not lost.
type listener struct{ s *reading }

// OnMesg implements decoder.MesgListener. The decoder uses the fields again for the next message.
func (l *listener) OnMesg(m proto.Message) {
	m.Fields = append([]proto.Field(nil), m.Fields...)
	m.DeveloperFields = nil
	l.s.messages = append(l.s.messages, m)
}

// reading is one FIT file.
type reading struct {
	in       *measure.Intake
	place    *time.Location
	messages []proto.Message
	source   int
	zone     *int16 // that the file tells
	track    []measure.Fix
	sessions bool      // some session was there
	last     time.Time // the last whole time stamp of the monitoring
	counted  map[typedef.ActivityType]count
}

type count struct {
	at     time.Time
	cycles uint32
}

func (s *reading) finish() {
	src := measure.Source{Name: "FIT", Class: measure.ClassWatch}
	for i := range s.messages {
		switch m := &s.messages[i]; m.Num {
		case mesgnum.FileId:
			src = sourceOf(mesgdef.NewFileId(m))
		case mesgnum.Activity:
			a := mesgdef.NewActivity(m)
			if !a.LocalTimestamp.IsZero() && !a.Timestamp.IsZero() {
				if z := a.LocalTimestamp.Sub(a.Timestamp); z > -15*time.Hour && z < 15*time.Hour {
					zone := int16(math.Round(z.Minutes()/15) * 15)
					s.zone = &zone
				}
			}
		}
	}
	s.source = s.in.Source(src)
	s.counted = map[typedef.ActivityType]count{}
	for _, records := range []bool{true, false} { // some programs write the session before its records
		for i := range s.messages {
			if m := &s.messages[i]; (m.Num == mesgnum.Record) == records {
				s.message(m)
			}
		}
	}
	if len(s.track) > 0 && !s.sessions {
		s.alone()
	}
	s.messages = nil
}

// alone makes a workout of records of which no session tells: the file was cut off.
func (s *reading) alone() {
	first, last := s.track[0].At, s.track[0].At
	for _, f := range s.track {
		first, last = min(first, f.At), max(last, f.At)
	}
	_, zone, _ := s.ms(time.UnixMilli(first))
	s.in.Event(measure.Event{Kind: measure.EventWorkout, Source: s.source, Name: "other", Start: first, End: last, Zone: zone, Track: s.track})
}

// sourceOf names a device. A FIT file has a number for it rather than a name.
func sourceOf(f *mesgdef.FileId) measure.Source {
	out := measure.Source{Class: measure.ClassWatch}
	maker := f.Manufacturer.String()
	if strings.Contains(maker, "Invalid") {
		maker = ""
	}
	out.Name = strings.TrimSpace(strings.ReplaceAll(maker, "_", " "))
	if f.ProductName != "" {
		out.Name = strings.TrimSpace(out.Name + " " + f.ProductName)
	}
	if f.Product != math.MaxUint16 && f.Product != 0 {
		out.Model = fmt.Sprint(f.Product)
	}
	if out.Name == "" {
		out.Name = "FIT"
	}
	switch f.Type {
	case typedef.FileWeight, typedef.FileBloodPressure:
		out.Class = measure.ClassCuff
	}
	return out
}

// ms returns a moment with the person's clock; ok is false where there is none, or one that
// cannot be: FIT counts from the last day of 1989.
func (s *reading) ms(t time.Time) (int64, int16, bool) {
	if t.IsZero() || t.Year() < 1990 || t.Year() > 2100 {
		return 0, 0, false
	}
	if s.zone != nil {
		return t.UnixMilli(), *s.zone, true
	}
	_, sec := t.In(s.place).Zone()
	return t.UnixMilli(), int16(sec / 60), true
}

// moment adds a value of a moment.
func (s *reading) moment(k measure.Kind, t time.Time, value float64) {
	at, zone, ok := s.ms(t)
	v, fine := measure.Scaled(value)
	if ok && fine {
		s.in.Add(s.in.Kind(k), s.source, measure.Sample{Start: at, End: at, Zone: zone, Value: v})
	}
}

// stretch adds an amount over a stretch of time.
func (s *reading) stretch(k measure.Kind, from, to time.Time, value float64) {
	at, zone, ok := s.ms(from)
	end, _, ok2 := s.ms(to)
	v, fine := measure.Scaled(value)
	if ok && ok2 && fine {
		s.in.Add(s.in.Kind(k), s.source, measure.Sample{Start: at, End: max(at, end), Zone: zone, Value: v})
	}
}
