// SPDX-License-Identifier: EUPL-1.2

package store

import "errors"

// Again does something that read before it wrote, and does it again where somebody else wrote in
// between (ErrConflict): times times at the most, the first among them. It returns what do returned
// last. do begins anew each time.
func Again(times int, do func() error) error {
	for try := 1; ; try++ {
		if err := do(); !errors.Is(err, ErrConflict) || try >= times {
			return err
		}
	}
}
