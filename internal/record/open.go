// SPDX-License-Identifier: EUPL-1.2

package record

import (
	"context"
	"errors"
	"fmt"
	"runtime"
	"sync"

	"regie/internal/store"
	"regie/internal/vault"
	"regie/internal/zib"
)

// shard is what one provider brought, opened. It is never changed.
type shard struct {
	provider provider
	index    *index
	blocks   []*openBlock // by slot; nil for what holds no items
	mixed    bool         // has resources of both FHIR versions
	own      bool         // of the person herself; see own_items.go
}

// openBlock is an opened block of items.
type openBlock struct {
	pack  *zib.Pack
	heads []zib.Head
	size  int
}

// Open returns the dossier of the person whose vault it is, from memory where that is still
// what is stored. Items that an older reader made are derived again first. Call Close on the
// dossier when done with it.
//
// Errors: ErrRolledBack; those of vault and store.
func (k *Keeper) Open(ctx context.Context, v *vault.Opened) (*Dossier, error) {
	s := k.seat(v.Scope().Person())
	d, err := k.open(ctx, v, s)
	if err != nil {
		s.leave()
		return nil, fmt.Errorf("opening the dossier: %w", err)
	}
	return d, nil
}

func (k *Keeper) open(ctx context.Context, v *vault.Opened, s *seat) (*Dossier, error) {
	var version, chosen, added uint64
	err := k.db.View(ctx, v.Scope(), func(tx *store.Tx) (err error) {
		// Reading the root also proves that this vault has the right key: what another session
		// left in memory is not shown to one that could not have opened it.
		if _, version, err = k.root(tx, v); err != nil {
			return err
		}
		if chosen, err = choicesVersion(tx); err != nil {
			return err
		}
		added, err = ownVersion(tx)
		return err
	})
	if err != nil {
		return nil, err
	}
	s.loading.Lock()
	defer s.loading.Unlock()
	if s.dossier != nil && s.dossier.version == version && s.dossier.chosen == chosen && s.dossier.added == added {
		return s.dossier, nil
	}
	for range maxTries {
		d, stale, err := k.load(ctx, v, s.dossier)
		if err != nil {
			return nil, err
		}
		if stale == "" {
			d.seat = s
			s.hold(d)
			k.makeRoom(s)
			return d, nil
		}
		if err := k.renew(ctx, v, stale); err != nil {
			return nil, err
		}
	}
	return nil, errStale
}

// load reads the dossier, taking over from old what is unchanged. stale names a provider whose
// items were made by an older reader.
func (k *Keeper) load(ctx context.Context, v *vault.Opened, old *Dossier) (d *Dossier, stale string, err error) {
	known := map[store.ID]*openBlock{}
	kept := map[string]*shard{}
	if old != nil {
		for _, p := range old.providers {
			if p.Own() {
				continue // made anew
			}
			kept[p.Name] = p.shard
			for n, b := range p.shard.blocks {
				if b != nil {
					known[p.shard.index.blocks[n].rows[0]] = b
				}
			}
		}
	}
	var r *root
	var version uint64
	var shards []*shard
	var c *choices
	var mine []Own
	var added uint64
	open := newOpener(v)
	err = k.db.View(ctx, v.Scope(), func(tx *store.Tx) error {
		stale, shards = "", nil
		if c, err = readChoices(tx, v); err != nil {
			return err
		}
		if mine, added, err = readOwn(tx, v); err != nil {
			return err
		}
		if r, version, err = k.root(tx, v); err != nil || r == nil {
			return err
		}
		for _, p := range r.providers {
			s := kept[p.name]
			if s == nil || s.provider.row != p.row || s.provider.version != p.version || p.version == 0 {
				s = &shard{index: &index{}}
				if p.version > 0 {
					if s.index, err = loadIndex(tx, v, p); err != nil {
						return err
					}
				}
				s.index.prepare()
			} else {
				s = &shard{index: s.index, blocks: s.blocks, mixed: s.mixed}
			}
			s.provider = p
			shards = append(shards, s)
			if s.blocks != nil {
				continue
			}
			if stale, err = open.blocks(tx, s, known); err != nil || stale != "" {
				return err
			}
		}
		return nil
	})
	if e := open.wait(); err == nil {
		err = e
	}
	if err != nil || stale != "" {
		return nil, stale, err
	}
	if r == nil {
		r = &root{}
	}
	for _, s := range shards {
		if err := s.check(); err != nil {
			return nil, "", err
		}
	}
	own, err := ownShard(mine)
	if err != nil {
		return nil, "", err
	}
	if own != nil {
		shards = append(shards, own)
	}
	d = assemble(r, version, shards, c)
	d.added = added
	return d, "", nil
}

