// SPDX-License-Identifier: EUPL-1.2

package storetest

import (
	"bytes"
	"context"
	"math"
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"

	"regie/internal/store"
)

// same compares rows. (A diff of megabytes takes minutes and tells nothing.)
func same(a, b store.Sealed) bool {
	return a.Collection == b.Collection && a.ID == b.ID && a.Version == b.Version && a.Day == b.Day && bytes.Equal(a.Body, b.Body)
}

// SealedRows: what is put is what is got, to the person who put it and to no one else.
func SealedRows(t *testing.T, db *store.DB) {
	anna, bert := person(), person()
	every := make([]byte, 256)
	for i := range every {
		every[i] = byte(i)
	}
	id := store.NewID(nil)
	for name, r := range map[string]store.Sealed{
		"every byte":      {Collection: 1, ID: store.NewID(nil), Version: 1, Day: 20000, Body: every},
		"no body":         {Collection: 1, ID: store.NewID(nil), Version: 1, Day: 20000, Body: []byte{}},
		"a megabyte":      {Collection: 1, ID: store.NewID(nil), Version: 1, Day: 20000, Body: bytes.Repeat(every, 4096)},
		"last collection": {Collection: math.MaxUint16, ID: store.NewID(nil), Version: 1, Day: 20000, Body: []byte("x")},
		"one":             {Collection: 2, ID: id, Version: 1, Day: 20000, Body: []byte("one")},
		"same id":         {Collection: 3, ID: id, Version: 1, Day: 20000, Body: []byte("another")},
	} {
		put(t, db, anna, r)
		view(t, db, anna, func(tx *store.Tx) error {
			got, err := tx.GetSealed(r.Collection, r.ID)
			if !same(r, got) {
				t.Errorf("%s: got another row", name)
			}
			return err
		})
		view(t, db, bert, func(tx *store.Tx) error {
			if _, err := tx.GetSealed(r.Collection, r.ID); !is(err, store.ErrNotFound) {
				t.Errorf("%s: another person gets it: %v", name, err)
			}
			return nil
		})
	}
	// The same id may be used by another person, in a row of its own.
	put(t, db, bert, store.Sealed{Collection: 2, ID: id, Version: 1, Body: []byte("of bert")})
	view(t, db, anna, func(tx *store.Tx) error {
		if got, err := tx.GetSealed(2, id); err != nil || string(got.Body) != "one" {
			t.Errorf("after another person used the id: %q, %v", got.Body, err)
		}
		return nil
	})
	wants(t, db, bert, store.ErrNotFound, "deleting a row of another person", func(tx *store.Tx) error {
		return tx.DeleteSealed(3, id)
	})
	wants(t, db, anna, store.ErrNotFound, "deleting from another collection", func(tx *store.Tx) error {
		return tx.DeleteSealed(4, id)
	})
	update(t, db, anna, func(tx *store.Tx) error { return tx.DeleteSealed(3, id) })
	wants(t, db, anna, store.ErrNotFound, "reading what was deleted", func(tx *store.Tx) error {
		_, err := tx.GetSealed(3, id)
		return err
	})
	view(t, db, anna, func(tx *store.Tx) error {
		rows, buckets, err := tx.SizeSealed()
		if rows != 5 || buckets != 1+0+256+1+1 {
			t.Errorf("SizeSealed = %d rows, %d buckets", rows, buckets)
		}
		return err
	})
}

// SealedVersions: version n replaces n-1 and nothing else.
func SealedVersions(t *testing.T, db *store.DB) {
	anna, id := person(), store.NewID(nil)
	row := func(version uint64) func(tx *store.Tx) error {
		return func(tx *store.Tx) error {
			return tx.PutSealed(store.Sealed{Collection: 1, ID: id, Version: version, Day: 20000 + int32(version), Body: []byte{byte(version)}})
		}
	}
	wants(t, db, anna, store.ErrConflict, "version 2 of nothing", row(2))
	update(t, db, anna, row(1))
	wants(t, db, anna, store.ErrConflict, "version 1 again", row(1))
	wants(t, db, anna, store.ErrConflict, "version 3 over 1", row(3))
	update(t, db, anna, row(2))
	wants(t, db, anna, store.ErrConflict, "version 2 again", row(2))
	update(t, db, anna, row(3))
	want := []store.Sealed{{Collection: 1, ID: id, Version: 3, Day: 20003, Body: []byte{3}}}
	if diff := cmp.Diff(want, list(t, db, anna, 1)); diff != "" {
		t.Errorf("(-want +got)\n%s", diff)
	}
	for name, bad := range map[string]store.Sealed{
		"no version":    {Collection: 1, ID: id},
		"no id":         {Collection: 1, Version: 1},
		"huge version":  {Collection: 1, ID: id, Version: math.MaxUint64},
		"huge version2": {Collection: 1, ID: id, Version: math.MaxInt64 + 1},
	} {
		if err := db.Update(context.Background(), anna, func(tx *store.Tx) error { return tx.PutSealed(bad) }); err == nil || is(err, store.ErrConflict) {
			t.Errorf("%s: error %v", name, err)
		}
	}
	// A conflict leaves the transaction usable: the caller may decide to go on.
	update(t, db, anna, func(tx *store.Tx) error {
		if err := row(1)(tx); !is(err, store.ErrConflict) {
			t.Errorf("conflict: %v", err)
		}
		return row(4)(tx)
	})
	if got := list(t, db, anna, 1); len(got) != 1 || got[0].Version != 4 {
		t.Errorf("after a conflict that was dealt with: %v", got)
	}
}

