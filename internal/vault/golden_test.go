// SPDX-License-Identifier: EUPL-1.2

package vault

import (
	"bytes"
	"context"
	"crypto/cipher"
	"crypto/hpke"
	"encoding/hex"
	"encoding/json"
	"errors"
	"flag"
	"io"
	"io/fs"
	"math/rand/v2"
	"os"
	"path/filepath"
	"testing"

	"regie/internal/store"
)

// A golden vector is what a format looked like when it was made. It must open for ever. The vectors are made once:
// go test -run Golden -make-missing writes those that are not there, and never touches one that is.
var makeMissing = flag.Bool("make-missing", false, "write golden vectors that are not there yet")

type golden struct {
	What   string `json:"what"`
	Secret string `json:"secret,omitempty"` // hexadecimal: root key, or private key of an inbox
	Sealed string `json:"sealed"`           // hexadecimal
}

// The fixed values that all vectors were made with.
var (
	goldenRoot  = RootKey{key: [32]byte(bytes.Repeat([]byte{0x11}, 32)), generation: 3}
	goldenOwner = Owner{Person: store.ID{0xa0, 15: 1}, Factor: store.ID{0xf0, 15: 2}}
	goldenRow   = store.ID{0xb0, 15: 3}
	goldenPlain = []byte("Bloeddruk 120/80 mmHg, gemeten op 1 oktober 2026. ")
)

func goldenRand(seed byte) io.Reader { return rand.NewChaCha8([32]byte{seed}) }

func goldenVault() *Opened {
	v := Open(store.NewScope(goldenOwner.Person), goldenRoot)
	v.rand = goldenRand(1)
	return v
}

// goldenSmith works with the keyring in testdata.
func goldenSmith(t testing.TB, cost Cost) *Locksmith {
	t.Helper()
	b, err := os.ReadFile(filepath.Join("testdata", "keyring-plain.json"))
	if err != nil {
		t.Fatal(err)
	}
	path := filepath.Join(t.TempDir(), "keyring.json") // git keeps no modes
	if err := os.WriteFile(path, b, 0o600); err != nil {
		t.Fatal(err)
	}
	k, err := LoadKeyring(path, KeyringOptions{})
	if err != nil {
		t.Fatal(err)
	}
	return NewLocksmith(k, LocksmithOptions{Rand: goldenRand(2), Cost: cost})
}

// vector is one format: how it is made with fixed randomness, and how it is opened.
type vector struct {
	what string
	// same: making it again gives the same bytes. Not so where a compressor or HPKE has a say.
	same bool
	make func(t *testing.T) (secret, sealed []byte)
	open func(t *testing.T, secret, sealed []byte) (bool, error)
}

func wrapVector(what string, cost Cost, wrap func(*Locksmith) ([]byte, error), unwrap func(*Locksmith, []byte) (RootKey, error)) vector {
	return vector{what, true,
		func(t *testing.T) ([]byte, []byte) {
			b, err := wrap(goldenSmith(t, cost))
			if err != nil {
				t.Fatal(err)
			}
			return nil, b
		},
		func(t *testing.T, _, sealed []byte) (bool, error) {
			root, err := unwrap(goldenSmith(t, cost), sealed)
			return root == goldenRoot, err
		}}
}

func rowVector(what string, same bool, plain []byte) vector {
	return vector{what, same,
		func(t *testing.T) ([]byte, []byte) {
			s, err := goldenVault().Seal(Items, goldenRow, 5, plain)
			if err != nil {
				t.Fatal(err)
			}
			return goldenRoot.key[:], s.Body
		},
		func(_ *testing.T, _, sealed []byte) (bool, error) {
			got, err := goldenVault().Unseal(store.Sealed{Collection: uint16(Items), ID: goldenRow, Version: 5, Body: sealed})
			return bytes.Equal(got, plain), err
		}}
}

