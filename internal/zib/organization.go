// SPDX-License-Identifier: EUPL-1.2

package zib

// readOrganization reads a care provider: its name, kind and where to find it.
func readOrganization(b *B) {
	r := b.Root
	b.Named(r.Get("name"), r.Get("alias"), r.Get("type"))
	b.Titled(T("zib.block.HealthcareProvider"))
	b.About(r.Get("type"))
	b.Add("zib.kindof", r.Get("type"))
	b.Add("zib.department", r.Get("alias"))
	b.Add("zib.partof", r.Get("partOf"))
	b.Add("zib.address", r.Get("address"))
	b.Add("zib.telecom", r.Get("telecom"))
	for n := range r.Each("contact") {
		n.Use()
		b.Say("zib.contactpoint", List(", ", b.HumanName(n.Get("name")), b.Phrase(n.Get("purpose")), b.Phrase(n.Get("telecom")), b.Phrase(n.Get("address"))))
	}
	b.Skip(r.Get("active")) // for software
}

// readLocation reads a place of care.
func readLocation(b *B) {
	r := b.Root
	b.Named(r.Get("name"), r.Get("description"), r.Get("managingOrganization"), r.Get("type"))
	b.Titled(T("zib.block.Location"))
	b.Add("zib.description", r.Get("description"))
	b.Add("zib.kindof", r.Get("type"))
	if p, _ := b.reference(r.Get("managingOrganization")); !p.Equal(b.Title) {
		b.Add("zib.organization", r.Get("managingOrganization"))
	}
	b.Add("zib.partof", r.Get("partOf"))
	b.Add("zib.address", r.Get("address"))
	b.Add("zib.telecom", r.Get("telecom"))
	b.Skip(r.Get("status"), r.Get("mode"), r.Get("physicalType"), r.Get("position")) // for planning software
}

// readHealthcareService reads a service that a provider offers, such as an outpatient clinic.
func readHealthcareService(b *B) {
	r := b.Root
	b.Named(r.Get("name"), r.Get("serviceName"), r.Get("type"), r.Get("specialty"))
	b.Titled(T("zib.block.HealthcareService"))
	b.Add("zib.kindof", r.Get("type"))
	b.Add("zib.specialty", r.Get("specialty"))
	b.Add("zib.organization", r.Get("providedBy"))
	b.Add("zib.place", r.Get("location"))
	b.Add("zib.telecom", r.Get("telecom"))
	b.Skip(r.Get("active"), r.Get("category")) // for software
}
