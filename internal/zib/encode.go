// SPDX-License-Identifier: EUPL-1.2

package zib

import (
	"encoding/binary"
	"strings"

	"regie/internal/text"
)

// Items are stored in packs: many items in one piece of bytes with one table of strings, the
// heads first, so that a list can be made without touching the facts.
//
//	byte      format (1)
//	uvarint   reader version
//	uvarint   number of strings n, then n lengths, then the strings; string 0 is ""
//	uvarint   number of items m
//	m heads   each ends with the length of its facts
//	m bodies  facts, links, people
const packFormat = 1

// Head is what lists, timeline and search need of an item.
type Head struct {
	Block    string
	Type, ID string
	FHIR     uint8
	Generic  bool
	Part     bool
	Category Category
	Title    Phrase
	When     When
	Status   Phrase
	Source   Phrase
	Code     Phrase
	Group    string // Item.Group
	Marks    []Mark
	Summary  *Fact  // the one fact for a card, nil for none
	Search   string // words to search in, of both languages, not folded
}

const (
	headGeneric = 1 << iota
	headPart
	headSummary
	headMarks
	headWhen
	headEnd
	headOpen
	headGroup
)

// AppendItems appends a pack with the items to dst.
func AppendItems(dst []byte, items []*Item) []byte {
	e := encoder{table: map[string]uint64{"": 0}, strings: []string{""}}
	var heads, bodies []byte
	for _, it := range items {
		e.out = bodies
		before := len(e.out)
		e.body(it)
		bodies = e.out
		e.out = heads
		e.head(it)
		e.num(uint64(len(bodies) - before))
		heads = e.out
	}
	dst = append(dst, packFormat)
	dst = binary.AppendUvarint(dst, ReaderVersion)
	dst = binary.AppendUvarint(dst, uint64(len(e.strings)))
	for _, s := range e.strings {
		dst = binary.AppendUvarint(dst, uint64(len(s)))
	}
	for _, s := range e.strings {
		dst = append(dst, s...)
	}
	dst = binary.AppendUvarint(dst, uint64(len(items)))
	dst = append(dst, heads...)
	return append(dst, bodies...)
}

type encoder struct {
	table   map[string]uint64
	strings []string
	out     []byte
}

func (e *encoder) num(n uint64)  { e.out = binary.AppendUvarint(e.out, n) }
func (e *encoder) bits(b byte)   { e.out = append(e.out, b) }
func (e *encoder) str(s string)  { e.num(e.ref(s)) }
func (e *encoder) once(s string) { e.num(uint64(len(e.strings))); e.strings = append(e.strings, s) }

func (e *encoder) ref(s string) uint64 {
	if i, ok := e.table[s]; ok {
		return i
	}
	i := uint64(len(e.strings))
	e.table[s] = i
	e.strings = append(e.strings, s)
	return i
}

func (e *encoder) head(it *Item) {
	var f byte
	set := func(cond bool, bit byte) {
		if cond {
			f |= bit
		}
	}
	summary := it.Summary >= 0 && it.Summary < len(it.Facts)
	set(it.Generic, headGeneric)
	set(it.Part, headPart)
	set(summary, headSummary)
	set(len(it.Marks) > 0, headMarks)
	set(it.When.Start != "", headWhen)
	set(it.When.End != "", headEnd)
	set(it.When.Open, headOpen)
	set(it.Group != "", headGroup)
	e.bits(f)
	e.bits(it.FHIR)
	e.bits(byte(it.Category))
	e.str(it.Block)
	e.str(it.Type)
	e.str(it.ID)
	e.phrase(it.Title)
	e.phrase(it.Status)
	e.phrase(it.Source)
	e.phrase(it.Code)
	if f&headWhen != 0 {
		e.str(it.When.Start)
	}
	if f&headEnd != 0 {
		e.str(it.When.End)
	}
	if f&headGroup != 0 {
		e.str(it.Group)
	}
	if f&headMarks != 0 {
		e.num(uint64(len(it.Marks)))
		for _, m := range it.Marks {
			e.bits(byte(m))
		}
	}
	if summary {
		e.num(uint64(it.Summary))
		e.fact(&it.Facts[it.Summary])
	}
	e.once(SearchText(it))
}

