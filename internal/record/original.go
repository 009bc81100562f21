// SPDX-License-Identifier: EUPL-1.2

package record

import (
	"fmt"

	"regie/internal/store"
	"regie/internal/vault"
)

// original returns the bytes of a resource that is stored or, in this plan, about to be.
func (p *plan) original(s spot) ([]byte, error) {
	if s.none() || int(s.block) > len(p.x.blocks) {
		return nil, fmt.Errorf("original without a place: %w", errDamaged)
	}
	b := p.x.blocks[s.block-1]
	if b.kind != blockFile {
		records, err := p.block(s.block)
		if err != nil {
			return nil, err
		}
		if int(s.pos) >= len(records) {
			return nil, fmt.Errorf("original outside its block: %w", errDamaged)
		}
		return records[s.pos], nil
	}
	load := func(id store.ID) (plain []byte, err error) {
		err = p.k.db.View(p.ctx, p.rows.v.Scope(), func(tx *store.Tx) error {
			plain, _, err = p.rows.v.Get(tx, vault.Documents, id)
			return err
		})
		return plain, err
	}
	h, body, err := openFile(b, load)
	if err != nil {
		return nil, err
	}
	return h.whole(body)
}

// openFile returns the head of a large original and the reader of its body.
func openFile(b block, load func(store.ID) ([]byte, error)) (fileHead, *fileReader, error) {
	if len(b.rows) == 0 {
		return fileHead{}, nil, fmt.Errorf("file without rows: %w", errDamaged)
	}
	plain, err := load(b.rows[0])
	if err != nil {
		return fileHead{}, nil, fmt.Errorf("reading the head of a file: %w", err)
	}
	h, err := decodeFileHead(plain)
	if err != nil {
		return fileHead{}, nil, err
	}
	return h, &fileReader{rows: b.rows[1:], load: load}, nil
}
