// SPDX-License-Identifier: EUPL-1.2

package zib

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
	b.Add("zib.name", r.Get("name"))
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
	b.Add("zib.deceased", r.Pick("deceased"))
	b.Add("zib.multiplebirth", r.Pick("multipleBirth"))
	b.By("zib.registeredat", r.Get("managingOrganization"))
	b.Skip(r.Get("active"), r.Get("photo")) // whether the provider's software still uses the entry; a picture the person has seen
}
