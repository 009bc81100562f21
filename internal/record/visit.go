// SPDX-License-Identifier: EUPL-1.2

package record

import (
	"context"
	"encoding/binary"
	"errors"
	"fmt"
	"maps"
	"slices"

	"regie/internal/store"
	"regie/internal/vault"
)

// visitID is the row in the collection vault.Seen; the same for everybody (see rootID).
var visitID = store.ID{15: 1}

// visit is what is kept of the last two visits.
type visit struct {
	session store.ID       // of the latest
	before  map[Key]uint64 // what had been seen when it began
	now     map[Key]uint64 // what has been seen in it

	beforeAt, nowAt map[Key][]int64 // the same, for Seen.complete
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
		return &Seen{next.before, next.beforeAt}, nil
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
	return &Seen{next.before, next.beforeAt}, nil
}

// Seen returns what had been seen before a session began, without counting anything as seen.
func (k *Keeper) Seen(ctx context.Context, v *vault.Opened, session store.ID) (*Seen, error) {
	last, _, err := k.lastVisit(ctx, v)
	if err != nil {
		return nil, err
	}
	if last.session == session {
		return &Seen{last.before, last.beforeAt}, nil
	}
	return &Seen{last.now, last.nowAt}, nil
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
	n = visit{session: session, before: l.before, beforeAt: l.beforeAt, now: maps.Clone(l.now), nowAt: maps.Clone(l.nowAt)}
	same = l.session == session
	if !same {
		n.before, n.beforeAt = l.now, l.nowAt
	}
	if n.now == nil {
		n.now = map[Key]uint64{}
	}
	if n.nowAt == nil {
		n.nowAt = map[Key][]int64{}
	}
	for _, p := range d.providers {
		if v := p.shard.provider.version; v != n.now[p.Key] {
			n.now[p.Key], n.nowAt[p.Key] = v, nil
			for _, s := range p.shard.provider.services {
				n.nowAt[p.Key] = append(n.nowAt[p.Key], s.complete)
			}
			same = false
		}
	}
	return n, same
}

// visitFormat is what is written now; the first one had no moments, and is still read.
const visitFormat = 2

func (l visit) encode() []byte {
	b := append([]byte{visitFormat}, l.session[:]...)
	for n, m := range [2]map[Key]uint64{l.before, l.now} {
		at := [2]map[Key][]int64{l.beforeAt, l.nowAt}[n]
		b = binary.AppendUvarint(b, uint64(len(m)))
		for _, k := range slices.Sorted(maps.Keys(m)) {
			b = binary.BigEndian.AppendUint64(b, uint64(k))
			b = binary.AppendUvarint(b, m[k])
			b = binary.AppendUvarint(b, uint64(len(at[k])))
			for _, t := range at[k] {
				b = binary.AppendUvarint(b, uint64(t))
			}
		}
	}
	return b
}

func decodeVisit(b []byte) (visit, error) {
	d := decoder{b: b}
	format := d.byte()
	if d.err == nil && (format < 1 || format > visitFormat) {
		return visit{}, fmt.Errorf("visit format %d: %w", format, errDamaged)
	}
	var l visit
	copy(l.session[:], d.bytes(len(l.session)))
	for n, m := range [2]*map[Key]uint64{&l.before, &l.now} {
		at := map[Key][]int64{}
		*m = map[Key]uint64{}
		for range d.count(9) {
			k := d.bytes(8)
			if len(k) != 8 {
				continue
			}
			key := Key(binary.BigEndian.Uint64(k))
			(*m)[key] = d.uint()
			if format < 2 {
				continue
			}
			for range d.count(1) {
				at[key] = append(at[key], int64(d.uint()))
			}
		}
		*[2]*map[Key][]int64{&l.beforeAt, &l.nowAt}[n] = at
	}
	if d.err == nil && len(d.b) != 0 {
		d.fail("bytes after the visit")
	}
	return l, d.err
}
