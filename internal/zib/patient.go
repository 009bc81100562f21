// SPDX-License-Identifier: EUPL-1.2

package zib

import (
	"strings"

	"regie/internal/fhir"
)

// readPatient reads nl-core-patient (STU3) and nl-core-Patient (R4): what the provider has noted
// about the person. The citizen service number is never shown.
func readPatient(b *B) {
	r := b.Root
	if name := b.HumanName(r.Get("name")); !name.Zero() {
		b.Titled(name)
		b.Put(T("zib.name"), Value{Phrase: &name})
		b.Say("zib.givennames", b.GivenNames(r.Get("name"), name))
	}
	b.Titled(T("zib.block.Patient"))
	for n := range r.Each("name") {
		if other := b.HumanName(n); !strings.Contains(b.Title.Text, other.Text) || other.Text == "" {
			b.Say("zib.name", other)
		}
	}
	b.Add("zib.birthdate", r.Get("birthDate"))
	b.Top()
	b.Add("zib.gender", r.Get("gender"))
	b.Add("zib.address", r.Get("address"))
	b.Add("zib.telecom", r.Get("telecom"))
	b.Add("zib.maritalstatus", r.Get("maritalStatus"))
	for n := range r.Each("contact") {
		n.Use()
		who := b.HumanName(n.Get("name"))
		if role := b.Phrase(n.Get("relationship")); !who.Zero() && !role.Zero() {
			who = T("zib.person.role", who, role)
		} else if who.Zero() {
			who = role
		}
		who = List(", ", who, b.Phrase(n.Get("telecom")), b.Phrase(n.Get("address")), b.Phrase(n.Get("gender")), b.Phrase(n.Get("organization")))
		b.Say("zib.contactperson", who)
	}
	b.Add("zib.gp", r.Get("generalPractitioner"))
	b.addTrue("zib.deceased", r.Pick("deceased"))
	b.addTrue("zib.multiplebirth", r.Pick("multipleBirth"))
	b.Add("zib.nationality", r.Ext("patient-nationality").ExtValue("code"), r.Ext("patient-nationality").ExtValue("period"))
	b.By("zib.registeredat", r.Get("managingOrganization"))
	b.Skip(r.Get("active"), r.Get("photo")) // whether the provider's software still uses the entry; a picture the person has seen
}

// addTrue adds a fact that is only worth a row where it is not "no": nobody needs to read that
// they have not died.
func (b *B) addTrue(label string, n fhir.Node) {
	if n.Kind() == fhir.Bool && n.Value() == "false" {
		b.Skip(n)
		return
	}
	b.Add(label, n)
}
