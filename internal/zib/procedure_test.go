// SPDX-License-Identifier: EUPL-1.2

package zib

import "testing"

func TestProcedure(t *testing.T) {
	for _, c := range []struct{ name, json, want string }{
		{"STU3 done on a day", `{"resourceType":"Procedure","status":"completed","category":{"coding":[{"system":"http://snomed.info/sct","code":"387713003","display":"Operatie (verrichting)"}]},"code":{"coding":[{"system":"http://snomed.info/sct","code":"609588000","display":"Implantatie van totale knieprothese (verrichting)"}]},"performedPeriod":{"start":"2012-06-05"},
			"bodySite":[{"coding":[{"system":"http://snomed.info/sct","code":"72696002","display":"structuur van knieregio"}],"extension":[{"url":"http://nictiz.nl/fhir/StructureDefinition/BodySite-Qualifier","valueCodeableConcept":{"coding":[{"system":"http://snomed.info/sct","code":"24028007","display":"Right"}]}}]}],"reasonReference":[{"reference":"Condition/1","display":"artrose"}],"performer":[{"actor":{"display":"UMCG"},"role":{"coding":[{"system":"http://hl7.org/fhir/v3/ParticipationType","code":"PRF","display":"Uitvoerder"}]}}],
			"focalDevice":[{"manipulated":{"reference":"Device/1","display":"knieprothese"}}],"basedOn":[{"reference":"ProcedureRequest/1","display":"Aanvraag kunstknie"}],"extension":[{"url":"http://nictiz.nl/fhir/StructureDefinition/procedure-method","valueCodeableConcept":{"text":"Kijkoperatie"}}]}`,
			`Plaatsen van een kunstknie | 5 juni 2012 | Gedaan | UMCG
Plaats op het lichaam: Knie (rechts)
Waarvoor: Artrose
Hoe gedaan: Kijkoperatie
Soort: Operatie
Gedaan door: UMCG
Gebruikt of geplaatst: Knieprothese
Aangevraagd als: Aanvraag kunstknie`},
		{"STU3 not done", `{"resourceType":"Procedure","status":"completed","notDone":true,"notDoneReason":{"text":"te benauwd"},"code":{"text":"Fietstest"},"performedDateTime":"2026-05"}`,
			`Fietstest | mei 2026 | Niet gedaan | Niet gedaan
Waarom niet gedaan of gestopt: Te benauwd`},
		{"R4 stopped half way, over some days", `{"resourceType":"Procedure","status":"stopped","statusReason":{"text":"bloeding"},"code":{"text":"Poliep weghalen"},"performedPeriod":{"start":"2026-05-01","end":"2026-05-02"},"location":{"display":"Healthcare provider (location), Zaal 3"},"recorder":{"display":"Ans de Vos"}}`,
			`Poliep weghalen | van 1 mei 2026 tot en met 2 mei 2026 | Gestopt | Ans de Vos | Gestopt
Wanneer: van 1 mei 2026 tot en met 2 mei 2026
Waarom niet gedaan of gestopt: Bloeding
Waar: Zaal 3
Vastgelegd door: Ans de Vos`},
	} {
		if got := shown(t, c.json); got != c.want {
			t.Errorf("%s:\n got %s\nwant %s", c.name, got, c.want)
		}
	}
}
