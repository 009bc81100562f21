// SPDX-License-Identifier: EUPL-1.2

package record

import (
	"slices"

	"regie/internal/zib"
)

// relations is what items have to do with each other.
type relations struct {
	back   map[int32][]int32  // place in all → places of items that point at it
	points map[string][]Point // values by what was measured, oldest first
	last   []Last
}

func (d *Dossier) relate() *relations {
	r := &relations{back: map[int32][]int32{}}
	for _, p := range d.providers {
		for i := range p.shard.index.entries {
			from := p.at[i]
			if from < 0 {
				continue
			}
			for _, l := range p.shard.index.entries[i].links {
				if to := p.at[l]; to >= 0 {
					r.back[to] = append(r.back[to], from)
				}
			}
		}
	}
	r.points = d.newPoints()
	r.last = newLast(r.points)
	return r
}

// Sure says how it is known that two items belong together.
type Sure uint8

const (
	Told  Sure = iota // the provider says so, in one of the two
	Visit             // the provider says of both that they belong to one visit
	Near              // nobody says so: they are of about the same time
)

// Relation is an item that belongs to another.
type Relation struct {
	Item  *Item
	Label zib.Phrase // what the one is of the other, as the item itself says it; zero for one that points here
	Sure  Sure
	Via   *Item // the visit, where Sure is Visit
}

// Related lists the items that an item points at and those that point at it, an episode with its
// visits, a report with its results; then the problems that it shares a visit with. Of doubles it
// lists what belongs to any of them. Parts are not among them, nor the item itself. That
// everything is about the person needs no saying: the person's particulars have no relations.
func (d *Dossier) Related(it *Item) []Relation {
	if it.Type == patientType {
		return nil
	}
	f := d.finder(it)
	for _, o := range f.selves {
		f.forward(o)
	}
	forward := len(f.out)
	for _, o := range f.selves {
		f.backward(o)
	}
	slices.SortFunc(f.out[forward:], func(a, b Relation) int { return order(a.Item, b.Item) })
	if it.Category != zib.CategoryProblems && !isVisit(it) {
		direct := len(f.out)
		for _, r := range slices.Clone(f.out) {
			if isVisit(r.Item) {
				f.via(r.Item, func(o *Item) bool { return o.Category == zib.CategoryProblems })
			}
		}
		slices.SortFunc(f.out[direct:], func(a, b Relation) int { return order(a.Item, b.Item) })
	}
	return f.out
}

// isVisit tells whether an item is a moment of care that others belong to: an encounter, or the
// GP's report of one.
func isVisit(it *Item) bool {
	return it.Category == zib.CategoryVisits && (it.Type == "Encounter" || it.Type == "Composition")
}

// finder collects relations, each item once.
type finder struct {
	d      *Dossier
	selves []*Item
	seen   map[int32]bool
	out    []Relation
}

func (d *Dossier) finder(it *Item) *finder {
	f := &finder{d: d, selves: d.Doubles(it), seen: map[int32]bool{}}
	if f.selves == nil {
		f.selves = []*Item{it}
	}
	for _, o := range f.selves {
		f.seen[o.place()] = true
	}
	return f
}

func (f *finder) add(to int32, r Relation) {
	if to < 0 || !f.d.visible(to) || f.d.all[to].Type == patientType || f.seen[to] {
		return
	}
	r.Item = f.d.Lead(&f.d.all[to])
	f.seen[to] = true
	if lead := r.Item.place(); lead != to {
		if f.seen[lead] {
			return
		}
		f.seen[lead] = true
	}
	f.out = append(f.out, r)
}

// forward adds what an item points at.
func (f *finder) forward(it *Item) {
	f.d.eachLink(it, func(to int32, label zib.Phrase) { f.add(to, Relation{Label: label}) })
}

// backward adds what points at an item.
func (f *finder) backward(it *Item) {
	for _, from := range f.d.relations().back[it.place()] {
		f.add(from, Relation{})
	}
}

// via adds what belongs to a visit and passes.
func (f *finder) via(visit *Item, passes func(*Item) bool) {
	add := func(to int32, _ zib.Phrase) {
		if to >= 0 && passes(&f.d.all[to]) {
			f.add(to, Relation{Sure: Visit, Via: visit})
		}
	}
	f.d.eachLink(visit, add)
	for _, from := range f.d.relations().back[visit.place()] {
		add(from, zib.Phrase{})
	}
}

// eachLink calls fn with the place of everything that an item points at, -1 for what was not
// collected, and what it calls it.
func (d *Dossier) eachLink(it *Item, fn func(to int32, label zib.Phrase)) {
	care, err := it.Care()
	if err != nil {
		return
	}
	x := it.Provider.shard.index
	ref := func(r zib.Ref, label zib.Phrase) {
		if i, ok := x.find(identity{x.entries[it.entry].fhir, r.Type, r.ID}); ok {
			fn(it.Provider.at[i], label)
		}
	}
	for _, l := range care.Links {
		ref(l.To, l.Label)
	}
	for _, f := range care.Facts {
		for _, v := range f.Values {
			if v.Ref != nil {
				ref(*v.Ref, f.Label)
			}
		}
	}
}

const (
	patientType  = "Patient"
	episodeBlock = "EpisodeOfCare"
)

func (d *Dossier) visible(i int32) bool {
	it := &d.all[i]
	return !it.Part && it.Category != zib.CategoryNone
}

// Refer returns the item that a reference of it means, parts too; nil if it was not collected.
func (d *Dossier) Refer(it *Item, r zib.Ref) *Item {
	x := it.Provider.shard.index
	i, ok := x.find(identity{x.entries[it.entry].fhir, r.Type, r.ID})
	if !ok || it.Provider.at[i] < 0 {
		return nil
	}
	return &d.all[it.Provider.at[i]]
}
