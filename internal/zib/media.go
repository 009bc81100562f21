// SPDX-License-Identifier: EUPL-1.2

package zib

// readMedia reads a picture, sound or film (images-Media, nl-core photographs), with what it shows.
func readMedia(b *B) {
	r := b.Root
	about := b.About(r.Get("view"))
	content := r.Get("content")
	b.Named(r.Get("modality"))
	if title := cleanText(content.Str("title")); title != "" {
		b.Title = Say(title)
	}
	b.Titled(about)
	b.Titled(T("zib.type.Media"))
	b.On(r.Pick("occurrence"), r.Pick("created"), r.Get("issued"))
	b.State(r.Get("status"))
	b.Add("zib.document", content)
	b.Top()
	b.Add("zib.imagekind", r.Get("type"), r.Get("subtype"), r.Get("modality"))
	b.Say("zib.image.view", about)
	b.Say("zib.bodysite", b.Site(r.Get("bodySite")))
	b.Add("zib.reason", r.Get("reasonCode"))
	b.Add("zib.when", r.Pick("occurrence"), r.Pick("created"))
	b.By("zib.performer", r.Get("operator"))
	b.Add("zib.device", r.Get("device"), r.Get("deviceName"))
	if n := r.Get("duration"); n.Ok() {
		b.Say("zib.length", T("zib.seconds", b.Phrase(n)))
	}
	b.Add("zib.remark", r.Get("note"))
	b.Relate("zib.request", r.Get("basedOn"))
	b.Relate("zib.partof", r.Get("partOf"))
	b.contextOf()
	b.Skip(r.Get("height"), r.Get("width"), r.Get("frames"), content) // for the program that shows it
}
