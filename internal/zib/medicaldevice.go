// SPDX-License-Identifier: EUPL-1.2

package zib

import "regie/internal/fhir"

// readMedicalDevice reads zib-MedicalDevice (STU3) and nl-core-MedicalDevice (R4), and every other
// DeviceUseStatement: what somebody uses or has in the body, where, since when and for what.
func readMedicalDevice(b *B) {
	r := b.Root
	p, _ := b.reference(r.Get("device"))
	product := b.Read(r.Get("device"))
	if product != nil {
		b.Code = product.Code
	}
	b.Titled(p)
	b.State(r.Get("status"))
	b.Say("zib.bodysite", b.Site(r.Get("bodySite")))
	b.Top()
	b.Relate("zib.device.reason", r.Get("reasonReference"))
	b.extRelate("zib.device.reason", r, "reasonreferencestu3")
	for x := range r.Each("indication") {
		b.extRelate("zib.device.reason", x, "problem")
		b.Add("zib.device.reason", x)
	}
	b.Add("zib.device.reason", r.Get("reasonCode"))
	b.Top()
	b.Add("zib.device.since", r.Get("whenUsed"), r.Pick("timing"))
	b.On(r.Get("whenUsed"), r.Pick("timing"), r.Get("recordedOn"))
	for x := range extsOf(r, "lumenorline") {
		b.Say("zib.device.line", b.line(x))
	}
	b.Add("zib.remark", r.Get("note"))
	b.extBy("zib.device.practitioner", r, "practitioner", "healthprofessional")
	b.extBy("zib.device.organization", r, "organization", "location", "healthcareprovider")
	b.By("zib.cond.saidby", r.Get("source"))
	b.Add("zib.cond.writtenon", r.Get("recordedOn"))
	b.Relate("zib.request", r.Get("basedOn"))
	b.Relate("zib.about", r.Get("derivedFrom"))
	if product != nil && !product.Generic {
		b.Under(T("zib.device.itself"))
		for _, f := range product.Facts {
			b.Put(f.Label, f.Values...)
		}
		b.Under(Phrase{})
	}
}

// line says one line of an infusion: where it is, whether it runs, and what runs through it.
func (b *B) line(x fhir.Node) Phrase {
	x.Use()
	var parts []Phrase
	for _, part := range [...]struct{ url, key string }{{"LumenLocation", ""}, {"LineStatus", ""}, {"AdministeringSystem", "zib.device.with"}, {"LockFluid", "zib.device.lock"}} {
		for e := range x.Each("extension") {
			if !fhir.SameURL(e.Str("url"), part.url) {
				continue
			}
			e.UseAll()
			p := inside(b.Phrase(e.Pick("value")))
			if part.key != "" && !p.Zero() {
				p = T(part.key, p)
			}
			parts = append(parts, p)
		}
	}
	return List(", ", parts...)
}
