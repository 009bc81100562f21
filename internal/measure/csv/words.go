// SPDX-License-Identifier: EUPL-1.2

package csv

import "regie/internal/measure"

// word says what a column is whose heading has the word: as a whole word where it has fewer than
// five letters, else also as a part of one.
type word struct {
	word string
	role Role
	kind measure.Kind
}

// words are tried in this order: what says most comes first.
var words = []word{
	{"bovendruk", Value, "blood-pressure"}, {"systolisch", Value, "blood-pressure"}, {"systolic", Value, "blood-pressure"}, {"systole", Value, "blood-pressure"},
	{"sys", Value, "blood-pressure"}, {"sbp", Value, "blood-pressure"}, {"hoog", Value, "blood-pressure"},
	{"onderdruk", Second, "blood-pressure"}, {"diastolisch", Second, "blood-pressure"}, {"diastolic", Second, "blood-pressure"}, {"diastole", Second, "blood-pressure"},
	{"dia", Second, "blood-pressure"}, {"dbp", Second, "blood-pressure"}, {"laag", Second, "blood-pressure"},
	{"bloeddruk", Value, "blood-pressure"}, {"blood pressure", Value, "blood-pressure"}, {"tensie", Value, "blood-pressure"}, {"bp", Value, "blood-pressure"}, {"rr", Value, "blood-pressure"},
	{"rusthartslag", Value, "heart-rate-resting"}, {"rustpols", Value, "heart-rate-resting"}, {"hartslag in rust", Value, "heart-rate-resting"}, {"resting", Value, "heart-rate-resting"},
	{"rmssd", Value, "hrv-rmssd"}, {"sdnn", Value, "hrv-sdnn"}, {"hrv", Value, "hrv-rmssd"},
	{"hartslag", Value, "heart-rate"}, {"heart rate", Value, "heart-rate"}, {"heartrate", Value, "heart-rate"}, {"polsslag", Value, "heart-rate"}, {"pols", Value, "heart-rate"},
	{"pulse", Value, "heart-rate"}, {"pulse rate", Value, "heart-rate"}, {"bpm", Value, "heart-rate"}, {"hf", Value, "heart-rate"}, {"hr", Value, "heart-rate"}, {"beats per minute", Value, "heart-rate"},
	{"vetmassa", Ignore, ""}, {"fat mass", Ignore, ""}, {"fat free", Value, "lean-mass"}, {"vetvrije", Value, "lean-mass"}, {"lean", Value, "lean-mass"},
	{"lichaamsvet", Value, "body-fat"}, {"vetpercentage", Value, "body-fat"}, {"body fat", Value, "body-fat"}, {"vet", Value, "body-fat"}, {"fat", Value, "body-fat"},
	{"botmassa", Value, "bone-mass"}, {"bone", Value, "bone-mass"}, {"botten", Value, "bone-mass"}, {"spiermassa", Value, "muscle-mass"}, {"spier", Value, "muscle-mass"}, {"muscle", Value, "muscle-mass"},
	{"lichaamsvocht", Value, "body-water"}, {"body water", Value, "body-water"},
	{"gewicht", Value, "weight"}, {"weight", Value, "weight"}, {"bmi", Value, "bmi"}, {"lichaamslengte", Value, "height"}, {"lengte", Value, "height"}, {"height", Value, "height"},
	{"buikomvang", Value, "waist"}, {"taille", Value, "waist"}, {"middelomtrek", Value, "waist"}, {"waist", Value, "waist"},
	{"temperatuur", Value, "temperature"}, {"temperature", Value, "temperature"}, {"koorts", Value, "temperature"}, {"temp", Value, "temperature"},
	{"saturatie", Value, "oxygen"}, {"zuurstof", Value, "oxygen"}, {"oxygen", Value, "oxygen"}, {"spo2", Value, "oxygen"}, {"saturation", Value, "oxygen"},
	{"ademhaling", Value, "respiration"}, {"ademfrequentie", Value, "respiration"}, {"respiration", Value, "respiration"}, {"respiratory", Value, "respiration"}, {"breathing", Value, "respiration"},
	{"piekstroom", Value, "peak-flow"}, {"peakflow", Value, "peak-flow"}, {"peak flow", Value, "peak-flow"}, {"pef", Value, "peak-flow"}, {"fev1", Value, "fev1"}, {"fvc", Value, "fvc"},
	{"glucose", Value, "glucose"}, {"bloedsuiker", Value, "glucose"}, {"suiker", Value, "glucose"}, {"blood sugar", Value, "glucose"}, {"glycemie", Value, "glucose"}, {"bg", Value, "glucose"},
	{"insuline", Value, "insulin"}, {"insulin", Value, "insulin"}, {"koolhydraten", Value, "carbohydrates"}, {"carbs", Value, "carbohydrates"}, {"carbohydrates", Value, "carbohydrates"},
	{"stappen", Value, "steps"}, {"steps", Value, "steps"}, {"step count", Value, "steps"}, {"trappen", Value, "flights"}, {"verdiepingen", Value, "flights"}, {"floors", Value, "flights"}, {"flights", Value, "flights"},
	{"fietsafstand", Value, "distance-cycling"}, {"gefietst", Value, "distance-cycling"}, {"afstand", Value, "distance"}, {"distance", Value, "distance"},
	{"actieve energie", Value, "energy-active"}, {"active energy", Value, "energy-active"}, {"calorie", Value, "energy-total"}, {"kcal", Value, "energy-total"},
	{"minuten bewegen", Value, "exercise"}, {"bewegen", Value, "exercise"}, {"beweging", Value, "exercise"}, {"exercise", Value, "exercise"}, {"active minutes", Value, "exercise"},
	{"vo2", Value, "vo2max"}, {"pijn", Value, "pain"}, {"pijnscore", Value, "pain"}, {"pain", Value, "pain"}, {"stemming", Value, "mood"}, {"humeur", Value, "mood"}, {"mood", Value, "mood"},
	{"moeheid", Value, "tired"}, {"vermoeidheid", Value, "tired"}, {"moe", Value, "tired"}, {"fatigue", Value, "tired"}, {"tired", Value, "tired"},
	{"slaap", Value, "sleep"}, {"geslapen", Value, "sleep"}, {"sleep", Value, "sleep"}, {"asleep", Value, "sleep"},
	{"gedronken", Value, "water"}, {"drinken", Value, "water"}, {"vocht", Value, "water"}, {"water", Value, "water"}, {"cafeine", Value, "caffeine"}, {"caffeine", Value, "caffeine"},
	{"alcohol", Value, "alcohol"}, {"pufjes", Value, "inhaler"}, {"puffs", Value, "inhaler"}, {"inhaler", Value, "inhaler"}, {"vallen", Value, "falls"}, {"falls", Value, "falls"},

	{"einddatum", End, ""}, {"eindtijd", End, ""}, {"end time", End, ""}, {"end date", End, ""}, {"eind", End, ""}, {"einde", End, ""}, {"end", End, ""}, {"tot", End, ""}, {"to", End, ""},
	{"datum", Date, ""}, {"date", Date, ""}, {"dag", Date, ""}, {"day", Date, ""}, {"timestamp", Date, ""}, {"tijdstip", Date, ""}, {"moment", Date, ""}, {"start", Date, ""}, {"begin", Date, ""},
	{"van", Date, ""}, {"from", Date, ""}, {"gemeten op", Date, ""}, {"measured at", Date, ""},
	{"tijd", Clock, ""}, {"time", Clock, ""}, {"uur", Clock, ""}, {"hour", Clock, ""},
	{"soort", Name, ""}, {"meting", Name, ""}, {"type", Name, ""}, {"kind", Name, ""}, {"measurement", Name, ""}, {"metric", Name, ""},
	{"waarde", Value, ""}, {"value", Value, ""}, {"resultaat", Value, ""}, {"result", Value, ""}, {"qty", Value, ""},
	{"eenheid", Unit, ""}, {"unit", Unit, ""}, {"units", Unit, ""},
}

