// SPDX-License-Identifier: EUPL-1.2

package zib

// readImagingStudy reads a study with images: of what, with what kind of machine, and how many.
func readImagingStudy(b *B) {
	r := b.Root
	b.About(r.Get("procedureCode"))
	b.Named(r.Get("description"), r.Get("procedureCode"))
	b.Titled(T("zib.type.ImagingStudy"))
	b.On(r.Get("started"))
	b.State(r.Get("status"), r.Get("availability"))
	b.Add("zib.imagekind", r.Get("modality"), r.Get("modalityList"))
	b.Top()
	for s := range r.Each("series") {
		s.Use()
		b.Add("zib.imagekind", s.Get("modality"))
		b.Say("zib.bodysite", b.Site(s.Get("bodySite")))
		b.Add("zib.image.series", s.Get("description"))
		b.By("zib.performer", s.Get("performer"))
		// Each single image, for the program that shows them; sizes and sides for it as well.
		b.Skip(s.Get("instance"), s.Get("started"), s.Get("number"), s.Get("uid"), s.Get("endpoint"), s.Get("numberOfInstances"), s.Get("availability"), s.Get("laterality"))
	}
	b.Add("zib.image.count", r.Get("numberOfInstances"))
	b.Add("zib.image.seriescount", r.Get("numberOfSeries"))
	b.Add("zib.procedure.reason", r.Get("reason"), r.Get("reasonCode"))
	b.Relate("zib.procedure.reason", r.Get("reasonReference"))
	b.By("zib.request.by", r.Get("referrer"))
	b.By("zib.interpreter", r.Get("interpreter"))
	b.Add("zib.procedure.where", r.Get("location"))
	b.Relate("zib.partof", r.Get("procedureReference"))
	b.Add("zib.remark", r.Get("note"))
	b.Relate("zib.request", r.Get("basedOn"))
	b.Add("zib.when", r.Get("started"))
	b.contextOf()
	b.Skip(r.Get("uid"), r.Get("accession"), r.Get("endpoint"), r.Get("procedureCode")) // for software; the title
}
