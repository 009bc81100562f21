// SPDX-License-Identifier: EUPL-1.2

package zib

import "testing"

func TestAlert(t *testing.T) {
	for _, c := range []struct{ name, json, want string }{
		{"STU3 about a problem", `{"resourceType":"Flag","status":"active","category":{"coding":[{"system":"http://loinc.org","code":"75323-6","display":"conditie"}]},"code":{"coding":[{"system":"http://hl7.org/fhir/v3/NullFlavor","code":"OTH","display":"Anders"}],"text":"Zie probleem"},"period":{"start":"2025-11"},"author":{"display":"Dokter Bernard"},
			"extension":[{"url":"http://hl7.org/fhir/StructureDefinition/flag-detail","valueReference":{"reference":"Condition/1","display":"bradycardie"}}]}`,
			`Bradycardie | vanaf november 2025 | Geldt nu | Dokter Bernard
Waarschuwing: Zie probleem
Gaat over: Bradycardie
Soort: Ziekte of toestand
Geldt: vanaf november 2025
Vastgelegd door: Dokter Bernard`},
		{"R4 ended", `{"resourceType":"Flag","meta":{"profile":["http://nictiz.nl/fhir/StructureDefinition/nl-core-MedicationContraIndication"]},"status":"inactive","code":{"coding":[{"system":"urn:oid:2.16.840.1.113883.2.4.4.1.902.40","code":"1320","display":"ZWANGERSCHAP"}]},"period":{"start":"2020-06-08","end":"2021-03-18"},"extension":[{"url":"http://nictiz.nl/fhir/StructureDefinition/ext-MedicationContraIndication.ReasonClosure","valueString":"Bevallen"}]}`,
			`Zwangerschap | van 8 juni 2020 tot en met 18 maart 2021 | Niet meer van toepassing | Voorbij
Geldt: van 8 juni 2020 tot en met 18 maart 2021
Waarom niet meer: Bevallen`},
	} {
		if got := shown(t, c.json); got != c.want {
			t.Errorf("%s:\n got %s\nwant %s", c.name, got, c.want)
		}
	}
}
