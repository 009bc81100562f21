// SPDX-License-Identifier: EUPL-1.2

package vault_test

import (
	"bytes"
	"context"
	"encoding/base64"
	"encoding/hex"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"regie/internal/store"
	"regie/internal/store/storetest"
	"regie/internal/vault"
)

func newVault() *vault.Opened {
	return vault.Open(store.NewScope(store.NewID(nil)), vault.NewRootKey(nil))
}

func update(t testing.TB, db *store.DB, v *vault.Opened, fn func(tx *store.Tx) error) {
	t.Helper()
	if err := db.Update(context.Background(), v.Scope(), fn); err != nil {
		t.Fatal(err)
	}
}

func TestPutGetListDelete(t *testing.T) {
	storetest.Each(t, func(t *testing.T, db *store.DB) {
		v, other := newVault(), newVault()
		var want []vault.Entry
		for i := range 20 {
			want = append(want, vault.Entry{ID: store.NewID(nil), Version: 1, Plain: bytes.Repeat([]byte{byte(i)}, i*i*50)})
		}
		update(t, db, v, func(tx *store.Tx) error {
			for _, e := range want {
				if err := v.Put(tx, vault.Items, e.ID, e.Version, e.Plain); err != nil {
					return err
				}
			}
			return v.Put(tx, vault.Index, store.NewID(nil), 1, []byte("elsewhere"))
		})
		update(t, db, v, func(tx *store.Tx) error {
			want[3].Version, want[3].Plain = 2, []byte("second")
			return v.Put(tx, vault.Items, want[3].ID, 2, want[3].Plain)
		})
		slices.SortFunc(want, func(a, b vault.Entry) int { return bytes.Compare(a.ID[:], b.ID[:]) })
		update(t, db, v, func(tx *store.Tx) error {
			var got []vault.Entry
			for e, err := range v.List(tx, vault.Items) {
				if err != nil {
					t.Error(err)
				}
				got = append(got, e)
			}
			if diff := cmp.Diff(want, got, cmp.Comparer(func(a, b []byte) bool { return bytes.Equal(a, b) })); diff != "" {
				t.Errorf("(-want +got)\n%s", diff)
			}
			plain, version, err := v.Get(tx, vault.Items, want[5].ID)
			if err != nil || version != want[5].Version || !bytes.Equal(plain, want[5].Plain) {
				t.Errorf("Get = version %d, %v", version, err)
			}
			if err := v.Put(tx, vault.Items, want[5].ID, 1, nil); !errors.Is(err, store.ErrConflict) {
				t.Errorf("putting it again: %v", err)
			}
			if err := v.Delete(tx, vault.Items, want[5].ID); err != nil {
				t.Error(err)
			}
			if _, _, err := v.Get(tx, vault.Items, want[5].ID); !errors.Is(err, store.ErrNotFound) {
				t.Errorf("deleted: %v", err)
			}
			// A vault works in a transaction of its own person only.
			for name, err := range map[string]error{
				"Put":    other.Put(tx, vault.Items, store.NewID(nil), 1, nil),
				"Get":    second(other.Get(tx, vault.Items, want[6].ID)),
				"Delete": other.Delete(tx, vault.Items, want[6].ID),
				"List":   firstError(other.List(tx, vault.Items)),
				"Inbox":  firstError(other.Inbox(tx)),
				"Drop":   other.Drop(tx, want[6].ID),
				"Found":  other.Found(tx, keyring(t)),
			} {
				if name != "Inbox" && !errors.Is(err, vault.ErrWrongPerson) {
					t.Errorf("%s with the vault of somebody else: %v", name, err)
				}
			}
			return nil
		})
	})
}

func second[A, B any](_ A, _ B, err error) error { return err }

func firstError[T any](seq func(func(T, error) bool)) (first error) {
	seq(func(_ T, err error) bool {
		first = err
		return false
	})
	return first
}

