// SPDX-License-Identifier: EUPL-1.2

package store

import (
	"crypto/rand"
	"encoding/hex"
	"errors"
	"io"
)

// ID is a random 128-bit identifier, made by the program (never by the database).
// Its text form is 32 lower-case hexadecimal digits.
type ID [16]byte

// ErrBadID is returned by ParseID for anything that is not 32 lower-case hexadecimal digits.
var ErrBadID = errors.New("store: malformed id")

// NewID returns a random ID from r; nil stands for crypto/rand.
func NewID(r io.Reader) ID {
	if r == nil {
		r = rand.Reader
	}
	var id ID
	if _, err := io.ReadFull(r, id[:]); err != nil {
		panic("store: no randomness: " + err.Error())
	}
	return id
}

func (id ID) String() string { return hex.EncodeToString(id[:]) }

// IsZero tells whether id was never set.
func (id ID) IsZero() bool { return id == ID{} }

// ParseID is the inverse of String.
func ParseID(s string) (ID, error) {
	var id ID
	if len(s) != 32 {
		return ID{}, ErrBadID
	}
	for _, c := range []byte(s) {
		if (c < '0' || c > '9') && (c < 'a' || c > 'f') {
			return ID{}, ErrBadID
		}
	}
	if _, err := hex.Decode(id[:], []byte(s)); err != nil {
		return ID{}, ErrBadID
	}
	return id, nil
}
