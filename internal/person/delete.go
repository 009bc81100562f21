// SPDX-License-Identifier: EUPL-1.2

package person

import (
	"context"
	"fmt"

	"regie/internal/store"
)

// Delete removes the account of a session that was stepped up, with all that belongs to the
// person, at once and for good. A mail says so.
func (s *Service) Delete(ctx context.Context, v *Session) error {
	err := s.db.Update(ctx, v.Scope, func(tx *store.Tx) error {
		a, _, err := s.openAccount(tx)
		if err != nil {
			return err
		}
		if err := tx.DeletePerson(); err != nil {
			return err
		}
		return s.post(tx, letter{Kind: letterDeleted, To: a.Mail, Lang: a.Lang})
	})
	if err != nil {
		return fmt.Errorf("deleting an account: %w", err)
	}
	s.log.Info("account deleted")
	s.rouse()
	return nil
}
