// SPDX-License-Identifier: EUPL-1.2

package zib

// readVariableDosingRegimen reads mp-VariableDosingRegimen (R4): a schedule that changes from day to
// day, like that of the thrombosis service. The days are steps, in their order.
func readVariableDosingRegimen(b *B) {
	r := b.Root
	product := b.medicine()
	stop := b.stopped()
	words := b.Use("zib.med.use", r.Get("dosageInstruction"), b.rendered())
	b.periodOfUse()
	b.whys(stop)
	b.extras()
	b.prescribed("zib.med.scheduler", r.Get("requester"))
	b.agreedOn(r.Get("authoredOn"))
	b.Relate("zib.med.before", r.Get("priorPrescription"))
	b.Relate("zib.med.agreement", r.Get("basedOn"))
	b.contextOf()
	b.medicineEnd(product, words)
}
