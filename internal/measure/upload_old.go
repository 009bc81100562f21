// SPDX-License-Identifier: EUPL-1.2

package measure

import (
	"context"
	"fmt"
	"time"

	"regie/internal/store"
	"regie/internal/vault"
)

const (
	// sweepPersons and sweepRows are how many are looked up, and deleted, at once.
	sweepPersons = 100
	sweepRows    = 64
	// sweepSlack is how far the clocks of servers may differ.
	sweepSlack = time.Hour
)

// Sweep lets go of the bytes of files of everybody that waited too long, with the vaults closed. Of
// their rows only the day of writing is known: what was written on a day goes an hour after the end
// of the next one (UTC), when every file that began on it waited too long. The list of files, which
// lies sealed, may name some that are gone until the person comes back, or go with them.
func (b *Books) Sweep(ctx context.Context) error {
	before := int32(b.now().Add(-uploadLife-sweepSlack).Unix() / (24 * 60 * 60))
	for {
		var all []store.Scope
		err := b.db.SystemView(ctx, func(tx *store.Tx) (err error) {
			all, err = tx.OldSealed(uint16(vault.Uploads), before, sweepPersons)
			return err
		})
		if err != nil {
			return fmt.Errorf("looking for files that waited too long: %w", err)
		}
		for _, s := range all {
			if err := b.sweep(ctx, s, before); err != nil {
				return err
			}
		}
		if len(all) < sweepPersons {
			return nil
		}
	}
}

func (b *Books) sweep(ctx context.Context, s store.Scope, before int32) error {
	for n := sweepRows; n == sweepRows; {
		err := b.db.Update(ctx, s, func(tx *store.Tx) (err error) {
			n, err = tx.DeleteOldSealed(uint16(vault.Uploads), before, sweepRows)
			return err
		})
		if err != nil {
			return fmt.Errorf("dropping files that waited too long: %w", err)
		}
	}
	return nil
}
