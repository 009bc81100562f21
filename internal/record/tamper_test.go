// SPDX-License-Identifier: EUPL-1.2

package record

import (
	"errors"
	"testing"

	"regie/internal/practice/dossier"
	"regie/internal/store"
	"regie/internal/store/storetest"
	"regie/internal/vault"
)

// Whoever holds the database may take rows away or put earlier ones back: that is seen, and
// what was there before is not shown as if it were all.
func TestRowsThatWerePutBackOrTakenAwayAreSeen(t *testing.T) {
	storetest.Each(t, func(t *testing.T, db *store.DB) {
		p := practicePerson(t, "willem")
		first := batches(p, dossier.Providers()[:1], anchor)
		prepared := func(t *testing.T) (*Keeper, *vault.Opened) {
			k, v := New(db, Options{}), someone()
			applyAll(t, k, v, first[:1])
			return k, v
		}
		reopen := func(t *testing.T, v *vault.Opened) error {
			d, err := New(db, Options{}).Open(t.Context(), v)
			d.Close()
			return err
		}
		rowsOf := func(t *testing.T, v *vault.Opened, c vault.Collection) (out []store.Sealed) {
			err := db.View(t.Context(), v.Scope(), func(tx *store.Tx) error {
				out = nil
				for s, err := range tx.ListSealed(uint16(c)) {
					if err != nil {
						return err
					}
					out = append(out, s)
				}
				return nil
			})
			if err != nil {
				t.Fatal(err)
			}
			return out
		}
		change := func(t *testing.T, v *vault.Opened, fn func(tx *store.Tx) error) {
			if err := db.Update(t.Context(), v.Scope(), fn); err != nil {
				t.Fatal(err)
			}
		}

		t.Run("untouched", func(t *testing.T) {
			_, v := prepared(t)
			if err := reopen(t, v); err != nil {
				t.Fatal(err)
			}
		})
		t.Run("a block of items taken away", func(t *testing.T) {
			_, v := prepared(t)
			change(t, v, func(tx *store.Tx) error {
				return tx.DeleteSealed(uint16(vault.Items), rowsOf(t, v, vault.Items)[0].ID)
			})
			if err := reopen(t, v); !errors.Is(err, ErrRolledBack) {
				t.Errorf("got %v", err)
			}
		})
		t.Run("the index taken away", func(t *testing.T) {
			k, v := prepared(t)
			for _, s := range rowsOf(t, v, vault.Index) {
				if s.ID != rootID {
					change(t, v, func(tx *store.Tx) error { return tx.DeleteSealed(s.Collection, s.ID) })
				}
			}
			if err := reopen(t, v); !errors.Is(err, ErrRolledBack) {
				t.Errorf("open: %v", err)
			}
			if _, err := k.Apply(t.Context(), v, first[0]); !errors.Is(err, ErrRolledBack) {
				t.Errorf("apply: %v", err)
			}
		})
		t.Run("an earlier index put back", func(t *testing.T) {
			k, v := prepared(t)
			var old store.Sealed
			for _, s := range rowsOf(t, v, vault.Index) {
				if s.ID != rootID {
					old = s
				}
			}
			b := first[0]
			b.Resources = b.Resources[:len(b.Resources)-3]
			b.At = b.At.AddDate(0, 0, 1)
			applyAll(t, k, v, []Batch{b})
			change(t, v, func(tx *store.Tx) error {
				if err := tx.DeleteSealed(old.Collection, old.ID); err != nil {
					return err
				}
				return tx.PutSealed(old)
			})
			if err := reopen(t, v); !errors.Is(err, ErrRolledBack) {
				t.Errorf("got %v", err)
			}
		})
		t.Run("two blocks exchanged", func(t *testing.T) {
			_, v := prepared(t)
			originals, items := rowsOf(t, v, vault.Originals), rowsOf(t, v, vault.Items)
			change(t, v, func(tx *store.Tx) error {
				if err := tx.DeleteSealed(uint16(vault.Items), items[0].ID); err != nil {
					return err
				}
				s := items[0]
				s.Body = originals[0].Body
				return tx.PutSealed(s)
			})
			if err := reopen(t, v); !errors.Is(err, vault.ErrSealed) {
				t.Errorf("got %v", err)
			}
		})
		t.Run("another person's vault", func(t *testing.T) {
			k, v := prepared(t)
			d, err := k.Open(t.Context(), v)
			if err != nil {
				t.Fatal(err)
			}
			d.Close()
			wrong := vault.Open(v.Scope(), vault.NewRootKey(nil))
			if _, err := k.Open(t.Context(), wrong); !errors.Is(err, vault.ErrSealed) {
				t.Errorf("what is in memory was given to who has not the key: %v", err)
			}
		})
	})
}
