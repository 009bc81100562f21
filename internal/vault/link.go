// SPDX-License-Identifier: EUPL-1.2

package vault

import (
	"crypto/cipher"
	"encoding/base64"
	"io"

	"regie/internal/store"
)

// Link is a secret that stands in an address only. Whoever has it can read what is sealed by it,
// also while the vault of the person is closed; the row and the key both follow from it, so that
// what is stored tells nothing.
type Link [32]byte

// NewLink makes a secret from r; nil stands for crypto/rand.
func NewLink(r io.Reader) (l Link) {
	fill(r, l[:])
	return l
}

// ParseLink reads what String wrote; ok is false for anything else.
func ParseLink(s string) (l Link, ok bool) {
	b, err := base64.RawURLEncoding.Strict().DecodeString(s)
	if err != nil || len(b) != len(l) {
		return l, false
	}
	return Link(b), true
}

// String is the secret as it stands in an address: 43 characters.
func (l Link) String() string { return base64.RawURLEncoding.EncodeToString(l[:]) }

// Row is the id of the row that the secret opens.
func (l Link) Row() (id store.ID) {
	copy(id[:], expand(l[:], nil, "pgo/1/link/row"))
	return id
}

func (l Link) place(table string, person store.ID) Place {
	return Place{Table: table, Person: person, Row: l.Row(), Column: "body", Schema: schema}
}

func (l Link) cipher() cipher.AEAD { return newAEAD(expand(l[:], nil, "pgo/1/link/key")) }

// Seal seals plain as the row of a table of the store, of one person.
func (l Link) Seal(table string, person store.ID, plain []byte) ([]byte, error) {
	content, err := pack(plain, true)
	if err != nil {
		return nil, err
	}
	return seal(nil, l.cipher(), 0, l.place(table, person), content), nil
}

// Open is the inverse of Seal. Errors: ErrSealed, ErrFormat.
func (l Link) Open(table string, person store.ID, sealed []byte) ([]byte, error) {
	content, err := open(func(uint32) cipher.AEAD { return l.cipher() }, l.place(table, person), sealed)
	if err != nil {
		return nil, err
	}
	return unpack(content)
}
