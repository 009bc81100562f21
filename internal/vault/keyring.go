// SPDX-License-Identifier: EUPL-1.2

package vault

import (
	"crypto/cipher"
	"crypto/hmac"
	"crypto/sha256"
	"errors"
	"fmt"
	"io"
	"sync"
	"time"

	"regie/internal/store"
)

// Purpose sets apart what the keyring seals: each has keys of its own. Packages may name their own purposes; a name is
// never used again for something else.
type Purpose string

const (
	PurposeEnvelope Purpose = "envelope"  // outer layer of every envelope
	PurposeInboxKey Purpose = "inbox-key" // public key of a person's inbox
	PurposeMail     Purpose = "mail"      // mail address
	PurposeTOTP     Purpose = "totp"      // secret of an authenticator app
	PurposeToken    Purpose = "token"     // refresh token of who asked for automatic collecting
	PurposeFlow     Purpose = "flow"      // a flow that is under way before there is a vault
)

var (
	// ErrNoKeyring: there is no keyring file at the path.
	ErrNoKeyring = errors.New("vault: no keyring")
	// ErrKeyringExists: CreateKeyring never replaces a keyring.
	ErrKeyringExists = errors.New("vault: keyring exists")
	// ErrKeyringExposed: others than the owner can read the keyring file.
	ErrKeyringExposed = errors.New("vault: keyring file is readable by others; allow its owner only (mode 0600)")
	// ErrKeyringDamaged: the keyring file is not what was written.
	ErrKeyringDamaged = errors.New("vault: keyring damaged")
	// ErrPassphrase: the keyring needs a passphrase and got none, or a wrong one.
	ErrPassphrase = errors.New("vault: keyring passphrase missing or wrong")
	// ErrOtherInstall: the keyring is not the one that this database was made with.
	ErrOtherInstall = errors.New("vault: keyring of another installation")
	// ErrUnknownTerm: sealed under a term that this keyring does not have, or that was destroyed.
	ErrUnknownTerm = errors.New("vault: unknown term of the keyring")
)

// termState is what a term may be used for.
type termState string

const (
	termActive    termState = "active"    // seals and opens; exactly one
	termRead      termState = "read"      // opens
	termDestroyed termState = "destroyed" // its key is gone
)

// term is one key of the keyring, of which the keys of all purposes are derived.
type term struct {
	Number  uint32    `json:"term"`
	Created time.Time `json:"created"`
	State   termState `json:"state"`
	Key     []byte    `json:"key,omitempty"`
}

// Keyring is the server's own keys: for what must work while the person is away, and the outer layer of all envelopes.
// It is safe for concurrent use.
type Keyring struct {
	path string
	o    KeyringOptions

	mu      sync.RWMutex
	install store.ID
	terms   []term
	blind   []byte
	pepper  []byte
	ciphers map[purposeKey]cipher.AEAD
}

type purposeKey struct {
	purpose Purpose
	term    uint32
}

// InstallID returns the random id of this installation.
func (k *Keyring) InstallID() store.ID {
	k.mu.RLock()
	defer k.mu.RUnlock()
	return k.install
}

func (k *Keyring) active() uint32 {
	for _, t := range k.terms {
		if t.State == termActive {
			return t.Number
		}
	}
	return 0 // checked when read: there is one
}

// cipher returns the cipher of a purpose in a term; nil where the term is unknown or destroyed.
func (k *Keyring) cipher(p Purpose, number uint32) cipher.AEAD {
	key := purposeKey{p, number}
	k.mu.RLock()
	gcm := k.ciphers[key]
	k.mu.RUnlock()
	if gcm != nil {
		return gcm
	}
	k.mu.Lock()
	defer k.mu.Unlock()
	for _, t := range k.terms {
		if t.Number == number && t.State != termDestroyed {
			derived := expand(t.Key, k.install[:], "pgo/1/server/"+string(p))
			gcm = newAEAD(derived)
			clear(derived)
			k.ciphers[key] = gcm
			return gcm
		}
	}
	return nil
}

// Seal seals plain for a purpose, at a place. Sizes are rounded up first.
func (k *Keyring) Seal(p Purpose, at Place, plain []byte) ([]byte, error) {
	return k.seal(k.o.Rand, p, at, plain)
}

func (k *Keyring) seal(r io.Reader, p Purpose, at Place, plain []byte) ([]byte, error) {
	if p == "" {
		return nil, errors.New("vault: sealing without a purpose")
	}
	content, err := pack(plain, false)
	if err != nil {
		return nil, err
	}
	k.mu.RLock()
	number := k.active()
	k.mu.RUnlock()
	gcm := k.cipher(p, number)
	if gcm == nil { // destroyed in between
		return nil, ErrUnknownTerm
	}
	return seal(r, gcm, number, at, content), nil
}

