// SPDX-License-Identifier: EUPL-1.2

package unpack

import (
	"archive/zip"
	"bytes"
	"compress/flate"
	"encoding/binary"
	"errors"
	"fmt"
	"io"
	"slices"

	"regie/internal/measure"
)

// Unknown is what UncompressedSize64 of an entry says that was cut off: what is there of it can be
// read as a stream, which ends in io.ErrUnexpectedEOF.
const Unknown = 1 << 60

// Cut tells whether an entry was cut off.
func Cut(f *zip.File) bool { return f.UncompressedSize64 == Unknown }

// openCut reads as far as it goes. There is no sum to hold it against.
func openCut(f *zip.File) (io.ReadCloser, error) {
	raw, err := f.OpenRaw()
	switch {
	case err != nil:
		return nil, err
	case f.Method == zip.Deflate:
		return flate.NewReader(raw), nil
	case f.Method == zip.Store:
		return io.NopCloser(&broken{raw}), nil
	}
	return nil, zip.ErrAlgorithm
}

// broken is a stream whose end is not the end.
type broken struct{ r io.Reader }

func (b *broken) Read(p []byte) (int, error) {
	n, err := b.r.Read(p)
	if errors.Is(err, io.EOF) {
		err = io.ErrUnexpectedEOF
	}
	return n, err
}

// Reader opens an archive. Where its table of contents is missing or does not fit (it stands at the
// end, and a copy that broke off has none), the entries are looked for from the beginning, and
// whole is false. measure.ErrDamaged says that there are none, measure.ErrTooLarge that there are
// more than any real archive has.
func Reader(r io.ReaderAt, size int64) (z *zip.Reader, whole bool, err error) {
	z, err = zip.NewReader(r, size)
	if err == nil && fits(z, r, size) {
		return z, true, nil
	}
	found, walked := walk(r, size)
	switch {
	case walked == nil:
		return found, false, nil
	case errors.Is(walked, measure.ErrTooLarge):
		return nil, false, walked
	case err == nil:
		return z, true, nil
	}
	return nil, false, fmt.Errorf("opening an archive: %w: %w", measure.ErrDamaged, err)
}

// fits tells whether a table is that of this file. The first and the last entry stand where it
// says; they do not where something went missing in the middle. And it has the entry with which
// the file begins; the table of an archive in this one, which is found where the end is missing,
// does not.
func fits(z *zip.Reader, r io.ReaderAt, size int64) bool {
	if len(z.File) == 0 {
		return true
	}
	for _, f := range []*zip.File{z.File[0], z.File[len(z.File)-1]} {
		if _, err := f.DataOffset(); err != nil {
			return false
		}
	}
	first, ok := (&walker{r: r, size: size}).local(0)
	return !ok || slices.ContainsFunc(z.File, func(f *zip.File) bool { return f.Name == string(first.name) })
}

// Marks of the parts of an archive, and what they have in common.
const (
	mark       = "PK"
	localMark  = "PK\x03\x04"
	sizesMark  = "PK\x07\x08"
	tableMark  = "PK\x01\x02"
	localSize  = 30
	maxName    = 4 << 10
	maxTable   = 64 << 20
	sizesLater = 1 << 3 // flag: sizes follow the data
	telling    = 256    // what it costs to look at a mark, in bytes that are searched
	encrypted  = 1 << 0
	nameUTF8   = 1 << 11
)

// walker finds entries without a table, and writes a table of them.
type walker struct {
	r       io.ReaderAt
	size    int64
	left    int64 // how much may still be searched: entries that lie are not to cost their number squared
	n       int
	table   []byte
	scratch []byte
}

// local is an entry as its own header tells.
type local struct {
	flags, method    uint16
	sum              uint32
	packed, unpacked int64
	later            bool // the two are not there: they follow the data
	wide             bool // and have eight bytes
	name             []byte
	data             int64 // where it begins
}

// walk returns the entries of an archive by their own headers.
func walk(r io.ReaderAt, size int64) (*zip.Reader, error) {
	w := &walker{r: r, size: size, left: 4*size + 64<<20, scratch: make([]byte, 256<<10)}
	for at := int64(0); at < size; {
		h, ok := w.local(at)
		if !ok {
			if at = w.next(at + 1); at < 0 {
				break
			}
			continue
		}
		end, cut := w.end(&h)
		if h.flags&encrypted == 0 && (end > h.data || !cut) {
			if cut {
				h.unpacked, h.sum = Unknown, 0
			}
			if w.entry(at, h, end-h.data); w.n > MaxEntries || len(w.table) > maxTable {
				return nil, measure.ErrTooLarge
			}
		}
		at = end
	}
	if w.n == 0 {
		return nil, measure.ErrDamaged
	}
	w.close()
	z, err := zip.NewReader(&tailed{r, size, w.table}, size+int64(len(w.table)))
	if err != nil {
		return nil, fmt.Errorf("%w: %w", measure.ErrDamaged, err)
	}
	return z, nil
}

