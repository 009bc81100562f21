// SPDX-License-Identifier: EUPL-1.2

package zib

import "testing"

func TestProblem(t *testing.T) {
	for _, c := range []struct{ name, json, want string }{
		{"STU3 over, with side, severity and a more exact name", `{"resourceType":"Condition","clinicalStatus":"resolved","verificationStatus":"confirmed","category":[{"coding":[{"system":"http://snomed.info/sct","code":"282291009","display":"Diagnose"}]}],"severity":{"coding":[{"system":"http://snomed.info/sct","code":"6736007","display":"Matig"}]},
			"code":{"coding":[{"system":"http://snomed.info/sct","code":"16114001","display":"fractuur van enkel"}],"extension":[{"url":"http://nictiz.nl/fhir/StructureDefinition/bgz-SpecificProblemName","valueCodeableConcept":{"text":"breuk met open wond"}}]},
			"bodySite":[{"coding":[{"system":"http://snomed.info/sct","code":"999999","display":"Structuur van enkelgewricht (lichaamsstructuur)"}],"extension":[{"url":"http://nictiz.nl/fhir/StructureDefinition/BodySite-Qualifier","valueCodeableConcept":{"coding":[{"system":"http://snomed.info/sct","code":"24028007","display":"Right"}]}}]}],"onsetDateTime":"2001","abatementDateTime":"2002-05","assertedDate":"2001-07-14","note":[{"text":"Gevallen"}],"context":{"reference":"EpisodeOfCare/1","display":"Enkelbreuk"}}`,
			`Gebroken enkel | 2001 | Voorbij, bevestigd | Voorbij
Precieze naam: Breuk met open wond
Hoe ernstig: Matig
Plaats op het lichaam: Enkelgewricht (rechts)
Begonnen: 2001
Voorbij sinds: mei 2002
Soort: Diagnose
Opmerking: Gevallen
Vastgelegd op: 14 juli 2001
Hoort bij: Enkelbreuk`},
		{"STU3 provisional", `{"resourceType":"Condition","clinicalStatus":"active","_clinicalStatus":{"extension":[{"url":"http://nictiz.nl/fhir/StructureDefinition/code-specification","valueCodeableConcept":{"coding":[{"system":"http://snomed.info/sct","code":"55561003","display":"Actueel"}]}}]},"verificationStatus":"provisional","_verificationStatus":{"extension":[{"url":"http://nictiz.nl/fhir/StructureDefinition/code-specification","valueCodeableConcept":{"coding":[{"system":"http://hl7.org/fhir/v3/NullFlavor","code":"UNK","display":"Unknown"}]}}]},"code":{"text":"Jicht?"}}`,
			`Jicht? | Actueel, voorlopig | Nog niet zeker`},
		{"R4 suspected, free text besides the code", `{"resourceType":"Condition","clinicalStatus":{"coding":[{"system":"http://terminology.hl7.org/CodeSystem/condition-clinical","code":"active"}]},"verificationStatus":{"coding":[{"system":"http://snomed.info/sct","code":"415684004","display":"vermoedelijk"}]},"code":{"coding":[{"system":"http://snomed.info/sct","code":"414293001","display":"Crurisfractuur"}],"text":"Crurisfractuur"},"abatementDateTime":"2027-01-01","recordedDate":"2026-05-01","recorder":{"display":"Ans de Vos"}}`,
			`Gebroken onderbeen (crurisfractuur) | 1 mei 2026 | Actief, vermoed, nog niet zeker | Ans de Vos | Nog niet zeker
Tot: 1 januari 2027
Vastgelegd door: Ans de Vos
Vastgelegd op: 1 mei 2026`},
		{"next generation: a symptom that lasts", `{"resourceType":"Condition","meta":{"profile":["http://nictiz.nl/fhir/StructureDefinition/nl-core-Symptom"]},"extension":[{"url":"http://nictiz.nl/fhir/StructureDefinition/ext-Condition.StatusDate","valueDateTime":"2026-03-01"},{"url":"http://nictiz.nl/fhir/StructureDefinition/ext-Symptom.PeriodDuration","valueQuantity":{"value":7,"unit":"dagen"}}],
			"category":[{"coding":[{"system":"http://snomed.info/sct","code":"162408000","display":"Algemene symptoombeschrijving"}]}],"code":{"coding":[{"system":"http://snomed.info/sct","code":"49727002","display":"Cough (finding)"}],"text":"Droge hoest"},"onsetDateTime":"2026-02-22","asserter":{"display":"Health professional (role), Ans de Vos, Huisarts"}}`,
			`Droge hoest | 22 februari 2026 | Ans de Vos, Huisarts
Begonnen: 22 februari 2026
Hoe lang: 7 dagen
Soort: Klacht
Stand van zaken op: 1 maart 2026
Volgens: Ans de Vos, Huisarts`},
		{"R4 refuted", `{"resourceType":"Condition","verificationStatus":{"coding":[{"system":"http://terminology.hl7.org/CodeSystem/condition-ver-status","code":"refuted"}]},"code":{"coding":[{"system":"http://hl7.org/fhir/sid/icpc-1-nl","code":"K75","display":"Acuut myocardinfarct"}]}}`,
			`Hartinfarct | Weerlegd: het is dit niet | Weerlegd`},
	} {
		if got := shown(t, c.json); got != c.want {
			t.Errorf("%s:\n got %s\nwant %s", c.name, got, c.want)
		}
	}
}
