// SPDX-License-Identifier: EUPL-1.2

package zib

import (
	"slices"

	"regie/internal/fhir"
)

// readAllergyIntolerance reads zib-AllergyIntolerance (STU3) and nl-core-AllergyIntolerance (R4), and
// what the new medicine-intolerance profiles call a reaction: for what, how bad, since when, and what happened.
func readAllergyIntolerance(b *B) {
	r := b.Root
	b.Titled(b.plain(r.Get("code")))
	if b.Title.Key == "" { // the medicine tables write in capitals
		b.Title.Text = medicineName(b.Title.Text)
	}
	b.allergyStatus(r.Get("clinicalStatus"))
	b.State(r.Get("verificationStatus"))
	b.Add("zib.allergy.criticality", r.Get("criticality"))
	b.Top()
	b.highRisk()
	for x := range r.Each("reaction") {
		b.Say("zib.allergy.reaction", b.reaction(x))
	}
	b.TopOf("zib.allergy.reaction")
	b.Add("zib.allergy.since", r.Pick("onset"))
	b.On(r.Pick("onset"))
	b.Add("zib.allergy.last", r.Get("lastOccurrence"))
	b.Add("zib.el.type", r.Get("category"))
	b.Add("zib.allergy.kind", r.Get("type"))
	b.extAdd("zib.allergy.kind", r, "type")
	b.extAdd("zib.allergy.found", r, "wayofdetermination")
	b.Add("zib.remark", r.Get("note"))
	b.extRelate("zib.cond.problem", r, "relationcondition")
	b.extRelate("zib.allergy.of", r, "relationhypersensitivityintolerance")
	b.writtenBy()
	b.contextOf()
	extValue(r, "identifier") // for machines
}

// highRisk marks an allergy that can be dangerous, unless it is no longer one.
func (b *B) highRisk() {
	c := b.Root.Get("criticality")
	fatal := isCoded(codeSpecification(c), "snomed", "399166001")
	if (c.Value() == "high" || fatal) && !slices.ContainsFunc(b.Marks, func(m Mark) bool {
		return m == MarkRefuted || m == MarkEnteredInError || m == MarkResolved
	}) {
		b.Flag(MarkHighRisk)
	}
}

// allergyStatus says whether it still is so. The Dutch profiles call "resolved" completed, and
// "no longer true" obsolete.
func (b *B) allergyStatus(n fhir.Node) {
	b.markBy(n)
	spec := codeSpecification(n)
	if n.Kind() == fhir.String && spec.Ok() {
		code := spec.Get("coding").Str("code")
		if hasWord("zib/allergystatus", code) {
			b.take(n)
			b.take(spec)
			b.markBy(spec)
			b.Status = Coded("zib/allergystatus", code, "")
			return
		}
	}
	b.State(n)
}

// reaction says in one line what happened: "Huiduitslag en jeuk, ernstig, 3 mei 2026, via de mond.
// Binnen een uur overal bultjes".
func (b *B) reaction(x fhir.Node) Phrase {
	x.Use()
	var what []Phrase
	for m := range x.Each("manifestation") {
		m.Ext("data-absent-reason").UseAll() // the text says it
		what = append(what, inside(b.Concept(m)))
	}
	said := And(what...)
	if severity := b.Phrase(x.Get("severity")); !severity.Zero() {
		if said.Zero() {
			said = severity
		} else {
			said = List(", ", said, inside(severity))
		}
	}
	substance := b.Concept(x.Get("substance"))
	if substance.Equal(b.Title) {
		substance = Phrase{}
	}
	parts := []Phrase{said}
	if !substance.Zero() {
		parts = append(parts, T("zib.allergy.to", inside(substance)))
	}
	if at := b.Phrase(x.Get("onset")); !at.Zero() {
		parts = append(parts, at)
	}
	parts = append(parts, b.Route(x.Get("exposureRoute")))
	for e := range extsOf(x, "latencytime") {
		if after := b.Phrase(e.Pick("value")); !after.Zero() {
			parts = append(parts, T("zib.allergy.after", after))
		}
	}
	if c := b.Phrase(x.Get("certainty")); !c.Zero() { // STU3
		parts = append(parts, inside(c))
	}
	words := b.Phrase(x.Get("description"))
	if says(said, words.Text) {
		words = Phrase{} // the same once more
	}
	return List(". ", List(", ", parts...), words, b.Phrase(x.Get("note")))
}

// writtenBy adds who says so, who wrote it down, and when.
func (b *B) writtenBy() {
	r := b.Root
	b.By("zib.cond.saidby", r.Get("asserter"))
	b.By("zib.cond.writtenby", r.Get("recorder"))
	for x := range extsOf(r, "asserteddate") {
		b.On(x.Pick("value"))
		b.Add("zib.cond.diagnosed", x.Pick("value"))
	}
	b.On(r.Get("assertedDate"), r.Get("recordedDate"))
	b.Add("zib.cond.writtenon", r.Get("assertedDate"), r.Get("recordedDate"))
}
