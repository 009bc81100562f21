// SPDX-License-Identifier: EUPL-1.2

// Package samsung reads the export of Samsung Health: a table for each type of data, whose first
// line names the type and whose second names the columns.
package samsung

import (
	"archive/zip"
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"path"
	"strconv"
	"strings"
	"time"

	"regie/internal/measure"
	"regie/internal/measure/clock"
	"regie/internal/measure/table"
	"regie/internal/measure/unpack"
)

const mark = "com.samsung."

// Is tells whether a file that begins like this is a table of the export.
func Is(head []byte) bool {
	return bytes.HasPrefix(bytes.TrimPrefix(head, []byte("\xef\xbb\xbf")), []byte(mark)) && bytes.Contains(head, []byte("\n"))
}

// IsZip tells whether an archive has tables of the export.
func IsZip(z *zip.Reader) bool {
	for _, f := range z.File {
		if strings.HasPrefix(path.Base(f.Name), mark) && strings.EqualFold(path.Ext(f.Name), ".csv") {
			return true
		}
	}
	return false
}

// ReadZip reads an archive. A table that cannot be read costs only itself.
func ReadZip(ctx context.Context, z *zip.Reader, in *measure.Intake) error {
	a, err := unpack.New(z, ".csv")
	if err != nil {
		return err
	}
	minutes, err := binsOf(z)
	if err != nil {
		return err
	}
	staged := false
	for _, f := range a.Files {
		staged = staged || strings.Contains(f.Name, "sleep_stage")
	}
	for _, f := range a.Files {
		if ctx.Err() != nil {
			return ctx.Err()
		}
		if !Is(a.Head(f, 2048)) {
			continue
		}
		r, err := a.Open(f)
		if err == nil {
			err = read(r, staged, minutes, in)
			r.Close()
		}
		if errors.Is(err, measure.ErrTooLarge) {
			return err
		}
		if err != nil {
			in.Note(path.Base(f.Name), measure.WhyBroken, 1)
		}
	}
	return nil
}

// Read reads one table. What was read before a fault is kept, and the fault returned.
func Read(r io.Reader, in *measure.Intake) error { return read(r, false, nil, in) }

func read(r io.Reader, staged bool, minutes *bins, in *measure.Intake) error {
	t := table.NewReader(r, ',')
	first, err := t.Row()
	if err != nil {
		return fmt.Errorf("%w: %w", measure.ErrDamaged, err)
	}
	name := first[0]
	heads, err := t.Row()
	if err != nil {
		return fmt.Errorf("%w: %w", measure.ErrDamaged, err)
	}
	x := &reading{in: in, bins: minutes, name: short(name), columns: map[string]int{}}
	for i, h := range heads {
		if i := strings.LastIndexByte(h, '.'); i >= 0 { // com.samsung.health.weight.start_time
			h = h[i+1:]
		}
		x.columns[h] = i
	}
	do, known := tables[x.name]
	if staged && x.name == "sleep" {
		return nil // its stages are in a table of their own
	}
	for n := 0; ; n++ {
		x.row, err = t.Row()
		if errors.Is(err, io.EOF) {
			return nil
		}
		if err != nil {
			return err
		}
		if n > maxRows {
			return measure.ErrTooLarge
		}
		if !known {
			in.Note(x.name, measure.WhyUnknown, 1)
			continue
		}
		do(x)
	}
}

const maxRows = 20_000_000

// short is the type without its owner: com.samsung.shealth.tracker.heart_rate is heart_rate.
func short(name string) string {
	for _, p := range []string{"com.samsung.shealth.", "com.samsung.health.", "tracker."} {
		name = strings.TrimPrefix(name, p)
	}
	return name
}

type reading struct {
	in      *measure.Intake
	bins    *bins // nil where there is only a table
	name    string
	columns map[string]int
	row     []string
}

func (x *reading) text(column string) string {
	if i, ok := x.columns[column]; ok && i < len(x.row) {
		return x.row[i]
	}
	return ""
}

