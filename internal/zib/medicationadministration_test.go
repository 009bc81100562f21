// SPDX-License-Identifier: EUPL-1.2

package zib

import "testing"

func TestMedicationAdministration(t *testing.T) {
	for _, c := range []struct{ name, json, want string }{
		{"STU3 not given", `{"resourceType":"MedicationAdministration","status":"completed","notGiven":true,"reasonNotGiven":[{"text":"was al naar huis"}],"medicationReference":{"display":"PARACETAMOL TABLET 500MG"},"effectiveDateTime":"2026-05-01T08:00:00+02:00","dosage":{"dose":{"value":1,"unit":"stuk","system":"urn:oid:2.16.840.1.113883.2.4.4.1.900.2","code":"245"},"route":{"coding":[{"system":"urn:oid:2.16.840.1.113883.2.4.4.9","code":"9","display":"ORAAL"}]}}}`,
			`Paracetamol tablet 500 mg | 1 mei 2026, 08:00 | Niet toegediend | Niet gedaan
Dosis: 1 stuk, via de mond
Wanneer: 1 mei 2026, 08:00
Waarom niet gegeven: Was al naar huis
Soort: Toediening van het medicijn`},
		{"R4 with deviation and place", `{"resourceType":"MedicationAdministration","status":"completed","medicationReference":{"display":"PARACETAMOL INFVLST 10MG/ML"},"effectiveDateTime":"2026-05-01T08:05:00+02:00","performer":[{"actor":{"display":"Contact person, Toos Bakker"}}],
			"extension":[{"url":"http://nictiz.nl/fhir/StructureDefinition/ext-MedicationAdministration2.InjectionPatchSite","valueCodeableConcept":{"extension":[{"url":"http://nictiz.nl/fhir/StructureDefinition/ext-AnatomicalLocation.Laterality","valueCodeableConcept":{"coding":[{"system":"http://snomed.info/sct","code":"7771000","display":"links"}]}}],"coding":[{"system":"http://snomed.info/sct","code":"40983000","display":"structuur van bovenarm"}]}},
			{"url":"http://nictiz.nl/fhir/StructureDefinition/ext-MedicationAdministration2.ReasonForDeviation","valueCodeableConcept":{"coding":[{"system":"http://snomed.info/sct","code":"406149000","display":"toediening van medicatie geweigerd"}]}}],
			"dosage":{"dose":{"value":0,"unit":"ml","system":"http://unitsofmeasure.org","code":"ml"},"rateQuantity":{"value":0.3,"unit":"ml/h","system":"http://unitsofmeasure.org","code":"ml/h"},"route":{"coding":[{"system":"urn:oid:2.16.840.1.113883.2.4.4.9","code":"5","display":"intraveneus"}]}},
			"request":{"type":"MedicationRequest","identifier":{"value":"x"},"display":"relatie naar medicatieafspraak met identificatie: x || 1.2.3.4.5"}}`,
			`Paracetamol infuusvloeistof 10 mg/ml | 1 mei 2026, 08:05 | Toegediend | Toos Bakker
Dosis: 0 ml, in een ader, met een snelheid van 0,3 ml per uur
Wanneer: 1 mei 2026, 08:05
Plaats op het lichaam: Bovenarm (links)
Reden van afwijken: Medicijn geweigerd
Toegediend door: Toos Bakker
Soort: Toediening van het medicijn`},
	} {
		if got := shown(t, c.json); got != c.want {
			t.Errorf("%s:\n got %s\nwant %s", c.name, got, c.want)
		}
	}
}
