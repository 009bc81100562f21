// SPDX-License-Identifier: EUPL-1.2

package record

import (
	"errors"
	"fmt"
	"slices"

	"regie/internal/store"
)

// merge brings a batch into the plan: what it names, what it no longer names, and the items
// that must be read again because of it.
func (p *plan) merge(b Batch, contents []content) (Change, error) {
	n, err := p.prov.service(b.Service)
	if err != nil {
		return Change{}, err
	}
	before := p.prov.services[n]
	at := b.At.UnixMicro()
	since := at
	if !b.Since.IsZero() {
		since = min(since, b.Since.UnixMicro())
	}
	known := len(p.x.entries) // entries from here on are new to the index

	named := map[int32]bool{}
	var touched []int32
	added := map[int32][]content{} // contents that were never seen, by entry
	for _, c := range contents {
		i := p.x.place(c.identity)
		e := &p.x.entries[i]
		versions := len(e.versions)
		v, changed := e.observe(version{digest: c.digest, first: at, updated: c.updated})
		if len(e.versions) > versions {
			added[i] = append(added[i], c)
		}
		p.dirty = p.dirty || changed
		if c.urn != "" && e.urn != c.urn {
			e.urn, p.x.alias[c.urn], p.dirty = c.urn, i, true
		}
		if named[i] && !e.later(v, e.listings[p.listing(e, n)].version) {
			continue // another copy in this batch says more
		}
		if e.list(n, before, at, b.Complete, v) {
			p.dirty = true
		}
		if !named[i] {
			named[i] = true
			touched = append(touched, i)
		}
		if e.listings[p.listing(e, n)].version == v {
			p.fresh[i] = c
		}
	}
	count := len(named)
	wasGone := map[int32]bool{}
	if b.Complete {
		for _, i := range p.x.delist(n, before, at, since, named) {
			p.dirty = true
			touched = append(touched, i)
			wasGone[i] = true
		}
	}
	p.prov.services[n] = before.ended(at, since, b.Complete)
	return p.settle(touched, wasGone, count, known, added)
}

func (p *plan) listing(e *entry, service int) int {
	return slices.IndexFunc(e.listings, func(l listing) bool { return l.service == service })
}

// settle chooses what is shown of each entry that was touched, keeps new originals, and reads
// the items again that changed with it.
func (p *plan) settle(touched []int32, delisted map[int32]bool, count, known int, added map[int32][]content) (Change, error) {
	var change Change
	stale := map[int32]bool{}
	fresh := map[int32]bool{}
	for _, i := range touched {
		e := &p.x.entries[i]
		isNew := e.item.none()
		moved := e.settle()
		if isNew || moved {
			e.versions[e.current].came = p.base.version + 1
		}
		if c, ok := p.fresh[i]; ok && e.versions[e.current].digest != c.digest {
			delete(p.fresh, i) // the batch is older than what is shown
		}
		switch {
		case isNew:
			fresh[i] = true
			change.New++
		case moved:
			stale[i] = true
			change.Changed++
		}
		if delisted[i] && e.gone() {
			change.Gone++
		}
	}
	change.Same = count - change.New - p.changedByBatch(stale, delisted)
	if err := p.keep(added); err != nil {
		return Change{}, err
	}
	again, err := p.users(known, fresh, stale)
	if err != nil {
		return Change{}, err
	}
	if err := p.derive(again); err != nil {
		return Change{}, err
	}
	for _, i := range touched {
		e := &p.x.entries[i]
		if e.part {
			continue
		}
		switch {
		case fresh[i]:
			change.NewItems++
		case stale[i]:
			change.ChangedItems++
		}
		if delisted[i] && e.gone() {
			change.GoneItems++
		}
	}
	return change, nil
}

func (p *plan) changedByBatch(stale, delisted map[int32]bool) int {
	n := 0
	for i := range stale {
		if !delisted[i] {
			n++
		}
	}
	return n
}

