// SPDX-License-Identifier: EUPL-1.2

package zib

import "regie/internal/fhir"

// B builds one item. Its verbs take nodes, say what they mean in the item, and mark them as
// read; what no verb took is added by finish under "Meer gegevens". Every verb takes a node
// that does not exist, and does nothing with it.
//
// Labels are keys of the catalogue, written in full ("zib.method"), so that a search finds them.
type B struct {
	*Item
	Res  *fhir.Resource
	Root fhir.Node
	V3   bool // STU3; else R4

	rd    *Reader
	group Phrase
	lost  bool // something could not be shown at all: the item is marked

	doubts []Phrase // what can not be right
}

// Add adds what the nodes say under a label. Any data type is understood by its shape, arrays
// become several values, and a label that the group has already gets more values.
func (b *B) Add(label string, nodes ...fhir.Node) { b.AddAs(T(label), nodes...) }

// AddAs is Add with a label that is not a plain key: the provider's own name of a test.
func (b *B) AddAs(label Phrase, nodes ...fhir.Node) {
	var values []Value
	for _, n := range nodes {
		values = b.values(values, n)
	}
	b.Put(label, values...)
}

// Say adds a phrase under a label.
func (b *B) Say(label string, p Phrase) {
	if !p.Zero() && p.Readable() {
		b.Put(T(label), Value{Phrase: &p})
	}
}

// Put adds values under a label; a value that stands there already is not said twice.
func (b *B) Put(label Phrase, values ...Value) {
	if len(values) == 0 {
		return
	}
	for i := range b.Facts {
		f := &b.Facts[i]
		if f.Group.Equal(b.group) && f.Label.Equal(label) {
			for _, v := range values {
				if !holds(f.Values, v) {
					f.Values = append(f.Values, v)
				}
			}
			return
		}
	}
	kept := values[:0:0]
	for _, v := range values {
		if !holds(kept, v) {
			kept = append(kept, v)
		}
	}
	b.Facts = append(b.Facts, Fact{Group: b.group, Label: label, Values: kept})
}

// Under sets the heading for the facts that follow; T("") takes it off.
func (b *B) Under(heading Phrase) { b.group = heading }

// Top says that the fact that was added last is the one for a card, if there is none yet.
func (b *B) Top() {
	if b.Summary < 0 && len(b.Facts) > 0 {
		b.Summary = len(b.Facts) - 1
	}
}

// Named sets the title from the first node that says something.
func (b *B) Named(nodes ...fhir.Node) {
	for _, n := range nodes {
		if !b.Title.Zero() {
			return
		}
		b.Title = b.Phrase(n)
	}
}

// Title sets the title if there is none yet.
func (b *B) Titled(p Phrase) {
	if b.Title.Zero() && p.Readable() {
		b.Title = p
	}
}

// About sets the main concept, for series, search and explanation, and returns what a person
// reads for it (the provider's own words may be more exact than the code).
func (b *B) About(n fhir.Node) Phrase {
	p := b.Concept(n)
	b.Code = p
	if p.Code == "" || p.System == "name" { // words: is there a code beside them?
		lost := b.lost
		if coded, _ := b.coding(n.First(), ""); coded.Code != "" {
			b.Code = coded
		}
		b.lost = lost || p.Zero() && b.lost // a code without a name is no loss beside words
	}
	return p
}

// On sets the moment that matters, from the first node that has one: a date, a Period, a Timing
// with an event.
func (b *B) On(nodes ...fhir.Node) {
	for _, n := range nodes {
		if b.When != (When{}) {
			return
		}
		if w, ok := b.moment(n); ok {
			b.When = w
		}
	}
}

// By adds people or organizations under a label: references, or the parts in which FHIR puts
// them with a role (performer.actor, participant.individual…). The first ever added says who the
// source is.
func (b *B) By(label string, nodes ...fhir.Node) {
	for _, n := range nodes {
		for x := range n.All() {
			p, ref := b.person(x)
			if p.Zero() {
				continue
			}
			b.Who = append(b.Who, p)
			if b.Source.Zero() {
				b.Source = p
			}
			b.Put(T(label), Value{Phrase: &p, Ref: ref})
		}
	}
}