// read reads what there is from a place on, at most n bytes.
func (w *walker) read(at int64, n int) []byte {
	if at < 0 || at >= w.size {
		return nil
	}
	b := make([]byte, min(int64(n), w.size-at))
	k, _ := w.r.ReadAt(b, at)
	return b[:k]
}

// local reads the header at a place, where there is one.
func (w *walker) local(at int64) (h local, ok bool) {
	b := w.read(at, localSize)
	if len(b) < localSize || !bytes.HasPrefix(b, []byte(localMark)) {
		return h, false
	}
	le := binary.LittleEndian
	h.flags, h.method, h.sum = le.Uint16(b[6:]), le.Uint16(b[8:]), le.Uint32(b[14:])
	h.packed, h.unpacked = int64(le.Uint32(b[18:])), int64(le.Uint32(b[22:]))
	name, extra := int(le.Uint16(b[26:])), int(le.Uint16(b[28:]))
	if b[4] > 63 || h.method > 99 || name == 0 || name > maxName {
		return h, false
	}
	h.data = at + localSize + int64(name+extra)
	b = w.read(at+localSize, name+extra)
	if len(b) < name+extra || bytes.IndexByte(b[:name], 0) >= 0 {
		return h, false
	}
	h.name = b[:name]
	for b = b[name:]; len(b) >= 4; {
		id, n := le.Uint16(b), int(le.Uint16(b[2:]))
		if b = b[4:]; n > len(b) {
			break
		}
		if id == 1 && n >= 16 { // sizes of eight bytes
			h.wide = true
			if h.unpacked == 1<<32-1 {
				h.unpacked = int64(le.Uint64(b) & (1<<62 - 1))
			}
			if h.packed == 1<<32-1 {
				h.packed = int64(le.Uint64(b[8:]) & (1<<62 - 1))
			}
		}
		b = b[n:]
	}
	w.left -= int64(name + extra)
	h.later = h.flags&sizesLater != 0 && (h.packed == 0 || h.packed == 1<<32-1)
	return h, true
}

// end finds where the data of an entry end; cut says that they break off there.
func (w *walker) end(h *local) (end int64, cut bool) {
	if h.later {
		return w.search(h)
	}
	end = h.data + h.packed
	if end > w.size {
		return w.size, true
	}
	for _, more := range []int64{0, 12, 16, 20, 24} { // sizes may follow all the same
		if end+more >= w.size || string(w.read(end+more, len(mark))) == mark {
			return end, false
		}
	}
	if next := w.next(h.data); next >= 0 { // something is missing before it
		return next, true
	}
	return w.size, true
}

// search looks for the sizes after the data, which say how far back these began. Where there are
// none, the data go to the next header, or to the end.
func (w *walker) search(h *local) (end int64, cut bool) {
	if _, ok := w.local(h.data); ok && h.name[len(h.name)-1] == '/' {
		return h.data, false // a folder, for which some write no sizes
	}
	header := int64(-1)
	w.scan(h.data, func(at int64, sort string) bool {
		switch sort {
		case sizesMark:
			end = at
			return w.sizes(h, at+4, at-h.data)
		case localMark, tableMark: // sizes may stand there without their mark
			for _, back := range []int64{12, 20} {
				if end = at - back; end >= h.data && w.sizes(h, end, end-h.data) {
					return true
				}
			}
			if _, ok := w.local(at); ok && header < 0 {
				header = at
			}
		}
		end = -1
		return false
	})
	for _, back := range []int64{12, 20} { // or at the very end
		if at := w.size - back; end < h.data && at >= h.data && w.sizes(h, at, at-h.data) {
			end = at
		}
	}
	switch {
	case end >= h.data:
		return end, false
	case header >= 0 && h.method != zip.Store: // in what is not packed it may be of an archive in this one
		return header, true
	}
	return w.size, true
}

