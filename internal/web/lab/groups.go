// SPDX-License-Identifier: EUPL-1.2

package lab

import (
	"net/http"

	"regie/internal/record"
	"regie/internal/web/chart"
	"regie/internal/web/route"
	"regie/internal/web/shelf"
	"regie/internal/web/ui"
)

// groupList is the page with all tests of a kind.
type groupList struct {
	kind    shelf.Kind
	title   string
	tabs    []ui.Tab
	jumps   []ui.Anchor
	groups  []group
	missing shelf.Missing
}

// group is some tests under a heading.
type group struct {
	id, title string
	entries   []entry
}

// entry is one test: its newest result and how it went.
type entry struct {
	href, title string
	value       *ui.ValueProps
	said        string // a result in words
	date        string
	times       int
	spark       []chart.Point
	fresh       bool // the newest result is new
	unsure      bool // its unit cannot be right
}

// sparkMost is how many of the last values a small line shows.
const sparkMost = 24

func (p Pages) groups(w http.ResponseWriter, v *shelf.Visit, slug string) error {
	k, ok := shelf.KindBySlug(slug)
	if !ok {
		return route.NotFound()
	}
	tests := v.Dossier.Tests(k.Category)
	out := groupList{kind: k, title: k.Title(v.Lang), missing: shelf.MissingOf(v), tabs: []ui.Tab{
		{Href: k.Href(), Text: v.T("lab.view.groups"), Count: len(tests), Current: true},
		{Href: k.Href() + "?" + shelf.AskView + "=" + viewDates, Text: v.T("dossier.tab.dates"), Count: v.Dossier.Count(k.Category)},
	}}
	for _, t := range tests {
		e, ok := entryOf(v, t)
		if !ok {
			continue
		}
		id := "groep-" + string(t.Group)
		if n := len(out.groups); n == 0 || out.groups[n-1].id != id {
			title := v.T("lab.group." + string(t.Group))
			out.groups = append(out.groups, group{id: id, title: title})
			out.jumps = append(out.jumps, ui.Anchor{Href: "#" + id, Text: title})
		}
		g := &out.groups[len(out.groups)-1]
		g.entries = append(g.entries, e)
	}
	return v.Render(w, http.StatusOK, groupsPage(out))
}

func entryOf(v *shelf.Visit, t *record.Test) (entry, bool) {
	e := entry{href: Href(t), title: upperFirst(t.Name(v.Lang)), times: len(t.Results)}
	r := t.Newest()
	if r == nil { // only what was entered in error, or has no date
		r = &t.Results[len(t.Results)-1]
	}
	if e.title == "" {
		e.title = v.T("dossier.item.untitled")
	}
	e.value, e.date = valueOf(v.Lang, r), moment(v.Lang, r.Item)
	if e.value == nil {
		e.said = words(v.Lang, r)
		if e.said == "" && t.Group == record.GroupCollections {
			e.said = v.T("lab.collection")
		}
		if flag, _ := said(v.Lang, r); flag != "" {
			e.said = e.said + " · " + flag
		}
	}
	if s := remark(v.Lang, r); s != "" && !r.Counts() {
		e.said, e.value = s, nil
	}
	switch r.Remark {
	case record.RemarkUnit, record.RemarkCode, record.RemarkClash, record.RemarkNoUnit:
		e.unsure = true
	}
	e.fresh = !v.Seen.First() && v.Dossier.IsNew(r.Item, v.Seen)
	if len(t.Results) > 1 {
		last := t.Results[max(0, len(t.Results)-sparkMost):]
		if all := t.Trends(last); len(all) > 0 {
			for _, pt := range all[0].Points {
				e.spark = append(e.spark, chart.Point{At: shelf.WallTime(pt.At), Value: pt.Value})
			}
		}
	}
	return e, true
}