func (x *reading) number(column string) float64 {
	f, err := strconv.ParseFloat(x.text(column), 64)
	if err != nil {
		return 0
	}
	return f
}

// at reads a moment, which stands in UTC, and how late it was where the person was.
func (x *reading) at(column string) (int64, int16, bool) {
	ms, _, ok := clock.At(x.text(column), clock.DayFirst, time.UTC)
	zone := int16(0)
	if z, fine := clock.Parse("00:00 "+x.text("time_offset"), clock.DayFirst); fine && z.Zoned {
		zone = z.Zone
	}
	return ms, zone, ok
}

// sample is a sample without a value, from start_time to end_time.
func (x *reading) sample() (measure.Sample, bool) {
	at, zone, ok := x.at("start_time")
	if !ok {
		x.in.Note(x.name, measure.WhyTime, 1)
		return measure.Sample{}, false
	}
	s := measure.Sample{Start: at, End: at, Zone: zone}
	if end, _, ok := x.at("end_time"); ok && end > at && end-at < 8*86_400_000 {
		s.End = end
	}
	return s, true
}

func (x *reading) source(c measure.Class) int {
	return x.in.Source(measure.Source{Name: "Samsung Health", App: x.text("pkg_name"), Class: c})
}

// moment makes a reader of a value at a moment; column, kind and unit three by three. A zero is
// no measurement.
func moment(c measure.Class, of ...string) func(*reading) {
	return func(x *reading) {
		s, ok := x.sample()
		if !ok {
			return
		}
		s.End = s.Start
		for i := 0; i+2 < len(of); i += 3 {
			if v := x.number(of[i]); v != 0 {
				x.in.Value(x.name, measure.Kind(of[i+1]), x.source(c), s, of[i+2], v)
			}
		}
	}
}

// total makes a reader of an amount over a stretch of time.
func total(k measure.Kind, column, unit string) func(*reading) {
	return func(x *reading) {
		if s, ok := x.sample(); ok {
			x.in.Value(x.name, k, x.source(measure.ClassPhone), s, unit, x.number(column))
		}
	}
}

// tables are the types that Regie reads.
var tables = map[string]func(*reading){
	"blood_pressure":    pressure,
	"weight":            moment(measure.ClassCuff, "weight", "weight", "kg", "body_fat", "body-fat", "%", "skeletal_muscle_mass", "muscle-mass", "kg", "fat_free_mass", "lean-mass", "kg"),
	"height":            moment(measure.ClassHand, "height", "height", "cm"),
	"heart_rate":        binned(heart),
	"hrv":               binned(noValue),
	"stress":            binned(moment(measure.ClassWatch, "score", "stress", "")),
	"skin_temperature":  binned(moment(measure.ClassWatch, "temperature", "skin-temperature", "degC")),
	"oxygen_saturation": moment(measure.ClassWatch, "spo2", "oxygen", "%", "heart_rate", "heart-rate", "bpm"),
	"blood_glucose":     moment(measure.ClassCuff, "glucose", "glucose", "mmol/L"),
	"body_temperature":  moment(measure.ClassCuff, "temperature", "temperature", "degC"),
	"respiratory_rate":  binned(moment(measure.ClassWatch, "average", "respiration", "breaths/min")),
	"step_daily_trend":  steps,
	"floors_climbed":    total("flights", "floor", "count"),
	"water_intake":      total("water", "amount", "mL"),
	"caffeine_intake":   total("caffeine", "amount", "mg"),
	"sleep":             func(x *reading) { x.sleep(measure.StageAsleep) },
	"sleep_stage":       stage,
	"exercise":          exercise,
}

// noValue notes a row whose values were to be in a file that is not there.
func noValue(x *reading) { x.in.Note(x.name, measure.WhyNumber, 1) }

