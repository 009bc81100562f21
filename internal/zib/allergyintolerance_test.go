// SPDX-License-Identifier: EUPL-1.2

package zib

import "testing"

func TestAllergyIntolerance(t *testing.T) {
	for _, c := range []struct{ name, json, want string }{
		{"STU3 over, with two reactions", `{"resourceType":"AllergyIntolerance","clinicalStatus":"resolved","_clinicalStatus":{"extension":[{"url":"http://nictiz.nl/fhir/StructureDefinition/code-specification","valueCodeableConcept":{"coding":[{"system":"http://hl7.org/fhir/v3/ActStatus","code":"completed","display":"Niet meer aanwezig"}]}}]},"verificationStatus":"confirmed",
			"category":["food"],"_category":[{"extension":[{"url":"http://nictiz.nl/fhir/StructureDefinition/code-specification","valueCodeableConcept":{"coding":[{"system":"http://snomed.info/sct","code":"418471000","display":"neiging tot ongewenste reactie op voedsel"}]}}]}],
			"criticality":"high","_criticality":{"extension":[{"url":"http://nictiz.nl/fhir/StructureDefinition/code-specification","valueCodeableConcept":{"coding":[{"system":"http://snomed.info/sct","code":"24484000","display":"Ernstig (kwalificatiewaarde)"}]}}]},
			"code":{"coding":[{"system":"http://snomed.info/sct","code":"762952008","display":"Pinda"}]},"onsetDateTime":"2009","assertedDate":"2009-06-02","lastOccurrence":"2016-02","recorder":{"display":"Dokter Bernard"},"note":[{"text":"Niet allergisch voor cashewnoten."}],
			"reaction":[{"manifestation":[{"coding":[{"system":"http://snomed.info/sct","code":"418363000","display":"Jeuk"}]},{"text":"Benauwd"}],"onset":"2016-02","severity":"severe","exposureRoute":{"coding":[{"system":"http://snomed.info/sct","code":"26643006","display":"orale route"}]},"description":"Na een handje nootjes"},
			{"substance":{"coding":[{"system":"http://snomed.info/sct","code":"260189007","display":"pecannoot"}]},"manifestation":[{"text":"Misselijk"}]}]}`,
			`Pinda | 2009 | Niet meer aanwezig, bevestigd | Dokter Bernard | Voorbij
Hoe ernstig het kan zijn: Ernstig
Reactie: Jeuk en benauwd, ernstig, februari 2016, via de mond. Na een handje nootjes; Misselijk, door pecannoot
Sinds: 2009
Laatste reactie: februari 2016
Soort: Overgevoeligheid voor eten of drinken
Opmerking: Niet allergisch voor cashewnoten.
Vastgelegd door: Dokter Bernard
Vastgelegd op: 2 juni 2009`},
		{"STU3 refuted", `{"resourceType":"AllergyIntolerance","clinicalStatus":"inactive","verificationStatus":"refuted","code":{"coding":[{"system":"urn:oid:2.16.840.1.113883.2.4.4.1.750","code":"1","display":"AMOXICILLINE"}]}}`,
			`Amoxicilline | Niet actief, weerlegd: u bent er niet allergisch voor | Voorbij | Weerlegd`},
		{"R4 not certain, risk and latency", `{"resourceType":"AllergyIntolerance","clinicalStatus":{"coding":[{"system":"http://terminology.hl7.org/CodeSystem/allergyintolerance-clinical","code":"active"}]},"verificationStatus":{"coding":[{"system":"http://terminology.hl7.org/CodeSystem/allergyintolerance-verification","code":"unconfirmed"}]},"criticality":"low",
			"code":{"text":"Zalf van de drogist"},"reaction":[{"extension":[{"url":"http://nictiz.nl/fhir/StructureDefinition/ext-Reaction.LatencyTime","valueQuantity":{"value":12,"unit":"h","system":"http://unitsofmeasure.org","code":"h"}}],"manifestation":[{"text":"Rode huid"}]}]}`,
			`Zalf van de drogist | Actief, nog niet bevestigd | Nog niet zeker
Hoe ernstig het kan zijn: Klein risico
Reactie: Rode huid, na 12 uur`},
		{"no known allergies is a finding", `{"resourceType":"AllergyIntolerance","clinicalStatus":{"coding":[{"code":"active","system":"http://terminology.hl7.org/CodeSystem/allergyintolerance-clinical"}]},"code":{"coding":[{"system":"http://snomed.info/sct","code":"716186003","display":"No known allergy (situation)"}]}}`,
			`Geen allergieën bekend | Actief`},
	} {
		if got := shown(t, c.json); got != c.want {
			t.Errorf("%s:\n got %s\nwant %s", c.name, got, c.want)
		}
	}
}
