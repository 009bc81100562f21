// SPDX-License-Identifier: EUPL-1.2

package zib

// readMedicationUse reads zib-MedicationUse (STU3) and mp-MedicationUse2 (R4): what somebody says
// about really using a medicine.
func readMedicationUse(b *B) {
	r := b.Root
	product := b.medicine()
	stop := b.stopped()
	switch r.Str("taken") { // STU3
	case "n":
		b.Status = List(", ", b.Status, T("zib.med.nottaken"))
		if b.Root.Str("status") == "active" && !stop {
			b.Status = T("zib.med.nottaken") // "in use" is not so
		}
		b.Flag(MarkNotUsed)
	}
	b.Skip(r.Get("taken")) // "yes" is said by the kind of item
	words := b.Use("zib.med.use", r.Get("dosage"), b.rendered())
	b.On(r.Get("effectiveDateTime"))
	if r.Get("effectivePeriod").Ok() {
		b.stretch("zib.med.period", r.Get("effectivePeriod"), extValue(r, "duration"))
	} else {
		b.periodOfUse()
	}
	b.extAdd("zib.med.asagreed", r, "asagreedindicator")
	b.extAdd("zib.med.really", r, "useindicator")
	b.extAdd("zib.med.whyuse", r, "reasonforchangeordiscontinuationofuse", "reasonmodificationordiscontinuation")
	b.Relate("zib.med.for", r.Get("reasonReference"))
	b.Add("zib.med.for", r.Get("reasonCode"))
	why := "zib.med.whyuse"
	if stop {
		why = "zib.med.whystopped"
	}
	b.Add(why, r.Get("statusReason"), r.Get("reasonNotTaken"))
	b.extras()
	b.By("zib.author", r.Get("informationSource"))
	b.extBy("zib.med.recorder", r, "author")
	b.extBy("zib.med.prescriber", r, "prescriber")
	b.On(r.Get("dateAsserted"))
	b.Add("zib.med.recorded", r.Get("dateAsserted"))
	for x := range r.Each("derivedFrom") {
		x.Ext("ext-ResourceCategory").UseAll() // the kind of what it was derived from
		b.Relate("zib.med.agreement", x)
	}
	b.Relate("zib.med.agreement", r.Get("basedOn"))
	b.contextOf()
	b.medicineEnd(product, words)
}
