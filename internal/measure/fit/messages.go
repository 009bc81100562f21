// SPDX-License-Identifier: EUPL-1.2

package fit

import (
	"math"
	"strings"
	"time"

	"github.com/muktihari/fit/profile/mesgdef"
	"github.com/muktihari/fit/profile/typedef"
	"github.com/muktihari/fit/profile/untyped/mesgnum"
	"github.com/muktihari/fit/proto"

	"regie/internal/measure"
)

func (s *reading) message(m *proto.Message) {
	switch m.Num {
	case mesgnum.Record:
		s.record(mesgdef.NewRecord(m))
	case mesgnum.Session:
		s.session(mesgdef.NewSession(m))
	case mesgnum.Monitoring:
		s.monitoring(mesgdef.NewMonitoring(m))
	case mesgnum.WeightScale:
		w := mesgdef.NewWeightScale(m)
		if w.Weight != math.MaxUint16 && w.Weight != math.MaxUint16-1 { // invalid, calculating
			s.moment("weight", w.Timestamp, float64(w.Weight)/100)
		}
		s.if16("body-fat", w.Timestamp, w.PercentFat, 100)
		s.if16("body-water", w.Timestamp, w.PercentHydration, 100)
		s.if16("bone-mass", w.Timestamp, w.BoneMass, 100)
		s.if16("muscle-mass", w.Timestamp, w.MuscleMass, 100)
		s.if16("bmi", w.Timestamp, w.Bmi, 10)
	case mesgnum.BloodPressure:
		s.pressure(mesgdef.NewBloodPressure(m))
	case mesgnum.Spo2Data:
		if o := mesgdef.NewSpo2Data(m); o.ReadingSpo2 != math.MaxUint8 && o.ReadingSpo2 > 0 {
			s.moment("oxygen", o.Timestamp, float64(o.ReadingSpo2))
		}
	case mesgnum.RespirationRate:
		if b := mesgdef.NewRespirationRate(m); b.RespirationRate != math.MaxInt16 && b.RespirationRate > 0 {
			s.moment("respiration", b.Timestamp, float64(b.RespirationRate)/100)
		}
	case mesgnum.HrvStatusSummary:
		if h := mesgdef.NewHrvStatusSummary(m); h.LastNightAverage != math.MaxUint16 {
			s.moment("hrv-rmssd", h.Timestamp, float64(h.LastNightAverage)/128)
		}
	}
}

func (s *reading) if16(k measure.Kind, t time.Time, v uint16, scale float64) {
	if v != math.MaxUint16 && v != 0 {
		s.moment(k, t, float64(v)/scale)
	}
}

func (s *reading) record(r *mesgdef.Record) {
	if r.HeartRate != math.MaxUint8 && r.HeartRate != 0 {
		s.moment("heart-rate", r.Timestamp, float64(r.HeartRate))
	}
	if r.Power != math.MaxUint16 {
		s.moment("power", r.Timestamp, float64(r.Power))
	}
	if r.Cadence != math.MaxUint8 {
		s.moment("cadence", r.Timestamp, float64(r.Cadence))
	}
	switch {
	case r.EnhancedSpeed != math.MaxUint32:
		s.moment("speed", r.Timestamp, float64(r.EnhancedSpeed)*3.6/1000)
	case r.Speed != math.MaxUint16:
		s.moment("speed", r.Timestamp, float64(r.Speed)*3.6/1000)
	}
	if r.PositionLat == math.MaxInt32 || r.PositionLong == math.MaxInt32 || len(s.track) >= 200_000 {
		return
	}
	at, _, ok := s.ms(r.Timestamp)
	if !ok {
		return
	}
	f := measure.Fix{At: at, Lat: degrees(r.PositionLat), Lon: degrees(r.PositionLong), Up: measure.NoHeight}
	up := r.EnhancedAltitudeScaled()
	if r.EnhancedAltitude == math.MaxUint32 {
		up = math.NaN()
		if r.Altitude != math.MaxUint16 {
			up = float64(r.Altitude)/5 - 500
		}
	}
	if !math.IsNaN(up) && math.Abs(up) < 20_000 {
		f.Up = int32(math.Round(up * 100))
	}
	s.track = append(s.track, f)
}

// degrees turns semicircles into ten-millionths of a degree.
func degrees(semicircles int32) int32 {
	return int32(math.Round(float64(semicircles) * 180 / (1 << 31) * 1e7))
}

var sports = map[typedef.Sport]string{
	typedef.SportRunning: "running", typedef.SportCycling: "cycling", typedef.SportEBiking: "cycling", typedef.SportSwimming: "swimming",
	typedef.SportWalking: "walking", typedef.SportHiking: "hiking", typedef.SportRowing: "rowing", typedef.SportTennis: "tennis",
	typedef.SportSoccer: "football", typedef.SportGolf: "golf", typedef.SportPaddling: "paddling", typedef.SportSailing: "sailing",
	typedef.SportCrossCountrySkiing: "skiing", typedef.SportAlpineSkiing: "skiing", typedef.SportTraining: "strength", typedef.SportGeneric: "other",
	typedef.SportIceSkating: "skating", typedef.SportInlineSkating: "skating", typedef.SportHorsebackRiding: "riding", typedef.SportHiit: "interval",
}