// TestMovedRowsDoNotOpen does what somebody could who writes in the database: it moves bodies, in every direction.
func TestMovedRowsDoNotOpen(t *testing.T) {
	db := storetest.SQLite(t)
	type spot struct {
		v       *vault.Opened
		c       vault.Collection
		id      store.ID
		version uint64
		body    []byte
	}
	root := vault.NewRootKey(nil)
	scope := store.NewScope(store.NewID(nil))
	anna := vault.Open(scope, root)
	next := root.Next(nil)
	vaults := map[string]*vault.Opened{
		"anna":            anna,
		"anna, next root": vault.Open(scope, next, root),
		"bert":            newVault(),
		"same root":       vault.Open(store.NewScope(store.NewID(nil)), root),
	}
	one, two := store.NewID(nil), store.NewID(nil)
	var spots []spot
	for _, v := range vaults {
		for _, c := range []vault.Collection{vault.Items, vault.Originals} {
			for _, id := range []store.ID{one, two} {
				for _, version := range []uint64{1, 2} {
					s, err := v.Seal(c, id, version, []byte("the same content everywhere"))
					if err != nil {
						t.Fatal(err)
					}
					spots = append(spots, spot{v, c, id, version, s.Body})
				}
			}
		}
	}
	opened, refused := 0, 0
	for i, from := range spots {
		for j, to := range spots {
			_, err := to.v.Unseal(store.Sealed{Collection: uint16(to.c), ID: to.id, Version: to.version, Body: from.body})
			same := i == j || from.c == to.c && from.id == to.id && from.version == to.version &&
				// The next root key of a person still opens what the one before it sealed, in its own place.
				from.v == vaults["anna"] && to.v == vaults["anna, next root"]
			switch {
			case same && err != nil:
				t.Errorf("spot %d does not open: %v", i, err)
			case !same && !errors.Is(err, vault.ErrSealed):
				t.Errorf("body of spot %d opened at %d: %v", i, j, err)
			case same:
				opened++
			default:
				refused++
			}
		}
	}
	if opened != len(spots)+8 || refused != len(spots)*len(spots)-opened {
		t.Errorf("%d opened, %d refused", opened, refused)
	}
	// And the same once through the database: an older body under a newer version.
	update(t, db, anna, func(tx *store.Tx) error {
		if err := anna.Put(tx, vault.Items, one, 1, []byte("old")); err != nil {
			return err
		}
		old, err := tx.GetSealed(uint16(vault.Items), one)
		if err != nil {
			return err
		}
		old.Version = 2
		if err := tx.PutSealed(old); err != nil {
			return err
		}
		if _, _, err := anna.Get(tx, vault.Items, one); !errors.Is(err, vault.ErrSealed) {
			t.Errorf("an old body as a new version: %v", err)
		}
		return nil
	})
}

// TestDamagedRowLeavesTheOthers damages one row of many.
func TestDamagedRowLeavesTheOthers(t *testing.T) {
	storetest.Each(t, func(t *testing.T, db *store.DB) {
		v := newVault()
		var bad store.ID
		update(t, db, v, func(tx *store.Tx) error {
			for i := range 10 {
				id := store.NewID(nil)
				s, err := v.Seal(vault.Items, id, 1, fmt.Append(nil, i))
				if err != nil {
					return err
				}
				if i == 4 {
					bad = id
					s.Body[len(s.Body)-1] ^= 1
				}
				if err := tx.PutSealed(s); err != nil {
					return err
				}
			}
			return nil
		})
		good := 0
		update(t, db, v, func(tx *store.Tx) error {
			for e, err := range v.List(tx, vault.Items) {
				switch {
				case err == nil && e.ID != bad:
					good++
				case e.ID != bad || !errors.Is(err, vault.ErrSealed) || e.Plain != nil:
					t.Errorf("row %s: %v", e.ID, err)
				}
			}
			return nil
		})
		if good != 9 {
			t.Errorf("%d rows opened, want 9", good)
		}
	})
}

