// SPDX-License-Identifier: EUPL-1.2

package measure

import "errors"

// What importers say of a file as a whole. What is wrong with a part of it they note in the Intake.
var (
	// ErrDamaged says that a file is of a known format and cannot be read.
	ErrDamaged = errors.New("measure: damaged file")
	// ErrTooLarge says that a file, or what is packed in it, is larger than any real one.
	ErrTooLarge = errors.New("measure: file too large")
)
