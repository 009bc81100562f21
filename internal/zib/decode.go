// SPDX-License-Identifier: EUPL-1.2

package zib

import (
	"encoding/binary"
	"errors"
)

// ErrPack says that bytes are not a pack of items, or a broken one.
var ErrPack = errors.New("zib: not a pack of items")

// Pack is a decoded table of strings with undecoded items behind it.
type Pack struct {
	Reader  uint64 // ReaderVersion of the program that made it
	strings []string
	all     string // the memory of strings
	count   int
	data    []byte
	starts  []int // offset of each head, after Heads
	bodies  []int // offset of each body, after Heads
}

// OpenPack reads the frame of a pack. The bytes are copied where needed; b may be used again.
func OpenPack(b []byte) (*Pack, error) {
	d := decoder{in: b}
	if d.bits() != packFormat {
		return nil, ErrPack
	}
	p := &Pack{Reader: d.num()}
	n := d.count(1)
	lengths := make([]int, n)
	total := 0
	for i := range lengths {
		lengths[i] = int(d.num())
		if lengths[i] < 0 || lengths[i] > len(b) {
			return nil, ErrPack
		}
		total += lengths[i]
		if total > len(b) {
			return nil, ErrPack
		}
	}
	if d.bad || total > len(d.in)-d.at || n == 0 || lengths[0] != 0 {
		return nil, ErrPack
	}
	all := string(d.in[d.at : d.at+total]) // one copy for all strings
	d.at += total
	p.all = all
	p.strings = make([]string, n)
	for i, l := range lengths {
		p.strings[i], all = all[:l], all[l:]
	}
	p.count = d.count(8)
	if d.bad {
		return nil, ErrPack
	}
	p.data = append([]byte(nil), b[d.at:]...)
	return p, nil
}

// Len returns the number of items.
func (p *Pack) Len() int { return p.count }

// Heads decodes the heads of all items, in the order in which they were appended.
func (p *Pack) Heads() ([]Head, error) {
	heads := make([]Head, p.count)
	p.starts, p.bodies = make([]int, p.count), make([]int, p.count)
	d := decoder{in: p.data, strings: p.strings}
	marks := make([]Mark, 0, p.count)
	body := 0
	for i := range heads {
		p.starts[i] = d.at
		p.bodies[i] = body
		marks = d.head(&heads[i], marks)
		body += int(d.num())
		if d.bad || body < 0 || body > len(p.data) {
			p.starts, p.bodies = nil, nil
			return nil, ErrPack
		}
	}
	for i := range p.bodies {
		p.bodies[i] += d.at
	}
	if d.at+body > len(p.data) {
		p.starts, p.bodies = nil, nil
		return nil, ErrPack
	}
	return heads, nil
}

// Item decodes the i-th item whole.
func (p *Pack) Item(i int) (*Item, error) {
	if p.starts == nil {
		if _, err := p.Heads(); err != nil {
			return nil, err
		}
	}
	if i < 0 || i >= p.count {
		return nil, ErrPack
	}
	d := decoder{in: p.data, strings: p.strings, at: p.starts[i]}
	var h Head
	d.head(&h, nil)
	it := &Item{Block: h.Block, Generic: h.Generic, Part: h.Part, Category: h.Category, FHIR: h.FHIR, Type: h.Type, ID: h.ID, Title: h.Title,
		Summary: d.summary, When: h.When, Status: h.Status, Marks: h.Marks, Source: h.Source, Code: h.Code, Group: h.Group}
	d.at = p.bodies[i]
	if n := d.count(3); n > 0 {
		it.Facts = make([]Fact, n)
		for k := range it.Facts {
			if d.fact(&it.Facts[k]); d.bad {
				return nil, ErrPack
			}
		}
	}
	if n := d.count(3); n > 0 {
		it.Links = make([]Link, n)
		for k := range it.Links {
			d.phrase(&it.Links[k].Label, 0)
			it.Links[k].To = Ref{Type: d.str(), ID: d.str()}
		}
	}
	if n := d.count(1); n > 0 {
		it.Who = make([]Phrase, n)
		for k := range it.Who {
			d.phrase(&it.Who[k], 0)
		}
	}
	if d.bad || it.Summary >= len(it.Facts) {
		return nil, ErrPack
	}
	return it, nil
}

type decoder struct {
	in      []byte
	at      int
	strings []string
	bad     bool
	summary int
}

// fail ends the reading: nothing after a broken place means anything.
func (d *decoder) fail() { d.bad, d.at = true, len(d.in) }

