// SPDX-License-Identifier: EUPL-1.2

package zib

// readDiagnosticReport reads a report (zib-TextResult, laboratory and other reports): the
// conclusion first, then what it rests on.
func readDiagnosticReport(b *B) {
	r := b.Root
	b.Titled(b.About(r.Get("code")))
	for x := range r.Each("category") {
		for c := range x.Each("coding") {
			switch c.Str("code") {
			case "LAB", "MB", "HM", "CH", "laboratory", "49581000146104":
				b.Category = CategoryLab
			}
		}
	}
	b.On(r.Pick("effective"), r.Get("issued"))
	b.State(r.Get("status"))
	b.Add("zib.conclusion", r.Get("conclusion"))
	b.Top()
	b.Add("zib.diagnosis", r.Get("codedDiagnosis"), r.Get("conclusionCode"))
	b.Top()
	b.members(r.Get("result"))
	b.Relate("zib.specimen", r.Get("specimen"))
	b.Add("zib.document", r.Get("presentedForm"))
	for x := range r.Each("performer") { // STU3 puts the actor a step deeper
		b.By("zib.performer", x)
	}
	b.By("zib.interpreter", r.Get("resultsInterpreter"))
	b.Add("zib.category", r.Get("category"))
	b.Relate("zib.request", r.Get("basedOn"))
	b.Relate("zib.images", r.Get("imagingStudy"))
	for x := range r.Each("image") {
		b.Relate("zib.images", x.Get("link"))
	}
	for x := range r.Each("media") {
		b.Relate("zib.images", x.Get("link"))
	}
	b.Relate("zib.visit", r.Get("context"), r.Get("encounter"))
}
