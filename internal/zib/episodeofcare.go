// SPDX-License-Identifier: EUPL-1.2

package zib

import "regie/internal/fhir"

// readEpisodeOfCare reads nl-core-episodeofcare: a complaint or illness over time, as the GP
// keeps it together.
func readEpisodeOfCare(b *B) {
	r := b.Root
	title := r.ExtValue("EpisodeOfCare-Title")
	if !title.Ok() {
		title = extValue(r, "episodeofcarename") // R4
	}
	b.Named(title)
	for d := range r.Each("diagnosis") {
		p, _ := b.reference(d.Get("condition"))
		b.Titled(p)
		if it := b.Read(d.Get("condition")); it != nil && b.Code.Zero() {
			b.Code = it.Code
		}
		if p.Equal(b.Title) && b.linked(d.Get("condition"), "zib.diagnosis") {
			continue // the title says it
		}
		b.Relate("zib.diagnosis", d.Get("condition"))
		b.Add("zib.diagnosis", d.Get("role"))
		b.Skip(d.Get("rank"))
	}
	b.Add("zib.kindof", r.Get("type"))
	if b.Title.Zero() {
		b.Titled(b.Phrase(r.Get("type")))
	}
	b.Titled(T("zib.block.EpisodeOfCare"))
	b.On(r.Get("period"), r.ExtValue("EpisodeOfCare-DateFirstEncounter"))
	b.State(r.Get("status"))
	b.Add("zib.since", r.Path("period", "start"))
	b.Top()
	b.Add("zib.until", r.Path("period", "end"))
	b.Skip(r.Get("period"))
	b.Add("zib.firstvisit", r.ExtValue("EpisodeOfCare-DateFirstEncounter"))
	b.Add("zib.lastvisit", r.ExtValue("EpisodeOfCare-DateLastEncounter"))
	for _, url := range [...]string{"EpisodeOfCare-Title", "EpisodeOfCare-DateFirstEncounter", "EpisodeOfCare-DateLastEncounter"} {
		r.Ext(url).UseAll()
	}
	b.By("zib.careby", r.Get("careManager"))
	b.By("zib.organization", r.Get("managingOrganization"))
	b.Relate("zib.request", r.Get("referralRequest"))
	b.Relate("zib.careteam", r.Get("team"))
	b.Skip(r.Get("statusHistory"), r.Get("account")) // how the software got here; bills
}

// linked links the item to what a reference points at, and tells whether it could.
func (b *B) linked(n fhir.Node, label string) bool {
	_, ref := b.reference(n)
	if ref == nil {
		return false
	}
	b.Links = append(b.Links, Link{Label: T(label), To: *ref})
	return true
}
