// SPDX-License-Identifier: EUPL-1.2

package zib

// readMedicationAgreement reads zib-MedicationAgreement (STU3) and mp-MedicationAgreement (R4), and
// any other prescription: which medicine, how to use it, for how long, why, and who decided so.
func readMedicationAgreement(b *B) {
	r := b.Root
	product := b.medicine()
	stop := b.stopped()
	words := b.Use("zib.med.use", r.Get("dosageInstruction"), b.rendered())
	b.periodOfUse()
	b.whys(stop)
	b.extras()
	b.prescribed("zib.med.prescriber", r.Get("requester"))
	b.agreedOn(r.Get("authoredOn"))
	b.extAdd("zib.med.next", r, "nextpractitioner")
	b.extRelate("zib.med.before", r, "basedonagreementoruse")
	b.Relate("zib.med.before", r.Get("priorPrescription"))
	b.Relate("zib.med.agreement", r.Get("basedOn"))
	b.supply()
	b.pharmacy(r.Path("dispenseRequest", "performer"), r.Get("performer"))
	b.measured()
	b.contextOf()
	b.medicineEnd(product, words)
}

// measured adds the length and weight on which a dose was based, with their values.
func (b *B) measured() {
	for _, member := range [...]string{"supportingInformation", "supportingInfo"} {
		for x := range b.Root.Each(member) {
			it := b.Read(x)
			if it == nil || it.Summary < 0 {
				b.Relate("zib.med.basedon", x)
				continue
			}
			p, ref := b.reference(x)
			p = List(": ", p, it.Facts[it.Summary].phrase())
			b.Put(T("zib.med.basedon"), Value{Phrase: &p, Ref: ref})
			if ref != nil {
				b.Links = append(b.Links, Link{Label: T("zib.med.basedon"), To: *ref})
			}
		}
	}
}
