// SPDX-License-Identifier: EUPL-1.2

package store_test

import (
	"context"
	"errors"
	"testing"

	"regie/internal/store"
	"regie/internal/store/storetest"
)

// TestNewerDatabase opens a database that a program of the future has migrated.
func TestNewerDatabase(t *testing.T) {
	storetest.Each(t, func(t *testing.T, db *store.DB) {
		ctx := context.Background()
		if err := db.System(ctx, func(tx *store.Tx) error {
			_, err := tx.Exec(`insert into migration (version) values ($1)`, 9999)
			return err
		}); err != nil {
			t.Fatal(err)
		}
		if err := db.Ready(ctx); !errors.Is(err, store.ErrTooNew) {
			t.Errorf("Ready: %v", err)
		}
		if err := db.Migrate(ctx); !errors.Is(err, store.ErrTooNew) {
			t.Errorf("Migrate: %v", err)
		}
	})
}
