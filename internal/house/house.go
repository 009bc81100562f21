// SPDX-License-Identifier: EUPL-1.2

// Package house has no code: its tests hold the shape of the program. They read the
// source and fail on an import that a room may not have, on a call that belongs
// elsewhere, and on a file without a licence line.
package house
