// SPDX-License-Identifier: EUPL-1.2

package zib

import (
	"testing"

	"regie/internal/text"
)

func TestReferences(t *testing.T) {
	role := func(display string) string {
		return `"extension":[{"url":"http://nictiz.nl/fhir/StructureDefinition/practitionerrole-reference","valueReference":{"reference":"PractitionerRole/1","display":"` + display + `"}}],`
	}
	for _, c := range []struct{ name, json, nl, en string }{
		{"role beside the name", `{` + role("Orthopedie") + `"reference":"Practitioner/1","display":"M. Bos"}`, "M. Bos, orthopedie", "M. Bos, orthopaedics"},
		{"role that repeats the name", `{` + role("M. Bos || Huisarts") + `"reference":"Practitioner/1","display":"M. Bos"}`, "M. Bos, Huisarts", "M. Bos, Huisarts"},
		{"role that is the name", `{` + role("M. Bos") + `"reference":"Practitioner/1","display":"M. Bos"}`, "M. Bos", "M. Bos"},
		{"what it is, in our words", `{"reference":"Condition/1","display":"Discharge summary"}`, "ontslagbrief", "discharge letter"},
		{"a number for software", `{"reference":"Practitioner/1","display":"Person identification: 123 from system UZI"}`, "", ""},
	} {
		b := builder(t, `{"resourceType":"Basic","x":`+c.json+`}`)
		p := b.Phrase(b.Root.Get("x"))
		if nl, en := p.In(text.NL), p.In(text.EN); nl != c.nl || en != c.en {
			t.Errorf("%s: got %q, %q; want %q, %q", c.name, nl, en, c.nl, c.en)
		}
	}
}
