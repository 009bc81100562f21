// SPDX-License-Identifier: EUPL-1.2

package zib

import "strings"

// readAlert reads zib-Alert (STU3), nl-core-Alert and the contra-indications for medicines (R4): what
// care providers have to keep in mind.
func readAlert(b *B) {
	r := b.Root
	p := b.plain(r.Get("code"))
	detail := r.ExtValue("flag-detail")
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
	r.Ext("flag-detail").UseAll()
	b.Add("zib.el.type", r.Get("category"))
	b.extension("zib.alert.decision", "ext-SurveillanceDecision.SurveillanceDecision")
	b.Add("zib.alert.period", r.Get("period"))
	b.Top()
	b.On(r.Get("period"))
	for _, url := range [...]string{"ext-Comment", "zib-Alert-Comment"} {
		b.extension("zib.remark", url)
	}
	b.extension("zib.alert.ended", "ext-MedicationContraIndication.ReasonClosure")
	for _, url := range [...]string{"ext-MedicationContraIndication.RelationAlert", "ext-SurveillanceDecision.RelationAlert"} {
		for x := range r.Exts(url) {
			b.Relate("zib.alert.with", x.Pick("value"))
			x.UseAll()
		}
	}
	for x := range r.Exts("ext-RelationCondition") {
		b.Relate("zib.cond.problem", x.Pick("value"))
		x.UseAll()
	}
	b.By("zib.cond.writtenby", r.Get("author"))
	b.contextOf()
	b.Skip(r.Ext("ext-MedicationHypersensitivity.Identifier")) // for machines
}
