// SPDX-License-Identifier: EUPL-1.2

package dossier

import (
	"net/http"
	"slices"
	"strconv"

	"regie/internal/record"
	"regie/internal/text"
	"regie/internal/web/shelf"
	"regie/internal/web/ui"
)

// timelineList is the timeline.
type timelineList struct {
	groups  []monthGroup
	jumps   []jump
	form    filterForm
	page    ui.PaginationProps
	total   int
	news    bool // only what is new
	whose   string
	paper   string
	missing shelf.Missing
}

// monthGroup is a part of the timeline under its month. id is set on the first of a year.
type monthGroup struct {
	shelf.Group
	id string
}

// jump leads to a year of the timeline.
type jump struct {
	year, href string
	here       bool // it begins on this page
}

func (p Pages) timeline(w http.ResponseWriter, v *shelf.Visit) error {
	f := shelf.FilterOf(v)
	page := v.Dossier.List(f, shelf.Number(v.URL.Query().Get(shelf.AskPage), 1), shelf.PageSize)
	out := timelineList{
		groups: byMonth(v, page.Items), jumps: jumps(v, f, page), form: newFilterForm(v, "/tijdlijn", f, true), total: page.Total,
		page: shelf.Pagination(page, func(n int) string { return "/tijdlijn" + shelf.Query(f, n) }),
		news: f.New != nil, missing: shelf.MissingOf(v),
	}
	if out.total > 0 {
		out.paper = "/afdruk/tijdlijn" + shelf.Query(f, 1)
	}
	if provider := v.Dossier.Provider(f.Provider); provider != nil {
		out.whose = provider.Title
	}
	return v.Render(w, http.StatusOK, timelinePage(out))
}

// byMonth puts items, newest first, under their months; what is known by year only under the year.
func byMonth(v *shelf.Visit, items []*record.Item) []monthGroup {
	var out []monthGroup
	now := shelf.WallOf(v.Now)
	coming := v.T("dossier.group.coming")
	last := 0
	for _, it := range items {
		title := monthOf(v.Lang, it)
		switch {
		case !it.Dated():
			title = v.T("dossier.group.undated")
		case it.At > now:
			title = coming
		}
		if len(out) == 0 || out[len(out)-1].Title != title {
			g := monthGroup{Group: shelf.Group{Title: title}}
			if y := it.Year(); it.Dated() && y != last && title != coming {
				last = y
				g.id = "j" + strconv.Itoa(y)
			}
			out = append(out, g)
		}
		g := &out[len(out)-1]
		g.Items = append(g.Items, shelf.Card(v, it, true))
	}
	if len(out) > 0 && out[0].Title == coming {
		slices.Reverse(out[0].Items) // of what is to come the first comes first
	}
	return out
}

// monthOf says the month of an item, or its year where no more is known.
func monthOf(l text.Lang, it *record.Item) string {
	if !it.Dated() {
		return ""
	}
	p := ui.ToMonth
	if shelf.Precision(startOf(it)) == ui.ToYear {
		p = ui.ToYear
	}
	return upperFirst(ui.Day(l, shelf.WallTime(it.At), p))
}

// jumps tells on which page of a list each year begins.
func jumps(v *shelf.Visit, f record.Filter, page record.Page) []jump {
	if page.Pages < 2 || f.Year != 0 {
		return nil
	}
	var out []jump
	before := 0
	for _, y := range v.Dossier.Facets(f).Years {
		n := before/page.Size + 1
		year := strconv.Itoa(y.Year)
		out = append(out, jump{year: year, href: "/tijdlijn" + shelf.Query(f, n) + "#j" + year, here: n == page.Number})
		before += y.Count
	}
	return out
}
