// SPDX-License-Identifier: EUPL-1.2

package zib

import (
	"testing"

	"regie/internal/text"
)

func TestPhoneNumbers(t *testing.T) {
	for _, c := range []struct{ in, want string }{
		{"0612345678", "06-12345678"}, {"0707654321", "070-7654321"}, {"0512345678", "0512-345678"}, {"0881234567", "088-1234567"},
		{"06-12345678", "06-12345678"}, {"+31612345678", "+31612345678"}, {"0031612345", "0031612345"}, {"112", "112"}, {"070 765", "070 765"},
	} {
		if got := phoneNumber(c.in); got != c.want {
			t.Errorf("%q: got %q, want %q", c.in, got, c.want)
		}
	}
}

func TestNames(t *testing.T) {
	for _, c := range []struct{ name, json, want string }{
		{"written, with a title in front", `{"text":"S. Curie","prefix":["Dr."],"family":"Curie"}`, "Dr. S. Curie"},
		{"a title that stands behind", `{"text":"A. Bos","prefix":["MSc."]}`, "A. Bos MSc."},
		{"a title that is written already", `{"text":"Dr. A. Bos","prefix":["dr."]}`, "Dr. A. Bos"},
		{"in parts", `{"family":"Bos","given":["Anna"],"prefix":["PhD"]}`, "Anna Bos PhD"},
	} {
		b := builder(t, `{"resourceType":"Basic","name":`+c.json+`}`)
		p := b.HumanName(b.Root.Get("name"))
		if got := p.In(text.NL); got != c.want {
			t.Errorf("%s: got %q, want %q", c.name, got, c.want)
		}
	}
}

func TestContactDetails(t *testing.T) {
	for _, c := range []struct{ name, json, want string }{
		{"number with a remark", `{"system":"phone","value":"0612345678","use":"work","extension":[{"url":"http://nictiz.nl/fhir/StructureDefinition/ext-Comment","valueString":"alleen overdag"}]}`, "06-12345678 (werk, alleen overdag)"},
		{"kind hung on the system", `{"system":"phone","_system":{"extension":[{"url":"http://nictiz.nl/fhir/StructureDefinition/ext-CodeSpecification","valueCodeableConcept":{"coding":[{"system":"http://terminology.hl7.org/CodeSystem/v3-AddressUse","code":"MC"}]}}]},"value":"0612345678"}`, "06-12345678 (mobiel)"},
	} {
		b := builder(t, `{"resourceType":"Basic","x":`+c.json+`}`)
		p := b.Telecom(b.Root.Get("x"))
		if got := p.In(text.NL); got != c.want {
			t.Errorf("%s: got %q, want %q", c.name, got, c.want)
		}
	}
}
