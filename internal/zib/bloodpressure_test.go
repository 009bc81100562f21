// SPDX-License-Identifier: EUPL-1.2

package zib

import "testing"

func TestBloodPressure(t *testing.T) {
	const component = `"component":[
		{"code":{"coding":[{"system":"http://loinc.org","code":"8480-6","display":"Intravasculaire systolische bloeddruk [druk] in arterieel vaatstelsel"}]},"valueQuantity":{"value":130,"unit":"mm[Hg]","system":"http://unitsofmeasure.org","code":"mm[Hg]"}},
		{"code":{"coding":[{"system":"http://loinc.org","code":"8462-4"}]},"valueQuantity":{"value":79,"comparator":"<","unit":"mm[Hg]","system":"http://unitsofmeasure.org","code":"mm[Hg]"}},
		{"code":{"coding":[{"system":"http://loinc.org","code":"8361-8","display":"Body position"}]},"valueCodeableConcept":{"coding":[{"system":"http://snomed.info/sct","code":"102538003","display":"Liggende positie"}]}}]`
	for _, c := range []struct{ name, json, want string }{
		{"STU3 with a comparator", `{"resourceType":"Observation","meta":{"profile":["http://nictiz.nl/fhir/StructureDefinition/zib-BloodPressure"]},"status":"final",
			"code":{"coding":[{"system":"http://loinc.org","code":"85354-9"}]},"effectiveDateTime":"2026-08-19T10:00:00+02:00",
			"interpretation":{"coding":[{"system":"http://hl7.org/fhir/v2/0078","code":"H","display":"High"}]},"comment":"Na rust gemeten",` + component + `}`,
			`Bloeddruk | 19 augustus 2026, 10:00 | Definitief | Buiten de grenzen
Bovendruk: 130 mmHg
Onderdruk: < 79 mmHg
Houding: Liggend
Opmerking: Hoger dan de grens; Na rust gemeten`},
		{"R4 without profile", `{"resourceType":"Observation","status":"entered-in-error","code":{"coding":[{"system":"http://loinc.org","code":"85354-9"}]},"encounter":{"reference":"Encounter/1","display":"Controle"},
			"component":[{"code":{"coding":[{"system":"http://loinc.org","code":"8480-6"}]},"valueQuantity":{"value":118,"code":"mm[Hg]","system":"http://unitsofmeasure.org"}},
			{"code":{"coding":[{"system":"http://loinc.org","code":"8462-4"}]},"valueQuantity":{"value":70,"code":"mm[Hg]","system":"http://unitsofmeasure.org"}}]}`,
			`Bloeddruk | Per vergissing ingevoerd | Per vergissing ingevoerd
Uitslag: 118 / 70 mmHg
Bovendruk: 118 mmHg
Onderdruk: 70 mmHg
Tijdens: Controle`},
	} {
		if got := shown(t, c.json); got != c.want {
			t.Errorf("%s:\n got %s\nwant %s", c.name, got, c.want)
		}
	}
}
