// SPDX-License-Identifier: EUPL-1.2

package vault

import "regie/internal/store"

// Seal does the work of Put ahead of the transaction, so that compressing megabytes does not
// hold up other writers. The row is written with tx.PutSealed, as often as the transaction is run.
func (o *Opened) Seal(c Collection, id store.ID, version uint64, plain []byte) (store.Sealed, error) {
	body, err := o.seal(c, id, version, plain)
	if err != nil {
		return store.Sealed{}, err
	}
	return store.Sealed{Collection: uint16(c), ID: id, Version: version, Body: body}, nil
}

// Unseal opens a row that was read with tx.GetSealed or tx.ListSealed, after the transaction and
// on any goroutine. ErrSealed where it was damaged, moved, or belongs to another person.
func (o *Opened) Unseal(s store.Sealed) ([]byte, error) {
	return o.open(Collection(s.Collection), s)
}
