// SPDX-License-Identifier: EUPL-1.2

package vault

import (
	"bytes"
	"context"
	"crypto/hpke"
	"errors"
	"slices"
	"testing"

	"regie/internal/store"
	"regie/internal/store/storetest"
)

func inboxPair(t testing.TB) (hpke.PrivateKey, []byte) {
	t.Helper()
	key, err := hpke.MLKEM768X25519().GenerateKey()
	if err != nil {
		t.Fatal(err)
	}
	return key, key.PublicKey().Bytes()
}

func TestSealInbox(t *testing.T) {
	key, pub := inboxPair(t)
	other, _ := inboxPair(t)
	person, row := store.ID{1}, store.ID{2}
	for _, plain := range [][]byte{nil, []byte("x"), bytes.Repeat([]byte("page "), 20_000)} {
		sealed, err := SealInbox(pub, person, row, plain)
		if err != nil {
			t.Fatal(err)
		}
		if got, err := openInbox(key, person, row, sealed); err != nil || !bytes.Equal(got, plain) {
			t.Errorf("%d bytes: %v", len(plain), err)
		}
	}
	sealed, err := SealInbox(pub, person, row, []byte("content"))
	if err != nil {
		t.Fatal(err)
	}
	if want := headSize + encSize + minBucket + tagSize; len(sealed) != want {
		t.Errorf("sealed in %d bytes, want %d", len(sealed), want)
	}
	for name, open := range map[string]func() ([]byte, error){
		"key":     func() ([]byte, error) { return openInbox(other, person, row, sealed) },
		"person":  func() ([]byte, error) { return openInbox(key, row, row, sealed) },
		"row":     func() ([]byte, error) { return openInbox(key, person, person, sealed) },
		"swapped": func() ([]byte, error) { return openInbox(key, row, person, sealed) },
	} {
		if _, err := open(); !errors.Is(err, ErrSealed) {
			t.Errorf("another %s: %v", name, err)
		}
	}
	for i := range sealed {
		b := slices.Clone(sealed)
		b[i] ^= 1 << (i % 8)
		if _, err := openInbox(key, person, row, b); err == nil {
			t.Errorf("opened with byte %d changed", i)
		}
	}
	for _, n := range []int{0, 1, headSize, headSize + encSize, headSize + encSize + tagSize, len(sealed) - 1} {
		if _, err := openInbox(key, person, row, sealed[:n]); err == nil {
			t.Errorf("opened with %d of %d bytes", n, len(sealed))
		}
	}
	for _, bad := range [][]byte{nil, pub[:len(pub)-1], append(slices.Clone(pub), 0), slices.Repeat([]byte{0xff}, len(pub))} {
		if _, err := SealInbox(bad, person, row, nil); !errors.Is(err, ErrFormat) {
			t.Errorf("sealed to a public key of %d bytes: %v", len(bad), err)
		}
	}
	// A row of the vault is no letter, and a letter no row.
	if _, err := openInbox(key, person, row, seal(nil, testCipher(1), 0, testPlace, make([]byte, 2000))); !errors.Is(err, ErrFormat) {
		t.Errorf("a sealed row as a letter: %v", err)
	}
	v := Open(store.NewScope(person), NewRootKey(nil))
	if _, err := v.Unseal(store.Sealed{Collection: 1, ID: row, Version: 1, Body: sealed}); !errors.Is(err, ErrFormat) {
		t.Errorf("a letter as a sealed row: %v", err)
	}
}

// TestInboxKeys: letters can be written with the keyring alone, and read with the root key alone; a public key that
// somebody put in the database is not used.
func TestInboxKeys(t *testing.T) {
	storetest.Each(t, func(t *testing.T, db *store.DB) {
		ctx, keys := context.Background(), newKeyring(t)
		scope := store.NewScope(store.NewID(nil))
		root := NewRootKey(nil)
		v := Open(scope, root)
		do := func(fn func(tx *store.Tx) error) error { return db.Update(ctx, scope, fn) }
		if err := do(func(tx *store.Tx) error { return PutInbox(tx, keys, store.ID{1}, nil) }); !errors.Is(err, store.ErrNotFound) {
			t.Errorf("a letter to nobody: %v", err)
		}
		if err := do(func(tx *store.Tx) error { return v.Found(tx, keys) }); err != nil {
			t.Fatal(err)
		}
		if err := do(func(tx *store.Tx) error { return v.Found(tx, keys) }); !errors.Is(err, store.ErrConflict) {
			t.Errorf("founded again: %v", err)
		}
		for i := range 3 {
			if err := do(func(tx *store.Tx) error { return PutInbox(tx, keys, store.ID{byte(i + 1)}, []byte{byte(i)}) }); err != nil {
				t.Fatal(err)
			}
		}
		if err := do(func(tx *store.Tx) error { return PutInbox(tx, keys, store.ID{1}, nil) }); !errors.Is(err, store.ErrConflict) {
			t.Errorf("the same letter again: %v", err)
		}
		if err := do(func(tx *store.Tx) error { return PutInbox(tx, newKeyring(t), store.ID{9}, nil) }); !errors.Is(err, ErrSealed) {
			t.Errorf("with another keyring: %v", err)
		}
		// One letter is damaged; the others are read all the same.
		if err := do(func(tx *store.Tx) error {
			r, err := tx.GetInbox(store.ID{2})
			if err != nil {
				return err
			}
			r.Body[len(r.Body)-1] ^= 1
			return errors.Join(tx.DeleteInbox(r.ID), tx.PutInbox(r))
		}); err != nil {
			t.Fatal(err)
		}
		good, bad := 0, 0
		next := root.Next(nil) // a person whose root key was replaced still reads by the older one
		for _, v := range []*Opened{v, Open(scope, next, root)} {
			if err := do(func(tx *store.Tx) error {
				for l, err := range v.Inbox(tx) {
					switch {
					case err == nil && len(l.Plain) == 1 && l.Plain[0] == l.ID[0]-1:
						good++
					case errors.Is(err, ErrSealed) && l.ID == store.ID{2}:
						bad++
					default:
						t.Errorf("letter %v: %q, %v", l.ID, l.Plain, err)
					}
				}
				return nil
			}); err != nil {
				t.Fatal(err)
			}
		}
		if good != 4 || bad != 2 {
			t.Errorf("%d letters read, %d refused", good, bad)
		}
		// With another root key nothing opens.
		err := do(func(tx *store.Tx) error {
			for _, err := range Open(scope, NewRootKey(nil)).Inbox(tx) {
				return err
			}
			return nil
		})
		if !errors.Is(err, ErrSealed) {
			t.Errorf("with another root key: %v", err)
		}
	})
}

func FuzzOpenInbox(f *testing.F) {
	key, pub := inboxPair(f)
	sealed, err := SealInbox(pub, store.ID{1}, store.ID{2}, []byte("content"))
	if err != nil {
		f.Fatal(err)
	}
	f.Add(sealed)
	f.Add(sealed[:headSize+encSize])
	f.Fuzz(func(t *testing.T, b []byte) {
		if got, err := openInbox(key, store.ID{1}, store.ID{2}, b); err == nil && string(got) != "content" {
			t.Errorf("opened what was never sealed")
		}
	})
}
