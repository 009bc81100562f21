// SPDX-License-Identifier: EUPL-1.2

package persons

// assay is one thing that can be measured: its code at the GP (NHG table 45) and at
// the hospital (LOINC), its unit as Dutch labs print it and in UCUM, and the
// reference range (literal, either end may be empty).
type assay struct {
	key       string
	gp        []code
	hospital  code
	unit      string
	ucum      string
	low, high string
	vital     bool // a measurement by the doctor, not a lab test
	specimen  code // of the hospital's lab; blood where it is not said
}

// between gives the same assay with the range for another sex or age.
func (a assay) between(low, high string) assay {
	a.low, a.high = low, high
	return a
}

// noNumber is for tests of which the table's number is not sent: the code system and the
// words are there, and the LOINC code stands first. Legal, and seen in practice.
func noNumber(id, display string) []code {
	return []code{loinc(id, display), {system: sysNHG45, display: display}}
}

var (
	hba1c = assay{key: "hba1c", gp: []code{nhg("2816", "HbA1c (glycohemoglobine) IFCC")},
		hospital: loinc("59261-8", "Hemoglobine A1c/hemoglobine.totaal [stoffractie] in bloed d.m.v. IFCC-protocol"),
		unit:     "mmol/mol", ucum: "mmol/mol", low: "20", high: "42"}
	glucoseFasting = assay{key: "glucose-nuchter", gp: []code{nhg("372", "glucose nuchter, veneus (lab)")},
		hospital: loinc("14749-6", "Glucose [mol/volume] in serum of plasma"),
		unit:     "mmol/l", ucum: "mmol/L", low: "4.0", high: "6.1"}
	glucoseRandom = assay{key: "glucose", gp: []code{nhg("371", "glucose niet nuchter, veneus (lab)")},
		hospital: loinc("14749-6", "Glucose [mol/volume] in serum of plasma"),
		unit:     "mmol/l", ucum: "mmol/L", low: "4.0", high: "7.8"}
	creatinine = assay{key: "creatinine", gp: []code{nhg("523", "creatinine")},
		hospital: loinc("14682-9", "Creatinine [mol/volume] in serum of plasma"),
		unit:     "µmol/l", ucum: "umol/L", low: "64", high: "104"}
	egfr = assay{key: "egfr", gp: []code{nhg("3583", "eGFR volgens CKD-EPI formule")},
		hospital: loinc("62238-1", "Glomerulaire filtratiesnelheid/1,73 m2.voorspeld [filtratiesnelheid/oppervlakte] in serum of plasma of bloed d.m.v. CKD-EPI"),
		unit:     "ml/min/1,73m2", ucum: "mL/min/{1.73_m2}", low: "60"}
	potassium = assay{key: "kalium", gp: noNumber("2823-3", "kalium"),
		hospital: loinc("2823-3", "Kalium [mol/volume] in serum of plasma"),
		unit:     "mmol/l", ucum: "mmol/L", low: "3.5", high: "5.0"}
	sodium = assay{key: "natrium", gp: noNumber("2951-2", "natrium"),
		// No display: the receiver has to know the code.
		hospital: loinc("2951-2", ""),
		unit:     "mmol/l", ucum: "mmol/L", low: "135", high: "145"}
	cholesterol = assay{key: "cholesterol", gp: []code{nhg("192", "cholesterol totaal")},
		hospital: loinc("14647-2", "Cholesterol [mol/volume] in serum of plasma"),
		unit:     "mmol/l", ucum: "mmol/L", high: "5.0"}
	hdl = assay{key: "hdl", gp: []code{nhg("446", "HDL-cholesterol")},
		hospital: loinc("14646-4", "Cholesterol in HDL [mol/volume] in serum of plasma"),
		unit:     "mmol/l", ucum: "mmol/L", low: "1.0"}
	ldl = assay{key: "ldl", gp: []code{nhg("542", "LDL-cholesterol")},
		hospital: loinc("22748-8", "Cholesterol in LDL [mol/volume] in serum of plasma"),
		unit:     "mmol/l", ucum: "mmol/L", high: "2.6"}
	triglycerides = assay{key: "triglyceriden", gp: noNumber("14927-8", "triglyceriden"),
		hospital: loinc("14927-8", "Triglyceride [mol/volume] in serum of plasma"),
		unit:     "mmol/l", ucum: "mmol/L", high: "2.0"}
	acr = assay{key: "acr", gp: []code{nhg("40", "albumine/creatinine ratio urine")},
		hospital: loinc("14585-4", "Albumine/creatinine [stofverhouding] in urine"),
		unit:     "mg/mmol", ucum: "mg/mmol", high: "3.0", specimen: sct("78014005", "urine")}
	albuminUrine = assay{key: "albumine-urine", gp: noNumber("14957-5", "albumine urine"),
		hospital: loinc("14957-5", "Albumine [massa/volume] in urine d.m.v. detectielimiet <= 20 mg/L"),
		unit:     "mg/l", ucum: "mg/L", high: "20", specimen: sct("78014005", "urine")}
	hemoglobin = assay{key: "hb", gp: noNumber("59260-0", "hemoglobine (Hb)"),
		hospital: loinc("59260-0", "Hemoglobine [mol/volume] in bloed"),
		unit:     "mmol/l", ucum: "mmol/L", low: "8.5", high: "11.0"}
	hematocrit = assay{key: "ht", hospital: loinc("4544-3", "Hematocriet [volumefractie] in bloed d.m.v. geautomatiseerde telling"),
		unit: "l/l", ucum: "L/L", low: "0.40", high: "0.50"}
	mcv = assay{key: "mcv", gp: noNumber("787-2", "MCV"),
		hospital: loinc("787-2", "Erytrocyt mean corpuscular volume [volume/eenheid] in erytrocyten d.m.v. geautomatiseerde telling"),
		unit:     "fl", ucum: "fL", low: "80", high: "100"}
	leukocytes = assay{key: "leukocyten", hospital: loinc("6690-2", "Leukocyten [aantal/volume] in bloed d.m.v. geautomatiseerde telling"),
		unit: "10^9/l", ucum: "10*9/L", low: "4.0", high: "10.0"}
	platelets = assay{key: "trombocyten", hospital: loinc("777-3", "Trombocyten [aantal/volume] in bloed d.m.v. geautomatiseerde telling"),
		unit: "10^9/l", ucum: "10*9/L", low: "150", high: "400"}
	ferritin = assay{key: "ferritine", gp: noNumber("2276-4", "ferritine"),
		hospital: loinc("2276-4", "Ferritine [massa/volume] in serum of plasma"),
		unit:     "µg/l", ucum: "ug/L", low: "20", high: "150"}
	vitaminD = assay{key: "vitamine-d", gp: []code{nhg("1416", "vitamine D")},
		unit: "nmol/l", ucum: "nmol/L", low: "50"}
	crp = assay{key: "crp", gp: noNumber("1988-5", "CRP"),
		hospital: loinc("1988-5", "C-reactief proteïne [massa/volume] in serum of plasma"),
		unit:     "mg/l", ucum: "mg/L", high: "5"}
	alat = assay{key: "alat", gp: noNumber("1742-6", "ALAT"),
		hospital: loinc("1742-6", "Alanine-aminotransferase [enzymatische activiteit/volume] in serum of plasma"),
		unit:     "U/l", ucum: "U/L", high: "45"}
	tsh = assay{key: "tsh", gp: noNumber("3016-3", "TSH"),
		hospital: loinc("3016-3", "TSH [eenheid/volume] in serum of plasma"),
		unit:     "mU/l", ucum: "m[IU]/L", low: "0.40", high: "4.00"}
	ntProBNP = assay{key: "ntprobnp", gp: noNumber("33762-6", "NT-proBNP"),
		hospital: loinc("33762-6", "N-terminaal pro-BNP [massa/volume] in serum of plasma"),
		unit:     "ng/l", ucum: "ng/L", high: "125"}
	inr = assay{key: "inr", gp: []code{nhg("509", "international normalised ratio (PT-INR)")},
		hospital: loinc("6301-6", "PT-INR [relatieve tijd] in plaatjesarm plasma d.m.v. stollingsmethode"),
		unit:     "INR", ucum: "{INR}"}
	digoxin = assay{key: "digoxine", hospital: loinc("10535-3", "Digoxine [massa/volume] in serum of plasma"),
		unit: "µg/l", ucum: "ug/L", low: "0.5", high: "0.9"}

	systolic  = vitalSign("systolisch", "1744", "systolische bloeddruk", loinc("8480-6", "Intravasculaire systolische bloeddruk [druk] in arterieel vaatstelsel"), "mmHg", "mm[Hg]")
	diastolic = vitalSign("diastolisch", "1740", "diastolische bloeddruk", loinc("8462-4", "Intravasculaire diastolische bloeddruk [druk] in arterieel vaatstelsel"), "mmHg", "mm[Hg]")
	pulse     = vitalSign("pols", "1875", "polsfrequentie", loinc("8893-0", "Heart rate Peripheral artery by Palpation"), "/min", "/min")
	weight    = vitalSign("gewicht", "357", "gewicht patiënt", loinc("29463-7", "Lichaamsgewicht [massa] in ^patiënt"), "kg", "kg")
	height    = vitalSign("lengte", "560", "lengte patiënt", loinc("8302-2", "Lichaamslengte [lengte] in ^patiënt"), "cm", "cm")
	bmi       = vitalSign("bmi", "1272", "Quetelet-index (BMI) patiënt", loinc("39156-5", "Body mass index (BMI) [Ratio]"), "kg/m2", "kg/m2")
	temp      = vitalSign("temperatuur", "1915", "temperatuur patiënt (oraal gemeten)", loinc("8310-5", "Lichaamstemperatuur [temperatuur] in ^patiënt"), "°C", "Cel")
)

func vitalSign(key, number, display string, l code, unit, ucum string) assay {
	return assay{key: key, gp: []code{nhg(number, display), l}, hospital: l, unit: unit, ucum: ucum, vital: true}
}

var (
	catLab     = sct("49581000146104", "bevinding betreffende laboratoriumonderzoek")
	catSerum   = sct("275711006", "klinische chemie")
	catVitals  = code{"http://hl7.org/fhir/observation-category", "vital-signs", "Vital Signs"}
	flagHigh   = code{"http://hl7.org/fhir/v2/0078", "H", "Hoog"}
	flagLow    = code{"http://hl7.org/fhir/v2/0078", "L", "Laag"}
	aboveRange = sct("281302008", "boven referentiebereik (kwalificatiewaarde)")
	belowRange = sct("281300000", "onder referentiebereik (kwalificatiewaarde)")
)
