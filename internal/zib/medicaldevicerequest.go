// SPDX-License-Identifier: EUPL-1.2

package zib

// readMedicalDeviceRequest reads zib-MedicalDeviceRequest (STU3) and every other DeviceRequest: a
// device that was asked for.
func readMedicalDeviceRequest(b *B) {
	r := b.Root
	what := r.Pick("code")
	if what.Get("reference").Ok() || what.Get("display").Ok() {
		p, _ := b.reference(what)
		b.Titled(p)
		if it := b.Read(what); it != nil {
			b.Code = it.Code
		}
	} else {
		b.Titled(b.About(what))
	}
	b.requestStatus(r.Get("status"))
	b.Relate("zib.device.reason", r.Get("reasonReference"))
	b.Add("zib.device.reason", r.Get("reasonCode"))
	b.Top()
	b.happened("zib.request.when", r.Pick("occurrence"))
	for x := range r.Each("parameter") { // R4
		x.Use()
		b.AddAs(b.Concept(x.Get("code")), x.Pick("value"))
	}
	b.Add("zib.request.priority", r.Get("priority"))
	b.Add("zib.remark", r.Get("note"))
	b.asked()
	b.Relate("zib.request", r.Get("basedOn"), r.Get("priorRequest"))
	b.Relate("zib.request.info", r.Get("supportingInfo"))
	b.contextOf()
	b.Skip(r.Get("intent")) // said by the kind of item
}
