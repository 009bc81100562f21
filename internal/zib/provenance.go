// SPDX-License-Identifier: EUPL-1.2

package zib

// readProvenance reads where something came from: who recorded it, who told it, when.
func readProvenance(b *B) {
	r := b.Root
	b.On(r.Get("recorded"), r.Pick("occurred"), r.Get("period"))
	b.Relate("zib.about", r.Get("target"))
	var first Phrase
	for t := range r.Each("target") {
		if p, _ := b.reference(t); first.Zero() && !p.Zero() && p.Readable() {
			first = p
		}
	}
	if first.Zero() {
		b.Titled(T("zib.type.Provenance"))
	} else {
		b.Titled(T("zib.provenance.of", first))
	}
	b.Top()
	for a := range r.Each("agent") {
		a.Use()
		label := b.Concept(a.Get("type"))
		if label.Zero() || !label.Readable() {
			label = b.Concept(a.Get("role").First())
		}
		if label.Zero() || !label.Readable() {
			label = T("zib.med.recorder")
		}
		who := a.Get("who") // R4
		if !who.Ok() {
			who = a.Pick("who")
		}
		of := a.Get("onBehalfOf")
		if !of.Ok() {
			of = a.Pick("onBehalfOf")
		}
		p, ref := b.person(who)
		if of, _ := b.person(of); !of.Zero() && !of.Equal(p) {
			p = List(", ", p, of)
		}
		if p.Zero() {
			continue
		}
		b.Who = append(b.Who, p)
		if b.Source.Zero() {
			b.Source = p
		}
		b.Put(label, Value{Phrase: &p, Ref: ref})
		b.Skip(a.Get("role"), a.Get("type"))
	}
	b.Add("zib.med.recorded", r.Get("recorded"))
	b.Add("zib.when", r.Pick("occurred"), r.Get("period"))
	b.Add("zib.reason", r.Get("reason"))
	b.Add("zib.provenance.done", r.Get("activity"))
	b.Add("zib.procedure.where", r.Get("location"))
	for e := range r.Each("entity") {
		e.Use()
		b.Relate("zib.derived", e.Get("what"), e.Pick("what"))
		b.Skip(e.Get("role"), e.Get("agent")) // how software made it
	}
	b.Skip(r.Get("signature"), r.Get("policy")) // for software
}
