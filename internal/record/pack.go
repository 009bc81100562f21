// SPDX-License-Identifier: EUPL-1.2

package record

import (
	"fmt"

	"regie/internal/store"
	"regie/internal/vault"
	"regie/internal/zib"
)

func (k kind) collection() vault.Collection {
	switch k {
	case blockItems:
		return vault.Items
	case blockFile:
		return vault.Documents
	}
	return vault.Originals
}

// rows collects what a plan writes and takes away. Everything is sealed ahead of the
// transaction, and new rows get new ids: what a plan that came too late has made is thrown away.
type rows struct {
	v       *vault.Opened
	newID   func() store.ID
	puts    []store.Sealed
	deletes []row
}

type row struct {
	collection vault.Collection
	id         store.ID
}

func (r *rows) put(c vault.Collection, plain []byte) (store.ID, error) {
	id := r.newID()
	s, err := r.v.Seal(c, id, 1, plain)
	if err != nil {
		return store.ID{}, fmt.Errorf("sealing a row: %w", err)
	}
	r.puts = append(r.puts, s)
	return id, nil
}

func (r *rows) drop(k block) {
	for _, id := range k.rows {
		r.deletes = append(r.deletes, row{k.kind.collection(), id})
	}
}

// packer puts originals into blocks. It goes on with the last block while that is not half
// full, so that many small batches do not leave many small rows.
type packer struct {
	x       *index
	rows    *rows
	load    func(n int32) ([][]byte, error) // records of a block that is stored
	slot    int32                           // of the block that is being filled; 0: none
	records [][]byte
	size    int
}

func (k *packer) add(record []byte) (spot, error) {
	if k.slot == 0 {
		if err := k.start(); err != nil {
			return spot{}, err
		}
	}
	k.records = append(k.records, record)
	k.size += len(record)
	s := spot{k.slot, int32(len(k.records) - 1)}
	if k.size >= originalsBlock {
		return s, k.flush()
	}
	return s, nil
}

func (k *packer) start() error {
	for i := len(k.x.blocks); i >= 1; i-- {
		b := &k.x.blocks[i-1]
		if b.kind != blockOriginals || len(b.rows) == 0 || b.size >= originalsBlock/2 {
			continue
		}
		records, err := k.load(int32(i))
		if err != nil {
			return err
		}
		k.rows.drop(*b)
		k.slot, k.records, k.size = int32(i), records, b.size
		return nil
	}
	k.slot = k.x.free()
	k.x.blocks[k.slot-1] = block{kind: blockOriginals}
	k.records, k.size = nil, 0
	return nil
}

// flush seals what was added. It must be called after the last add.
func (k *packer) flush() error {
	if k.slot == 0 {
		return nil
	}
	id, err := k.rows.put(vault.Originals, encodeBlock(k.records))
	if err != nil {
		return err
	}
	k.x.blocks[k.slot-1] = block{kind: blockOriginals, rows: []store.ID{id}, count: len(k.records), size: k.size}
	k.slot, k.records, k.size = 0, nil, 0
	return nil
}

// itemsPerBlock is how many items go into one block. A block of fewer than half of them in use
// is taken apart when items are added, so that there is hardly ever more than one such.
const itemsPerBlock = 256

// dissolve takes apart the item blocks that are less than half in use, and returns the items
// that are left in them, to be packed again. Items can be derived again; originals stay where they are.
func (p *plan) dissolve() (map[int32]*zib.Item, error) {
	x := p.x
	live := make([]int, len(x.blocks))
	for i := range x.entries {
		if s := x.entries[i].item; !s.none() {
			live[s.block-1]++
		}
	}
	packs := make([]*zib.Pack, len(x.blocks))
	sparse := make([]bool, len(x.blocks))
	for i, b := range x.blocks {
		if b.kind != blockItems || len(b.rows) == 0 || live[i] >= itemsPerBlock/2 {
			continue
		}
		sparse[i] = true
		if live[i] > 0 {
			plain, err := p.row(b)
			if err != nil {
				return nil, err
			}
			if packs[i], err = zib.OpenPack(plain); err != nil {
				return nil, fmt.Errorf("taking items apart: %w", err)
			}
		}
		p.rows.drop(b)
		x.blocks[i] = block{kind: blockItems}
	}
	left := map[int32]*zib.Item{}
	for i := range x.entries {
		e := &x.entries[i]
		if s := e.item; !s.none() && sparse[s.block-1] {
			it, err := packs[s.block-1].Item(int(s.pos))
			if err != nil {
				return nil, fmt.Errorf("taking items apart: %w", err)
			}
			left[int32(i)] = it
			e.item = spot{}
		}
	}
	return left, nil
}

// packItems seals items in blocks, in the order of their entries.
func (p *plan) packItems(order []int32, items map[int32]*zib.Item) error {
	for len(order) > 0 {
		n := min(len(order), itemsPerBlock)
		if rest := len(order) - n; rest > 0 && rest < itemsPerBlock/2 {
			n = len(order) / 2 // two halves rather than one that is taken apart next time
		}
		some := make([]*zib.Item, n)
		slot := p.x.free()
		for k, i := range order[:n] {
			some[k] = items[i]
			p.x.entries[i].item = spot{slot, int32(k)}
		}
		plain := zib.AppendItems(nil, some)
		id, err := p.rows.put(vault.Items, plain)
		if err != nil {
			return err
		}
		p.x.blocks[slot-1] = block{kind: blockItems, rows: []store.ID{id}, count: n, size: len(plain), reader: zib.ReaderVersion}
		order = order[n:]
	}
	return nil
}

// free returns a slot of the table of blocks that nothing is in.
func (x *index) free() int32 {
	for i := range x.blocks {
		if b := &x.blocks[i]; len(b.rows) == 0 && b.kind == blockItems {
			return int32(i + 1)
		}
	}
	x.blocks = append(x.blocks, block{})
	return int32(len(x.blocks))
}
