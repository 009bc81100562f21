// SPDX-License-Identifier: EUPL-1.2

// Package vault seals what belongs to a person, so that whoever holds the database holds nothing.
//
// Each person has a random root key. It is never stored as it is: envelopes hold it, one for each factor of the
// person (password, passkey, recovery code) and one for each session, and every envelope lies inside a second layer
// that needs the server's own Keyring. From the root key come the keys of the collections, by which rows are sealed.
// What arrives while no one is there is sealed to the person's public key (the inbox).
//
// The formats are described in docs/vault.md. This is the only package that imports crypto/cipher.
package vault

import "errors"

var (
	// ErrSealed: the bytes could not be opened. They were damaged, moved from another place, or sealed with another key.
	ErrSealed = errors.New("vault: cannot be opened")
	// ErrFormat: the bytes are not of a format that this program reads.
	ErrFormat = errors.New("vault: unknown format")
	// ErrWrongSecret: the password, passkey, recovery code or cookie does not fit the envelope.
	ErrWrongSecret = errors.New("vault: wrong secret")
	// ErrWeak: the envelope asks for a cheaper or dearer key derivation than is accepted.
	ErrWeak = errors.New("vault: key derivation out of bounds")
	// ErrClosed: the vault was closed.
	ErrClosed = errors.New("vault: closed")
	// ErrWrongPerson: the transaction is of another person than the vault.
	ErrWrongPerson = errors.New("vault: transaction of another person")
	// ErrTooLarge: more than MaxPlain bytes.
	ErrTooLarge = errors.New("vault: too large")
)

// MaxPlain is the largest content that is sealed as one row: 64 MiB.
const MaxPlain = 64 << 20
