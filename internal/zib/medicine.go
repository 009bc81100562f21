// SPDX-License-Identifier: EUPL-1.2

package zib

import (
	"strings"

	"regie/internal/fhir"
)

// medicine names the item after its medicine, and returns what is known of the product, nil if nothing is.
func (b *B) medicine() (product *Item) {
	m := b.Root.Pick("medication")
	var p Phrase
	switch {
	case m.Get("reference").Ok() || m.Get("display").Ok():
		p, _ = b.reference(m)
		if it := b.Read(m); it != nil && !it.Generic {
			b.Code = it.Code
			product = it
		}
	default:
		p = b.About(m)
	}
	if p.Key == "" {
		p.Text = medicineName(p.Text)
	}
	b.Titled(p)
	return product
}

// medicineEnd says the words of the prescription, what the product says besides its name
// (composition, form, batch), and what kind of item this is: one medicine has several.
func (b *B) medicineEnd(product *Item, words []Phrase) {
	r := b.Root
	b.TopOf("zib.med.period") // a schedule too long for a card, or none at all
	for _, p := range words {
		b.Say("zib.med.written", p)
	}
	if product != nil {
		for _, f := range product.Facts {
			b.Put(f.Label, f.Values...)
		}
	}
	kind := T("zib.block." + b.Block)
	if own := cleanText(r.Get("category").Str("text")); own != "" && !isFiller(own) && !hasWord("name", strings.ToLower(own)) {
		kind = T("zib.kind", kind, inside(Say(own))) // the official word
	}
	if b.Block != "MedicationUse" { // the title and the period say what it is
		b.Say("zib.el.type", kind)
	}
	b.Skip(r.Get("category"), r.Get("intent")) // the kind of item
	b.treatment()
	if r.Str("doNotPerform") == "true" {
		b.Flag(MarkNotDone)
	}
}

// stretch is the period of use with its length, in one line: "vanaf 1 mei 2026, 10 dagen lang".
// The period is the moment that matters.
func (b *B) stretch(label string, period, length fhir.Node) {
	b.On(period)
	b.span(label, period, length)
}

// span is stretch for a period that is not the moment that matters.
func (b *B) span(label string, period, length fhir.Node) {
	var conditions []Phrase
	p := b.Phrase(period)
	for x := range extsOf(period, "duration") { // R4, and STU3 of medication use
		if !length.Ok() {
			length = x.Pick("value")
		}
	}
	for x := range extsOf(period, "condition") {
		conditions = append(conditions, b.Phrase(x.Pick("value")))
	}
	rest := inside(And(conditions...))
	if d := b.amount(length); !d.Zero() {
		rest = List(", ", T("zib.time.during", d), rest)
	}
	if w, ok := b.moment(period); ok && (w.End != "" || rest.Zero()) {
		b.Put(T(label), Value{When: &w})
		b.Say(label, rest)
		return
	}
	b.Say(label, List(", ", p, rest))
}

// periodOfUse reads the period of use of an agreement, STU3 or R4.
func (b *B) periodOfUse() {
	r := b.Root
	period, length := extValue(r, "periodofuse", "period"), extValue(r, "duration")
	b.stretch("zib.med.period", period, length)
}

// stopped says that a medicine was stopped, paused or called off, which profiles tell in an
// extension, and then the status. It tells whether it was.
func (b *B) stopped() bool {
	stop := false
	for x := range extsOf(b.Root, "stoptype") {
		v := x.Pick("value")
		b.markBy(v)
		for c := range v.Each("coding") {
			if systemName(c.Str("system")) != "mp/2.1" {
				continue
			}
			switch c.Str("code") {
			case "1":
				b.Flag(MarkPaused)
			case "2":
				b.Flag(MarkStopped)
			}
		}
		if p := b.Concept(v); !p.Zero() {
			b.Status = inside(p)
			stop = true
		}
	}
	status := b.Root.Get("status")
	if stop && status.Value() != "entered-in-error" {
		b.markBy(status)
		b.take(status) // the kind of stop says it more exactly
		return true
	}
	b.State(status)
	if b.Block == "DispenseRequest" && status.Value() == "active" {
		b.Status = T("zib.med.requestedstatus")
	}
	if b.Status.Zero() && status.Ok() {
		// R4 agreements have no status of their own: they are made, and the period says the rest.
		switch b.Block {
		case "MedicationAgreement", "AdministrationAgreement", "VariableDosingRegimen":
			b.Status = T("zib.med.agreedstatus")
		case "DispenseRequest":
			b.Status = T("zib.med.requestedstatus")
		}
	}
	return stop
}

