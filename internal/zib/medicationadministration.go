// SPDX-License-Identifier: EUPL-1.2

package zib

// readMedicationAdministration reads zib-MedicationAdministration (STU3) and
// mp-MedicationAdministration2 (R4): a medicine that was given, or was not.
func readMedicationAdministration(b *B) {
	r := b.Root
	product := b.medicine()
	b.On(r.Pick("effective"))
	if r.Str("notGiven") == "true" { // STU3
		b.Status = Coded("fhir/MedicationAdministration.status", "not-done", "")
		b.Flag(MarkNotDone)
		b.markBy(r.Get("status"))
		b.Skip(r.Get("status")) // "given" would say the opposite
	} else {
		b.State(r.Get("status"))
	}
	b.Skip(r.Get("notGiven")) // said by the status
	words := b.Use("zib.med.dose", r.Get("dosage"), b.rendered())
	b.Add("zib.med.given", r.Pick("effective"))
	for x := range extsOf(r, "injectionpatchsite") {
		b.Say("zib.bodysite", b.Site(x.Pick("value")))
	}
	b.extAdd("zib.med.deviates", r, "deviatingadministration")
	b.extAdd("zib.med.deviation", r, "reasonfordeviation", "medicationadministrationreasonfordeviation")
	b.extAdd("zib.med.plannedfor", r, "agreeddatetime")
	b.extAdd("zib.med.checked", r, "doublecheckperformed")
	b.Add("zib.med.whynotgiven", r.Get("reasonNotGiven"), r.Get("statusReason"))
	b.whys(false)
	b.extras()
	b.By("zib.med.giver", r.Get("performer"))
	b.Relate("zib.med.agreement", r.Get("request"), r.Get("prescription"), r.Get("supportingInformation"))
	b.Add("zib.device.used", r.Get("device"))
	b.registered()
	b.contextOf()
	b.medicineEnd(product, words)
}
