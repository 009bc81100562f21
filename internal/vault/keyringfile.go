// SPDX-License-Identifier: EUPL-1.2

package vault

import (
	"context"
	"crypto/cipher"
	"crypto/sha256"
	"encoding/base64"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"time"

	"golang.org/x/crypto/argon2"

	"regie/internal/store"
)

// KeyringOptions of CreateKeyring and LoadKeyring.
type KeyringOptions struct {
	Passphrase []byte           // seals the file; empty leaves its protection to the file system
	Cost       Cost             // of the passphrase; zero stands for KeyringCost
	Rand       io.Reader        // nil stands for crypto/rand
	Now        func() time.Time // nil stands for time.Now
}

func (o KeyringOptions) defaults() KeyringOptions {
	if o.Cost == (Cost{}) {
		o.Cost = KeyringCost()
	}
	if o.Now == nil {
		o.Now = time.Now
	}
	return o
}

const keyringFormat = "regie-keyring-1"

// maxKeyring bounds the file: a hundred bytes a term, one term a week.
const maxKeyring = 1 << 20

// keyringFile is the file: who it belongs to in plain, the keys plain or sealed by a passphrase.
type keyringFile struct {
	Format  string `json:"format"`
	Install string `json:"install"`
	KDF     []byte `json:"kdf,omitempty"`    // derivation from the passphrase, as in an envelope
	Sealed  []byte `json:"sealed,omitempty"` // keyringKeys as JSON, sealed
	Keys    []byte `json:"keys,omitempty"`   // keyringKeys as JSON
	Sum     string `json:"sum,omitempty"`    // SHA-256 of Keys: finds damage, not malice
}

// keyringKeys is what is secret in it.
type keyringKeys struct {
	Terms  []term `json:"terms"`
	Blind  []byte `json:"blind"`
	Pepper []byte `json:"pepper"`
}

// CreateKeyring makes a keyring and writes it to path, readable by its owner only. ErrKeyringExists when there is a
// file already.
func CreateKeyring(path string, o KeyringOptions) (*Keyring, error) {
	o = o.defaults()
	k := &Keyring{path: path, o: o, install: store.NewID(o.Rand), ciphers: map[purposeKey]cipher.AEAD{}}
	k.terms = []term{newTerm(o, 1)}
	k.blind, k.pepper = make([]byte, keySize), make([]byte, keySize)
	fill(o.Rand, k.blind)
	fill(o.Rand, k.pepper)
	b, err := k.encode(k.terms)
	if err != nil {
		return nil, err
	}
	if err := writeNew(path, b); err != nil {
		return nil, err
	}
	return k, nil
}

// LoadKeyring reads the keyring at path. Errors: ErrNoKeyring, ErrKeyringExposed, ErrPassphrase, ErrKeyringDamaged.
func LoadKeyring(path string, o KeyringOptions) (*Keyring, error) {
	k := &Keyring{path: path, o: o.defaults(), ciphers: map[purposeKey]cipher.AEAD{}}
	if err := k.Reload(); err != nil {
		return nil, err
	}
	return k, nil
}

// Reload reads the file again, after another program has rotated the keyring.
func (k *Keyring) Reload() error {
	k.mu.Lock()
	defer k.mu.Unlock()
	return k.reread()
}

// reread is Reload for who holds the lock.
func (k *Keyring) reread() error {
	b, err := readPrivate(k.path)
	if err != nil {
		return err
	}
	install, keys, err := decodeKeyring(b, k.o)
	if err != nil {
		return err
	}
	if !k.install.IsZero() && k.install != install {
		return ErrOtherInstall
	}
	k.install, k.terms, k.blind, k.pepper = install, keys.Terms, keys.Blind, keys.Pepper
	clear(k.ciphers)
	return nil
}

// save writes the file with other terms; the caller holds the lock.
func (k *Keyring) save(terms []term) error {
	b, err := k.encode(terms)
	if err != nil {
		return err
	}
	return replace(k.path, b)
}