// opener unseals and reads blocks on all processors, while the transaction fetches the next.
type opener struct {
	v    *vault.Opened
	work chan job
	wg   sync.WaitGroup
	mu   sync.Mutex
	err  error
}

type job struct {
	sealed store.Sealed
	into   *openBlock
}

func newOpener(v *vault.Opened) *opener {
	o := &opener{v: v, work: make(chan job, 16)}
	for range max(1, min(runtime.GOMAXPROCS(0), 4)) {
		o.wg.Go(func() {
			for j := range o.work {
				if err := o.open(j); err != nil {
					o.mu.Lock()
					o.err = err
					o.mu.Unlock()
				}
			}
		})
	}
	return o
}

func (o *opener) wait() error {
	close(o.work)
	o.wg.Wait()
	return o.err
}

func (o *opener) open(j job) error {
	plain, err := o.v.Unseal(j.sealed)
	if err != nil {
		return fmt.Errorf("opening items: %w", err)
	}
	j.into.size = len(plain)
	if j.into.pack, err = zib.OpenPack(plain); err == nil {
		j.into.heads, err = j.into.pack.Heads()
	}
	clear(plain)
	if err != nil {
		return fmt.Errorf("reading items: %w", err)
	}
	return nil
}

// blocks fetches the item blocks of a provider. stale is its name if an older reader made one.
func (o *opener) blocks(tx *store.Tx, s *shard, known map[store.ID]*openBlock) (stale string, err error) {
	x := s.index
	s.blocks = make([]*openBlock, len(x.blocks))
	for _, b := range x.blocks {
		if b.kind == blockItems && len(b.rows) == 1 && b.reader != zib.ReaderVersion {
			return s.provider.name, nil
		}
	}
	older, newer := false, false
	for i := range x.entries {
		older, newer = older || x.entries[i].fhir != r4, newer || x.entries[i].fhir == r4
	}
	s.mixed = older && newer
	for n, b := range x.blocks {
		if b.kind != blockItems || len(b.rows) != 1 {
			continue
		}
		if open := known[b.rows[0]]; open != nil {
			s.blocks[n] = open
			continue
		}
		sealed, err := tx.GetSealed(uint16(vault.Items), b.rows[0])
		if errors.Is(err, store.ErrNotFound) {
			return "", fmt.Errorf("block of items: %w", ErrRolledBack)
		}
		if err != nil {
			return "", fmt.Errorf("fetching items: %w", err)
		}
		s.blocks[n] = &openBlock{}
		o.work <- job{sealed, s.blocks[n]}
	}
	return "", nil
}

// check makes sure that every item has its place.
func (s *shard) check() error {
	for i := range s.index.entries {
		e := &s.index.entries[i]
		if e.item.none() {
			continue
		}
		if e.ghost() || int(e.item.block) > len(s.blocks) || s.blocks[e.item.block-1] == nil ||
			int(e.item.pos) >= len(s.blocks[e.item.block-1].heads) {
			return fmt.Errorf("item outside the blocks: %w", errDamaged)
		}
	}
	return nil
}

// renewPortion is how many items are derived again in one transaction.
const renewPortion = 2000

// renew derives items again that an older reader made, a portion at a time: what was done stays
// done if it is interrupted. Concurrent runs may do the same work, and come out the same.
func (k *Keeper) renew(ctx context.Context, v *vault.Opened, provider string) error {
	for tries := 0; ; {
		p, err := k.plan(ctx, v, provider)
		if err != nil {
			return err
		}
		var again []int32
		for i := range p.x.entries {
			e := &p.x.entries[i]
			if s := e.item; !s.none() && p.x.blocks[s.block-1].reader != zib.ReaderVersion && len(again) < renewPortion {
				again = append(again, int32(i))
			}
		}
		if len(again) == 0 && !p.leftovers() {
			return nil
		}
		if again, err = p.renumber(again); err == nil {
			err = p.derive(again)
		}
		if err == nil {
			p.dirty = true
			err = p.commit(ctx)
		}
		switch {
		case errors.Is(err, errStale) || errors.Is(err, store.ErrConflict):
			if tries++; tries > maxTries {
				return err
			}
		case err != nil:
			return fmt.Errorf("deriving items again: %w", err)
		}
	}
}

// leftovers tells whether a block of an older reader is left in which nothing is used.
func (p *plan) leftovers() bool {
	for _, b := range p.x.blocks {
		if b.kind == blockItems && len(b.rows) > 0 && b.reader != zib.ReaderVersion {
			return true
		}
	}
	return false
}
