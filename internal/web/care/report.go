// SPDX-License-Identifier: EUPL-1.2

package care

import (
	"net/http"

	"regie/internal/record"
	"regie/internal/web/route"
	"regie/internal/web/shelf"
	"regie/internal/web/ui"
	"regie/internal/zib"
)

// reportView is a report of tests, tissue or images with all its parts on one page.
type reportView struct {
	title, when string
	chips       []ui.Chip
	facts       []ui.FactGroup
	parts       []ui.FactGroup
	groups      []group
	item        string
}

func (p Pages) report(w http.ResponseWriter, v *shelf.Visit) error {
	it, err := v.Item()
	if err != nil {
		return err
	}
	if it.Type != "DiagnosticReport" {
		return route.NotFound()
	}
	care, err := it.Care()
	if err != nil {
		return err
	}
	view := care.View(v.Lang)
	out := reportView{title: titleOf(v, it), when: shelf.WhenOf(v, it, view, true), chips: shelf.Chips(v, it), item: shelf.ItemHref(it)}
	results := map[string]bool{} // titles of what is shown as a part below
	var rest []*record.Item
	for _, r := range v.Dossier.Related(it) {
		if r.Item.Type != "Observation" {
			rest = append(rest, r.Item)
			continue
		}
		part, err := r.Item.Care()
		if err != nil {
			rest = append(rest, r.Item)
			continue
		}
		pv := part.View(v.Lang)
		g := ui.FactGroup{Title: shelf.TitleOf(v, pv)}
		results[g.Title] = true
		for i, f := range pv.Facts {
			fact := ui.Fact{Label: f.Label}
			switch val := shelf.ValueOf(v, r.Item, f); {
			case val != nil:
				val.Quiet = true
				fact.Values = []ui.ValueProps{*val}
			case i == pv.Summary || !refers(part, f.Label, v):
				for _, x := range f.Values {
					if x.Document == nil {
						fact.Texts = append(fact.Texts, x.Text)
					}
				}
			}
			if len(fact.Texts)+len(fact.Values) > 0 {
				g.Facts = append(g.Facts, fact)
			}
		}
		if len(g.Facts) > 0 {
			out.parts = append(out.parts, g)
		}
	}
	g := ui.FactGroup{}
	for _, f := range view.Facts {
		fact := ui.Fact{Label: f.Label}
		for _, x := range f.Values {
			if x.Document == nil && !results[x.Text] {
				fact.Texts = append(fact.Texts, x.Text)
			}
		}
		if len(fact.Texts) > 0 {
			g.Facts = append(g.Facts, fact)
		}
	}
	out.facts = []ui.FactGroup{g}
	out.groups = groups(v, rest, false)
	return v.Render(w, http.StatusOK, reportPage(out))
}

// refers tells whether a fact only names other items: the page of the report shows those already.
func refers(care *zib.Item, label string, v *shelf.Visit) bool {
	for _, f := range care.Facts {
		if upperFirst(f.Label.In(v.Lang)) != label {
			continue
		}
		for _, x := range f.Values {
			if x.Ref == nil {
				return false
			}
		}
		return true
	}
	return false
}
