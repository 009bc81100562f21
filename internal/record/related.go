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

// Relation is an item that belongs to another.
type Relation struct {
	Item  *Item
	Label zib.Phrase // what the one is of the other, as the item itself says it; zero for one that points here
}

// Related lists the items that an item points at and those that point at it: an episode with
// its visits, a report with its results. Parts are not among them, nor the item itself. That
// everything is about the person needs no saying: the person's particulars have no relations.
func (d *Dossier) Related(it *Item) []Relation {
	care, err := it.Care()
	if err != nil || it.Type == patientType {
		return nil
	}
	self := it.Provider.at[it.entry]
	seen := map[int32]bool{self: true}
	var out []Relation
	x := it.Provider.shard.index
	add := func(to int32, label zib.Phrase) {
		if to < 0 || seen[to] || !d.visible(to) || d.all[to].Type == patientType {
			return
		}
		seen[to] = true
		out = append(out, Relation{&d.all[to], label})
	}
	ref := func(r zib.Ref, label zib.Phrase) {
		if i, ok := x.find(identity{x.entries[it.entry].fhir, r.Type, r.ID}); ok {
			add(it.Provider.at[i], label)
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
	forward := len(out)
	for _, from := range d.relations().back[self] {
		add(from, zib.Phrase{})
	}
	slices.SortFunc(out[forward:], func(a, b Relation) int { return order(a.Item, b.Item) })
	return out
}

const patientType = "Patient"

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
