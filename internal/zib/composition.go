// SPDX-License-Identifier: EUPL-1.2

package zib

import "regie/internal/fhir"

// readComposition reads gp-EncounterReport and other reports: each section under its own
// heading, with the text of the entries that it refers to.
func readComposition(b *B) {
	r := b.Root
	b.On(r.Get("date"))
	b.State(r.Get("status"))
	gp := b.Block == "GPEncounterReport"
	about := b.sectionTopic(r)
	switch {
	case gp && !about.Zero():
		b.Titled(T("zib.report.about", about))
	case gp:
		b.Titled(T("zib.block.GPEncounterReport"))
	default:
		b.Titled(known(cleanText(r.Str("title"))))
	}
	kind := b.About(r.Get("type"))
	if !gp {
		b.Titled(kind)
		b.Say("zib.kindof", kind)
		b.Add("zib.kindof", r.Get("class"))
	}
	b.Skip(r.Get("class"))
	if title := known(cleanText(r.Str("title"))); !title.Equal(b.Title) && !gp {
		b.Add("zib.title", r.Get("title"))
	}
	b.Skip(r.Get("title")) // a GP's title repeats the kind and the date
	for s := range r.Each("section") {
		b.section(s)
	}
	b.By("zib.writtenby", r.Get("author"))
	for a := range r.Each("attester") {
		a.Use()
		b.Add("zib.signedby", a.Get("party"))
		b.Add("zib.signed", a.Get("time"))
		b.Skip(a.Get("mode"))
	}
	b.By("zib.organization", r.Get("custodian"))
	b.Relate("zib.visit", r.Get("encounter"))
	b.Skip(r.Get("confidentiality"), r.Get("relatesTo")) // for software
	for e := range r.Each("event") {
		e.Use()
		b.Add("zib.event", e.Get("code"), e.Get("period"))
		b.Relate("zib.about", e.Get("detail"))
	}
}

// section shows one section: its heading is the label, the words of its entries the values.
func (b *B) section(s fhir.Node) {
	s.Use()
	label := b.Phrase(s.Get("title"))
	if coded := b.Concept(s.Get("code")); coded.Readable() && (label.Zero() || hasWord(coded.System, coded.Code)) {
		label = coded // our own word, or the only one there is
	}
	if label.Zero() || !label.Readable() {
		label = T("zib.section")
	}
	before := len(b.Facts)
	for e := range s.Each("entry") {
		if it := b.Read(e); it != nil && it.Block == "GPJournalEntry" && it.Summary >= 0 {
			_, ref := b.reference(e)
			b.Put(label, withRef(it.Facts[it.Summary].Values, ref)...)
			continue
		}
		p, ref := b.reference(e)
		if ref != nil && ref.Type == "EpisodeOfCare" {
			b.Links = append(b.Links, Link{Label: T("zib.episode"), To: *ref})
			if it := b.Read(e); it != nil {
				p = it.Title
			}
			b.Put(T("zib.episode"), Value{Phrase: &p, Ref: ref})
			continue
		}
		if !p.Zero() {
			p = b.withOutcome(e, p)
			b.Put(label, Value{Phrase: &p, Ref: ref})
		}
	}
	if status := s.Path("text", "status").Value(); len(b.Facts) == before || status == "additional" || status == "extensions" {
		if words := narrative(s.Path("text", "div").Value()); words != "" {
			p := Say(words)
			b.Put(label, Value{Phrase: &p})
		}
	}
	if len(b.Facts) == before {
		b.AddAs(label, s.Get("emptyReason"))
	}
	b.Skip(s.Get("text"), s.Get("mode"), s.Get("orderedBy"), s.Get("emptyReason"))
	if icpc := b.Concept(s.ExtValue("code-icpc-1-nl")); !icpc.Zero() {
		s.Ext("code-icpc-1-nl").UseAll()
		b.Say("zib.aboutwhat", icpc)
	}
	for inner := range s.Each("section") {
		b.section(inner)
	}
}

// withOutcome puts the outcome of a measurement behind its name: "gewicht: 80 kg".
func (b *B) withOutcome(entry fhir.Node, name Phrase) Phrase {
	it := b.Read(entry)
	if it == nil || it.Type != "Observation" || it.Summary < 0 || len(it.Facts[it.Summary].Values) != 1 {
		return name
	}
	return List(": ", name, it.Facts[it.Summary].Values[0].phrase())
}

// withRef copies values, the first one leading to where the words came from.
func withRef(values []Value, ref *Ref) []Value {
	out := make([]Value, len(values))
	copy(out, values)
	if len(out) > 0 && out[0].Phrase != nil && out[0].Ref == nil {
		out[0].Ref = ref
	}
	return out
}

// sectionTopic is what a GP's report is about: the problem that a section names.
func (b *B) sectionTopic(r fhir.Node) Phrase {
	for s := range r.Each("section") {
		if p := b.Concept(s.ExtValue("code-icpc-1-nl")); !p.Zero() && p.Readable() {
			return p
		}
	}
	for s := range r.Each("section") {
		for e := range s.Each("entry") {
			if it := b.Read(e); it != nil && it.Block == "EpisodeOfCare" {
				return it.Title
			}
		}
	}
	return Phrase{}
}
