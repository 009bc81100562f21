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
	d := b.dosing(n)
	if written := cleanText(n.Str("text")); d.zero() && written != "" {
		return Say(written)
	}
	return d.said()
}

// dosing is what is coded of one instruction.
type dosing struct {
	often  Phrase // when, how often and how much
	how    Phrase // by which way, where on the body
	long   Phrase // how fast, for how long
	beside Phrase // with what in mind, and how much at most
	whole  bool   // a sentence to go by: nothing that the text says about how much and when is missing
}

func (d *dosing) said() Phrase { return List(", ", d.often, d.how, d.long, d.beside) }

func (d *dosing) zero() bool {
	return d.often.Zero() && d.how.Zero() && d.long.Zero() && d.beside.Zero()
}

// dosing reads one instruction.
func (b *B) dosing(n fhir.Node) (d dosing) {
	b.take(n)
	needed := b.asNeeded(n)
	often, stretch := b.timing(n.Get("timing"))
	dose := b.dose(n)
	d.often = spaced(needed, often, dose)
	d.how = List(", ", b.Route(n.Get("route")), b.Site(n.Get("site")), inside(b.Phrase(n.Get("method"))))
	rates := b.rates(n)
	d.long = List(", ", append(rates, stretch)...)
	var beside []Phrase
	for a := range n.Each("additionalInstruction") {
		beside = append(beside, inside(b.Phrase(a)))
	}
	beside = append(beside, b.maximum(n, "maxDosePerPeriod"), b.maximum(n, "maxDosePerAdministration"), b.maximum(n, "maxDosePerLifetime"))
	if patient := cleanText(n.Str("patientInstruction")); patient != "" && !strings.EqualFold(patient, cleanText(n.Str("text"))) {
		beside = append(beside, Say(patient))
	}
	d.beside = List(", ", beside...)
	written := strings.ToLower(n.Str("text"))
	when := !often.Zero() || (!needed.Zero() || !dose.Zero()) && !holdsAny(written, oftenWords)
	d.whole = len(rates) > 0 || when && (!dose.Zero() || !tellsAmount(written))
	return d
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
		for x := range extsOf(at, "asneededfor") {
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

// siteWords are what the names of places on the body begin with, to say nothing.
var siteWords = []string{"Structuur van ", "structuur van ", "Gehele ", "gehele ", "Structure of ", "structure of ", "Entire ", "entire ", "regio van "}

// Site says a place on the body with its side: "onderbeen (links)".
func (b *B) Site(n fhir.Node) Phrase {
	var sites []Phrase
	for x := range n.All() {
		p := b.Concept(x)
		for e := range extsOf(x, "bodysite") { // R4: the place as a resource, with its side
			e.UseAll()
			if whole, _ := b.reference(e.Pick("value")); !whole.Zero() && (p.Zero() || says(whole, p.In(text.NL)) || says(whole, cleanDisplay(p.Text))) {
				p = whole
			} else if !whole.Zero() && !p.Zero() {
				p = List(", ", p, whole)
			}
		}
		if p.Key == "" {
			for _, w := range siteWords {
				p.Text = strings.TrimPrefix(p.Text, w)
			}
		}
		for e := range extsOf(x, "qualifier", "laterality") {
			side := b.Phrase(e.Pick("value"))
			switch {
			case side.Zero(), side.Code == "24028007" && says(p, "rechter"), side.Code == "7771000" && says(p, "linker"):
			case p.Zero():
				p = side
			default:
				p = T("zib.kind", p, inside(side))
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
