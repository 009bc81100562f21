// SPDX-License-Identifier: EUPL-1.2

package record

import (
	"context"
	"fmt"

	"regie/internal/fhir"
	"regie/internal/vault"
	"regie/internal/zib"
)

// Former returns what an item said before it said what it says now: as the person last saw it,
// or else the content before this one. ErrNotFound where it never said anything else.
func (k *Keeper) Former(ctx context.Context, v *vault.Opened, it *Item, seen *Seen) (*zib.Item, error) {
	order := it.contents()
	if len(order) < 2 {
		return nil, ErrNotFound
	}
	e := it.ref()
	was := order[1]
	if seen != nil {
		since, best := seen.of(it.Provider), -1
		for _, n := range order[1:] {
			if c := e.versions[n].came; c <= since && (best < 0 || c > e.versions[best].came) {
				best = n
			}
		}
		if best >= 0 {
			was = best
		}
	}
	f := &formerly{k: k, ctx: ctx, v: v, it: it}
	raw, err := k.stored(ctx, v, it.Provider.shard.index, e.versions[was].spot)
	if err != nil {
		return nil, fmt.Errorf("reading an earlier content: %w", err)
	}
	res, err := fhir.ParseResource(raw, e.fhir)
	if err != nil {
		return nil, ErrNotFound // it could not be read then either
	}
	return zib.NewReader(f).Read(res), nil
}

// formerly finds what an earlier content refers to, as it is now.
type formerly struct {
	k    *Keeper
	ctx  context.Context
	v    *vault.Opened
	it   *Item
	open int
}

// formerMost is how many resources are read for one earlier content.
const formerMost = 20

// Resolve implements fhir.Resolver.
func (f *formerly) Resolve(from *fhir.Resource, ref string) *fhir.Resource {
	r := fhir.ParseReference(ref)
	if r.Kind != fhir.RefResource {
		var none *fhir.Set
		return none.Resolve(from, ref) // contained
	}
	x := f.it.Provider.shard.index
	i, ok := x.find(identity{f.it.ref().fhir, r.Type, r.ID})
	if !ok || x.entries[i].ghost() || f.open >= formerMost {
		return nil
	}
	f.open++
	e := &x.entries[i]
	raw, err := f.k.stored(f.ctx, f.v, x, e.versions[e.current].spot)
	if err != nil {
		return nil
	}
	res, err := fhir.ParseResource(raw, e.fhir)
	if err != nil {
		return nil
	}
	return res
}