// spellings are units as people write them, where they are not known as they are.
var spellings = map[string]string{
	"mmhg": "mmHg", "kg": "kg", "kilo": "kg", "kilogram": "kg", "kgs": "kg", "lb": "lb", "lbs": "lb", "pounds": "lb", "pond": "lb", "g": "g", "gram": "g", "cm": "cm", "m": "m", "meter": "m", "km": "km",
	"°c": "degC", "c": "degC", "celsius": "degC", "graden": "degC", "gr c": "degC", "°f": "degF", "f": "degF", "mmol/l": "mmol/L", "mmol": "mmol/L", "mg/dl": "mg/dL", "%": "%",
	"bpm": "bpm", "/min": "/min", "slagen/min": "bpm", "slagen per minuut": "bpm", "l/min": "L/min", "l": "L", "liter": "L", "ml": "mL", "kcal": "kcal", "kj": "kJ", "cal": "Cal", "min": "min", "minuten": "min",
	"minutes": "min", "uur": "h", "uren": "h", "hours": "h", "hr": "h", "h": "h", "s": "s", "sec": "s", "kpa": "kPa", "ms": "ms", "stappen": "count", "steps": "count", "ml/kg/min": "ml/kg/min", "ie": "IU", "iu": "IU", "e": "IU",
	"breaths/min": "breaths/min", "grams": "g", "meters": "m", "milliseconds": "ms", "mi": "mi", "miles": "mi", "in": "in", "st": "st", "mg": "mg",
}
