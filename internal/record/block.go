// SPDX-License-Identifier: EUPL-1.2

package record

import (
	"encoding/binary"
	"errors"
	"fmt"
)

// A block of originals is some tens of resources in one sealed row: compressed together they
// take a fifth of what they take apart, and a dossier has hundreds of rows and not thousands.
// (Blocks of items are packs of package zib.)
//
// Its plaintext is: format byte | count | the length of each record | the records, one
// after the other. Numbers are unsigned varints.
const blockFormat = 1

// originalsBlock is the size at which a block of originals is full, in bytes of plaintext.
// Reading one original means opening one block, so it stays small.
const originalsBlock = 96 << 10

var errDamaged = errors.New("record: damaged row")

func encodeBlock(records [][]byte) []byte {
	size := 1 + binary.MaxVarintLen32*(len(records)+1)
	for _, r := range records {
		size += len(r)
	}
	b := make([]byte, 0, size)
	b = append(b, blockFormat)
	b = binary.AppendUvarint(b, uint64(len(records)))
	for _, r := range records {
		b = binary.AppendUvarint(b, uint64(len(r)))
	}
	for _, r := range records {
		b = append(b, r...)
	}
	return b
}

// decodeBlock returns the records of a block. They share memory with b.
func decodeBlock(b []byte) ([][]byte, error) {
	d := decoder{b: b}
	if f := d.byte(); d.err == nil && f != blockFormat {
		return nil, fmt.Errorf("block format %d: %w", f, errDamaged)
	}
	n := d.count(1)
	sizes := make([]int, n)
	for i := range sizes {
		sizes[i] = d.count(0)
	}
	records := make([][]byte, n)
	for i, size := range sizes {
		records[i] = d.bytes(size)
	}
	if d.err == nil && len(d.b) != 0 {
		d.fail("bytes after the last record")
	}
	if d.err != nil {
		return nil, fmt.Errorf("reading block: %w", d.err)
	}
	return records, nil
}

// decoder reads the fields of a sealed row. What is sealed is genuine, but a reader that
// meets a newer or a broken row must say so and not fall over.
type decoder struct {
	b   []byte
	err error
}

func (d *decoder) fail(what string) {
	if d.err == nil {
		d.err = fmt.Errorf("%s: %w", what, errDamaged)
	}
	d.b = nil
}

func (d *decoder) byte() byte {
	if len(d.b) == 0 {
		d.fail("row ends early")
		return 0
	}
	c := d.b[0]
	d.b = d.b[1:]
	return c
}

func (d *decoder) uint() uint64 {
	if len(d.b) > 0 && d.b[0] < 0x80 { // nearly all numbers are small
		c := d.b[0]
		d.b = d.b[1:]
		return uint64(c)
	}
	v, n := binary.Uvarint(d.b)
	if n <= 0 {
		d.fail("bad number")
		return 0
	}
	d.b = d.b[n:]
	return v
}

func (d *decoder) int() int64 {
	v := d.uint()
	return int64(v>>1) ^ -int64(v&1)
}

// count reads how many things of at least size bytes follow; it refuses more than can be there.
func (d *decoder) count(size int) int {
	v := d.uint()
	if size == 0 {
		size = 1
	}
	if v > uint64(len(d.b)/size) {
		d.fail("count too large")
		return 0
	}
	return int(v)
}

func (d *decoder) bytes(n int) []byte {
	if n < 0 || n > len(d.b) {
		d.fail("row ends early")
		return nil
	}
	out := d.b[:n:n]
	d.b = d.b[n:]
	return out
}

func (d *decoder) text() string { return string(d.bytes(d.count(1))) }

func appendInt(b []byte, v int64) []byte {
	return binary.AppendUvarint(b, uint64(v<<1)^uint64(v>>63))
}

func appendText(b []byte, s string) []byte {
	b = binary.AppendUvarint(b, uint64(len(s)))
	return append(b, s...)
}
