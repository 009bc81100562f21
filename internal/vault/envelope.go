// SPDX-License-Identifier: EUPL-1.2

package vault

import (
	"context"
	"crypto/hmac"
	"encoding/binary"
	"errors"
	"io"
	"runtime"

	"regie/internal/store"
)

// Locksmith makes and opens envelopes: it has the server's keyring, which every envelope needs, and runs the costly
// derivation of keys from passwords, a few at a time. It is safe for concurrent use.
type Locksmith struct {
	keys  *Keyring
	rand  io.Reader
	cost  Cost
	slots chan struct{}
}

// LocksmithOptions has defaults for production.
type LocksmithOptions struct {
	Rand     io.Reader // nil stands for crypto/rand
	Cost     Cost      // of passwords; zero stands for DefaultCost
	Parallel int       // how many derivations may run at once; 0 stands for the number of processors
}

// NewLocksmith returns a locksmith that works with a keyring.
func NewLocksmith(keys *Keyring, o LocksmithOptions) *Locksmith {
	if o.Cost == (Cost{}) {
		o.Cost = DefaultCost()
	}
	if o.Parallel <= 0 {
		o.Parallel = runtime.NumCPU()
	}
	return &Locksmith{keys: keys, rand: o.Rand, cost: o.Cost, slots: make(chan struct{}, o.Parallel)}
}

// Keyring returns the keyring that the locksmith works with.
func (l *Locksmith) Keyring() *Keyring { return l.keys }

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

// hkdfParams is what stands in an envelope whose secret is random already.
func hkdfParams() []byte { return []byte{kdfHKDF} }

func (e envelope) checkHKDF() error {
	if len(e.params) != 1 || e.params[0] != kdfHKDF {
		return ErrWeak
	}
	return nil
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

// WrapPassword makes the envelope of a password. ctx bounds the wait for a turn.
func (l *Locksmith) WrapPassword(ctx context.Context, w Owner, password string, root RootKey) ([]byte, error) {
	salt := make([]byte, saltSize)
	fill(l.rand, salt)
	stretched, err := l.stretch(ctx, password, l.cost, salt)
	if err != nil {
		return nil, err
	}
	return l.wrap(w, kindPassword, l.cost.params(salt), expand(stretched, nil, "pgo/1/pw/wrap"), root)
}

// UnwrapPassword opens the envelope of a password: ErrWrongSecret where it is not the password; ErrWeak where the
// envelope asks for a derivation out of bounds.
func (l *Locksmith) UnwrapPassword(ctx context.Context, w Owner, password string, sealed []byte) (RootKey, error) {
	e, err := l.peel(w, kindPassword, sealed)
	if err != nil {
		return RootKey{}, err
	}
	cost, salt, err := parseArgon(e.params)
	if err != nil {
		return RootKey{}, err
	}
	if !l.cost.within(cost) {
		return RootKey{}, ErrWeak
	}
	stretched, err := l.stretch(ctx, password, cost, salt)
	if err != nil {
		return RootKey{}, err
	}
	return e.unwrap(w, expand(stretched, nil, "pgo/1/pw/wrap"))
}

// PretendPassword does the work of UnwrapPassword where there is no envelope, so that an unknown address takes as long
// as a known one. It returns ErrWrongSecret, or the error of ctx.
func (l *Locksmith) PretendPassword(ctx context.Context, password string) error {
	stretched, err := l.stretch(ctx, password, l.cost, make([]byte, saltSize))
	if err != nil {
		return err
	}
	clear(stretched)
	return ErrWrongSecret
}

// WrapPRF makes the envelope of a passkey from the output of its PRF extension (32 bytes).
func (l *Locksmith) WrapPRF(w Owner, credential, prf []byte, root RootKey) ([]byte, error) {
	if len(prf) != keySize || len(credential) == 0 {
		return nil, errors.New("vault: a passkey gives a credential id and 32 bytes")
	}
	return l.wrap(w, kindPRF, hkdfParams(), prfKey(w, credential, prf), root)
}

// UnwrapPRF opens the envelope of a passkey; ErrWrongSecret where it is another passkey.
func (l *Locksmith) UnwrapPRF(w Owner, credential, prf, sealed []byte) (RootKey, error) {
	if len(prf) != keySize || len(credential) == 0 {
		return RootKey{}, ErrWrongSecret
	}
	return l.unwrapRandom(w, kindPRF, prfKey(w, credential, prf), sealed)
}

func prfKey(w Owner, credential, prf []byte) []byte {
	return expand(prf, w.Person[:], "pgo/1/prf|"+string(credential))
}

// RecoverySecret is what a recovery code stands for: 160 random bits.
type RecoverySecret [20]byte

// WrapRecovery makes the envelope of a recovery code.
func (l *Locksmith) WrapRecovery(w Owner, code RecoverySecret, root RootKey) ([]byte, error) {
	return l.wrap(w, kindRecovery, hkdfParams(), recoveryKey(w, code), root)
}

// UnwrapRecovery opens the envelope of a recovery code; ErrWrongSecret where it is another code.
func (l *Locksmith) UnwrapRecovery(w Owner, code RecoverySecret, sealed []byte) (RootKey, error) {
	return l.unwrapRandom(w, kindRecovery, recoveryKey(w, code), sealed)
}

func recoveryKey(w Owner, code RecoverySecret) []byte {
	return expand(code[:], w.Person[:], "pgo/1/rec")
}

// WrapSession makes the envelope of a session: w.Factor is the id of the session, cookie the random key that only the
// browser keeps.
func (l *Locksmith) WrapSession(w Owner, cookie [32]byte, root RootKey) ([]byte, error) {
	return l.wrap(w, kindSession, hkdfParams(), sessionKey(w, cookie), root)
}

// UnwrapSession opens the envelope of a session; ErrWrongSecret where it is another cookie.
func (l *Locksmith) UnwrapSession(w Owner, cookie [32]byte, sealed []byte) (RootKey, error) {
	return l.unwrapRandom(w, kindSession, sessionKey(w, cookie), sealed)
}

func sessionKey(w Owner, cookie [32]byte) []byte {
	return expand(cookie[:], w.Person[:], "pgo/1/session")
}

func (l *Locksmith) unwrapRandom(w Owner, k kind, key, sealed []byte) (RootKey, error) {
	e, err := l.peel(w, k, sealed)
	if err != nil {
		return RootKey{}, err
	}
	if err := e.checkHKDF(); err != nil {
		return RootKey{}, err
	}
	return e.unwrap(w, key)
}
