// SPDX-License-Identifier: EUPL-1.2

package agenda

import (
	"slices"
	"time"

	kept "regie/internal/agenda"
	"regie/internal/web/chart"
	"regie/internal/web/shelf"
	"regie/internal/web/ui"
)

// Marks are the appointments of a stretch of time, of providers and own ones, for below a chart. from
// and till are times of a clock on the wall, in UTC; till is not included. The oldest is first; at
// most most of them, the latest. What repeats is left out: it says nothing about one moment.
func (p Pages) Marks(v *shelf.Visit, from, till time.Time, most int) ([]chart.Mark, error) {
	all, err := p.Agendas.All(v.Context(), v.Session.Vault)
	if err != nil {
		return nil, problem("marking a chart", err)
	}
	all = slices.DeleteFunc(all, func(a kept.Appointment) bool { return a.Repeat != nil })
	var out []chart.Mark
	for _, o := range kept.Occurrences(append(all, providers(v, from)...), from, till, mostCards) {
		if o.Start.Before(from) || o.Start.After(shelf.WallTime(shelf.WallOf(v.Now))) {
			continue
		}
		m := chart.Mark{At: o.Start, Text: v.T("agenda.mark", "title", o.Title), Date: ui.Day(v.Lang, o.Start, ui.ToDay), Href: pageOf(o.Appointment)}
		out = append(out, m)
	}
	return out[max(0, len(out)-most):], nil
}

// pageOf is the page of an appointment: of an own one, or of the item of a provider.
func pageOf(a *kept.Appointment) string {
	if a.Item != "" {
		return "/dossier/item/" + a.Item
	}
	return href(a.Key) + "/wijzigen"
}
