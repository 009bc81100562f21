// SPDX-License-Identifier: EUPL-1.2

package zib

import "testing"

func TestProcedureRequest(t *testing.T) {
	for _, c := range []struct{ name, json, want string }{
		{"STU3 asked", `{"resourceType":"ProcedureRequest","status":"active","intent":"order","code":{"coding":[{"system":"http://snomed.info/sct","code":"91251008","display":"Fysiotherapie"}]},"occurrencePeriod":{"start":"2026-10-11"},"reasonReference":[{"reference":"Condition/1","display":"pijn in de rug"}],"requester":{"agent":{"display":"Ans de Vos"}},"performer":{"display":"Praktijk Zuid"}}`,
			`Fysiotherapie | 11 oktober 2026 | Aangevraagd | Ans de Vos | Gepland
Waarvoor: Pijn in de rug
Aangevraagd door: Ans de Vos
Wie het gaat doen: Praktijk Zuid`},
		{"R4 urgent, called off", `{"resourceType":"ServiceRequest","status":"revoked","intent":"order","priority":"urgent","code":{"text":"Foto van de longen"},"authoredOn":"2026-05-01","reasonCode":[{"text":"hoesten"}],"patientInstruction":"Nuchter komen"}`,
			`Foto van de longen | 1 mei 2026 | Ingetrokken | Afgezegd of ingetrokken
Waarvoor: Hoesten
Spoed: Met spoed
Aanwijzing voor u: Nuchter komen
Aangevraagd op: 1 mei 2026`},
		{"R4 a referral without a code", `{"resourceType":"ServiceRequest","meta":{"profile":["http://nictiz.nl/fhir/StructureDefinition/hg-ReferralServiceRequest"]},"status":"completed","intent":"order","authoredOn":"T","performer":[{"display":"Person identification: 04115923 from system AGB-Z, Fysiotherapeuten"}]}`,
			`Verwijzing | Uitgevoerd | Fysiotherapeuten | Niet alles is leesbaar
Wie het gaat doen: Fysiotherapeuten`},
	} {
		if got := shown(t, c.json); got != c.want {
			t.Errorf("%s:\n got %s\nwant %s", c.name, got, c.want)
		}
	}
}
