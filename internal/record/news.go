// SPDX-License-Identifier: EUPL-1.2

package record

import (
	"cmp"
	"context"
	"encoding/binary"
	"errors"
	"fmt"
	"maps"
	"slices"

	"regie/internal/store"
	"regie/internal/vault"
)

// Seen says up to where a person has seen what came in: by provider, the version of its index.
// It goes by versions and not by the clock, because what was asked for earlier may come in later.
type Seen struct{ version map[Key]uint64 }

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
	Latest   []*Item // some of them, newest first
}

// newsShown is how many items News names.
const newsShown = 3

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

// News lists what came in since then by provider, the most first. Parts do not count.
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
		if !d.isFresh(b, since) {
			continue
		}
		it := &d.all[d.shown[i]]
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
		} else {
			n.Changed++
		}
		if len(n.Latest) < newsShown {
			n.Latest = append(n.Latest, it)
		}
	}
	var out []News
	for _, n := range news {
		if n != nil && n.New+n.Changed > 0 {
			out = append(out, *n)
		}
	}
	slices.SortStableFunc(out, func(a, b News) int { return cmp.Compare(b.New+b.Changed, a.New+a.Changed) })
	return out
}

// visitID is the row in the collection vault.Seen; the same for everybody (see rootID).
var visitID = store.ID{15: 1}

// visit is what is kept of the last two visits.
type visit struct {
	session store.ID       // of the latest
	before  map[Key]uint64 // what had been seen when it began
	now     map[Key]uint64 // what has been seen in it
}

// Visit says that in a session the person now sees what is new in d, and returns what had been
// seen before that session began. It writes only when something is new. Call it where news is
// shown, and Seen elsewhere.
func (k *Keeper) Visit(ctx context.Context, v *vault.Opened, session store.ID, d *Dossier) (*Seen, error) {
	last, _, err := k.lastVisit(ctx, v)
	if err != nil {
		return nil, err
	}
	if next, same := last.next(session, d); same {
		return &Seen{next.before}, nil
	}
	var next visit
	err = k.db.Update(ctx, v.Scope(), func(tx *store.Tx) error {
		last, version, err := readVisit(tx, v)
		if err != nil {
			return err
		}
		var same bool
		if next, same = last.next(session, d); same {
			return nil
		}
		return v.Put(tx, vault.Seen, visitID, version+1, next.encode())
	})
	if err != nil {
		return nil, fmt.Errorf("noting a visit: %w", err)
	}
	return &Seen{next.before}, nil
}

// Seen returns what had been seen before a session began, without counting anything as seen.
func (k *Keeper) Seen(ctx context.Context, v *vault.Opened, session store.ID) (*Seen, error) {
	last, _, err := k.lastVisit(ctx, v)
	if err != nil {
		return nil, err
	}
	if last.session == session {
		return &Seen{last.before}, nil
	}
	return &Seen{last.now}, nil
}

func (k *Keeper) lastVisit(ctx context.Context, v *vault.Opened) (last visit, version uint64, err error) {
	err = k.db.View(ctx, v.Scope(), func(tx *store.Tx) error {
		last, version, err = readVisit(tx, v)
		return err
	})
	return last, version, err
}

func readVisit(tx *store.Tx, v *vault.Opened) (visit, uint64, error) {
	plain, version, err := v.Get(tx, vault.Seen, visitID)
	if errors.Is(err, store.ErrNotFound) {
		return visit{}, 0, nil
	}
	if err != nil {
		return visit{}, 0, fmt.Errorf("reading the last visit: %w", err)
	}
	last, err := decodeVisit(plain)
	return last, version, err
}

// next returns the visit after d was seen in a session; same tells that nothing changed.
func (l visit) next(session store.ID, d *Dossier) (n visit, same bool) {
	n = visit{session: session, before: l.before, now: maps.Clone(l.now)}
	same = l.session == session
	if !same {
		n.before = l.now
	}
	if n.now == nil {
		n.now = map[Key]uint64{}
	}
	for _, p := range d.providers {
		if v := p.shard.provider.version; v != n.now[p.Key] {
			n.now[p.Key] = v
			same = false
		}
	}
	return n, same
}

const visitFormat = 1

func (l visit) encode() []byte {
	b := append([]byte{visitFormat}, l.session[:]...)
	for _, m := range [2]map[Key]uint64{l.before, l.now} {
		b = binary.AppendUvarint(b, uint64(len(m)))
		for _, k := range slices.Sorted(maps.Keys(m)) {
			b = binary.BigEndian.AppendUint64(b, uint64(k))
			b = binary.AppendUvarint(b, m[k])
		}
	}
	return b
}

func decodeVisit(b []byte) (visit, error) {
	d := decoder{b: b}
	if f := d.byte(); d.err == nil && f != visitFormat {
		return visit{}, fmt.Errorf("visit format %d: %w", f, errDamaged)
	}
	var l visit
	copy(l.session[:], d.bytes(len(l.session)))
	for _, m := range [2]*map[Key]uint64{&l.before, &l.now} {
		*m = map[Key]uint64{}
		for range d.count(9) {
			if k := d.bytes(8); len(k) == 8 {
				(*m)[Key(binary.BigEndian.Uint64(k))] = d.uint()
			}
		}
	}
	if d.err == nil && len(d.b) != 0 {
		d.fail("bytes after the visit")
	}
	return l, d.err
}
