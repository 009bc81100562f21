// SPDX-License-Identifier: EUPL-1.2

package store_test

import (
	"context"
	"errors"
	"testing"

	"github.com/google/go-cmp/cmp"

	"regie/internal/store"
	"regie/internal/store/storetest"
)

func TestFactorsAndTheirEnvelopes(t *testing.T) {
	storetest.Each(t, func(t *testing.T, db *store.DB) {
		a, b := someone(), someone()
		f := store.FactorRow{ID: store.NewID(nil), Kind: 2, State: 1, Version: 1, Step: 7, Body: []byte("one")}
		update(t, db, a, func(tx *store.Tx) error {
			return errors.Join(tx.PutFactor(f), tx.PutEnvelope(f.ID, []byte("env")))
		})
		for name, wrong := range map[string]store.FactorRow{
			"again":            f,
			"skipping":         {ID: f.ID, Kind: 2, State: 1, Version: 3},
			"not there at all": {ID: store.NewID(nil), Kind: 2, State: 1, Version: 2},
		} {
			err := db.Update(context.Background(), a, func(tx *store.Tx) error { return tx.PutFactor(wrong) })
			if !errors.Is(err, store.ErrConflict) {
				t.Errorf("%s: %v, want ErrConflict", name, err)
			}
		}
		f.Version, f.State, f.Body = 2, 3, []byte("two")
		update(t, db, a, func(tx *store.Tx) error { return tx.PutFactor(f) })
		view(t, db, a, func(tx *store.Tx) error {
			got, err := tx.ListFactors()
			if diff := cmp.Diff([]store.FactorRow{f}, got); diff != "" {
				t.Errorf("factors (-want +got):\n%s", diff)
			}
			env, err2 := tx.GetEnvelope(f.ID)
			if string(env) != "env" {
				t.Errorf("envelope %q", env)
			}
			ids, err3 := tx.EnvelopeFactors()
			if len(ids) != 1 || ids[0] != f.ID {
				t.Errorf("envelopes of %v", ids)
			}
			return errors.Join(err, err2, err3)
		})
		if err := db.Update(context.Background(), b, func(tx *store.Tx) error { return tx.DeleteFactor(f.ID) }); !errors.Is(err, store.ErrNotFound) {
			t.Errorf("deleting somebody else's factor: %v, want ErrNotFound", err)
		}
		update(t, db, a, func(tx *store.Tx) error { return tx.DeleteFactor(f.ID) })
		view(t, db, a, func(tx *store.Tx) error {
			if _, err := tx.GetEnvelope(f.ID); !errors.Is(err, store.ErrNotFound) {
				t.Errorf("the envelope of a deleted factor: %v", err)
			}
			return nil
		})
	})
}

func TestOneStepOfAFactorIsUsedOnce(t *testing.T) {
	storetest.Each(t, func(t *testing.T, db *store.DB) {
		a := someone()
		id := store.NewID(nil)
		update(t, db, a, func(tx *store.Tx) error { return tx.PutFactor(store.FactorRow{ID: id, Version: 1}) })
		for _, step := range []uint64{100, 101} {
			if won := race(t, db, a, 32, func(tx *store.Tx) (bool, error) { return tx.UseFactorStep(id, step) }); won != 1 {
				t.Errorf("step %d was used %d times", step, won)
			}
		}
		if won := race(t, db, a, 4, func(tx *store.Tx) (bool, error) { return tx.UseFactorStep(id, 99) }); won != 0 {
			t.Errorf("an older step was used %d times", won)
		}
	})
}

func TestOneTokenIsSpentOnce(t *testing.T) {
	storetest.Each(t, func(t *testing.T, db *store.DB) {
		a, b := someone(), someone()
		spend := func(tx *store.Tx) (bool, error) { return tx.Spend([]byte("token"), noon) }
		if won := race(t, db, a, 32, spend); won != 1 {
			t.Errorf("spent %d times", won)
		}
		if won := race(t, db, b, 1, spend); won != 1 {
			t.Error("somebody else's token counts for this person")
		}
		if err := db.System(context.Background(), func(tx *store.Tx) error {
			n, err := tx.SweepSpent(noon)
			if n != 0 {
				t.Errorf("swept %d tokens that have not ended", n)
			}
			return err
		}); err != nil {
			t.Fatal(err)
		}
		if err := db.System(context.Background(), func(tx *store.Tx) error {
			n, err := tx.SweepSpent(noon.Add(1000))
			if n != 2 {
				t.Errorf("swept %d tokens, want 2", n)
			}
			return err
		}); err != nil {
			t.Fatal(err)
		}
	})
}
