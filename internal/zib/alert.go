// SPDX-License-Identifier: EUPL-1.2

package zib

import "strings"

// readAlert reads zib-Alert (STU3), nl-core-Alert and the contra-indications for medicines (R4): what
// care providers have to keep in mind.
func readAlert(b *B) {
	r := b.Root
	p := b.plain(r.Get("code"))
	detail := extValue(r, "detail")
	about, _ := b.reference(detail)
	empty := p.Zero() || strings.EqualFold(p.Text, "zie probleem") || p.Key != "" && p.Key != "zib.kind" // only why there is none
	if empty && !about.Zero() {
		b.Titled(about)
		b.Say("zib.alert.words", p)
	}
	if best, _ := b.coding(r.Get("code"), ""); b.Block == "SurveillanceDecision" && best.Readable() {
		b.Titled(best) // the text is a sentence that software made of it
		b.Say("zib.alert.words", p)
	}
	b.Titled(p)
	b.State(r.Get("status"))
	b.Relate("zib.alert.about", detail)
	b.Add("zib.el.type", r.Get("category"))
	b.extAdd("zib.alert.decision", r, "surveillancedecision")
	b.Add("zib.alert.period", r.Get("period"))
	b.Top()
	b.On(r.Get("period"))
	b.extAdd("zib.remark", r, "comment")
	b.extAdd("zib.alert.ended", r, "reasonclosure")
	b.extRelate("zib.alert.with", r, "relationalert")
	b.extRelate("zib.cond.problem", r, "relationcondition")
	b.By("zib.cond.writtenby", r.Get("author"))
	b.contextOf()
	extValue(r, "identifier") // for machines
}
