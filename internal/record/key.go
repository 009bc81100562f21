// SPDX-License-Identifier: EUPL-1.2

package record

import (
	"crypto/sha256"
	"encoding/binary"
	"encoding/hex"
)

// Key names an item or a provider towards the outside: in an address, in a form. It is made
// from the identity with a secret of this dossier, so it says nothing about the resource, is
// the same in every session, and means nothing in another dossier.
type Key uint64

// String returns the 16 lower-case hexadecimal digits of the key.
func (k Key) String() string {
	var b [8]byte
	binary.BigEndian.PutUint64(b[:], uint64(k))
	return hex.EncodeToString(b[:])
}

// ParseKey is the inverse of String; ok is false for anything else.
func ParseKey(s string) (k Key, ok bool) {
	if len(s) != 16 {
		return 0, false
	}
	for i := range len(s) {
		c := s[i]
		switch {
		case c >= '0' && c <= '9':
			k = k<<4 | Key(c-'0')
		case c >= 'a' && c <= 'f':
			k = k<<4 | Key(c-'a'+10)
		default:
			return 0, false
		}
	}
	return k, true
}

// keyMaker makes the keys of one dossier. Cutting off the hash makes the plain prefix safe.
type keyMaker struct {
	secret [32]byte
	buf    []byte
}

func (m *keyMaker) item(provider string, id identity) Key {
	m.start('i')
	m.part(provider)
	m.buf = append(m.buf, byte(id.fhir))
	m.part(id.typ)
	m.part(id.id)
	return m.end()
}

func (m *keyMaker) provider(name string) Key {
	m.start('p')
	m.part(name)
	return m.end()
}

func (m *keyMaker) start(kind byte) {
	m.buf = append(append(m.buf[:0], m.secret[:]...), kind)
}

func (m *keyMaker) part(s string) {
	m.buf = append(binary.AppendUvarint(m.buf, uint64(len(s))), s...)
}

func (m *keyMaker) end() Key {
	sum := sha256.Sum256(m.buf)
	return Key(binary.BigEndian.Uint64(sum[:8]))
}
