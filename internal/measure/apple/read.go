// SPDX-License-Identifier: EUPL-1.2

// Package apple reads what the Health app of an iPhone exports: export.zip, or the XML in it.
//
// The format is described nowhere; what is known of it, its faults among them, is the table of
// traps in docs/importing.md. The reader never refuses a file for what it does not understand:
// it notes that and goes on.
package apple

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"strings"

	"regie/internal/measure"
)

// ErrNotApple says that the file is no export of the Health app.
var ErrNotApple = errors.New("apple: no export of the Health app")

// reader is one reading of an export.xml.
type reader struct {
	in      *measure.Intake
	scan    scanner
	clock   clock
	sources sources
	types   map[string]*kind
	last    *kind

	open     bool // a record with children
	pending  measure.Sample
	at       *kind
	source   int
	pressure pressures
	within   int  // depth of correlations
	pairs    bool // the correlation is a blood pressure
	workout  *workout
	part     bool // within an activity of the workout
	routes   []routed
	health   bool // the root was seen
	whole    bool // and its end
	records  int
}

// kind is what is known of a type of record.
type kind struct {
	raw      []byte
	name     string // without HKQuantityTypeIdentifier
	number   int    // in the intake
	kind     measure.Kind
	what     what
	fraction bool // percents are written as parts of one
	units    map[string]conversion
	values   map[string]category // of words
	unit     []byte              // of the last record
	how      conversion
}

type conversion struct {
	unit measure.Unit
	ok   bool
}

type what uint8

const (
	isQuantity what = iota
	isSystolic
	isDiastolic
	isSleep
	isDuration
	isCategory
	isForeign
)

// ReadXML reads export.xml. next gives the file in pieces, io.EOF behind the last.
func ReadXML(ctx context.Context, next func() ([]byte, error), in *measure.Intake) error {
	_, err := readXML(ctx, next, in)
	return err
}

func readXML(ctx context.Context, next func() ([]byte, error), in *measure.Intake) ([]routed, error) {
	r := &reader{in: in, types: map[string]*kind{}}
	r.scan.next = next
	r.sources.in = in
	for n := 0; ; n++ {
		if n&0x3fff == 0 && ctx.Err() != nil {
			return nil, ctx.Err()
		}
		tag := r.scan.tag()
		if tag == nil {
			break
		}
		r.tag(tag)
	}
	if !r.health {
		return nil, ErrNotApple
	}
	r.close()
	r.pressure.add(r)
	if r.scan.cut > 0 {
		in.Note("", measure.WhyBroken, r.scan.cut)
	}
	switch {
	case errors.Is(r.scan.err, measure.ErrTooLarge):
		return r.routes, fmt.Errorf("reading an export of the Health app: %w", r.scan.err)
	case r.scan.err != nil && !errors.Is(r.scan.err, io.EOF):
		return r.routes, fmt.Errorf("reading an export of the Health app: %w: %w", measure.ErrDamaged, r.scan.err) // what came before is good
	case !r.whole:
		return r.routes, fmt.Errorf("reading an export of the Health app: %w: it has no end", measure.ErrDamaged)
	}
	return r.routes, nil
}

func (r *reader) tag(tag []byte) {
	if len(tag) == 0 {
		return
	}
	if tag[0] == '/' {
		r.ended(tag[1:])
		return
	}
	switch tag[0] {
	case 'R':
		if n, a, alone := name(tag); string(n) == "Record" {
			r.record(a, alone)
		}
	case 'M':
		if n, a, _ := name(tag); string(n) == "MetadataEntry" && r.open {
			r.metadata(a)
		}
	default:
		n, a, alone := name(tag)
		r.other(n, a, alone)
	}
}

func (r *reader) other(n []byte, a attrs, alone bool) {
	switch string(n) {
	case "HealthData":
		r.health = true
	case "ExportDate":
		for k, v, ok := a.next(); ok; k, v, ok = a.next() {
			if string(k) == "value" {
				if ms, _, ok := r.clock.read(v); ok {
					r.in.Exported = ms
				}
			}
		}
	case "Correlation":
		if alone {
			return
		}
		r.within++
		for k, v, ok := a.next(); ok; k, v, ok = a.next() {
			if string(k) == "type" {
				r.pairs = bytes.HasSuffix(v, []byte("BloodPressure"))
			}
		}
		r.pressure.begin()
	case "Workout":
		r.beginWorkout(a)
		if alone {
			r.endWorkout()
		}
	case "WorkoutActivity": // a part of a workout has statistics of its own
		r.part = r.workout != nil && !alone
	case "WorkoutStatistics", "FileReference":
		if r.workout != nil && !r.part {
			r.workoutPart(string(n), a)
		}
	case "ClinicalRecord", "Audiogram", "VisionPrescription":
		r.in.Note(string(n), measure.WhyElsewhere, 1)
	case "ActivitySummary", "InstantaneousBeatsPerMinute":
		r.in.Note(string(n), measure.WhyAgain, 1)
	case "Me", "WorkoutEvent", "WorkoutRoute", "HeartRateVariabilityMetadataList", "SensitivityPoint", "RightEye", "LeftEye", "Prescription", "Attachment":
	default:
		if r.health && len(n) > 0 && n[0] >= 'A' && n[0] <= 'Z' {
			r.in.Note(string(n[:min(len(n), 60)]), measure.WhyUnknown, 1)
		}
	}
}

