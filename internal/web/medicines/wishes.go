// SPDX-License-Identifier: EUPL-1.2

package medicines

import (
	"net/http"

	"regie/internal/record"
	"regie/internal/web/route"
	"regie/internal/web/shelf"
	"regie/internal/web/ui"
	"regie/internal/zib"
)

// Wishes is the page of what was agreed about treatment: limits, living wills, and plans.
func (p Pages) Wishes() route.Handler { return p.orByDate("wensen", p.with(p.wishes)) }

// wish is one agreement.
type wish struct {
	href, title string
	answer      string // "Nee: niet toegestaan of niet gewenst"
	limits      string
	on          string
	with        string
	reason      string
	remark      string
	status      string
	known       string
	chips       []ui.Chip
}

type wishesPage struct {
	who                        who
	on                         string
	limits, wills, plans, past []wish
	allHref                    string
	missing                    shelf.Missing
}

func wishesOf(v *shelf.Visit) wishesPage {
	out := wishesPage{missing: shelf.MissingOf(v), who: whoIs(v), on: ui.Day(v.Lang, v.Now, ui.ToDay), allHref: byDate(zib.CategoryAgreements)}
	for _, it := range v.Dossier.List(record.Filter{Categories: []zib.Category{zib.CategoryAgreements}}, 1, mostCautions).Items {
		x := wishOf(v, it)
		switch {
		case notSo(it) || it.Gone || over(v, it):
			out.past = append(out.past, x)
		case it.Block == "TreatmentDirective":
			out.limits = append(out.limits, x)
		case it.Block == "AdvanceDirective":
			out.wills = append(out.wills, x)
		default:
			out.plans = append(out.plans, x)
		}
	}
	return out
}

func wishOf(v *shelf.Visit, it *record.Item) wish {
	out := wish{href: shelf.ItemHref(it), title: v.T("dossier.item.untitled"), chips: chipsFor(v, it), known: doublesOf(v, it)}
	care, err := it.Care()
	if err != nil {
		return out
	}
	view := care.View(v.Lang)
	out.title, out.status = shelf.TitleOf(v, view), view.Status
	out.answer = factText(v, care, "zib.directive.permitted")
	out.limits = factText(v, care, "zib.directive.exceptions")
	out.on = factText(v, care, "zib.directive.verifiedon")
	if out.on == "" {
		out.on = view.Date
		if it.When.Open && it.Dated() { // the day of the talk, and not since when it holds
			p := shelf.Precision(it.When.Start)
			if p == ui.ToMinute {
				p = ui.ToDay
			}
			out.on = ui.Day(v.Lang, shelf.WallTime(it.At), p)
		}
	}
	out.with = factText(v, care, "zib.directive.verifiedwith")
	if out.with == "" {
		out.with = view.Source
	}
	out.reason = factText(v, care, "zib.reason")
	out.remark = factText(v, care, "zib.remark")
	if out.answer == "" && out.reason == "" && out.remark == "" && view.Summary >= 0 {
		out.remark = view.Facts[view.Summary].Text
	}
	return out
}

func (p Pages) wishes(w http.ResponseWriter, v *shelf.Visit) error {
	return v.Render(w, http.StatusOK, wishesView(wishesOf(v)))
}