func (s *reading) session(x *mesgdef.Session) {
	start, zone, ok := s.ms(x.StartTime)
	if !ok {
		if start, zone, ok = s.ms(x.Timestamp); !ok {
			s.in.Note("session", measure.WhyTime, 1)
			return
		}
	}
	s.sessions = true
	from := time.UnixMilli(start)
	end := start
	if x.TotalElapsedTime != math.MaxUint32 {
		end += int64(x.TotalElapsedTime)
	} else if t, _, ok := s.ms(x.Timestamp); ok {
		end = max(end, t)
	}
	to := time.UnixMilli(end)
	e := measure.Event{Kind: measure.EventWorkout, Source: s.source, Start: start, End: end, Zone: zone}
	if e.Name = sports[x.Sport]; e.Name == "" {
		e.Name = measure.ForeignPrefix + strings.ReplaceAll(x.Sport.String(), "_", " ")
		if strings.Contains(e.Name, "Invalid") {
			e.Name = "other"
		}
	}
	add := func(k measure.Kind, what measure.What, value float64) {
		if v, ok := measure.Scaled(value); ok {
			e.Amounts = append(e.Amounts, measure.Amount{Kind: k, What: what, Value: v})
		}
	}
	if x.TotalDistance != math.MaxUint32 && x.TotalDistance > 0 {
		k := measure.Kind("distance")
		switch e.Name {
		case "cycling":
			k = "distance-cycling"
		case "swimming":
			k = "distance-swimming"
		}
		add(k, measure.WhatTotal, float64(x.TotalDistance)/100)
		s.stretch(k, from, to, float64(x.TotalDistance)/100)
	}
	if x.TotalCalories != math.MaxUint16 && x.TotalCalories > 0 {
		add("energy-active", measure.WhatTotal, float64(x.TotalCalories))
		s.stretch("energy-active", from, to, float64(x.TotalCalories))
	}
	if x.TotalTimerTime != math.MaxUint32 && x.TotalTimerTime > 0 {
		add("exercise", measure.WhatTotal, float64(x.TotalTimerTime)/60_000)
		s.stretch("exercise", from, to, float64(x.TotalTimerTime)/60_000)
	}
	if x.AvgHeartRate != math.MaxUint8 && x.AvgHeartRate > 0 {
		add("heart-rate", measure.WhatMean, float64(x.AvgHeartRate))
	}
	if x.MaxHeartRate != math.MaxUint8 && x.MaxHeartRate > 0 {
		add("heart-rate", measure.WhatHigh, float64(x.MaxHeartRate))
	}
	for _, f := range s.track {
		if f.At > start-1000 && f.At < end+1000 { // its moments are whole seconds
			e.Track = append(e.Track, f)
		}
	}
	s.in.Event(e)
}

func (s *reading) pressure(b *mesgdef.BloodPressure) {
	at, zone, ok := s.ms(b.Timestamp)
	if !ok {
		s.in.Note("blood_pressure", measure.WhyTime, 1)
		return
	}
	const none = math.MaxUint16
	if b.SystolicPressure != none && b.DiastolicPressure != none && b.SystolicPressure > 0 {
		s.in.Add(s.in.Kind("blood-pressure"), s.source, measure.Sample{
			Start: at, End: at, Zone: zone, Value: int64(b.SystolicPressure) * measure.Scale, Second: int64(b.DiastolicPressure) * measure.Scale,
		})
	}
	if b.HeartRate != math.MaxUint8 && b.HeartRate > 0 {
		s.moment("heart-rate", b.Timestamp, float64(b.HeartRate))
	}
}

// monitoring reads what a watch counts all day. Its steps are the count since midnight of each
// kind of activity; a message may have only the last 16 bits of its moment.
func (s *reading) monitoring(m *mesgdef.Monitoring) {
	t := m.Timestamp
	switch {
	case !t.IsZero():
		s.last = t
	case m.Timestamp16 != math.MaxUint16 && !s.last.IsZero():
		full := uint32(s.last.Sub(epoch).Seconds())
		full += uint32(m.Timestamp16-uint16(full)) & 0xffff
		t = epoch.Add(time.Duration(full) * time.Second)
	default:
		return
	}
	if m.HeartRate != math.MaxUint8 && m.HeartRate > 0 {
		s.moment("heart-rate", t, float64(m.HeartRate))
	}
	if m.Cycles == math.MaxUint32 || (m.ActivityType != typedef.ActivityTypeWalking && m.ActivityType != typedef.ActivityTypeRunning) {
		return
	}
	before, seen := s.counted[m.ActivityType]
	s.counted[m.ActivityType] = count{t, m.Cycles}
	steps, from := m.Cycles, t
	switch {
	case !seen:
	case m.Cycles >= before.cycles:
		steps, from = m.Cycles-before.cycles, before.at
	} // else midnight went by, and the count began anew
	if steps > 0 {
		s.stretch("steps", from, t, float64(steps))
	}
}

// epoch is where FIT begins to count.
var epoch = time.Date(1989, 12, 31, 0, 0, 0, 0, time.UTC)