func (k *Keyring) encode(terms []term) ([]byte, error) {
	keys, err := json.Marshal(keyringKeys{Terms: terms, Blind: k.blind, Pepper: k.pepper})
	if err != nil {
		return nil, fmt.Errorf("encoding the keyring: %w", err)
	}
	defer clear(keys)
	f := keyringFile{Format: keyringFormat, Install: k.install.String()}
	if len(k.o.Passphrase) == 0 {
		sum := sha256.Sum256(keys)
		f.Keys, f.Sum = keys, base64.StdEncoding.EncodeToString(sum[:])
	} else {
		salt := make([]byte, saltSize)
		fill(k.o.Rand, salt)
		f.KDF = k.o.Cost.params(salt)
		gcm := newAEAD(passphraseKey(k.o.Passphrase, k.o.Cost, salt))
		nonce := make([]byte, nonceSize)
		fill(k.o.Rand, nonce)
		f.Sealed = gcm.Seal(nonce, nonce, keys, keyringAAD(k.install, f.KDF))
	}
	b, err := json.MarshalIndent(f, "", "  ")
	if err != nil {
		return nil, fmt.Errorf("encoding the keyring: %w", err)
	}
	return append(b, '\n'), nil
}

func keyringAAD(install store.ID, kdf []byte) []byte {
	return appendLP(appendLP([]byte("pgo/1/keyring|"), install[:]), kdf)
}

func passphraseKey(passphrase []byte, c Cost, salt []byte) []byte {
	stretched := argon2.IDKey(passphrase, salt, c.time, c.memory, c.threads, keySize)
	defer clear(stretched)
	return expand(stretched, nil, "pgo/1/keyring/wrap")
}

func decodeKeyring(b []byte, o KeyringOptions) (store.ID, keyringKeys, error) {
	var f keyringFile
	if err := json.Unmarshal(b, &f); err != nil || f.Format != keyringFormat {
		return store.ID{}, keyringKeys{}, ErrKeyringDamaged
	}
	install, err := store.ParseID(f.Install)
	if err != nil {
		return store.ID{}, keyringKeys{}, ErrKeyringDamaged
	}
	plain, err := f.open(install, o)
	if err != nil {
		return store.ID{}, keyringKeys{}, err
	}
	defer clear(plain)
	var keys keyringKeys
	if err := json.Unmarshal(plain, &keys); err != nil || !keys.valid() {
		return store.ID{}, keyringKeys{}, ErrKeyringDamaged
	}
	return install, keys, nil
}

func (f keyringFile) open(install store.ID, o KeyringOptions) ([]byte, error) {
	if len(f.Sealed) == 0 {
		if sum := sha256.Sum256(f.Keys); base64.StdEncoding.EncodeToString(sum[:]) != f.Sum {
			return nil, ErrKeyringDamaged
		}
		if len(o.Passphrase) > 0 { // a passphrase was promised, and this file can be read without
			return nil, fmt.Errorf("%w: the file is not sealed by one", ErrPassphrase)
		}
		return f.Keys, nil
	}
	cost, salt, err := parseArgon(f.KDF)
	if err != nil || len(f.Sealed) < nonceSize+tagSize || len(f.Keys) > 0 {
		return nil, ErrKeyringDamaged
	}
	if !o.Cost.within(cost) {
		return nil, ErrWeak
	}
	if len(o.Passphrase) == 0 {
		return nil, ErrPassphrase
	}
	gcm := newAEAD(passphraseKey(o.Passphrase, cost, salt))
	plain, err := gcm.Open(nil, f.Sealed[:nonceSize], f.Sealed[nonceSize:], keyringAAD(install, f.KDF))
	if err != nil {
		return nil, ErrPassphrase
	}
	return plain, nil
}

func (k keyringKeys) valid() bool {
	active := 0
	for i, t := range k.Terms {
		if t.Number == 0 || i > 0 && t.Number <= k.Terms[i-1].Number {
			return false
		}
		switch t.State {
		case termActive:
			active++
		case termRead:
		case termDestroyed:
			if len(t.Key) != 0 {
				return false
			}
			continue
		default:
			return false
		}
		if len(t.Key) != keySize {
			return false
		}
	}
	return active == 1 && len(k.Blind) == keySize && len(k.Pepper) == keySize
}

// installFact is the name under which the database remembers its installation.
const installFact = "id"

// Belongs checks that the keyring is the one this database was made with, and notes it at the first use.
// ErrOtherInstall where it is not: with a foreign keyring nobody could sign in, and all that is new would be lost.
func (k *Keyring) Belongs(ctx context.Context, db *store.DB) error {
	install := k.InstallID()
	return db.System(ctx, func(tx *store.Tx) error {
		known, err := tx.Install(installFact)
		if errors.Is(err, store.ErrNotFound) {
			return tx.SetInstall(installFact, install[:])
		}
		if err != nil {
			return err
		}
		if string(known) != string(install[:]) {
			return ErrOtherInstall
		}
		return nil
	})
}
