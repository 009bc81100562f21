// SPDX-License-Identifier: EUPL-1.2

package zib

import "regie/internal/fhir"

// readClaim reads what was declared to an insurer, and what the insurer paid (Claim, ClaimResponse,
// ExplanationOfBenefit): for which care, by whom, how much.
func readClaim(b *B) {
	r := b.Root
	var care []Phrase
	for i := range r.Each("item") {
		i.Use()
		p := b.Phrase(i.Get("productOrService"))
		if p.Zero() {
			p = b.Phrase(i.Get("service")) // STU3
		}
		if !p.Zero() && p.Readable() {
			care = append(care, p)
			b.Say("zib.claim.care", p)
		}
		b.Add("zib.when", i.Pick("serviced"))
		b.Add("zib.procedure.where", i.Pick("location"))
		b.Add("zib.bodysite", i.Get("bodySite"), i.Get("subSite"))
	}
	what := Phrase{}
	if len(care) > 0 {
		what = care[0]
	}
	kind := typeName(b.Res.Type, b.Block)
	if what.Zero() {
		b.Titled(kind)
	} else {
		b.Titled(T("zib.visit.about", kind, what))
	}
	b.On(r.Get("billablePeriod"), r.Get("created"))
	b.State(r.Get("status"), r.Get("outcome"))
	for t := range r.Each("total") {
		t.Use()
		label := b.Phrase(t.Get("category"))
		if label.Zero() || !label.Readable() {
			label = T("zib.claim.amount")
		}
		b.AddAs(label, t.Get("amount"))
	}
	if r.Get("total").Kind() == fhir.Object {
		b.Add("zib.claim.amount", r.Get("total"))
	}
	b.Add("zib.claim.paid", r.Path("payment", "amount"))
	b.Add("zib.claim.paidon", r.Path("payment", "date"))
	b.Add("zib.el.type", r.Get("type"), r.Get("subType"))
	for d := range r.Each("diagnosis") {
		d.Use()
		b.Relate("zib.diagnosis", d.Get("diagnosisReference"))
		b.Add("zib.diagnosis", d.Get("diagnosisCodeableConcept"))
		b.Skip(d)
	}
	for p := range r.Each("procedure") {
		p.Use()
		b.Relate("zib.claim.care", p.Get("procedureReference"))
		b.Add("zib.claim.care", p.Get("procedureCodeableConcept"))
		b.Skip(p)
	}
	b.By("zib.claim.by", r.Get("provider"))
	b.By("zib.organization", r.Get("organization"))
	b.Add("zib.payer", r.Get("insurer"))
	for c := range r.Get("insurance").All() {
		b.Relate("zib.claim.insurance", c.Get("coverage"))
	}
	for t := range r.Each("careTeam") {
		b.By("zib.el.practitioner", t.Get("provider"))
	}
	b.Relate("zib.request", r.Get("prescription"), r.Get("referral"))
	b.Relate("zib.claim.of", r.Get("claim"), r.Get("request"))
	b.Add("zib.procedure.where", r.Get("facility"))
	b.Add("zib.written", r.Get("created"))
	b.Add("zib.remark", r.Get("disposition"))
	b.Add("zib.period", r.Get("billablePeriod"))
	for n := range r.Each("processNote") {
		b.Add("zib.remark", n.Get("text"))
	}
	for i := range r.Each("item") {
		for v := range i.Each("encounter") {
			b.Relate("zib.visit", v)
		}
	}
	for _, c := range b.Res.Inner() {
		c.Root.UseAll() // the insurance and the request, written out for the computer of the insurer
	}
	// How the amount was worked out, line by line, for the computer of the insurer.
	b.Skip(r.Get("item"), r.Get("insurance"), r.Get("careTeam"), r.Get("payment"), r.Get("supportingInfo"), r.Get("information"), r.Get("payee"), r.Get("use"), r.Get("priority"),
		r.Get("addItem"), r.Get("adjudication"), r.Get("processNote"), r.Get("formCode"), r.Get("extension"), r.Get("total"), r.Get("totalCost"), r.Get("totalBenefit"), r.Get("enterer"), r.Get("fundsReserve"))
}