func pressure(x *reading) {
	s, ok := x.sample()
	if !ok {
		return
	}
	s.End = s.Start
	high, low := x.number("systolic"), x.number("diastolic")
	if high <= 0 || low <= 0 { // rows of 0/0 occur
		x.in.Note(x.name, measure.WhyNumber, 1)
		return
	}
	n := x.source(measure.ClassCuff)
	x.in.Value(x.name, "blood-pressure", n, s, "mmHg", high, low)
	if v := x.number("pulse"); v > 0 {
		x.in.Value(x.name, "heart-rate", n, s, "bpm", v)
	}
}

func heart(x *reading) {
	s, ok := x.sample()
	if !ok {
		return
	}
	s.End = s.Start
	if v := x.number("heart_rate"); v > 0 {
		x.in.Range(x.name, "heart-rate", x.source(measure.ClassWatch), s, "bpm", x.number("min"), v, x.number("max"))
	}
}

// allSources marks the row of a day in which Samsung brought telephone and watch together.
const allSources = "-2"

func steps(x *reading) {
	if kind := x.text("source_type"); kind != allSources {
		if kind != "" {
			x.in.Note(x.name, measure.WhyAgain, 1)
			return
		}
	}
	ms, _, ok := clock.At(x.text("day_time"), clock.DayFirst, time.UTC)
	if !ok {
		x.in.Note(x.name, measure.WhyTime, 1)
		return
	}
	// day_time is midnight of the day as if the person were in UTC.
	s := measure.Sample{Start: ms, End: ms + 86_400_000}
	n := x.source(measure.ClassPhone)
	x.in.Value(x.name, "steps", n, s, "count", x.number("count"))
	if v := x.number("distance"); v > 0 {
		x.in.Value(x.name, "distance", n, s, "m", v)
	}
	if v := x.number("calorie"); v > 0 {
		x.in.Value(x.name, "energy-active", n, s, "kcal", v)
	}
}

func (x *reading) sleep(stage float64) {
	if s, ok := x.sample(); ok && s.End > s.Start {
		x.in.Value(x.name, "sleep", x.source(measure.ClassWatch), s, "", stage)
	}
}

func stage(x *reading) {
	stages := map[string]float64{"40001": measure.StageAwake, "40002": measure.StageLight, "40003": measure.StageDeep, "40004": measure.StageREM}
	v, known := stages[x.text("stage")]
	if !known {
		x.in.Note(x.name, measure.WhyUnknown, 1)
		return
	}
	x.sleep(v)
}

// exercises are names by the number of a type.
var exercises = map[string]string{
	"1001": "walking", "1002": "running", "11007": "cycling", "13001": "hiking", "14001": "swimming", "9002": "yoga", "9001": "pilates", "15003": "cycling", "15006": "elliptical", "15004": "rowing",
	"15005": "running", "6003": "badminton", "6002": "tennis", "8002": "dancing", "7003": "strength", "10007": "strength", "16001": "skiing",
}

func exercise(x *reading) {
	s, ok := x.sample()
	if !ok {
		return
	}
	e := measure.Event{Kind: measure.EventWorkout, Source: x.source(measure.ClassWatch), Start: s.Start, End: s.End, Zone: s.Zone, Name: exercises[x.text("exercise_type")]}
	if e.Name == "" {
		e.Name = "other"
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
		{"exercise", measure.WhatTotal, x.number("duration") / 60_000}, {k, measure.WhatTotal, x.number("distance")}, {"energy-active", measure.WhatTotal, x.number("calorie")},
		{"heart-rate", measure.WhatMean, x.number("mean_heart_rate")}, {"heart-rate", measure.WhatLow, x.number("min_heart_rate")}, {"heart-rate", measure.WhatHigh, x.number("max_heart_rate")},
	} {
		if v, ok := measure.Scaled(a.v); ok && v > 0 {
			e.Amounts = append(e.Amounts, measure.Amount{Kind: a.k, What: a.what, Value: v})
		}
	}
	x.in.Event(e)
}
