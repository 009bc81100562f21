// SPDX-License-Identifier: EUPL-1.2

package zib

// readSpecimen reads the specimen of a laboratory test (STU3 and R4): what was taken, when, where and how.
func readSpecimen(b *B) {
	r := b.Root
	b.Titled(b.About(r.Get("type")))
	c := r.Get("collection")
	b.On(c.Pick("collected"), r.Get("receivedTime"))
	b.State(r.Get("status"))
	if b.Title.Zero() || b.Title.Key != "" {
		b.Titled(T("zib.block.Specimen"))
	}
	b.Add("zib.specimen.taken", c.Pick("collected"))
	b.Add("zib.specimen.received", r.Get("receivedTime"))
	b.Add("zib.amount", c.Get("quantity"))
	b.Add("zib.bodysite", c.Get("bodySite"))
	b.Add("zib.specimen.how", c.Get("method"))
	b.Add("zib.duration", c.Get("duration"))
	b.By("zib.performer", c.Get("collector"))
	for x := range r.Each("container") {
		b.Add("zib.specimen.container", x.Get("type"))
	}
	b.Add("zib.remark", r.Get("note"))
}
