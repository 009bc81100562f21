// SPDX-License-Identifier: EUPL-1.2

package zib

// The labels of the facts about a medicine that other rooms look for, with Item.Fact. They are the same for
// agreements, dispenses, use and administration, in STU3 and R4. What ties these items together is
// Item.Group (the pharmaceutical treatment) and Item.Code (the medicine).
const (
	FactMedicineUse        = "zib.med.use"        // the dosage sentence(s)
	FactMedicineWritten    = "zib.med.written"    // the instruction in the provider's words, where they say more
	FactMedicinePeriod     = "zib.med.period"     // the period of use: a When, or words ("vanaf 1 mei 2026, 10 dagen lang")
	FactMedicinePrescriber = "zib.med.prescriber" // with a Ref where it is a resource of its own
	FactMedicineFor        = "zib.med.for"        // the reason to use it
	FactMedicineWhy        = "zib.med.why"        // why it was agreed or changed
	FactMedicineWhyStopped = "zib.med.whystopped" // why it was stopped or paused (MarkStopped, MarkPaused)
	FactMedicineWhyUse     = "zib.med.whyuse"     // why it is used otherwise than agreed
	FactMedicineAgreed     = "zib.med.agreed"     // when it was agreed
	FactMedicineAgreement  = "zib.med.agreement"  // also a Link: the agreement that it carries out
	FactMedicineBefore     = "zib.med.before"     // also a Link: the agreement that it replaces
	FactMedicinePharmacy   = "zib.med.pharmacy"
	FactMedicineHandedOver = "zib.med.handedover"
	FactMedicineAmount     = "zib.med.amount"
)

// Fact returns the fact under a label of the catalogue, whatever its heading, nil if there is none.
func (it *Item) Fact(label string) *Fact {
	for i := range it.Facts {
		if it.Facts[i].Label.Key == label {
			return &it.Facts[i]
		}
	}
	return nil
}

// treatment takes the number of the pharmaceutical treatment, which every agreement, dispense and use of one
// treatment has, at whatever provider: Medicatieproces 9 tells by it what belongs together.
func (b *B) treatment() {
	id := extValue(b.Root, "medicationtreatment", "pharmaceuticaltreatment.identifier", "identifier")
	if v := id.Str("value"); v != "" {
		b.Group = id.Str("system") + "|" + v
	}
}
