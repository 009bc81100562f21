// SPDX-License-Identifier: EUPL-1.2

package gatt

import (
	"math"

	"regie/internal/measure"
)

// Reading is what a characteristic says.
type Reading struct {
	Values []Value
	Clock  Clock // when, by the clock of the device
	User   int   // who, by the number that the device gives its users; 0: not told
	Number int   // of the reading in the memory of the device (glucose)
	Mark   measure.Mark
	Stored bool // from the memory of the device
}

// Value is one value of a reading.
type Value struct {
	Kind          measure.Kind
	Value, Second float64 // in the unit of the kind
}

func (r *Reading) add(k measure.Kind, v float64) {
	if !math.IsNaN(v) {
		r.Values = append(r.Values, Value{Kind: k, Value: v})
	}
}

// The characteristics with measurements.
const (
	BloodPressure    = 0x2a35
	Weight           = 0x2a9d
	BodyComposition  = 0x2a9c
	Temperature      = 0x2a1c
	HeartRate        = 0x2a37
	SpotOximeter     = 0x2a5e
	ContinuousOxygen = 0x2a5f
	Glucose          = 0x2a18
)

// Decode decodes a reading. ErrUnknown, ErrShort, ErrNoValue.
func Decode(characteristic uint16, b []byte) (Reading, error) {
	in := &bytes{b: b}
	var out Reading
	switch characteristic {
	case BloodPressure:
		out = bloodPressure(in)
	case Weight:
		out = weight(in)
	case BodyComposition:
		out = body(in)
	case Temperature:
		out = temperature(in)
	case HeartRate:
		out = heartRate(in)
	case SpotOximeter:
		out = spot(in)
	case ContinuousOxygen:
		out = continuous(in)
	case Glucose:
		out = glucose(in)
	default:
		return Reading{}, ErrUnknown
	}
	if in.short {
		return Reading{}, ErrShort
	}
	if len(out.Values) == 0 {
		return Reading{}, ErrNoValue
	}
	return out, nil
}

func on(flags, bit int) bool { return flags>>bit&1 != 0 }

const kPa = 7.50062 // mmHg

func bloodPressure(r *bytes) (out Reading) {
	flags := r.u8()
	unit := 1.0
	if on(flags, 0) {
		unit = kPa
	}
	upper, lower := r.sfloat()*unit, r.sfloat()*unit
	r.sfloat() // the mean pressure
	if !math.IsNaN(upper) && !math.IsNaN(lower) {
		out.Values = append(out.Values, Value{"blood-pressure", upper, lower})
	}
	if on(flags, 1) {
		out.Clock = r.clock()
	}
	if on(flags, 2) {
		if pulse := r.sfloat(); pulse > 0 {
			out.add("heart-rate", pulse)
		}
	}
	out.user(r, flags, 3)
	if on(flags, 4) {
		status := r.u16()
		if on(status, 0) || on(status, 1) || on(status, 5) {
			out.Mark |= measure.MarkMoved
		}
		if on(status, 2) {
			out.Mark |= measure.MarkIrregular
		}
	}
	return out
}

// user reads the number of the user; 255 stands for one that is not known.
func (out *Reading) user(r *bytes, flags, bit int) {
	if on(flags, bit) {
		if u := r.u8(); u != 255 {
			out.User = u
		}
	}
}

const pound = 0.45359237

func weight(r *bytes) (out Reading) {
	flags := r.u8()
	if v := r.u16(); v != 0xffff { // the measurement did not succeed
		out.add("weight", mass(v, on(flags, 0)))
	}
	if on(flags, 1) {
		out.Clock = r.clock()
	}
	out.user(r, flags, 2)
	if on(flags, 3) {
		bmi, height := r.u16(), r.u16()
		if bmi > 0 {
			out.add("bmi", float64(bmi)/10)
		}
		if height > 0 {
			cm := float64(height) / 10
			if on(flags, 0) {
				cm = float64(height) / 10 * 2.54
			}
			out.add("height", cm)
		}
	}
	return out
}

