// SPDX-License-Identifier: EUPL-1.2

package dossier

import (
	"net/http"
	"regie/internal/web/shelf"

	"regie/internal/record"
	"regie/internal/text"
	"regie/internal/web/route"
	"regie/internal/web/ui"
	"regie/internal/zib"
)

func (p Pages) record(w http.ResponseWriter, v *shelf.Visit) error {
	v.Dossier.Warm()
	var have []ui.Entry
	var rest []string
	var fresh map[zib.Category]int
	if !v.Seen.First() {
		fresh = v.Dossier.NewIn(v.Seen)
	}
	for _, k := range shelf.Kinds {
		n := v.Dossier.Count(k.Category)
		if n == 0 && k.Category == zib.CategoryCareTeam {
			continue // who they are is known from all the rest: see "also"
		}
		if n == 0 {
			rest = append(rest, k.Title(v.Lang))
			continue
		}
		e := ui.Entry{Href: k.Href(), Icon: k.Icon, Tint: k.Tint, Title: k.Title(v.Lang), Text: k.What(v.Lang), Count: n}
		if n := fresh[k.Category]; n > 0 {
			e.Chips = []ui.Chip{{Kind: ui.ChipNew, Text: v.T("dossier.chip.news", "n", n)}}
		}
		have = append(have, e)
	}
	return v.Render(w, http.StatusOK, recordPage(have, rest, shelf.MissingOf(v)))
}

// categoryList is the page of one kind of data.
type categoryList struct {
	kind     shelf.Kind
	title    string
	tabs     []ui.Tab
	now      []ui.ItemProps // what holds now
	nowHint  string
	none     bool // nothing holds now
	groups   []shelf.Group
	form     filterForm
	page     ui.PaginationProps
	total    int
	filtered bool
	missing  shelf.Missing
	paper    string
}

func (p Pages) category(w http.ResponseWriter, v *shelf.Visit) error {
	k, ok := shelf.KindBySlug(v.PathValue("kind"))
	if !ok {
		return route.NotFound()
	}
	return p.listKind(w, v, k)
}

func (p Pages) documents(w http.ResponseWriter, v *shelf.Visit) error {
	return p.listKind(w, v, shelf.KindOf(zib.CategoryDocuments))
}

// The views that a kind of data may have besides the list by date.
const (
	viewNow = "nu"
	viewAll = "alles"
)

func (p Pages) listKind(w http.ResponseWriter, v *shelf.Visit, k shelf.Kind) error {
	f := shelf.FilterOf(v)
	f.Categories = []zib.Category{k.Category}
	out := categoryList{
		kind: k, title: k.Title(v.Lang), missing: shelf.MissingOf(v),
		form: newFilterForm(v, k.Href(), f, false), filtered: f.Year != 0 || f.Provider != 0 || f.From != 0 || f.To != 0,
	}
	if f.New != nil {
		out.filtered = true
	}
	page := v.Dossier.List(f, shelf.Number(v.URL.Query().Get(shelf.AskPage), 1), shelf.PageSize)
	out.total = page.Total
	if out.total > 0 {
		out.paper = paperHref(k, f, false)
	}
	view := v.URL.Query().Get(shelf.AskView)
	switch {
	case k.Category == zib.CategoryDocuments:
		out.tabs = shelf.ImageTabs(v, v.Dossier.Count(k.Category), v.Dossier.Studies(), false)
	case k.Lasts:
		items, doubles := v.Dossier.Current(k.Category, v.Now)
		showNow := view == viewNow || (view == "" && !out.filtered && len(items) > 0 && page.Number == 1)
		out.tabs = []ui.Tab{
			{Href: k.Href() + "?" + shelf.AskView + "=" + viewNow, Text: v.T("dossier.tab.now"), Count: len(items), Current: showNow},
			{Href: k.Href() + "?" + shelf.AskView + "=" + viewAll, Text: v.T("dossier.tab.all"), Count: v.Dossier.Count(k.Category), Current: !showNow},
		}
		if out.total > 0 {
			out.paper = paperHref(k, f, showNow)
		}
		if showNow {
			out.now, out.none = shelf.Cards(v, items, false), len(items) == 0
			if len(doubles) > 0 {
				out.nowHint = v.T("dossier.now.doubles")
			}
			return v.Render(w, http.StatusOK, categoryPage(out))
		}
	case k.Valued:
		// By what was measured: see package lab.
		out.tabs = []ui.Tab{
			{Href: k.Href(), Text: v.T("lab.view.groups"), Count: len(v.Dossier.Tests(k.Category))},
			{Href: k.Href() + "?" + shelf.AskView + "=" + shelf.ViewDates, Text: v.T("dossier.tab.dates"), Count: v.Dossier.Count(k.Category), Current: true},
		}
	}
	out.groups = shelf.ByYear(v, page.Items, false)
	out.page = shelf.Pagination(page, func(n int) string {
		return k.Href() + shelf.Query(record.Filter{Provider: f.Provider, Year: f.Year, From: f.From, To: f.To, New: f.New}, n, listView(k)...)
	})
	out.form.hidden = append(out.form.hidden, listView(k)...)
	return v.Render(w, http.StatusOK, categoryPage(out))
}

// listView is what keeps a page on the list of all, where it would begin with what holds now.
func listView(k shelf.Kind) []string {
	switch {
	case k.Lasts:
		return []string{shelf.AskView, viewAll}
	case k.Valued:
		return []string{shelf.AskView, shelf.ViewDates}
	}
	return nil
}

// resultCount says how many there are.
func resultCount(l text.Lang, n int) string { return l.T("dossier.count", "n", n) }
