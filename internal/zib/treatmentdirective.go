// SPDX-License-Identifier: EUPL-1.2

package zib

import "regie/internal/fhir"

// readTreatmentDirective reads zib-TreatmentDirective: whether a treatment may be given. The
// answer is the first thing to see; it comes as a modifier extension, so it is never left out.
func readTreatmentDirective(b *B) {
	r := b.Root
	treatment := b.directiveExt(r, "Treatment")
	b.Code = b.Concept(treatment)
	permitted := b.directiveExt(r, "TreatmentPermitted")
	b.Titled(b.Phrase(treatment))
	b.Titled(b.Phrase(r.Path("provision", "code"))) // R4
	b.Titled(T("zib.block.TreatmentDirective"))
	b.Add("zib.directive.permitted", permitted)
	b.Top()
	p := r.Get("provision") // R4
	if kind := p.Str("type"); kind != "" {
		b.Skip(p.Get("type"))
		answer := T("zib.directive." + map[string]string{"permit": "yes", "deny": "no"}[kind])
		b.Say("zib.directive.permitted", answer)
		b.Top()
		if code := b.Phrase(p.Get("code")); !code.Equal(b.Title) {
			b.Say("zib.directive.treatment", code)
		}
	}
	for e := range r.Each("except") { // what holds for the treatment when there are conditions
		b.Add("zib.directive.exceptions", b.directiveExt(e, "Restrictions"), b.directiveExt(e, "Exceptions"))
		b.Skip(e.Get("type")) // that it is an exception is what the label says
	}
	b.On(r.Get("period"), p.Get("period"), r.Get("dateTime"))
	b.State(r.Get("status"))
	b.Add("zib.directive.exceptions", b.directiveExt(r, "Restrictions"), b.directiveExt(r, "Exceptions"), b.directiveExt(r, "SpecificationOther"))
	b.directiveVerification(r)
	b.directiveRest(r)
}

// readAdvanceDirective reads zib-AdvanceDirective and other agreements: a living will, a mandate.
func readAdvanceDirective(b *B) {
	r := b.Root
	for c := range r.Each("category") {
		p := b.About(c)
		if isCoded(c, "snomed", "11341000146107") {
			continue // "advance directive": the block itself
		}
		b.directiveKind(p)
	}
	for c := range r.Path("provision").Each("code") { // R4
		b.directiveKind(b.Phrase(c))
	}
	b.Titled(T("zib.block.AdvanceDirective"))
	b.On(r.Get("dateTime"), r.Get("period"))
	b.State(r.Get("status"))
	b.Relate("zib.reason", b.directiveExt(r, "Disorder"))
	b.directiveRest(r)
}

// directiveKind says what kind of living will it is: the first in the title, others in a row.
func (b *B) directiveKind(p Phrase) {
	switch {
	case p.Zero() || !p.Readable() || p.Code == "acd":
	case b.Title.Zero():
		b.Title = p
	default:
		b.Say("zib.directive.kind", p)
	}
}

// directiveExt finds an extension of the directive, under its STU3 or its R4 name.
func (b *B) directiveExt(r fhir.Node, name string) fhir.Node {
	for _, prefix := range [...]string{"zib-TreatmentDirective-", "ext-TreatmentDirective.", "ext-TreatmentDirective2.", "zib-AdvanceDirective-", "ext-AdvanceDirective."} {
		x := r.Ext(prefix + name)
		if !x.Ok() {
			continue
		}
		x.Use()
		x.Get("url").Use()
		return x.Pick("value")
	}
	return fhir.Node{}
}

// directiveVerification says whether, with whom and when the agreement was checked.
func (b *B) directiveVerification(r fhir.Node) {
	for _, url := range [...]string{"zib-TreatmentDirective-Verification", "ext-TreatmentDirective.Verification"} {
		v := r.Ext(url)
		if !v.Ok() {
			continue
		}
		b.Add("zib.directive.verified", v.ExtValue("Verified"))
		b.Add("zib.directive.verifiedwith", v.ExtValue("VerifiedWith"))
		b.Add("zib.directive.verifiedon", v.ExtValue("VerificationDate"))
		v.UseAll()
	}
	for v := range r.Each("verification") { // R4
		v.Use()
		b.Add("zib.directive.verified", v.Get("verified"))
		b.Add("zib.directive.verifiedwith", v.Get("verifiedWith"))
		b.Add("zib.directive.verifiedon", v.Get("verificationDate"))
	}
}

func (b *B) directiveRest(r fhir.Node) {
	b.Add("zib.document", r.Pick("source"))
	b.By("zib.agreedwith", r.Get("consentingParty"), r.Get("performer"), r.Get("actor"))
	for a := range r.Path("provision").Each("actor") {
		a.Use()
		b.By("zib.agreedwith", a.Get("reference"))
		if role := b.Phrase(a.Get("role")); !dullRole(role) {
			b.Say("zib.role", role)
		}
	}
	b.By("zib.organization", r.Get("organization"))
	b.Add("zib.remark", r.ExtValue("Comment"), r.ExtValue("ext-Comment"), b.directiveExt(r, "Comment"))
	b.Skip(r.Get("category"), r.Get("policy"), r.Get("policyRule"), r.Get("scope"), r.Get("purpose")) // the law it rests on, the same for all
}
