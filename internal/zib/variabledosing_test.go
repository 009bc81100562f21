// SPDX-License-Identifier: EUPL-1.2

package zib

import "testing"

func TestVariableDosingRegimen(t *testing.T) {
	for _, c := range []struct{ name, json, want string }{
		{"days that are the same become one line", `{"resourceType":"MedicationRequest","meta":{"profile":["http://nictiz.nl/fhir/StructureDefinition/mp-VariableDosingRegimen"]},"status":"unknown","medicationReference":{"display":"ACENOCOUMAROL TABLET 1MG"},"requester":{"display":"Trombosedienst Zuid"},"note":[{"text":"INR 2,6"}],
			"extension":[{"url":"http://nictiz.nl/fhir/StructureDefinition/ext-TimeInterval.Period","valuePeriod":{"start":"2026-05-01T00:00:00+02:00","end":"2026-05-04T23:59:59+02:00"}}],
			"dosageInstruction":[{"sequence":1,"timing":{"repeat":{"frequency":1,"period":1,"periodUnit":"d","boundsDuration":{"value":1,"unit":"dag","code":"d","system":"http://unitsofmeasure.org"}}},"doseAndRate":[{"doseQuantity":{"value":2,"unit":"stuk"}}]},
			{"sequence":2,"timing":{"repeat":{"frequency":1,"period":1,"periodUnit":"d","boundsDuration":{"value":1,"unit":"dag","code":"d","system":"http://unitsofmeasure.org"}}},"doseAndRate":[{"doseQuantity":{"value":2,"unit":"stuk"}}]},
			{"sequence":3,"timing":{"repeat":{"frequency":1,"period":1,"periodUnit":"d","boundsDuration":{"value":1,"unit":"dag","code":"d","system":"http://unitsofmeasure.org"}}},"doseAndRate":[{"doseQuantity":{"value":3,"unit":"stuk"}}]},
			{"sequence":4,"timing":{"repeat":{"frequency":1,"period":1,"periodUnit":"d","boundsDuration":{"value":1,"unit":"dag","code":"d","system":"http://unitsofmeasure.org"}}},"doseAndRate":[{"doseQuantity":{"value":2,"unit":"stuk"}}]}]}`,
			`Acenocoumarol tablet 1 mg | van 1 mei 2026 tot en met 4 mei 2026 | Afgesproken | Trombosedienst Zuid
Gebruik: Stap 1 tot en met 2, elk: 1 keer per dag 2 stuks, gedurende 1 dag; Stap 3: 1 keer per dag 3 stuks, gedurende 1 dag; Stap 4: 1 keer per dag 2 stuks, gedurende 1 dag
Gebruiksperiode: van 1 mei 2026 tot en met 4 mei 2026
Opmerking: INR 2,6
Schema gemaakt door: Trombosedienst Zuid
Soort: Schema dat steeds verandert`},
	} {
		if got := shown(t, c.json); got != c.want {
			t.Errorf("%s:\n got %s\nwant %s", c.name, got, c.want)
		}
	}
}
