// SPDX-License-Identifier: EUPL-1.2

package zib

import (
	"testing"

	"regie/internal/fhir"
	"regie/internal/text"
)

// What a list of medicines looks for is under the same labels in both versions, and everything of one treatment has
// one number.
func TestMedicineFacts(t *testing.T) {
	for _, c := range []struct{ name, json string }{
		{"STU3", `{"resourceType":"MedicationRequest","extension":[{"url":"http://nictiz.nl/fhir/StructureDefinition/zib-Medication-MedicationTreatment","valueIdentifier":{"system":"urn:oid:1.2","value":"MBH_1"}},
			{"url":"http://nictiz.nl/fhir/StructureDefinition/zib-Medication-PeriodOfUse","valuePeriod":{"start":"2026-05-01"}}],
			"modifierExtension":[{"url":"http://nictiz.nl/fhir/StructureDefinition/zib-Medication-StopType","valueCodeableConcept":{"coding":[{"system":"urn:oid:2.16.840.1.113883.2.4.3.11.60.20.77.5.2.1","code":"2"}]}}],
			"category":{"coding":[{"system":"http://snomed.info/sct","code":"16076005"}]},"medicationCodeableConcept":{"text":"Zalf"},"requester":{"agent":{"display":"A. Vos"}},
			"reasonCode":[{"text":"jeuk erger"}],"dosageInstruction":[{"text":"om de dag"}]}`},
		{"R4", `{"resourceType":"MedicationRequest","status":"unknown","extension":[{"url":"http://nictiz.nl/fhir/StructureDefinition/ext-PharmaceuticalTreatment.Identifier","valueIdentifier":{"system":"urn:oid:1.2","value":"MBH_1"}},
			{"url":"http://nictiz.nl/fhir/StructureDefinition/ext-TimeInterval.Period","valuePeriod":{"start":"2026-05-01"}}],
			"modifierExtension":[{"url":"http://nictiz.nl/fhir/StructureDefinition/ext-StopType","valueCodeableConcept":{"coding":[{"system":"http://snomed.info/sct","code":"410546004"}]}}],
			"medicationCodeableConcept":{"text":"Zalf"},"requester":{"display":"A. Vos"},"reasonCode":[{"text":"jeuk erger"}],"dosageInstruction":[{"text":"om de dag"}]}`},
	} {
		res, err := fhir.ParseResource([]byte(c.json), fhir.Unknown)
		if err != nil {
			t.Fatal(err)
		}
		it := Read(res, nil)
		if it.Group != "urn:oid:1.2|MBH_1" {
			t.Errorf("%s: group %q", c.name, it.Group)
		}
		for label, want := range map[string]string{FactMedicineUse: "Om de dag", FactMedicinePeriod: "Vanaf 1 mei 2026", FactMedicinePrescriber: "A. Vos", FactMedicineWhyStopped: "Jeuk erger"} {
			f := it.Fact(label)
			if f == nil {
				t.Errorf("%s: nothing under %s", c.name, label)
				continue
			}
			if got := upperFirst(f.phrase().In(text.NL)); got != want {
				t.Errorf("%s: %s is %q", c.name, label, got)
			}
		}
		if it.Fact("zib.none") != nil {
			t.Errorf("%s: a fact that is not there", c.name)
		}
	}
}
