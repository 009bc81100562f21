// SPDX-License-Identifier: EUPL-1.2

package shelf

import (
	"net/url"
	"slices"
	"strconv"
	"time"

	"regie/internal/record"
	"regie/internal/web/ui"
	"regie/internal/zib"
)

// PageSize is how many items a list shows at once.
const PageSize = 40

// Group is a part of a list under a heading: a year, what is to come, what has no date.
type Group struct {
	Title string
	Items []ui.ItemProps
}

// ByYear puts items, newest first, under their years.
func ByYear(v *Visit, items []*record.Item, mixed bool) []Group {
	var out []Group
	now := WallOf(v.Now)
	for _, it := range items {
		title := v.T("dossier.group.undated")
		switch {
		case it.At > now:
			title = v.T("dossier.group.coming")
		case it.Dated():
			title = strconv.Itoa(it.Year())
		}
		if len(out) == 0 || out[len(out)-1].Title != title {
			out = append(out, Group{Title: title})
		}
		g := &out[len(out)-1]
		g.Items = append(g.Items, Card(v, it, mixed))
	}
	if len(out) > 0 && out[0].Title == v.T("dossier.group.coming") {
		slices.Reverse(out[0].Items) // of what is to come the first comes first
	}
	return out
}

// The names of what a list can be asked for. Addresses hold nothing else.
const (
	AskYear     = "jaar"
	AskProvider = "bij"
	AskKind     = "soort"
	AskPage     = "pagina"
	AskNew      = "nieuw"
	AskView     = "toon"
	AskFrom     = "van"
	AskTo       = "tot"
)

// The views of a kind of data with values: by date, or by what was measured.
const (
	ViewDates  = "datum"
	ViewSeries = "per-soort"
)

// FilterOf reads what a list is asked for; what is unknown counts as not asked.
func FilterOf(v *Visit) record.Filter {
	q := v.URL.Query()
	f := record.Filter{Year: Number(q.Get(AskYear), 0)}
	if key, ok := record.ParseKey(q.Get(AskProvider)); ok && v.Dossier.Provider(key) != nil {
		f.Provider = key
	}
	if k, ok := KindBySlug(q.Get(AskKind)); ok {
		f.Categories = []zib.Category{k.Category}
	}
	if q.Get(AskNew) != "" {
		f.New = v.Seen
	}
	f.From, _ = Period(q.Get(AskFrom))
	_, f.To = Period(q.Get(AskTo))
	return f
}

// Period reads a year, a month or a day ("2026", "2026-11", "2026-11-22") and returns the wall times
// at which it begins and is over; 0 for anything else.
func Period(s string) (begin, over int64) {
	for _, p := range []struct {
		form                string
		years, months, days int
	}{{"2006-01-02", 0, 0, 1}, {"2006-01", 0, 1, 0}, {"2006", 1, 0, 0}} {
		if t, err := time.Parse(p.form, s); err == nil && t.Year() > 0 {
			return t.Unix(), t.AddDate(p.years, p.months, p.days).Unix()
		}
	}
	return 0, 0
}

// Query writes a filter as the query of an address.
func Query(f record.Filter, page int, more ...string) string {
	q := url.Values{}
	if len(f.Categories) == 1 {
		q.Set(AskKind, KindOf(f.Categories[0]).Slug)
	}
	if f.Provider != 0 {
		q.Set(AskProvider, f.Provider.String())
	}
	if f.Year != 0 {
		q.Set(AskYear, strconv.Itoa(f.Year))
	}
	if f.New != nil {
		q.Set(AskNew, "ja")
	}
	if f.From != 0 {
		q.Set(AskFrom, WallTime(f.From).Format("2006-01-02"))
	}
	if f.To != 0 {
		q.Set(AskTo, WallTime(f.To-1).Format("2006-01-02"))
	}
	if page > 1 {
		q.Set(AskPage, strconv.Itoa(page))
	}
	for i := 0; i+1 < len(more); i += 2 {
		q.Set(more[i], more[i+1])
	}
	if len(q) == 0 {
		return ""
	}
	return "?" + q.Encode()
}

// Pagination leads to the pages around one; href makes the address of a page.
func Pagination(p record.Page, href func(page int) string) ui.PaginationProps {
	out := ui.PaginationProps{Page: p.Number, Pages: p.Pages}
	if p.Number > 1 {
		out.Prev = href(p.Number - 1)
	}
	if p.Number < p.Pages {
		out.Next = href(p.Number + 1)
	}
	return out
}

// Cut is the page of a list that the address asks for, with the way to the others; here makes the
// address of a page.
func Cut[T any](v *Visit, all []T, size int, here func(page int) string) ([]T, ui.PaginationProps) {
	pages := max(1, (len(all)+size-1)/size)
	page := record.Page{Number: min(max(Number(v.URL.Query().Get(AskPage), 1), 1), pages), Pages: pages}
	from := (page.Number - 1) * size
	return all[from:min(from+size, len(all))], Pagination(page, here)
}

// OnPage makes the addresses of the pages of a list of which the address asks nothing else.
func OnPage(path string, more ...string) func(page int) string {
	return func(page int) string { return path + Query(record.Filter{}, page, more...) }
}

// Missing is what a list says when it has nothing: that there is nothing, only if everything
// was collected; else that not everything is in.
type Missing struct {
	Whole bool // everything was collected
	Any   bool // something was collected
}

// MissingOf tells whether a list of this dossier may miss something.
func MissingOf(v *Visit) Missing {
	return Missing{Whole: v.Dossier.Whole(), Any: len(v.Dossier.Providers()) > 0}
}
