// SPDX-License-Identifier: EUPL-1.2

package zib

import "testing"

func TestAdministrationAgreement(t *testing.T) {
	for _, c := range []struct{ name, json, want string }{
		{"STU3 told in an extension", `{"resourceType":"MedicationDispense","meta":{"profile":["http://nictiz.nl/fhir/StructureDefinition/zib-AdministrationAgreement"]},"status":"completed","extension":[{"url":"http://nictiz.nl/fhir/StructureDefinition/zib-AdministrationAgreement-AuthoredOn","valueDateTime":"2026-05-02T10:00:00+02:00"}],
			"medicationReference":{"display":"IBUPROFEN PCH TABLET 400MG"},"performer":[{"actor":{"reference":"Organization/1","display":"Apotheek De Linde"}}],
			"authorizingPrescription":[{"identifier":{"system":"urn:oid:1.2","value":"MA1"},"display":"relatie naar medicatieafspraak: MA1 || 1.2.3.4.5"}],
			"dosageInstruction":[{"timing":{"repeat":{"timeOfDay":["08:00:00","20:00:00"]}},"doseQuantity":{"value":1,"unit":"stuk","system":"urn:oid:2.16.840.1.113883.2.4.4.1.900.2","code":"245"},"route":{"coding":[{"system":"urn:oid:2.16.840.1.113883.2.4.4.9","code":"9","display":"ORAAL"}]}}],"daysSupply":{"value":30,"unit":"dag","system":"http://unitsofmeasure.org","code":"d"}}`,
			`Ibuprofen PCH tablet 400 mg | 2 mei 2026, 10:00 | Afgesproken | Apotheek De Linde
Gebruik: Om 08:00 en 20:00 1 stuk, via de mond
Genoeg voor: 30 dagen
Apotheek: Apotheek De Linde
Afgesproken op: 2 mei 2026, 10:00
Soort: Afspraak met de apotheek`},
		{"R4 called off", `{"resourceType":"MedicationDispense","status":"unknown","category":{"coding":[{"system":"http://snomed.info/sct","code":"422037009","display":"toedieningsafspraak"}]},"modifierExtension":[{"url":"http://nictiz.nl/fhir/StructureDefinition/ext-StopType","valueCodeableConcept":{"coding":[{"system":"http://snomed.info/sct","code":"89925002","display":"geannuleerd"}]}}],
			"extension":[{"url":"http://nictiz.nl/fhir/StructureDefinition/ext-AdministrationAgreement.ReasonModificationOrDiscontinuation","valueCodeableConcept":{"coding":[{"system":"http://snomed.info/sct","code":"182856006","display":"geneesmiddel niet voorradig"}]}},
			{"url":"http://nictiz.nl/fhir/StructureDefinition/ext-AdministrationAgreement.AdministrationAgreementDateTime","valueDateTime":"2026-05-02"},{"url":"http://nictiz.nl/fhir/StructureDefinition/ext-RelationAdministrationAgreement","valueReference":{"type":"MedicationDispense","identifier":{"value":"TA1"},"display":"relatie naar toedieningsafspraak met identificatie: TA1 || 1.2.3.4.5"}}],
			"medicationReference":{"display":"PANTOZOL TABLET MSR 40MG"},"performer":[{"actor":{"display":"Healthcare provider (organization), Apotheek De Linde"}}],"note":[{"text":"Volgende week weer leverbaar"}]}`,
			`Pantozol tablet maagsapresistent 40 mg | 2 mei 2026 | Ingetrokken | Apotheek De Linde | Afgezegd of ingetrokken
Reden van stoppen: Medicijn niet op voorraad
Opmerking: Volgende week weer leverbaar
Apotheek: Apotheek De Linde
Afgesproken op: 2 mei 2026
Soort: Afspraak met de apotheek`},
	} {
		if got := shown(t, c.json); got != c.want {
			t.Errorf("%s:\n got %s\nwant %s", c.name, got, c.want)
		}
	}
}
