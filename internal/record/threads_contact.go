// SPDX-License-Identifier: EUPL-1.2

package record

import (
	"cmp"
	"slices"

	"regie/internal/zib"
)

// Contact is one moment of care: a visit, a call, an admission, with the report of it and what
// was written, measured and prescribed.
type Contact struct {
	Item     *Item      // the encounter, or the report where there is no encounter
	Reports  []*Item    // compositions about it
	Journal  []*Item    // lines of the journal, in the order in which a GP writes them
	Problems []Relation // what it was about
	Rest     []Relation // everything else that belongs to it, newest first
}

// journalBlock is a line of the GP's journal.
const journalBlock = "GPJournalEntry"

// journalOrder are the lines of a journal in the order in which they are written: what the
// person told, what was seen, what the GP thinks, what was agreed.
const journalOrder = "SOEP"

// Contacts lists all moments of care, newest first, each once. The list is not to be changed.
func (d *Dossier) Contacts() []*Item { return *d.later.contacts.get(d.newContacts) }

func (d *Dossier) newContacts() *[]*Item {
	var out []*Item
	for n, i := range d.shown {
		if d.briefs[n].category != zib.CategoryVisits {
			continue
		}
		it := &d.all[i]
		if it.Block == journalBlock && d.contactOf(it) != it {
			continue // part of another
		}
		if it.Type == "Composition" && d.contactOf(it) != it {
			continue
		}
		out = append(out, it)
	}
	return &out
}

// contactOf returns the moment of care that a report or a line of a journal belongs to; itself
// where there is none.
func (d *Dossier) contactOf(it *Item) *Item {
	best := it
	look := func(to int32, _ zib.Phrase) {
		if to < 0 {
			return
		}
		switch o := d.Lead(&d.all[to]); {
		case o.Type == "Encounter":
			best = o
		case o.Type == "Composition" && o.Category == zib.CategoryVisits && best == it && it.Type != "Composition":
			best = o
		}
	}
	d.eachLink(it, look)
	if best == it && it.Block == journalBlock {
		for _, from := range d.relations().back[it.place()] {
			look(from, zib.Phrase{})
		}
	}
	return best
}

// Contact returns the moment of care that an item is or belongs to, nil if it is none of care.
func (d *Dossier) Contact(it *Item) *Contact {
	if it.Category != zib.CategoryVisits {
		return nil
	}
	c := &Contact{Item: d.contactOf(d.Lead(it))}
	if c.Item.Type == "Composition" {
		c.Item = d.contactOf(c.Item)
	}
	seen := map[*Item]bool{c.Item: true}
	take := func(all []Relation) {
		for _, r := range all {
			if seen[r.Item] {
				continue
			}
			seen[r.Item] = true
			switch {
			case r.Item.Block == journalBlock:
				c.Journal = append(c.Journal, r.Item)
			case r.Item.Type == "Composition" && r.Item.Category == zib.CategoryVisits:
				c.Reports = append(c.Reports, r.Item)
			case r.Item.Category == zib.CategoryProblems:
				c.Problems = append(c.Problems, r)
			default:
				c.Rest = append(c.Rest, r)
			}
		}
	}
	take(d.Related(c.Item))
	for n := 0; n < len(c.Reports); n++ {
		take(d.Related(c.Reports[n]))
	}
	slices.SortStableFunc(c.Journal, func(a, b *Item) int { return cmp.Compare(journalPlace(a), journalPlace(b)) })
	slices.SortStableFunc(c.Rest, func(a, b Relation) int { return order(a.Item, b.Item) })
	return c
}

func journalPlace(it *Item) int {
	for n := range len(journalOrder) {
		if it.Code.Code == journalOrder[n:n+1] {
			return n
		}
	}
	return len(journalOrder)
}
