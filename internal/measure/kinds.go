// SPDX-License-Identifier: EUPL-1.2

package measure

import "strings"

// Form is what is fixed of a kind.
type Form struct {
	Kind      Kind
	Shape     Shape
	Group     Group
	Unit      string  // UCUM; for people see the catalogue, measure.unit.…
	LOINC     string  // of a single value, or of the day's total; "" where there is none
	Decimals  int     // that are shown
	Low, High float64 // beyond these a value is asked about when it is typed, and marked when it is read
}

// Kinds are all kinds that Regie knows, by group and use. A kind is never renamed: its key is stored.
// LOINC codes are those that HL7's physical activity guide and the Dutch building blocks (zib 2020)
// use; the bounds are what a body or a day can hold, and no reference values.
var Kinds = []Form{
	{"steps", Total, GroupActivity, "{steps}", "41950-7", 0, 0, 100000},
	{"distance", Total, GroupActivity, "m", "55430-3", 0, 0, 200000},
	{"distance-cycling", Total, GroupActivity, "m", "", 0, 0, 600000},
	{"distance-swimming", Total, GroupActivity, "m", "", 0, 0, 100000},
	{"distance-wheelchair", Total, GroupActivity, "m", "", 0, 0, 100000},
	{"distance-snow", Total, GroupActivity, "m", "", 0, 0, 300000},
	{"pushes", Total, GroupActivity, "{pushes}", "", 0, 0, 100000},
	{"flights", Total, GroupActivity, "{flights}", "100304-5", 0, 0, 1000},
	{"strokes", Total, GroupActivity, "{strokes}", "", 0, 0, 100000},
	{"energy-active", Total, GroupActivity, "kcal", "41981-2", 0, 0, 20000},
	{"energy-basal", Total, GroupActivity, "kcal", "", 0, 0, 10000},
	{"energy-total", Total, GroupActivity, "kcal", "", 0, 0, 25000},
	{"exercise", Total, GroupActivity, "min", "55411-3", 0, 0, 1440},
	{"stand", Total, GroupActivity, "min", "", 0, 0, 1440},
	{"effort", Moment, GroupActivity, "kcal/(h.kg)", "", 1, 0, 50},
	{"falls", Total, GroupActivity, "{falls}", "", 0, 0, 100},
	{"heart-rate", Moment, GroupHeart, "/min", "8867-4", 0, 20, 260},
	{"heart-rate-resting", Moment, GroupHeart, "/min", "40443-4", 0, 20, 200},
	{"heart-rate-walking", Moment, GroupHeart, "/min", "", 0, 20, 220},
	{"heart-rate-recovery", Moment, GroupHeart, "/min", "", 0, 0, 120},
	{"hrv-sdnn", Moment, GroupHeart, "ms", "80404-7", 0, 0, 500},
	{"hrv-rmssd", Moment, GroupHeart, "ms", "", 0, 0, 500},
	{"blood-pressure", Moment, GroupHeart, "mm[Hg]", "85354-9", 0, 30, 300},
	{"vo2max", Moment, GroupHeart, "mL/kg/min", "", 1, 5, 100},
	{"afib", Moment, GroupHeart, "%", "", 0, 0, 100},
	{"perfusion", Moment, GroupHeart, "%", "", 1, 0, 30},
	{"weight", Moment, GroupBody, "kg", "29463-7", 1, 2, 400},
	{"height", Moment, GroupBody, "cm", "8302-2", 0, 30, 250},
	{"bmi", Moment, GroupBody, "kg/m2", "39156-5", 1, 5, 100},
	{"body-fat", Moment, GroupBody, "%", "41982-0", 1, 1, 80},
	{"lean-mass", Moment, GroupBody, "kg", "91557-9", 1, 2, 200},
	{"muscle-mass", Moment, GroupBody, "kg", "", 1, 2, 200},
	{"bone-mass", Moment, GroupBody, "kg", "", 1, 0, 20},
	{"body-water", Moment, GroupBody, "%", "", 1, 10, 90},
	{"waist", Moment, GroupBody, "cm", "8280-0", 0, 30, 250},
	{"temperature", Moment, GroupBody, "Cel", "8310-5", 1, 28, 44},
	{"temperature-wrist", Moment, GroupSleep, "Cel", "", 1, 10, 45},
	{"temperature-basal", Moment, GroupBody, "Cel", "", 2, 28, 44},
	{"skin-conductance", Moment, GroupOther, "uS", "", 1, 0, 100},
	{"oxygen", Moment, GroupLungs, "%", "59408-5", 0, 40, 100},
	{"respiration", Moment, GroupLungs, "/min", "9279-1", 0, 3, 80},
	{"peak-flow", Moment, GroupLungs, "L/min", "19935-6", 0, 30, 1000},
	{"fev1", Moment, GroupLungs, "L", "20150-9", 2, 0, 10},
	{"fvc", Moment, GroupLungs, "L", "19870-5", 2, 0, 12},
	{"inhaler", Total, GroupLungs, "{puffs}", "", 0, 0, 100},
	{"breathing-disturbances", Moment, GroupSleep, "{count}", "", 1, 0, 200},
	{"glucose", Moment, GroupSugar, "mmol/L", "14743-9", 1, 0.5, 50},
	{"insulin", Total, GroupSugar, "[iU]", "", 1, 0, 500},
	{"sleep", Stage, GroupSleep, "", "93832-4", 0, 0, 24},
	{"mindful", Total, GroupFeeling, "min", "", 0, 0, 1440},
	{"pain", Moment, GroupFeeling, "{score}", "72514-3", 0, 0, 10},
	{"mood", Moment, GroupFeeling, "{score}", "", 0, 0, 10},
	{"tired", Moment, GroupFeeling, "{score}", "", 0, 0, 10},
	{"water", Total, GroupFood, "mL", "", 0, 0, 20000},
	{"caffeine", Total, GroupFood, "mg", "", 0, 0, 5000},
	{"energy-food", Total, GroupFood, "kcal", "", 0, 0, 20000},
	{"carbohydrates", Total, GroupFood, "g", "", 0, 0, 3000},
	{"sugar", Total, GroupFood, "g", "", 0, 0, 2000},
	{"fibre", Total, GroupFood, "g", "", 0, 0, 500},
	{"protein", Total, GroupFood, "g", "", 0, 0, 1500},
	{"fat", Total, GroupFood, "g", "", 0, 0, 1500},
	{"fat-saturated", Total, GroupFood, "g", "", 0, 0, 1000},
	{"sodium", Total, GroupFood, "mg", "", 0, 0, 50000},
	{"potassium", Total, GroupFood, "mg", "", 0, 0, 50000},
	{"cholesterol-food", Total, GroupFood, "mg", "", 0, 0, 20000},
	{"alcohol", Total, GroupFood, "{drinks}", "", 0, 0, 100},
	{"walking-speed", Moment, GroupWalking, "km/h", "", 1, 0, 20},
	{"step-length", Moment, GroupWalking, "cm", "", 0, 5, 200},
	{"walking-asymmetry", Moment, GroupWalking, "%", "", 0, 0, 100},
	{"double-support", Moment, GroupWalking, "%", "", 0, 0, 100},
	{"steadiness", Moment, GroupWalking, "%", "", 0, 0, 100},
	{"six-minute-walk", Moment, GroupWalking, "m", "64098-7", 0, 0, 1500},
	{"stairs-up", Moment, GroupWalking, "m/s", "", 2, 0, 5},
	{"stairs-down", Moment, GroupWalking, "m/s", "", 2, 0, 5},
	{"speed", Moment, GroupActivity, "km/h", "", 1, 0, 120},
	{"power", Moment, GroupActivity, "W", "", 0, 0, 3000},
	{"cadence", Moment, GroupActivity, "/min", "", 0, 0, 300},
	{"running-speed", Moment, GroupActivity, "km/h", "", 1, 0, 50},
	{"running-power", Moment, GroupActivity, "W", "", 0, 0, 1500},
	{"stride-length", Moment, GroupActivity, "cm", "", 0, 0, 400},
	{"ground-contact", Moment, GroupActivity, "ms", "", 0, 0, 1000},
	{"vertical-oscillation", Moment, GroupActivity, "cm", "", 1, 0, 50},
	{"cycling-speed", Moment, GroupActivity, "km/h", "", 1, 0, 120},
	{"cycling-power", Moment, GroupActivity, "W", "", 0, 0, 3000},
	{"cycling-cadence", Moment, GroupActivity, "/min", "", 0, 0, 300},
	{"sound-around", Moment, GroupSurroundings, "dB", "", 0, 0, 200},
	{"sound-headphones", Moment, GroupSurroundings, "dB", "", 0, 0, 200},
	{"daylight", Total, GroupSurroundings, "min", "", 0, 0, 1440},
	{"uv", Moment, GroupSurroundings, "{index}", "", 0, 0, 20},
	{"elevation", Moment, GroupActivity, "m", "", 0, -500, 9000},
	{"move", Total, GroupActivity, "min", "", 0, 0, 1440},
	{"stand-hours", Total, GroupActivity, "{hours}", "", 0, 0, 24},
	{"distance-skiing", Total, GroupActivity, "m", "", 0, 0, 300000},
	{"distance-paddling", Total, GroupActivity, "m", "", 0, 0, 300000},
	{"distance-rowing", Total, GroupActivity, "m", "", 0, 0, 300000},
	{"distance-skating", Total, GroupActivity, "m", "", 0, 0, 300000},
	{"climbed", Total, GroupActivity, "m", "", 0, 0, 20000},
	{"skiing-speed", Moment, GroupActivity, "km/h", "", 1, 0, 120},
	{"paddling-speed", Moment, GroupActivity, "km/h", "", 1, 0, 60},
	{"rowing-speed", Moment, GroupActivity, "km/h", "", 1, 0, 60},
	{"cycling-threshold", Moment, GroupActivity, "W", "", 0, 0, 1000},
	{"workout-effort", Moment, GroupActivity, "{score}", "", 0, 0, 10},
	{"workout-effort-estimated", Moment, GroupActivity, "{score}", "", 0, 0, 10},
	{"nike-fuel", Total, GroupActivity, "{count}", "", 0, 0, 100000},
	{"basal-rate", Moment, GroupBody, "kcal/d", "", 0, 200, 10000},
	{"skin-temperature", Moment, GroupBody, "Cel", "", 1, 10, 45},
	{"skin-temperature-change", Moment, GroupSleep, "Cel{change}", "", 1, -15, 15},
	{"fat-mass", Moment, GroupBody, "kg", "", 1, 0, 300},
	{"water-mass", Moment, GroupBody, "kg", "", 1, 0, 200},
	{"pulse-wave", Moment, GroupHeart, "m/s", "", 1, 1, 40},
	{"qrs", Moment, GroupHeart, "ms", "", 0, 20, 400},
	{"pr", Moment, GroupHeart, "ms", "", 0, 20, 600},
	{"qt", Moment, GroupHeart, "ms", "", 0, 100, 900},
	{"qtc", Moment, GroupHeart, "ms", "", 0, 100, 900},
	{"blood-alcohol", Moment, GroupOther, "%", "", 2, 0, 1},
	{"stress", Moment, GroupFeeling, "{share}", "", 0, 0, 100},
	{"depth", Moment, GroupSurroundings, "m", "", 1, 0, 400},
	{"temperature-water", Moment, GroupSurroundings, "Cel", "", 1, -5, 50},
	{"sound-reduction", Moment, GroupSurroundings, "dB", "", 0, 0, 200},
	{"fat-mono", Total, GroupFood, "g", "", 1, 0, 1000},
	{"fat-poly", Total, GroupFood, "g", "", 1, 0, 1000},
	{"fat-trans", Total, GroupFood, "g", "", 1, 0, 500},
	{"vitamin-a", Total, GroupFood, "ug", "", 0, 0, 100000},
	{"thiamin", Total, GroupFood, "mg", "", 1, 0, 5000},
	{"riboflavin", Total, GroupFood, "mg", "", 1, 0, 5000},
	{"niacin", Total, GroupFood, "mg", "", 1, 0, 10000},
	{"pantothenic-acid", Total, GroupFood, "mg", "", 1, 0, 10000},
	{"vitamin-b6", Total, GroupFood, "mg", "", 1, 0, 5000},
	{"biotin", Total, GroupFood, "ug", "", 0, 0, 100000},
	{"folate", Total, GroupFood, "ug", "", 0, 0, 100000},
	{"vitamin-b12", Total, GroupFood, "ug", "", 0, 0, 100000},
	{"vitamin-c", Total, GroupFood, "mg", "", 0, 0, 50000},
	{"vitamin-d", Total, GroupFood, "ug", "", 0, 0, 100000},
	{"vitamin-e", Total, GroupFood, "mg", "", 1, 0, 10000},
	{"vitamin-k", Total, GroupFood, "ug", "", 0, 0, 100000},
	{"calcium", Total, GroupFood, "mg", "", 0, 0, 50000},
	{"chloride", Total, GroupFood, "mg", "", 0, 0, 100000},
	{"chromium", Total, GroupFood, "ug", "", 0, 0, 100000},
	{"copper", Total, GroupFood, "mg", "", 1, 0, 1000},
	{"iodine", Total, GroupFood, "ug", "", 0, 0, 100000},
	{"iron", Total, GroupFood, "mg", "", 1, 0, 5000},
	{"magnesium", Total, GroupFood, "mg", "", 0, 0, 50000},
	{"manganese", Total, GroupFood, "mg", "", 1, 0, 5000},
	{"molybdenum", Total, GroupFood, "ug", "", 0, 0, 100000},
	{"phosphorus", Total, GroupFood, "mg", "", 0, 0, 50000},
	{"selenium", Total, GroupFood, "ug", "", 0, 0, 100000},
	{"zinc", Total, GroupFood, "mg", "", 1, 0, 5000},
}

