// SPDX-License-Identifier: EUPL-1.2

package medicines

import (
	"net/http"
	"strings"

	"regie/internal/record"
	"regie/internal/web/route"
	"regie/internal/web/shelf"
	"regie/internal/web/ui"
	"regie/internal/zib"
)

// Safety is the page of allergies and warnings over all providers.
func (p Pages) Safety(kind string) route.Handler { return p.orByDate(kind, p.with(p.safety)) }

// caution is an allergy or a warning.
type caution struct {
	href, title string
	severe      string // how bad it can be
	high        bool   // it can be serious
	reactions   string
	since, last string
	remark      string
	status      string
	known       string // who knows of it
	chips       []ui.Chip
	differ      string // another source says that it is not so
}

// line says a caution in one line, for paper.
func (c caution) line() string {
	out := c.title
	if c.reactions != "" {
		out += " (" + lower(c.reactions) + ")"
	}
	return out
}

type safetyPage struct {
	who                       who
	on                        string
	allergies, alerts         []caution
	past, refuted             []caution // no longer so; was looked into and is not so, or was a mistake
	allergiesHref, alertsHref string
	missing                   shelf.Missing
}

// mostCautions bounds the page; nobody has that many.
const mostCautions = 400

func safetyOf(v *shelf.Visit) safetyPage {
	out := safetyPage{missing: shelf.MissingOf(v), on: ui.Day(v.Lang, v.Now, ui.ToDay), who: whoIs(v), allergiesHref: byDate(zib.CategoryAllergies), alertsHref: byDate(zib.CategoryAlerts)}
	where := map[string][]string{} // what, folded → who says that it is not so (any more)
	var items []*record.Item
	for _, c := range [...]zib.Category{zib.CategoryAllergies, zib.CategoryAlerts} {
		items = append(items, v.Dossier.List(record.Filter{Categories: []zib.Category{c}}, 1, mostCautions).Items...)
	}
	for _, it := range items {
		if notSo(it) && !it.Has(zib.MarkEnteredInError) {
			name := strings.ToLower(it.Title.In(v.Lang))
			where[name] = append(where[name], sourceName(v, it.Provider))
		}
	}
	for _, it := range items {
		c := cautionOf(v, it)
		switch {
		case it.Void() || it.Has(zib.MarkCancelled):
			out.refuted = append(out.refuted, c)
		case notSo(it) || it.Gone || over(v, it):
			out.past = append(out.past, c)
		default:
			if names := where[strings.ToLower(it.Title.In(v.Lang))]; len(names) > 0 {
				c.differ = v.T("medicines.safety.differ", "who", strings.Join(unique(names), ", "))
			}
			if it.Category == zib.CategoryAllergies {
				out.allergies = append(out.allergies, c)
			} else {
				out.alerts = append(out.alerts, c)
			}
		}
	}
	first := func(all []caution) []caution { // what can be serious first
		var high, rest []caution
		for _, c := range all {
			if c.high {
				high = append(high, c)
			} else {
				rest = append(rest, c)
			}
		}
		return append(high, rest...)
	}
	out.allergies, out.alerts = first(out.allergies), first(out.alerts)
	out.refuted = oneOfEach(out.refuted)
	return out
}

// oneOfEach joins what several sources looked into, with all that they say.
func oneOfEach(all []caution) []caution {
	place := map[string]int{}
	var out []caution
	for _, c := range all {
		key := strings.ToLower(c.title) + "|" + c.status
		n, ok := place[key]
		if !ok {
			place[key] = len(out)
			out = append(out, c)
			continue
		}
		o := &out[n]
		o.known = strings.Join(unique([]string{o.known, c.known}), ", ")
		if c.remark != "" && !strings.Contains(o.remark, c.remark) {
			o.remark = joined(o.remark, c.remark)
		}
	}
	return out
}

// notSo tells whether a source says that it is not so, or no longer.
func notSo(it *record.Item) bool {
	return it.Void() || it.Has(zib.MarkResolved, zib.MarkStopped, zib.MarkCancelled, zib.MarkNotDone)
}

// over tells whether its period is past.
func over(v *shelf.Visit, it *record.Item) bool {
	end := it.When.End
	return len(end) >= 10 && end[:10] < v.Now.Format("2006-01-02")
}

func cautionOf(v *shelf.Visit, it *record.Item) caution {
	out := caution{href: shelf.ItemHref(it), title: v.T("dossier.item.untitled"), chips: chipsFor(v, it), known: doublesOf(v, it)}
	care, err := it.Care()
	if err != nil {
		return out
	}
	view := care.View(v.Lang)
	out.title, out.status = shelf.TitleOf(v, view), view.Status
	out.severe = factText(v, care, "zib.allergy.criticality")
	out.high = it.Has(zib.MarkCritical) || highCriticality(care)
	out.reactions = factText(v, care, "zib.allergy.reaction")
	out.since = factText(v, care, "zib.allergy.since")
	if out.since == "" {
		out.since = factText(v, care, "zib.alert.period")
	}
	out.last = factText(v, care, "zib.allergy.last")
	out.remark = factText(v, care, "zib.remark")
	return out
}

// highCriticality tells whether the source says that it can be serious.
func highCriticality(care *zib.Item) bool {
	f := care.Fact("zib.allergy.criticality")
	if f == nil {
		return false
	}
	for _, x := range f.Values {
		if x.Phrase == nil {
			continue
		}
		switch x.Phrase.Code {
		case "high", "24484000", "CRITH":
			return true
		}
	}
	return false
}

// chipsFor are the chips of an item.
func chipsFor(v *shelf.Visit, it *record.Item) []ui.Chip { return shelf.Chips(v, it) }

// doublesOf names every source of an item.
func doublesOf(v *shelf.Visit, it *record.Item) string {
	names := []string{sourceName(v, it.Provider)}
	for _, o := range v.Dossier.Doubles(it) {
		names = append(names, sourceName(v, o.Provider))
	}
	return strings.Join(unique(names), ", ")
}

func (p Pages) safety(w http.ResponseWriter, v *shelf.Visit) error {
	return v.Render(w, http.StatusOK, safetyView(safetyOf(v)))
}