// mass is in steps of 5 g, or of a hundredth of a pound.
func mass(v int, imperial bool) float64 {
	if imperial {
		return float64(v) * 0.01 * pound
	}
	return float64(v) * 0.005
}

func body(r *bytes) (out Reading) {
	flags := r.u16()
	imperial := on(flags, 0)
	if fat := r.u16(); fat != 0xffff {
		out.add("body-fat", float64(fat)/10)
	}
	if on(flags, 1) {
		out.Clock = r.clock()
	}
	out.user(r, flags, 2)
	for _, part := range []struct {
		bit  int
		kind measure.Kind
		mass bool
	}{
		{3, "basal-rate", false}, {4, "", false}, {5, "muscle-mass", true}, {6, "lean-mass", true}, {7, "", true}, {8, "water-mass", true}, {9, "", false}, {10, "weight", true},
	} {
		if !on(flags, part.bit) {
			continue
		}
		switch v := r.u16(); {
		case part.kind == "basal-rate":
			out.add(part.kind, float64(v)/4.184) // kilojoules a day
		case part.kind != "":
			out.add(part.kind, mass(v, imperial))
		}
	}
	if on(flags, 11) {
		cm := float64(r.u16()) / 10
		if imperial {
			cm *= 2.54
		}
		out.add("height", cm)
	}
	return out
}

func temperature(r *bytes) (out Reading) {
	flags := r.u8()
	t := r.float()
	if on(flags, 0) {
		t = (t - 32) * 5 / 9
	}
	out.add("temperature", t)
	if on(flags, 1) {
		out.Clock = r.clock()
	}
	if on(flags, 2) {
		r.u8() // where on the body
	}
	return out
}

func heartRate(r *bytes) (out Reading) {
	flags := r.u8()
	v := 0
	if on(flags, 0) {
		v = r.u16()
	} else {
		v = r.u8()
	}
	// A sensor that can tell says when it lies on nothing.
	if contact := flags >> 1 & 3; v > 0 && contact != 2 {
		out.add("heart-rate", float64(v))
	}
	return out
}

func spot(r *bytes) (out Reading) {
	flags := r.u8()
	saturation, pulse := r.sfloat(), r.sfloat()
	if on(flags, 0) {
		out.Clock = r.clock()
	}
	status := 0
	if on(flags, 1) {
		status = r.u16()
	}
	if on(flags, 2) {
		r.u24()
	}
	if on(flags, 3) {
		r.sfloat()
	}
	out.oximeter(saturation, pulse, status)
	return out
}

func continuous(r *bytes) (out Reading) {
	flags := r.u8()
	saturation, pulse := r.sfloat(), r.sfloat()
	for _, bit := range []int{0, 1} {
		if on(flags, bit) {
			r.sfloat()
			r.sfloat()
		}
	}
	status := 0
	if on(flags, 2) {
		status = r.u16()
	}
	if on(flags, 3) {
		r.u24()
	}
	out.oximeter(saturation, pulse, status)
	return out
}

// oximeter keeps values, but not those that the device itself calls a demonstration, a test,
// calibration, not available or invalid.
func (out *Reading) oximeter(saturation, pulse float64, status int) {
	for _, bit := range []int{10, 11, 12, 13, 15} {
		if on(status, bit) {
			return
		}
	}
	out.Stored = on(status, 9)
	out.add("oxygen", saturation)
	if pulse > 0 {
		out.add("heart-rate", pulse)
	}
}

// moleOfGlucose is in grams.
const moleOfGlucose = 180.16

func glucose(r *bytes) (out Reading) {
	flags := r.u8()
	out.Number = r.u16()
	out.Clock = r.clock()
	if on(flags, 0) {
		out.Clock = out.Clock.later(r.i16())
	}
	if on(flags, 1) {
		v := r.sfloat()
		kind := r.u8() & 0x0f
		if on(flags, 2) {
			v *= 1000 // mol/L
		} else {
			v *= 1e6 / moleOfGlucose // kg/L
		}
		if kind != 10 { // a control solution
			out.add("glucose", v)
		}
	}
	if on(flags, 3) {
		r.u16()
	}
	out.Stored = true
	return out
}
