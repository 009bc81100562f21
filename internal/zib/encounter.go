// SPDX-License-Identifier: EUPL-1.2

package zib

import "regie/internal/fhir"

// readEncounter reads zib-Encounter and gp-Encounter (STU3), nl-core-Encounter (R4): a visit, a
// call, an admission. The title says what kind, and about what where that is known.
func readEncounter(b *B) {
	r := b.Root
	b.On(r.Get("period"))
	b.State(r.Get("status"))
	kind := b.Concept(r.Get("class"))
	r.Get("class").UseAll() // the extension says the same
	way := b.About(r.Get("type"))
	what := way
	if what.Zero() {
		what = kind
	}
	if what.Zero() {
		what = T("zib.block.Encounter")
	}
	if about := b.encounterReason(r); !about.Zero() {
		b.Titled(T("zib.visit.about", what, about))
	}
	b.Titled(what)
	for d := range r.Each("diagnosis") {
		b.Relate("zib.reason", d.Get("condition"))
		if role := b.Phrase(d.Get("role")); !role.Zero() {
			b.Say("zib.reason.role", role)
		}
		b.Skip(d.Get("use"), d.Get("rank"))
	}
	b.Top()
	b.Add("zib.reason", r.Get("reason"), r.Get("reasonCode"))
	b.Relate("zib.reason", r.Get("reasonReference"))
	b.Relate("zib.episode", r.Get("episodeOfCare"))
	if !way.Zero() {
		b.Say("zib.kindof", kind)
	}
	b.Add("zib.period", r.Get("period"))
	b.Add("zib.length", r.Get("length"))
	b.By("zib.with", r.Get("participant"))
	for p := range r.Each("participant") {
		b.Skip(p.Get("type")) // the role stands behind the name
	}
	b.By("zib.organization", r.Get("serviceProvider"))
	for l := range r.Each("location") {
		l.Use()
		b.Add("zib.place", l.Get("location"))
	}
	h := r.Get("hospitalization")
	b.Add("zib.admit.from", h.Get("origin"), h.Get("admitSource"))
	b.Add("zib.discharge.to", h.Get("destination"), h.Get("dischargeDisposition"))
	b.Add("zib.admit.again", h.Get("reAdmission"))
	b.Add("zib.diet", h.Get("dietPreference"))
	b.Relate("zib.request", r.Get("incomingReferral"), r.Get("basedOn"))
	b.Relate("zib.appointment", r.Get("appointment"))
	b.Relate("zib.partof", r.Get("partOf"))
	b.Skip(r.Get("statusHistory"), r.Get("classHistory")) // how the software got here
}

// encounterReason is what the visit was about, in one phrase.
func (b *B) encounterReason(r fhir.Node) Phrase {
	for d := range r.Each("diagnosis") {
		if p, _ := b.reference(d.Get("condition")); !p.Zero() {
			return p
		}
	}
	for x := range r.Each("episodeOfCare") {
		if p, _ := b.reference(x); !p.Zero() {
			return p
		}
	}
	for _, name := range [...]string{"reason", "reasonCode"} {
		if p := b.Concept(r.Get(name).First()); !p.Zero() {
			return p
		}
	}
	return Phrase{}
}