func vectors() map[string]vector {
	ctx := context.Background()
	credential, prf := []byte("credential id"), bytes.Repeat([]byte{0x22}, 32)
	code, cookie := RecoverySecret{19: 0x33}, [32]byte{31: 0x44}
	place := Place{Table: "account", Person: goldenOwner.Person, Row: goldenRow, Column: "mail", Schema: 1, Version: 2}
	return map[string]vector{
		"row-small":      rowVector("a row of collection 1, generation 3, version 5, stored as it is", true, goldenPlain),
		"row-compressed": rowVector("a row that was compressed by zstd", false, bytes.Repeat(goldenPlain, 200)),
		"envelope-password": wrapVector("Argon2id, 64 MiB, 3 passes, 1 thread; password \"correct paard batterij niet\"", DefaultCost(),
			func(l *Locksmith) ([]byte, error) {
				return l.WrapPassword(ctx, goldenOwner, "correct paard batterij niet", goldenRoot)
			},
			func(l *Locksmith, b []byte) (RootKey, error) {
				return l.UnwrapPassword(ctx, goldenOwner, "correct paard batterij niet", b)
			}),
		"envelope-passkey": wrapVector("passkey \"credential id\", PRF output 22…22", DefaultCost(),
			func(l *Locksmith) ([]byte, error) { return l.WrapPRF(goldenOwner, credential, prf, goldenRoot) },
			func(l *Locksmith, b []byte) (RootKey, error) { return l.UnwrapPRF(goldenOwner, credential, prf, b) }),
		"envelope-recovery": wrapVector("recovery secret 00…33", DefaultCost(),
			func(l *Locksmith) ([]byte, error) { return l.WrapRecovery(goldenOwner, code, goldenRoot) },
			func(l *Locksmith, b []byte) (RootKey, error) { return l.UnwrapRecovery(goldenOwner, code, b) }),
		"envelope-session": wrapVector("cookie 00…44", DefaultCost(),
			func(l *Locksmith) ([]byte, error) { return l.WrapSession(goldenOwner, cookie, goldenRoot) },
			func(l *Locksmith, b []byte) (RootKey, error) { return l.UnwrapSession(goldenOwner, cookie, b) }),
		"keyring-sealed": {"sealed by the keyring for purpose mail, term 1", true,
			func(t *testing.T) ([]byte, []byte) {
				b, err := goldenSmith(t, DefaultCost()).keys.seal(goldenRand(3), PurposeMail, place, goldenPlain)
				if err != nil {
					t.Fatal(err)
				}
				return nil, b
			},
			func(t *testing.T, _, sealed []byte) (bool, error) {
				got, err := goldenSmith(t, DefaultCost()).keys.Open(PurposeMail, place, sealed)
				return bytes.Equal(got, goldenPlain), err
			}},
		"keyring-index": {"blind index of \"a@example.org\" for use mail, and pepper of \"secret\" for use link", true,
			func(t *testing.T) ([]byte, []byte) {
				k := goldenSmith(t, DefaultCost()).keys
				return nil, append(k.BlindIndex("mail", "a@example.org"), k.Pepper("link", []byte("secret"))...)
			},
			func(t *testing.T, _, sealed []byte) (bool, error) {
				k := goldenSmith(t, DefaultCost()).keys
				return bytes.Equal(sealed[:32], k.BlindIndex("mail", "a@example.org")) && bytes.Equal(sealed[32:], k.Pepper("link", []byte("secret"))), nil
			}},
		"inbox-private": {"private key of an inbox, wrapped by the root key", true,
			func(t *testing.T) ([]byte, []byte) {
				v := goldenVault()
				gcm, err := v.identityCipher(3)
				if err != nil {
					t.Fatal(err)
				}
				return goldenRoot.key[:], seal(v.rand, gcm, 3, v.keyPlace("inbox_private"), bytes.Repeat([]byte{0x55}, 32))
			},
			func(t *testing.T, _, sealed []byte) (bool, error) {
				v := goldenVault()
				gcm, err := v.identityCipher(3)
				if err != nil {
					return false, err
				}
				got, err := open(func(uint32) cipher.AEAD { return gcm }, v.keyPlace("inbox_private"), sealed)
				return bytes.Equal(got, bytes.Repeat([]byte{0x55}, 32)), err
			}},
		"inbox-letter": {"HPKE: MLKEM768-X25519, HKDF-SHA256, AES-256-GCM", false,
			func(t *testing.T) ([]byte, []byte) {
				key, pub := inboxPair(t)
				private, err := key.Bytes()
				if err != nil {
					t.Fatal(err)
				}
				b, err := SealInbox(pub, goldenOwner.Person, goldenRow, goldenPlain)
				if err != nil {
					t.Fatal(err)
				}
				return private, b
			},
			func(t *testing.T, secret, sealed []byte) (bool, error) {
				key, err := hpke.MLKEM768X25519().NewPrivateKey(secret)
				if err != nil {
					return false, err
				}
				got, err := openInbox(key, goldenOwner.Person, goldenRow, sealed)
				return bytes.Equal(got, goldenPlain), err
			}},
	}
}

