// SPDX-License-Identifier: EUPL-1.2

package vault

import (
	"crypto/hmac"
	"encoding/binary"
	"errors"

	"regie/internal/store"
)

// Owner says whose envelope it is, and of which factor or session.
type Owner struct{ Person, Factor store.ID }

// kind is what opens an envelope; part of what is authenticated.
type kind byte

const (
	kindPassword kind = 'P'
	kindPRF      kind = 'W'
	kindRecovery kind = 'R'
	kindSession  kind = 'C' // the cookie
)

// An envelope, inside its outer layer: format, kind, generation of the root key (4 bytes), length of the parameters
// (2 bytes), parameters of the derivation, key commitment (16), nonce (12), sealed root key (32 + 16).
const (
	envelopeMagic = 0x45
	envelopeFixed = 1 + 1 + 1 + 4 + 2
	envelopeTail  = commitSize + nonceSize + keySize + tagSize
	maxParams     = 64
)

type envelope struct {
	kind       kind
	generation uint32
	params     []byte
	commit     []byte
	nonce      []byte
	sealed     []byte
}

func (e envelope) encode() []byte {
	b := []byte{envelopeMagic, format, byte(e.kind)}
	b = binary.BigEndian.AppendUint32(b, e.generation)
	b = appendLP(b, e.params)
	b = append(b, e.commit...)
	b = append(b, e.nonce...)
	return append(b, e.sealed...)
}

func parseEnvelope(b []byte) (envelope, error) {
	if len(b) < envelopeFixed+envelopeTail || b[0] != envelopeMagic || b[1] != format {
		return envelope{}, ErrFormat
	}
	e := envelope{kind: kind(b[2]), generation: binary.BigEndian.Uint32(b[3:])}
	n := int(binary.BigEndian.Uint16(b[7:]))
	b = b[envelopeFixed:]
	if n == 0 || n > maxParams || len(b) != n+envelopeTail || e.generation == 0 {
		return envelope{}, ErrFormat
	}
	e.params, b = b[:n], b[n:]
	e.commit, b = b[:commitSize], b[commitSize:]
	e.nonce, e.sealed = b[:nonceSize], b[nonceSize:]
	return e, nil
}

// aad binds an envelope to its owner, its kind and the way its key was derived.
func (e envelope) aad(w Owner) []byte {
	b := append(make([]byte, 0, 128), "pgo1env"...)
	b = appendLP(b, w.Person[:])
	b = appendLP(b, []byte{byte(e.kind)})
	b = appendLP(b, w.Factor[:])
	b = binary.BigEndian.AppendUint32(b, e.generation)
	return appendLP(b, e.params)
}

func (w Owner) place(k kind) Place {
	return Place{Table: "envelope", Person: w.Person, Row: w.Factor, Column: string(rune(k)), Schema: schema, Version: 1}
}

// wrap seals the root key under key, and the outcome under the keyring.
func (l *Locksmith) wrap(w Owner, k kind, params, key []byte, root RootKey) ([]byte, error) {
	if w.Person.IsZero() || w.Factor.IsZero() || root.generation == 0 {
		return nil, errors.New("vault: envelope without an owner or a key")
	}
	e := envelope{kind: k, generation: root.generation, params: params, commit: root.commitment(), nonce: make([]byte, nonceSize)}
	fill(l.rand, e.nonce)
	e.sealed = newAEAD(key).Seal(nil, e.nonce, root.key[:], e.aad(w))
	clear(key)
	return l.keys.seal(l.rand, PurposeEnvelope, w.place(k), e.encode())
}

// peel takes the outer layer off.
func (l *Locksmith) peel(w Owner, k kind, sealed []byte) (envelope, error) {
	b, err := l.keys.Open(PurposeEnvelope, w.place(k), sealed)
	if err != nil {
		return envelope{}, err
	}
	e, err := parseEnvelope(b)
	if err != nil {
		return envelope{}, err
	}
	if e.kind != k {
		return envelope{}, ErrFormat
	}
	return e, nil
}

// unwrap opens a peeled envelope with key. ErrWrongSecret where the key does not fit.
func (e envelope) unwrap(w Owner, key []byte) (RootKey, error) {
	defer clear(key)
	plain, err := newAEAD(key).Open(nil, e.nonce, e.sealed, e.aad(w))
	if err != nil || len(plain) != keySize {
		return RootKey{}, ErrWrongSecret
	}
	root := RootKey{generation: e.generation}
	copy(root.key[:], plain)
	clear(plain)
	if !hmac.Equal(root.commitment(), e.commit) {
		return RootKey{}, ErrWrongSecret
	}
	return root, nil
}

// NeedsRewrap tells whether the outer layer of an envelope is of an older term of the keyring, so that it should be
// wrapped anew by Rewrap before that term is destroyed.
func (l *Locksmith) NeedsRewrap(sealed []byte) bool { return l.keys.Stale(sealed) }

// Rewrap renews the outer layer of a password, passkey, recovery or session envelope without opening it.
func (l *Locksmith) Rewrap(w Owner, sealed []byte) ([]byte, error) {
	for _, k := range []kind{kindPassword, kindPRF, kindRecovery, kindSession} {
		b, err := l.keys.Open(PurposeEnvelope, w.place(k), sealed)
		if err == nil {
			return l.keys.seal(l.rand, PurposeEnvelope, w.place(k), b)
		}
	}
	return nil, ErrSealed
}
