// SPDX-License-Identifier: EUPL-1.2

package zib

import "regie/internal/fhir"

// ReaderVersion rises when readers change what an item says, so that stored items are derived again.
const ReaderVersion = 3

// Reader turns resources into items. It remembers what it read, because resources name each
// other; so it belongs to one batch, and to one goroutine.
type Reader struct {
	resolver fhir.Resolver
	done     map[*fhir.Resource]*Item
	parts    map[*fhir.Resource]*Item // kept by Next
	depth    int
	cut      int // how often something was not looked up: it was being read, or too far away
}

// NewReader returns a reader that finds referenced resources with the resolver, which may be nil.
func NewReader(resolver fhir.Resolver) *Reader {
	return &Reader{resolver: resolver, done: map[*fhir.Resource]*Item{}, parts: map[*fhir.Resource]*Item{}}
}

// Next makes the reader read the next resource as a new one would: where resources name each
// other in a circle, what is said of one depends on which was met first, and must not depend on
// what was read before. Only parts are kept that say the same wherever they are met.
func (rd *Reader) Next() {
	clear(rd.done)
	rd.depth, rd.cut = 0, 0
}

// Read turns one resource into an item.
func Read(r *fhir.Resource, resolver fhir.Resolver) *Item {
	return NewReader(resolver).Read(r)
}

// maxDepth bounds how far titles of titles are looked up.
const maxDepth = 6

// Read returns the item of a resource. It never fails: what no reader understands is shown by
// the generic one.
func (rd *Reader) Read(r *fhir.Resource) *Item {
	if it, ok := rd.done[r]; ok && it != nil {
		return it
	}
	rd.done[r] = nil // being read: who asks for it now gets the display of the reference
	it := rd.build(r)
	rd.done[r] = it
	return it
}

// Known returns the item of a resource that a reference names, nil while that resource is itself
// being read (they name each other) or too far away.
func (rd *Reader) known(r *fhir.Resource) *Item {
	it, ok := rd.done[r]
	if ok || r == nil {
		if it == nil {
			rd.cut++
		}
		return it
	}
	if it = rd.parts[r]; it != nil {
		return it
	}
	if rd.depth >= maxDepth {
		rd.cut++
		return nil
	}
	before := rd.cut
	rd.depth++
	it = rd.Read(r)
	rd.depth--
	if it.Part && rd.cut == before {
		rd.parts[r] = it
	}
	return it
}

func (rd *Reader) build(r *fhir.Resource) *Item {
	if r.Type != "Bundle" {
		r.Root.Fresh()
	}
	block := find(r)
	b := &B{
		Res: r, Root: r.Root, V3: r.Version == fhir.STU3, rd: rd,
		Item: &Item{Block: r.Type, Type: r.Type, ID: r.ID, FHIR: uint8(r.Version), Category: CategoryOther, Generic: true, Summary: -1},
	}
	read := readGeneric
	if block != nil {
		b.Block, b.Generic, b.Part, b.Category = block.Name, false, block.Part, block.Category
		read = block.Read
	}
	read(b)
	b.aboutOther()
	b.finish()
	return b.Item
}
