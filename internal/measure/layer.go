// SPDX-License-Identifier: EUPL-1.2

package measure

import (
	"cmp"
	"encoding/binary"
	"errors"
	"slices"
)

// compare orders samples: by time, then by what they say. Samples that compare equal are doubles.
func compare(a, b Sample) int {
	return cmp.Or(cmp.Compare(a.Start, b.Start), cmp.Compare(a.End, b.End), cmp.Compare(a.Value, b.Value),
		cmp.Compare(a.Second, b.Second), cmp.Compare(a.Mark, b.Mark))
}

// same tells whether two samples say the same of the same moment.
func same(a, b Sample) bool {
	return a.Start == b.Start && a.End == b.End && a.Value == b.Value && a.Second == b.Second
}

// tidy sorts samples and leaves doubles out; it returns how many there were.
func tidy(s []Sample) ([]Sample, int) {
	if !slices.IsSortedFunc(s, compare) {
		slices.SortFunc(s, compare)
	}
	n := len(s)
	s = slices.CompactFunc(s, same)
	return s, n - len(s)
}

// The head of the samples of a day, a byte of bits.
const (
	hasLength  = 1 << iota // some sample has a length
	hasSecond              // some sample has a second value
	hasMark                // some sample has a mark
	hasZones               // not all have the same zone
	inSeconds              // all times are whole seconds
	valueDelta             // values are differences with the one before
	oneLength              // all have the same length
)

// encodeDay writes the samples of one day, sorted and without doubles. Columns lie together, so
// that they compress; times are differences; values are divided by what they have in common.
func encodeDay(s []Sample) []byte {
	head, unit, scale := byte(inSeconds|oneLength), int64(1000), int64(Scale)
	for _, x := range s {
		if x.End != x.Start {
			head |= hasLength
		}
		if x.Second != 0 {
			head |= hasSecond
		}
		if x.Mark != 0 {
			head |= hasMark
		}
		if x.Zone != s[0].Zone {
			head |= hasZones
		}
		if x.Start%1000 != 0 || x.End%1000 != 0 {
			head &^= inSeconds
			unit = 1
		}
		if x.End-x.Start != s[0].End-s[0].Start {
			head &^= oneLength
		}
		for x.Value%scale != 0 || x.Second%scale != 0 {
			scale /= 10
		}
	}
	var plain, delta int
	before := int64(0)
	for _, x := range s {
		plain += size(x.Value / scale)
		delta += size((x.Value - before) / scale)
		before = x.Value
	}
	if delta < plain {
		head |= valueDelta
	}
	out := make([]byte, 0, 16+len(s)*4)
	out = binary.AppendUvarint(out, uint64(len(s)))
	out = append(out, head, byte(digits(scale)))
	out = binary.AppendVarint(out, int64(s[0].Zone))
	before = 0
	for _, x := range s {
		out = binary.AppendVarint(out, x.Start/unit-before)
		before = x.Start / unit
	}
	switch {
	case head&hasLength == 0:
	case head&oneLength != 0:
		out = binary.AppendUvarint(out, uint64((s[0].End-s[0].Start)/unit))
	default:
		for _, x := range s {
			out = binary.AppendUvarint(out, uint64((x.End-x.Start)/unit))
		}
	}
	before = 0
	for _, x := range s {
		out = binary.AppendVarint(out, (x.Value-before)/scale)
		if head&valueDelta != 0 {
			before = x.Value
		}
	}
	if head&hasSecond != 0 {
		for _, x := range s {
			out = binary.AppendVarint(out, x.Second/scale)
		}
	}
	if head&hasMark != 0 {
		for _, x := range s {
			out = append(out, byte(x.Mark))
		}
	}
	if head&hasZones != 0 {
		for _, x := range s {
			out = binary.AppendVarint(out, int64(x.Zone))
		}
	}
	return out
}

func size(v int64) int {
	u := uint64(v<<1) ^ uint64(v>>63)
	n := 1
	for u >= 0x80 {
		u >>= 7
		n++
	}
	return n
}

func digits(scale int64) (n int) {
	for ; scale > 1; scale /= 10 {
		n++
	}
	return n
}

var errCorrupt = errors.New("measure: block is damaged")

// reader reads what encodeDay and encodeBlock wrote; after the first fault everything is zero.
type reader struct {
	b   []byte
	bad bool
}

func (r *reader) fail() {
	r.bad = true
	r.b = nil
}

func (r *reader) uint() uint64 {
	v, n := binary.Uvarint(r.b)
	if n <= 0 {
		r.fail()
		return 0
	}
	r.b = r.b[n:]
	return v
}

func (r *reader) int() int64 {
	v, n := binary.Varint(r.b)
	if n <= 0 {
		r.fail()
		return 0
	}
	r.b = r.b[n:]
	return v
}

func (r *reader) byte() byte {
	if len(r.b) == 0 {
		r.fail()
		return 0
	}
	c := r.b[0]
	r.b = r.b[1:]
	return c
}

func (r *reader) bytes(n uint64) []byte {
	if n > uint64(len(r.b)) {
		r.fail()
		return nil
	}
	out := r.b[:n:n]
	r.b = r.b[n:]
	return out
}

func (r *reader) text() string { return string(r.bytes(r.uint())) }

// decodeDay appends the samples of a day to out.
func decodeDay(out []Sample, b []byte) ([]Sample, error) {
	r := reader{b: b}
	n := r.uint()
	if n > uint64(len(b)) { // each sample takes a byte at least
		return out, errCorrupt
	}
	head, power := r.byte(), r.byte()
	if power > 4 {
		return out, errCorrupt
	}
	unit, scale := int64(1), int64(1)
	if head&inSeconds != 0 {
		unit = 1000
	}
	for range power {
		scale *= 10
	}
	zone := r.int()
	at := len(out)
	out = slices.Grow(out, int(n))[:at+int(n)]
	s := out[at:]
	before := int64(0)
	for i := range s {
		before += r.int()
		s[i] = Sample{Start: before * unit, End: before * unit, Zone: int16(zone)}
	}
	switch {
	case head&hasLength == 0:
	case head&oneLength != 0:
		length := int64(r.uint()) * unit
		for i := range s {
			s[i].End += length
		}
	default:
		for i := range s {
			s[i].End += int64(r.uint()) * unit
		}
	}
	before = 0
	for i := range s {
		v := r.int() * scale
		if head&valueDelta != 0 {
			v += before
			before = v
		}
		s[i].Value = v
	}
	if head&hasSecond != 0 {
		for i := range s {
			s[i].Second = r.int() * scale
		}
	}
	if head&hasMark != 0 {
		for i := range s {
			s[i].Mark = Mark(r.byte())
		}
	}
	if head&hasZones != 0 {
		for i := range s {
			s[i].Zone = int16(r.int())
		}
	}
	if r.bad || len(r.b) != 0 {
		return out[:at], errCorrupt
	}
	return out, nil
}
