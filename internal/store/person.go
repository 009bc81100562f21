// SPDX-License-Identifier: EUPL-1.2

package store

import (
	"errors"
	"fmt"
)

// PersonRow anchors a person: made at sign-up, gone at deletion. Who the person is, is not in it.
type PersonRow struct {
	Day          int32  // day of sign-up; 0 in CreatePerson stands for today
	Generation   uint32 // of the root key
	InboxPublic  []byte // public key of the inbox, sealed by the server's keyring
	InboxPrivate []byte // private key of the inbox, wrapped by the root key
}

// CreatePerson adds the row of the transaction's person; ErrConflict when there is one.
func (tx *Tx) CreatePerson(p PersonRow) error {
	if p.Generation == 0 {
		return errors.New("store: person without a key generation")
	}
	if p.Day == 0 {
		p.Day = tx.Day()
	}
	n, err := tx.exec(`insert into person (person, day, generation, inbox_public, inbox_private)
		values ($1, $2, $3, $4, $5) on conflict (person) do nothing`,
		tx.Person(), p.Day, p.Generation, p.InboxPublic, p.InboxPrivate)
	if err != nil {
		return fmt.Errorf("adding a person: %w", err)
	}
	if n == 0 {
		return ErrConflict
	}
	return nil
}

// GetPerson reads the row of the transaction's person; ErrNotFound where there is none.
func (tx *Tx) GetPerson() (PersonRow, error) {
	var p PersonRow
	err := tx.queryRow(`select day, generation, inbox_public, inbox_private from person where person = $1`, tx.Person()).
		Scan(&p.Day, &p.Generation, &p.InboxPublic, &p.InboxPrivate)
	if err != nil {
		return PersonRow{}, fmt.Errorf("reading a person: %w", err)
	}
	return p, nil
}

// DeletePerson removes every row of the transaction's person from every table: see personTables.
// Deleting a person who is not there is no error.
func (tx *Tx) DeletePerson() error {
	for _, t := range personTables {
		if _, err := tx.exec(`delete from `+t+` where person = $1`, tx.Person()); err != nil {
			return fmt.Errorf("deleting a person: %w", err)
		}
	}
	return nil
}