// users returns what must be read: what is new or changed, and whatever was read with it, over
// any number of steps (a medicine's maker changes how the prescription reads). known is how many entries
// the index had before.
func (p *plan) users(known int, fresh, stale map[int32]bool) ([]int32, error) {
	again := map[int32]bool{}
	var queue []int32
	push := func(i int32) {
		if !again[i] {
			again[i] = true
			queue = append(queue, i)
		}
	}
	for i := range fresh {
		push(i)
	}
	for i := range stale {
		push(i)
	}
	numbers, err := p.number(queue)
	if err != nil {
		return nil, err
	}
	for i := range numbers {
		push(i)
	}
	// Only what the index had before can have been read with something: if nothing of that
	// changed, nobody needs to look.
	old := slices.ContainsFunc(queue, func(i int32) bool { return int(i) < known })
	if old {
		usedBy := make(map[int32][]int32, len(p.x.entries)/4)
		for i := range p.x.entries {
			for _, u := range p.x.entries[i].uses {
				usedBy[u] = append(usedBy[u], int32(i))
			}
		}
		for len(queue) > 0 {
			i := queue[0]
			queue = queue[1:]
			for _, u := range usedBy[i] {
				push(u)
			}
		}
	}
	out := make([]int32, 0, len(again))
	for i := range again {
		if !p.x.entries[i].ghost() {
			out = append(out, i)
		}
	}
	slices.Sort(out)
	return out, nil
}

// keep packs the originals that were never seen.
func (p *plan) keep(added map[int32][]content) error {
	if len(added) == 0 {
		return nil
	}
	order := make([]int32, 0, len(added))
	for i := range added {
		order = append(order, i)
	}
	slices.Sort(order) // as they came: like stands by like, which compresses well
	pk := packer{x: p.x, rows: &p.rows, load: p.block}
	for _, i := range order {
		for _, c := range added[i] {
			e := &p.x.entries[i]
			v := slices.IndexFunc(e.versions, func(v version) bool { return v.digest == c.digest })
			s, err := p.keepOne(&pk, c)
			if err != nil {
				return fmt.Errorf("keeping an original: %w", err)
			}
			e.versions[v].spot = s
		}
	}
	return pk.flush()
}

func (p *plan) keepOne(pk *packer, c content) (spot, error) {
	if len(c.raw) < largeOriginal && c.typ != fileType {
		return pk.add(c.raw)
	}
	b, err := putFile(&p.rows, c)
	if err != nil {
		return spot{}, err
	}
	slot := p.x.free()
	p.x.blocks[slot-1] = b
	return spot{block: slot}, nil
}

// block opens a stored block of originals.
func (p *plan) block(n int32) ([][]byte, error) {
	if records, ok := p.blocks[n]; ok {
		return records, nil
	}
	b := p.x.blocks[n-1]
	plain, err := p.row(b)
	if err != nil {
		return nil, err
	}
	records, err := decodeBlock(plain)
	if err != nil {
		return nil, err
	}
	if len(records) != b.count {
		return nil, fmt.Errorf("block of %d records has %d: %w", b.count, len(records), errDamaged)
	}
	if len(p.order) >= openBlocks {
		delete(p.blocks, p.order[0])
		p.order = p.order[1:]
	}
	p.blocks[n] = records
	p.order = append(p.order, n)
	return records, nil
}

// row opens the one row of a block.
func (p *plan) row(b block) (plain []byte, err error) {
	if len(b.rows) != 1 {
		return nil, fmt.Errorf("block without a row: %w", errDamaged)
	}
	err = p.k.db.View(p.ctx, p.rows.v.Scope(), func(tx *store.Tx) error {
		plain, _, err = p.rows.v.Get(tx, b.kind.collection(), b.rows[0])
		return err
	})
	if errors.Is(err, store.ErrNotFound) {
		return nil, errStale // another run took it apart, and the index that says so is newer
	}
	if err != nil {
		return nil, fmt.Errorf("opening a block: %w", err)
	}
	return plain, nil
}