var forms = func() map[Kind]*Form {
	m := make(map[Kind]*Form, len(Kinds))
	for i := range Kinds {
		m[Kinds[i].Kind] = &Kinds[i]
	}
	return m
}()

// ForeignPrefix begins the key of a kind that a source has and Regie does not know. It is kept
// and shown under the source's own name.
const ForeignPrefix = "other/"

// Foreign is the kind of what a source has and Regie does not know. The unit is part of the key,
// so that amounts in different units are never put together.
func Foreign(name, unit string) Kind {
	if unit != "" {
		name += " (" + unit + ")"
	}
	return Kind(ForeignPrefix + name)
}

// foreignUnit is the unit of such a kind; "" where it has none.
func foreignUnit(k Kind) string {
	s := strings.TrimSuffix(string(k), ")")
	i := strings.LastIndex(s, " (")
	if i < 0 || len(s) == len(k) || !strings.HasPrefix(s, ForeignPrefix) {
		return ""
	}
	return s[i+2:]
}

// FormOf returns what is known of a kind. A kind that Regie does not know has values at moments.
func FormOf(k Kind) Form {
	if f, ok := forms[k]; ok {
		return *f
	}
	if _, unit, ok := k.Own(); ok {
		return Form{Kind: k, Shape: Moment, Group: GroupOther, Unit: unit, Decimals: 2, Low: -1e12, High: 1e12}
	}
	return Form{Kind: k, Shape: Moment, Group: GroupOther, Unit: foreignUnit(k), Decimals: 2, Low: -1e12, High: 1e12}
}

// Known tells whether Regie knows the kind.
func Known(k Kind) bool { return forms[k] != nil }

// Likely tells whether a value of the kind can be true of a living person.
func (f Form) Likely(value float64) bool { return value >= f.Low && value <= f.High }