// SealedLists: in the order of ids, one collection of one person, in portions, with room for other statements.
func SealedLists(t *testing.T, db *store.DB) {
	anna, bert := person(), person()
	var want []store.Sealed
	for i := range 40 {
		// Four rows are larger than a portion, and most fit in one.
		size := 100 + i
		if i%10 == 0 {
			size = 3 << 20
		}
		want = append(want, store.Sealed{Collection: 7, ID: store.NewID(nil), Version: 1, Day: 1, Body: bytes.Repeat([]byte{byte(i)}, size)})
	}
	update(t, db, anna, func(tx *store.Tx) error {
		for _, r := range want {
			if err := tx.PutSealed(r); err != nil {
				return err
			}
		}
		return tx.PutSealed(store.Sealed{Collection: 8, ID: store.NewID(nil), Version: 1, Body: []byte("elsewhere")})
	})
	put(t, db, bert, store.Sealed{Collection: 7, ID: store.NewID(nil), Version: 1, Body: []byte("of bert")})

	slices.SortFunc(want, func(a, b store.Sealed) int { return bytes.Compare(a.ID[:], b.ID[:]) })
	if !slices.EqualFunc(want, list(t, db, anna, 7), same) {
		t.Errorf("list differs")
	}
	if got := list(t, db, anna, 9); got != nil {
		t.Errorf("a collection without rows has %d", len(got))
	}
	// Delete while listing, and stop half-way.
	update(t, db, anna, func(tx *store.Tx) error {
		n := 0
		for r, err := range tx.ListSealed(7) {
			if err != nil {
				return err
			}
			if n++; n > 30 {
				break
			}
			if err := tx.DeleteSealed(7, r.ID); err != nil {
				return err
			}
		}
		return nil
	})
	if !slices.EqualFunc(want[30:], list(t, db, anna, 7), same) {
		t.Errorf("after deleting while listing: list differs")
	}
}

// Revisions grow with every transaction that changed sealed rows, and with no other.
func Revisions(t *testing.T, db *store.DB) {
	anna, bert := person(), person()
	id := store.NewID(nil)
	last := uint64(0)
	expect := func(s store.Scope, grows bool, what string) {
		t.Helper()
		view(t, db, s, func(tx *store.Tx) error {
			n, err := tx.Revision()
			if grows && n <= last || !grows && n != last {
				t.Errorf("%s: revision %d after %d", what, n, last)
			}
			last = n
			return err
		})
	}
	expect(anna, false, "in the beginning")
	put(t, db, anna, store.Sealed{Collection: 1, ID: id, Version: 1})
	expect(anna, true, "put")
	put(t, db, anna, store.Sealed{Collection: 1, ID: id, Version: 2})
	expect(anna, true, "replace")
	put(t, db, bert, store.Sealed{Collection: 1, ID: id, Version: 1})
	expect(anna, false, "another person puts")
	update(t, db, anna, func(tx *store.Tx) error { return tx.PutInbox(store.InboxRow{ID: id}) })
	expect(anna, false, "a letter arrives")
	wants(t, db, anna, store.ErrConflict, "conflict", func(tx *store.Tx) error {
		return tx.PutSealed(store.Sealed{Collection: 1, ID: id, Version: 9})
	})
	expect(anna, false, "a transaction that was undone")
	update(t, db, anna, func(tx *store.Tx) error { return tx.DeleteSealed(1, id) })
	expect(anna, true, "delete")
	update(t, db, anna, func(tx *store.Tx) error {
		before, _ := tx.Revision()
		for range 3 {
			if err := tx.PutSealed(store.Sealed{Collection: 1, ID: store.NewID(nil), Version: 1}); err != nil {
				return err
			}
		}
		if after, err := tx.Revision(); after != before+1 || err != nil {
			t.Errorf("within a transaction: %d after %d, %v", after, before, err)
		}
		return nil
	})
}
