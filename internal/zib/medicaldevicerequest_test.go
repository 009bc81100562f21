// SPDX-License-Identifier: EUPL-1.2

package zib

import "testing"

func TestMedicalDeviceRequest(t *testing.T) {
	for _, c := range []struct{ name, json, want string }{
		{"STU3 with a reference", `{"resourceType":"DeviceRequest","status":"active","_status":{"extension":[{"url":"http://nictiz.nl/fhir/StructureDefinition/code-specification","valueCodeableConcept":{"coding":[{"system":"http://snomed.info/sct","code":"385644000","display":"Aangevraagd"}]}}]},"intent":{"coding":[{"system":"http://hl7.org/fhir/request-intent","code":"order","display":"Order"}]},"codeReference":{"display":"hoortoestel"},"occurrenceDateTime":"2027","requester":{"agent":{"display":"Ans de Vos"}}}`,
			`Hoortoestel | 2027 | Aangevraagd | Ans de Vos | Gepland
Aangevraagd door: Ans de Vos`},
		{"R4 done", `{"resourceType":"DeviceRequest","status":"completed","intent":"order","codeCodeableConcept":{"text":"Rollator"},"authoredOn":"2026-05-01","parameter":[{"code":{"text":"Hoogte"},"valueQuantity":{"value":90,"unit":"cm"}}]}`,
			`Rollator | 1 mei 2026 | Geleverd
Hoogte: 90 cm
Aangevraagd op: 1 mei 2026`},
	} {
		if got := shown(t, c.json); got != c.want {
			t.Errorf("%s:\n got %s\nwant %s", c.name, got, c.want)
		}
	}
}
