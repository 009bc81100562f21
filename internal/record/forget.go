// SPDX-License-Identifier: EUPL-1.2

package record

import (
	"context"
	"errors"
	"fmt"
	"slices"

	"regie/internal/store"
	"regie/internal/vault"
)

// Forget removes everything that came from a provider: originals, items, documents and the
// index of it, in one transaction. What other providers told stays. It is no error when
// nothing is known of the provider. It can't be undone.
func (k *Keeper) Forget(ctx context.Context, v *vault.Opened, providerName string) error {
	err := k.db.Update(ctx, v.Scope(), func(tx *store.Tx) error {
		r, version, err := k.root(tx, v)
		if err != nil || r == nil {
			return err
		}
		p := r.find(providerName)
		if p == nil {
			return nil
		}
		if p.version > 0 {
			x, err := loadIndex(tx, v, *p)
			if err != nil {
				return err
			}
			for _, b := range x.blocks {
				for _, id := range b.rows {
					err := v.Delete(tx, b.kind.collection(), id)
					if err != nil && !errors.Is(err, store.ErrNotFound) {
						return err
					}
				}
			}
			if err := v.Delete(tx, vault.Index, p.row); err != nil {
				return err
			}
		}

		r.providers = slices.DeleteFunc(r.providers, func(p provider) bool { return p.name == providerName })
		return v.Put(tx, vault.Index, rootID, version+1, r.encode())
	})
	if err != nil {
		return fmt.Errorf("forgetting a provider: %w", err)
	}
	return nil
}
