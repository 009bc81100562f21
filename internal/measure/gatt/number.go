// SPDX-License-Identifier: EUPL-1.2

// Package gatt decodes what measuring devices send over Bluetooth Low Energy: the measurement
// characteristics of the blood pressure, weight, body composition, thermometer, heart rate, pulse
// oximeter and glucose services, as the GATT specification supplement has them.
//
// A browser hands over the bytes of a characteristic as they came; nothing is decoded there.
package gatt

import (
	"errors"
	"math"
)

// ErrShort says that a reading has less bytes than its own flags promise.
var ErrShort = errors.New("gatt: reading is too short")

// ErrUnknown says that Regie does not know the characteristic.
var ErrUnknown = errors.New("gatt: characteristic is not known")

// ErrNoValue says that the device sent a reading without a value: the measurement failed, or it
// was a test.
var ErrNoValue = errors.New("gatt: reading has no value")

// bytes reads little-endian numbers from the front; after a shortage everything is zero.
type bytes struct {
	b     []byte
	short bool
}

func (r *bytes) take(n int) []byte {
	if len(r.b) < n {
		r.short, r.b = true, nil
		return make([]byte, n)
	}
	out := r.b[:n]
	r.b = r.b[n:]
	return out
}

func (r *bytes) u8() int { return int(r.take(1)[0]) }

func (r *bytes) u16() int {
	b := r.take(2)
	return int(b[0]) | int(b[1])<<8
}

func (r *bytes) u24() int {
	b := r.take(3)
	return int(b[0]) | int(b[1])<<8 | int(b[2])<<16
}

func (r *bytes) i16() int { return int(int16(r.u16())) }

// sfloat is an IEEE 11073 number of 16 bits: four of exponent, twelve of mantissa, both signed.
// The special values are no numbers.
func (r *bytes) sfloat() float64 {
	v := r.u16()
	switch v {
	case 0x07ff, 0x0800, 0x07fe, 0x0802, 0x0801:
		return math.NaN()
	}
	mantissa, exponent := v&0x0fff, v>>12
	if mantissa >= 0x0800 {
		mantissa -= 0x1000
	}
	if exponent >= 8 {
		exponent -= 16
	}
	return float64(mantissa) * math.Pow10(exponent)
}

// float is an IEEE 11073 number of 32 bits: eight of exponent, 24 of mantissa, both signed.
func (r *bytes) float() float64 {
	mantissa, exponent := r.u24(), int(int8(r.u8()))
	switch mantissa {
	case 0x7fffff, 0x800000, 0x7ffffe, 0x800002, 0x800001:
		return math.NaN()
	}
	if mantissa >= 0x800000 {
		mantissa -= 0x1000000
	}
	return float64(mantissa) * math.Pow10(exponent)
}

// Clock is the clock of a device, which knows no zone. A zero part is not known.
type Clock struct{ Year, Month, Day, Hour, Minute, Second int }

// Known tells whether the device knows the day.
func (c Clock) Known() bool { return c.Year != 0 && c.Month != 0 && c.Day != 0 }

func (r *bytes) clock() Clock {
	return Clock{r.u16(), r.u8(), r.u8(), r.u8(), r.u8(), r.u8()}
}
