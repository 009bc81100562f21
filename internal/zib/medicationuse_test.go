// SPDX-License-Identifier: EUPL-1.2

package zib

import "testing"

func TestMedicationUse(t *testing.T) {
	for _, c := range []struct{ name, json, want string }{
		{"STU3 not used as agreed", `{"resourceType":"MedicationStatement","status":"active","taken":"n","category":{"coding":[{"system":"urn:oid:2.16.840.1.113883.2.4.3.11.60.20.77.5.3","code":"6","display":"Medicatiegebruik"}]},"medicationReference":{"display":"FUROSEMIDE TABLET 40MG"},
			"extension":[{"url":"http://nictiz.nl/fhir/StructureDefinition/zib-MedicationUse-AsAgreedIndicator","valueBoolean":false},{"url":"http://nictiz.nl/fhir/StructureDefinition/zib-MedicationUse-Author","valueReference":{"display":"K. de Boer"}},{"url":"http://nictiz.nl/fhir/StructureDefinition/zib-MedicationUse-Prescriber","valueReference":{"display":"Ans de Vos || Huisarts"}}],
			"effectivePeriod":{"start":"2026-05-01","extension":[{"url":"http://nictiz.nl/fhir/StructureDefinition/zib-MedicationUse-Duration","valueDuration":{"value":3,"unit":"week","system":"http://unitsofmeasure.org","code":"wk"}}]},"dateAsserted":"2026-05-10T20:00:00+02:00",
			"informationSource":{"reference":"Patient/1","display":"K. de Boer"},"reasonCode":[{"text":"vocht in de benen"}],"dosage":[{"text":"1 maal per dag 1 tablet"}]}`,
			`Furosemide tablet 40 mg | vanaf 1 mei 2026 | Wordt niet gebruikt | K. de Boer | Wordt niet gebruikt
Gebruik: 1 maal per dag 1 tablet
Gebruiksperiode: Vanaf 1 mei 2026, gedurende 3 weken
Volgens afspraak: Nee
Waarvoor: Vocht in de benen
Gegevens van: K. de Boer
Vastgelegd door: K. de Boer
Voorgeschreven door: Ans de Vos, Huisarts
Vastgelegd op: 10 mei 2026, 20:00`},
		{"R4 paused", `{"resourceType":"MedicationStatement","status":"on-hold","statusReason":[{"coding":[{"system":"http://snomed.info/sct","code":"405613005","display":"verrichting gepland"}]}],"modifierExtension":[{"url":"http://nictiz.nl/fhir/StructureDefinition/ext-StopType","valueCodeableConcept":{"coding":[{"system":"http://snomed.info/sct","code":"385655000","display":"onderbroken"}]}}],
			"extension":[{"url":"http://nictiz.nl/fhir/StructureDefinition/ext-AsAgreedIndicator","valueBoolean":true},{"url":"http://nictiz.nl/fhir/StructureDefinition/ext-RenderedDosageInstruction","valueString":"geneesmiddel niet in gebruik"}],
			"medicationReference":{"display":"APIXABAN TABLET 5MG"},"effectivePeriod":{"start":"2026-05-01T00:00:00+02:00","end":"2026-05-08T23:59:59+02:00"},"derivedFrom":[{"extension":[{"url":"http://nictiz.nl/fhir/StructureDefinition/ext-ResourceCategory","valueCodeableConcept":{"coding":[{"system":"http://snomed.info/sct","code":"33633005"}]}}],"type":"MedicationRequest","identifier":{"value":"MA1"},"display":"relatie naar medicatieafspraak"}],
			"dosage":[{"asNeededBoolean":true,"timing":{"repeat":{"frequency":1,"frequencyMax":4,"period":1,"periodUnit":"d"}},"doseAndRate":[{"doseQuantity":{"value":0.5,"unit":"stuk"}}]}]}`,
			`Apixaban tablet 5 mg | van 1 mei 2026 tot en met 8 mei 2026 | Tijdelijk gestopt | Onderbroken
Gebruik: Zo nodig 1 tot 4 keer per dag 0,5 stuk
Gebruiksperiode: van 1 mei 2026 tot en met 8 mei 2026
Volgens afspraak: Ja
Reden van stoppen: Geplande ingreep of onderzoek
Tekst van het voorschrift: Geneesmiddel niet in gebruik`},
	} {
		if got := shown(t, c.json); got != c.want {
			t.Errorf("%s:\n got %s\nwant %s", c.name, got, c.want)
		}
	}
}