// Open opens what Seal made for the same purpose and place. ErrSealed where it does not fit, ErrUnknownTerm where the
// key is not there (any more).
func (k *Keyring) Open(p Purpose, at Place, sealed []byte) ([]byte, error) {
	number, _, err := parseHead(sealed, algGCM)
	if err != nil {
		return nil, err
	}
	if k.cipher(p, number) == nil {
		return nil, ErrUnknownTerm
	}
	content, err := open(func(n uint32) cipher.AEAD { return k.cipher(p, n) }, at, sealed)
	if err != nil {
		return nil, err
	}
	return unpack(content)
}

// Stale tells whether sealed is of a term that is not the active one, and should be sealed anew.
func (k *Keyring) Stale(sealed []byte) bool {
	number, _, err := parseHead(sealed, algGCM)
	k.mu.RLock()
	defer k.mu.RUnlock()
	return err == nil && number != k.active()
}

// BlindIndex returns 32 bytes by which a value can be found without being stored: the same for the same value and use,
// and meaningless without the keyring. The caller normalises the value first.
func (k *Keyring) BlindIndex(use, value string) []byte {
	k.mu.RLock()
	defer k.mu.RUnlock()
	return mac(k.blind, use, []byte(value))
}

// Pepper returns 32 bytes to be stored in the place of a random secret (a token in a link, a cookie): they can be
// compared, and tell nothing without the keyring.
func (k *Keyring) Pepper(use string, secret []byte) []byte {
	k.mu.RLock()
	defer k.mu.RUnlock()
	return mac(k.pepper, use, secret)
}

func mac(key []byte, use string, value []byte) []byte {
	m := hmac.New(sha256.New, key)
	m.Write(appendLP(nil, []byte(use)))
	m.Write(value)
	return m.Sum(nil)
}

// Rotate adds a term, by which everything is sealed from now on, and writes the file. What was sealed before can still
// be read, until its term is destroyed. It returns the number of the new term.
func (k *Keyring) Rotate() (uint32, error) {
	k.mu.Lock()
	defer k.mu.Unlock()
	if err := k.reread(); err != nil {
		return 0, err
	}
	terms := make([]term, 0, len(k.terms)+1)
	var last uint32
	for _, t := range k.terms {
		if t.State == termActive {
			t.State = termRead
		}
		last = max(last, t.Number)
		terms = append(terms, t)
	}
	terms = append(terms, newTerm(k.o, last+1))
	if err := k.save(terms); err != nil {
		return 0, err
	}
	k.terms = terms
	return last + 1, nil
}

// Destroy forgets the key of a term, and writes the file. What was sealed under it, and not sealed anew, is lost for
// good: that is its use. The active term can't be destroyed.
func (k *Keyring) Destroy(number uint32) error {
	k.mu.Lock()
	defer k.mu.Unlock()
	if err := k.reread(); err != nil {
		return err
	}
	terms := append([]term(nil), k.terms...)
	for i, t := range terms {
		if t.Number != number {
			continue
		}
		if t.State == termActive {
			return errors.New("vault: the active term can't be destroyed")
		}
		terms[i].State, terms[i].Key = termDestroyed, nil
		if err := k.save(terms); err != nil {
			return err
		}
		k.terms = terms
		for key := range k.ciphers {
			if key.term == number {
				delete(k.ciphers, key)
			}
		}
		return nil
	}
	return ErrUnknownTerm
}

func newTerm(o KeyringOptions, number uint32) term {
	t := term{Number: number, Created: o.Now().UTC().Truncate(time.Second), State: termActive, Key: make([]byte, keySize)}
	fill(o.Rand, t.Key)
	return t
}

// Term tells of one term; for an operator's list.
type Term struct {
	Number  uint32
	Created time.Time
	State   string // active, read or destroyed
}

// Terms lists the terms, oldest first.
func (k *Keyring) Terms() []Term {
	k.mu.RLock()
	defer k.mu.RUnlock()
	out := make([]Term, len(k.terms))
	for i, t := range k.terms {
		out[i] = Term{t.Number, t.Created, string(t.State)}
	}
	return out
}

// Format hides the keys from every verb of fmt.
func (k *Keyring) Format(s fmt.State, _ rune) { io.WriteString(s, "vault.Keyring(hidden)") }
