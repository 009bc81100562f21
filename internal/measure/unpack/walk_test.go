// SPDX-License-Identifier: EUPL-1.2

package unpack_test

import (
	"archive/zip"
	"bytes"
	"compress/flate"
	"encoding/binary"
	"errors"
	"fmt"
	"hash/crc32"
	"io"
	"math/rand/v2"
	"strings"
	"testing"

	"regie/internal/measure"
	"regie/internal/measure/unpack"
)

// text is something that packs like a table does.
func text(seed uint64, n int) []byte {
	r := rand.New(rand.NewPCG(seed, 1))
	var b bytes.Buffer
	for b.Len() < n {
		fmt.Fprintf(&b, "%d,%d,2026-03-%02d 08:00:00\n", r.IntN(1000), r.IntN(90)+40, r.IntN(28)+1)
	}
	return b.Bytes()[:n]
}

// part is an entry of an archive that is written by hand.
type part struct {
	name   string
	data   []byte
	method uint16
	style  string // "": sizes before; "later", "later, no mark", "later, wide", "wide": as it says
}

// byHand writes entries without a table, and where each of them begins.
func byHand(parts []part) (b []byte, begins []int) {
	le := binary.LittleEndian
	for _, p := range parts {
		begins = append(begins, len(b))
		packed := p.data
		if p.method == zip.Deflate {
			var c bytes.Buffer
			w, _ := flate.NewWriter(&c, 6)
			_, _ = w.Write(p.data)
			_ = w.Close()
			packed = c.Bytes()
		}
		sum, later, wide := crc32.ChecksumIEEE(p.data), strings.Contains(p.style, "later"), strings.Contains(p.style, "wide")
		b = append(b, "PK\x03\x04\x14\x00"...)
		flags := uint16(0)
		if later {
			flags = 8
		}
		b = le.AppendUint16(le.AppendUint16(b, flags), p.method)
		b = append(b, 0, 0, 0, 0)
		extra := 0
		if wide {
			extra = 20
		}
		switch {
		case later:
			b = append(b, make([]byte, 12)...)
		case wide:
			b = le.AppendUint64(le.AppendUint32(b, sum), 1<<64-1)
		default:
			b = le.AppendUint32(le.AppendUint32(le.AppendUint32(b, sum), uint32(len(packed))), uint32(len(p.data)))
		}
		b = le.AppendUint16(le.AppendUint16(b, uint16(len(p.name))), uint16(extra))
		b = append(b, p.name...)
		if wide {
			b = append(b, 1, 0, 16, 0)
			if later {
				b = append(b, make([]byte, 16)...)
			} else {
				b = le.AppendUint64(le.AppendUint64(b, uint64(len(p.data))), uint64(len(packed)))
			}
		}
		b = append(b, packed...)
		if !later {
			continue
		}
		if !strings.Contains(p.style, "no mark") {
			b = append(b, "PK\x07\x08"...)
		}
		b = le.AppendUint32(b, sum)
		if wide {
			b = le.AppendUint64(le.AppendUint64(b, uint64(len(packed))), uint64(len(p.data)))
		} else {
			b = le.AppendUint32(le.AppendUint32(b, uint32(len(packed))), uint32(len(p.data)))
		}
	}
	return b, begins
}

// inner is an archive, with all marks of one in it.
func inner() []byte {
	var b bytes.Buffer
	w := zip.NewWriter(&b)
	for i := range 3 {
		f, _ := w.Create(fmt.Sprintf("in/%d.csv", i))
		_, _ = f.Write(text(uint64(i), 500))
	}
	_ = w.Close()
	return b.Bytes()
}

