// SPDX-License-Identifier: EUPL-1.2

package care

import (
	"net/http"

	"regie/internal/record"
	"regie/internal/web/shelf"
	"regie/internal/web/ui"
	"regie/internal/zib"
)

// planView is the plan of care over years: what is agreed, what for, who does what, how it went.
type planView struct {
	plans   []ui.ItemProps
	goals   []goal
	work    []ui.ItemProps // what carers do
	notes   []ui.ItemProps // what they wrote
	teams   []ui.ItemProps
	missing shelf.Missing
}

// goal is a goal with what is done for it and how it went.
type goal struct {
	card ui.ItemProps
	with []shelf.Line
}

// planMost is how many reports of carers the page has.
const planMost = 10

func (p Pages) plan(w http.ResponseWriter, v *shelf.Visit) error {
	out := planView{missing: shelf.MissingOf(v)}
	all := func(c zib.Category, blocks ...string) []*record.Item {
		var items []*record.Item
		for _, it := range v.Dossier.List(record.Filter{Categories: []zib.Category{c}}, 1, 2000).Items {
			for _, b := range blocks {
				if it.Block == b && !it.Has(zib.MarkEnteredInError) {
					items = append(items, it)
				}
			}
		}
		return items
	}
	out.plans = shelf.Cards(v, all(zib.CategoryAgreements, "CarePlan", "HelpFromOthers"), false)
	shown := map[*record.Item]bool{}
	for _, it := range all(zib.CategoryAgreements, "TreatmentObjective") {
		g := goal{card: shelf.Card(v, it, false)}
		for _, r := range v.Dossier.Related(it) {
			if r.Item.Block == "CarePlan" {
				continue
			}
			shown[r.Item] = true
			l := shelf.LineOf(v, r.Item)
			l.Href, l.Text = hrefOf(v, r.Item), join(" · ", upperFirst(r.Label.In(v.Lang)), dayOf(v, r.Item), l.Text)
			g.with = append(g.with, l)
		}
		out.goals = append(out.goals, g)
	}
	var work []*record.Item
	for _, it := range all(zib.CategoryTreatments, "NursingIntervention") {
		if !shown[it] {
			work = append(work, it)
		}
	}
	out.work = shelf.Cards(v, work, false)
	notes := all(zib.CategoryVisits, "NursingReport")
	out.notes = shelf.Cards(v, notes[:min(len(notes), planMost)], false)
	out.teams = shelf.Cards(v, all(zib.CategoryCareTeam, "CareTeam"), false)
	return v.Render(w, http.StatusOK, planPage(out))
}
