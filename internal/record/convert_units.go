// SPDX-License-Identifier: EUPL-1.2

package record

import (
	"strings"

	"regie/internal/text"
	"regie/internal/zib"
)

// The kinds of quantities between which units can be brought together.
const (
	kindMass        = "mass/volume"
	kindAmount      = "amount/volume"
	kindCharge      = "charge/volume" // mEq/l
	kindCount       = "count/volume"
	kindActivity    = "activity/volume" // enzymes, hormones and antibodies that are counted in units
	kindFraction    = "fraction"
	kindAmountRatio = "amount/amount"
	kindRatio       = "mass/amount"
	kindMassRatio   = "mass/mass"
	kindOneMass     = "mass"
	kindOneAmount   = "amount"
	kindLength      = "length"
	kindVolume      = "volume"
	kindTemperature = "temperature"
	kindPressure    = "pressure"
	kindTime        = "time"
)

// scale is what one of a unit is in the base of its kind: x·by + add.
type scale struct {
	kind string
	by   float64
	add  float64
}

// scales are exact: powers of ten and definitions. The names are as units are printed in Dutch
// (zib.Quantity.UnitText), in lower case.
var scales = map[string]scale{
	// base: gram per litre
	"g/l": {kindMass, 1, 0}, "g/dl": {kindMass, 10, 0}, "g/100 ml": {kindMass, 10, 0}, "mg/ml": {kindMass, 1, 0}, "mg/l": {kindMass, 1e-3, 0}, "mg/dl": {kindMass, 1e-2, 0},
	"µg/l": {kindMass, 1e-6, 0}, "µg/dl": {kindMass, 1e-5, 0}, "µg/ml": {kindMass, 1e-3, 0}, "ng/ml": {kindMass, 1e-6, 0}, "ng/l": {kindMass, 1e-9, 0},
	"ng/dl": {kindMass, 1e-8, 0}, "pg/ml": {kindMass, 1e-9, 0},
	// base: mole per litre
	"mol/l": {kindAmount, 1, 0}, "mmol/l": {kindAmount, 1e-3, 0}, "µmol/l": {kindAmount, 1e-6, 0}, "nmol/l": {kindAmount, 1e-9, 0}, "pmol/l": {kindAmount, 1e-12, 0},
	"pmol/ml": {kindAmount, 1e-9, 0}, "nmol/ml": {kindAmount, 1e-6, 0}, "mmol/dl": {kindAmount, 1e-2, 0},
	// base: equivalent per litre
	"meq/l": {kindCharge, 1e-3, 0}, "mval/l": {kindCharge, 1e-3, 0},
	// base: one per litre
	"×10⁹/l": {kindCount, 1e9, 0}, "×10¹²/l": {kindCount, 1e12, 0}, "×10⁶/l": {kindCount, 1e6, 0}, "per liter": {kindCount, 1, 0}, "per µl": {kindCount, 1e6, 0},
	// base: unit per litre; the katal is a mole per second and the unit a micromole per minute: 1 µkat = 60 U
	"u/l": {kindActivity, 1, 0}, "ie/l": {kindActivity, 1, 0}, "u/ml": {kindActivity, 1e3, 0}, "ie/ml": {kindActivity, 1e3, 0}, "ku/l": {kindActivity, 1e3, 0},
	"mu/l": {kindActivity, 1e-3, 0}, "mu/ml": {kindActivity, 1, 0}, "µu/ml": {kindActivity, 1e-3, 0}, "µkat/l": {kindActivity, 60, 0}, "nkat/l": {kindActivity, 0.06, 0},
	// base: one
	"%": {kindFraction, 0.01, 0}, "l/l": {kindFraction, 1, 0}, "g/g": {kindFraction, 1, 0},
	"mmol/mol": {kindAmountRatio, 1e-3, 0}, "mol/mol": {kindAmountRatio, 1, 0},
	// base: gram per mole, gram per gram
	"mg/mmol": {kindRatio, 1, 0}, "g/mol": {kindRatio, 1, 0}, "g/mmol": {kindRatio, 1e3, 0},
	"mg/g": {kindMassRatio, 1e-3, 0}, "µg/mg": {kindMassRatio, 1e-3, 0},
	// base: gram; the pound is 0.45359237 kg by the agreement of 1959, the stone is 14 of them
	"kg": {kindOneMass, 1e3, 0}, "gram": {kindOneMass, 1, 0}, "mg": {kindOneMass, 1e-3, 0}, "pg": {kindOneMass, 1e-12, 0}, "pond (lb)": {kindOneMass, 453.59237, 0},
	"lb": {kindOneMass, 453.59237, 0}, "lbs": {kindOneMass, 453.59237, 0},
	"fmol": {kindOneAmount, 1e-15, 0}, "amol": {kindOneAmount, 1e-18, 0},
	// base: metre; the inch is 25.4 mm by the same agreement
	"m": {kindLength, 1, 0}, "cm": {kindLength, 1e-2, 0}, "mm": {kindLength, 1e-3, 0}, "inch": {kindLength, 0.0254, 0}, "in": {kindLength, 0.0254, 0},
	"ft": {kindLength, 0.3048, 0}, "foot": {kindLength, 0.3048, 0},
	"liter": {kindVolume, 1, 0}, "dl": {kindVolume, 0.1, 0}, "cl": {kindVolume, 0.01, 0}, "ml": {kindVolume, 1e-3, 0}, "fl": {kindVolume, 1e-15, 0}, "µm³": {kindVolume, 1e-15, 0}, "um3": {kindVolume, 1e-15, 0},
	// base: kelvin
	"k": {kindTemperature, 1, 0}, "°c": {kindTemperature, 1, 273.15}, "°f": {kindTemperature, 5.0 / 9, 459.67 * 5 / 9},
	// base: pascal; the millimetre of mercury is 133.322387415 Pa, the centimetre of water 98.0665 Pa
	"mmhg": {kindPressure, 133.322387415, 0}, "kpa": {kindPressure, 1000, 0}, "cmh₂o": {kindPressure, 98.0665, 0},
	"seconde": {kindTime, 1, 0}, "minuut": {kindTime, 60, 0},
}