func TestGoldenVectors(t *testing.T) {
	for name, v := range vectors() {
		t.Run(name, func(t *testing.T) {
			path := filepath.Join("testdata", name+".json")
			b, err := os.ReadFile(path)
			if errors.Is(err, fs.ErrNotExist) && *makeMissing {
				secret, sealed := v.make(t)
				b, err = json.MarshalIndent(golden{v.what, hex.EncodeToString(secret), hex.EncodeToString(sealed)}, "", "  ")
				if err == nil {
					err = os.WriteFile(path, append(b, '\n'), 0o644)
				}
			}
			if err != nil {
				t.Fatal(err)
			}
			var g golden
			if err := json.Unmarshal(b, &g); err != nil {
				t.Fatal(err)
			}
			secret, err1 := hex.DecodeString(g.Secret)
			sealed, err2 := hex.DecodeString(g.Sealed)
			if err := errors.Join(err1, err2); err != nil {
				t.Fatal(err)
			}
			if ok, err := v.open(t, secret, sealed); err != nil || !ok {
				t.Errorf("the vector does not open any more: %v", err)
			}
			if _, again := v.make(t); v.same && !bytes.Equal(again, sealed) {
				t.Error("the same content and randomness now give other bytes: a new format needs a new number")
			}
			if name != "keyring-index" {
				sealed[len(sealed)-1] ^= 1
				if ok, err := v.open(t, secret, sealed); err == nil || ok {
					t.Error("a damaged vector opens")
				}
			}
		})
	}
}

// TestGoldenKeyrings reads keyring files that were made long ago.
func TestGoldenKeyrings(t *testing.T) {
	for name, o := range map[string]KeyringOptions{
		"keyring-plain.json":      {},
		"keyring-passphrase.json": {Passphrase: []byte("een lange wachtzin"), Cost: TestCost()},
	} {
		path := filepath.Join("testdata", name)
		b, err := os.ReadFile(path)
		if errors.Is(err, fs.ErrNotExist) && *makeMissing {
			o := o
			o.Rand = goldenRand(9)
			k, err := CreateKeyring(path, o)
			if err != nil {
				t.Fatal(err)
			}
			if _, err := k.Rotate(); err != nil {
				t.Fatal(err)
			}
			if err := k.Destroy(1); err != nil {
				t.Fatal(err)
			}
			b, err = os.ReadFile(path)
			if err != nil {
				t.Fatal(err)
			}
		} else if err != nil {
			t.Fatal(err)
		}
		install, keys, err := decodeKeyring(b, o.defaults())
		if err != nil {
			t.Fatalf("%s: %v", name, err)
		}
		want := goldenRand(9)
		var id store.ID
		first, blind, pepper := make([]byte, 32), make([]byte, 32), make([]byte, 32)
		for _, b := range [][]byte{id[:], first, blind, pepper} {
			if _, err := io.ReadFull(want, b); err != nil {
				t.Fatal(err)
			}
		}
		if install != id || !bytes.Equal(keys.Blind, blind) || !bytes.Equal(keys.Pepper, pepper) || len(keys.Terms) != 2 ||
			keys.Terms[0].State != termDestroyed || keys.Terms[1].State != termActive {
			t.Errorf("%s: another keyring came back", name)
		}
	}
}
