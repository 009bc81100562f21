// SPDX-License-Identifier: EUPL-1.2

package record

import (
	"encoding/binary"
	"encoding/hex"
	"fmt"

	"regie/internal/fhir"
	"regie/internal/store"
)

// indexFormat is the first byte of an index. A reader knows this format and older ones.
const indexFormat = 1

// Flags of an entry. Most entries are named by one service, have one content, and were listed
// by the last complete run: those need no more than the flags say.
const (
	entryR4 = 1 << iota
	entryPart
	entryUUID    // the id is a UUID in lower case, kept as 16 bytes
	entryURN     // a URN follows
	entryItem    // there is an item
	entryUses    // parts follow
	entryLinks   // links follow
	entryComplex // listings and versions are written out in full
)

func (x *index) encode() []byte {
	b := make([]byte, 0, 64+len(x.entries)*64)
	b = append(b, indexFormat)
	b = binary.AppendUvarint(b, uint64(len(x.blocks)))
	for _, k := range x.blocks {
		b = append(b, byte(k.kind))
		b = binary.AppendUvarint(b, uint64(len(k.rows)))
		for _, id := range k.rows {
			b = append(b, id[:]...)
		}
		b = binary.AppendUvarint(b, uint64(k.count))
		b = binary.AppendUvarint(b, uint64(k.size))
		b = binary.AppendUvarint(b, uint64(k.reader))
	}
	types := map[string]int{}
	var names []string
	for i := range x.entries {
		if t := x.entries[i].typ; len(types) == 0 || types[t] == 0 {
			names = append(names, t)
			types[t] = len(names)
		}
	}
	b = binary.AppendUvarint(b, uint64(len(names)))
	for _, t := range names {
		b = appendText(b, t)
	}
	b = binary.AppendUvarint(b, uint64(len(x.entries)))
	w := entryWriter{b: b}
	for i := range x.entries {
		e := &x.entries[i]
		w.entry(e, types[e.typ]-1)
	}
	return w.b
}

// entryWriter remembers the entry before: what follows is written as the difference.
type entryWriter struct {
	b        []byte
	at       int64 // last moment
	updated  int64
	came     uint64
	original spot
	item     spot
}

func (w *entryWriter) entry(e *entry, typ int) {
	uuid, isUUID := packUUID(e.id)
	simple := len(e.versions) == 1 && e.current == 0 && len(e.listings) == 1 &&
		e.listings[0] == listing{listed: true}
	var flags byte
	set := func(f byte, on bool) {
		if on {
			flags |= f
		}
	}
	set(entryR4, e.fhir == fhir.R4)
	set(entryPart, e.part)
	set(entryUUID, isUUID)
	set(entryURN, e.urn != "")
	set(entryItem, !e.item.none())
	set(entryUses, len(e.uses) > 0)
	set(entryLinks, len(e.links) > 0)
	set(entryComplex, !simple)
	w.b = append(w.b, flags)
	w.b = binary.AppendUvarint(w.b, uint64(typ))
	if isUUID {
		w.b = append(w.b, uuid[:]...)
	} else {
		w.b = appendText(w.b, e.id)
	}
	if e.urn != "" {
		w.b = appendText(w.b, e.urn)
	}
	if simple {
		w.version(e.versions[0])
	} else {
		w.b = binary.AppendUvarint(w.b, uint64(len(e.versions)))
		for _, v := range e.versions {
			w.version(v)
		}
		w.b = binary.AppendUvarint(w.b, uint64(e.current))
		w.b = binary.AppendUvarint(w.b, uint64(len(e.listings)))
		for _, l := range e.listings {
			n := uint64(l.service) << 2
			if l.listed {
				n |= 1
			}
			if l.seen != 0 {
				n |= 2
			}
			w.b = binary.AppendUvarint(w.b, n)
			if l.seen != 0 {
				w.moment(l.seen)
			}
			w.b = binary.AppendUvarint(w.b, uint64(l.version))
		}
	}
	if !e.item.none() {
		w.b = appendSpot(w.b, e.item, &w.item)
	}
	for _, list := range [2][]int32{e.uses, e.links} {
		if len(list) > 0 {
			w.b = binary.AppendUvarint(w.b, uint64(len(list)))
			for _, i := range list {
				w.b = binary.AppendUvarint(w.b, uint64(i))
			}
		}
	}
}

func (w *entryWriter) version(v version) {
	w.b = append(w.b, v.digest[:]...)
	w.moment(v.first)
	w.b = appendInt(w.b, v.updated-w.updated)
	w.b = appendInt(w.b, int64(v.came-w.came))
	w.updated, w.came = v.updated, v.came
	w.b = appendSpot(w.b, v.spot, &w.original)
}

func (w *entryWriter) moment(at int64) {
	w.b = appendInt(w.b, at-w.at)
	w.at = at
}

// appendSpot writes a place as the difference from the one before, which mostly is the record
// before it in the same block.
func appendSpot(b []byte, s spot, last *spot) []byte {
	b = appendInt(b, int64(s.block-last.block))
	b = appendInt(b, int64(s.pos-last.pos-1))
	*last = s
	return b
}

