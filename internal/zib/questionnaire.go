// SPDX-License-Identifier: EUPL-1.2

package zib

import "regie/internal/fhir"

// readQuestionnaire reads vl-Questionnaire and any other form: what it is for, and its questions,
// under the heading of their group.
func readQuestionnaire(b *B) {
	r := b.Root
	b.Named(r.Get("title"))
	b.Titled(T("zib.type.Questionnaire"))
	b.On(r.Get("date"), r.Get("effectivePeriod"))
	b.State(r.Get("status"))
	b.Add("zib.description", r.Get("description"))
	b.Top()
	b.Add("zib.form.purpose", r.Get("purpose"))
	if kind := b.About(r.Get("code")); !kind.Zero() && kind.Readable() {
		b.Say("zib.kindof", kind)
	}
	b.questions(r, T("zib.form.question"), 0)
	b.Add("zib.form.publisher", r.Get("publisher"))
	b.Add("zib.form.rights", r.Get("copyright"))
	b.Add("zib.el.period", r.Get("effectivePeriod"))
	b.Add("zib.form.approved", r.Get("approvalDate"))
	b.Add("zib.form.reviewed", r.Get("lastReviewDate"))
	// For software: names of the form, where it is used, how it is shown.
	b.Skip(r.Get("name"), r.Get("experimental"), r.Get("contact"), r.Get("useContext"), r.Get("jurisdiction"), r.Get("derivedFrom"), r.Get("code"), r.Get("extension"), r.Get("modifierExtension"))
	for _, c := range b.Res.Inner() {
		c.Root.UseAll() // lists of answers and questions to other software, of which the choices are shown
	}
}

// maxQuestionDepth bounds groups in groups.
const maxQuestionDepth = 12

// questions adds the questions of a group under its name.
func (b *B) questions(n fhir.Node, group Phrase, depth int) {
	if depth > maxQuestionDepth {
		return
	}
	for q := range n.Each("item") {
		words := b.questionWords(q)
		inner := group
		if q.Str("type") == "group" && !words.Zero() {
			inner = words
			if !q.Get("item").Ok() {
				b.Put(group, Value{Phrase: &words})
			}
		} else {
			var choices []Phrase
			for _, member := range [...]string{"answerOption", "option"} {
				for o := range q.Each(member) {
					choices = append(choices, b.Phrase(o.Pick("value")))
				}
			}
			if list := List(", ", choices...); !list.Zero() {
				words = T("zib.kind", words, list)
			}
			if !words.Zero() {
				b.Put(group, Value{Phrase: &words})
			}
		}
		b.questions(q, inner, depth+1)
		b.Skip(q) // how software shows and checks the question
	}
}

// questionWords is a question as it was printed, with its number.
func (b *B) questionWords(q fhir.Node) Phrase {
	text, number := cleanText(q.Str("text")), cleanText(q.Str("prefix"))
	if text == "" || number == "" {
		return Say(text)
	}
	return Say(number + " " + text)
}
