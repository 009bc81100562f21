// SPDX-License-Identifier: EUPL-1.2

package zib

import "testing"

func TestVaccinationRecommendation(t *testing.T) {
	for _, c := range []struct{ name, json, want string }{
		{"STU3 one", `{"resourceType":"ImmunizationRecommendation","extension":[{"url":"http://nictiz.nl/fhir/StructureDefinition/zib-VaccinationRecommendation-OrderStatus","valueCodeableConcept":{"coding":[{"system":"http://hl7.org/fhir/v3/ActStatus","code":"new","display":"Ordered"}]}}],
			"recommendation":[{"date":"2026","vaccineCode":{"coding":[{"system":"http://www.whocc.no/atc","code":"J07BC02"}]},"dateCriterion":[{"code":{"coding":[{"system":"http://hl7.org/fhir/immunization-recommendation-date-criterion","code":"overdue"}]},"value":"2027"}],"forecastStatus":{"coding":[{"system":"http://hl7.org/fhir/immunization-recommendation-status","code":"due","display":"Due"}]},"supportingImmunization":[{"display":"hepatitis A-vaccin"}]}]}`,
			`Vaccin tegen hepatitis A | 2027 | Aangevraagd | Gepland
Uiterlijk: 2027
Stand van zaken: Nodig
Vastgelegd op: 2026
Eerder gegeven: Hepatitis A-vaccin`},
		{"R4 two", `{"resourceType":"ImmunizationRecommendation","date":"2026-05-01","recommendation":[{"vaccineCode":[{"text":"Griepprik"}],"forecastStatus":{"coding":[{"system":"http://terminology.hl7.org/CodeSystem/immunization-recommendation-status","code":"overdue"}]}},{"vaccineCode":[{"text":"Tetanus"}],"targetDisease":{"coding":[{"system":"http://snomed.info/sct","code":"76902006"}]},"dateCriterion":[{"code":{"coding":[{"system":"http://loinc.org","code":"30981-5"}]},"value":"2026-09-01"}],"doseNumberPositiveInt":2}]}`,
			`Griepprik en Tetanus | 1 september 2026 | Gepland
[Griepprik]
Stand van zaken: Had al gemoeten
[Tetanus]
Tegen: Tetanus
Op zijn vroegst: 1 september 2026
Welke prik: 2
[]
Vastgelegd op: 1 mei 2026`},
	} {
		if got := shown(t, c.json); got != c.want {
			t.Errorf("%s:\n got %s\nwant %s", c.name, got, c.want)
		}
	}
}
