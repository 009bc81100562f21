// SPDX-License-Identifier: EUPL-1.2

package dicom

import (
	"bytes"
	"encoding/binary"
	"strconv"
	"strings"
	"unicode/utf8"
)

// Element is a data element. Its bytes are those of the file.
type Element struct {
	VR        string   // "" where the file does not say
	Value     []byte   // of all but sequences and packed pixels
	Items     []*Set   // of a sequence
	Fragments [][]byte // of packed pixels, without the table of offsets in front
}

// Set is a data set: the elements of a file or of an item of a sequence.
type Set struct {
	elements map[Tag]Element
	latin    bool // text is ISO 8859-1 and not UTF-8
}

// File is a file of DICOM Part 10.
type File struct {
	*Set
	Syntax string // transfer syntax
}

// Parse reads a file. It keeps references into b. ErrDamaged where it is none; Unsupported where
// it is written in a way that is not read here.
func Parse(b []byte) (*File, error) {
	if len(b) > MaxBytes {
		return nil, &Unsupported{TooLarge}
	}
	if len(b) < 132 || string(b[128:132]) != "DICM" {
		return nil, damaged("no mark")
	}
	p := &parser{b: b, at: 132, explicit: true}
	meta := &Set{elements: map[Tag]Element{}}
	for p.at < len(b) && p.peek()>>16 == 2 {
		if err := p.element(meta, 0); err != nil {
			return nil, err
		}
	}
	f := &File{Syntax: meta.Text(TagTransferSyntax)}
	switch why := packing(f.Syntax); {
	case f.Syntax == ImplicitLittle:
		p.explicit = false
	case why == BigEndian || f.Syntax == deflated:
		return nil, &Unsupported{why}
	case f.Syntax == "":
		return nil, damaged("no transfer syntax")
	}
	var err error
	if f.Set, err = p.set(len(b), 0, false); err != nil {
		return nil, err
	}
	charset := f.Text(TagCharset)
	f.mark(charset == "" || strings.HasPrefix(charset, "ISO_IR 100") || strings.Contains(charset, "ISO 2022 IR 100"))
	return f, nil
}

const deflated = "1.2.840.10008.1.2.1.99"

// packing tells why pixels in a transfer syntax can't be read; 0 where they can.
func packing(syntax string) Why {
	const four = "1.2.840.10008.1.2.4."
	switch {
	case syntax == ImplicitLittle || syntax == ExplicitLittle || syntax == JPEGBaseline:
		return 0
	case syntax == "1.2.840.10008.1.2.2":
		return BigEndian
	case syntax == deflated || syntax == "1.2.840.10008.1.2.5":
		return Packed
	case !strings.HasPrefix(syntax, four):
		return UnknownCode
	}
	n, err := strconv.Atoi(strings.TrimPrefix(syntax, four))
	switch {
	case err != nil || n < 50:
		return UnknownCode
	case n < 80:
		return JPEGExtra
	case n < 90:
		return JPEGLS
	case n < 94 || n >= 201 && n <= 205:
		return JPEG2000
	case n >= 100 && n <= 108:
		return Video
	}
	return Packed
}

type parser struct {
	b        []byte
	at       int
	explicit bool
	count    int
	items    int
}

func (p *parser) peek() Tag {
	if len(p.b)-p.at < 4 {
		return 0
	}
	return Tag(binary.LittleEndian.Uint16(p.b[p.at:]))<<16 | Tag(binary.LittleEndian.Uint16(p.b[p.at+2:]))
}

// set reads elements to an offset, or to the mark that ends an item of unknown length.
func (p *parser) set(end, depth int, open bool) (*Set, error) {
	s := &Set{elements: map[Tag]Element{}}
	for p.at < end {
		if end-p.at < 8 {
			if depth == 0 && len(bytes.Trim(p.b[p.at:end], "\x00")) == 0 {
				p.at = end // filled up
				return s, nil
			}
			return nil, damaged("breaks off")
		}
		if open && p.peek() == tagItemEnd {
			p.at += 8
			return s, nil
		}
		if err := p.element(s, depth); err != nil {
			return nil, err
		}
		if p.at > end {
			return nil, damaged("an element goes past its item")
		}
	}
	if open {
		return nil, damaged("an item does not end")
	}
	return s, nil
}

