// SPDX-License-Identifier: EUPL-1.2

package measure

import (
	"math"
	"strconv"
	"strings"
)

// Decimal reads a number with a point or a comma, and returns it in 1/Scale; ok is false where
// it is none, or too large.
func Decimal[T string | []byte](b T) (v int64, ok bool) {
	i, n := 0, len(b)
	negative := false
	if n > 0 && (b[0] == '-' || b[0] == '+') {
		negative = b[0] == '-'
		i++
	}
	var whole int64
	first := i
	for ; i < n && b[i] >= '0' && b[i] <= '9'; i++ {
		if whole > 100_000_000_000_000 {
			return 0, false
		}
		whole = whole*10 + int64(b[i]-'0')
	}
	seen := i > first
	v = whole * Scale
	if i < n && (b[i] == '.' || b[i] == ',') {
		i++
		unit := int64(Scale)
		for ; i < n && b[i] >= '0' && b[i] <= '9'; i++ {
			seen = true
			c := int64(b[i] - '0')
			if unit > 1 {
				unit /= 10
				v += c * unit
			} else if unit == 1 {
				if c >= 5 {
					v++
				}
				unit = 0
			}
		}
	}
	if !seen {
		return 0, false
	}
	if i < n { // 9.5e-05
		f, err := strconv.ParseFloat(strings.Replace(string(b), ",", ".", 1), 64)
		if err != nil {
			return 0, false
		}
		return Scaled(f)
	}
	if negative {
		v = -v
	}
	return v, true
}

// Scaled returns a number in 1/Scale; ok is false where it is none or too large.
func Scaled(f float64) (int64, bool) {
	f = math.Round(f * Scale)
	if math.IsNaN(f) || math.Abs(f) > 1e18 {
		return 0, false
	}
	return int64(f), true
}

// unit is how an amount in some unit becomes one in the unit of the kind: value×Factor + Shift.
type unit struct{ factor, shift float64 }

// units says for each unit of a kind (UCUM) which other spellings and units are exactly that, or
// a fixed factor away. Factors are those of the SI brochure and of UCUM; the mole of glucose is
// 180.1558800000541 g, as HealthKit writes it itself.
var units = map[string]map[string]unit{
	"{steps}":     counts,
	"{flights}":   counts,
	"{pushes}":    counts,
	"{strokes}":   counts,
	"{falls}":     counts,
	"{count}":     counts,
	"{puffs}":     counts,
	"{drinks}":    counts,
	"{score}":     counts,
	"{index}":     counts,
	"{hours}":     counts,
	"{share}":     counts,
	"m":           {"m": {1, 0}, "km": {1000, 0}, "mi": {1609.344, 0}, "ft": {0.3048, 0}, "yd": {0.9144, 0}, "cm": {0.01, 0}, "mm": {0.001, 0}},
	"cm":          {"cm": {1, 0}, "m": {100, 0}, "mm": {0.1, 0}, "in": {2.54, 0}, "ft": {30.48, 0}},
	"kg":          {"kg": {1, 0}, "g": {0.001, 0}, "lb": {0.45359237, 0}, "lbs": {0.45359237, 0}, "st": {6.35029318, 0}, "oz": {0.028349523125, 0}},
	"kg/m2":       {"count": {1, 0}, "kg/m2": {1, 0}, "kg/m^2": {1, 0}, "": {1, 0}},
	"%":           {"%": {1, 0}, "": {1, 0}},
	"kcal":        {"kcal": {1, 0}, "Cal": {1, 0}, "cal": {0.001, 0}, "kJ": {1 / 4.184, 0}, "J": {1 / 4184., 0}},
	"min":         {"min": {1, 0}, "s": {1 / 60., 0}, "sec": {1 / 60., 0}, "hr": {60, 0}, "h": {60, 0}, "ms": {1 / 60_000., 0}},
	"/min":        {"count/min": {1, 0}, "/min": {1, 0}, "bpm": {1, 0}, "count/s": {60, 0}, "rpm": {1, 0}, "breaths/min": {1, 0}, "spm": {1, 0}, "Hz": {60, 0}},
	"ms":          {"ms": {1, 0}, "s": {1000, 0}},
	"mm[Hg]":      {"mmHg": {1, 0}, "mm[Hg]": {1, 0}, "kPa": {7.500616827, 0}, "cmAq": {0.7355592, 0}},
	"Cel":         {"degC": {1, 0}, "°C": {1, 0}, "Cel": {1, 0}, "C": {1, 0}, "degF": {5 / 9., -160 / 9.}, "°F": {5 / 9., -160 / 9.}, "F": {5 / 9., -160 / 9.}, "K": {1, -273.15}},
	"mmol/L":      {"mmol/L": {1, 0}, "mmol<180.1558800000541>/L": {1, 0}, "mg/dL": {10 / 180.1558800000541, 0}, "mg/dl": {10 / 180.1558800000541, 0}},
	"mL/kg/min":   {"mL/min·kg": {1, 0}, "mL/(kg·min)": {1, 0}, "ml/kg/min": {1, 0}, "mL/kg·min": {1, 0}, "mL/kg/min": {1, 0}},
	"L":           {"L": {1, 0}, "mL": {0.001, 0}},
	"mL":          {"mL": {1, 0}, "L": {1000, 0}, "fl_oz_us": {29.5735295625, 0}, "fl_oz_imp": {28.4130625, 0}, "cup_us": {236.5882365, 0}, "cup_imp": {284.130625, 0}, "pt_us": {473.176473, 0}, "pt_imp": {568.26125, 0}},
	"L/min":       {"L/min": {1, 0}, "L/s": {60, 0}, "mL/min": {0.001, 0}},
	"g":           {"g": {1, 0}, "mg": {0.001, 0}, "mcg": {1e-6, 0}, "kg": {1000, 0}, "oz": {28.349523125, 0}, "lb": {453.59237, 0}},
	"mg":          {"mg": {1, 0}, "g": {1000, 0}, "mcg": {0.001, 0}, "ug": {0.001, 0}, "µg": {0.001, 0}, "kg": {1e6, 0}, "oz": {28_349.523125, 0}},
	"ug":          {"ug": {1, 0}, "mcg": {1, 0}, "µg": {1, 0}, "mg": {1000, 0}, "g": {1e6, 0}, "oz": {28_349_523.125, 0}},
	"kcal/d":      {"kcal/d": {1, 0}, "W": {86_400 / 4184., 0}, "kcal/hr": {24, 0}, "kJ/d": {1 / 4.184, 0}},
	"Cel{change}": {"degC": {1, 0}, "°C": {1, 0}, "Cel": {1, 0}, "degF": {5 / 9., 0}, "°F": {5 / 9., 0}},
	"[iU]":        {"IU": {1, 0}, "[iU]": {1, 0}},
	"km/h":        {"km/hr": {1, 0}, "km/h": {1, 0}, "mi/hr": {1.609344, 0}, "m/s": {3.6, 0}},
	"m/s":         {"m/s": {1, 0}, "ft/s": {0.3048, 0}, "km/hr": {1 / 3.6, 0}, "mi/hr": {1.609344 / 3.6, 0}},
	"W":           {"W": {1, 0}, "kW": {1000, 0}, "kcal/hr": {1.163, 0}},
	"dB":          {"dBASPL": {1, 0}, "dB": {1, 0}, "dBHL": {1, 0}},
	"uS":          {"mcS": {1, 0}, "uS": {1, 0}, "S": {1e6, 0}},
	"kcal/(h.kg)": {"kcal/hr·kg": {1, 0}, "kcal/(kg·hr)": {1, 0}, "kcal/kg·hr": {1, 0}},
	"":            {"": {1, 0}},
}

