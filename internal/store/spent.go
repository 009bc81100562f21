// SPDX-License-Identifier: EUPL-1.2

package store

import (
	"fmt"
	"time"
)

// Spend marks a one-time proof as used, and tells whether it was unused: of two that spend
// one token at the same time, one is told false. The mark may go after ends.
func (tx *Tx) Spend(token []byte, ends time.Time) (bool, error) {
	n, err := tx.exec(`insert into spent (person, token, ends) values ($1, $2, $3) on conflict (person, token) do nothing`,
		tx.Person(), token, ends)
	if err != nil {
		return false, fmt.Errorf("spending a token: %w", err)
	}
	return n == 1, nil
}

// SweepSpent removes the marks that ended before t, and returns how many. For system transactions.
func (tx *Tx) SweepSpent(t time.Time) (int64, error) {
	n, err := tx.exec(`delete from spent where ends < $1`, t)
	if err != nil {
		return 0, fmt.Errorf("sweeping spent tokens: %w", err)
	}
	return n, nil
}
