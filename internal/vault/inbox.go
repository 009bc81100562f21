// SPDX-License-Identifier: EUPL-1.2

package vault

import (
	"crypto/cipher"
	"crypto/hpke"
	"errors"
	"fmt"
	"iter"

	"regie/internal/store"
)

const inboxInfo = "pgo/1/inbox"

func inboxPlace(person, row store.ID) Place {
	return Place{Table: "inbox", Person: person, Row: row, Column: "body", Schema: schema, Version: 1}
}

// SealInbox seals plain to a person's public key: whoever does so can't open it again. It opens only as this row of
// this person.
func SealInbox(pub []byte, person, row store.ID, plain []byte) ([]byte, error) {
	key, err := hpke.MLKEM768X25519().NewPublicKey(pub)
	if err != nil {
		return nil, fmt.Errorf("reading the public key of an inbox: %w", ErrFormat)
	}
	content, err := pack(plain, true)
	if err != nil {
		return nil, err
	}
	enc, sender, err := hpke.NewSender(key, hpke.HKDFSHA256(), hpke.AES256GCM(), []byte(inboxInfo))
	if err != nil {
		return nil, fmt.Errorf("sealing to an inbox: %w", err)
	}
	ct, err := sender.Seal(inboxPlace(person, row).aad(0), content)
	if err != nil {
		return nil, fmt.Errorf("sealing to an inbox: %w", err)
	}
	out := appendHead(make([]byte, 0, headSize+len(enc)+len(ct)), algHPKE, 0)
	return append(append(out, enc...), ct...), nil
}

// encSize is the length of what HPKE puts before the content: an ML-KEM-768 ciphertext and an X25519 key.
const encSize = 1088 + 32

func openInbox(key hpke.PrivateKey, person, row store.ID, sealed []byte) ([]byte, error) {
	keyref, rest, err := parseHead(sealed, algHPKE)
	if err != nil {
		return nil, err
	}
	if keyref != 0 || len(rest) < encSize+tagSize {
		return nil, ErrFormat
	}
	r, err := hpke.NewRecipient(rest[:encSize], key, hpke.HKDFSHA256(), hpke.AES256GCM(), []byte(inboxInfo))
	if err != nil {
		return nil, ErrSealed
	}
	content, err := r.Open(inboxPlace(person, row).aad(keyref), rest[encSize:])
	if err != nil {
		return nil, ErrSealed
	}
	return unpack(content)
}

// Found makes the row of a new person: with a fresh inbox key, of which the public half is sealed by the server's
// keyring (so that whoever writes in the database can't put another in its place) and the private half by the root
// key. store.ErrConflict when the person is there already.
func (o *Opened) Found(tx *store.Tx, keys *Keyring) error {
	if err := o.mine(tx); err != nil {
		return err
	}
	key, err := hpke.MLKEM768X25519().GenerateKey()
	if err != nil {
		return fmt.Errorf("making an inbox key: %w", err)
	}
	private, err := key.Bytes()
	if err != nil {
		return fmt.Errorf("making an inbox key: %w", err)
	}
	defer clear(private)
	public, err := keys.seal(o.rand, PurposeInboxKey, o.keyPlace("inbox_public"), key.PublicKey().Bytes())
	if err != nil {
		return err
	}
	gcm, err := o.identityCipher(o.current)
	if err != nil {
		return err
	}
	wrapped := seal(o.rand, gcm, o.current, o.keyPlace("inbox_private"), private)
	return tx.CreatePerson(store.PersonRow{Generation: o.current, InboxPublic: public, InboxPrivate: wrapped})
}

func (o *Opened) keyPlace(column string) Place { return keyPlace(o.scope.Person(), column) }

func keyPlace(person store.ID, column string) Place {
	return Place{Table: "person", Person: person, Row: person, Column: column, Schema: schema, Version: 1}
}

// identityCipher wraps the person's private keys.
func (o *Opened) identityCipher(generation uint32) (cipher.AEAD, error) {
	o.mu.RLock()
	defer o.mu.RUnlock()
	if o.closed {
		return nil, ErrClosed
	}
	root, ok := o.roots[generation]
	if !ok {
		return nil, nil
	}
	return newAEAD(root.derive(o.scope.Person(), "pgo/1/idkey")), nil
}

// PutInbox seals plain to the person of the transaction and puts it in the inbox, without the person's vault.
// store.ErrConflict when a row with this id waits already.
func PutInbox(tx *store.Tx, keys *Keyring, row store.ID, plain []byte) error {
	p, err := tx.GetPerson()
	if err != nil {
		return err
	}
	pub, err := keys.Open(PurposeInboxKey, keyPlace(tx.Person(), "inbox_public"), p.InboxPublic)
	if err != nil {
		return fmt.Errorf("opening the public key of an inbox: %w", err)
	}
	body, err := SealInbox(pub, tx.Person(), row, plain)
	if err != nil {
		return err
	}
	return tx.PutInbox(store.InboxRow{ID: row, Body: body})
}

// Letter is something that arrived while the vault was closed.
type Letter struct {
	ID    store.ID
	Plain []byte
}

// Inbox opens what waits, oldest day first. A letter that can't be opened comes with its id and an error that is
// ErrSealed or ErrFormat, and the loop may go on; any other error ends it. Remove what was dealt with by Drop.
func (o *Opened) Inbox(tx *store.Tx) iter.Seq2[Letter, error] {
	return func(yield func(Letter, error) bool) {
		var key hpke.PrivateKey
		for r, err := range tx.ListInbox() {
			if err == nil && key == nil {
				key, err = o.inboxKey(tx) // only when there is something to open
			}
			if err != nil {
				yield(Letter{}, err)
				return
			}
			plain, err := openInbox(key, o.scope.Person(), r.ID, r.Body)
			if !yield(Letter{ID: r.ID, Plain: plain}, err) {
				return
			}
		}
	}
}

// Drop removes a letter.
func (o *Opened) Drop(tx *store.Tx, letter store.ID) error {
	if err := o.mine(tx); err != nil {
		return err
	}
	return tx.DeleteInbox(letter)
}

// inboxKey reads the private key from the person's row, once.
func (o *Opened) inboxKey(tx *store.Tx) (hpke.PrivateKey, error) {
	if err := o.mine(tx); err != nil {
		return nil, err
	}
	o.mu.RLock()
	key, closed := o.inbox, o.closed
	o.mu.RUnlock()
	if closed {
		return nil, ErrClosed
	}
	if key != nil {
		return key, nil
	}
	p, err := tx.GetPerson()
	if err != nil {
		return nil, err
	}
	var missing error
	private, err := open(func(generation uint32) cipher.AEAD {
		gcm, err := o.identityCipher(generation)
		missing = err
		return gcm
	}, o.keyPlace("inbox_private"), p.InboxPrivate)
	if err := errors.Join(missing, err); err != nil {
		return nil, fmt.Errorf("opening the key of the inbox: %w", err)
	}
	defer clear(private)
	key, err = hpke.MLKEM768X25519().NewPrivateKey(private)
	if err != nil {
		return nil, fmt.Errorf("reading the key of the inbox: %w", ErrFormat)
	}
	o.mu.Lock()
	defer o.mu.Unlock()
	if o.closed {
		return nil, ErrClosed
	}
	o.inbox = key
	return key, nil
}