func TestClosedVault(t *testing.T) {
	db := storetest.SQLite(t)
	v := newVault()
	id := store.NewID(nil)
	keys := keyring(t)
	update(t, db, v, func(tx *store.Tx) error {
		return errors.Join(v.Found(tx, keys), v.Put(tx, vault.Items, id, 1, []byte("x")), vault.PutInbox(tx, keys, id, []byte("y")))
	})
	v.Close()
	v.Close()
	update(t, db, v, func(tx *store.Tx) error {
		for name, err := range map[string]error{
			"Get":   second(v.Get(tx, vault.Items, id)),
			"Put":   v.Put(tx, vault.Items, id, 2, nil),
			"List":  firstError(v.List(tx, vault.Items)),
			"Inbox": firstError(v.Inbox(tx)),
			"Root":  second(0, 0, func() error { _, err := v.Root(); return err }()),
		} {
			if !errors.Is(err, vault.ErrClosed) {
				t.Errorf("%s: %v", name, err)
			}
		}
		return nil
	})
}

// TestNothingInPlain searches the database files for what was put in, in several disguises.
func TestNothingInPlain(t *testing.T) {
	path := filepath.Join(t.TempDir(), "regie.db")
	db := storetest.Open(t, "sqlite:"+path, store.Options{})
	if err := db.Migrate(context.Background()); err != nil {
		t.Fatal(err)
	}
	keys, v := keyring(t), newVault()
	canary := []byte("Mevrouw Canarie-Jansen heeft atriumfibrilleren en slikt acenocoumarol. ")
	update(t, db, v, func(tx *store.Tx) error {
		mail, err := keys.Seal(vault.PurposeMail, vault.Place{Table: "account"}, canary)
		if err != nil {
			return err
		}
		return errors.Join(
			v.Found(tx, keys),
			v.Put(tx, vault.Items, store.NewID(nil), 1, canary),
			v.Put(tx, vault.Originals, store.NewID(nil), 1, bytes.Repeat(canary, 1000)),
			vault.PutInbox(tx, keys, store.NewID(nil), canary),
			tx.SetInstall("test", mail))
	})
	names, err := filepath.Glob(path + "*")
	if err != nil {
		t.Fatal(err)
	}
	var all []byte
	for _, n := range names {
		b, err := os.ReadFile(n)
		if err != nil {
			t.Fatal(err)
		}
		all = append(all, b...)
	}
	if len(all) < 50_000 {
		t.Fatalf("only %d bytes to search", len(all))
	}
	for _, word := range []string{"Canarie", "atriumfibrilleren", "acenocoumarol"} {
		utf16 := strings.Join(strings.Split(word, ""), "\x00")
		disguises := []string{word, strings.ToLower(word), utf16, hex.EncodeToString([]byte(word))}
		for shift := range 3 {
			b := base64.StdEncoding.EncodeToString([]byte(strings.Repeat(" ", shift) + word))
			disguises = append(disguises, b[4:len(b)-4])
		}
		for _, d := range disguises {
			if bytes.Contains(all, []byte(d)) {
				t.Errorf("%q was found as %q", word, d)
			}
		}
	}
}

func TestKeysHideThemselves(t *testing.T) {
	root, keys := vault.NewRootKey(bytes.NewReader(bytes.Repeat([]byte("K"), 32))), keyring(t)
	for _, verb := range []string{"%v", "%+v", "%#v", "%s", "%x", "%q", "%d"} {
		for _, value := range []any{root, &root, []any{root}, keys, struct{ A any }{keys}} {
			if s := fmt.Sprintf(verb, value); strings.Contains(s, "KKKK") || strings.Contains(s, "4b4b4b") || strings.Contains(s, "75 75 75") ||
				!strings.Contains(s, "hidden") && !strings.Contains(s, hex.EncodeToString([]byte("hidden"))) {
				t.Errorf("%s of %T: %s", verb, value, s)
			}
		}
	}
	root.Zero()
	if root != (vault.RootKey{}) {
		t.Error("Zero left something")
	}
}
