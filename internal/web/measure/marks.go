// SPDX-License-Identifier: EUPL-1.2

package measure

import (
	"fmt"
	"net/url"
	"slices"
	"time"

	"regie/internal/record"
	"regie/internal/web/chart"
	"regie/internal/web/route"
	"regie/internal/web/shelf"
	"regie/internal/web/ui"
	"regie/internal/zib"
)

// mostMarks is how many things of a sort that happened stand below a chart, the latest first.
const mostMarks = 12

// askBelow is what the address holds for what stands below a chart, once for each sort. Without it
// everything does; the form always sends "niets", so that all can be left out.
const askBelow = "onder"

// below are the sorts, as in the address.
var below = []struct {
	ask  string
	sort chart.MarkSort
}{{"medicijnen", chart.MarkMedicine}, {"bezoeken", chart.MarkVisit}, {"dagboek", chart.MarkDiary}, {"niets", chart.MarkOther}}

// chosenBelow reads what should stand below a chart; nil is everything.
func chosenBelow(q url.Values) (out []string) {
	for _, s := range below {
		if slices.Contains(q[askBelow], s.ask) {
			out = append(out, s.ask)
		}
	}
	if len(out) == len(below) {
		return nil
	}
	return out
}

// belowOptions are the sorts to choose from.
func belowOptions(r *route.Request, chosen []string) (out []ui.Option) {
	for _, s := range below {
		if s.sort != chart.MarkOther {
			out = append(out, ui.Option{Value: s.ask, Text: s.sort.Name(r.Lang), Chosen: chosen == nil || slices.Contains(chosen, s.ask)})
		}
	}
	return out
}

// keep leaves the sorts that were chosen.
func keepBelow(all []chart.Mark, chosen []string) []chart.Mark {
	if chosen == nil {
		return all
	}
	return slices.DeleteFunc(all, func(m chart.Mark) bool {
		for _, s := range below {
			if s.sort == m.Sort {
				return !slices.Contains(chosen, s.ask)
			}
		}
		return false
	})
}

// Happened is what else happened in a stretch of time, the oldest first: changes of medicines, visits,
// and what Marks gives.
func (p Pages) Happened(v *shelf.Visit, from, till time.Time) ([]chart.Mark, error) {
	out := append(medicines(v, from, till), visits(v, from, till)...)
	if p.Marks != nil {
		more, err := p.Marks(v, from, till, 2*mostMarks)
		if err != nil {
			return nil, fmt.Errorf("marking a chart: %w", err)
		}
		out = append(out, more...)
	}
	slices.SortStableFunc(out, func(a, b chart.Mark) int { return a.At.Compare(b.At) })
	return out, nil
}

// medicines are those that began, changed or stopped.
func medicines(v *shelf.Visit, from, till time.Time) []chart.Mark {
	if v.Dossier == nil {
		return nil
	}
	var out []chart.Mark
	add := func(m *record.Medicine, literal, key string) {
		if len(literal) < 10 { // only a month or a year is known: it has no place in a chart
			return
		}
		at, err := time.Parse(time.DateOnly, literal[:10])
		if err != nil || at.Before(from) || !at.Before(till) || at.After(shelf.WallTime(shelf.WallOf(v.Now))) {
			return
		}
		out = append(out, chart.Mark{
			At: at, Sort: chart.MarkMedicine, Date: ui.Day(v.Lang, at, ui.ToDay), Href: "/medicijnen/" + m.Key().String(),
			Text: v.T(key, "name", m.Lead.Title.In(v.Lang)),
		})
	}
	for _, m := range v.Dossier.Medicines(v.Now) {
		if m.State == record.MedicineMistaken {
			continue
		}
		add(m, m.First, "samples.mark.start")
		if s := m.Main(); m.State == record.MedicineStopped || m.State == record.MedicinePaused {
			add(m, s.Until, "samples.mark.stop")
		}
		if s := m.Main(); s.Since != m.First && m.State == record.MedicineUsing {
			add(m, s.Since, "samples.mark.change")
		}
	}
	slices.SortStableFunc(out, func(a, b chart.Mark) int { return a.At.Compare(b.At) })
	return out[max(0, len(out)-mostMarks):]
}

// visits are moments of care.
func visits(v *shelf.Visit, from, till time.Time) []chart.Mark {
	if v.Dossier == nil {
		return nil
	}
	var out []chart.Mark
	for _, it := range v.Dossier.Contacts() { // the newest first
		if !it.Dated() || it.Void() || it.Has(zib.MarkCancelled, zib.MarkNotDone) {
			continue
		}
		at := shelf.WallTime(it.At)
		if !at.Before(till) || at.After(shelf.WallTime(shelf.WallOf(v.Now))) {
			continue
		}
		if at.Before(from) || len(out) == mostMarks {
			break
		}
		out = append(out, chart.Mark{At: at, Sort: chart.MarkVisit, Date: ui.Day(v.Lang, at, ui.ToDay), Href: shelf.ItemHref(it), Text: shelf.LineOf(v, it).Title})
	}
	return out
}
