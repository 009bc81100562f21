// SPDX-License-Identifier: EUPL-1.2

package record

import "slices"

// This file makes lists treat a group of doubles as one card: it is at every provider that tells
// it, and it is new only if none of them told it before.

// eachProvider calls fn for every provider that tells what is on a card, once.
func (d *Dossier) eachProvider(b *brief, fn func(number int16)) {
	if b.group == 0 {
		fn(b.provider)
		return
	}
	g := d.groups[b.group-1]
	for n, i := range g {
		p := d.all[i].Provider
		if !slices.ContainsFunc(g[:n], func(j int32) bool { return d.all[j].Provider == p }) {
			fn(int16(p.number))
		}
	}
}

// isAt tells whether a card is of the provider that a list is of.
func (s *sieve) isAt(d *Dossier, b *brief) bool {
	if s.atProvider(b) || b.group == 0 {
		return s.atProvider(b)
	}
	return slices.ContainsFunc(d.groups[b.group-1], func(i int32) bool { return int16(d.all[i].Provider.number) == s.provider })
}

// isFresh tells whether what is on a card came in since then.
func (s *sieve) isFresh(d *Dossier, b *brief) bool { return s.since == nil || d.isFresh(b, s.since) }

func (d *Dossier) isFresh(b *brief, since []uint64) bool {
	if b.group == 0 {
		return b.came > since[b.provider]
	}
	return d.newOf(b, since) >= 0
}

// newOf returns the place in all of what is new in a group of doubles: what changed, or where
// nobody told it before, the one that stands for all. It is -1 where nothing is new: what one
// provider tells and another told already is no news.
func (d *Dossier) newOf(b *brief, since []uint64) int32 {
	g := d.groups[b.group-1]
	allNew := true
	for _, i := range g {
		it := &d.all[i]
		seen := since[it.Provider.number]
		if it.came > seen && it.born <= seen {
			return i
		}
		allNew = allNew && it.came > seen
	}
	if allNew {
		return g[0]
	}
	return -1
}

func (s *sieve) passes(d *Dossier, b *brief) bool { return s.isAt(d, b) && s.isFresh(d, b) }
