// SPDX-License-Identifier: EUPL-1.2

package store

import (
	"fmt"
	"slices"
	"time"
)

// A reminder is a moment, and nothing else. It waits, and then one server takes it: a moment that was
// taken stays for a while, so that nobody adds it again.
const (
	reminderWaits = 1
	reminderTaken = 2
)

// Reminders lists the moments that wait, the first first.
func (tx *Tx) Reminders() ([]time.Time, error) {
	waits, _, err := tx.reminders()
	return waits, err
}

func (tx *Tx) reminders() (waits, taken []time.Time, err error) {
	err = tx.each(func(scan func(...any) error) error {
		var due time.Time
		var state int64
		if err := scan(at(&due), &state); err != nil {
			return err
		}
		if state == reminderWaits {
			waits = append(waits, due)
		} else {
			taken = append(taken, due)
		}
		return nil
	}, `select due, state from reminder where person = $1 order by due`, tx.Person())
	if err != nil {
		return nil, nil, fmt.Errorf("listing reminders: %w", err)
	}
	return waits, taken, nil
}

// SetReminders makes what waits these moments. One that was taken stays taken; one that is not after
// now is not added any more, but waits on where it did.
func (tx *Tx) SetReminders(now time.Time, moments []time.Time) error {
	waits, taken, err := tx.reminders()
	if err != nil {
		return err
	}
	in := func(all []time.Time, t time.Time) bool { return slices.ContainsFunc(all, t.Equal) }
	for _, due := range waits {
		if in(moments, due) {
			continue
		}
		if _, err := tx.exec(`delete from reminder where person = $1 and due = $2 and state = $3`, tx.Person(), due, reminderWaits); err != nil {
			return fmt.Errorf("deleting a reminder: %w", err)
		}
	}
	for _, due := range moments {
		if !due.After(now) || in(waits, due) || in(taken, due) {
			continue
		}
		if _, err := tx.exec(`insert into reminder (person, due, state) values ($1, $2, $3) on conflict (person, due) do nothing`,
			tx.Person(), due, reminderWaits); err != nil {
			return fmt.Errorf("writing a reminder: %w", err)
		}
	}
	return nil
}

// DueReminders lists up to limit persons of whom a moment has come at t, who waits longest first. For
// system transactions. That a person asked to be reminded is the grant by which it is done.
func (tx *Tx) DueReminders(t time.Time, limit int) ([]Scope, error) {
	var out []Scope
	err := tx.each(func(scan func(...any) error) error {
		var person ID
		if err := scan(&person); err != nil {
			return err
		}
		out = append(out, NewScope(person))
		return nil
	}, `select person from reminder where state = $1 and due <= $2 group by person order by min(due) limit $3`, reminderWaits, t, limit)
	if err != nil {
		return nil, fmt.Errorf("finding reminders: %w", err)
	}
	return out, nil
}

// TakeReminders takes all moments of the person that have come at t, and returns the last of them.
// ErrConflict where none waits: somebody else was first.
func (tx *Tx) TakeReminders(t time.Time) (last time.Time, err error) {
	waits, err := tx.Reminders()
	if err != nil {
		return last, err
	}
	for _, due := range waits {
		if !due.After(t) {
			last = due
		}
	}
	if last.IsZero() {
		return last, ErrConflict
	}
	n, err := tx.exec(`update reminder set state = $3 where person = $1 and due <= $2 and state = $4`, tx.Person(), t, reminderTaken, reminderWaits)
	if err != nil {
		return last, fmt.Errorf("taking reminders: %w", err)
	}
	if n == 0 {
		return last, ErrConflict
	}
	return last, nil
}

// SweepReminders forgets the moments before t, and returns how many those were. For system transactions.
func (tx *Tx) SweepReminders(t time.Time) (int64, error) {
	n, err := tx.exec(`delete from reminder where due < $1`, t)
	if err != nil {
		return 0, fmt.Errorf("sweeping reminders: %w", err)
	}
	return n, nil
}
