// SPDX-License-Identifier: EUPL-1.2

package store

import (
	"errors"
	"fmt"
	"iter"
)

// InboxRow is something that arrived while the person's vault was closed, sealed to the person's public key.
type InboxRow struct {
	ID   ID
	Day  int32 // day of arrival; 0 in PutInbox stands for today
	Body []byte
}

// PutInbox adds a row; ErrConflict when one with this id is there already. It does not raise the revision.
func (tx *Tx) PutInbox(r InboxRow) error {
	if r.ID.IsZero() {
		return errors.New("store: inbox row without an id")
	}
	if r.Day == 0 {
		r.Day = tx.Day()
	}
	n, err := tx.exec(`insert into inbox (person, id, bucket, day, body) values ($1, $2, $3, $4, $5)
		on conflict (person, id) do nothing`, tx.Person(), r.ID, bucket(len(r.Body)), r.Day, r.Body)
	if err != nil {
		return fmt.Errorf("writing an inbox row: %w", err)
	}
	if n == 0 {
		return ErrConflict
	}
	return nil
}

// GetInbox reads one row; ErrNotFound where there is none.
func (tx *Tx) GetInbox(id ID) (InboxRow, error) {
	r := InboxRow{ID: id}
	err := tx.queryRow(`select day, body from inbox where person = $1 and id = $2`, tx.Person(), id).Scan(&r.Day, &r.Body)
	if err != nil {
		return InboxRow{}, fmt.Errorf("reading an inbox row: %w", err)
	}
	return r, nil
}

// ListInbox reads all rows, oldest day first, one at a time: the loop may delete the row it was given.
func (tx *Tx) ListInbox() iter.Seq2[InboxRow, error] {
	return func(yield func(InboxRow, error) bool) {
		var ids []ID
		err := tx.each(func(scan func(...any) error) error {
			var id ID
			if err := scan(&id); err != nil {
				return err
			}
			ids = append(ids, id)
			return nil
		}, `select id from inbox where person = $1 order by day, id`, tx.Person())
		if err != nil {
			yield(InboxRow{}, fmt.Errorf("listing the inbox: %w", err))
			return
		}
		for _, id := range ids {
			r, err := tx.GetInbox(id)
			if !yield(r, err) || err != nil {
				return
			}
		}
	}
}

// CountInbox tells how many rows wait.
func (tx *Tx) CountInbox() (int, error) {
	var n int
	if err := tx.queryRow(`select count(*) from inbox where person = $1`, tx.Person()).Scan(&n); err != nil {
		return 0, fmt.Errorf("counting the inbox: %w", err)
	}
	return n, nil
}

// DeleteInbox removes a row; ErrNotFound where there is none.
func (tx *Tx) DeleteInbox(id ID) error {
	n, err := tx.exec(`delete from inbox where person = $1 and id = $2`, tx.Person(), id)
	if err != nil {
		return fmt.Errorf("deleting an inbox row: %w", err)
	}
	if n == 0 {
		return ErrNotFound
	}
	return nil
}
