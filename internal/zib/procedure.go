// SPDX-License-Identifier: EUPL-1.2

package zib

import "regie/internal/fhir"

// readProcedure reads zib-Procedure (STU3) and nl-core-Procedure-event (R4), and every other
// Procedure: an operation, a treatment, an examination.
func readProcedure(b *B) {
	r := b.Root
	code := r.Get("code")
	code.Ext("iso21090-nullFlavor").UseAll() // the text says what it is
	b.Titled(b.plain(code))
	if r.Str("notDone") == "true" { // STU3
		b.Status = Coded("fhir/status", "not-done", "")
		b.Flag(MarkNotDone)
		b.markBy(r.Get("status"))
		b.Skip(r.Get("status")) // "completed" would say the opposite
	} else {
		b.State(r.Get("status"))
	}
	b.Skip(r.Get("notDone")) // said by the status
	b.Say("zib.bodysite", b.Site(r.Get("bodySite")))
	b.siteOf(r.Get("bodySite"))
	b.Relate("zib.procedure.reason", r.Get("reasonReference"))
	b.Add("zib.procedure.reason", r.Get("reasonCode"))
	b.Top()
	b.happened("zib.procedure.when", r.Pick("performed"))
	b.Add("zib.procedure.outcome", r.Get("outcome"))
	b.Add("zib.procedure.complication", r.Get("complication"))
	b.Relate("zib.procedure.complication", r.Get("complicationDetail"))
	b.Add("zib.procedure.whynot", r.Get("notDoneReason"), r.Get("statusReason"))
	b.Add("zib.procedure.followup", r.Get("followUp"))
	b.extAdd("zib.procedure.method", r, "method", "proceduremethod")
	b.extAdd("zib.procedure.schedule", r, "schedule")
	b.restricted()
	b.Add("zib.el.type", r.Get("category"))
	b.Add("zib.remark", r.Get("note"))
	b.By("zib.procedure.by", r.Get("performer"))
	b.Add("zib.procedure.where", r.Get("location"))
	b.extBy("zib.procedure.requester", r, "requester")
	b.By("zib.cond.writtenby", r.Get("recorder"), r.Get("asserter"))
	for x := range r.Each("focalDevice") {
		x.Use()
		b.Relate("zib.procedure.device", x.Get("manipulated"))
		b.Add("zib.procedure.deviceaction", x.Get("action"))
	}
	for x := range r.Each("usedReference") {
		b.Relate("zib.procedure.device", x)
		b.extRelate("zib.procedure.device", x, "medicaldevice")
	}
	b.Add("zib.procedure.device", r.Get("usedCode"))
	b.Relate("zib.procedure.report", r.Get("report"))
	b.Relate("zib.request", r.Get("basedOn"))
	b.Relate("zib.partof", r.Get("partOf"))
	b.extRelate("zib.procedure.goal", r, "pertainstogoal", "treatmentobjective")
	b.contextOf()
}

// happened sets the moment of something that happens once. A period without an end is its day;
// anything but a day is also told under the label.
func (b *B) happened(label string, n fhir.Node) {
	b.On(n)
	switch {
	case b.When == (When{}):
		b.Add(label, n) // an age, a text, a rule
	case b.When.End != "":
		w := b.When
		b.Put(T(label), Value{When: &w})
	default:
		b.When.Open = false
	}
	if n.Get("repeat").Ok() {
		b.Add(label, n)
	}
}

// restricted adds whether somebody agreed with a restriction of freedom, and could decide so.
func (b *B) restricted() {
	r := b.Root
	b.extAdd("zib.procedure.assent", r, "assent", "permission")
	for x := range extsOf(r, "legallycapable") {
		for part := range x.Each("extension") {
			key := "zib.procedure.capable"
			if part.Pick("value").Kind() == fhir.String {
				key = "zib.procedure.capablecomment"
			}
			b.Add(key, part.Pick("value"))
		}
	}
}
