// SPDX-License-Identifier: EUPL-1.2

package store

import (
	"errors"
	"fmt"
	"time"
)

// ThrottleRow says how often something failed, and until when the next try must wait.
type ThrottleRow struct {
	Failures uint64
	Until    time.Time
	Seen     time.Time // last failure
}

// Throttle reads a row; the zero row where there is none. It works in every transaction.
func (tx *Tx) Throttle(key []byte) (ThrottleRow, error) {
	var t ThrottleRow
	err := tx.queryRow(`select failures, until, seen from throttle where key = $1`, key).
		Scan(&t.Failures, at(&t.Until), at(&t.Seen))
	if errors.Is(err, ErrNotFound) {
		return ThrottleRow{}, nil
	}
	if err != nil {
		return ThrottleRow{}, fmt.Errorf("reading a throttle: %w", err)
	}
	return t, nil
}

// PutThrottle writes a row. Together with Throttle in one transaction it counts exactly:
// transactions are serializable.
func (tx *Tx) PutThrottle(key []byte, t ThrottleRow) error {
	if _, err := tx.exec(`insert into throttle (key, failures, until, seen) values ($1, $2, $3, $4)
		on conflict (key) do update set failures = excluded.failures, until = excluded.until, seen = excluded.seen`,
		key, t.Failures, t.Until, t.Seen); err != nil {
		return fmt.Errorf("writing a throttle: %w", err)
	}
	return nil
}

// DeleteThrottle forgets a row, if it is there.
func (tx *Tx) DeleteThrottle(key []byte) error {
	if _, err := tx.exec(`delete from throttle where key = $1`, key); err != nil {
		return fmt.Errorf("deleting a throttle: %w", err)
	}
	return nil
}

// SweepThrottle removes the rows whose last failure was before t, and returns how many. For
// system transactions.
func (tx *Tx) SweepThrottle(t time.Time) (int64, error) {
	n, err := tx.exec(`delete from throttle where seen < $1`, t)
	if err != nil {
		return 0, fmt.Errorf("sweeping throttles: %w", err)
	}
	return n, nil
}