func parts() []part {
	return []part{
		{"a/", nil, zip.Store, ""},
		{"a/stored.csv", text(1, 3000), zip.Store, ""},
		{"a/deflated.csv", text(2, 90_000), zip.Deflate, ""},
		{"later/", nil, zip.Store, "later"},
		{"later.csv", text(3, 400_000), zip.Deflate, "later"},
		{"later, no mark.csv", text(4, 5000), zip.Deflate, "later, no mark"},
		{"later, wide.csv", text(5, 5000), zip.Deflate, "later, wide"},
		{"later, wide, no mark.csv", text(6, 5000), zip.Deflate, "later, wide, no mark"},
		{"wide.csv", text(7, 5000), zip.Deflate, "wide"},
		{"archive.zip", inner(), zip.Store, "later"},
		{"archive 2.zip", inner(), zip.Store, ""},
		{"empty.csv", nil, zip.Deflate, "later"},
		{"last.csv", text(8, 2000), zip.Deflate, "later"},
	}
}

func read(t *testing.T, z *zip.Reader, f *zip.File) ([]byte, error) {
	t.Helper()
	a, err := unpack.New(z)
	if err != nil {
		t.Fatal(err)
	}
	r, err := a.Open(f)
	if err != nil {
		return nil, err
	}
	defer r.Close()
	return io.ReadAll(r)
}

// Wherever an archive breaks off: what is whole is there as it was, and of what broke off the beginning.
func TestBrokenOff(t *testing.T) {
	of := parts()
	b, begins := byHand(of)
	cuts := []int{len(b)}
	r := rand.New(rand.NewPCG(3, 3))
	for range 120 {
		cuts = append(cuts, 40+r.IntN(len(b)-40))
	}
	for i := range begins[1:] {
		cuts = append(cuts, begins[i+1], begins[i+1]+20, begins[i+1]-5)
	}
	for _, cut := range cuts {
		if cut < 40 {
			continue
		}
		z, whole, err := unpack.Reader(bytes.NewReader(b[:cut]), int64(cut))
		if whole || err != nil {
			t.Fatalf("cut at %d: whole %t, %v", cut, whole, err)
		}
		have := map[string]*zip.File{}
		for _, f := range z.File {
			have[f.Name] = f
		}
		for i, p := range of {
			end := len(b)
			if i+1 < len(of) {
				end = begins[i+1]
			}
			if cut < end {
				if f := have[p.name]; f != nil && len(p.data) > 0 {
					got, err := read(t, z, f)
					if !bytes.HasPrefix(p.data, got) || err == nil && len(got) < len(p.data) {
						t.Errorf("cut at %d: %s has %d bytes that are not its beginning: %v", cut, p.name, len(got), err)
					}
					delete(have, p.name)
				}
				break
			}
			f := have[p.name]
			if f == nil {
				t.Fatalf("cut at %d: %s, which ends at %d, is not there", cut, p.name, end)
			}
			if got, err := read(t, z, f); err != nil || !bytes.Equal(got, p.data) {
				t.Errorf("cut at %d: %s: %d of %d bytes, %v", cut, p.name, len(got), len(p.data), err)
			}
			delete(have, p.name)
		}
		for name := range have {
			if !strings.HasSuffix(name, "/") && name != "empty.csv" {
				t.Errorf("cut at %d: %q was made up", cut, name)
			}
		}
	}
}

