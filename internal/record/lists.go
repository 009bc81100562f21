// SPDX-License-Identifier: EUPL-1.2

package record

import (
	"regie/internal/zib"
)

// Filter says which items to list. The zero value lets everything through.
type Filter struct {
	Categories []zib.Category // empty: all
	Provider   Key            // 0: all
	Year       int            // 0: all
	From, To   int64          // wall times, From included and To not; 0: no end. Without a date is in no period
	New        *Seen          // only what is new since then; nil: all
}

// Narrow tells whether the filter keeps anything out.
func (f Filter) Narrow() bool {
	return f.Year != 0 || f.From != 0 || f.To != 0 || f.Provider != 0 || len(f.Categories) > 0 || f.New != nil
}

// sieve is a filter made ready for one dossier.
type sieve struct {
	categories uint32 // bits; 0: all
	provider   int16  // -1: all
	year       int16  // 0: all
	from, to   int64  // 0: open
	since      []uint64
}

func (d *Dossier) sieve(f Filter) sieve {
	s := sieve{provider: -1, year: int16(f.Year), from: f.From, to: f.To, since: d.since(f.New)}
	for _, c := range f.Categories {
		s.categories |= 1 << c
	}
	if f.Provider != 0 {
		s.provider = int16(len(d.providers)) // of nobody
		for i, p := range d.providers {
			if p.Key == f.Provider {
				s.provider = int16(i)
			}
		}
	}
	return s
}

func (s *sieve) inYear(b *brief) bool { return s.year == 0 || s.year == b.year }
func (s *sieve) inPeriod(b *brief) bool {
	return (s.from == 0 || b.at >= s.from) && (s.to == 0 || b.at < s.to && b.at != undated)
}
func (s *sieve) inTime(b *brief) bool     { return s.inYear(b) && s.inPeriod(b) }
func (s *sieve) atProvider(b *brief) bool { return s.provider < 0 || s.provider == b.provider }
func (s *sieve) ofCategory(b *brief) bool {
	return s.categories == 0 || s.categories>>b.category&1 != 0
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
	places := d.shown
	if f.Narrow() {
		places = nil
		s := d.sieve(f)
		for n := range d.briefs {
			if b := &d.briefs[n]; s.inTime(b) && s.ofCategory(b) && s.passes(d, b) {
				places = append(places, d.shown[n])
			}
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

// Facets are the choices that a list has.
type Facets struct {
	Years      []Facet // when the year is left open, newest first
	Providers  []Facet // when the provider is left open, by title
	Categories []Facet // when the category is left open, in the order of the record
}

// Facets counts what each choice would leave of a list, each kind of choice left open in turn.
func (d *Dossier) Facets(f Filter) Facets {
	var out Facets
	var categories [zib.CategoryOther + 1]int
	providers := make([]int, len(d.providers))
	s := d.sieve(f)
	for n := range d.briefs {
		b := &d.briefs[n]
		if !s.isFresh(d, b) || !s.inPeriod(b) {
			continue
		}
		year, provider, category := s.inYear(b), s.isAt(d, b), s.ofCategory(b)
		if b.year != 0 && provider && category {
			if n := len(out.Years); n == 0 || out.Years[n-1].Year != int(b.year) {
				out.Years = append(out.Years, Facet{Year: int(b.year)})
			}
			out.Years[len(out.Years)-1].Count++
		}
		if year && category {
			d.eachProvider(b, func(p int16) { providers[p]++ })
		}
		if year && provider {
			categories[b.category]++
		}
	}
	out.Providers, out.Categories = d.providerFacets(providers), categoryFacets(categories[:])
	return out
}

func (d *Dossier) providerFacets(counts []int) (out []Facet) {
	for i, n := range counts {
		if n > 0 {
			out = append(out, Facet{Provider: d.providers[i], Count: n})
		}
	}
	return out
}

func categoryFacets(counts []int) (out []Facet) {
	for c, n := range counts {
		if n > 0 {
			out = append(out, Facet{Category: zib.Category(c), Count: n})
		}
	}
	return out
}

// NewIn counts by category what is new since then.
func (d *Dossier) NewIn(seen *Seen) map[zib.Category]int {
	out := map[zib.Category]int{}
	for _, f := range d.Facets(Filter{New: seen}).Categories {
		out[f.Category] = f.Count
	}
	return out
}

// since turns what was seen into a number for each provider; nil where all is wanted.
func (d *Dossier) since(seen *Seen) []uint64 {
	if seen == nil {
		return nil
	}
	out := make([]uint64, len(d.providers))
	for i, p := range d.providers {
		out[i] = seen.of(p)
	}
	return out
}
