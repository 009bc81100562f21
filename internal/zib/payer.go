// SPDX-License-Identifier: EUPL-1.2

package zib

// readPayer reads zib-Payer: who pays for the care, usually a health insurer.
func readPayer(b *B) {
	r := b.Root
	b.On(r.Get("period"))
	b.State(r.Get("status"))
	who := b.Phrase(r.Get("payor"))
	kind := b.About(r.Get("type"))
	if !who.Zero() {
		b.Titled(T("zib.payer.title", who))
		b.Source = who
	}
	b.Titled(T("zib.block.Payer"))
	b.Add("zib.payer", r.Get("payor"))
	b.Top()
	b.Say("zib.kindof", kind)
	b.Add("zib.period", r.Get("period"))
	b.Add("zib.policyholder", r.Get("policyHolder"))
	b.Add("zib.subscriber", r.Get("subscriber"))
	if s := cleanText(r.Str("subscriberId")); s != "" {
		b.Say("zib.insurednumber", T("zib.number", Say(s)))
		b.Skip(r.Get("subscriberId"))
	}
	b.Add("zib.relationship", r.Get("relationship"))
	b.Skip(r.Get("dependent"), r.Get("order")) // for the insurer's software
}
