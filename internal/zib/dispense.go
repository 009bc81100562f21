// SPDX-License-Identifier: EUPL-1.2

package zib

import "regie/internal/fhir"

// readDispense reads zib-Dispense (STU3) and mp-MedicationDispense (R4): what the pharmacy handed over.
func readDispense(b *B) {
	r := b.Root
	product := b.medicine()
	b.On(r.Get("whenHandedOver"), r.Get("whenPrepared"))
	stop := b.stopped()
	b.addAmount("zib.med.amount", r.Get("quantity"))
	b.Top()
	words := b.Use("zib.med.use", r.Get("dosageInstruction"), b.rendered())
	b.addAmount("zib.med.enough", r.Get("daysSupply"))
	b.Add("zib.med.handedover", r.Get("whenHandedOver"))
	b.Add("zib.med.prepared", r.Get("whenPrepared"))
	for x := range extsOf(r, "requestdate") {
		b.On(x.Pick("value"))
		b.Add("zib.med.requested", x.Pick("value"))
	}
	b.registered()
	b.extAdd("zib.med.form", r, "distributionform")
	b.whys(stop)
	b.extras()
	b.pharmacy(r.Get("performer"))
	b.Add("zib.med.where", r.Get("destination"), r.Get("location"))
	b.By("zib.med.receiver", r.Get("receiver"))
	b.Relate("zib.med.request", r.Get("authorizingPrescription"))
	b.agreements()
	b.contextOf()
	b.medicineEnd(product, words)
}

// pharmacy adds who hands over the medicine.
func (b *B) pharmacy(nodes ...fhir.Node) { b.By("zib.med.pharmacy", nodes...) }

// agreements links to the agreements with the pharmacy on which this rests.
func (b *B) agreements() {
	b.extRelate("zib.med.pharmacyagreement", b.Root, "relationadministrationagreement")
}

// addAmount adds an amount, whose translation to other units is not said again.
func (b *B) addAmount(label string, n fhir.Node) {
	for x := range n.Exts("iso21090-PQ-translation") {
		x.UseAll()
	}
	b.Add(label, n)
}
