// SPDX-License-Identifier: EUPL-1.2

package store

import "fmt"

// Release takes an entry of the transaction's person out of the directory; ErrNotFound where there
// is none.
func (tx *Tx) Release(blind []byte) error {
	n, err := tx.exec(`delete from directory where blind = $1 and person = $2`, blind, tx.Person())
	if err != nil {
		return fmt.Errorf("taking out of the directory: %w", err)
	}
	if n == 0 {
		return ErrNotFound
	}
	return nil
}

// Receiver finds who receives what is sent to a secret address, by the keyed hash of that address.
// Knowing the address is the grant: to put something in the inbox, no more. It works in system
// transactions. ErrNotFound where nobody receives there.
func (tx *Tx) Receiver(blind []byte) (Scope, error) {
	id, err := tx.LookUp(blind)
	if err != nil {
		return Scope{}, err
	}
	return Scope{person: id}, nil
}

// WeighInbox tells how many rows wait and how many bytes they take, in whole steps of 4 KiB.
func (tx *Tx) WeighInbox() (rows int, bytes int64, err error) {
	err = tx.queryRow(`select count(*), coalesce(sum(bucket), 0) from inbox where person = $1`, tx.Person()).Scan(&rows, &bytes)
	if err != nil {
		return 0, 0, fmt.Errorf("weighing the inbox: %w", err)
	}
	return rows, bytes * bucketSize, nil
}
