// SPDX-License-Identifier: EUPL-1.2

package zib

import (
	"strings"

	"regie/internal/fhir"
	"regie/internal/text"
)

// Dosage says an instruction for use as a person would: "zo nodig 1 tot 2 keer per dag 1 tablet,
// bij het eten, maximaal 4 tabletten per dag". It reads STU3 and R4 alike. Where nothing is coded,
// it is the provider's text; where the text says more than the codes, Instruction gives it.
func (b *B) Dosage(n fhir.Node) Phrase {
	said, _ := b.dosing(n)
	if written := cleanText(n.Str("text")); said.Zero() && written != "" {
		return Say(written)
	}
	return said
}

// dosing says what is coded of an instruction. whole tells whether that is a sentence to go by:
// it says how much, and when.
func (b *B) dosing(n fhir.Node) (said Phrase, whole bool) {
	b.take(n)
	needed := b.asNeeded(n)
	often, stretch := b.timing(n.Get("timing"))
	dose := b.dose(n)
	parts := []Phrase{spaced(needed, often, dose), b.Route(n.Get("route")), b.Site(n.Get("site")), inside(b.Phrase(n.Get("method")))}
	parts = append(parts, b.rates(n)...)
	parts = append(parts, stretch)
	for a := range n.Each("additionalInstruction") {
		parts = append(parts, inside(b.Phrase(a)))
	}
	parts = append(parts, b.maximum(n, "maxDosePerPeriod"), b.maximum(n, "maxDosePerAdministration"), b.maximum(n, "maxDosePerLifetime"))
	said = List(", ", parts...)
	if patient := cleanText(n.Str("patientInstruction")); patient != "" {
		said = List(". ", said, Say(patient))
	}
	return said, !dose.Zero() && (!often.Zero() || !needed.Zero())
}

// spaced joins parts of one sentence with spaces.
func spaced(parts ...Phrase) Phrase { return List(" ", parts...) }

// inside gives the provider's words the small letter of the middle of a sentence.
func inside(p Phrase) Phrase {
	if p.Key == "" {
		p.Text = lowerFirst(p.Text)
	}
	return p
}

// asNeeded is "zo nodig", or what for.
func (b *B) asNeeded(n fhir.Node) Phrase {
	var reasons []Phrase
	needed := n.Get("asNeededBoolean").Value() == "true"
	c := n.Get("asNeededCodeableConcept")
	if c.Ok() {
		needed = true
		c.Ext("iso21090-nullFlavor").UseAll() // the text says what it is
		reasons = append(reasons, inside(b.Concept(c)))
	}
	for _, at := range [...]fhir.Node{n, n.Get("asNeededBoolean"), c} { // R4: several reasons
		for x := range at.Exts("ext-Dosage-AsNeededFor") {
			x.UseAll()
			p := inside(b.Phrase(x.Pick("value")))
			needed = true
			if len(reasons) == 0 || !p.Equal(reasons[0]) {
				reasons = append(reasons, p)
			}
		}
	}
	p := And(reasons...)
	switch {
	case !needed:
		return Phrase{}
	case p.Zero():
		return T("zib.dose.asneeded")
	}
	return p
}

// dose is the amount at one time: "1 tot 2 stuks".
func (b *B) dose(n fhir.Node) Phrase {
	var doses []Phrase
	for at := range n.Each("doseAndRate") {
		doses = append(doses, b.amount(at.Pick("dose")))
	}
	doses = append(doses, b.amount(n.Pick("dose")), b.amount(n.Get("dose"))) // the last of an administration
	return List(" / ", doses...)
}

func (b *B) amount(v fhir.Node) Phrase {
	if v.Ok() {
		b.take(v)
		for x := range v.Exts("iso21090-PQ-translation") {
			x.UseAll() // the same amount in other units
		}
	}
	return b.Phrase(v)
}

// rates are how fast something runs in.
func (b *B) rates(n fhir.Node) []Phrase {
	var out []Phrase
	for _, at := range [...]fhir.Node{n, n.Get("doseAndRate")} {
		for x := range at.All() {
			if p := b.amount(x.Pick("rate")); !p.Zero() {
				out = append(out, T("zib.dose.rate", p))
			}
		}
	}
	return out
}

func (b *B) maximum(n fhir.Node, name string) Phrase {
	if p := b.amount(n.Get(name)); !p.Zero() {
		return T("zib.dose.max."+name, p)
	}
	return Phrase{}
}

