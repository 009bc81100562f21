// SPDX-License-Identifier: EUPL-1.2

package zib

// readCommunication reads a message, such as one about a correction of the record: what it is about,
// the words, from whom to whom.
func readCommunication(b *B) {
	r := b.Root
	kind := b.About(r.Get("category"))
	b.Named(r.Get("topic"))
	b.Titled(kind)
	b.Named(r.Get("reasonCode"))
	b.Titled(T("zib.type.Communication"))
	b.On(r.Get("sent"), r.Get("received"))
	b.State(r.Get("status"))
	if r.Str("notDone") == "true" {
		b.Flag(MarkNotDone)
		b.Say("zib.request.not", T("zib.yes"))
	}
	b.Add("zib.message.whynot", r.Get("notDoneReason"), r.Get("statusReason"))
	for p := range r.Each("payload") {
		p.Use()
		b.Add("zib.message.words", p.Pick("content"))
	}
	b.Top()
	if !kind.Equal(b.Title) {
		b.Say("zib.kindof", kind)
	}
	b.By("zib.message.from", r.Get("sender"))
	b.By("zib.message.to", r.Get("recipient"))
	b.Add("zib.message.sent", r.Get("sent"))
	b.Add("zib.message.received", r.Get("received"))
	b.Relate("zib.about", r.Get("about"), r.Get("topicReference"))
	b.Relate("zib.reason", r.Get("reasonReference"))
	b.Add("zib.reason", r.Get("reasonCode"))
	b.Relate("zib.message.answer", r.Get("inResponseTo"))
	b.Relate("zib.request", r.Get("basedOn"))
	b.Relate("zib.partof", r.Get("partOf"))
	b.Add("zib.message.medium", r.Get("medium"))
	if p := r.Str("priority"); p != "routine" && p != "normal" {
		b.Add("zib.request.priority", r.Get("priority"))
	}
	b.Skip(r.Get("priority")) // nothing special
	b.Add("zib.remark", r.Get("note"))
	b.contextOf()
}