// Flag adds a mark, once.
func (b *B) Flag(m Mark) {
	for _, x := range b.Marks {
		if x == m {
			return
		}
	}
	b.Marks = append(b.Marks, m)
}

// Skip marks nodes as read without showing them. Say why at each use.
func (b *B) Skip(nodes ...fhir.Node) {
	for _, n := range nodes {
		n.UseAll()
		n.Element().UseAll()
	}
}

// Relate links the item to what the references point at, and shows their names under the label.
func (b *B) Relate(label string, nodes ...fhir.Node) {
	for _, n := range nodes {
		for x := range n.All() {
			p, ref := b.reference(x)
			if ref != nil {
				b.Links = append(b.Links, Link{Label: T(label), To: *ref})
			}
			if !p.Zero() {
				b.Put(T(label), Value{Phrase: &p, Ref: ref})
			}
		}
	}
}

// Resolve returns the resource that a Reference points at, nil where it is not at hand.
func (b *B) Resolve(ref fhir.Node) *fhir.Resource {
	url := ref.Str("reference")
	if url == "" {
		if id := ref.Get("identifier"); id.Ok() {
			if by, ok := b.rd.resolver.(fhir.IdentifierResolver); ok {
				return by.ResolveIdentifier(ref.Str("type"), id.Str("system"), id.Str("value"))
			}
		}
		return nil
	}
	if b.rd.resolver == nil {
		var none *fhir.Set
		return none.Resolve(b.Res, url)
	}
	return b.rd.resolver.Resolve(b.Res, url)
}

// Read returns the item of the resource that a Reference points at, nil where it is not at hand.
func (b *B) Read(ref fhir.Node) *Item {
	if r := b.Resolve(ref); r != nil {
		return b.rd.known(r)
	}
	return nil
}

// Phrase says a node in one phrase, whatever its data type; zero where it says nothing. Several
// values are listed.
func (b *B) Phrase(n fhir.Node) Phrase {
	values := b.values(nil, n)
	parts := make([]Phrase, 0, len(values))
	for _, v := range values {
		parts = append(parts, v.phrase())
	}
	return List(", ", parts...)
}

// phrase turns a value into a phrase for inside a sentence.
func (v Value) phrase() Phrase {
	switch {
	case v.Phrase != nil:
		return *v.Phrase
	case v.Quantity != nil:
		return Amount(v.Quantity)
	case v.When != nil:
		if v.When.End == "" && !v.When.Open {
			return Date(v.When.Start)
		}
		return Period(v.When.Start, v.When.End)
	case v.Document != nil:
		return Say(v.Document.Title)
	}
	return Phrase{}
}

func holds(values []Value, v Value) bool {
	for _, o := range values {
		if o.equal(v) {
			return true
		}
	}
	return false
}

func (v Value) equal(o Value) bool {
	switch {
	case v.Phrase != nil && o.Phrase != nil && v.Quantity == nil && o.Quantity == nil:
		return v.Phrase.Equal(*o.Phrase)
	case v.Quantity != nil && o.Quantity != nil && v.Phrase == nil && o.Phrase == nil:
		a, b := *v.Quantity, *o.Quantity
		fa, fb := a.Flag, b.Flag
		return fa.Equal(fb) && a.Number == b.Number && a.NumberHigh == b.NumberHigh && a.Comparator == b.Comparator && a.Unit == b.Unit &&
			a.UnitCode == b.UnitCode && a.Low == b.Low && a.High == b.High && a.RangeText == b.RangeText
	case v.When != nil && o.When != nil:
		return *v.When == *o.When
	case v.Document != nil && o.Document != nil:
		return *v.Document == *o.Document
	}
	return false
}
