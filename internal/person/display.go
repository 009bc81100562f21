// SPDX-License-Identifier: EUPL-1.2

package person

import (
	"context"
	"errors"
	"fmt"

	"regie/internal/store"
	"regie/internal/vault"
)

// displayRow is the row of the vault that holds how the person likes to see Regie.
var displayRow = store.ID{0: 'd', 1: 'i', 2: 's', 3: 'p'}

// maxDisplay is more than any choice of looks needs.
const maxDisplay = 200

// Display returns what KeepDisplay kept, and "" where nothing was.
func (s *Service) Display(ctx context.Context, v *Session) (string, error) {
	var out string
	err := s.db.View(ctx, v.Scope, func(tx *store.Tx) error {
		plain, _, err := v.Vault.Get(tx, vault.Settings, displayRow)
		out = string(plain)
		return err
	})
	switch {
	case errors.Is(err, store.ErrNotFound):
		return "", nil
	case err != nil:
		return "", fmt.Errorf("reading the display settings: %w", err)
	}
	return out, nil
}

// KeepDisplay keeps how the person likes to see Regie, in the vault, for their other devices.
// What the words mean is up to the pages.
func (s *Service) KeepDisplay(ctx context.Context, v *Session, display string) error {
	if len(display) > maxDisplay {
		return errors.New("keeping the display settings: too long")
	}
	err := s.db.Update(ctx, v.Scope, func(tx *store.Tx) error {
		old, version, err := v.Vault.Get(tx, vault.Settings, displayRow)
		switch {
		case errors.Is(err, store.ErrNotFound):
			version = 0
		case err != nil:
			return err
		case string(old) == display:
			return nil
		}
		return v.Vault.Put(tx, vault.Settings, displayRow, version+1, []byte(display))
	})
	if err != nil {
		return fmt.Errorf("keeping the display settings: %w", err)
	}
	return nil
}
