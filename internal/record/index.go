// SPDX-License-Identifier: EUPL-1.2

package record

import (
	"regie/internal/fhir"
	"regie/internal/store"
)

// identity names a resource at one provider. Its services share resources, so the service is
// no part of it; the FHIR version is, because the STU3 and R4 forms of one resource differ in
// every byte and would otherwise replace each other at each run.
type identity struct {
	fhir    fhir.Version
	typ, id string
}

// index is what is known of the resources of one provider: one sealed row.
type index struct {
	entries []entry
	blocks  []block
	at      map[identity]int32 // place in entries; made when needed
	alias   map[string]int32   // URN → place in entries
}

// entry is one resource. An entry without versions is a resource that others refer to and
// that was never seen; it is kept so that those are read again when it arrives.
type entry struct {
	identity
	urn      string    // fullUrl of the Bundle entry, if it is a URN
	listings []listing // by service
	versions []version // distinct contents, in the order in which they came in
	current  int       // the version that is shown
	item     spot      // the care item; zero while there is none
	part     bool      // only serves others: not shown by itself
	uses     []int32   // entries that the item was read with; sorted
	links    []int32   // entries that the item points at; sorted
}

// listing says when a service named the resource, and with what content.
type listing struct {
	service int   // place in provider.services
	listed  bool  // named in the last complete run, or in a run after it
	seen    int64 // µs; when it was last named; 0: in the last complete run
	version int   // place in entry.versions of the content it had then
}

// version is one content of a resource.
type version struct {
	digest  digest
	first   int64  // µs: At of the earliest batch with it
	updated int64  // s: meta.lastUpdated, to choose between two of the same moment; 0: not told
	came    uint64 // version of the index in which it became what is shown: what is new to a person goes by that
	spot    spot
}

// spot is a place in a block. The zero spot is nowhere.
type spot struct {
	block int32 // place in index.blocks, from 1
	pos   int32 // record in the block
}

func (s spot) none() bool { return s.block == 0 }

// kind tells what a block holds.
type kind uint8

const (
	blockOriginals kind = iota
	blockItems
	blockFile // one large original over several rows, without the wrapping of a block
)

// block says where records are kept.
type block struct {
	kind   kind
	rows   []store.ID // one; a file has several
	count  int        // records
	size   int        // bytes of plaintext, for filling it up and for memory
	reader uint32     // of items: version of the reader that made them
}

func (x *index) lookup(id identity) (int32, bool) {
	if x.at == nil {
		x.at = make(map[identity]int32, len(x.entries)+len(x.entries)/8)
		x.alias = map[string]int32{}
		for i := range x.entries {
			e := &x.entries[i]
			x.at[e.identity] = int32(i)
			if e.urn != "" {
				x.alias[e.urn] = int32(i)
			}
		}
	}
	i, ok := x.at[id]
	return i, ok
}

// place returns the entry of id, a new empty one if there is none.
func (x *index) place(id identity) int32 {
	if i, ok := x.lookup(id); ok {
		return i
	}
	i := int32(len(x.entries))
	x.entries = append(x.entries, entry{identity: id})
	x.at[id] = i
	return i
}

func (e *entry) ghost() bool { return len(e.versions) == 0 }

// lastSeen returns when the resource was last named by any service.
func (e *entry) lastSeen(services []service) int64 {
	var last int64
	for _, l := range e.listings {
		last = max(last, l.when(services))
	}
	return last
}

func (l listing) when(services []service) int64 {
	if l.seen == 0 && l.service < len(services) {
		return services[l.service].complete
	}
	return l.seen
}

// find is lookup for an opened dossier, where many read at once: the table was made by prepare.
func (x *index) find(id identity) (int32, bool) {
	i, ok := x.at[id]
	return i, ok
}

// prepare makes the tables that find and double read.
func (x *index) prepare() { x.lookup(identity{}) }
