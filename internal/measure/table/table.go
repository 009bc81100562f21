// SPDX-License-Identifier: EUPL-1.2

// Package table reads tables of text: CSV with any separator, quotes, and letters in UTF-8,
// UTF-16 or Windows-1252. A row at a time, so that a table may be of any length.
package table

import (
	"bufio"
	"bytes"
	"errors"
	"io"
	"unicode/utf16"
	"unicode/utf8"

	"regie/internal/measure"
)

// Limits of one row.
const (
	maxRow   = 1 << 20
	maxCells = 1000
)

// Reader reads rows.
type Reader struct {
	Sep byte
	r   *bufio.Reader
	row []string
	b   []byte
}

// NewReader reads rows whose cells have sep between them. Text in UTF-16 is known by its mark.
func NewReader(r io.Reader, sep byte) *Reader {
	b := bufio.NewReaderSize(r, 64<<10)
	if mark, _ := b.Peek(2); string(mark) == "\xff\xfe" || string(mark) == "\xfe\xff" {
		b = bufio.NewReaderSize(&wide{r: b}, 64<<10)
	}
	if mark, _ := b.Peek(3); string(mark) == "\xef\xbb\xbf" {
		_, _ = b.Discard(3)
	}
	return &Reader{Sep: sep, r: b}
}

// Row returns the next row that is not empty, or io.EOF. Cells have no spaces around them.
func (t *Reader) Row() ([]string, error) {
	for {
		row, err := t.next()
		if err != nil || len(row) > 1 || len(row) == 1 && row[0] != "" {
			return row, err
		}
	}
}

func (t *Reader) next() ([]string, error) {
	t.row, t.b = t.row[:0:0], t.b[:0]
	quoted, began, size := false, false, 0
	for {
		c, err := t.r.ReadByte()
		if err != nil {
			if errors.Is(err, io.EOF) && began {
				t.cell()
				return t.row, nil
			}
			return nil, err
		}
		began = true
		if size++; size > maxRow || len(t.row) > maxCells {
			return nil, measure.ErrTooLarge
		}
		switch {
		case c == '"' && quoted:
			if next, _ := t.r.Peek(1); len(next) == 1 && next[0] == '"' {
				_, _ = t.r.ReadByte()
				t.b = append(t.b, '"')
				continue
			}
			quoted = false
		case quoted:
			t.b = append(t.b, c)
		case c == '"' && len(bytes.TrimSpace(t.b)) == 0:
			quoted, t.b = true, t.b[:0]
		case c == t.Sep:
			t.cell()
		case c == '\n':
			t.cell()
			return t.row, nil
		case c == 0:
		default:
			t.b = append(t.b, c)
		}
	}
}

func (t *Reader) cell() {
	t.row = append(t.row, letters(bytes.TrimSpace(t.b)))
	t.b = t.b[:0]
}

// letters reads what is no UTF-8 as Windows-1252, in which older programs write.
func letters(b []byte) string {
	if utf8.Valid(b) {
		return string(b)
	}
	out := make([]rune, 0, len(b))
	for _, c := range b {
		switch {
		case c == 0x80:
			out = append(out, '€')
		case c >= 0x80 && c < 0xa0:
			out = append(out, '\ufffd')
		default:
			out = append(out, rune(c))
		}
	}
	return string(out)
}

// wide turns UTF-16 into UTF-8.
type wide struct {
	r   *bufio.Reader
	big bool
	set bool
	out []byte
}

func (w *wide) Read(p []byte) (int, error) {
	for len(w.out) < len(p) && len(w.out) < 4096 {
		var pair [2]byte
		if _, err := io.ReadFull(w.r, pair[:]); err != nil {
			if len(w.out) > 0 {
				break
			}
			return 0, io.EOF
		}
		if !w.set {
			w.big, w.set = pair[0] == 0xfe, true
			continue
		}
		w.out = utf8.AppendRune(w.out, w.unit(pair))
	}
	n := copy(p, w.out)
	w.out = w.out[n:]
	return n, nil
}

func (w *wide) unit(pair [2]byte) rune {
	u := func(p [2]byte) rune {
		if w.big {
			return rune(p[0])<<8 | rune(p[1])
		}
		return rune(p[1])<<8 | rune(p[0])
	}
	r := u(pair)
	if utf16.IsSurrogate(r) {
		var low [2]byte
		if _, err := io.ReadFull(w.r, low[:]); err == nil {
			return utf16.DecodeRune(r, u(low))
		}
	}
	return r
}

// Separator guesses what stands between the cells of a table from its beginning: the character
// that splits the most lines in the same number of cells, at least two.
func Separator(head []byte) (sep byte, ok bool) {
	best := 0
	for _, c := range []byte{'\t', ';', ',', '|'} {
		t := NewReader(bytes.NewReader(head), c)
		count, rows := map[int]int{}, 0
		for rows < 50 {
			row, err := t.Row()
			if err != nil {
				break
			}
			rows++
			count[len(row)]++
			for len(row) > 1 && row[len(row)-1] == "" { // a cell that is empty, or a separator that ends the row
				row = row[:len(row)-1]
				count[len(row)]++
			}
		}
		for n, times := range count {
			if score := times*100 + min(n, 50); n > 1 && score > best {
				best, sep = score, c
			}
		}
	}
	return sep, best > 0
}

// Text tells whether the beginning of a file is text.
func Text(head []byte) bool {
	if bytes.HasPrefix(head, []byte("\xff\xfe")) || bytes.HasPrefix(head, []byte("\xfe\xff")) {
		return true
	}
	for _, c := range head {
		if c < ' ' && c != '\t' && c != '\n' && c != '\r' || c == 0x7f {
			return false
		}
	}
	return len(head) > 0
}
