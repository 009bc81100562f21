// SPDX-License-Identifier: EUPL-1.2

package zib

import "testing"

func TestDispense(t *testing.T) {
	for _, c := range []struct{ name, json, want string }{
		{"STU3", `{"resourceType":"MedicationDispense","meta":{"profile":["http://nictiz.nl/fhir/StructureDefinition/zib-Dispense"]},"status":"completed","quantity":{"value":90,"unit":"stuk","system":"urn:oid:2.16.840.1.113883.2.4.4.1.900.2","code":"245"},"daysSupply":{"value":30,"unit":"dag","system":"http://unitsofmeasure.org","code":"d"},"whenHandedOver":"2026-05-03T15:10:00+02:00","medicationReference":{"display":"IBUPROFEN PCH TABLET 400MG"},
			"extension":[{"url":"http://nictiz.nl/fhir/StructureDefinition/zib-Dispense-RequestDate","valueDateTime":"2026-05-02"},{"url":"http://nictiz.nl/fhir/StructureDefinition/zib-Dispense-DistributionForm","valueCodeableConcept":{"coding":[{"system":"urn:oid:2.16.840.1.113883.2.4.3.11.60.20.77.5.3.8","code":"1","display":"GDS"}]}}],"performer":[{"actor":{"display":"Apotheek De Linde"}}]}`,
			`Ibuprofen PCH tablet 400 mg | 3 mei 2026, 15:10 | Meegegeven | Apotheek De Linde
Hoeveelheid: 90 stuks
Genoeg voor: 30 dagen
Meegegeven op: 3 mei 2026, 15:10
Aangevraagd op: 2 mei 2026
Manier van meegeven: In een medicijnrol of doos met vakjes, per moment van innemen
Apotheek: Apotheek De Linde
Soort: Meegegeven door de apotheek`},
		{"R4 with a half amount", `{"resourceType":"MedicationDispense","status":"entered-in-error","category":{"coding":[{"system":"http://snomed.info/sct","code":"373784005"}]},"quantity":{"value":7.50,"unit":"milliliter","system":"http://unitsofmeasure.org","code":"ml"},"whenHandedOver":"2026-05-03","medicationReference":{"display":"MORFINE DRANK 1MG/ML"},"destination":{"display":"Locatie Oost"},"note":[{"text":"Gebruik uitgelegd"}]}`,
			`Morfine drank 1 mg/ml | 3 mei 2026 | Per vergissing ingevoerd | Per vergissing ingevoerd
Hoeveelheid: 7,50 ml
Meegegeven op: 3 mei 2026
Opmerking: Gebruik uitgelegd
Afgeleverd bij: Locatie Oost
Soort: Meegegeven door de apotheek`},
	} {
		if got := shown(t, c.json); got != c.want {
			t.Errorf("%s:\n got %s\nwant %s", c.name, got, c.want)
		}
	}
}
