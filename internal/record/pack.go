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

func (k kind) full() int {
	if k == blockItems {
		return itemsBlock
	}
	return originalsBlock
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

// packer puts records into blocks of one kind. It goes on with the last block while that is
// not half full, so that many small batches do not leave many small rows.
type packer struct {
	x       *index
	rows    *rows
	kind    kind
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
	// The table must know the block before it is sealed: places are checked against it.
	k.x.blocks[k.slot-1].count = len(k.records)
	if k.size >= k.kind.full() {
		return s, k.flush()
	}
	return s, nil
}

func (k *packer) start() error {
	reader := uint32(0)
	if k.kind == blockItems {
		reader = zib.ReaderVersion
	}
	free := int32(0)
	for i := len(k.x.blocks); i >= 1; i-- {
		b := &k.x.blocks[i-1]
		if len(b.rows) == 0 {
			free = int32(i)
			continue
		}
		if b.kind == k.kind && b.reader == reader && b.size < k.kind.full()/2 {
			records, err := k.load(int32(i))
			if err != nil {
				return err
			}
			k.rows.drop(*b)
			b.rows = nil
			k.slot, k.records, k.size = int32(i), records, b.size
			return nil
		}
	}
	if free == 0 {
		k.x.blocks = append(k.x.blocks, block{})
		free = int32(len(k.x.blocks))
	}
	k.x.blocks[free-1] = block{kind: k.kind, reader: reader}
	k.slot, k.records, k.size = free, nil, 0
	return nil
}

// flush seals what was added. It must be called after the last add.
func (k *packer) flush() error {
	if k.slot == 0 {
		return nil
	}
	id, err := k.rows.put(k.kind.collection(), encodeBlock(k.records))
	if err != nil {
		return err
	}
	b := &k.x.blocks[k.slot-1]
	b.rows, b.count, b.size = []store.ID{id}, len(k.records), k.size
	k.slot, k.records, k.size = 0, nil, 0
	return nil
}

// compact frees the item blocks of which less than half is still in use, and returns what is
// left in them, to be added again. Items can be derived again; originals are never touched.
func (x *index) compact(r *rows, load func(n int32) ([][]byte, error)) (map[int32][]byte, error) {
	live := make([]int, len(x.blocks))
	for i := range x.entries {
		if s := x.entries[i].item; !s.none() {
			live[s.block-1]++
		}
	}
	loaded := make([][][]byte, len(x.blocks))
	sparse := make([]bool, len(x.blocks))
	for i, b := range x.blocks {
		if b.kind != blockItems || len(b.rows) == 0 || live[i]*2 >= b.count {
			continue
		}
		sparse[i] = true
		if live[i] > 0 {
			records, err := load(int32(i + 1))
			if err != nil {
				return nil, err
			}
			loaded[i] = records
		}
		r.drop(b)
		x.blocks[i] = block{kind: blockItems}
	}
	left := map[int32][]byte{}
	for i := range x.entries {
		e := &x.entries[i]
		if s := e.item; !s.none() && sparse[s.block-1] {
			left[int32(i)] = loaded[s.block-1][s.pos]
			e.item = spot{}
		}
	}
	return left, nil
}
