// SPDX-License-Identifier: EUPL-1.2

package zib

// readContactPerson reads nl-core-relatedperson (STU3) and nl-core-ContactPerson (R4).
func readContactPerson(b *B) {
	r := b.Root
	b.Titled(b.HumanName(r.Get("name")))
	b.Add("zib.role", r.Get("relationship"), r.ExtValue("nl-core-relatedperson-role"))
	b.Top()
	b.Titled(T("zib.block.ContactPerson"))
	b.Say("zib.givennames", b.GivenNames(r.Get("name"), b.Title))
	b.Add("zib.telecom", r.Get("telecom"))
	b.Add("zib.address", r.Get("address"))
	b.Add("zib.birthdate", r.Get("birthDate"))
	b.Add("zib.gender", r.Get("gender"))
	b.On(r.Get("period"))
	b.Skip(r.Get("active")) // for software
}
