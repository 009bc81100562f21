// SPDX-License-Identifier: EUPL-1.2

package zib

import (
	"strings"
	"sync"

	"regie/internal/fhir"
)

// observationBlocks are measurements, laboratory results and other observations. Those of a way
// of life, of encounters and of the GP's journal stand in the tables of their own areas; these
// tables come first in the registry, so nothing here may match what belongs there.
func observationBlocks() []Block {
	blocks := []Block{
		{Name: "BloodPressure", Category: CategoryMeasurements, Type: "Observation", Profiles: []string{"zib-bloodpressure", "nl-core-bloodpressure", "mni-obs-bloodpressure"},
			Match: hasCode("code", "loinc 85354-9", "loinc 55284-4", "snomed 75367002"), Read: readBloodPressure},
		{Name: "LaboratoryTestResult", Category: CategoryLab, Type: "Observation",
			Profiles: []string{"zib-laboratorytestresult-observation", "zib-laboratorytestresult", "nl-core-laboratorytestresult", "gp-laboratoryresult", "mni-obs-laboratory", "lu-laboratorytestresult"},
			Match:    func(r *fhir.Resource) bool { return shelfOf(r.Root) == CategoryLab }, Read: readLaboratoryTestResult},
		{Name: "DiagnosticResult", Category: CategoryMeasurements, Type: "Observation", Profiles: []string{"gp-diagnosticresult"}, Read: readDiagnosticResult},
		{Name: "Specimen", Part: true, Type: "Specimen", Match: always, Read: readSpecimen},
		{Name: "TextResult", Category: CategoryDocuments, Type: "DiagnosticReport", Profiles: []string{"zib-textresult", "nl-core-textresult"}, Read: readDiagnosticReport},
		{Name: "LaboratoryReport", Category: CategoryLab, Type: "DiagnosticReport", Profiles: []string{"lu-laboratorytestresult-diagnosticreport"}, Read: readDiagnosticReport},
		{Name: "DiagnosticReport", Category: CategoryDocuments, Type: "DiagnosticReport", Match: always, Read: readDiagnosticReport},
	}
	for _, m := range measurements {
		blocks = append(blocks, Block{Name: m.name, Category: m.category, Type: "Observation", Profiles: m.profiles, Match: matchCodes(m.codes), Read: readObservation})
	}
	return blocks
}

func matchCodes(codes []string) func(*fhir.Resource) bool {
	if len(codes) == 0 {
		return nil
	}
	return hasCode("code", codes...)
}

// codesOfBlocks are the codes that a block's own name says, by block.
var codesOfBlocks = sync.OnceValue(func() map[string]map[codeKey]bool {
	all := map[string]map[codeKey]bool{}
	for _, table := range [...][]observationBlock{measurements, wayOfLife} {
		for _, m := range table {
			all[m.name] = map[codeKey]bool{}
			for _, c := range m.codes {
				system, code, _ := strings.Cut(c, " ")
				all[m.name][codeKey{system, code}] = true
			}
		}
	}
	return all
})

// observationBlock is a block that the common reader of observations reads: the name of the zib,
// its shelf, the profiles that claim it and the codes that tell it without one.
type observationBlock struct {
	name     string
	category Category
	profiles []string
	codes    []string
}

