// SPDX-License-Identifier: EUPL-1.2

package dossier

import (
	"net/http"

	"regie/internal/record"
	"regie/internal/text"
	"regie/internal/web/route"
	"regie/internal/web/ui"
	"regie/internal/zib"
)

func (p Pages) record(w http.ResponseWriter, v *visit) error {
	v.dossier.Warm()
	var have []ui.Entry
	var rest []string
	var fresh map[zib.Category]int
	if !v.seen.First() {
		fresh = v.dossier.NewIn(v.seen)
	}
	for _, k := range kinds {
		n := v.dossier.Count(k.category)
		if n == 0 {
			rest = append(rest, k.title(v.Lang))
			continue
		}
		e := ui.Entry{Href: k.href(), Icon: k.icon, Tint: k.tint, Title: k.title(v.Lang), Text: k.what(v.Lang), Count: n}
		if n := fresh[k.category]; n > 0 {
			e.Chips = []ui.Chip{{Kind: ui.ChipNew, Text: v.T("dossier.chip.news", "n", n)}}
		}
		have = append(have, e)
	}
	return v.Render(w, http.StatusOK, recordPage(have, rest, missingOf(v)))
}

// categoryList is the page of one kind of data.
type categoryList struct {
	kind     kind
	title    string
	tabs     []ui.Tab
	now      []ui.ItemProps // what holds now
	nowHint  string
	none     bool // nothing holds now
	tiles    []ui.TileProps
	groups   []group
	form     filterForm
	page     ui.PaginationProps
	total    int
	filtered bool
	missing  missing
}

func (p Pages) category(w http.ResponseWriter, v *visit) error {
	k, ok := kindBySlug(v.PathValue("kind"))
	if !ok {
		return route.NotFound()
	}
	return p.listKind(w, v, k)
}

func (p Pages) documents(w http.ResponseWriter, v *visit) error {
	return p.listKind(w, v, kindOf(zib.CategoryDocuments))
}

// The views that a kind of data may have besides the list by date.
const (
	viewNow    = "nu"
	viewAll    = "alles"
	viewSeries = "per-soort"
)

func (p Pages) listKind(w http.ResponseWriter, v *visit, k kind) error {
	f := filter(v)
	f.Categories = []zib.Category{k.category}
	out := categoryList{
		kind: k, title: k.title(v.Lang), missing: missingOf(v),
		form: newFilterForm(v, k.href(), f, false), filtered: f.Year != 0 || f.Provider != 0,
	}
	if f.New != nil {
		out.filtered = true
	}
	page := v.dossier.List(f, number(v.URL.Query().Get(askPage), 1), pageSize)
	out.total = page.Total
	view := v.URL.Query().Get(askView)
	switch {
	case k.lasts:
		items, doubles := v.dossier.Current(k.category, v.Now)
		showNow := view == viewNow || (view == "" && !out.filtered && len(items) > 0 && page.Number == 1)
		out.tabs = []ui.Tab{
			{Href: k.href() + "?" + askView + "=" + viewNow, Text: v.T("dossier.tab.now"), Count: len(items), Current: showNow},
			{Href: k.href() + "?" + askView + "=" + viewAll, Text: v.T("dossier.tab.all"), Count: v.dossier.Count(k.category), Current: !showNow},
		}
		if showNow {
			out.now, out.none = cards(v, items, false), len(items) == 0
			if len(doubles) > 0 {
				out.nowHint = v.T("dossier.now.doubles")
			}
			return v.Render(w, http.StatusOK, categoryPage(out))
		}
	case k.valued:
		tiles := v.dossier.LastOf(k.category)
		showTiles := view == viewSeries && len(tiles) > 0
		out.tabs = []ui.Tab{
			{Href: k.href(), Text: v.T("dossier.tab.dates"), Count: v.dossier.Count(k.category), Current: !showTiles},
			{Href: k.href() + "?" + askView + "=" + viewSeries, Text: v.T("dossier.tab.series"), Count: len(tiles), Current: showTiles},
		}
		if showTiles {
			for _, l := range tiles {
				out.tiles = append(out.tiles, tile(v, l))
			}
			return v.Render(w, http.StatusOK, categoryPage(out))
		}
	}
	out.groups = byYear(v, page.Items, false)
	out.page = pagination(page, func(n int) string {
		return k.href() + query(record.Filter{Provider: f.Provider, Year: f.Year, New: f.New}, n, listView(k)...)
	})
	out.form.hidden = append(out.form.hidden, listView(k)...)
	return v.Render(w, http.StatusOK, categoryPage(out))
}

// listView is what keeps a page on the list of all, where it would begin with what holds now.
func listView(k kind) []string {
	if k.lasts {
		return []string{askView, viewAll}
	}
	return nil
}

// timelineList is the timeline.
type timelineList struct {
	groups  []group
	form    filterForm
	page    ui.PaginationProps
	total   int
	news    bool // only what is new
	whose   string
	missing missing
}

func (p Pages) timeline(w http.ResponseWriter, v *visit) error {
	f := filter(v)
	page := v.dossier.List(f, number(v.URL.Query().Get(askPage), 1), pageSize)
	out := timelineList{
		groups: byYear(v, page.Items, true), form: newFilterForm(v, "/tijdlijn", f, true), total: page.Total,
		page: pagination(page, func(n int) string { return "/tijdlijn" + query(f, n) }),
		news: f.New != nil, missing: missingOf(v),
	}
	if provider := v.dossier.Provider(f.Provider); provider != nil {
		out.whose = provider.Title
	}
	return v.Render(w, http.StatusOK, timelinePage(out))
}

// resultCount says how many there are.
func resultCount(l text.Lang, n int) string { return l.T("dossier.count", "n", n) }
