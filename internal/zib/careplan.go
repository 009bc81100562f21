// SPDX-License-Identifier: EUPL-1.2

package zib

import "regie/internal/fhir"

// readCarePlan reads nl-core-careplan, zib-HelpFromOthers (STU3), nl-core-HelpFromOthers (R4) and any
// other CarePlan: what will be done, by whom and how often, each activity under its own heading.
func readCarePlan(b *B) {
	r := b.Root
	b.Named(r.Get("title"))
	kind := b.Phrase(r.Get("category"))
	b.planTitle(kind)
	b.On(r.Get("period"), r.Get("created"))
	b.State(r.Get("status"))
	b.Add("zib.description", r.Get("description"))
	for a := range r.Each("activity") {
		b.activity(a)
	}
	b.Under(Phrase{})
	if b.Summary < 0 && len(b.Facts) > 0 {
		b.Summary = 0
	}
	b.Say("zib.el.type", kind)
	b.Relate("zib.goal.for", r.Get("addresses"))
	b.Relate("zib.plan.goal", r.Get("goal"))
	b.Relate("zib.careteam", r.Get("careTeam"))
	b.By("zib.writtenby", r.Get("author"))
	b.By("zib.plan.contributor", r.Get("contributor"))
	b.Add("zib.period", r.Get("period"))
	b.Add("zib.written", r.Get("created"))
	b.Relate("zib.request", r.Get("basedOn"))
	b.Relate("zib.partof", r.Get("partOf"))
	b.Relate("zib.request.replaces", r.Get("replaces"))
	b.Relate("zib.moreinfo", r.Get("supportingInfo"))
	b.Add("zib.remark", r.Get("note"))
	b.contextOf()
	b.Skip(r.Get("intent")) // said by the kind of item
}

func (b *B) planTitle(kind Phrase) {
	if b.Block == "HelpFromOthers" {
		b.Titled(T("zib.block.HelpFromOthers"))
	}
	b.Titled(kind)
	b.Titled(T("zib.block.CarePlan"))
}

// activity reads one activity, which is written out here or is a resource of its own.
func (b *B) activity(a fhir.Node) {
	a.Use()
	b.Under(Phrase{})
	b.Relate("zib.plan.activity", a.Get("reference"))
	d := a.Get("detail")
	if d.Ok() {
		d.Use()
		what, words := b.Phrase(d.Get("code")), b.Phrase(d.Get("description"))
		head := what
		if head.Zero() {
			head, words = words, Phrase{}
		}
		if head.Zero() {
			head = T("zib.plan.activity")
		}
		b.Say("zib.plan.activity", List(": ", head, words))
		if b.Summary < 0 {
			b.Top()
		}
		b.Under(head)
		b.Say("zib.description", words)
		b.Add("zib.procedure.schedule", d.Pick("scheduled"))
		b.By("zib.request.performer", d.Get("performer"))
		b.Say("zib.plan.state", b.statusPhrase(d.Get("status")))
		b.Add("zib.goal.whystatus", d.Get("statusReason"))
		b.Relate("zib.procedure.reason", d.Get("reasonReference"))
		b.Add("zib.procedure.reason", d.Get("reasonCode"))
		b.Relate("zib.plan.goal", d.Get("goal"))
		b.Add("zib.plan.product", d.Pick("product"))
		b.Add("zib.amount", d.Get("quantity"), d.Get("dailyAmount"))
		b.Add("zib.procedure.where", d.Get("location"))
		b.Add("zib.el.type", d.Get("category"))
		if d.Str("prohibited") == "true" || d.Str("doNotPerform") == "true" {
			b.Say("zib.request.not", T("zib.yes"))
		}
		b.Skip(d.Get("prohibited"), d.Get("doNotPerform"), d.Get("kind")) // said above; a FHIR type
	}
	b.Add("zib.procedure.outcome", a.Get("outcomeCodeableConcept"))
	b.Relate("zib.procedure.outcome", a.Get("outcomeReference"))
	b.Add("zib.plan.progress", a.Get("progress"))
}
