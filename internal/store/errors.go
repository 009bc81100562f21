// SPDX-License-Identifier: EUPL-1.2

package store

import "errors"

var (
	// ErrNotFound: there is no such row for this person.
	ErrNotFound = errors.New("store: not found")
	// ErrConflict: somebody else wrote first: the version that was to be replaced is not the one that is stored,
	// or a row that was to be new exists already.
	ErrConflict = errors.New("store: conflict")
	// ErrUnsafe: the database does not keep an acknowledged commit through a power loss, and is refused.
	ErrUnsafe = errors.New("store: unsafe database settings")
	// ErrBadDSN: the connection string can't be used.
	ErrBadDSN = errors.New("store: bad connection string")
	// ErrTooNew: a newer program has migrated this database.
	ErrTooNew = errors.New("store: database is newer than this program")
	// ErrFull: the disk (or the quota) is full. Nothing was written.
	ErrFull = errors.New("store: no space left")
	// ErrUncertain: the connection broke while committing; the transaction may or may not have been kept.
	ErrUncertain = errors.New("store: outcome of commit unknown")
	// ErrHalted: the disk answered a write with an error before. Nothing is written any more until a restart,
	// because what the operating system still holds of the file can't be trusted.
	ErrHalted = errors.New("store: halted after a disk error")
	// ErrReadOnly: a write was asked inside View or SystemView.
	ErrReadOnly = errors.New("store: read-only transaction")
)
