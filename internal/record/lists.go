// SPDX-License-Identifier: EUPL-1.2

package record

import (
	"slices"

	"regie/internal/zib"
)

// Filter says which items to list. The zero value lets everything through.
type Filter struct {
	Categories []zib.Category // empty: all
	Provider   Key            // 0: all
	Year       int            // 0: all
	New        *Seen          // only what is new since then; nil: all
}

func (f Filter) pass(it *Item) bool {
	return (len(f.Categories) == 0 || slices.Contains(f.Categories, it.Category)) &&
		(f.Provider == 0 || it.Provider.Key == f.Provider) &&
		(f.Year == 0 || it.Year() == f.Year) &&
		(f.New == nil || f.New.isNew(it))
}

// Page is a part of a list.
type Page struct {
	Items  []*Item
	Total  int // of all pages
	Number int // from 1
	Pages  int // at least 1
	Size   int
}

// List returns a page of the items that pass, newest first. A page number that is not there
// becomes the nearest one that is.
func (d *Dossier) List(f Filter, number, size int) Page {
	var places []int32
	for _, i := range d.shown {
		if f.pass(&d.all[i]) {
			places = append(places, i)
		}
	}
	p := paged(len(places), number, size)
	for _, i := range places[(p.Number-1)*p.Size : min(p.Number*p.Size, len(places))] {
		p.Items = append(p.Items, &d.all[i])
	}
	return p
}

// Paged cuts items into pages, for a list that was made elsewhere (a search).
func Paged(items []*Item, number, size int) Page {
	p := paged(len(items), number, size)
	p.Items = items[(p.Number-1)*p.Size : min(p.Number*p.Size, len(items))]
	return p
}

func paged(total, number, size int) Page {
	p := Page{Total: total, Size: max(size, 1)}
	p.Pages = max(1, (total+p.Size-1)/p.Size)
	p.Number = min(max(number, 1), p.Pages)
	return p
}

// Facet is how many items of a list would be left by a choice.
type Facet struct {
	Year     int
	Provider *Provider
	Category zib.Category
	Count    int
}

// YearsOf lists the years of the items that pass when the year is left open, newest first.
func (d *Dossier) YearsOf(f Filter) []Facet {
	f.Year = 0
	var out []Facet
	for _, i := range d.shown {
		it := &d.all[i]
		if !it.Dated() || !f.pass(it) {
			continue
		}
		if y := it.Year(); len(out) == 0 || out[len(out)-1].Year != y {
			out = append(out, Facet{Year: y})
		}
		out[len(out)-1].Count++
	}
	return out
}

// ProvidersOf lists the providers of the items that pass when the provider is left open.
func (d *Dossier) ProvidersOf(f Filter) []Facet {
	f.Provider = 0
	count := map[*Provider]int{}
	for _, i := range d.shown {
		if it := &d.all[i]; f.pass(it) {
			count[it.Provider]++
		}
	}
	var out []Facet
	for _, p := range d.providers {
		if count[p] > 0 {
			out = append(out, Facet{Provider: p, Count: count[p]})
		}
	}
	return out
}

// CategoriesOf counts the categories of the items that pass when the category is left open, in
// the order of the record.
func (d *Dossier) CategoriesOf(f Filter) []Facet {
	f.Categories = nil
	var count [zib.CategoryOther + 1]int
	for _, i := range d.shown {
		if it := &d.all[i]; f.pass(it) {
			count[it.Category]++
		}
	}
	var out []Facet
	for c, n := range count {
		if n > 0 {
			out = append(out, Facet{Category: zib.Category(c), Count: n})
		}
	}
	return out
}
