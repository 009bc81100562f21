// SPDX-License-Identifier: EUPL-1.2

package zib

import "testing"

func TestVaccination(t *testing.T) {
	for _, c := range []struct{ name, json, want string }{
		{"STU3 given", `{"resourceType":"Immunization","status":"completed","notGiven":false,"primarySource":false,"vaccineCode":{"coding":[{"system":"http://www.whocc.no/atc","code":"J07BC02","display":"Hepatitis A-vaccin"}]},"date":"2025-05","doseQuantity":{"value":0.5,"unit":"mL","system":"http://unitsofmeasure.org","code":"mL"},"practitioner":[{"actor":{"display":"Ans de Vos"}}],"note":[{"text":"Reis"}],
			"vaccinationProtocol":[{"doseSequence":2,"seriesDoses":2,"targetDisease":[{"text":"Geelzucht"}],"doseStatus":{"coding":[{"system":"http://hl7.org/fhir/vaccination-protocol-dose-status","code":"nocount","display":"Does not count"}]}}]}`,
			`Vaccin tegen hepatitis A | mei 2025 | Gegeven | Ans de Vos
Tegen: Geelzucht
Welke prik: Prik 2 van 2
Dosis: 0,5 ml
Opmerking: Reis
Gegeven door: Ans de Vos
Telt deze prik mee: Telt niet mee`},
		{"STU3 not given", `{"resourceType":"Immunization","status":"completed","notGiven":true,"vaccineCode":{"text":"Griepprik"},"date":"2025-10-03","primarySource":true,"explanation":{"reasonNotGiven":[{"text":"koorts"}]}}`,
			`Griepprik | 3 oktober 2025 | Niet gegeven | Niet gedaan
Waarom niet gegeven: Koorts`},
		{"R4 with product, batch and side", `{"resourceType":"Bundle","type":"collection","entry":[{"fullUrl":"urn:uuid:1","resource":{"resourceType":"Immunization","status":"completed","vaccineCode":{"coding":[{"system":"http://snomed.info/sct","code":"28531000087107","display":"vaccin tegen 'Severe acute respiratory syndrome'-coronavirus 2"}]},"occurrenceDateTime":"2026-10-01T10:00:00+02:00",
			"extension":[{"url":"http://nictiz.nl/fhir/StructureDefinition/ext-imm-Vaccination.PharmaceuticalProduct","valueReference":{"reference":"urn:uuid:2"}}],"site":{"coding":[{"system":"http://snomed.info/sct","code":"40983000","display":"bovenarm"}],"extension":[{"url":"http://nictiz.nl/fhir/StructureDefinition/ext-AnatomicalLocation.Laterality","valueCodeableConcept":{"coding":[{"system":"http://snomed.info/sct","code":"7771000","display":"links"}]}}]},
			"route":{"coding":[{"system":"urn:oid:2.16.840.1.113883.2.4.4.9","code":"2","display":"intramusculair"}]},"performer":[{"function":{"coding":[{"system":"http://terminology.hl7.org/CodeSystem/v2-0443","code":"AP","display":"Administering Provider"}]},"actor":{"display":"GGD Noord"}}],
			"protocolApplied":[{"targetDisease":[{"coding":[{"system":"http://snomed.info/sct","code":"840539006"}]}],"doseNumberPositiveInt":3}]}},
			{"fullUrl":"urn:uuid:2","resource":{"resourceType":"Medication","code":{"coding":[{"system":"urn:oid:2.16.840.1.113883.2.4.4.7","code":"1","display":"COVID-19 VACCIN PFIZER INJVLST 0,3ML"}]},"batch":{"lotNumber":"FF4213"}}}]}`,
			`Vaccin tegen COVID-19 | 1 oktober 2026, 10:00 | Gegeven | GGD Noord
Tegen: COVID-19
Welke prik: Prik 3
Vaccin: COVID-19 vaccin Pfizer injectievloeistof 0,3 ml
Plaats op het lichaam: Bovenarm (links)
Manier van geven: In een spier
Partijnummer: Nr. FF4213
Gegeven door: GGD Noord`},
	} {
		if got := shown(t, c.json); got != c.want {
			t.Errorf("%s:\n got %s\nwant %s", c.name, got, c.want)
		}
	}
}
