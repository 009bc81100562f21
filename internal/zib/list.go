// SPDX-License-Identifier: EUPL-1.2

package zib

// readList reads a list that a provider made: what is on it, and for whom it was made.
func readList(b *B) {
	r := b.Root
	b.Named(r.Get("title"))
	b.Titled(b.About(r.Get("code")))
	if b.Title.Zero() && b.holdsFiles() {
		b.Titled(T("zib.list.images"))
		b.Category = CategoryDocuments
	}
	b.Titled(T("zib.type.List"))
	b.On(r.Get("date"))
	b.State(r.Get("status"))
	for e := range r.Each("entry") {
		e.Use()
		if e.Str("deleted") == "true" {
			b.Relate("zib.list.removed", e.Get("item"))
		} else {
			b.Relate("zib.list.item", e.Get("item"))
		}
		b.Add("zib.list.when", e.Get("date"))
		b.Add("zib.remark", e.Get("flag"))
		b.Skip(e.Get("deleted"))
	}
	b.Top()
	b.extBy("zib.message.to", r, "recipient")
	b.By("zib.writtenby", r.Get("source"))
	b.Add("zib.list.why", r.Get("emptyReason"))
	b.Add("zib.remark", r.Get("note"))
	b.contextOf()
	b.Skip(r.Get("mode"), r.Get("orderedBy")) // how software keeps the list
}

// holdsFiles tells whether a list is one of pictures or documents.
func (b *B) holdsFiles() bool {
	for e := range b.Root.Each("entry") {
		if r := b.Resolve(e.Get("item")); r != nil && (r.Type == "Media" || r.Type == "DocumentReference") {
			return true
		}
	}
	return false
}
