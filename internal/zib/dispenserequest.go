// SPDX-License-Identifier: EUPL-1.2

package zib

import "regie/internal/fhir"

// readDispenseRequest reads zib-DispenseRequest (STU3) and mp-DispenseRequest (R4): the request to
// the pharmacy to hand over a medicine.
func readDispenseRequest(b *B) {
	r := b.Root
	product := b.medicine()
	stop := b.stopped()
	b.supply()
	words := b.Use("zib.med.use", r.Get("dosageInstruction"), b.rendered())
	b.periodOfUse()
	b.whys(stop)
	b.extras()
	b.prescribed("zib.med.requester", r.Get("requester"))
	b.pharmacy(r.Path("dispenseRequest", "performer"), r.Get("performer"))
	b.Add("zib.med.requested", r.Get("authoredOn"))
	b.On(r.Get("authoredOn"))
	b.registered()
	b.extRelate("zib.med.agreement", r, "relatedmedicationagreement")
	b.Relate("zib.med.agreement", r.Get("basedOn"))
	b.Relate("zib.med.before", r.Get("priorPrescription"))
	b.measured()
	b.contextOf()
	for x := range extsOf(r, "financialindicationcode") {
		if p := b.Phrase(x.Pick("value")); !p.Zero() {
			b.Say("zib.med.billing", T("zib.med.billingcode", p))
		}
	}
	b.medicineEnd(product, words)
}

// supply adds what a pharmacy is asked to hand over: how much, how often, until when, and where.
func (b *B) supply() {
	r := b.Root
	d := r.Get("dispenseRequest")
	d.Use()
	b.addAmount("zib.med.amount", d.Get("quantity"))
	if b.Block == "DispenseRequest" {
		b.Top()
	}
	if n := d.Get("numberOfRepeatsAllowed"); n.Ok() {
		b.take(n)
		b.Say("zib.med.repeats", Amount(&Quantity{Number: n.Value(), Unit: "keer"}))
	}
	b.addAmount("zib.med.enough", d.Get("expectedSupplyDuration"))
	b.addAmount("zib.med.interval", d.Get("dispenseInterval"))
	first := d.Get("initialFill")
	first.Use()
	b.addAmount("zib.med.first", first.Get("quantity"))
	b.addAmount("zib.med.first", first.Get("duration"))
	b.span("zib.med.valid", d.Get("validityPeriod"), fhir.Node{})
	b.extAdd("zib.med.where", d, "location", "dispenselocation")
	b.Add("zib.med.substitution", r.Path("substitution", "allowedBoolean"), r.Path("substitution", "allowed"), r.Path("substitution", "allowedCodeableConcept"))
}