// sizes takes the sizes at a place where they tell of so many bytes of data.
func (w *walker) sizes(h *local, at, packed int64) bool {
	b := w.read(at, 24)
	le := binary.LittleEndian
	follows := func(n int) bool {
		return at+int64(n) >= w.size || len(b) >= n+2 && string(b[n:n+2]) == mark
	}
	switch {
	case len(b) >= 20 && le.Uint64(b[4:]) == uint64(packed) && (h.wide || !follows(12)) && le.Uint64(b[12:]) < 1<<50:
		h.unpacked = int64(le.Uint64(b[12:]))
	case len(b) >= 12 && le.Uint32(b[4:]) == uint32(packed):
		h.unpacked = int64(le.Uint32(b[8:]))
	default:
		return false
	}
	h.sum, h.later = le.Uint32(b), false
	return true
}

// next finds the next header from a place on; -1 where there is none.
func (w *walker) next(from int64) int64 {
	found := int64(-1)
	w.scan(from, func(at int64, sort string) bool {
		if sort != localMark {
			return false
		}
		if _, ok := w.local(at); ok {
			found = at
		}
		return found >= 0
	})
	return found
}

// scan tells of each mark from a place on, until it is told to stop.
func (w *walker) scan(from int64, tell func(at int64, sort string) (stop bool)) {
	for at := from; at < w.size && w.left > 0; {
		n, _ := w.r.ReadAt(w.scratch[:min(int64(len(w.scratch)), w.size-at)], at)
		b := w.scratch[:n]
		w.left -= int64(n)
		for i := 0; ; {
			k := bytes.Index(b[i:], []byte(mark))
			if k < 0 || i+k+4 > len(b) {
				break
			}
			if i += k; b[i+2] < 9 {
				if w.left -= telling; w.left < 0 || tell(at+int64(i), string(b[i:i+4])) {
					return
				}
			}
			i += 2
		}
		if n < 4 {
			return
		}
		at += int64(n - 3) // a mark may lie across two pieces
	}
}

// entry writes a line of the table.
func (w *walker) entry(at int64, h local, packed int64) {
	w.n++
	le := binary.LittleEndian
	b := append(w.table, tableMark...)
	b = append(b, 45, 0, 45, 0)
	b = le.AppendUint16(b, h.flags&nameUTF8)
	b = le.AppendUint16(b, h.method)
	b = append(b, 0, 0, 0, 0) // when it was changed
	b = le.AppendUint32(b, h.sum)
	b = le.AppendUint64(b, 1<<64-1) // both sizes are in what follows the name
	b = le.AppendUint16(b, uint16(len(h.name)))
	b = le.AppendUint16(b, 28)
	b = append(b, make([]byte, 10)...)
	b = le.AppendUint32(b, 1<<32-1)
	b = append(b, h.name...)
	b = append(b, 1, 0, 24, 0)
	b = le.AppendUint64(b, uint64(h.unpacked))
	b = le.AppendUint64(b, uint64(packed))
	w.table = le.AppendUint64(b, uint64(at))
}

// close ends the table.
func (w *walker) close() {
	le := binary.LittleEndian
	size := uint64(len(w.table))
	b := append(w.table, "PK\x06\x06"...)
	b = le.AppendUint64(b, 44)
	b = append(b, 45, 0, 45, 0, 0, 0, 0, 0, 0, 0, 0, 0)
	b = le.AppendUint64(b, uint64(w.n))
	b = le.AppendUint64(b, uint64(w.n))
	b = le.AppendUint64(b, size)
	b = le.AppendUint64(b, uint64(w.size))
	b = append(b, "PK\x06\x07\x00\x00\x00\x00"...)
	b = le.AppendUint64(b, uint64(w.size)+size)
	b = append(b, 1, 0, 0, 0)
	b = append(b, "PK\x05\x06\x00\x00\x00\x00"...)
	b = le.AppendUint32(b, 1<<32-1) // both numbers
	b = le.AppendUint64(b, 1<<64-1) // size and place
	w.table = append(b, 0, 0)
}

// tailed is a file with something after its end.
type tailed struct {
	r    io.ReaderAt
	size int64
	tail []byte
}

func (t *tailed) ReadAt(p []byte, off int64) (n int, err error) {
	if off < t.size {
		n, err = t.r.ReadAt(p[:min(int64(len(p)), t.size-off)], off)
		if n == len(p) || off+int64(n) < t.size {
			return n, err
		}
	}
	n += copy(p[n:], t.tail[min(max(off+int64(n)-t.size, 0), int64(len(t.tail))):])
	if n < len(p) {
		return n, io.EOF
	}
	return n, nil
}
