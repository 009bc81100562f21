// SPDX-License-Identifier: EUPL-1.2

package person

import (
	"context"
	"errors"
	"fmt"
	"time"

	"regie/internal/mail"
	"regie/internal/store"
)

// Mail goes out after the transaction that it belongs to, and again until it is taken.
const (
	postLease   = 2 * time.Minute  // how long one delivery may last before another tries
	postFirst   = 30 * time.Second // wait after the first failure; doubles
	postMost    = 30 * time.Minute // longest wait
	postGiveUp  = 40               // tries: about 18 hours
	postAtOnce  = 20               // mails looked up at a time
	postPause   = 15 * time.Second // between looks, when nobody rouses
	sweepPause  = 5 * time.Minute
	sweepAtOnce = 200
)

// post puts a mail in the outbox, in the transaction of what it tells about.
func (s *Service) post(tx *store.Tx, m letter) error {
	row := store.OutboxRow{ID: s.newID(), Due: s.now()}
	var err error
	if row.Body, err = s.seal(purposeOutbox, tx.Person(), row.ID, 1, m); err != nil {
		return err
	}
	return tx.PutOutbox(row)
}

// rouse wakes Run up, since there is mail.
func (s *Service) rouse() {
	select {
	case s.posted <- struct{}{}:
	default:
	}
}

// Run delivers mail and sweeps what has ended, until ctx is done. Every replica runs it.
func (s *Service) Run(ctx context.Context) {
	look, sweep := time.NewTicker(postPause), time.NewTicker(sweepPause)
	defer look.Stop()
	defer sweep.Stop()
	for {
		if _, err := s.Remind(ctx); err != nil && ctx.Err() == nil {
			s.log.Error("reminding failed", "error", err)
		}
		if _, err := s.Deliver(ctx); err != nil && ctx.Err() == nil {
			s.log.Error("delivering mail failed", "error", err)
		}
		select {
		case <-ctx.Done():
			return
		case <-s.posted:
		case <-look.C:
		case <-sweep.C:
			if err := s.Sweep(ctx); err != nil && ctx.Err() == nil {
				s.log.Error("sweeping accounts failed", "error", err)
			}
		}
	}
}

// Deliver sends the mail that is due, and returns how many were taken. A mail that can not
// be sent is tried again later; its failure is no error of Deliver.
func (s *Service) Deliver(ctx context.Context) (int, error) {
	sent := 0
	for {
		var due []store.PersonRowRef
		err := s.db.SystemView(ctx, func(tx *store.Tx) (err error) {
			due, err = tx.DueOutbox(s.now(), postAtOnce)
			return err
		})
		if err != nil {
			return sent, fmt.Errorf("looking into the outbox: %w", err)
		}
		for _, ref := range due {
			ok, err := s.deliver(ctx, ref)
			if err != nil {
				return sent, err
			}
			if ok {
				sent++
			}
		}
		if len(due) < postAtOnce {
			return sent, nil
		}
	}
}

// deliver sends one mail, if nobody else is at it.
func (s *Service) deliver(ctx context.Context, ref store.PersonRowRef) (bool, error) {
	scope := store.NewScope(ref.Person)
	var row store.OutboxRow
	err := s.db.Update(ctx, scope, func(tx *store.Tx) (err error) {
		row, err = tx.LeaseOutbox(ref.ID, ref.Due, s.now().Add(postLease))
		return err
	})
	if errors.Is(err, store.ErrConflict) {
		return false, nil
	}
	if err != nil {
		return false, fmt.Errorf("taking a mail from the outbox: %w", err)
	}
	var m letter
	failed := s.open(purposeOutbox, ref.Person, ref.ID, 1, row.Body, &m)
	switch {
	case failed != nil:
		failed = fmt.Errorf("%w: %w", mail.ErrRefused, failed)
	case !m.Until.IsZero() && s.now().After(m.Until):
		failed = fmt.Errorf("%w: %w", mail.ErrRefused, errTooLate)
	default:
		sending, cancel := context.WithTimeout(ctx, postLease/2)
		defer cancel()
		letter := s.write(m)
		letter.ID = row.ID.String() // the same at each try: who gets it twice can tell
		failed = s.mailer.Send(sending, letter)
	}
	again := failed != nil && !errors.Is(failed, mail.ErrRefused) && row.Tries < postGiveUp
	if failed != nil {
		s.log.Warn("mail was not taken", "kind", string(m.Kind), "tries", row.Tries, "again", again, "error", failed)
	}
	err = s.db.Update(ctx, scope, func(tx *store.Tx) error {
		if !again {
			return tx.DeleteOutbox(ref.ID)
		}
		err := tx.DelayOutbox(ref.ID, s.now().Add(backOff(row.Tries)))
		if errors.Is(err, store.ErrNotFound) {
			return nil // the person was deleted meanwhile
		}
		return err
	})
	if err != nil {
		return false, fmt.Errorf("settling a mail: %w", err)
	}
	return failed == nil, nil
}

func backOff(tries uint64) time.Duration {
	d := postFirst
	for ; tries > 1 && d < postMost; tries-- {
		d *= 2
	}
	return min(d, postMost)
}