// unitSpellings are ways to write units that have no place in the table of what is printed.
var unitSpellings = map[string]string{
	"ug/l": "µg/l", "ug/dl": "µg/dl", "mcg/dl": "µg/dl", "mcg/l": "µg/l", "ug/ml": "µg/ml", "mcg/ml": "µg/ml", "ug/mg": "µg/mg", "umol/l": "µmol/l",
	"µiu/ml": "µu/ml", "uiu/ml": "µu/ml", "u[iu]/ml": "µu/ml", "uu/ml": "µu/ml", "miu/ml": "mu/ml", "m[iu]/ml": "mu/ml", "iu/l": "ie/l", "iu/ml": "ie/ml",
	"e/l": "u/l", "e/ml": "u/ml", "ke/l": "ku/l", "kie/l": "ku/l", "kiu/l": "ku/l", "ukat/l": "µkat/l", "l/l": "l/l", "°f": "°f", "degf": "°f", "f": "°f",
	"seconden": "seconde", "liters": "liter", "grams": "gram", "g": "gram", "mg/100 ml": "mg/dl", "mg%": "mg/dl", "g%": "g/dl", "x10e9/l": "×10⁹/l", "g/100ml": "g/dl",
	"/nl": "×10⁹/l", "giga/l": "×10⁹/l", "g/l.": "g/l", "tera/l": "×10¹²/l", "/mm3": "per µl", "[in_us]": "inch", "ng/ml{feu}": "ng/ml", "mm/h": "mm/uur",
}

// unitName is one name for all ways to write a unit: as Dutch laboratories print it, in lower case.
func unitName(q *zib.Quantity) string {
	return nameOfUnit(q.UnitText(text.NL))
}

func nameOfUnit(printed string) string {
	u := strings.ToLower(strings.TrimSpace(strings.ReplaceAll(printed, "μ", "µ")))
	if to, ok := unitSpellings[u]; ok {
		return to
	}
	return u
}
