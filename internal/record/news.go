// SPDX-License-Identifier: EUPL-1.2

package record

import (
	"cmp"
	"slices"
)

// Seen says up to where a person has seen what came in: by provider, the version of its index.
// It goes by versions and not by the clock, because what was asked for earlier may come in later.
type Seen struct {
	version  map[Key]uint64
	complete map[Key][]int64 // µs; by data service: when it was last collected completely
}

func (s *Seen) isNew(it *Item) bool { return it.came > s.of(it.Provider) }

// of returns up to where a provider was seen. What was forgotten and collected anew begins anew.
func (s *Seen) of(p *Provider) uint64 {
	if v := s.version[p.Key]; v <= p.shard.provider.version {
		return v
	}
	return 0
}

// First tells whether nothing was ever seen before: then everything is new, and being new says nothing.
func (s *Seen) First() bool { return len(s.version) == 0 }

// News is what came in from one provider.
type News struct {
	Provider *Provider
	New      int     // items that were not there before
	Changed  int     // items that say something else than before
	Gone     int     // items that the provider no longer lists
	Latest   []*Item // some of what is new or changed, newest first

	// The items themselves, newest first, at most NewsListed of each.
	NewItems, ChangedItems, GoneItems []*Item
}

// newsShown is how many items News names in Latest, NewsListed how many it lists of each sort.
const (
	newsShown  = 3
	NewsListed = 50
)

// listed adds an item to a list that is not full.
func listed(list []*Item, it *Item) []*Item {
	if len(list) < NewsListed {
		return append(list, it)
	}
	return list
}

// lost tells whether the provider stopped listing the item since then.
func (s *Seen) lost(it *Item) bool {
	if !it.Gone {
		return false
	}
	complete := s.complete[it.Provider.Key]
	if v := s.version[it.Provider.Key]; v == 0 || v > it.Provider.shard.provider.version {
		return false // nothing was seen of this provider, or it was forgotten and collected anew
	}
	for _, l := range it.ref().listings {
		if l.service < len(complete) && complete[l.service] != 0 && !l.listed && l.seen >= complete[l.service] {
			return true
		}
	}
	return false
}

// IsNew tells whether an item came in or changed since then. Nothing is where seen is nil.
//
// What one provider tells and another told already is no news.
func (d *Dossier) IsNew(it *Item, seen *Seen) bool {
	if seen == nil {
		return false
	}
	if n, joined := d.group[it.place()]; joined {
		return d.newOf(&brief{group: n + 1}, d.since(seen)) >= 0
	}
	return seen.isNew(it)
}

// News lists what came in, changed or went since then by provider, the most first. Parts do not count.
func (d *Dossier) News(seen *Seen) []News {
	if seen == nil {
		return nil
	}
	since := d.since(seen)
	news := make([]*News, len(d.providers))
	any := false
	for i, p := range d.providers {
		if p.shard.provider.version > since[i] {
			news[i], any = &News{Provider: p}, true
		}
	}
	if !any {
		return nil
	}
	for i := range d.briefs {
		b := &d.briefs[i]
		it := &d.all[d.shown[i]]
		if it.Gone && seen.lost(it) {
			if n := news[b.provider]; n != nil {
				n.Gone++
				n.GoneItems = listed(n.GoneItems, it)
			}
			continue
		}
		if !d.isFresh(b, since) {
			continue
		}
		fresh := it
		if b.group != 0 {
			fresh = &d.all[d.newOf(b, since)] // of the provider that says something new
		}
		n := news[fresh.Provider.number]
		if n == nil {
			continue
		}
		if fresh.born > since[fresh.Provider.number] {
			n.New++
			n.NewItems = listed(n.NewItems, it)
		} else {
			n.Changed++
			n.ChangedItems = listed(n.ChangedItems, fresh)
		}
		if len(n.Latest) < newsShown {
			n.Latest = append(n.Latest, it)
		}
	}
	var out []News
	for _, n := range news {
		if n != nil && n.New+n.Changed+n.Gone > 0 {
			out = append(out, *n)
		}
	}
	slices.SortStableFunc(out, func(a, b News) int { return cmp.Compare(b.New+b.Changed+b.Gone, a.New+a.Changed+a.Gone) })
	return out
}
