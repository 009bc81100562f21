// SPDX-License-Identifier: EUPL-1.2

package zib

import "testing"

func TestPharmaceuticalProduct(t *testing.T) {
	for _, c := range []struct{ name, json, want string }{
		{"a mixture", `{"resourceType":"Medication","code":{"extension":[{"url":"http://hl7.org/fhir/StructureDefinition/iso21090-nullFlavor","valueCode":"OTH"}],"text":"Zinkzalf eigen bereiding"},"extension":[{"url":"http://nictiz.nl/fhir/StructureDefinition/zib-Product-Description","valueString":"Zinkoxide 10% in zalf"}],"form":{"text":"zalf"},
			"ingredient":[{"itemCodeableConcept":{"coding":[{"system":"urn:oid:2.16.840.1.113883.2.4.4.7","code":"1","display":"ZINKOXIDE"}]},"amount":{"numerator":{"value":10,"unit":"gram"},"denominator":{"value":100,"unit":"gram"}}},{"itemCodeableConcept":{"text":"vaseline"}}]}`,
			`Zinkzalf eigen bereiding
Beschrijving: Zinkoxide 10% in zalf
Vorm: Zalf
Samenstelling: Zinkoxide, 10 gram per 100 gram; Vaseline`},
		{"a brand chosen by the pharmacy, with batch", `{"resourceType":"Medication","status":"active","code":{"coding":[{"system":"urn:oid:2.16.840.1.113883.2.4.4.1","code":"1","display":"PARACETAMOL 500MG TABLET"},{"system":"urn:oid:2.16.840.1.113883.2.4.4.8","code":"2","display":"PARACETAMOL TEVA TABLET 500MG","userSelected":true}],"text":"PARACETAMOL TEVA TABLET 500MG"},"batch":{"lotNumber":"3002184","expirationDate":"2027-01"}}`,
			`Paracetamol Teva tablet 500 mg
Partijnummer: Nr. 3002184
Houdbaar tot: januari 2027`},
	} {
		if got := shown(t, c.json); got != c.want {
			t.Errorf("%s:\n got %s\nwant %s", c.name, got, c.want)
		}
	}
}