// measurements are measurements and scores.
var measurements = []observationBlock{
	{"BodyWeight", CategoryMeasurements, []string{"zib-bodyweight", "nl-core-bodyweight", "mni-obs-bodyweight"}, []string{"loinc 29463-7", "loinc 3141-9", "snomed 27113001"}},
	{"BodyHeight", CategoryMeasurements, []string{"zib-bodyheight", "nl-core-bodyheight", "mni-obs-bodyheight"}, []string{"loinc 8302-2", "loinc 8306-3", "loinc 8308-9", "snomed 50373000"}},
	{"BodyMassIndex", CategoryMeasurements, []string{"mni-obs-bodymassindex"}, []string{"loinc 39156-5", "snomed 60621009"}},
	{"BodyTemperature", CategoryMeasurements, []string{"zib-bodytemperature", "nl-core-bodytemperature"}, []string{"loinc 8310-5", "snomed 386725007"}},
	{"HeartRate", CategoryMeasurements, []string{"zib-heartrate", "nl-core-heartrate"}, []string{"loinc 8867-4", "snomed 364075005"}},
	{"PulseRate", CategoryMeasurements, []string{"zib-pulserate", "nl-core-pulserate"}, []string{"loinc 8893-0", "snomed 78564009"}},
	{"O2Saturation", CategoryMeasurements, []string{"zib-oxygensaturation", "zib-o2saturation", "nl-core-o2saturation"}, []string{"loinc 59408-5", "loinc 2708-6", "snomed 431314004"}},
	{"Respiration", CategoryMeasurements, []string{"zib-respiration", "nl-core-respiration"}, []string{"loinc 9279-1", "snomed 422834003", "snomed 86290005"}},
	{"HeadCircumference", CategoryMeasurements, []string{"zib-headcircumference", "nl-core-headcircumference"}, []string{"loinc 8287-5", "loinc 9843-4", "snomed 363812007"}},
	{"BloodGlucose", CategoryMeasurements, []string{"vitalsign-bloodglucose"}, []string{"loinc 14743-9"}},
	{"FluidBalance", CategoryMeasurements, []string{"zib-fluidbalance", "nl-core-fluidbalance"}, []string{"snomed 364396009"}},
	{"BloodGroup", CategoryLab, []string{"mni-obs-bloodgroup"}, nil},
	{"PainScore", CategoryMeasurements, []string{"zib-painscore", "nl-core-painscore"}, []string{"snomed 225908003"}},
	{"ApgarScore", CategoryMeasurements, []string{"zib-apgarscore", "nl-core-apgarscore-1minute", "nl-core-apgarscore-5minute", "nl-core-apgarscore-10minute"}, nil},
	{"VisualAcuity", CategoryMeasurements, []string{"nl-core-visualacuity", "zib-visualacuity"}, nil},
	{"Refraction", CategoryMeasurements, []string{"nl-core-refraction", "zib-refraction"}, nil},
	{"GlasgowComaScale", CategoryFunction, []string{"nl-core-glasgowcomascale", "zib-glasgowcomascale"}, nil},
	{"ComfortScale", CategoryFunction, []string{"nl-core-comfortscale", "zib-comfortscale"}, nil},
	{"FLACCpainScale", CategoryFunction, []string{"nl-core-flaccpainscale", "zib-flaccpainscale"}, nil},
	{"DOSScore", CategoryFunction, []string{"nl-core-dosscore", "zib-dosscore"}, nil},
	{"SNAQScore", CategoryFunction, []string{"nl-core-snaqscore", "zib-snaqscore"}, nil},
	{"SNAQ65plusScore", CategoryFunction, []string{"nl-core-snaq65plusscore", "zib-snaq65plusscore"}, nil},
	{"SNAQrcScore", CategoryFunction, []string{"nl-core-snaqrcscore", "zib-snaqrcscore"}, nil},
	{"MUSTScore", CategoryFunction, []string{"nl-core-mustscore", "zib-mustscore"}, nil},
	{"StrongKidsScore", CategoryFunction, []string{"nl-core-strongkidsscore", "zib-strongkidsscore"}, nil},
	{"BarthelADLIndex", CategoryFunction, []string{"nl-core-barthelindex", "nl-core-barthelADLindex", "nl-core-bartheladlindex", "zib-barthelindex"}, nil},
	{"Pregnancy", CategoryMeasurements, []string{"nl-core-pregnancy", "nl-core-pregnancy.datelastmenstruation", "nl-core-pregnancy.estimateddateofdelivery", "nl-core-pregnancy.gravidity",
		"nl-core-pregnancy.parity", "nl-core-pregnancy.pregnancyduration", "zib-pregnancy-datelastmenstruation", "zib-pregnancy-gravidity", "zib-pregnancy-parity",
		"zib-pregnancy-pregnancyduration", "zib-pregnancy-pregnancystatus", "zib-pregnancy-termdate", "mni-obs-dateoflastmenstruation", "mni-obs-estimateddateofconception",
		"mni-obs-estimateddateofdelivery", "mni-obs-timeofgestation", "mni-obs-riskfactor"}, nil},
	{"DevelopmentChild", CategoryMeasurements, []string{"zib-developmentchild", "nl-core-developmentchild"}, nil},
	{"WoundCharacteristics", CategoryMeasurements, []string{"woundcharacteristics"}, nil},
	{"BladderFunction", CategoryFunction, []string{"zib-bladderfunction", "nl-core-bladderfunction"}, nil},
	{"BowelFunction", CategoryFunction, []string{"zib-bowelfunction", "nl-core-bowelfunction", "nl-core-bowelfunction.defecationcolor", "nl-core-bowelfunction.defecationconsistency",
		"nl-core-bowelfunction.fecalcontinence", "nl-core-bowelfunction.frequency"}, nil},
	{"Stoma", CategoryFunction, []string{"zib-stoma", "nl-core-stoma"}, nil},
	{"GeneralMeasurement", CategoryMeasurements, []string{"zib-generalmeasurement", "nl-core-generalmeasurement"}, nil},
}

// lastBlocks read whatever observation no other table knows. They come last in the registry.
func lastBlocks() []Block {
	return []Block{
		{Name: "Observation", Category: CategoryOther, Type: "Observation", Match: always, Read: readObservation},
	}
}
