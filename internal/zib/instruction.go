// SPDX-License-Identifier: EUPL-1.2

package zib

import (
	"strings"
	"unicode"

	"regie/internal/fhir"
	"regie/internal/text"
)

// Use adds how a medicine is used, under a label: a sentence for each instruction, in steps where
// they follow each other. rendered is text for all instructions together. What the provider wrote
// besides comes back, for further down the page.
func (b *B) Use(label string, instructions, rendered fhir.Node) (words []Phrase) {
	if orders(instructions) > 1 {
		words = b.steps(label, instructions)
	} else {
		for n := range instructions.All() {
			words = append(words, b.instruction(label, n)...)
		}
	}
	for x := range extsOf(b.Root, "repeatperiodcyclicalschedule") {
		if p := b.amount(x.Pick("value")); !p.Zero() {
			b.Say(label, T("zib.dose.cycle", p))
		}
	}
	if own := cleanText(rendered.Value()); own != "" && !isFiller(own) {
		b.take(rendered)
		words = append(words, Say(own))
	}
	use := b.fact(label)
	if use < 0 && len(words) > 0 { // nothing is coded
		b.Say(label, words[0])
		words, use = words[1:], b.fact(label)
	}
	if use < 0 {
		return nil
	}
	if b.Summary < 0 && len(b.Facts[use].Values) <= 3 { // a long schedule is not for a card
		b.Summary = use
	}
	kept := words[:0]
	for _, p := range words {
		if !says(b.Facts[use].phrase(), p.Text) {
			kept = append(kept, p)
		}
	}
	return kept
}

// instruction adds one instruction, and returns what the provider wrote besides. Half a sentence in
// codes is no instruction: then the provider's text comes first.
func (b *B) instruction(label string, n fhir.Node) (words []Phrase) {
	d := b.dosing(n)
	said, own := d.said(), b.Instruction(n)
	if more := cleanText(n.Path("timing", "code").Str("text")); more != "" && strings.IndexFunc(more, unicode.IsLetter) >= 0 { // "0700" is said already
		words = append(words, Say(more))
	}
	switch {
	case own.Zero():
		b.Say(label, said)
	case !d.whole && !hasWord("route", strings.ToLower(own.Text)):
		b.Say(label, own)
		if !said.Zero() && !says(own, said.In(text.NL)) {
			b.Say("zib.med.besides", said)
		}
	default:
		b.Say(label, said)
		words = append(words, own)
	}
	return words
}

// steps adds instructions that follow each other, with what all have in common once. Steps that
// are the same and follow each other become one line.
func (b *B) steps(label string, instructions fhir.Node) (words []Phrase) {
	var all []dosing
	var from, to []string
	same, at := true, 0
	for n := range instructions.All() {
		at++
		d := b.dosing(n)
		own := b.Instruction(n)
		if d.often.Zero() && !own.Zero() {
			d.often = own
		} else if !own.Zero() {
			words = append(words, own)
		}
		order := n.Str("sequence")
		if order == "" {
			order = itoa(at)
		}
		if last := len(all) - 1; last >= 0 {
			same = same && d.how.Equal(all[last].how) && d.beside.Equal(all[last].beside)
			if d.often.Equal(all[last].often) && d.long.Equal(all[last].long) && d.how.Equal(all[last].how) && d.beside.Equal(all[last].beside) && order != to[last] {
				to[last] = order
				continue
			}
		}
		all, from, to = append(all, d), append(from, order), append(to, order)
	}
	for i := range all {
		d := &all[i]
		said := List(", ", d.often, d.long)
		if !same {
			said = d.said()
		}
		if from[i] == to[i] {
			b.Say(label, T("zib.dose.step", Num(from[i]), inside(said)))
		} else {
			b.Say(label, T("zib.dose.steps", Num(from[i]), Num(to[i]), inside(said)))
		}
	}
	if same && len(all) > 0 {
		b.Say(label, List(", ", all[0].how, all[0].beside))
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

// TopOf says that the fact with this label is the one for a card, if there is none yet.
func (b *B) TopOf(label string) {
	if b.Summary < 0 {
		b.Summary = b.fact(label)
	}
}

// phrase says all values of a fact in one.
func (f *Fact) phrase() Phrase {
	parts := make([]Phrase, 0, len(f.Values))
	for _, v := range f.Values {
		parts = append(parts, v.phrase())
	}
	return List("; ", parts...)
}

// oftenWords are how instructions begin to say how often.
var oftenWords = []string{" maal ", " keer ", " x ", "x per ", "daags", " dd ", "elke ", "om de "}

// amountWords are how instructions name what is taken; a number stands before them.
var amountWords = []string{"stuk", "tabl", "caps", "drup", "ml", "milli", "mg", "gram", "dosis", "doses", "eenh", "ie", "puf", "zetpil", "sachet", "pleister", "spray", "laag", "lepel", "ampul"}

func holdsAny(s string, words []string) bool {
	for _, w := range words {
		if strings.Contains(s, w) {
			return true
		}
	}
	return false
}

// tellsAmount tells whether an instruction in words, in small letters, says how much to take: a
// number and then a thing.
func tellsAmount(s string) bool {
	number := false
	for w := range strings.FieldsSeq(s) {
		digits := strings.TrimLeft(w, "0123456789,./½-")
		switch {
		case digits == "":
			number = true
			continue
		case (number || len(digits) < len(w)) && startsWithAny(digits, amountWords):
			return true
		}
		number = false
	}
	return false
}

func startsWithAny(s string, words []string) bool {
	for _, w := range words {
		if strings.HasPrefix(s, w) {
			return true
		}
	}
	return false
}
