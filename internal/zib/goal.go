// SPDX-License-Identifier: EUPL-1.2

package zib

// readGoal reads zib-TreatmentObjective (STU3), nl-core-TreatmentObjective (R4) and any other Goal:
// what somebody wants to reach, by when, and how far it is.
func readGoal(b *B) {
	r := b.Root
	words := b.About(r.Get("description"))
	b.On(r.Get("startDate"), r.Get("statusDate"))
	b.State(r.Get("lifecycleStatus"), r.Get("status"), r.Get("achievementStatus"))
	for t := range r.Get("target").All() {
		t.Use()
		about, detail := b.Phrase(t.Get("measure")), b.Phrase(t.Pick("detail"))
		switch {
		case about.Zero():
			b.Say("zib.goal.wanted", detail)
		case detail.Zero():
			b.Say("zib.goal.wanted", about)
		default:
			b.Say("zib.goal.wanted", List(": ", about, detail))
		}
		if b.Title.Zero() && words.Zero() {
			b.Titled(about)
		}
		b.Top()
		b.Add("zib.goal.due", t.Pick("due"))
	}
	b.Titled(words)
	b.Titled(T("zib.block.TreatmentObjective"))
	if !words.Equal(b.Title) {
		b.Say("zib.description", words)
	}
	b.Add("zib.goal.start", r.Pick("start"))
	b.Relate("zib.goal.for", r.Get("addresses"))
	b.Add("zib.el.type", r.Get("category"))
	b.Add("zib.goal.priority", r.Get("priority"))
	b.Add("zib.procedure.outcome", r.Get("outcomeCode"))
	b.Relate("zib.procedure.outcome", r.Get("outcomeReference"))
	b.Add("zib.goal.whystatus", r.Get("statusReason"))
	b.Add("zib.problem.statusdate", r.Get("statusDate"))
	b.By("zib.goal.by", r.Get("expressedBy"))
	b.Add("zib.remark", r.Get("note"))
}
