// SPDX-License-Identifier: EUPL-1.2

package vault

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"regie/internal/store"
	"regie/internal/store/storetest"
)

func TestKeyringFile(t *testing.T) {
	path := filepath.Join(t.TempDir(), "keyring.json")
	if _, err := LoadKeyring(path, KeyringOptions{}); !errors.Is(err, ErrNoKeyring) {
		t.Errorf("loading nothing: %v", err)
	}
	k, err := CreateKeyring(path, KeyringOptions{})
	if err != nil {
		t.Fatal(err)
	}
	info, err := os.Stat(path)
	if err != nil || info.Mode().Perm() != 0o600 {
		t.Errorf("mode %o, %v", info.Mode().Perm(), err)
	}
	before, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := CreateKeyring(path, KeyringOptions{}); !errors.Is(err, ErrKeyringExists) {
		t.Errorf("creating it again: %v", err)
	}
	if after, _ := os.ReadFile(path); !bytes.Equal(before, after) {
		t.Error("creating it again changed the file")
	}
	again, err := LoadKeyring(path, KeyringOptions{})
	if err != nil {
		t.Fatal(err)
	}
	if again.InstallID() != k.InstallID() || k.InstallID().IsZero() {
		t.Error("another installation came back")
	}
	sealed, err := k.Seal(PurposeMail, testPlace, []byte("a@example.org"))
	if err != nil {
		t.Fatal(err)
	}
	if got, err := again.Open(PurposeMail, testPlace, sealed); err != nil || string(got) != "a@example.org" {
		t.Errorf("Open = %q, %v", got, err)
	}
	if !bytes.Equal(k.BlindIndex("mail", "a"), again.BlindIndex("mail", "a")) || !bytes.Equal(k.Pepper("link", []byte("a")), again.Pepper("link", []byte("a"))) {
		t.Error("the index or the pepper did not come back")
	}
	names, err := os.ReadDir(filepath.Dir(path))
	if err != nil || len(names) != 1 {
		t.Errorf("%d files are left in the folder, %v", len(names), err)
	}
	for _, mode := range []os.FileMode{0o644, 0o640, 0o604, 0o660, 0o602} {
		if err := os.Chmod(path, mode); err != nil {
			t.Fatal(err)
		}
		if _, err := LoadKeyring(path, KeyringOptions{}); !errors.Is(err, ErrKeyringExposed) {
			t.Errorf("mode %o: %v", mode, err)
		}
	}
	if err := os.Chmod(path, 0o400); err != nil {
		t.Fatal(err)
	}
	if _, err := LoadKeyring(path, KeyringOptions{}); err != nil {
		t.Errorf("mode 400: %v", err)
	}
	if _, err := CreateKeyring(filepath.Join(filepath.Dir(path), "absent", "k"), KeyringOptions{}); err == nil || errors.Is(err, ErrKeyringExists) {
		t.Errorf("in a folder that is not there: %v", err)
	}
}

// TestKeyringCreatedOnce starts many programs at once: one makes the keyring, the others find it.
func TestKeyringCreatedOnce(t *testing.T) {
	path := filepath.Join(t.TempDir(), "keyring.json")
	var wg sync.WaitGroup
	results := make([]error, 8)
	for i := range results {
		wg.Go(func() { _, results[i] = CreateKeyring(path, KeyringOptions{}) })
	}
	wg.Wait()
	made := 0
	for _, err := range results {
		if err == nil {
			made++
		} else if !errors.Is(err, ErrKeyringExists) {
			t.Error(err)
		}
	}
	if made != 1 {
		t.Errorf("%d keyrings were made", made)
	}
}

func TestKeyringPassphrase(t *testing.T) {
	o := KeyringOptions{Passphrase: []byte("a long passphrase"), Cost: TestCost()}
	with := func(pw string) KeyringOptions { return KeyringOptions{Passphrase: []byte(pw), Cost: TestCost()} }
	path := filepath.Join(t.TempDir(), "keyring.json")
	k, err := CreateKeyring(path, o)
	if err != nil {
		t.Fatal(err)
	}
	b, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	if strings.Contains(string(b), "terms") || strings.Contains(string(b), `"keys"`) {
		t.Error("the keys are in plain")
	}
	sealed, err := k.Seal(PurposeTOTP, testPlace, []byte("secret"))
	if err != nil {
		t.Fatal(err)
	}
	again, err := LoadKeyring(path, o)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := again.Rotate(); err != nil { // writes the file anew, under the same passphrase
		t.Fatal(err)
	}
	again, err = LoadKeyring(path, o)
	if err != nil {
		t.Fatal(err)
	}
	if got, err := again.Open(PurposeTOTP, testPlace, sealed); err != nil || string(got) != "secret" {
		t.Errorf("Open = %q, %v", got, err)
	}
	for name, bad := range map[string]KeyringOptions{"wrong": with("a long passphrasE"), "none": {Cost: TestCost()}} {
		if _, err := LoadKeyring(path, bad); !errors.Is(err, ErrPassphrase) {
			t.Errorf("%s passphrase: %v", name, err)
		}
	}
	if _, err := LoadKeyring(path, KeyringOptions{Passphrase: o.Passphrase}); !errors.Is(err, ErrWeak) {
		t.Errorf("a file that was sealed too cheaply: %v", err)
	}
	plain := filepath.Join(t.TempDir(), "plain.json")
	if _, err := CreateKeyring(plain, KeyringOptions{}); err != nil {
		t.Fatal(err)
	}
	if _, err := LoadKeyring(plain, o); !errors.Is(err, ErrPassphrase) {
		t.Errorf("a file in plain where a passphrase is expected: %v", err)
	}
}

