// SPDX-License-Identifier: EUPL-1.2

package vault

import (
	"context"
	"crypto/cipher"
	"fmt"
	"math/rand/v2"
	"strings"
	"testing"

	"regie/internal/store"
	"regie/internal/store/storetest"
)

// benchBlock is 64 KB that look like a hundred resources: the same names over and over, other values each time.
func benchBlock(seed uint64) []byte {
	r := rand.New(rand.NewPCG(seed, 1))
	var b strings.Builder
	for b.Len() < 64<<10 {
		fmt.Fprintf(&b, `{"resourceType":"Observation","id":"%016x","meta":{"versionId":"%d","lastUpdated":"20%02d-%02d-%02dT%02d:%02d:%02d.%03dZ"},`+
			`"status":"final","code":{"coding":[{"system":"http://loinc.org","code":"%d-%d","display":"meting %d"}]},"subject":{"reference":"Patient/%08x"},`+
			`"effectiveDateTime":"20%02d-%02d-%02dT08:00:00+01:00","valueQuantity":{"value":%d.%d,"unit":"mmol/L","system":"http://unitsofmeasure.org","code":"mmol/L"},`+
			`"referenceRange":[{"low":{"value":%d.%d},"high":{"value":%d.%d}}]}`,
			r.Uint64(), r.IntN(5), r.IntN(26), r.IntN(12), r.IntN(28), r.IntN(24), r.IntN(60), r.IntN(60), r.IntN(1000),
			r.IntN(99999), r.IntN(10), r.IntN(300), r.Uint32(), r.IntN(26), r.IntN(12), r.IntN(28),
			r.IntN(100), r.IntN(10), r.IntN(10), r.IntN(10), r.IntN(100), r.IntN(10))
	}
	return []byte(b.String()[:64<<10])
}

func benchVault() *Opened { return Open(store.NewScope(store.NewID(nil)), NewRootKey(nil)) }

func BenchmarkSealBlock(b *testing.B) {
	v, block := benchVault(), benchBlock(1)
	id := store.NewID(nil)
	b.SetBytes(int64(len(block)))
	b.ReportAllocs()
	size := 0
	for b.Loop() {
		s, err := v.Seal(Originals, id, 1, block)
		if err != nil {
			b.Fatal(err)
		}
		size = len(s.Body)
	}
	b.ReportMetric(float64(size), "sealed-B")
}

func BenchmarkOpenBlock(b *testing.B) {
	v, block := benchVault(), benchBlock(1)
	s, err := v.Seal(Originals, store.NewID(nil), 1, block)
	if err != nil {
		b.Fatal(err)
	}
	b.SetBytes(int64(len(block)))
	b.ReportAllocs()
	for b.Loop() {
		if _, err := v.Unseal(s); err != nil {
			b.Fatal(err)
		}
	}
}

// BenchmarkOpenOnly is BenchmarkOpenBlock without decompressing.
func BenchmarkOpenOnly(b *testing.B) {
	gcm := testCipher(1)
	sealed := seal(nil, gcm, 1, testPlace, make([]byte, 64<<10))
	b.SetBytes(64 << 10)
	for b.Loop() {
		if _, err := open(ring(map[uint32]cipher.AEAD{1: gcm}), testPlace, sealed); err != nil {
			b.Fatal(err)
		}
	}
}

// BenchmarkPutSealed seals and writes 60 blocks of 64 KB, about 5,500 resources, in one transaction on SQLite.
func BenchmarkPutSealed(b *testing.B) {
	db := storetest.SQLite(b)
	blocks := benchBlocks(60)
	b.SetBytes(60 * 64 << 10)
	for b.Loop() {
		putBlocks(b, db, benchVault(), blocks)
	}
}

// BenchmarkListSealed reads and opens 60 blocks of 64 KB: the store's and the vault's part of opening a dossier cold.
func BenchmarkListSealed(b *testing.B) {
	db, v := storetest.SQLite(b), benchVault()
	putBlocks(b, db, v, benchBlocks(60))
	b.SetBytes(60 * 64 << 10)
	b.ReportAllocs()
	for b.Loop() {
		cold := Open(v.scope, v.roots[1])
		if err := db.View(context.Background(), v.scope, func(tx *store.Tx) error {
			for _, err := range cold.List(tx, Originals) {
				if err != nil {
					return err
				}
			}
			return nil
		}); err != nil {
			b.Fatal(err)
		}
	}
}

func benchBlocks(n int) [][]byte {
	blocks := make([][]byte, n)
	for i := range blocks {
		blocks[i] = benchBlock(uint64(i))
	}
	return blocks
}

func putBlocks(b *testing.B, db *store.DB, v *Opened, blocks [][]byte) {
	b.Helper()
	if err := db.Update(context.Background(), v.scope, func(tx *store.Tx) error {
		for _, block := range blocks {
			if err := v.Put(tx, Originals, store.NewID(nil), 1, block); err != nil {
				return err
			}
		}
		return nil
	}); err != nil {
		b.Fatal(err)
	}
}

func BenchmarkSealInbox(b *testing.B) {
	key, pub := inboxPair(b)
	page := benchBlock(1)
	b.Run("seal", func(b *testing.B) {
		for b.Loop() {
			if _, err := SealInbox(pub, store.ID{1}, store.ID{2}, page); err != nil {
				b.Fatal(err)
			}
		}
	})
	b.Run("open", func(b *testing.B) {
		sealed, err := SealInbox(pub, store.ID{1}, store.ID{2}, page)
		if err != nil {
			b.Fatal(err)
		}
		for b.Loop() {
			if _, err := openInbox(key, store.ID{1}, store.ID{2}, sealed); err != nil {
				b.Fatal(err)
			}
		}
	})
}

func BenchmarkUnwrap(b *testing.B) {
	ctx, root := context.Background(), NewRootKey(nil)
	smith := NewLocksmith(newKeyring(b), LocksmithOptions{})
	b.Run("password", func(b *testing.B) {
		sealed, err := smith.WrapPassword(ctx, testOwner, "password", root)
		if err != nil {
			b.Fatal(err)
		}
		for b.Loop() {
			if _, err := smith.UnwrapPassword(ctx, testOwner, "password", sealed); err != nil {
				b.Fatal(err)
			}
		}
	})
	b.Run("session", func(b *testing.B) {
		sealed, err := smith.WrapSession(testOwner, [32]byte{1}, root)
		if err != nil {
			b.Fatal(err)
		}
		for b.Loop() {
			if _, err := smith.UnwrapSession(testOwner, [32]byte{1}, sealed); err != nil {
				b.Fatal(err)
			}
		}
	})
}
