// SPDX-License-Identifier: EUPL-1.2

package person

import (
	"context"
	"errors"
	"fmt"

	"regie/internal/store"
)

// Sweep removes what has ended: visits, sessions, marks of used challenges, old counts, and
// the beginnings of accounts that were never completed.
func (s *Service) Sweep(ctx context.Context) error {
	now := s.now()
	err := s.db.System(ctx, func(tx *store.Tx) error {
		if _, err := tx.SweepSessions(now.Add(-SessionFor), now.Add(-IdleFor)); err != nil {
			return err
		}
		if _, err := tx.SweepSpent(now); err != nil {
			return err
		}
		if _, err := tx.SweepReminders(now.Add(-remindKept)); err != nil {
			return err
		}
		_, err := tx.SweepThrottle(now.Add(-forgetAfter))
		return err
	})
	if err != nil {
		return fmt.Errorf("sweeping: %w", err)
	}
	for {
		var ended []store.PersonRowRef
		err := s.db.SystemView(ctx, func(tx *store.Tx) (err error) {
			ended, err = tx.EndedVisits(now, sweepAtOnce)
			return err
		})
		if err != nil {
			return fmt.Errorf("finding visits that ended: %w", err)
		}
		for _, ref := range ended {
			if err := s.sweepVisit(ctx, ref); err != nil {
				return err
			}
		}
		if len(ended) < sweepAtOnce {
			return nil
		}
	}
}

// sweepVisit removes a visit that ended, and the account that was begun in it.
func (s *Service) sweepVisit(ctx context.Context, ref store.PersonRowRef) error {
	err := s.db.Update(ctx, store.NewScope(ref.Person), func(tx *store.Tx) error {
		if err := tx.DeleteVisit(ref.ID); err != nil && !errors.Is(err, store.ErrNotFound) {
			return err
		}
		row, err := tx.GetAccount()
		if errors.Is(err, store.ErrNotFound) || (err == nil && row.State == store.AccountOpen) {
			return nil
		}
		if err != nil {
			return err
		}
		if more, err := tx.HasVisits(s.now()); err != nil || more {
			return err
		}
		return tx.DeletePerson()
	})
	if err != nil {
		return fmt.Errorf("sweeping a visit: %w", err)
	}
	return nil
}
