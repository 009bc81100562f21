// SPDX-License-Identifier: EUPL-1.2

package store

import "fmt"

// Install reads a fact about this installation; ErrNotFound where it was never set.
func (tx *Tx) Install(name string) ([]byte, error) {
	var v []byte
	if err := tx.queryRow(`select value from install where name = $1`, name).Scan(&v); err != nil {
		return nil, fmt.Errorf("reading an installation fact: %w", err)
	}
	return v, nil
}

// SetInstall sets a fact about this installation that is not there yet; ErrConflict where it is.
func (tx *Tx) SetInstall(name string, value []byte) error {
	n, err := tx.exec(`insert into install (name, value) values ($1, $2) on conflict (name) do nothing`, name, value)
	if err != nil {
		return fmt.Errorf("writing an installation fact: %w", err)
	}
	if n == 0 {
		return ErrConflict
	}
	return nil
}
