// SPDX-License-Identifier: EUPL-1.2

package record

import (
	"cmp"
	"slices"
)

// This file merges what a batch says into the index. Every rule takes the greatest or the
// least of something, so that the outcome does not depend on the order in which batches
// arrive, nor on how often. See decision 0052.

// service is what is known of one data service of a provider.
type service struct {
	id       string
	last     int64 // µs: At of the latest batch
	complete int64 // µs: At of the latest complete run; 0: never
	from     int64 // µs: when that run began
}

// observe adds a content to the versions of the entry, and returns its place and whether that
// changed anything: an earlier moment of what is known does too.
func (e *entry) observe(v version) (place int, changed bool) {
	i := slices.IndexFunc(e.versions, func(w version) bool { return w.digest == v.digest })
	if i < 0 {
		e.versions = append(e.versions, v)
		return len(e.versions) - 1, true
	}
	w := &e.versions[i]
	was := *w
	switch { // updated goes with first: some servers stamp every answer anew
	case v.first < w.first:
		w.first, w.updated = v.first, v.updated
	case v.first == w.first:
		w.updated = max(w.updated, v.updated)
	}
	return i, *w != was
}

// list notes that service n named the entry at a moment, with the content at place v of its
// versions; s is that service as it was before the batch. It tells whether that changed
// anything: in a complete run of what was listed and is the same, it does not.
func (e *entry) list(n int, s service, at int64, complete bool, v int) bool {
	newest := at >= s.complete
	i := slices.IndexFunc(e.listings, func(l listing) bool { return l.service == n })
	if i < 0 {
		l := listing{service: n, seen: at, listed: at >= s.from, version: v}
		if complete && newest {
			l.seen = 0
		}
		e.listings = append(e.listings, l)
		slices.SortFunc(e.listings, func(a, b listing) int { return cmp.Compare(a.service, b.service) })
		return true
	}
	l := &e.listings[i]
	was, seen := *l, l.seen
	if seen == 0 {
		seen = s.complete
	}
	if at > seen || (at == seen && e.later(v, l.version)) {
		l.version = v
	}
	if at >= s.from {
		l.listed = true
	}
	switch {
	case complete && newest && l.seen <= at:
		l.seen = 0
	case !(complete && newest) && at > seen:
		l.seen = at
	}
	return was != *l
}

// later tells whether of two contents of one moment the one at place a is to be preferred.
func (e *entry) later(a, b int) bool {
	v, w := e.versions[a], e.versions[b]
	return cmp.Or(cmp.Compare(v.updated, w.updated), slices.Compare(v.digest[:], w.digest[:])) > 0
}

// settle chooses the version that is shown, and tells whether it is another one than before.
//
// Each service has the content it named last. Where services differ, those that still list
// the resource go before those that do not, and then the content that was seen first at the
// latest moment: it is the newest, and does not change from run to run when two services
// keep giving the same resource in two forms.
func (e *entry) settle() bool {
	was := e.current
	best, listed := -1, !e.gone()
	for _, l := range e.listings {
		if l.listed == listed && (best < 0 || e.newer(l.version, best)) {
			best = l.version
		}
	}
	e.current = max(best, 0)
	return e.current != was
}

func (e *entry) newer(a, b int) bool {
	v, w := e.versions[a], e.versions[b]
	return cmp.Or(cmp.Compare(v.first, w.first), cmp.Compare(v.updated, w.updated), slices.Compare(v.digest[:], w.digest[:])) > 0
}

// delist marks what a complete run of service n did not name, and returns the entries that it
// touched. What was named at other moments since the run began counts as named; s is the
// service as it was before the batch.
func (x *index) delist(n int, s service, at, since int64, named map[int32]bool) (touched []int32) {
	if at <= s.complete {
		return nil // a later run knows better; one of the same moment adds
	}
	for i := range x.entries {
		if named[int32(i)] {
			continue
		}
		for j := range x.entries[i].listings {
			l := &x.entries[i].listings[j]
			if l.service != n || !l.listed {
				continue
			}
			if l.seen == 0 {
				l.seen = s.complete // no longer in the last complete run: from now on that is this one
			}
			l.listed = l.seen >= since // in this run, or after it
			touched = append(touched, int32(i))
		}
	}
	return touched
}

// isFile tells whether the entry is a document itself. It is fetched once and not again while
// its description stays the same, so a run that does not bring it says nothing.
func (e *entry) isFile() bool { return e.typ == "Binary" || e.typ == fileType }

// ended returns the service after a batch.
func (s service) ended(at, since int64, complete bool) service {
	s.last = max(s.last, at)
	if complete && at >= s.complete {
		if at == s.complete {
			since = min(since, s.from)
		}
		s.complete, s.from = at, since
	}
	return s
}

// gone tells whether every service that named the resource stopped doing so. A document itself
// is never gone.
func (e *entry) gone() bool {
	if e.isFile() {
		return false
	}
	for _, l := range e.listings {
		if l.listed {
			return false
		}
	}
	return len(e.listings) > 0
}

// first returns when the resource was seen for the first time, in µs; 0 for a ghost.
func (e *entry) first() int64 {
	if e.ghost() {
		return 0
	}
	at := e.versions[0].first
	for _, v := range e.versions[1:] {
		at = min(at, v.first)
	}
	return at
}
