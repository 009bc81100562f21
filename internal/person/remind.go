// SPDX-License-Identifier: EUPL-1.2

package person

import (
	"context"
	"errors"
	"fmt"
	"time"

	"regie/internal/store"
)

const (
	remindLate   = 6 * time.Hour // how late a reminder may still go out; after that it would only confuse
	remindKept   = 7 * 24 * time.Hour
	remindAtOnce = 100 // persons looked up at a time
)

// errTooLate says that a mail means nothing any more.
var errTooLate = errors.New("person: too late to send")

// Remind puts a mail in the outbox for everybody of whom the moment of a reminder has come, and
// returns how many. The mail says that there is a reminder, not of what: this server does not know. In
// one transaction the moment is taken and the mail is put, so that of all servers one does it, and
// once. Moments that came together, or that nobody looked at for a while, are one mail.
func (s *Service) Remind(ctx context.Context) (int, error) {
	n := 0
	for {
		var due []store.Scope
		err := s.db.SystemView(ctx, func(tx *store.Tx) (err error) {
			due, err = tx.DueReminders(s.now(), remindAtOnce)
			return err
		})
		if err != nil {
			return n, fmt.Errorf("looking for reminders: %w", err)
		}
		for _, scope := range due {
			put, err := s.remind(ctx, scope)
			if err != nil {
				return n, err
			}
			if put {
				n++
			}
		}
		if len(due) < remindAtOnce {
			return n, nil
		}
	}
}

func (s *Service) remind(ctx context.Context, scope store.Scope) (put bool, err error) {
	now := s.now()
	err = s.db.Update(ctx, scope, func(tx *store.Tx) error {
		put = false
		last, err := tx.TakeReminders(now)
		if err != nil {
			return err
		}
		until := last.Add(remindLate)
		a, _, err := s.openAccount(tx)
		if errors.Is(err, ErrSessionOver) || err == nil && now.After(until) {
			return nil // nobody to remind, or too late
		}
		if err != nil {
			return err
		}
		put = true
		return s.post(tx, letter{Kind: letterReminder, To: a.Mail, Lang: a.Lang, Until: until})
	})
	if errors.Is(err, store.ErrConflict) {
		return false, nil
	}
	if err != nil {
		return false, fmt.Errorf("reminding: %w", err)
	}
	return put, nil
}
