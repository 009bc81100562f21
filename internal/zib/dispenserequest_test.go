// SPDX-License-Identifier: EUPL-1.2

package zib

import "testing"

func TestDispenseRequest(t *testing.T) {
	for _, c := range []struct{ name, json, want string }{
		{"STU3", `{"resourceType":"MedicationRequest","meta":{"profile":["http://nictiz.nl/fhir/StructureDefinition/zib-DispenseRequest"]},"intent":"order","authoredOn":"2026-05-01","medicationReference":{"display":"IBUPROFEN TABLET 400MG"},"requester":{"agent":{"display":"Ans de Vos"}},
			"dispenseRequest":{"quantity":{"value":90,"unit":"stuk","system":"urn:oid:2.16.840.1.113883.2.4.4.1.900.2","code":"245"},"numberOfRepeatsAllowed":3,"expectedSupplyDuration":{"value":30,"unit":"dag","system":"http://unitsofmeasure.org","code":"d"},"validityPeriod":{"start":"2026-05-01T00:00:00+02:00","end":"2026-11-01T23:59:59+01:00"},"performer":{"display":"Apotheek De Linde"}},"note":[{"text":"Extra voor de vakantie"}]}`,
			`Ibuprofen tablet 400 mg | 1 mei 2026 | Ans de Vos
Hoeveelheid: 90 stuks
Herhalen: 3 keer
Genoeg voor: 30 dagen
Geldig: van 1 mei 2026 tot en met 1 november 2026
Opmerking: Extra voor de vakantie
Aangevraagd door: Ans de Vos
Apotheek: Apotheek De Linde
Aangevraagd op: 1 mei 2026
Soort: Aanvraag bij de apotheek`},
		{"R4", `{"resourceType":"MedicationRequest","meta":{"profile":["http://nictiz.nl/fhir/StructureDefinition/mp-DispenseRequest"]},"status":"active","authoredOn":"2026-05-01","medicationReference":{"display":"IBUPROFEN TABLET 400MG"},"performer":{"display":"Healthcare provider (organization), Apotheek De Linde"},
			"extension":[{"url":"http://nictiz.nl/fhir/StructureDefinition/ext-DispenseRequest.AdditionalWishes","valueCodeableConcept":{"coding":[{"system":"urn:oid:2.16.840.1.113883.2.4.3.11.60.20.77.5.2.14.2051","code":"3","display":"Bezorgen"}]}},{"url":"http://nictiz.nl/fhir/StructureDefinition/ext-DispenseRequest.FinancialIndicationCode","valueCodeableConcept":{"text":"B2"}}],
			"dispenseRequest":{"quantity":{"value":60,"unit":"stuk"},"extension":[{"url":"http://nictiz.nl/fhir/StructureDefinition/ext-DispenseRequest.DispenseLocation","valueReference":{"display":"Servicepunt Noord"}}]},"basedOn":[{"type":"MedicationRequest","identifier":{"value":"MA1"},"display":"relatie naar medicatieafspraak  met identificatie: MA1 || 1.2.3.4.5"}]}`,
			`Ibuprofen tablet 400 mg | 1 mei 2026 | Aangevraagd | Apotheek De Linde
Hoeveelheid: 60 stuks
Afgeleverd bij: Servicepunt Noord
Wensen: Bezorgen
Apotheek: Apotheek De Linde
Aangevraagd op: 1 mei 2026
Vergoeding: Code B2 voor de zorgverzekeraar
Soort: Aanvraag bij de apotheek`},
	} {
		if got := shown(t, c.json); got != c.want {
			t.Errorf("%s:\n got %s\nwant %s", c.name, got, c.want)
		}
	}
}
