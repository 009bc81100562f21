// SPDX-License-Identifier: EUPL-1.2

package store

import "fmt"

// Account states.
const (
	AccountSigningUp uint16 = 1
	AccountOpen      uint16 = 2
)

// AccountRow is what an account knows of its person; the body is sealed by the caller.
type AccountRow struct {
	State   uint16
	Version uint64 // 1, 2, 3, …
	Body    []byte
}

// PutAccount writes the account of the transaction's person. Version 1 makes it, version n
// replaces version n-1; ErrConflict where that is not what is stored.
func (tx *Tx) PutAccount(a AccountRow) error {
	n, err := int64(0), error(nil)
	if a.Version == 1 {
		n, err = tx.exec(`insert into account (person, state, version, body) values ($1, $2, 1, $3)
			on conflict (person) do nothing`, tx.Person(), a.State, a.Body)
	} else {
		n, err = tx.exec(`update account set state = $2, version = $3, body = $5 where person = $1 and version = $4`,
			tx.Person(), a.State, a.Version, a.Version-1, a.Body)
	}
	if err != nil {
		return fmt.Errorf("writing an account: %w", err)
	}
	if n == 0 {
		return ErrConflict
	}
	return nil
}

// GetAccount reads the account of the transaction's person; ErrNotFound where there is none.
func (tx *Tx) GetAccount() (AccountRow, error) {
	var a AccountRow
	err := tx.queryRow(`select state, version, body from account where person = $1`, tx.Person()).
		Scan(&a.State, &a.Version, &a.Body)
	if err != nil {
		return AccountRow{}, fmt.Errorf("reading an account: %w", err)
	}
	return a, nil
}

// ClaimDirectory enters the transaction's person under a keyed hash of a mail address.
// ErrConflict where somebody else is entered there; entering the same person again is fine.
func (tx *Tx) ClaimDirectory(blind []byte) error {
	n, err := tx.exec(`insert into directory (blind, person) values ($1, $2) on conflict (blind) do nothing`,
		blind, tx.Person())
	if err != nil {
		return fmt.Errorf("entering in the directory: %w", err)
	}
	if n == 1 {
		return nil
	}
	who, err := tx.LookUp(blind)
	if err != nil {
		return err
	}
	if who != tx.Person() {
		return ErrConflict
	}
	return nil
}

// LookUp finds the person entered under a keyed hash; ErrNotFound where nobody is. It
// works in system transactions too.
func (tx *Tx) LookUp(blind []byte) (ID, error) {
	var id ID
	if err := tx.queryRow(`select person from directory where blind = $1`, blind).Scan(&id); err != nil {
		return ID{}, fmt.Errorf("looking up in the directory: %w", err)
	}
	return id, nil
}
