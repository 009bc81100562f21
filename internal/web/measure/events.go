// SPDX-License-Identifier: EUPL-1.2

package measure

import (
	"fmt"
	"net/http"
	"slices"
	"strconv"
	"strings"

	samples "regie/internal/measure"
	"regie/internal/web/chart"
	"regie/internal/web/route"
	"regie/internal/web/shelf"
	"regie/internal/web/ui"
)

const eventsPerPage = 40

type eventsView struct {
	items []ui.ItemProps
	page  ui.PaginationProps
}

// Events lists workouts and electrocardiograms, newest first.
func (p Pages) Events(w http.ResponseWriter, r *route.Request) error {
	all, err := p.Books.Events(r.Context(), r.Session.Vault)
	if err != nil {
		return fmt.Errorf("listing recordings: %w", err)
	}
	slices.Reverse(all)
	pages := max(1, (len(all)+eventsPerPage-1)/eventsPerPage)
	page := min(max(shelf.Number(r.URL.Query().Get(askPage), 1), 1), pages)
	v := eventsView{page: ui.PaginationProps{Page: page, Pages: pages}}
	if page > 1 {
		v.page.Prev = eventsHref + "?" + askPage + "=" + strconv.Itoa(page-1)
	}
	if page < pages {
		v.page.Next = eventsHref + "?" + askPage + "=" + strconv.Itoa(page+1)
	}
	for _, e := range all[(page-1)*eventsPerPage : min(len(all), page*eventsPerPage)] {
		x := ui.ItemProps{
			Href: eventsHref + "/" + strconv.FormatUint(e.Import, 10) + "/" + strconv.Itoa(e.Place), Icon: "run", Tint: ui.Green, Level: 2,
			Title: e.Title(r.Lang), Date: ui.Day(r.Lang, clockOf(e.Start, e.Zone), ui.ToMinute), Source: sourceName(r.Lang, e.From), Fact: amounts(r, e.Event),
		}
		if e.Kind == samples.EventECG {
			x.Icon, x.Tint = "heartbeat", ui.Red
		}
		v.items = append(v.items, x)
	}
	return r.Render(w, http.StatusOK, eventsPage(v))
}

// amounts says how long and how far, in a line.
func amounts(r *route.Request, e samples.Event) string {
	var out []string
	if e.Kind == samples.EventWorkout {
		out = append(out, hours(r.Lang, (e.End-e.Start+30_000)/60_000))
	}
	for _, a := range e.Amounts {
		if a.What == samples.WhatTotal && (strings.HasPrefix(string(a.Kind), "distance") || a.Kind == "energy-active") {
			out = append(out, said(r.Lang, samples.FormOf(a.Kind), a.Value, 0))
		}
	}
	return strings.Join(out, ", ")
}

type eventView struct {
	title, when, source, said string
	facts                     []ui.Fact
	ecg                       ecgView
	route                     *routeView
	courses                   []chart.Line
}

// Event shows one recording. Of an electrocardiogram it shows the curve and what the device said of
// it; Regie itself says nothing of it.
func (p Pages) Event(w http.ResponseWriter, r *route.Request) error {
	number, err := strconv.ParseUint(r.PathValue("number"), 10, 64)
	if err != nil {
		return route.NotFound()
	}
	at, err := strconv.Atoi(r.PathValue("n"))
	if err != nil {
		return route.NotFound()
	}
	e, err := p.Books.Event(r.Context(), r.Session.Vault, number, at)
	if err != nil {
		return missing(err)
	}
	v := eventView{title: e.Title(r.Lang), when: ui.Day(r.Lang, clockOf(e.Start, e.Zone), ui.ToMinute), source: sourceName(r.Lang, e.From)}
	fact := func(label, text string) {
		if text != "" {
			v.facts = append(v.facts, ui.Fact{Label: label, Texts: []string{text}})
		}
	}
	fact(r.T("samples.source"), v.source)
	if e.End > e.Start {
		if e.Kind == samples.EventECG {
			fact(r.T("samples.event.long"), r.T("samples.event.seconds", "n", (e.End-e.Start+500)/1000))
		} else {
			fact(r.T("samples.event.long"), hours(r.Lang, (e.End-e.Start+30_000)/60_000))
		}
	}
	for _, a := range e.Amounts {
		label := a.Kind.Name(r.Lang)
		if a.What != samples.WhatTotal {
			label += ", " + r.T(fmt.Sprintf("samples.what.%d", a.What))
		}
		fact(label, said(r.Lang, samples.FormOf(a.Kind), a.Value, 0))
	}
	if e.Wave != nil {
		v.said = e.Wave.Said
		fact(r.T("samples.ecg.lead"), e.Wave.Lead)
		v.ecg = ecgOf(e.Wave)
	} else if v.courses, err = p.courses(r, e); err != nil {
		return err
	}
	v.route = routeOf(r, e.Track)
	return r.Render(w, http.StatusOK, eventPage(v))
}