// Route says the way in which a medicine gets into the body. The tables of routes are Latin; we
// have plain words for their names.
func (b *B) Route(n fhir.Node) Phrase {
	p := b.Concept(n)
	if p.Key != "" || hasWord(p.System, p.Code) {
		return p
	}
	if name := strings.ToLower(p.Text); hasWord("route", name) {
		return Coded("route", name, p.Text)
	}
	return inside(p)
}

// Site says a place on the body with its side: "onderbeen (links)".
func (b *B) Site(n fhir.Node) Phrase {
	var sites []Phrase
	for x := range n.All() {
		p := b.Concept(x)
		for _, url := range [...]string{"BodySite-Qualifier", "ext-AnatomicalLocation.Laterality"} {
			for e := range x.Exts(url) {
				e.UseAll()
				if side := b.Phrase(e.Pick("value")); !side.Zero() && p.Zero() {
					p = side
				} else if !side.Zero() {
					p = T("zib.kind", p, inside(side))
				}
			}
		}
		sites = append(sites, inside(p))
	}
	return And(sites...)
}

// Instruction is the provider's own text of a dosage, where it stands beside the codes.
func (b *B) Instruction(n fhir.Node) Phrase {
	if s := cleanText(n.Str("text")); s != "" && !isFiller(s) {
		return Say(s)
	}
	return Phrase{}
}

// Use adds how a medicine is used: a sentence for each instruction, in steps where they follow each
// other, and the provider's own text where that says it differently. rendered is text for all
// instructions together. What the provider wrote besides comes back, for further down the page.
func (b *B) Use(instructions fhir.Node, rendered fhir.Node) (words []Phrase) {
	several := orders(instructions) > 1
	var written, besides []Phrase
	at := 0
	for n := range instructions.All() {
		at++
		said, whole := b.dosing(n)
		own := b.Instruction(n)
		for _, more := range [...]string{n.Path("timing", "code").Str("text")} {
			if more = cleanText(more); more != "" && !says(said, more) {
				besides = append(besides, Say(more))
			}
		}
		switch {
		case own.Zero():
		case !whole && !says(said, own.Text) && !hasWord("route", strings.ToLower(own.Text)):
			// Half a sentence in codes is no instruction: the provider's text comes first.
			besides = append(besides, said)
			said = own
		case !says(said, own.Text):
			written = append(written, own)
		}
		if said.Zero() {
			continue
		}
		if several {
			order := n.Str("sequence")
			if order == "" {
				order = itoa(at)
			}
			said = T("zib.dose.step", Num(order), inside(said))
		}
		b.Say("zib.med.use", said)
	}
	for _, url := range [...]string{"zib-Medication-RepeatPeriodCyclicalSchedule", "ext-InstructionsForUse.RepeatPeriodCyclicalSchedule"} {
		x := b.Root.Ext(url)
		if p := b.amount(x.Pick("value")); !p.Zero() {
			b.Say("zib.med.use", T("zib.dose.cycle", p))
		}
		x.UseAll()
	}
	if own := cleanText(rendered.Value()); own != "" && !isFiller(own) {
		b.take(rendered)
		written = append(written, Say(own))
	}
	use := b.fact("zib.med.use")
	for _, p := range besides {
		if !p.Zero() {
			b.Say("zib.med.besides", p)
		}
	}
	for _, p := range written {
		if use < 0 {
			b.Say("zib.med.use", p)
		} else if !says(b.Facts[use].phrase(), p.Text) {
			words = append(words, p)
		}
	}
	if use = b.fact("zib.med.use"); use >= 0 && b.Summary < 0 {
		b.Summary = use
	}
	return words
}

// orders counts the different places in the order of instructions.
func orders(instructions fhir.Node) int {
	var seen []string
	for n := range instructions.All() {
		order := n.Str("sequence")
		double := false
		for _, s := range seen {
			double = double || s == order
		}
		if !double {
			seen = append(seen, order)
		}
	}
	return len(seen)
}

// says tells whether a phrase holds a text, in Dutch, in whatever capitals.
func says(p Phrase, written string) bool {
	return strings.Contains(strings.ToLower(p.In(text.NL)), strings.ToLower(written))
}

// fact returns the place of the fact with this label in the current group, -1 if there is none.
func (b *B) fact(label string) int {
	for i := range b.Facts {
		if f := &b.Facts[i]; f.Label.Key == label && len(f.Label.Args) == 0 && f.Group.Equal(b.group) {
			return i
		}
	}
	return -1
}

// phrase says all values of a fact in one.
func (f *Fact) phrase() Phrase {
	parts := make([]Phrase, 0, len(f.Values))
	for _, v := range f.Values {
		parts = append(parts, v.phrase())
	}
	return List("; ", parts...)
}
