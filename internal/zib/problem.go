// SPDX-License-Identifier: EUPL-1.2

package zib

import "regie/internal/fhir"

// plain is About for a title: our everyday word for a code, with the provider's free text behind it
// where that says it in other words.
func (b *B) plain(n fhir.Node) Phrase {
	p := b.About(n)
	written := cleanDisplay(n.Str("text"))
	if written == "" || isFiller(written) || p.Code == "" || says(p, written) {
		return p
	}
	return T("zib.kind", p, inside(Say(written)))
}

// readProblem reads zib-Problem (STU3) and nl-core-Problem (R4), and every other Condition: what it
// is, how sure, how bad, where, since when, and until when.
func readProblem(b *B) {
	r := b.Root
	code := r.Get("code")
	code.Ext("iso21090-nullFlavor").UseAll() // the text says what it is
	p := b.plain(code)
	var exact []Phrase
	for x := range extsOf(code, "specificproblemname", "furtherspecificationproblemname") {
		exact = append(exact, b.Phrase(x.Pick("value")))
	}
	switch {
	case p.Zero():
		b.Titled(And(exact...))
	case len(exact) == 1 && p.Text != "" && says(exact[0], p.Text):
		b.Titled(exact[0]) // "oud cataract" says "cataract" too
		b.Say("zib.problem.general", p)
	default:
		b.Titled(p)
		for _, x := range exact {
			b.Say("zib.problem.exact", x)
		}
	}
	b.State(r.Get("clinicalStatus"), r.Get("verificationStatus"))
	b.Add("zib.problem.severity", r.Get("severity"))
	b.Say("zib.bodysite", b.Site(r.Get("bodySite")))
	b.Top()
	b.Add("zib.problem.onset", r.Pick("onset"))
	b.Top()
	b.siteOf(r.Get("bodySite"))
	if isActive(r.Get("clinicalStatus")) { // an end that is still to come
		written := r.Str("assertedDate") + r.Str("recordedDate") // STU3 and R4
		if end := r.Pick("abatement").Value(); len(end) >= 4 && len(written) >= 10 && end < written[:10] {
			b.Doubt(T("zib.doubt.status"))
		}
		b.Add("zib.problem.until", r.Pick("abatement"))
	}
	b.Add("zib.problem.abatement", unread(r.Pick("abatement")))
	b.On(r.Pick("onset"))
	b.extAdd("zib.problem.lasted", r, "periodduration")
	for x := range r.Each("stage") {
		x.Use()
		b.Add("zib.problem.stage", x.Get("summary"))
		b.Add("zib.problem.stagekind", x.Get("type"))
		b.Relate("zib.problem.found", x.Get("assessment"))
	}
	b.Add("zib.el.type", r.Get("category"))
	b.Add("zib.remark", r.Get("note"))
	for x := range r.Each("evidence") {
		x.Use()
		b.Add("zib.problem.evidence", x.Get("code"))
		b.Relate("zib.problem.evidence", x.Get("detail"))
	}
	for x := range extsOf(r, "dueto") {
		b.Relate("zib.problem.dueto", x.Get("valueReference"))
		b.Add("zib.problem.dueto", x.Get("valueCodeableConcept"))
	}
	b.extRelate("zib.partof", r, "partof")
	b.extAdd("zib.problem.dressing", r, "dateoflastdressingchange")
	b.extAdd("zib.problem.statusdate", r, "statusdate")
	b.writtenBy()
	b.On(r.Pick("abatement"))
	b.contextOf()
	extValue(r, "identifier") // for machines
}

// siteOf adds whose body it is, where that is told: that of an unborn child.
func (b *B) siteOf(n fhir.Node) {
	for x := range n.All() {
		b.extRelate("zib.problem.whose", x, "instance")
	}
}

// isActive tells of a clinical status, in STU3 a code and in R4 a concept, that it is still so.
func isActive(n fhir.Node) bool {
	if n.Kind() == fhir.String {
		return n.Value() == "active"
	}
	return n.Get("coding").Str("code") == "active"
}

// unread is the node, unless a verb took it already.
func unread(n fhir.Node) fhir.Node {
	if n.Used() {
		return fhir.Node{}
	}
	return n
}
