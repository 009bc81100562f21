// SPDX-License-Identifier: EUPL-1.2

package zib

// readPractitioner reads a health professional.
func readPractitioner(b *B) {
	r := b.Root
	b.Titled(b.HumanName(r.Get("name")))
	b.Titled(T("zib.block.HealthProfessional"))
	b.Add("zib.specialty", r.Path("qualification", "code"))
	b.Add("zib.telecom", r.Get("telecom"))
	b.Add("zib.address", r.Get("address"))
	b.Add("zib.gender", r.Get("gender"))
	b.Skip(r.Get("active"), r.Get("birthDate"), r.Get("photo")) // not the person's business
}

// readPractitionerRole reads what a health professional does where: name and specialty in the
// title, for whoever refers to it.
func readPractitionerRole(b *B) {
	r := b.Root
	who, _ := b.reference(r.Get("practitioner").First())
	where, _ := b.reference(r.Get("organization").First())
	what := b.About(r.Get("specialty"))
	role := b.Phrase(r.Get("code"))
	if what.Zero() {
		what = role
		b.Code = role
	}
	switch {
	case !who.Zero() && !what.Zero():
		b.Titled(List(", ", who, what))
	case !who.Zero():
		b.Titled(who)
	case !what.Zero() && !where.Zero():
		b.Titled(List(", ", what, where))
	case !where.Zero():
		b.Titled(where)
	default:
		b.Titled(what)
	}
	b.Titled(T("zib.block.HealthProfessional"))
	b.Say("zib.name", who)
	b.Add("zib.specialty", r.Get("specialty"))
	b.Say("zib.role", role)
	b.Say("zib.organization", where)
	b.Add("zib.place", r.Get("location"))
	b.Add("zib.telecom", r.Get("telecom"))
	b.Add("zib.period", r.Get("period"))
	b.Skip(r.Get("active")) // for software
}
