// SPDX-License-Identifier: EUPL-1.2

package zib

// readFamilyMemberHistory reads zib-FamilyHistory (STU3), nl-core-FamilyHistory (R4) and others: which
// diseases a relative has or had.
func readFamilyMemberHistory(b *B) {
	r := b.Root
	who := b.About(r.Get("relationship"))
	if who.Zero() || !who.Readable() {
		who = b.Phrase(r.Get("name"))
	}
	if who.Zero() {
		b.Titled(T("zib.block.FamilyHistory"))
	} else {
		b.Titled(T("zib.family.of", who))
	}
	b.On(r.Get("date"))
	b.State(r.Get("status"))
	for c := range r.Each("condition") {
		c.Use()
		what := b.Phrase(c.Get("code"))
		if what.Zero() {
			continue
		}
		if since := b.Phrase(c.Pick("onset")); !since.Zero() {
			what = T("zib.kind", what, T("zib.family.since", since))
		}
		if c.Str("contributedToDeath") == "true" {
			what = List(", ", what, T("zib.family.fatal"))
		}
		b.Skip(c.Get("contributedToDeath"))
		b.Say("zib.family.disease", List(", ", what, b.Phrase(c.Get("outcome"))))
		b.Add("zib.remark", c.Get("note"))
		b.Skip(c)
	}
	b.Top()
	b.Add("zib.relationship", r.Get("relationship"))
	b.Add("zib.name", r.Get("name"))
	b.Add("zib.gender", r.Get("gender"), r.Get("sex"))
	b.Add("zib.birthdate", r.Pick("born"))
	b.Add("zib.family.age", r.Pick("age"))
	b.Add("zib.deceased", r.Pick("deceased"))
	b.extAdd("zib.family.biological", r, "biologicalrelationship")
	b.Add("zib.family.why", r.Get("dataAbsentReason"))
	b.Relate("zib.reason", r.Get("reasonReference"))
	b.Add("zib.reason", r.Get("reasonCode"))
	b.Add("zib.remark", r.Get("note"))
	b.Add("zib.med.recorded", r.Get("date"))
	b.Skip(r.Get("estimatedAge"), r.Get("notDone")) // said by the status
}
