// SPDX-License-Identifier: EUPL-1.2

package vault

import (
	"crypto/hkdf"
	"crypto/hmac"
	"crypto/rand"
	"crypto/sha256"
	"fmt"
	"io"

	"regie/internal/store"
)

const keySize = 32

// RootKey is the key from which all keys of one person come: 32 random bytes and a generation, which grows when the
// key is replaced. It does not show itself when printed.
type RootKey struct {
	key        [keySize]byte
	generation uint32
}

// NewRootKey returns a root key of generation 1 from r; nil stands for crypto/rand.
func NewRootKey(r io.Reader) RootKey {
	k := RootKey{generation: 1}
	fill(r, k.key[:])
	return k
}

// Next returns a new root key of the next generation.
func (k RootKey) Next(r io.Reader) RootKey {
	n := NewRootKey(r)
	n.generation = k.generation + 1
	return n
}

// Generation returns the generation of the key: 1, 2, 3, …
func (k RootKey) Generation() uint32 { return k.generation }

// Zero overwrites this copy of the key.
func (k *RootKey) Zero() { *k = RootKey{} }

// Format hides the key from every verb of fmt.
func (k RootKey) Format(s fmt.State, _ rune) { io.WriteString(s, "vault.RootKey(hidden)") }

// commitment binds an envelope to one root key: AES-GCM alone can be made to open under two keys.
func (k RootKey) commitment() []byte {
	m := hmac.New(sha256.New, k.key[:])
	m.Write([]byte("pgo/1/commit"))
	return m.Sum(nil)[:commitSize]
}

const commitSize = 16

// derive returns a key of the person for one use.
func (k RootKey) derive(person store.ID, info string) []byte {
	return expand(k.key[:], person[:], info)
}

func expand(secret, salt []byte, info string) []byte {
	key, err := hkdf.Key(sha256.New, secret, salt, info, keySize)
	if err != nil {
		panic(err) // only lengths can be wrong, and they are constants
	}
	return key
}

// fill reads random bytes. A program without randomness must not go on.
func fill(r io.Reader, b []byte) {
	if r == nil {
		r = rand.Reader
	}
	if _, err := io.ReadFull(r, b); err != nil {
		panic("vault: no randomness: " + err.Error())
	}
}
