// SPDX-License-Identifier: EUPL-1.2

package zib

import (
	"regie/internal/fhir"
	"regie/internal/text"
)

// readVaccination reads zib-Vaccination (STU3), nl-core-Vaccination-event and imm-Vaccination-event
// (R4): against what, when, with what, where and by whom.
func readVaccination(b *B) {
	r := b.Root
	code := r.Get("vaccineCode")
	code.Ext("iso21090-nullFlavor").UseAll() // the text says what it is
	p := b.plain(code)
	if p.Key == "" {
		p.Text = medicineName(p.Text)
	}
	var against, doses []Phrase
	var schedules []fhir.Node
	for _, member := range [...]string{"protocolApplied", "vaccinationProtocol"} { // R4, STU3
		for x := range r.Each(member) {
			x.Use()
			for d := range x.Each("targetDisease") {
				against = append(against, inside(b.Concept(d)))
			}
			dose, of := b.Phrase(x.Pick("doseNumber")), b.Phrase(x.Pick("seriesDoses"))
			if dose.Zero() {
				dose, of = b.Phrase(x.Get("doseSequence")), b.Phrase(x.Get("seriesDoses"))
			}
			switch {
			case !dose.Zero() && !of.Zero():
				doses = append(doses, T("zib.vaccine.doseof", dose, of))
			case !dose.Zero():
				doses = append(doses, T("zib.vaccine.dose", dose))
			}
			schedules = append(schedules, x)
		}
	}
	given := extValue(r, "pharmaceuticalproduct")
	product := b.Read(given)
	used, ref := b.reference(given)
	if used.Key == "" {
		used.Text = medicineName(used.Text)
	}
	if p.Zero() {
		p = used
	}
	b.Titled(p)
	b.On(r.Pick("occurrence"), r.Get("date"))
	if r.Str("notGiven") == "true" { // STU3
		b.Status = Coded("fhir/Immunization.status", "not-done", "")
		b.Flag(MarkNotDone)
		b.markBy(r.Get("status"))
		b.Skip(r.Get("status")) // "given" would say the opposite
	} else {
		b.State(r.Get("status"))
	}
	b.Skip(r.Get("notGiven")) // said by the status
	if len(against) > 0 {
		b.Say("zib.vaccine.against", And(against...))
		b.Top()
	}
	for _, d := range doses {
		b.Say("zib.vaccine.number", d)
		b.Top()
	}
	if ref != nil {
		b.Links = append(b.Links, Link{Label: T("zib.vaccine.product"), To: *ref})
	}
	if !used.Zero() && !says(p, used.In(text.NL)) {
		b.Put(T("zib.vaccine.product"), Value{Phrase: &used, Ref: ref})
		b.Top()
	}
	b.addAmount("zib.vaccine.amount", r.Get("doseQuantity"))
	b.Top()
	b.Say("zib.bodysite", b.Site(r.Get("site")))
	b.Say("zib.vaccine.route", b.Route(r.Get("route")))
	b.Add("zib.vaccine.reason", r.Get("reasonCode"))
	b.Relate("zib.vaccine.reason", r.Get("reasonReference"))
	b.extAdd("zib.vaccine.reason", r, "vaccinationindication", "vaccinationmotive")
	explained := r.Get("explanation") // STU3
	explained.Use()
	b.Add("zib.vaccine.reason", explained.Get("reason"))
	b.Add("zib.vaccine.whynot", explained.Get("reasonNotGiven"), r.Get("statusReason"))
	b.Add("zib.remark", r.Get("note"))
	for x := range r.Each("reaction") {
		x.Use()
		said := List(", ", b.Phrase(x.Get("date")), b.Phrase(x.Get("detail")))
		b.Say("zib.vaccine.reaction", said)
		b.Skip(x.Get("reported"))
	}
	if product != nil && !product.Generic {
		for _, f := range product.Facts {
			b.Put(f.Label, f.Values...)
		}
	}
	b.number("zib.batch", r.Get("lotNumber"))
	b.Add("zib.expires", r.Get("expirationDate"))
	b.By("zib.med.manufacturer", r.Get("manufacturer"))
	b.By("zib.vaccine.by", r.Get("performer"), r.Get("practitioner"))
	b.Add("zib.vaccine.where", r.Get("location"))
	for _, x := range schedules {
		b.Add("zib.vaccine.counts", x.Get("doseStatus"), x.Get("doseStatusReason"))
		b.Add("zib.vaccine.series", x.Get("series"), x.Get("description"))
		b.Add("zib.vaccine.authority", x.Get("authority"))
	}
	b.Add("zib.vaccine.told", r.Get("reportOrigin"))
	b.Add("zib.cond.writtenon", r.Get("recorded"))
	b.Add("zib.vaccine.program", r.Get("programEligibility"))
	b.Skip(r.Get("primarySource")) // whether who wrote it also gave it: says nothing about the vaccination
	b.contextOf()
}
