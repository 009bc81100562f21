// SPDX-License-Identifier: EUPL-1.2

package zib

import "regie/internal/fhir"

// readAppointment reads eAfspraak-Appointment (STU3) and nl-core-Appointment (R4).
func readAppointment(b *B) {
	r := b.Root
	b.On(r.Get("start"), r.Get("requestedPeriod"))
	b.State(r.Get("status"))
	specialty := b.About(r.Get("specialty"))
	b.Named(r.Get("description"))
	if b.Title.Zero() && !specialty.Zero() {
		b.Titled(T("zib.appointment.for", specialty))
	}
	if kind := b.Phrase(r.Get("serviceType")); b.Title.Zero() && !kind.Zero() {
		b.Titled(T("zib.appointment.for", kind))
	}
	b.Titled(T("zib.block.Appointment"))
	b.Add("zib.starts", r.Get("start"))
	b.Top()
	b.Add("zib.ends", r.Get("end"))
	b.Add("zib.proposed", r.Get("requestedPeriod"))
	b.Say("zib.specialty", specialty)
	b.Add("zib.kindof", r.Get("appointmentType"), r.Get("serviceType"), r.Get("serviceCategory"))
	for p := range r.Each("participant") {
		actor := p.Get("actor")
		if it := b.Read(actor); it != nil && it.Block == "Patient" || refersTo(actor, "Patient") {
			b.Skip(p) // the person
			continue
		}
		if it := b.Read(actor); it != nil && it.Block == "Location" || refersTo(actor, "Location") {
			b.Add("zib.place", actor)
		} else {
			b.By("zib.with", p)
		}
		b.Skip(p.Get("status"), p.Get("required"), p.Get("type")) // whether the other side has confirmed in its software
	}
	b.Add("zib.reason", r.Get("reason"), r.Get("reasonCode"))
	b.Relate("zib.reason", r.Get("indication"), r.Get("reasonReference"))
	b.Add("zib.instructions", r.ExtValue("eAfspraak-Appointment-PatientInstructions"), r.ExtValue("Appointment-PatientInstructions"), r.Get("patientInstruction"))
	for _, url := range [...]string{"eAfspraak-Appointment-PatientInstructions", "Appointment-PatientInstructions"} {
		r.Ext(url).UseAll()
	}
	b.Add("zib.remark", r.Get("comment"))
	if n := r.Get("minutesDuration"); n.Ok() {
		b.Say("zib.duration", T("zib.minutes", b.Phrase(n)))
	}
	b.Add("zib.made", r.Get("created"))
	b.Relate("zib.request", r.Get("incomingReferral"), r.Get("basedOn"))
	b.Add("zib.moreinfo", r.Get("supportingInformation"))
	b.Add("zib.cancelled.why", r.Get("cancelationReason"))
	b.Skip(r.Get("priority"), r.Get("slot")) // for planning software
}

// refersTo tells whether a reference names a resource of the type, at hand or not.
func refersTo(n fhir.Node, typ string) bool {
	return n.Str("type") == typ || fhir.ParseReference(n.Str("reference")).Type == typ
}
