// SPDX-License-Identifier: EUPL-1.2

package zib

import "testing"

func TestPregnancyCondition(t *testing.T) {
	for _, c := range []struct{ name, json, want string }{
		{"its code says nothing", `{"resourceType":"Condition","meta":{"profile":["http://nictiz.nl/fhir/StructureDefinition/zib-Pregnancy"]},"clinicalStatus":"active","code":{"coding":[{"system":"http://snomed.info/sct","code":"118185001","display":"bevinding betreffende zwangerschap (bevinding)"}]},"note":[{"text":"Vaak misselijk"}]}`,
			`Zwangerschap | Actief
Opmerking: Vaak misselijk`},
	} {
		if got := shown(t, c.json); got != c.want {
			t.Errorf("%s:\n got %s\nwant %s", c.name, got, c.want)
		}
	}
}
