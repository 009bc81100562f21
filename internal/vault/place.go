// SPDX-License-Identifier: EUPL-1.2

package vault

import (
	"encoding/binary"

	"regie/internal/store"
)

// Place is where sealed bytes belong. They open at that place only: each field is part of what is authenticated.
type Place struct {
	Table   string   // table of the store, and what sets apart kinds of rows in it
	Person  store.ID // zero where the row belongs to nobody
	Row     store.ID
	Column  string
	Schema  uint16 // format of the content
	Version uint64 // version of the row
}

// aad encodes a place and the reference of the key. No two different values give the same bytes: texts and ids carry
// their length, numbers have a fixed width.
func (p Place) aad(keyref uint32) []byte {
	b := make([]byte, 0, 64+len(p.Table)+len(p.Column))
	b = append(b, "pgo1"...)
	b = appendLP(b, []byte(p.Table))
	b = appendLP(b, p.Person[:])
	b = appendLP(b, p.Row[:])
	b = appendLP(b, []byte(p.Column))
	b = binary.BigEndian.AppendUint32(b, keyref)
	b = binary.BigEndian.AppendUint16(b, p.Schema)
	return binary.BigEndian.AppendUint64(b, p.Version)
}

// appendLP appends the length of v in two bytes, and v.
func appendLP(b, v []byte) []byte {
	if len(v) > 0xffff {
		panic("vault: field of an AAD is longer than 65535 bytes")
	}
	b = binary.BigEndian.AppendUint16(b, uint16(len(v)))
	return append(b, v...)
}
