// SPDX-License-Identifier: EUPL-1.2

package carry

import "regie/internal/measure"

// Systems of codes.
const (
	loincSystem    = "http://loinc.org"
	snomedSystem   = "http://snomed.info/sct"
	categoryR4     = "http://terminology.hl7.org/CodeSystem/observation-category"
	kindSystem     = "urn:regie:measurement" // a kind of measurement of Regie, beside the code of the world
	marksURL       = "urn:regie:marks"       // extension: what the source said besides the value
	sourceURL      = "urn:regie:source"      // extension: model, app and class of the source
	summarySystem  = "urn:regie:summary"     // what a day comes to, and no measurement
	eventTimingURL = "http://hl7.org/fhir/StructureDefinition/observation-eventTiming"
	nictizProfile  = "http://nictiz.nl/fhir/StructureDefinition/"
)

// mapped is a kind as the Dutch building blocks of 2020 and LOINC have it.
type mapped struct {
	kind     measure.Kind
	codes    []string // LOINC; the first one is written
	display  string   // of that one
	profile  string   // of Nictiz; "" where none fits
	category string
}

// codeTable is how own measurements are told in FHIR. Of totals the code is that of a day.
var codeTable = []mapped{
	{"blood-pressure", []string{"85354-9", "55284-4", "35094-2"}, "Blood pressure panel with all children optional", "nl-core-BloodPressure", "vital-signs"},
	{"weight", []string{"29463-7", "3141-9"}, "Body weight", "nl-core-BodyWeight", "vital-signs"},
	{"height", []string{"8302-2", "8308-9", "8306-3", "3137-7"}, "Body height", "nl-core-BodyHeight", "vital-signs"},
	{"heart-rate", []string{"8867-4", "8893-0"}, "Heart rate", "nl-core-HeartRate", "vital-signs"},
	{"temperature", []string{"8310-5", "8331-1", "8328-7", "8333-7"}, "Body temperature", "nl-core-BodyTemperature", "vital-signs"},
	{"oxygen", []string{"59408-5", "2708-6"}, "Oxygen saturation in Arterial blood by Pulse oximetry", "nl-core-O2Saturation", "vital-signs"},
	{"respiration", []string{"9279-1"}, "Respiratory rate", "", "vital-signs"},
	{"glucose", []string{"14743-9", "14770-2", "14760-3", "15074-8", "2339-0", "41653-7", "2345-7"}, "Glucose [Moles/volume] in Capillary blood by Glucometer", "", "laboratory"},
	{"heart-rate-resting", []string{"40443-4"}, "Heart rate --resting", "", "vital-signs"},
	{"hrv-sdnn", []string{"80404-7"}, "R-R interval.standard deviation (Heart rate variability)", "", "vital-signs"},
	{"bmi", []string{"39156-5"}, "Body mass index (BMI) [Ratio]", "", "vital-signs"},
	{"body-fat", []string{"41982-0"}, "Percentage of body fat Measured", "", "vital-signs"},
	{"lean-mass", []string{"91557-9"}, "Lean body weight", "", "vital-signs"},
	{"waist", []string{"8280-0"}, "Waist Circumference at umbilicus by Tape measure", "", "vital-signs"},
	{"peak-flow", []string{"19935-6"}, "Maximum expiratory gas flow Respiratory system airway by Peak flow meter", "", "vital-signs"},
	{"fev1", []string{"20150-9"}, "FEV1", "", "vital-signs"},
	{"fvc", []string{"19870-5"}, "Forced vital capacity [Volume] Respiratory system", "", "vital-signs"},
	{"pain", []string{"72514-3"}, "Pain severity - 0-10 verbal numeric rating [Score] - Reported", "", "survey"},
	{"six-minute-walk", []string{"64098-7"}, "Six minute walk test", "", "activity"},
	{"steps", []string{"41950-7", "55423-8"}, "Number of steps in 24 hour Measured", "", "activity"},
	{"distance", []string{"55430-3"}, "Walking distance unspecified time Pedometer", "", "activity"},
	{"flights", []string{"100304-5"}, "Flights climbed [#] Reporting Period", "", "activity"},
	{"energy-active", []string{"41979-6", "41981-2"}, "Calories burned in 24 hour Calculated", "", "activity"},
	{"exercise", []string{"55411-3"}, "Exercise duration", "", "activity"},
	{"sleep", []string{"93832-4"}, "Sleep duration", "", "activity"},
}

// Parts of a pressure and of a night.
const (
	systolicCode  = "8480-6"
	diastolicCode = "8462-4"
	deepCode      = "93831-6"
	lightCode     = "93830-8"
	remCode       = "93829-0"
)

// byKind and byCode look the table up; it is small.
func byKind(k measure.Kind) (mapped, bool) {
	for _, m := range codeTable {
		if m.kind == k {
			return m, true
		}
	}
	return mapped{}, false
}

func byCode(loinc string) (m mapped, place int, ok bool) {
	for _, m := range codeTable {
		for i, c := range m.codes {
			if c == loinc {
				return m, i, true
			}
		}
	}
	return mapped{}, 0, false
}
