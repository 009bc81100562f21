// SPDX-License-Identifier: EUPL-1.2

package zib

import "regie/internal/fhir"

// Measured adds the result of an Observation, or of one of its components, under a label: value,
// reference range and interpretation together, remarks after it. It tells whether there was one.
func (b *B) Measured(label Phrase, n fhir.Node) bool {
	values := b.values(nil, n.Pick("value"))
	if len(values) == 0 {
		if p := b.absentReason(n.Get("dataAbsentReason")); !p.Zero() {
			values = append(values, Value{Phrase: &p})
		}
	}
	b.Skip(n.Get("dataAbsentReason"))
	for x := range n.Exts("ext-TextValue") { // R4: the same value in the laboratory's words
		x.UseAll()
		if p := b.Phrase(x.Pick("value")); !p.Zero() {
			values = append(values, Value{Phrase: &p})
		}
	}
	flag, code, remarks := b.Interpretation(n.Get("interpretation"))
	low, high, words, others := b.referenceRanges(n.Get("referenceRange"))
	if len(values) > 0 {
		q := values[0].Quantity
		if q == nil {
			q = &Quantity{}
		}
		b.checkAmount(n.Get("code"), q)
		q.Flag, q.FlagCode, q.Low, q.High, q.RangeText = flag, code, low, high, words
		if values[0].Quantity == nil && (code != FlagNone || low != "" || high != "") {
			values[0].Quantity = q // a result in words, with what the laboratory says about it
		}
		b.Put(label, values...)
	} else if !flag.Zero() {
		b.Put(label, Value{Phrase: &flag})
	}
	found := len(values) > 0
	if words != "" {
		p := Say(words)
		b.Put(b.beside("zib.range", label), Value{Phrase: &p})
	}
	for i := range others {
		b.Put(b.beside("", label, others[i].Label), others[i].Values...)
	}
	for i := range remarks {
		b.Put(b.beside("zib.remark", label), Value{Phrase: &remarks[i]})
	}
	return found
}

// beside makes the label of something that goes with a result: plain for the main result, named
// after it for a component.
func (b *B) beside(key string, label Phrase, own ...Phrase) Phrase {
	p := T(key)
	if len(own) > 0 {
		p = own[0]
	}
	if label.Key == "zib.result" {
		return p
	}
	return Sub(label, p)
}

// absentReason says why there is no value, where that says more than "unknown".
func (b *B) absentReason(n fhir.Node) Phrase {
	for c := range n.Each("coding") {
		if p := absence("", c.Str("code")); !p.Zero() {
			return p
		}
	}
	if s := cleanText(n.Str("text")); s != "" && !isFiller(s) {
		return Say(s)
	}
	return Phrase{}
}

// referenceRanges takes the ranges apart: the ends of the normal range, a range in words, and
// ranges for something else (treatment, a group of people), each with its own label.
func (b *B) referenceRanges(n fhir.Node) (low, high, words string, others []Fact) {
	for r := range n.All() {
		r.Use()
		meaning := b.Phrase(r.Get("type"))
		who := List(", ", b.Phrase(r.Get("appliesTo")), b.Phrase(r.Get("age")))
		normal := (meaning.Zero() || meaning.Code == "normal") && who.Zero()
		b.Skip(r.Get("low"), r.Get("high"))
		l, h := r.Path("low", "value").Value(), r.Path("high", "value").Value()
		text := cleanText(r.Str("text"))
		r.Get("text").Use()
		if isFiller(text) {
			text = ""
		}
		switch {
		case normal && low == "" && high == "" && words == "":
			low, high, words = l, h, text
		default:
			label := meaning
			if label.Zero() || label.Code == "normal" {
				label = T("zib.range")
			}
			if !who.Zero() {
				label = T("zib.kind", label, who)
			}
			f := Fact{Label: label}
			if q, ok := readRange(r); ok {
				f.Values = append(f.Values, Value{Quantity: q})
			}
			if text != "" {
				p := Say(text)
				f.Values = append(f.Values, Value{Phrase: &p})
			}
			if len(f.Values) > 0 {
				others = append(others, f)
			}
		}
	}
	return low, high, words, others
}

// observed reads what every Observation has around its result. Readers call it last, so that the
// result comes first.
func (b *B) observed() {
	r := b.Root
	b.On(r.Pick("effective"), r.Get("issued"))
	b.State(r.Get("status"))
	b.Say("zib.bodysite", b.Site(r.Get("bodySite")))
	b.Add("zib.method", r.Get("method"))
	b.By("zib.performer", r.Get("performer"))
	b.Add("zib.device", r.Get("device"))
	b.eventTiming(r.Ext("observation-eventTiming"))
	b.Add("zib.remark", r.Get("comment"), r.Get("note"))
	b.Relate("zib.visit", r.Get("context"), r.Get("encounter"))
	b.Relate("zib.episode", r.ExtValue("extension-context-nl-core-episodeofcare"), r.ExtValue("ext-Context-EpisodeOfCare"))
	for _, url := range [...]string{"extension-context-nl-core-episodeofcare", "ext-Context-EpisodeOfCare"} {
		r.Ext(url).UseAll()
	}
	b.Skip(r.Get("category")) // it decided on which shelf the item lies
}

// eventTiming says around what a measurement was done: before breakfast, an hour after a meal.
func (b *B) eventTiming(x fhir.Node) {
	if !x.Ok() {
		return
	}
	code, offset := x.ExtValue("code"), x.ExtValue("offset")
	p := b.Phrase(code)
	if offset.Ok() {
		if q, ok := readQuantity(offset); ok && q.Number != "0" {
			p = List(", ", p, Amount(q))
		}
	}
	b.Say("zib.around", p)
	x.UseAll()
}
