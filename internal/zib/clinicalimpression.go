// SPDX-License-Identifier: EUPL-1.2

package zib

// readClinicalImpression reads what a care provider made of it all: the summary, what was found, what
// is expected.
func readClinicalImpression(b *B) {
	r := b.Root
	b.Titled(b.About(r.Get("code")))
	b.Named(r.Get("description"))
	b.Titled(T("zib.type.ClinicalImpression"))
	b.On(r.Pick("effective"), r.Get("date"))
	b.State(r.Get("status"))
	b.Add("zib.conclusion", r.Get("summary"))
	b.Top()
	b.Add("zib.description", r.Get("description"))
	b.Relate("zib.cond.problem", r.Get("problem"))
	for f := range r.Each("finding") {
		f.Use()
		b.Add("zib.impression.finding", f.Pick("item"), f.Get("basis"))
	}
	for i := range r.Each("investigation") {
		i.Use()
		label := b.Phrase(i.Get("code"))
		if label.Zero() {
			label = T("zib.test")
		}
		b.AddAs(label, i.Get("item"))
	}
	b.Add("zib.impression.expected", r.Get("prognosisCodeableConcept"), r.Get("prognosisReference"))
	b.Relate("zib.sequel", r.Get("previous"))
	b.Relate("zib.plan.action", r.Get("action"))
	b.By("zib.interpreter", r.Get("assessor"))
	b.Add("zib.when", r.Pick("effective"), r.Get("date"))
	b.Relate("zib.moreinfo", r.Get("supportingInfo"))
	b.Add("zib.goal.whystatus", r.Get("statusReason"))
	b.Add("zib.remark", r.Get("note"))
	b.contextOf()
	b.Skip(r.Get("protocol"), r.Get("uri")) // for software
}
