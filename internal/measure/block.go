// SPDX-License-Identifier: EUPL-1.2

package measure

import (
	"bytes"
	"cmp"
	"encoding/binary"
	"slices"
)

// layer is what one import says about one day of one source. An export tells all there is about
// the day, so that the newest export holds. What was sent tells parts of it anew: see told.go.
// Anything else adds to it. Nothing is thrown away, so that an import can be undone.
type layer struct {
	source   int // place in the sources of the book
	day      Day
	exported int64  // ms: when the export was made; 0: it adds
	sent     int64  // ms: when it was sent; 0: it was not
	origin   uint64 // the import that brought it
	data     []byte // of encodeDay
}

// block is all layers of a kind in a month.
type block struct {
	layers []layer
}

func (a layer) order(b layer) int {
	return cmp.Or(cmp.Compare(a.day, b.day), cmp.Compare(a.source, b.source), cmp.Compare(a.exported, b.exported), cmp.Compare(a.sent, b.sent), bytes.Compare(a.data, b.data))
}

const blockFormat = 1

func (b *block) encode() []byte {
	n := 8
	for _, l := range b.layers {
		n += len(l.data) + 16
	}
	out := make([]byte, 0, n)
	out = append(out, blockFormat)
	out = binary.AppendUvarint(out, uint64(len(b.layers)))
	for _, l := range b.layers {
		out = binary.AppendVarint(out, int64(l.day))
		out = binary.AppendUvarint(out, uint64(l.source))
		out = binary.AppendVarint(out, l.exported-l.sent) // one of them is 0
		out = binary.AppendUvarint(out, l.origin)
		out = binary.AppendUvarint(out, uint64(len(l.data)))
		out = append(out, l.data...)
	}
	return out
}

func decodeBlock(b []byte) (*block, error) {
	r := reader{b: b}
	if r.byte() != blockFormat {
		return nil, errCorrupt
	}
	n := r.uint()
	if n > uint64(len(b)) {
		return nil, errCorrupt
	}
	out := &block{layers: make([]layer, n)}
	for i := range out.layers {
		l := &out.layers[i]
		l.day, l.source, l.exported, l.origin = Day(r.int()), int(r.uint()), r.int(), r.uint()
		l.data = r.bytes(r.uint())
		if l.exported < 0 {
			l.exported, l.sent = 0, -l.exported
		}
	}
	if r.bad || len(r.b) != 0 {
		return nil, errCorrupt
	}
	return out, nil
}

// add puts a layer into the block; it tells whether that says anything that was not there. What
// an export says again of a day is no news, unless another one in between said otherwise.
func (b *block) add(l layer) (fresh bool) {
	i, found := slices.BinarySearchFunc(b.layers, l, layer.order)
	if found {
		return false
	}
	if l.exported != 0 {
		nearest := -1 // of the exports of the day, the last one before this one
		for j, k := range b.layers {
			if k.day == l.day && k.source == l.source && k.exported != 0 && k.exported <= l.exported {
				nearest = j
			}
			if k.day == l.day && k.source == l.source && k.exported > l.exported && bytes.Equal(k.data, l.data) {
				return false // a later one says the same
			}
		}
		if nearest >= 0 && bytes.Equal(b.layers[nearest].data, l.data) {
			return false
		}
	}
	b.layers = slices.Insert(b.layers, i, l)
	return true
}

// held is what holds of one source on one day.
type held struct {
	source  int
	samples []Sample
}

// of returns what each source says about a day, in the order of sources.
func (b *block) of(d Day) ([]held, error) {
	from, _ := slices.BinarySearchFunc(b.layers, layer{day: d, source: -1}, layer.order)
	var out []held
	for i := from; i < len(b.layers) && b.layers[i].day == d; {
		source := b.layers[i].source
		var s []Sample
		var err error
		last := -1       // the newest export
		var told []layer // what was sent, oldest first
		for ; i < len(b.layers) && b.layers[i].day == d && b.layers[i].source == source; i++ {
			if b.layers[i].exported != 0 {
				last = i
				continue
			}
			if b.layers[i].sent != 0 {
				told = append(told, b.layers[i])
				continue
			}
			if s, err = decodeDay(s, b.layers[i].data); err != nil {
				return nil, err
			}
		}
		if last >= 0 {
			if s, err = decodeDay(s, b.layers[last].data); err != nil {
				return nil, err
			}
		}
		for _, l := range told {
			if last >= 0 && l.sent <= b.layers[last].exported {
				continue // the export knew it
			}
			if s, err = l.over(s); err != nil {
				return nil, err
			}
		}
		s, _ = tidy(s)
		if len(s) > 0 {
			out = append(out, held{source, s})
		}
	}
	return out, nil
}

// days lists the days of the block.
func (b *block) days() []Day {
	var out []Day
	for _, l := range b.layers {
		if len(out) == 0 || out[len(out)-1] != l.day {
			out = append(out, l.day)
		}
	}
	return out
}
