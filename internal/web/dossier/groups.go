// SPDX-License-Identifier: EUPL-1.2

package dossier

import (
	"net/url"
	"slices"
	"strconv"

	"regie/internal/record"
	"regie/internal/web/ui"
	"regie/internal/zib"
)

// pageSize is how many items a list shows at once.
const pageSize = 40

// group is a part of a list under a heading: a year, what is to come, what has no date.
type group struct {
	title string
	items []ui.ItemProps
}

// byYear puts items, newest first, under their years.
func byYear(v *visit, items []*record.Item, mixed bool) []group {
	var out []group
	now := wallOf(v.Now)
	for _, it := range items {
		title := v.T("dossier.group.undated")
		switch {
		case it.At > now:
			title = v.T("dossier.group.coming")
		case it.Dated():
			title = strconv.Itoa(it.Year())
		}
		if len(out) == 0 || out[len(out)-1].title != title {
			out = append(out, group{title: title})
		}
		g := &out[len(out)-1]
		g.items = append(g.items, card(v, it, mixed))
	}
	if len(out) > 0 && out[0].title == v.T("dossier.group.coming") {
		slices.Reverse(out[0].items) // of what is to come the first comes first
	}
	return out
}

// The names of what a list can be asked for. Addresses hold nothing else.
const (
	askYear     = "jaar"
	askProvider = "bij"
	askKind     = "soort"
	askPage     = "pagina"
	askNew      = "nieuw"
	askView     = "toon"
)

// filter reads what a list is asked for; what is unknown counts as not asked.
func filter(v *visit) record.Filter {
	q := v.URL.Query()
	f := record.Filter{Year: number(q.Get(askYear), 0)}
	if key, ok := record.ParseKey(q.Get(askProvider)); ok && v.dossier.Provider(key) != nil {
		f.Provider = key
	}
	if k, ok := kindBySlug(q.Get(askKind)); ok {
		f.Categories = []zib.Category{k.category}
	}
	if q.Get(askNew) != "" {
		f.New = v.seen
	}
	return f
}

// query writes a filter as the query of an address.
func query(f record.Filter, page int, more ...string) string {
	q := url.Values{}
	if len(f.Categories) == 1 {
		q.Set(askKind, kindOf(f.Categories[0]).slug)
	}
	if f.Provider != 0 {
		q.Set(askProvider, f.Provider.String())
	}
	if f.Year != 0 {
		q.Set(askYear, strconv.Itoa(f.Year))
	}
	if f.New != nil {
		q.Set(askNew, "ja")
	}
	if page > 1 {
		q.Set(askPage, strconv.Itoa(page))
	}
	for i := 0; i+1 < len(more); i += 2 {
		q.Set(more[i], more[i+1])
	}
	if len(q) == 0 {
		return ""
	}
	return "?" + q.Encode()
}

// pagination leads to the pages around one; href makes the address of a page.
func pagination(p record.Page, href func(page int) string) ui.PaginationProps {
	out := ui.PaginationProps{Page: p.Number, Pages: p.Pages}
	if p.Number > 1 {
		out.Prev = href(p.Number - 1)
	}
	if p.Number < p.Pages {
		out.Next = href(p.Number + 1)
	}
	return out
}

// missing is what a list says when it has nothing: that there is nothing, only if everything
// was collected; else that not everything is in.
type missing struct {
	whole bool // everything was collected
	any   bool // something was collected
}

func missingOf(v *visit) missing {
	return missing{whole: v.dossier.Whole(), any: len(v.dossier.Providers()) > 0}
}
