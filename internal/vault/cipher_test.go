// SPDX-License-Identifier: EUPL-1.2

package vault

import (
	"bytes"
	"crypto/cipher"
	"errors"
	"slices"
	"testing"

	"regie/internal/store"
)

func testCipher(b byte) cipher.AEAD { return newAEAD(bytes.Repeat([]byte{b}, keySize)) }

// ring finds ciphers by keyref, as a keyring does.
func ring(m map[uint32]cipher.AEAD) func(uint32) cipher.AEAD {
	return func(n uint32) cipher.AEAD { return m[n] }
}

var testPlace = Place{Table: "sealed/1", Person: store.ID{1}, Row: store.ID{2}, Column: "body", Schema: 1, Version: 3}

func TestSealOpensInItsPlaceOnly(t *testing.T) {
	one, two := testCipher(1), testCipher(2)
	keys := ring(map[uint32]cipher.AEAD{7: one, 8: one, 9: two})
	sealed := seal(nil, one, 7, testPlace, []byte("content"))
	if got, err := open(keys, testPlace, sealed); err != nil || string(got) != "content" {
		t.Fatalf("open = %q, %v", got, err)
	}
	for name, change := range map[string]func(*Place){
		"table":          func(p *Place) { p.Table = "sealed/2" },
		"table column":   func(p *Place) { p.Table, p.Column = "sealed/1b", "ody" },
		"person":         func(p *Place) { p.Person = store.ID{2} },
		"row":            func(p *Place) { p.Row = store.ID{1} },
		"person and row": func(p *Place) { p.Person, p.Row = p.Row, p.Person },
		"column":         func(p *Place) { p.Column = "head" },
		"schema":         func(p *Place) { p.Schema = 2 },
		"version up":     func(p *Place) { p.Version = 4 },
		"version down":   func(p *Place) { p.Version = 2 },
	} {
		p := testPlace
		change(&p)
		if _, err := open(keys, p, sealed); !errors.Is(err, ErrSealed) {
			t.Errorf("another %s: %v", name, err)
		}
	}
	for name, keyref := range map[string]byte{"same key": 8, "another key": 9, "unknown": 10} {
		b := slices.Clone(sealed)
		b[headSize-1] = keyref
		if _, err := open(keys, testPlace, b); !errors.Is(err, ErrSealed) {
			t.Errorf("another keyref, %s: %v", name, err)
		}
	}
}

func TestEveryBitIsSealed(t *testing.T) {
	gcm := testCipher(1)
	keys := func(uint32) cipher.AEAD { return gcm } // even where any keyref has a key
	sealed := seal(nil, gcm, 7, testPlace, []byte("content of a row"))
	for i := range len(sealed) * 8 {
		b := slices.Clone(sealed)
		b[i/8] ^= 1 << (i % 8)
		_, err := open(keys, testPlace, b)
		want := ErrSealed
		if i/8 < 3 {
			want = ErrFormat
		}
		if !errors.Is(err, want) {
			t.Errorf("bit %d of byte %d flipped: %v", i%8, i/8, err)
		}
	}
	for n := range sealed {
		if _, err := open(keys, testPlace, sealed[:n]); err == nil {
			t.Errorf("opened with %d of %d bytes", n, len(sealed))
		}
	}
	if _, err := open(keys, testPlace, append(slices.Clone(sealed), 0)); !errors.Is(err, ErrSealed) {
		t.Errorf("opened with a byte more: %v", err)
	}
}

func TestNoncesDiffer(t *testing.T) {
	gcm := testCipher(1)
	seen := make(map[[nonceSize]byte]bool)
	for range 200_000 {
		n := [nonceSize]byte(seal(nil, gcm, 1, testPlace, nil)[headSize:])
		if seen[n] {
			t.Fatal("a nonce was used twice")
		}
		seen[n] = true
	}
}

func FuzzOpen(f *testing.F) {
	gcm := testCipher(1)
	f.Add(seal(nil, gcm, 7, testPlace, []byte("content")))
	f.Add([]byte{magic, format, algGCM})
	f.Add([]byte{})
	f.Fuzz(func(t *testing.T, b []byte) {
		content, err := open(func(uint32) cipher.AEAD { return gcm }, testPlace, b)
		if err == nil && string(content) != "content" { // the fuzzer has found a forgery, or sealed it above
			t.Errorf("opened what was never sealed: %x", b)
		}
	})
}
