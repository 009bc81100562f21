// SPDX-License-Identifier: EUPL-1.2

// Package record keeps what was collected, and opens it as a dossier.
//
// Apply takes what one collecting run brought for one data service of one provider, keeps the
// provider's bytes, derives care items from them, and remembers what is new, changed and no
// longer listed. Open gives the whole dossier in memory: categories, timeline, search, series.
//
// Everything lies in sealed rows: blocks of originals, blocks of items, one index for each
// provider, and one root. The package knows no SQL, no HTTP and no HTML.
package record

import (
	"crypto/rand"
	"errors"
	"io"
	"sync"
	"time"

	"regie/internal/fhir"
	"regie/internal/store"
)

// Batch is what one collecting run brought for one data service of one provider.
type Batch struct {
	Provider     string // MedMij name: "huisarts.oefendorp@medmij"
	ProviderName string // for people: "Huisartsenpraktijk Oefendorp"
	Service      string // data service: "49"

	// At is when the run asked. Batches may be applied late and in any order: At decides what
	// is newer. It is kept in whole microseconds.
	At time.Time

	// Complete says that every question of the service was answered to its last page, and that
	// Resources, together with what earlier batches of the same run brought, is all there was.
	// What is not among it is then marked as no longer listed. It is never deleted.
	Complete bool

	// Since is when the run began, where it brings its resources in several batches, or where
	// this batch completes an earlier one that failed in part: what was named since then counts
	// as listed. The zero time stands for At.
	Since time.Time

	Resources []Incoming
	Files     []File
}

// Incoming is one resource as it came. A Bundle stands for its entries.
type Incoming struct {
	FHIR    fhir.Version // of the data service; Unknown where nobody knows
	FullURL string       // of the Bundle entry, "" if there was none
	Raw     []byte       // verbatim; Apply keeps no reference to it
}

// File is a document that was fetched as itself and not as a FHIR Binary.
type File struct {
	URL         string // exactly as the resource names it that refers to it
	ContentType string
	Body        []byte
}

// Change tells what Apply did. A resource counts once, whatever the number of its copies.
type Change struct {
	New, Changed, Same int // resources of the batch
	Gone               int // resources that this batch marked as no longer listed
	Unreadable         int // resources of the batch that are no FHIR; they are kept all the same

	// The same for what a person sees: without practitioners, medication and other parts.
	NewItems, ChangedItems, GoneItems int
}

// Add sums two changes.
func (c Change) Add(d Change) Change {
	return Change{
		c.New + d.New, c.Changed + d.Changed, c.Same + d.Same, c.Gone + d.Gone, c.Unreadable + d.Unreadable,
		c.NewItems + d.NewItems, c.ChangedItems + d.ChangedItems, c.GoneItems + d.GoneItems,
	}
}

// ErrBatch is the error of Apply for a batch without provider, service or moment.
var ErrBatch = errors.New("record: batch without provider, service or moment")

// ErrNotFound says that the dossier has no such item, document or original.
var ErrNotFound = errors.New("record: not found")

// ErrRolledBack says that a row was put back to an earlier state, or taken away: the store was
// tampered with, or restored in part.
var ErrRolledBack = errors.New("record: rows do not belong together")

// Options of New. The zero value is right for production.
type Options struct {
	Now  func() time.Time // nil: time.Now
	Rand io.Reader        // nil: crypto/rand

	// Memory bounds the bytes that opened dossiers may take together; the one that was used
	// longest ago is dropped first. 0: 192 MiB.
	Memory int64
	// Idle is how long an unused dossier stays in memory. 0: 15 minutes, as a session.
	Idle time.Duration
}

// Keeper applies batches and opens dossiers. It is safe for concurrent use.
type Keeper struct {
	db     *store.DB
	now    func() time.Time
	rand   io.Reader
	memory int64
	idle   time.Duration

	mu    sync.Mutex
	seats map[store.ID]*seat
	timer *time.Timer
}

// New returns the keeper of the dossiers in db.
func New(db *store.DB, o Options) *Keeper {
	k := &Keeper{db: db, now: o.Now, rand: o.Rand, memory: o.Memory, idle: o.Idle, seats: map[store.ID]*seat{}}
	if k.now == nil {
		k.now = time.Now
	}
	if k.rand == nil {
		k.rand = rand.Reader
	}
	if k.memory == 0 {
		k.memory = 192 << 20
	}
	if k.idle == 0 {
		k.idle = 15 * time.Minute
	}
	return k
}
