// SPDX-License-Identifier: EUPL-1.2

package record

import (
	"cmp"
	"slices"
	"time"

	"regie/internal/zib"
)

// Problem is a complaint, an illness or a diagnosis as a person knows it: what the GP keeps
// together in an episode, with the diagnosis of that episode, and the same told by others.
type Problem struct {
	Item    *Item   // stands for it
	Items   []*Item // all that it is made of, Item first
	Current bool
	Last    int64 // the newest moment of what belongs to it, as Item.At; undated where there is none
}

// familyBlock is an illness of a relative, which is no problem of the person.
const familyBlock = "FamilyHistory"

// problems are all of them, made at first use.
type problems struct {
	all []Problem
	of  map[*Item]int // lead → place in all
}

// Problems lists the problems that are there now, and those that are over; what something last
// happened in comes first.
func (d *Dossier) Problems(now time.Time) (current, past []Problem) {
	today := wallOf(now) / 86400 * 86400
	for _, p := range d.threads().all {
		p.Current = p.holds(today)
		if p.Current {
			current = append(current, p)
		} else {
			past = append(past, p)
		}
	}
	return current, past
}

// Problem returns the problem that an item is or is part of, nil if it is none.
func (d *Dossier) Problem(it *Item, now time.Time) *Problem {
	n, ok := d.threads().of[d.Lead(it)]
	if !ok {
		return nil
	}
	p := d.threads().all[n]
	p.Current = p.holds(wallOf(now) / 86400 * 86400)
	return &p
}

// holds tells whether a problem is there on a day. Where there is an episode, that says so: a
// diagnosis often has no end of its own.
func (p *Problem) holds(today int64) bool {
	if p.Item.Block == episodeBlock {
		return p.Item.holds(today)
	}
	return slices.ContainsFunc(p.Items, func(it *Item) bool { return it.holds(today) })
}

func (d *Dossier) newProblems() *problems {
	var items []int32
	at := map[int32]int{}
	for n, i := range d.shown {
		if d.briefs[n].category == zib.CategoryProblems && d.all[i].ofPerson() {
			at[i] = len(items)
			items = append(items, i)
		}
	}
	u := newUnion(len(items))
	owner := map[int]int{} // diagnosis → episode
	for n, i := range items {
		if d.all[i].Block != episodeBlock {
			continue
		}
		d.eachLink(&d.all[i], func(to int32, _ zib.Phrase) {
			if to < 0 || d.all[to].Category != zib.CategoryProblems || d.all[to].Block == episodeBlock {
				return
			}
			m, ok := at[d.Lead(&d.all[to]).place()]
			if !ok || m == n {
				return
			}
			if _, taken := owner[m]; !taken { // two episodes of one diagnosis stay two
				owner[m] = n
				u.join(m, n)
			}
		})
	}
	by := map[int][]*Item{}
	var tops []int
	for n, i := range items {
		t := u.top(n)
		if by[t] == nil {
			tops = append(tops, t)
		}
		by[t] = append(by[t], &d.all[i])
	}
	out := &problems{of: map[*Item]int{}}
	for _, t := range tops {
		p := Problem{Items: by[t], Last: undated}
		slices.SortStableFunc(p.Items, func(a, b *Item) int { return compareBool(b.Block == episodeBlock, a.Block == episodeBlock) })
		p.Item = p.Items[0]
		for _, it := range p.Items {
			p.Last = max(p.Last, it.At)
			for _, from := range d.relations().back[it.place()] {
				p.Last = max(p.Last, d.all[from].At)
			}
		}
		out.all = append(out.all, p)
	}
	slices.SortStableFunc(out.all, func(a, b Problem) int { return cmp.Compare(b.Last, a.Last) })
	for n, p := range out.all {
		for _, it := range p.Items {
			out.of[it] = n
		}
	}
	return out
}

// Thread is a problem with all that belongs to it.
type Thread struct {
	Problem
	Told []Relation // said by the provider, newest first
	Near []*Item    // of the same provider around the day on which it began; nobody says that it belongs to it
}

// Thread returns what belongs to a problem: what it points at, what points at it, and what
// belongs to a visit that is about it. Other problems of such a visit are not among it.
func (d *Dossier) Thread(p *Problem) Thread {
	t := Thread{Problem: *p}
	f := &finder{d: d, seen: map[int32]bool{}}
	for _, it := range p.Items {
		own := d.finder(it)
		f.selves = append(f.selves, own.selves...)
		for k := range own.seen {
			f.seen[k] = true
		}
	}
	for _, it := range f.selves {
		f.forward(it)
		f.backward(it)
	}
	for _, r := range slices.Clone(f.out) {
		if isVisit(r.Item) {
			f.via(r.Item, func(o *Item) bool { return o.Category != zib.CategoryProblems })
		}
	}
	t.Told = f.out
	slices.SortStableFunc(t.Told, func(a, b Relation) int { return order(a.Item, b.Item) })
	t.Near = d.near(p, f.seen)
	return t
}

// Around the beginning of a problem: what happened from a week before to two weeks after it.
const (
	nearBefore = 7 * 86400
	nearAfter  = 14 * 86400
	nearMost   = 8
)

// near lists what happened around the beginning of a problem and belongs to no other. Only what
// begins on a day that is known has such a time.
func (d *Dossier) near(p *Problem, seen map[int32]bool) []*Item {
	if !p.Item.Dated() || precision(p.Item) < 10 {
		return nil
	}
	var out []*Item
	for n, i := range d.shown {
		it := &d.all[i]
		if it.At < p.Item.At-nearBefore || len(out) == nearMost {
			break // newest first
		}
		if it.At > p.Item.At+nearAfter || seen[i] || it.Void() || it.Provider != p.Item.Provider || precision(it) < 10 {
			continue
		}
		switch d.briefs[n].category {
		case zib.CategoryMedication, zib.CategoryTreatments, zib.CategoryDocuments:
		case zib.CategoryVisits:
			if !isVisit(it) {
				continue
			}
		default:
			continue
		}
		if !slices.ContainsFunc(d.Related(it), func(r Relation) bool { return r.Item.Category == zib.CategoryProblems }) {
			out = append(out, it)
		}
	}
	return out
}
