// SPDX-License-Identifier: EUPL-1.2

package zib

// readAdministrationAgreement reads zib-AdministrationAgreement (STU3) and
// mp-AdministrationAgreement (R4): how the pharmacy carries out an agreement with a prescriber.
func readAdministrationAgreement(b *B) {
	r := b.Root
	product := b.medicine()
	stop := b.stopped()
	if !stop && b.Status.Code == "completed" {
		b.Status = T("zib.med.agreedstatus") // the agreement is made; nothing was handed over yet
	}
	words := b.Use("zib.med.use", r.Get("dosageInstruction"), b.rendered())
	b.periodOfUse()
	b.whys(stop)
	b.extras()
	b.addAmount("zib.med.amount", r.Get("quantity"))
	b.addAmount("zib.med.enough", r.Get("daysSupply"))
	b.Add("zib.med.handedover", r.Get("whenHandedOver"))
	b.Add("zib.med.prepared", r.Get("whenPrepared"))
	b.extAdd("zib.med.form", r, "distributionform")
	b.pharmacy(r.Get("performer"))
	b.agreedOn()
	b.On(r.Get("whenHandedOver"), r.Get("whenPrepared"))
	b.Relate("zib.med.agreement", r.Get("authorizingPrescription"))
	b.agreements()
	b.contextOf()
	b.medicineEnd(product, words)
}