func packed(t *testing.T, of []part) []byte {
	t.Helper()
	var b bytes.Buffer
	w := zip.NewWriter(&b)
	for _, p := range of {
		f, err := w.CreateHeader(&zip.FileHeader{Name: p.name, Method: p.method})
		if err != nil {
			t.Fatal(err)
		}
		_, _ = f.Write(p.data)
	}
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

// A table that is damaged, or that no longer fits because something is missing before it.
func TestDamagedTable(t *testing.T) {
	of := []part{{"1.csv", text(1, 4000), zip.Deflate, ""}, {"2.csv", text(2, 90_000), zip.Deflate, ""}, {"3.csv", text(3, 4000), zip.Deflate, ""}}
	b := packed(t, of)
	if _, whole, err := unpack.Reader(bytes.NewReader(b), int64(len(b))); !whole || err != nil {
		t.Fatal(err)
	}
	table := bytes.Index(b, []byte("PK\x01\x02"))
	rubbish := bytes.Clone(b)
	copy(rubbish[table:], "nonsense")
	second := bytes.Index(b[10:], []byte("PK\x03\x04")) + 10
	for name, c := range map[string]struct {
		b    []byte
		gone string
	}{
		"rubbish":            {rubbish, ""},
		"half a table":       {b[:table+60], ""},
		"without its end":    {b[:len(b)-22], ""},
		"a hole in the data": {append(bytes.Clone(b[:second+500]), b[second+900:]...), "2.csv"},
	} {
		z, whole, err := unpack.Reader(bytes.NewReader(c.b), int64(len(c.b)))
		if whole || err != nil || len(z.File) != 3 {
			t.Errorf("%s: whole %t, %v", name, whole, err)
			continue
		}
		for i, f := range z.File {
			got, err := read(t, z, f)
			if same := bytes.Equal(got, of[i].data) && err == nil; f.Name != of[i].name || same == (f.Name == c.gone) {
				t.Errorf("%s: %s: %d bytes, %v", name, f.Name, len(got), err)
			}
		}
	}
}

// What is no archive is none, and what would cost too much is not done.
func TestNoArchive(t *testing.T) {
	for name, b := range map[string][]byte{
		"a head":   []byte("PK\x03\x04"),
		"letters":  []byte("PKZIP was a program of 1989, and this is only a sentence"),
		"nothing":  nil,
		"the mark": bytes.Repeat([]byte("PK"), 1000),
	} {
		if _, _, err := unpack.Reader(bytes.NewReader(b), int64(len(b))); !errors.Is(err, measure.ErrDamaged) {
			t.Errorf("%s: %v", name, err)
		}
	}
	one, _ := byHand([]part{{"a", nil, zip.Store, ""}})
	many := bytes.Repeat(one, unpack.MaxEntries+1)
	if _, _, err := unpack.Reader(bytes.NewReader(many), int64(len(many))); !errors.Is(err, measure.ErrTooLarge) {
		t.Errorf("too many entries: %v", err)
	}
	// each of these says that its size follows, and it never does
	lying, _ := byHand([]part{{"a", []byte("x"), zip.Store, "later"}})
	lying = bytes.Repeat(lying[:len(lying)-16], 100_000)
	if z, whole, err := unpack.Reader(bytes.NewReader(lying), int64(len(lying))); whole || err != nil || len(z.File) == 0 {
		t.Errorf("entries that lie: %v", err)
	}
}

func FuzzReader(f *testing.F) {
	for i, p := range parts() {
		p.data = p.data[:min(len(p.data), 60)]
		b, _ := byHand([]part{p, {"b.csv", []byte("1,2"), zip.Store, parts()[12-i].style}})
		f.Add(b)
		f.Add(b[:len(b)-3])
	}
	var s bytes.Buffer
	w := zip.NewWriter(&s)
	e, _ := w.Create("x.csv")
	_, _ = e.Write(text(1, 100))
	_ = w.Close()
	f.Add(s.Bytes())
	f.Add(s.Bytes()[:s.Len()-22])
	f.Fuzz(func(t *testing.T, b []byte) {
		z, whole, err := unpack.Reader(bytes.NewReader(b), int64(len(b)))
		if err != nil {
			if !errors.Is(err, measure.ErrDamaged) && !errors.Is(err, measure.ErrTooLarge) {
				t.Fatalf("an error of no kind: %v", err)
			}
			return
		}
		last := int64(-1)
		for _, e := range z.File {
			r, err := e.Open()
			if err == nil {
				_, _ = io.Copy(io.Discard, io.LimitReader(r, 1<<20))
				r.Close()
			}
			at, err := e.DataOffset()
			if whole || err != nil {
				continue
			}
			// what was found by walking does not overlap, and lies within the file
			if at < last || e.CompressedSize64 > uint64(int64(len(b))-at) {
				t.Fatalf("%q lies at %d, the one before ends at %d of %d", e.Name, at, last, len(b))
			}
			last = at + int64(e.CompressedSize64)
		}
	})
}
