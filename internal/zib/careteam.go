// SPDX-License-Identifier: EUPL-1.2

package zib

// readCareTeam reads who work together for the person, each with the role.
func readCareTeam(b *B) {
	r := b.Root
	b.Named(r.Get("name"))
	b.Titled(T("zib.block.CareTeam"))
	b.On(r.Get("period"))
	b.State(r.Get("status"))
	for n := range r.Each("participant") {
		n.Use()
		role := b.Phrase(n.Get("role"))
		who, ref := b.reference(n.Get("member"))
		switch {
		case who.Zero():
			who = role
		case !role.Zero():
			who = T("zib.person.role", who, role)
		}
		if of, _ := b.reference(n.Get("onBehalfOf")); !of.Zero() {
			who = List(", ", who, of)
		}
		if when := b.Phrase(n.Get("period")); !when.Zero() {
			who = List(", ", who, when)
		}
		if who.Zero() {
			continue
		}
		b.Who = append(b.Who, who)
		b.Put(T("zib.teammember"), Value{Phrase: &who, Ref: ref})
	}
	b.Top()
	b.Add("zib.kindof", r.Get("category"))
	b.Add("zib.reason", r.Get("reasonCode"), r.Get("reasonReference"))
	b.Relate("zib.visit", r.Get("context"), r.Get("encounter"))
	b.By("zib.organization", r.Get("managingOrganization"))
	b.Add("zib.telecom", r.Get("telecom"))
	b.Add("zib.remark", r.Get("note"))
}
