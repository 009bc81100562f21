// SPDX-License-Identifier: EUPL-1.2

package zib

import "regie/internal/fhir"

// readQuestionnaireResponse reads a form that was filled in: each question is a label. Where the
// answers come without the questions, those are looked up in the form.
func readQuestionnaireResponse(b *B) {
	r := b.Root
	form := b.form(r.Get("questionnaire"))
	if form != nil {
		if it := b.rd.known(form); it != nil {
			b.Titled(it.Title)
		}
	}
	if shown := referenceDisplay(r.Path("questionnaire", "display").Value()); shown != "" {
		b.Titled(Say(shown))
	}
	b.take(r.Get("questionnaire"))
	b.Skip(r.Get("questionnaire"), r.Get("_questionnaire")) // the title names it
	b.Titled(T("zib.type.QuestionnaireResponse"))
	b.On(r.Get("authored"))
	b.State(r.Get("status"))
	asked := map[string]fhir.Node{}
	if form != nil {
		collectQuestions(asked, form.Root, 0)
	}
	n := 0
	b.answers(r, asked, &n, 0)
	b.Under(Phrase{})
	b.By("zib.form.by", r.Get("author"))
	b.By("zib.author", r.Get("source"))
	b.Add("zib.form.on", r.Get("authored"))
	b.Relate("zib.request", r.Get("basedOn"))
	b.Relate("zib.partof", r.Get("parent"), r.Get("partOf"))
	b.contextOf()
}

// form returns the Questionnaire that was filled in: named as a resource (STU3) or by its own URL.
func (b *B) form(n fhir.Node) *fhir.Resource {
	if r := b.Resolve(n); r != nil {
		return r
	}
	url := n.Value()
	if n.Kind() == fhir.Object {
		url = n.Str("reference")
	}
	if by, ok := b.rd.resolver.(fhir.IdentifierResolver); ok {
		return by.ResolveIdentifier("Questionnaire", "", fhir.Canonical(url))
	}
	return nil
}

func collectQuestions(into map[string]fhir.Node, n fhir.Node, depth int) {
	if depth > maxQuestionDepth {
		return
	}
	for q := range n.Each("item") {
		into[q.Str("linkId")] = q
		collectQuestions(into, q, depth+1)
	}
}

// answers adds the answers of a form or a group in it; count is how many questions there were before.
func (b *B) answers(n fhir.Node, asked map[string]fhir.Node, count *int, depth int) {
	if depth > maxQuestionDepth {
		return
	}
	for x := range n.Each("item") {
		x.Use()
		q := asked[x.Str("linkId")]
		label := b.Phrase(x.Get("text"))
		if label.Zero() {
			label = Say(cleanText(q.Str("text")))
		}
		if !x.Get("answer").Ok() {
			if !label.Zero() {
				b.Under(label) // a group
				if !x.Get("item").Ok() {
					b.Under(Phrase{})
					b.Put(T("zib.form.part"), Value{Phrase: &label})
				}
			}
			b.answers(x, asked, count, depth+1)
			continue
		}
		*count++
		if label.Zero() || !label.Readable() { // the form is not at hand
			label = T("zib.nth", T("zib.el.question"), Num(itoa(*count)))
		}
		for a := range x.Each("answer") {
			a.Use()
			if said := b.choice(a, q); !said.Zero() {
				b.Put(label, Value{Phrase: &said})
			} else {
				b.AddAs(label, a.Pick("value"))
			}
			b.answers(a, asked, count, depth+1)
		}
		b.Top()
		b.answers(x, asked, count, depth+1)
	}
}

// choice finds the words of an answer that was sent as a code alone among the choices of the question.
func (b *B) choice(a, q fhir.Node) Phrase {
	v := a.Get("valueCoding")
	code := v.Str("code")
	if code == "" || cleanDisplay(v.Str("display")) != "" {
		return Phrase{}
	}
	for _, member := range [...]string{"answerOption", "option"} {
		for o := range q.Each(member) {
			c := o.Get("valueCoding")
			if shown := cleanDisplay(c.Str("display")); c.Str("code") == code && shown != "" {
				b.take(v)
				return Say(shown)
			}
		}
	}
	return Phrase{}
}
