// SPDX-License-Identifier: EUPL-1.2

// Package carry takes along all that a person has, and brings it back.
//
// Take writes one archive: what providers sent, byte for byte, as FHIR; documents as files; own
// measurements as tables and as FHIR; diary, agenda, goals and what the person added as lines of
// JSON; and a page that says what is what. It is streamed: what is written is in memory for one
// block, one month of a kind, or one resource at a time. Nothing touches the disk.
//
// Open and File.Look read such an archive, and FHIR files of others: single resources, Bundles,
// NDJSON, archives of these. Kit.Add adds what is in it, and Kit.Undo takes it out again.
package carry

import (
	"errors"
	"io"
	"time"

	"regie/internal/agenda"
	"regie/internal/diary"
	"regie/internal/measure"
	"regie/internal/record"
	"regie/internal/store"
)

// Kit is what is taken along, of everybody, each in their own vault. Keeper, Books and DB are
// required; what of the rest is nil is left out.
type Kit struct {
	DB      *store.DB
	Keeper  *record.Keeper
	Books   *measure.Books
	Diaries *diary.Diaries
	Agendas *agenda.Agendas
	Now     func() time.Time
	Rand    io.Reader // nil: crypto/rand
}

// What is the matter with a file as a whole. What was read before it can be added all the same.
var (
	// ErrUnknown says that a file is none that this package reads.
	ErrUnknown = errors.New("carry: neither FHIR nor an export of Regie")
	// ErrXML says that a file is FHIR in XML, which Regie does not read.
	ErrXML = errors.New("carry: FHIR in XML")
	// ErrVersion says that an export was made by a newer Regie, or that FHIR is of a version that Regie does not read.
	ErrVersion = errors.New("carry: made by a newer program")
	// ErrDamaged says that a file cannot be read to its end.
	ErrDamaged = measure.ErrDamaged
	// ErrTooLarge says that a file, or what is packed in it, is larger than any real one.
	ErrTooLarge = measure.ErrTooLarge
	// ErrEmpty says that a file is whole and has nothing that Regie keeps.
	ErrEmpty = errors.New("carry: nothing in it")
	// ErrNotFound says that there is no such import.
	ErrNotFound = errors.New("carry: not found")
)

// Limits of what is read.
const (
	MostResources = 200_000
	mostResource  = 48 << 20 // bytes of one resource
	mostUnpacked  = 8 << 30  // bytes of an archive, unpacked
	mostRatio     = 200      // unpacked to packed, from ratioFrom on
	ratioFrom     = 16 << 20
	mostEntries   = 200_000 // of an archive
	mostLines     = 20_000_000
	mostOdd       = 200
)
