// SPDX-License-Identifier: EUPL-1.2

package vault_test

import (
	"context"
	"errors"
	"path/filepath"
	"testing"

	"regie/internal/store"
	"regie/internal/store/storetest"
	"regie/internal/vault"
)

func keyring(t testing.TB) *vault.Keyring {
	t.Helper()
	k, err := vault.CreateKeyring(filepath.Join(t.TempDir(), "keyring.json"), vault.KeyringOptions{})
	if err != nil {
		t.Fatal(err)
	}
	return k
}

// TestWholeWay walks from sign-up over a closed vault to reading what arrived meanwhile.
func TestWholeWay(t *testing.T) {
	storetest.Each(t, func(t *testing.T, db *store.DB) {
		ctx, keys := context.Background(), keyring(t)
		smith := vault.NewLocksmith(keys, vault.LocksmithOptions{Cost: vault.TestCost()})
		scope := store.NewScope(store.NewID(nil))
		owner := vault.Owner{Person: scope.Person(), Factor: store.NewID(nil)}
		row, letter := store.NewID(nil), store.NewID(nil)

		root := vault.NewRootKey(nil)
		envelope, err := smith.WrapPassword(ctx, owner, "correct horse battery", root)
		if err != nil {
			t.Fatal(err)
		}
		v := vault.Open(scope, root)
		if err := db.Update(ctx, scope, func(tx *store.Tx) error {
			if err := v.Found(tx, keys); err != nil {
				return err
			}
			return v.Put(tx, vault.Items, row, 1, []byte("bloeddruk 120/80"))
		}); err != nil {
			t.Fatal(err)
		}
		v.Close()
		if err := db.Update(ctx, scope, func(tx *store.Tx) error {
			return vault.PutInbox(tx, keys, letter, []byte("nieuwe uitslag"))
		}); err != nil {
			t.Fatal(err)
		}

		if _, err := smith.UnwrapPassword(ctx, owner, "wrong", envelope); !errors.Is(err, vault.ErrWrongSecret) {
			t.Fatalf("wrong password: %v", err)
		}
		root, err = smith.UnwrapPassword(ctx, owner, "correct horse battery", envelope)
		if err != nil {
			t.Fatal(err)
		}
		v = vault.Open(scope, root)
		if err := db.Update(ctx, scope, func(tx *store.Tx) error {
			plain, version, err := v.Get(tx, vault.Items, row)
			if err != nil || version != 1 || string(plain) != "bloeddruk 120/80" {
				t.Errorf("Get = %q, %d, %v", plain, version, err)
			}
			n := 0
			for l, err := range v.Inbox(tx) {
				n++
				if err != nil || l.ID != letter || string(l.Plain) != "nieuwe uitslag" {
					t.Errorf("Inbox = %+v, %v", l, err)
				}
				if err := v.Drop(tx, l.ID); err != nil {
					return err
				}
			}
			if n != 1 {
				t.Errorf("%d letters", n)
			}
			return nil
		}); err != nil {
			t.Fatal(err)
		}
	})
}
