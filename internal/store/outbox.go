// SPDX-License-Identifier: EUPL-1.2

package store

import (
	"fmt"
	"time"
)

// OutboxRow is a mail that must go out.
type OutboxRow struct {
	ID    ID
	Due   time.Time // not before
	Tries uint64    // that failed
	Body  []byte
}

// PutOutbox adds a mail; it belongs in the transaction of what it tells about. ErrConflict
// when one with this id is there already.
func (tx *Tx) PutOutbox(m OutboxRow) error {
	n, err := tx.exec(`insert into outbox (person, id, due, tries, body) values ($1, $2, $3, $4, $5)
		on conflict (person, id) do nothing`, tx.Person(), m.ID, m.Due, m.Tries, m.Body)
	if err != nil {
		return fmt.Errorf("writing to the outbox: %w", err)
	}
	if n == 0 {
		return ErrConflict
	}
	return nil
}

// DueOutbox lists up to limit mails of anybody that are due at t, the oldest first. For
// system transactions.
func (tx *Tx) DueOutbox(t time.Time, limit int) ([]PersonRowRef, error) {
	return tx.refs("the outbox", `select person, id, due from outbox where due <= $1 order by due limit $2`, t, limit)
}

// LeaseOutbox takes a mail that was due at due, so that nobody else takes it before until,
// and returns it. ErrConflict when somebody else was first, or it is gone.
func (tx *Tx) LeaseOutbox(id ID, due, until time.Time) (OutboxRow, error) {
	n, err := tx.exec(`update outbox set due = $4, tries = tries + 1 where person = $1 and id = $2 and due = $3`,
		tx.Person(), id, due, until)
	if err != nil {
		return OutboxRow{}, fmt.Errorf("taking from the outbox: %w", err)
	}
	if n == 0 {
		return OutboxRow{}, ErrConflict
	}
	m := OutboxRow{ID: id}
	err = tx.queryRow(`select due, tries, body from outbox where person = $1 and id = $2`, tx.Person(), id).
		Scan(at(&m.Due), &m.Tries, &m.Body)
	if err != nil {
		return OutboxRow{}, fmt.Errorf("reading the outbox: %w", err)
	}
	return m, nil
}

// DelayOutbox sets when a mail is tried again; ErrNotFound when it is gone.
func (tx *Tx) DelayOutbox(id ID, due time.Time) error {
	n, err := tx.exec(`update outbox set due = $3 where person = $1 and id = $2`, tx.Person(), id, due)
	if err != nil {
		return fmt.Errorf("delaying in the outbox: %w", err)
	}
	if n == 0 {
		return ErrNotFound
	}
	return nil
}

// DeleteOutbox removes a mail, if it is there.
func (tx *Tx) DeleteOutbox(id ID) error {
	if _, err := tx.exec(`delete from outbox where person = $1 and id = $2`, tx.Person(), id); err != nil {
		return fmt.Errorf("deleting from the outbox: %w", err)
	}
	return nil
}