func (d *decoder) bits() byte {
	if d.at >= len(d.in) {
		d.bad = true
		return 0
	}
	b := d.in[d.at]
	d.at++
	return b
}

func (d *decoder) num() uint64 {
	if d.at < len(d.in) && d.in[d.at] < 0x80 { // most numbers are small
		d.at++
		return uint64(d.in[d.at-1])
	}
	n, size := binary.Uvarint(d.in[min(d.at, len(d.in)):])
	if size <= 0 {
		d.bad = true
		d.at = len(d.in)
		return 0
	}
	d.at += size
	return n
}

// count reads a number of things that take at least size bytes each, so that a broken number
// can not ask for more memory than the bytes could fill.
func (d *decoder) count(size int) int {
	n := d.num()
	if n > uint64((len(d.in)-d.at)/size) {
		d.fail()
		return 0
	}
	return int(n)
}

func (d *decoder) str() string {
	n := d.num()
	if n >= uint64(len(d.strings)) {
		d.fail()
		return ""
	}
	return d.strings[n]
}

func (d *decoder) head(h *Head, marks []Mark) []Mark {
	f := d.bits()
	h.Generic, h.Part = f&headGeneric != 0, f&headPart != 0
	h.FHIR = d.bits()
	h.Category = Category(d.bits())
	h.Block, h.Type, h.ID = d.str(), d.str(), d.str()
	d.phrase(&h.Title, 0)
	d.phrase(&h.Status, 0)
	d.phrase(&h.Source, 0)
	d.phrase(&h.Code, 0)
	if f&headWhen != 0 {
		h.When.Start = d.str()
	}
	if f&headEnd != 0 {
		h.When.End = d.str()
	}
	h.When.Open = f&headOpen != 0
	if f&headGroup != 0 {
		h.Group = d.str()
	}
	if f&headMarks != 0 {
		n := d.count(1)
		from := len(marks)
		for range n {
			marks = append(marks, Mark(d.bits()))
		}
		h.Marks = marks[from:len(marks):len(marks)]
	}
	d.summary = -1
	if f&headSummary != 0 {
		if n := d.num(); n < 1<<20 {
			d.summary = int(n)
		} else {
			d.bad = true
		}
		h.Summary = &Fact{}
		d.fact(h.Summary)
	}
	h.Search = d.str()
	return marks
}

const maxPhraseDepth = 12

func (d *decoder) phrase(p *Phrase, depth int) {
	f := d.bits()
	if f == 0 {
		return
	}
	if depth > maxPhraseDepth {
		d.fail()
		return
	}
	if f&phraseKey != 0 {
		p.Key = d.str()
	}
	if f&phraseSystem != 0 {
		p.System = d.str()
	}
	if f&phraseCode != 0 {
		p.Code = d.str()
	}
	if f&phraseText != 0 {
		p.Text = d.str()
	}
	if f&phraseArgs != 0 {
		p.Args = make([]Phrase, d.count(1))
		for i := range p.Args {
			d.phrase(&p.Args[i], depth+1)
			if d.bad {
				return
			}
		}
	}
}

func (d *decoder) fact(f *Fact) {
	d.phrase(&f.Group, 0)
	d.phrase(&f.Label, 0)
	n := d.count(1)
	if d.bad || n == 0 {
		return
	}
	f.Values = make([]Value, n)
	for i := range f.Values {
		d.value(&f.Values[i])
		if d.bad {
			return
		}
	}
}

func (d *decoder) value(v *Value) {
	f := d.bits()
	if f&valuePhrase != 0 {
		v.Phrase = &Phrase{}
		d.phrase(v.Phrase, 0)
	}
	if f&valueQuantity != 0 {
		q := &Quantity{}
		for _, s := range [...]*string{&q.Comparator, &q.Number, &q.NumberHigh, &q.Unit, &q.UnitCode, &q.UnitSystem, &q.Low, &q.High, &q.RangeText} {
			*s = d.str()
		}
		d.phrase(&q.Flag, 0)
		q.FlagCode = Flag(d.bits())
		v.Quantity = q
	}
	if f&valueWhen != 0 {
		v.When = &When{Start: d.str(), End: d.str(), Open: d.bits() == 1}
	}
	if f&valueRef != 0 {
		v.Ref = &Ref{Type: d.str(), ID: d.str()}
	}
	if f&valueDocument != 0 {
		v.Document = &Document{Title: d.str(), ContentType: d.str(), URL: d.str(), Size: int64(d.num()), Inline: d.bits() == 1}
	}
}
