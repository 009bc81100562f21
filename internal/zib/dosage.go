// SPDX-License-Identifier: EUPL-1.2

package zib

import "regie/internal/fhir"

// Dosage says an instruction for use as a person would: "zo nodig 1 tot 2 keer per dag 1 tablet,
// bij het eten, maximaal 4 tabletten per dag". It reads STU3 and R4 alike. Where nothing is coded,
// it is the provider's text; where the text says more than the codes, Instruction gives it.
func (b *B) Dosage(n fhir.Node) Phrase {
	b.take(n)
	var parts []Phrase
	needed := b.asNeeded(n)
	when := b.Timing(n.Get("timing"))
	dose := b.dose(n)
	first := spaced(needed, when, dose)
	if !first.Zero() {
		parts = append(parts, first)
	}
	parts = append(parts, b.rates(n)...)
	for _, m := range [...]string{"route", "method", "site"} {
		parts = append(parts, b.Phrase(n.Get(m)))
	}
	for a := range n.Each("additionalInstruction") {
		parts = append(parts, b.Phrase(a))
	}
	parts = append(parts, b.maximum(n, "maxDosePerPeriod"), b.maximum(n, "maxDosePerAdministration"), b.maximum(n, "maxDosePerLifetime"))
	said := List(", ", parts...)
	if patient := cleanText(n.Str("patientInstruction")); patient != "" {
		said = List(". ", said, Say(patient))
	}
	if written := cleanText(n.Str("text")); said.Zero() && written != "" {
		return Say(written)
	}
	return said
}

// spaced joins parts of one sentence with spaces.
func spaced(parts ...Phrase) Phrase { return List(" ", parts...) }

// asNeeded is "zo nodig", or what for.
func (b *B) asNeeded(n fhir.Node) Phrase {
	if v, ok := n.Bool("asNeededBoolean"); ok && v {
		for x := range n.Get("asNeededBoolean").Exts("ext-Dosage-AsNeededFor") {
			x.UseAll()
			if p := b.Phrase(x.Pick("value")); !p.Zero() {
				return List(" ", T("zib.dose.asneeded"), p)
			}
		}
		return T("zib.dose.asneeded")
	}
	c := n.Get("asNeededCodeableConcept")
	if !c.Ok() {
		return Phrase{}
	}
	p := b.Concept(c)
	if p.Zero() {
		p = T("zib.dose.asneeded")
	}
	for x := range c.Exts("ext-Dosage-AsNeededFor") {
		x.UseAll()
		p = List(" ", p, b.Phrase(x.Pick("value")))
	}
	return p
}

// dose is the amount at one time: "1 tot 2 stuks".
func (b *B) dose(n fhir.Node) Phrase {
	var doses []Phrase
	for at := range n.Each("doseAndRate") {
		doses = append(doses, b.amount(at.Pick("dose")))
	}
	doses = append(doses, b.amount(n.Pick("dose")))
	return List(" / ", doses...)
}

func (b *B) amount(v fhir.Node) Phrase {
	if v.Ok() {
		b.take(v)
		v.Ext("iso21090-PQ-translation").UseAll()
		for x := range v.Exts("iso21090-PQ-translation") {
			x.UseAll() // the same amount in other units
		}
	}
	return b.Phrase(v)
}

// rates are how fast something runs in, and how long one administration takes.
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

// Instruction is the provider's own text of a dosage, where it stands beside the codes.
func (b *B) Instruction(n fhir.Node) Phrase {
	if s := cleanText(n.Str("text")); s != "" && !isFiller(s) {
		return Say(s)
	}
	return Phrase{}
}
