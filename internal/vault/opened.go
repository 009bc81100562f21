// SPDX-License-Identifier: EUPL-1.2

package vault

import (
	"crypto/cipher"
	"crypto/hpke"
	"errors"
	"fmt"
	"io"
	"iter"
	"strconv"
	"sync"

	"regie/internal/store"
)

// schema is the format of sealed rows, part of what is authenticated.
const schema = 1

// Opened is the open vault of one person. It is safe for concurrent use.
type Opened struct {
	scope store.Scope
	rand  io.Reader

	mu      sync.RWMutex
	closed  bool
	roots   map[uint32]RootKey // by generation
	current uint32
	ciphers map[cipherKey]cipher.AEAD
	inbox   hpke.PrivateKey // read at first use
}

type cipherKey struct {
	generation uint32
	collection Collection
}

// Open returns the vault of a person under a root key. It checks nothing yet: with a wrong key no row opens.
// Rows are sealed with root; those sealed with one of the older keys can still be read.
func Open(scope store.Scope, root RootKey, older ...RootKey) *Opened {
	o := &Opened{
		scope:   scope,
		roots:   map[uint32]RootKey{},
		current: root.generation,
		ciphers: map[cipherKey]cipher.AEAD{},
	}
	for _, k := range older {
		o.roots[k.generation] = k
	}
	o.roots[root.generation] = root
	return o
}

// Scope returns whose vault it is.
func (o *Opened) Scope() store.Scope { return o.scope }

// Close forgets the keys. Calls after it return ErrClosed.
func (o *Opened) Close() {
	o.mu.Lock()
	defer o.mu.Unlock()
	for g, k := range o.roots {
		k.Zero()
		o.roots[g] = k
	}
	clear(o.ciphers)
	o.inbox, o.closed = nil, true
}

// Root returns the root key, for wrapping it in another envelope; ErrClosed after Close.
func (o *Opened) Root() (RootKey, error) {
	o.mu.RLock()
	defer o.mu.RUnlock()
	if o.closed {
		return RootKey{}, ErrClosed
	}
	return o.roots[o.current], nil
}

// cipher returns the cipher of a collection; nil where there is no root key of that generation.
func (o *Opened) cipher(generation uint32, c Collection) (cipher.AEAD, error) {
	k := cipherKey{generation, c}
	o.mu.RLock()
	gcm, closed := o.ciphers[k], o.closed
	o.mu.RUnlock()
	if closed {
		return nil, ErrClosed
	}
	if gcm != nil {
		return gcm, nil
	}
	o.mu.Lock()
	defer o.mu.Unlock()
	if o.closed {
		return nil, ErrClosed
	}
	root, ok := o.roots[generation]
	if !ok {
		return nil, nil
	}
	key := root.derive(o.scope.Person(), "pgo/1/col/"+strconv.Itoa(int(c)))
	gcm = newAEAD(key)
	clear(key)
	o.ciphers[k] = gcm
	return gcm, nil
}

func (o *Opened) mine(tx *store.Tx) error {
	if tx.Scope() != o.scope {
		return ErrWrongPerson
	}
	return nil
}

func (o *Opened) place(c Collection, id store.ID, version uint64) Place {
	return Place{Table: c.table(), Person: o.scope.Person(), Row: id, Column: "body", Schema: schema, Version: version}
}

// Entry is one row of a collection, opened.
type Entry struct {
	ID      store.ID
	Version uint64
	Plain   []byte
}

// Put seals plain as a row. Version 1 makes a new row, version n replaces version n-1; store.ErrConflict where that
// is not what is stored. The content is compressed, and its size rounded up, before it is sealed.
func (o *Opened) Put(tx *store.Tx, c Collection, id store.ID, version uint64, plain []byte) error {
	if err := o.mine(tx); err != nil {
		return err
	}
	body, err := o.seal(c, id, version, plain)
	if err != nil {
		return err
	}
	return tx.PutSealed(store.Sealed{Collection: uint16(c), ID: id, Version: version, Body: body})
}

func (o *Opened) seal(c Collection, id store.ID, version uint64, plain []byte) ([]byte, error) {
	content, err := pack(plain, true)
	if err != nil {
		return nil, err
	}
	gcm, err := o.cipher(o.current, c)
	if err != nil {
		return nil, err
	}
	return seal(o.rand, gcm, o.current, o.place(c, id, version), content), nil
}

// Get opens a row. store.ErrNotFound where there is none, ErrSealed where it was damaged or moved.
func (o *Opened) Get(tx *store.Tx, c Collection, id store.ID) (plain []byte, version uint64, err error) {
	if err := o.mine(tx); err != nil {
		return nil, 0, err
	}
	s, err := tx.GetSealed(uint16(c), id)
	if err != nil {
		return nil, 0, err
	}
	plain, err = o.open(c, s)
	if err != nil {
		return nil, 0, err
	}
	return plain, s.Version, nil
}

func (o *Opened) open(c Collection, s store.Sealed) ([]byte, error) {
	var closed error
	content, err := open(func(generation uint32) cipher.AEAD {
		gcm, err := o.cipher(generation, c)
		closed = err
		return gcm
	}, o.place(c, s.ID, s.Version), s.Body)
	if closed != nil {
		return nil, closed
	}
	if err != nil {
		return nil, fmt.Errorf("opening row %s of collection %d: %w", s.ID, c, err)
	}
	return unpack(content)
}

// List opens all rows of a collection, in the order of their ids. A row that can't be opened comes with its id and an
// error that is ErrSealed or ErrFormat; the loop may go on after it. Any other error ends the loop.
func (o *Opened) List(tx *store.Tx, c Collection) iter.Seq2[Entry, error] {
	return func(yield func(Entry, error) bool) {
		if err := o.mine(tx); err != nil {
			yield(Entry{}, err)
			return
		}
		for s, err := range tx.ListSealed(uint16(c)) {
			if err != nil {
				yield(Entry{}, err)
				return
			}
			e := Entry{ID: s.ID, Version: s.Version}
			e.Plain, err = o.open(c, s)
			if !yield(e, err) || errors.Is(err, ErrClosed) {
				return
			}
		}
	}
}

// Delete removes a row; store.ErrNotFound where there is none.
func (o *Opened) Delete(tx *store.Tx, c Collection, id store.ID) error {
	if err := o.mine(tx); err != nil {
		return err
	}
	return tx.DeleteSealed(uint16(c), id)
}
