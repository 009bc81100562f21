// SPDX-License-Identifier: EUPL-1.2

package record

import (
	"sync"
	"sync/atomic"
	"time"

	"regie/internal/store"
)

// seat is the place of one person's dossier in memory. It is shared by the sessions of that
// person, and emptied when the last one ends, after some idle time, or to make room.
type seat struct {
	k       *Keeper
	person  store.ID
	loading sync.Mutex // held while the dossier is fetched; guards dossier
	dossier *Dossier
	current atomic.Pointer[Dossier] // the same while it is in use; nil when it was dropped

	// guarded by Keeper.mu
	users   int
	dropped bool
	used    time.Time
	size    int64
	blocks  map[*openBlock]bool // everything that was ever held here, to be wiped
}

// seat returns the place of a person and counts a user in.
func (k *Keeper) seat(person store.ID) *seat {
	k.mu.Lock()
	defer k.mu.Unlock()
	k.sweep()
	s := k.seats[person]
	if s == nil {
		s = &seat{k: k, person: person, blocks: map[*openBlock]bool{}}
		k.seats[person] = s
	}
	s.users++
	s.used = k.now()
	return s
}

// Close says that the dossier is no longer used by this caller. What was in memory of a person
// who signed out is wiped when the last caller is done.
func (d *Dossier) Close() {
	if d != nil && d.seat != nil {
		d.seat.leave()
	}
}

// join counts one more user of a dossier in, for work that goes on after a page.
func (s *seat) join() {
	s.k.mu.Lock()
	defer s.k.mu.Unlock()
	s.users++
}

func (s *seat) leave() {
	s.k.mu.Lock()
	defer s.k.mu.Unlock()
	s.users--
	if s.dropped && s.users <= 0 {
		s.wipe()
	}
}

// hold makes d the dossier of the seat.
func (s *seat) hold(d *Dossier) {
	s.dossier = d
	now := map[*openBlock]bool{}
	size := int64(len(d.all)) * (1000 + laterCost)
	for _, p := range d.providers {
		for _, b := range p.shard.blocks {
			if b != nil {
				now[b] = true
				size += int64(2*b.size + 500*len(b.heads))
			}
		}
	}
	s.k.mu.Lock()
	defer s.k.mu.Unlock()
	if !s.dropped {
		s.current.Store(d)
	}
	for b := range now {
		s.blocks[b] = true
	}
	if s.users <= 1 { // nobody can be reading what this one does not have
		for b := range s.blocks {
			if !now[b] {
				b.wipe()
				delete(s.blocks, b)
			}
		}
	}
	s.size = size
}

// wipe overwrites the items of the block.
func (b *openBlock) wipe() {
	if b.pack != nil {
		b.pack.Wipe()
	}
}

// wipe overwrites what was opened. Called with Keeper.mu held, when nobody uses it.
func (s *seat) wipe() {
	for b := range s.blocks {
		b.wipe()
	}
	s.blocks = nil
}

// Drop forgets what is in memory of a person: call it when a session ends.
func (k *Keeper) Drop(person store.ID) {
	k.mu.Lock()
	defer k.mu.Unlock()
	k.drop(k.seats[person])
}

func (k *Keeper) drop(s *seat) {
	if s == nil {
		return
	}
	delete(k.seats, s.person)
	s.dropped = true
	s.current.Store(nil)
	if s.users <= 0 {
		s.wipe()
	}
}

// Sweep forgets the dossiers that were not used for the idle time. It is also done at each
// Open, and by a timer.
func (k *Keeper) Sweep() {
	k.mu.Lock()
	defer k.mu.Unlock()
	k.sweep()
}

func (k *Keeper) sweep() {
	now := k.now()
	for _, s := range k.seats {
		if now.Sub(s.used) >= k.idle { // no page takes as long as that: who still counts as a user forgot to close
			k.drop(s)
		}
	}
	if k.timer == nil {
		k.timer = time.AfterFunc(k.idle/4+time.Second, func() {
			k.mu.Lock()
			defer k.mu.Unlock()
			k.timer = nil
			if len(k.seats) > 0 {
				k.sweep()
			}
		})
	}
}

// makeRoom drops the dossiers that were used longest ago while all together take too much.
func (k *Keeper) makeRoom(keep *seat) {
	k.mu.Lock()
	defer k.mu.Unlock()
	for {
		var total int64
		var oldest *seat
		for _, s := range k.seats {
			total += s.size
			if s != keep && s.users <= 0 && (oldest == nil || s.used.Before(oldest.used)) {
				oldest = s
			}
		}
		if total <= k.memory || oldest == nil {
			return
		}
		k.drop(oldest)
	}
}