// whys adds why something was agreed, changed or stopped, and what the medicine is for.
func (b *B) whys(stop bool) {
	r := b.Root
	b.Relate("zib.med.for", r.Get("reasonReference"))
	key := "zib.med.why"
	if stop {
		key = "zib.med.whystopped"
	}
	b.Add(key, r.Get("reasonCode"), r.Get("statusReason"), r.Pick("statusReason"))
	b.extAdd(key, r, "reasonmodificationordiscontinuation", "reasonformodification", "reasonformodificationordiscontinuation", "agreementreason")
}

// extras adds additional information and notes.
func (b *B) extras() {
	for x := range extsOf(b.Root, "additionalinformation", "medicationagreementadditionalinformation", "medicationdispenseadditionalinformation", "administrationagreementadditionalinformation") {
		v := x.Pick("value")
		v.Ext("iso21090-nullFlavor").UseAll() // the text says what it is
		b.Add("zib.med.extra", v)
	}
	b.extAdd("zib.med.wishes", b.Root, "additionalwishes")
	b.Add("zib.remark", b.Root.Get("note"))
}

// rendered is the whole instruction in words, which R4 gives beside the codes.
func (b *B) rendered() fhir.Node {
	return extValue(b.Root, "rendereddosageinstruction")
}

// prescribed adds who prescribed it: in STU3 in an agent, with the role beside it.
func (b *B) prescribed(label string, n fhir.Node) {
	v := extValue(n, "requesterrole")
	if !v.Ok() {
		b.By(label, n)
		return
	}
	p, ref := b.person(n)
	what := Phrase{}
	if it := b.Read(v); it != nil && !it.Code.Zero() {
		what = it.Code
	} else if full, _ := b.reference(v); !full.Zero() {
		if p.Zero() || p.Text != "" && says(full, p.Text) {
			p = full // name, specialty and place in one
		} else {
			what = full
		}
	}
	if p = joinRole(p, what); p.Zero() {
		return
	}
	b.Who = append(b.Who, p)
	if b.Source.Zero() {
		b.Source = p
	}
	b.Put(T(label), Value{Phrase: &p, Ref: ref})
}

// contextOf links the item to the visit and the episode in which it came up.
func (b *B) contextOf() {
	r := b.Root
	visit := r.Get("context")
	if !visit.Ok() {
		visit = r.Get("encounter")
	}
	if b.V3 && visit.Get("reference").Ok() && fhir.ParseReference(visit.Str("reference")).Type == "EpisodeOfCare" {
		b.Relate("zib.episode", visit)
	} else {
		b.Relate("zib.visit", visit)
	}
	for _, at := range [...]fhir.Node{r, visit} {
		b.extRelate("zib.episode", at, "episodeofcare")
	}
}

// agreedOn adds when an agreement was made.
func (b *B) agreedOn(nodes ...fhir.Node) {
	b.Add("zib.med.agreed", nodes...)
	b.On(nodes...)
	for x := range extsOf(b.Root, "authoredon", "administrationagreementdatetime") {
		b.On(x.Pick("value"))
		b.Add("zib.med.agreed", x.Pick("value"))
	}
	b.registered()
}

// registered adds when it was written down, which is the moment where nothing else is.
func (b *B) registered() {
	for x := range extsOf(b.Root, "registrationdatetime") {
		b.On(x.Pick("value"))
		b.Add("zib.med.recorded", x.Pick("value"))
	}
}
