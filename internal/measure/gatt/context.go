// SPDX-License-Identifier: EUPL-1.2

package gatt

import (
	"math"

	"regie/internal/measure"
)

// GlucoseContext belongs to the glucose reading with the same number. It holds no value of its own.
const GlucoseContext = 0x2a34

// Context is what a meter notes besides a glucose value. What it does not tell is NaN or 0.
type Context struct {
	Number        int     // of the reading
	Carbohydrates float64 // g
	Meal          Meal
	Exercise      float64 // minutes
	Intensity     int     // %
	Medicine      int     // 1 rapid, 2 short, 3 intermediate, 4 long acting, 5 mixed insulin
	Amount        float64 // of it: mg, or mL where Volume
	Volume        bool
	HbA1c         float64 // %
}

// Meal is when a value was measured.
type Meal int

// The meals of the standard.
const (
	MealBefore  Meal = 1
	MealAfter   Meal = 2
	MealFasting Meal = 3
	MealCasual  Meal = 4
	MealBedtime Meal = 5
)

// DecodeContext decodes a context. ErrShort.
func DecodeContext(b []byte) (Context, error) {
	r := &bytes{b: b}
	nan := math.NaN()
	flags := r.u8()
	c := Context{Number: r.u16(), Carbohydrates: nan, Exercise: nan, Amount: nan, HbA1c: nan}
	if on(flags, 7) {
		r.u8() // more flags, none of which has a meaning yet
	}
	if on(flags, 0) {
		r.u8() // breakfast, lunch…: the time tells that
		c.Carbohydrates = r.sfloat() * 1000
	}
	if on(flags, 1) {
		c.Meal = Meal(r.u8())
	}
	if on(flags, 2) {
		r.u8() // who tested, and how the person was
	}
	if on(flags, 3) {
		if s := r.u16(); s != 0xffff { // 18 hours or more
			c.Exercise = float64(s) / 60
		}
		c.Intensity = r.u8()
	}
	if on(flags, 4) {
		c.Medicine = r.u8()
		c.Volume = on(flags, 5)
		c.Amount = r.sfloat() * 1e6 // of kilograms
		if c.Volume {
			c.Amount /= 1000 // of litres
		}
	}
	if on(flags, 6) {
		c.HbA1c = r.sfloat()
	}
	if r.short {
		return Context{}, ErrShort
	}
	return c, nil
}

// HasContext tells whether a meter says that a context follows a glucose reading.
func HasContext(characteristic uint16, b []byte) bool {
	return characteristic == Glucose && len(b) > 0 && on(int(b[0]), 4)
}

// With joins a context to its reading. One of another reading is left out.
func (r Reading) With(c Context) Reading {
	if c.Number != r.Number {
		return r
	}
	switch c.Meal {
	case MealBefore, MealFasting:
		r.Mark |= measure.MarkBeforeMeal
	case MealAfter:
		r.Mark |= measure.MarkAfterMeal
	}
	if c.Carbohydrates > 0 {
		r.add("carbohydrates", c.Carbohydrates)
	}
	if c.Exercise > 0 {
		r.add("exercise", c.Exercise)
	}
	return r
}

// DecodeBoth decodes a reading with what came behind it: the context of a glucose value, or the
// second part of a body composition that does not fit in one. What cannot be read of that is left out.
func DecodeBoth(characteristic uint16, b, more []byte) (Reading, error) {
	r, err := Decode(characteristic, b)
	if len(more) == 0 {
		return r, err
	}
	switch characteristic {
	case Glucose:
		if c, wrong := DecodeContext(more); err == nil && wrong == nil {
			r = r.With(c)
		}
	case BodyComposition:
		rest, wrong := Decode(BodyComposition, more)
		switch {
		case wrong != nil:
		case err != nil:
			return rest, nil
		default:
			r = r.and(rest)
		}
	}
	return r, err
}

// and puts two parts of one reading together.
func (r Reading) and(rest Reading) Reading {
	if r.Clock == (Clock{}) {
		r.Clock = rest.Clock
	}
	if r.User == 0 {
		r.User = rest.User
	}
	for _, v := range rest.Values {
		known := false
		for _, x := range r.Values {
			known = known || x.Kind == v.Kind
		}
		if !known {
			r.Values = append(r.Values, v)
		}
	}
	return r
}