// TestKeyringDamage changes every byte of the file, and cuts it everywhere.
func TestKeyringDamage(t *testing.T) {
	for name, o := range map[string]KeyringOptions{"plain": {}, "passphrase": {Passphrase: []byte("p"), Cost: TestCost()}} {
		t.Run(name, func(t *testing.T) {
			path := filepath.Join(t.TempDir(), "keyring.json")
			k, err := CreateKeyring(path, o)
			if err != nil {
				t.Fatal(err)
			}
			b, err := os.ReadFile(path)
			if err != nil {
				t.Fatal(err)
			}
			expect := func(what string, i int, b []byte) {
				install, keys, err := decodeKeyring(b, o.defaults())
				if err == nil && (install != k.install || !bytes.Equal(keys.Blind, k.blind) || !bytes.Equal(keys.Pepper, k.pepper) ||
					len(keys.Terms) != 1 || !bytes.Equal(keys.Terms[0].Key, k.terms[0].Key)) {
					t.Errorf("%s %d: another keyring was read", what, i)
				}
				if err != nil && !errors.Is(err, ErrKeyringDamaged) && !errors.Is(err, ErrPassphrase) && !errors.Is(err, ErrWeak) {
					t.Errorf("%s %d: %v", what, i, err)
				}
			}
			install := bytes.Index(b, []byte(k.install.String()))
			for i := range b {
				if name == "plain" && i >= install && i < install+32 {
					continue // the id is not covered by the sum: Belongs finds that out
				}
				for _, bit := range []byte{1, 4, 32} {
					c := slices.Clone(b)
					c[i] ^= bit
					if name == "passphrase" && bytes.Contains(b[max(0, i-40):i], []byte(`"kdf"`)) {
						continue // other derivations take long; they are tried in TestWeakDerivations
					}
					expect("byte", i, c)
				}
				expect("cut at", i, b[:i])
			}
		})
	}
}

func TestKeyringRefusesOddTerms(t *testing.T) {
	key := make([]byte, keySize)
	good := keyringKeys{Terms: []term{{Number: 1, State: termDestroyed}, {Number: 2, State: termRead, Key: key}, {Number: 3, State: termActive, Key: key}}, Blind: key, Pepper: key}
	if !good.valid() {
		t.Fatal("a good keyring is refused")
	}
	for name, change := range map[string]func(*keyringKeys){
		"no terms":           func(k *keyringKeys) { k.Terms = nil },
		"no active term":     func(k *keyringKeys) { k.Terms = k.Terms[:2] },
		"two active terms":   func(k *keyringKeys) { k.Terms[1].State = termActive },
		"order":              func(k *keyringKeys) { k.Terms[1].Number = 3 },
		"number zero":        func(k *keyringKeys) { k.Terms[0].Number = 0 },
		"unknown state":      func(k *keyringKeys) { k.Terms[1].State = "x" },
		"short key":          func(k *keyringKeys) { k.Terms[1].Key = key[1:] },
		"destroyed with key": func(k *keyringKeys) { k.Terms[0].Key = key },
		"no index":           func(k *keyringKeys) { k.Blind = nil },
		"short pepper":       func(k *keyringKeys) { k.Pepper = key[1:] },
	} {
		bad := good
		bad.Terms = slices.Clone(good.Terms)
		change(&bad)
		if bad.valid() {
			t.Errorf("%s is accepted", name)
		}
	}
}

func TestKeyringKeepsThingsApart(t *testing.T) {
	k, other := newKeyring(t), newKeyring(t)
	sealed, err := k.Seal(PurposeMail, testPlace, []byte("content"))
	if err != nil {
		t.Fatal(err)
	}
	if _, err := k.Open(PurposeTOTP, testPlace, sealed); !errors.Is(err, ErrSealed) {
		t.Errorf("another purpose: %v", err)
	}
	p := testPlace
	p.Person = store.ID{9}
	if _, err := k.Open(PurposeMail, p, sealed); !errors.Is(err, ErrSealed) {
		t.Errorf("another person: %v", err)
	}
	if _, err := other.Open(PurposeMail, testPlace, sealed); !errors.Is(err, ErrSealed) {
		t.Errorf("another keyring: %v", err)
	}
	if _, err := k.Seal("", testPlace, nil); err == nil {
		t.Error("sealed for no purpose")
	}
	seen := map[string]string{}
	for name, b := range map[string][]byte{
		"index":            k.BlindIndex("a", "bc"),
		"index, other use": k.BlindIndex("ab", "c"),
		"index, no use":    k.BlindIndex("", "abc"),
		"index, other":     k.BlindIndex("a", "bd"),
		"index, elsewhere": other.BlindIndex("a", "bc"),
		"pepper":           k.Pepper("a", []byte("bc")),
	} {
		if len(b) != 32 {
			t.Errorf("%s: %d bytes", name, len(b))
		}
		if before, ok := seen[string(b)]; ok {
			t.Errorf("%s and %s are the same", before, name)
		}
		seen[string(b)] = name
	}
	long, err := k.Seal(PurposeMail, testPlace, []byte("a.much.longer.address.of.somebody@mail.example.org"))
	if err != nil || len(long) != len(sealed) {
		t.Errorf("the sizes %d and %d tell addresses apart, %v", len(sealed), len(long), err)
	}
}

