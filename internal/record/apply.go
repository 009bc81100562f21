// SPDX-License-Identifier: EUPL-1.2

package record

import (
	"context"
	"errors"
	"fmt"
	"slices"

	"regie/internal/store"
	"regie/internal/vault"
)

// maxTries bounds how often a batch is planned again because another run was faster.
const maxTries = 10

// errStale says that what a plan was based on is no longer what is stored.
var errStale = errors.New("record: another run was faster")

// Apply merges a batch into the dossier, in one transaction: after a crash it is there whole
// or not at all, and applying it once more adds nothing. Runs of one person may apply at the
// same time. Resources are compared by what they say (see digest), changed ones keep their
// earlier versions, and nothing is ever deleted.
//
// Errors: ErrBatch; ErrRolledBack; those of vault and store, among them store.ErrUncertain,
// after which the batch can simply be applied again.
func (k *Keeper) Apply(ctx context.Context, v *vault.Opened, b Batch) (Change, error) {
	if b.Provider == "" || b.Service == "" || b.At.IsZero() {
		return Change{}, ErrBatch
	}
	contents, bad := intake(b)
	for try := 1; ; try++ {
		c, err := k.applyOnce(ctx, v, b, contents)
		if err == nil {
			c.Unreadable = bad
			return c, nil
		}
		if try == maxTries || !(errors.Is(err, errStale) || errors.Is(err, store.ErrConflict)) {
			return Change{}, fmt.Errorf("applying a batch: %w", err)
		}
	}
}

func (k *Keeper) applyOnce(ctx context.Context, v *vault.Opened, b Batch, contents []content) (Change, error) {
	p, err := k.plan(ctx, v, b.Provider)
	if err != nil {
		return Change{}, err
	}
	if b.ProviderName != "" {
		p.prov.title = b.ProviderName
	}
	change, err := p.merge(b, contents)
	if err != nil {
		return Change{}, err
	}
	return change, p.commit(ctx)
}

// plan is the work for one provider, on a copy of what is stored. It touches nothing until
// commit, which refuses when the store moved on in the meantime.
type plan struct {
	k     *Keeper
	ctx   context.Context
	rows  rows
	base  provider // as it is stored
	prov  provider // as it will be
	x     *index
	dirty bool // the index changed, and not only when services were collected

	fresh  map[int32]content  // what this batch says, where it is the current version
	blocks map[int32][][]byte // stored blocks that were opened
	order  []int32            // of blocks, for forgetting the oldest
}

// openBlocks is how many stored blocks a plan keeps open.
const openBlocks = 64

func (k *Keeper) plan(ctx context.Context, v *vault.Opened, provider string) (*plan, error) {
	p := &plan{
		k: k, ctx: ctx, x: &index{},
		rows:   rows{v: v, newID: func() store.ID { return store.NewID(k.rand) }},
		fresh:  map[int32]content{},
		blocks: map[int32][][]byte{},
	}
	err := k.db.View(ctx, v.Scope(), func(tx *store.Tx) error {
		r, _, err := k.root(tx, v)
		if err != nil {
			return err
		}
		p.base.name = provider
		if r != nil {
			if found := r.find(provider); found != nil {
				p.base = *found
			}
		}
		if p.base.version > 0 {
			p.x, err = loadIndex(tx, v, p.base)
		}
		return err
	})
	if err != nil {
		return nil, fmt.Errorf("loading what is known: %w", err)
	}
	p.prov = p.base
	p.prov.services = slices.Clone(p.base.services)
	return p, nil
}

// root reads the root; nil where the person has none yet.
func (k *Keeper) root(tx *store.Tx, v *vault.Opened) (*root, uint64, error) {
	plain, version, err := v.Get(tx, vault.Index, rootID)
	if errors.Is(err, store.ErrNotFound) {
		return nil, 0, nil
	}
	if err != nil {
		return nil, 0, fmt.Errorf("reading the root: %w", err)
	}
	r, err := decodeRoot(plain)
	return r, version, err
}

func loadIndex(tx *store.Tx, v *vault.Opened, p provider) (*index, error) {
	plain, version, err := v.Get(tx, vault.Index, p.row)
	if errors.Is(err, store.ErrNotFound) || (err == nil && version != p.version) {
		return nil, fmt.Errorf("index of a provider: %w", ErrRolledBack)
	}
	if err != nil {
		return nil, fmt.Errorf("reading the index of a provider: %w", err)
	}
	return decodeIndex(plain)
}

// commit writes what was planned. errStale or store.ErrConflict where another was faster.
func (p *plan) commit(ctx context.Context) error {
	v := p.rows.v
	var sealed store.Sealed
	if p.dirty {
		if p.prov.row.IsZero() {
			p.prov.row = p.rows.newID()
		}
		p.prov.version = p.base.version + 1
		var err error
		if sealed, err = v.Seal(vault.Index, p.prov.row, p.prov.version, p.x.encode()); err != nil {
			return fmt.Errorf("sealing the index: %w", err)
		}
	}
	return p.k.db.Update(ctx, v.Scope(), func(tx *store.Tx) error {
		r, version, err := p.k.root(tx, v)
		if err != nil {
			return err
		}
		if r == nil {
			if r, err = newRoot(p.k.rand); err != nil {
				return err
			}
		}
		if err := r.replace(p.base, p.prov); err != nil {
			return err
		}
		if p.dirty {
			for _, s := range p.rows.puts {
				if err := tx.PutSealed(s); err != nil {
					return err
				}
			}
			for _, d := range p.rows.deletes {
				if err := v.Delete(tx, d.collection, d.id); err != nil {
					return err
				}
			}
			if err := tx.PutSealed(sealed); err != nil {
				return err
			}
		}
		return v.Put(tx, vault.Index, rootID, version+1, r.encode())
	})
}

// replace puts the new state of a provider in the root, if the stored one is still base.
func (r *root) replace(base, now provider) error {
	found := r.find(base.name)
	if found == nil {
		if base.version > 0 || len(base.services) > 0 {
			return errStale
		}
		r.providers = append(r.providers, now)
		return nil
	}
	if found.version != base.version || found.title != base.title || !slices.Equal(found.services, base.services) {
		return errStale
	}
	*found = now
	return nil
}