func (r *reader) ended(n []byte) {
	switch string(bytes.TrimRight(n, " \t\r\n")) {
	case "HealthData":
		r.whole = true
	case "Record":
		r.close()
	case "Correlation":
		if r.within > 0 {
			r.within--
		}
		if r.pairs {
			r.pressure.end()
		}
		r.pairs = false
	case "WorkoutActivity":
		r.part = false
	case "Workout":
		r.endWorkout()
	}
}

// record reads a record. One with children is kept open until its end, because a child may say
// that it was typed in.
func (r *reader) record(a attrs, alone bool) {
	r.close()
	var typ, unit, value, source, device, start, end []byte
	for {
		k, v, ok := a.next()
		if !ok {
			break
		}
		switch len(k) {
		case 4:
			switch string(k) {
			case "type":
				typ = v
			case "unit":
				unit = v
			}
		case 5:
			if string(k) == "value" {
				value = v
			}
		case 6:
			if string(k) == "device" {
				device = v
			}
		case 7:
			if string(k) == "endDate" {
				end = v
			}
		case 9:
			if string(k) == "startDate" {
				start = v
			}
		case 10:
			if string(k) == "sourceName" {
				source = v
			}
		}
	}
	if r.within > 0 && !r.pairs {
		return // it stands in the file once more, by itself
	}
	r.records++
	t := r.typeOf(typ)
	if t == nil {
		r.in.Note("Record", measure.WhyUnknown, 1)
		return
	}
	from, zone, ok := r.clock.read(start)
	if !ok {
		r.in.Note(t.name, measure.WhyTime, 1)
		return
	}
	to, _, ok := r.clock.read(end)
	if !ok || to < from {
		to = from
	}
	x := measure.Sample{Start: from, End: to, Zone: zone}
	if x.Value, ok = r.valueOf(t, value, unit, x); !ok {
		return
	}
	r.at, r.pending, r.source, r.open = t, x, r.sources.of(source, device), true
	if alone {
		r.close()
	}
}

// mostTypes bounds the types of records; Apple has some two hundred.
const mostTypes = 2000

// typeOf returns what is known of a type; most records have that of the one before. It is nil
// where there are too many.
func (r *reader) typeOf(raw []byte) *kind {
	if r.last != nil && bytes.Equal(r.last.raw, raw) {
		return r.last
	}
	t := r.types[string(raw)]
	if t == nil && len(r.types) >= mostTypes {
		return nil
	}
	if t == nil {
		t = &kind{raw: bytes.Clone(raw), name: plain(raw), units: map[string]conversion{}, values: map[string]category{}}
		short := strings.TrimPrefix(t.name, "HKQuantityTypeIdentifier")
		k, known := quantities[short]
		switch {
		case known:
			t.kind = k
			t.fraction = measure.FormOf(k).Unit == "%"
		case short == systolic:
			t.kind, t.what = "blood-pressure", isSystolic
		case short == diastolic:
			t.kind, t.what = "blood-pressure", isDiastolic
		case t.name == "HKCategoryTypeIdentifierSleepAnalysis":
			t.kind, t.what = "sleep", isSleep
		case t.name == "HKCategoryTypeIdentifierMindfulSession":
			t.kind, t.what = "mindful", isDuration
		case t.name == "HKCategoryTypeIdentifierAppleStandHour":
			t.kind, t.what = "stand-hours", isCategory
		case strings.HasPrefix(t.name, "HKCategoryTypeIdentifier"):
			t.kind, t.what = measure.Kind(measure.ForeignPrefix+t.name), isCategory
		default:
			t.kind, t.what = measure.Kind(measure.ForeignPrefix+t.name), isForeign
		}
		t.number = -1
		r.types[string(t.raw)] = t
	}
	r.last = t
	return t
}

func (r *reader) metadata(a attrs) {
	var key, value []byte
	for k, v, ok := a.next(); ok; k, v, ok = a.next() {
		switch string(k) {
		case "key":
			key = v
		case "value":
			value = v
		}
	}
	switch string(key) {
	case "HKWasUserEntered":
		if string(value) == "1" {
			r.pending.Mark |= measure.MarkByHand
		}
	case "HKBloodGlucoseMealTime", "HKMetadataKeyBloodGlucoseMealTime":
		switch string(value) {
		case "1":
			r.pending.Mark |= measure.MarkBeforeMeal
		case "2":
			r.pending.Mark |= measure.MarkAfterMeal
		}
	}
}

// close gives the open record to the intake.
func (r *reader) close() {
	if !r.open {
		return
	}
	r.open = false
	switch t := r.at; t.what {
	case isSystolic, isDiastolic:
		r.pressure.half(r.source, r.pending, t.what == isSystolic, r.within > 0)
	default:
		if t.number < 0 {
			t.number = r.in.Kind(t.kind)
		}
		r.in.Add(t.number, r.source, r.pending)
	}
}