func TestKeyringTerms(t *testing.T) {
	now := time.Date(2026, 10, 1, 0, 0, 0, 0, time.UTC)
	o := KeyringOptions{Now: func() time.Time { return now }}
	path := filepath.Join(t.TempDir(), "keyring.json")
	k, err := CreateKeyring(path, o)
	if err != nil {
		t.Fatal(err)
	}
	replica, err := LoadKeyring(path, o)
	if err != nil {
		t.Fatal(err)
	}
	sealed := map[uint32][]byte{}
	put := func() {
		t.Helper()
		b, err := k.Seal(PurposeToken, testPlace, []byte("token"))
		if err != nil {
			t.Fatal(err)
		}
		sealed[k.active()] = b
	}
	put()
	for i := range 3 {
		now = now.AddDate(0, 0, 7)
		n, err := k.Rotate()
		if err != nil || n != uint32(i+2) {
			t.Fatalf("Rotate = %d, %v", n, err)
		}
		put()
	}
	if err := k.Destroy(4); err == nil {
		t.Error("the active term was destroyed")
	}
	if err := k.Destroy(9); !errors.Is(err, ErrUnknownTerm) {
		t.Errorf("destroying an unknown term: %v", err)
	}
	if err := k.Destroy(2); err != nil {
		t.Fatal(err)
	}
	want := []Term{
		{1, time.Date(2026, 10, 1, 0, 0, 0, 0, time.UTC), "read"},
		{2, time.Date(2026, 10, 8, 0, 0, 0, 0, time.UTC), "destroyed"},
		{3, time.Date(2026, 10, 15, 0, 0, 0, 0, time.UTC), "read"},
		{4, time.Date(2026, 10, 22, 0, 0, 0, 0, time.UTC), "active"},
	}
	if got := k.Terms(); !slices.Equal(got, want) {
		t.Errorf("Terms = %v", got)
	}
	if _, err := replica.Open(PurposeToken, testPlace, sealed[4]); !errors.Is(err, ErrUnknownTerm) {
		t.Errorf("a term that a replica has not read yet: %v", err)
	}
	if err := replica.Reload(); err != nil {
		t.Fatal(err)
	}
	for _, k := range []*Keyring{k, replica} {
		for n, b := range sealed {
			got, err := k.Open(PurposeToken, testPlace, b)
			switch {
			case n == 2 && !errors.Is(err, ErrUnknownTerm):
				t.Errorf("a destroyed term: %v", err)
			case n != 2 && (err != nil || string(got) != "token"):
				t.Errorf("term %d: %q, %v", n, got, err)
			}
			if k.Stale(b) != (n != 4) {
				t.Errorf("term %d: stale %t", n, k.Stale(b))
			}
		}
	}
	b, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	var f keyringFile
	var keys keyringKeys
	if err := errors.Join(json.Unmarshal(b, &f), json.Unmarshal(f.Keys, &keys)); err != nil || len(keys.Terms[1].Key) != 0 {
		t.Errorf("the key of a destroyed term is in the file: %v", err)
	}
	// A replica that rotates without having read the file first loses nothing of the other.
	if _, err := replica.Rotate(); err != nil {
		t.Fatal(err)
	}
	if n, err := k.Rotate(); err != nil || n != 6 {
		t.Errorf("rotating after another program did: %d, %v", n, err)
	}
}

func TestBelongs(t *testing.T) {
	db, ctx := storetest.SQLite(t), context.Background()
	k := newKeyring(t)
	for range 2 {
		if err := k.Belongs(ctx, db); err != nil {
			t.Error(err)
		}
	}
	if err := newKeyring(t).Belongs(ctx, db); !errors.Is(err, ErrOtherInstall) {
		t.Errorf("another keyring: %v", err)
	}
}

func FuzzKeyring(f *testing.F) {
	for _, name := range []string{"keyring-plain.json", "keyring-passphrase.json"} {
		b, err := os.ReadFile(filepath.Join("testdata", name))
		if err != nil {
			f.Fatal(err)
		}
		f.Add(b)
	}
	f.Add([]byte(`{"format":"regie-keyring-1"}`))
	f.Fuzz(func(t *testing.T, b []byte) {
		_, keys, err := decodeKeyring(b, KeyringOptions{}.defaults())
		if err == nil && !keys.valid() {
			t.Error("an odd keyring was read")
		}
	})
}