func (e *encoder) body(it *Item) {
	e.num(uint64(len(it.Facts)))
	for i := range it.Facts {
		e.fact(&it.Facts[i])
	}
	e.num(uint64(len(it.Links)))
	for _, l := range it.Links {
		e.phrase(l.Label)
		e.str(l.To.Type)
		e.str(l.To.ID)
	}
	e.num(uint64(len(it.Who)))
	for _, w := range it.Who {
		e.phrase(w)
	}
}

const (
	phraseKey = 1 << iota
	phraseArgs
	phraseSystem
	phraseCode
	phraseText
)

func (e *encoder) phrase(p Phrase) {
	var f byte
	for _, x := range [...]struct {
		has bool
		bit byte
	}{{p.Key != "", phraseKey}, {len(p.Args) > 0, phraseArgs}, {p.System != "", phraseSystem}, {p.Code != "", phraseCode}, {p.Text != "", phraseText}} {
		if x.has {
			f |= x.bit
		}
	}
	e.bits(f)
	if p.Key != "" {
		e.str(p.Key)
	}
	if p.System != "" {
		e.str(p.System)
	}
	if p.Code != "" {
		e.str(p.Code)
	}
	if p.Text != "" {
		e.str(p.Text)
	}
	if len(p.Args) > 0 {
		e.num(uint64(len(p.Args)))
		for _, a := range p.Args {
			e.phrase(a)
		}
	}
}

func (e *encoder) fact(f *Fact) {
	e.phrase(f.Group)
	e.phrase(f.Label)
	e.num(uint64(len(f.Values)))
	for i := range f.Values {
		e.value(&f.Values[i])
	}
}

const (
	valuePhrase = 1 << iota
	valueQuantity
	valueWhen
	valueRef
	valueDocument
)

func (e *encoder) value(v *Value) {
	var f byte
	if v.Phrase != nil {
		f |= valuePhrase
	}
	if v.Quantity != nil {
		f |= valueQuantity
	}
	if v.When != nil {
		f |= valueWhen
	}
	if v.Ref != nil {
		f |= valueRef
	}
	if v.Document != nil {
		f |= valueDocument
	}
	e.bits(f)
	if v.Phrase != nil {
		e.phrase(*v.Phrase)
	}
	if q := v.Quantity; q != nil {
		for _, s := range [...]string{q.Comparator, q.Number, q.NumberHigh, q.Unit, q.UnitCode, q.UnitSystem, q.Low, q.High, q.RangeText} {
			e.str(s)
		}
		e.phrase(q.Flag)
		e.bits(byte(q.FlagCode))
	}
	if w := v.When; w != nil {
		e.str(w.Start)
		e.str(w.End)
		open := byte(0)
		if w.Open {
			open = 1
		}
		e.bits(open)
	}
	if r := v.Ref; r != nil {
		e.str(r.Type)
		e.str(r.ID)
	}
	if d := v.Document; d != nil {
		e.str(d.Title)
		e.str(d.ContentType)
		e.str(d.URL)
		e.num(uint64(d.Size))
		inline := byte(0)
		if d.Inline {
			inline = 1
		}
		e.bits(inline)
	}
}

// SearchText is what a person may search an item by: its title, status, people and the words of
// its facts in Dutch, and the title in English.
func SearchText(it *Item) string {
	var b strings.Builder
	seen := map[string]bool{}
	add := func(s string) {
		if s == "" || seen[s] {
			return
		}
		seen[s] = true
		if b.Len() > 0 {
			b.WriteByte('\n')
		}
		b.WriteString(s)
	}
	add(it.Title.In(text.NL))
	add(it.Title.In(text.EN))
	add(it.Code.In(text.NL))
	add(it.Code.Text)
	for _, w := range it.Who {
		add(w.In(text.NL))
	}
	for i := range it.Facts {
		for _, v := range it.Facts[i].Values {
			switch {
			case v.Phrase != nil:
				add(v.Phrase.In(text.NL))
			case v.Document != nil:
				add(v.Document.Title)
			}
		}
	}
	return b.String()
}