var counts = map[string]unit{"count": {1, 0}, "": {1, 0}, "{steps}": {1, 0}, "steps": {1, 0}, "appleEffortScore": {1, 0}}

// Unit is how a source's unit of a kind becomes the kind's own.
type Unit struct{ unit }

// UnitFor returns how to turn amounts of a kind in a source's unit into the kind's own; ok is
// false where the unit does not belong to the kind.
func UnitFor(k Kind, spelling string) (u Unit, ok bool) {
	if strings.HasPrefix(string(k), ForeignPrefix) {
		return Unit{unit{1, 0}}, true // its unit is part of its key: see Foreign
	}
	f, ok := units[FormOf(k).Unit][spelling]
	return Unit{f}, ok
}

// Exact tells whether amounts stay as they are.
func (u Unit) Exact() bool { return u.factor == 1 && u.shift == 0 }

// Of returns an amount as the source wrote it, in 1/Scale of the unit of the kind. It is rounded
// once, behind the conversion: 0.01743 km is 17.43 m. ok is false where it is no number.
func (u Unit) Of(text []byte) (v int64, ok bool) {
	if u.Exact() {
		return Decimal(text)
	}
	f, ok := float(text)
	if !ok {
		return 0, false
	}
	return Scaled(f*u.factor + u.shift)
}

// float reads a number with a point or a comma. Up to 15 digits are read without strconv, exactly
// as it would.
func float(b []byte) (float64, bool) {
	i, n := 0, len(b)
	negative := n > 0 && b[0] == '-'
	if n > 0 && (b[0] == '-' || b[0] == '+') {
		i++
	}
	var mantissa int64
	digits, decimals, point := 0, 0, false
	for ; i < n; i++ {
		switch c := b[i]; {
		case c >= '0' && c <= '9':
			mantissa = mantissa*10 + int64(c-'0')
			digits++
			if point {
				decimals++
			}
		case (c == '.' || c == ',') && !point:
			point = true
		default:
			digits = 99
		}
		if digits > 15 {
			f, err := strconv.ParseFloat(strings.Replace(string(b), ",", ".", 1), 64)
			return f, err == nil
		}
	}
	if digits == 0 {
		return 0, false
	}
	f := float64(mantissa) / tens[decimals]
	if negative {
		f = -f
	}
	return f, true
}

var tens = [...]float64{1, 1e1, 1e2, 1e3, 1e4, 1e5, 1e6, 1e7, 1e8, 1e9, 1e10, 1e11, 1e12, 1e13, 1e14, 1e15}

// Convert returns an amount, in 1/Scale, in the unit of the kind.
func (u Unit) Convert(v int64) int64 {
	if u.Exact() {
		return v
	}
	if f := math.Round(float64(v)*u.factor + u.shift*Scale); math.Abs(f) < 9e18 {
		return int64(f)
	}
	return v
}