func decodeIndex(b []byte) (*index, error) {
	d := decoder{b: b}
	if f := d.byte(); d.err == nil && f != indexFormat {
		return nil, fmt.Errorf("index format %d: %w", f, errDamaged)
	}
	x := &index{blocks: make([]block, d.count(5))}
	for i := range x.blocks {
		k := &x.blocks[i]
		k.kind = kind(d.byte())
		k.rows = make([]store.ID, d.count(16))
		for j := range k.rows {
			copy(k.rows[j][:], d.bytes(16))
		}
		k.count, k.size, k.reader = int(d.uint()), int(d.uint()), uint32(d.uint())
	}
	names := make([]string, d.count(1))
	for i := range names {
		names[i] = d.text()
	}
	x.entries = make([]entry, d.count(3))
	r := entryReader{decoder: d, names: names, blocks: x.blocks, entries: len(x.entries)}
	for i := range x.entries {
		r.entry(&x.entries[i])
		if r.err != nil {
			break
		}
	}
	if r.err == nil && len(r.b) != 0 {
		r.fail("bytes after the last entry")
	}
	if r.err != nil {
		return nil, fmt.Errorf("reading index: %w", r.err)
	}
	return x, nil
}

type entryReader struct {
	decoder
	names    []string
	blocks   []block
	entries  int
	at       int64
	updated  int64
	came     uint64
	original spot
	item     spot
	// one allocation for many entries
	versions []version
	listings []listing
}

func (r *entryReader) entry(e *entry) {
	flags := r.byte()
	e.fhir = fhir.STU3
	if flags&entryR4 != 0 {
		e.fhir = fhir.R4
	}
	e.part = flags&entryPart != 0
	if t := r.uint(); t < uint64(len(r.names)) {
		e.typ = r.names[t]
	} else {
		r.fail("unknown type")
	}
	if flags&entryUUID != 0 {
		e.id = unpackUUID(r.bytes(16))
	} else {
		e.id = r.text()
	}
	if flags&entryURN != 0 {
		e.urn = r.text()
	}
	if flags&entryComplex == 0 {
		e.versions = r.someVersions(1)
		r.version(&e.versions[0])
		e.listings = r.someListings(1)
		e.listings[0].listed = true
	} else {
		r.complex(e)
	}
	if flags&entryItem != 0 {
		e.item = r.spot(&r.item)
	}
	if flags&entryUses != 0 {
		e.uses = r.places()
	}
	if flags&entryLinks != 0 {
		e.links = r.places()
	}
}

func (r *entryReader) complex(e *entry) {
	e.versions = r.someVersions(r.count(18))
	for i := range e.versions {
		r.version(&e.versions[i])
	}
	e.current = int(r.uint())
	e.listings = r.someListings(r.count(2))
	for i := range e.listings {
		l := &e.listings[i]
		n := r.uint()
		l.listed = n&1 != 0
		if n&2 != 0 {
			l.seen = r.moment()
		}
		if n >>= 2; n >= maxServices {
			r.fail("unknown service")
			return
		}
		l.service = int(n)
		if l.version = int(r.uint()); l.version < 0 || l.version >= len(e.versions) {
			r.fail("listing of an unknown version")
			return
		}
	}
	if e.current < 0 || (e.current >= len(e.versions) && e.current > 0) {
		r.fail("unknown current version")
	}
}

func (r *entryReader) someVersions(n int) []version {
	if len(r.versions) < n {
		r.versions = make([]version, max(n, 256))
	}
	out := r.versions[:n:n]
	r.versions = r.versions[n:]
	return out
}

func (r *entryReader) someListings(n int) []listing {
	if len(r.listings) < n {
		r.listings = make([]listing, max(n, 256))
	}
	out := r.listings[:n:n]
	r.listings = r.listings[n:]
	return out
}

func (r *entryReader) version(v *version) {
	copy(v.digest[:], r.bytes(len(v.digest)))
	v.first = r.moment()
	r.updated += r.int()
	r.came += uint64(r.int())
	v.updated, v.came = r.updated, r.came
	v.spot = r.spot(&r.original)
}

func (r *entryReader) moment() int64 {
	r.at += r.int()
	return r.at
}

func (r *entryReader) spot(last *spot) spot {
	s := spot{block: last.block + int32(r.int()), pos: last.pos + 1 + int32(r.int())}
	if s.block < 1 || int(s.block) > len(r.blocks) || s.pos < 0 || int(s.pos) >= max(r.blocks[s.block-1].count, 1) {
		r.fail("place outside the blocks")
		return spot{}
	}
	*last = s
	return s
}

func (r *entryReader) places() []int32 {
	list := make([]int32, r.count(1))
	for i := range list {
		v := r.uint()
		if v >= uint64(r.entries) {
			r.fail("unknown entry")
			return nil
		}
		list[i] = int32(v)
	}
	return list
}

// packUUID returns the 16 bytes of a UUID in its usual form, ok false for anything else.
func packUUID(s string) (u [16]byte, ok bool) {
	if len(s) != 36 || s[8] != '-' || s[13] != '-' || s[18] != '-' || s[23] != '-' {
		return u, false
	}
	var plain [32]byte
	n := 0
	for i := range len(s) {
		switch c := s[i]; {
		case i == 8 || i == 13 || i == 18 || i == 23:
		case c >= '0' && c <= '9', c >= 'a' && c <= 'f':
			plain[n] = c
			n++
		default:
			return u, false
		}
	}
	_, err := hex.Decode(u[:], plain[:])
	return u, err == nil
}

func unpackUUID(u []byte) string {
	if len(u) != 16 {
		return ""
	}
	var s [36]byte
	hex.Encode(s[0:8], u[0:4])
	hex.Encode(s[9:13], u[4:6])
	hex.Encode(s[14:18], u[6:8])
	hex.Encode(s[19:23], u[8:10])
	hex.Encode(s[24:36], u[10:16])
	s[8], s[13], s[18], s[23] = '-', '-', '-', '-'
	return string(s[:])
}