// element reads one element into s.
func (p *parser) element(s *Set, depth int) error {
	if p.count++; p.count > maxElements {
		return &Unsupported{TooLarge}
	}
	if len(p.b)-p.at < 8 {
		return damaged("breaks off")
	}
	tag, vr, size := p.peek(), "", uint32(0)
	p.at += 4
	if p.explicit {
		vr = string(p.b[p.at : p.at+2])
		size = uint32(binary.LittleEndian.Uint16(p.b[p.at+2:]))
		p.at += 4
		switch vr {
		case "OB", "OD", "OF", "OL", "OV", "OW", "SQ", "SV", "UC", "UN", "UR", "UT", "UV":
			if len(p.b)-p.at < 4 {
				return damaged("breaks off")
			}
			size = binary.LittleEndian.Uint32(p.b[p.at:])
			p.at += 4
		default:
			if vr[0] < 'A' || vr[0] > 'Z' || vr[1] < 'A' || vr[1] > 'Z' {
				return damaged("no kind of value at %d", p.at)
			}
		}
	} else {
		size = binary.LittleEndian.Uint32(p.b[p.at:])
		p.at += 4
	}
	e := Element{VR: vr}
	switch {
	case tag == TagPixels && size == undefined:
		var err error
		if e.Fragments, err = p.fragments(); err != nil {
			return err
		}
	case vr == "SQ" || size == undefined || vr == "" && sequences[tag]:
		if depth >= maxDepth {
			return &Unsupported{TooLarge}
		}
		// A value of unknown kind and length is written as if implicit.
		explicit := p.explicit
		p.explicit = explicit && vr != "UN"
		items, err := p.sequence(size, depth+1)
		p.explicit = explicit
		if err != nil {
			return err
		}
		e.VR, e.Items = "SQ", items
	default:
		if uint64(size) > uint64(len(p.b)-p.at) {
			return damaged("an element goes past the end")
		}
		e.Value = p.b[p.at : p.at+int(size)]
		p.at += int(size)
	}
	if _, twice := s.elements[tag]; twice {
		return damaged("an element is there twice")
	}
	s.elements[tag] = e
	return nil
}

// sequences are those whose items are read where a file does not tell kinds of values.
var sequences = map[Tag]bool{TagEvidence: true, TagRefSeries: true, TagRefImages: true}

func (p *parser) sequence(size uint32, depth int) ([]*Set, error) {
	end := len(p.b)
	if size != undefined {
		if uint64(size) > uint64(len(p.b)-p.at) {
			return nil, damaged("a sequence goes past the end")
		}
		end = p.at + int(size)
	}
	var out []*Set
	for p.at < end {
		if end-p.at < 8 {
			return nil, damaged("breaks off")
		}
		tag, length := p.peek(), binary.LittleEndian.Uint32(p.b[p.at+4:])
		p.at += 8
		if tag == tagSequenceEnd && size == undefined {
			return out, nil
		}
		if tag != tagItem {
			return nil, damaged("no item in a sequence")
		}
		if p.items++; p.items > maxItems {
			return nil, &Unsupported{TooLarge}
		}
		until := end
		if length != undefined {
			if uint64(length) > uint64(end-p.at) {
				return nil, damaged("an item goes past its sequence")
			}
			until = p.at + int(length)
		}
		s, err := p.set(until, depth, length == undefined)
		if err != nil {
			return nil, err
		}
		out = append(out, s)
	}
	if size == undefined {
		return nil, damaged("a sequence does not end")
	}
	return out, nil
}

// fragments reads packed pixels. The table of offsets in front is left out.
func (p *parser) fragments() ([][]byte, error) {
	out := [][]byte{}
	for first := true; ; first = false {
		if len(p.b)-p.at < 8 {
			return nil, damaged("breaks off")
		}
		tag, size := p.peek(), binary.LittleEndian.Uint32(p.b[p.at+4:])
		p.at += 8
		if tag == tagSequenceEnd {
			return out, nil
		}
		if tag != tagItem || uint64(size) > uint64(len(p.b)-p.at) {
			return nil, damaged("packed pixels break off")
		}
		if p.items++; p.items > maxItems {
			return nil, &Unsupported{TooLarge}
		}
		if !first {
			out = append(out, p.b[p.at:p.at+int(size)])
		}
		p.at += int(size)
	}
}

// mark tells a set and all below it how its text is written.
func (s *Set) mark(latin bool) {
	s.latin = latin
	for _, e := range s.elements {
		for _, item := range e.Items {
			item.mark(latin)
		}
	}
}

// Items returns the items of a sequence.
func (s *Set) Items(t Tag) []*Set { return s.elements[t].Items }

// Text returns the first value of an element that is text, "" where it is not there.
func (s *Set) Text(t Tag) string {
	first, _, _ := bytes.Cut(s.elements[t].Value, []byte(`\`))
	first = bytes.Trim(first, " \x00")
	if len(first) > 1024 {
		first = first[:1024]
	}
	if utf8.Valid(first) {
		return string(first)
	}
	if !s.latin {
		return strings.ToValidUTF8(string(first), "")
	}
	runes := make([]rune, len(first))
	for i, c := range first {
		runes[i] = rune(c)
	}
	return string(runes)
}

// number returns a whole number of two bytes, or one in words ("IS").
func (s *Set) number(t Tag, otherwise int) int {
	e, ok := s.elements[t]
	if !ok {
		return otherwise
	}
	if e.VR == "IS" || t == TagFrames || t == TagNumber {
		n, err := strconv.Atoi(s.Text(t))
		if err != nil {
			return otherwise
		}
		return n
	}
	if len(e.Value) < 2 {
		return otherwise
	}
	return int(binary.LittleEndian.Uint16(e.Value))
}

// decimal returns the first number in words.
func (s *Set) decimal(t Tag) (float64, bool) {
	v, err := strconv.ParseFloat(s.Text(t), 64)
	return v, err == nil && v == v && v < 1e9 && v > -1e9
}
