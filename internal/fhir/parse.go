// SPDX-License-Identifier: EUPL-1.2

// Package fhir reads FHIR JSON, STU3 and R4 side by side, without a model of either: a
// resource is a tree of nodes over the bytes as they came. Names keep their order, numbers
// their literal text, and the bytes themselves are never changed. What a standard decoder
// would accept in silence (a name twice, broken UTF-8) is refused, because in care data it
// hides a value.
//
// The package knows nothing of Dutch building blocks and nothing of words for people.
package fhir

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"unsafe"

	"github.com/go-json-experiment/json/jsontext"
)

// Limits bound what one document may cost. The zero value means Standard.
type Limits struct {
	Bytes int // of the document
	Depth int // of nested objects and arrays
	Nodes int // values in the whole document
}

// Standard are the limits for what comes from a care provider.
var Standard = Limits{Bytes: 64 << 20, Depth: 64, Nodes: 4 << 20}

// The reasons for which a document is refused. Syntax errors come from jsontext.
var (
	ErrTooLarge = errors.New("fhir: document too large")
	ErrTooDeep  = errors.New("fhir: document nested too deeply")
	ErrNoObject = errors.New("fhir: document is not a JSON object")
	ErrTrailing = errors.New("fhir: data after the document")
)

// Kind is the JSON kind of a node.
type Kind uint8

// The kinds. None belongs to the node that does not exist.
const (
	None Kind = iota
	Null
	Bool
	Number
	String
	Array
	Object
)

const (
	flagUsed    = 1 << iota // a reader took what this node says
	flagEscaped             // the string has escapes
)

// cell is a node in the arena. Children are a linked list, so that building needs no second pass.
type cell struct {
	name        string // of the member; "" in an array
	off, end    uint32 // of the value in src
	parent      int32
	first, next int32 // 0: none (0 is the root, which is nobody's child)
	kind        Kind
	flags       uint8
}

type doc struct {
	src   string // the same memory as raw
	raw   []byte
	cells []cell
}

// Parse reads one JSON document. The node refers to raw: it must not be changed afterwards.
// Errors: ErrTooLarge, ErrTooDeep, ErrTrailing, or a *jsontext.SyntacticError with the place.
func Parse(raw []byte, lim Limits) (Node, error) {
	if lim == (Limits{}) {
		lim = Standard
	}
	if len(raw) > lim.Bytes {
		return Node{}, ErrTooLarge
	}
	d := &doc{raw: raw, src: unsafe.String(unsafe.SliceData(raw), len(raw))}
	guess := len(raw)/32 + 8
	if guess > 1<<16 { // a document with one big attachment has few nodes
		guess = 1 << 16
	}
	d.cells = make([]cell, 0, guess)
	dec := jsontext.NewDecoder(bytes.NewBuffer(raw)) // does not copy the bytes of a bytes.Buffer
	b := builder{doc: d, dec: dec, lim: lim}
	if _, err := b.value("", -1, 0); err != nil {
		if errors.Is(err, io.EOF) {
			err = io.ErrUnexpectedEOF
		}
		return Node{}, err
	}
	switch _, err := dec.ReadToken(); {
	case err == nil:
		return Node{}, ErrTrailing
	case !errors.Is(err, io.EOF):
		return Node{}, fmt.Errorf("after the document: %w", err)
	}
	return Node{d: d}, nil
}

type builder struct {
	*doc
	dec *jsontext.Decoder
	lim Limits
}

// value reads one value with everything in it and returns its place in the arena.
func (b *builder) value(name string, parent int32, depth int) (int32, error) {
	if depth > b.lim.Depth {
		return 0, ErrTooDeep
	}
	if len(b.cells) >= b.lim.Nodes {
		return 0, ErrTooLarge
	}
	self := int32(len(b.cells))
	b.cells = append(b.cells, cell{name: name, parent: parent})
	kind := b.dec.PeekKind()
	if kind != '{' && kind != '[' {
		v, err := b.dec.ReadValue()
		if err != nil {
			return 0, err
		}
		end := uint32(b.dec.InputOffset())
		c := &b.cells[self]
		c.end, c.off = end, end-uint32(len(v))
		switch kind {
		case 'n':
			c.kind = Null
		case 't', 'f':
			c.kind = Bool
		case '0':
			c.kind = Number
		default:
			c.kind = String
			if bytes.IndexByte(v, '\\') >= 0 {
				c.flags = flagEscaped
			}
		}
		return self, nil
	}
	if _, err := b.dec.ReadToken(); err != nil {
		return 0, err
	}
	b.cells[self].off = uint32(b.dec.InputOffset()) - 1
	b.cells[self].kind = Object
	if kind == '[' {
		b.cells[self].kind = Array
	}
	last := int32(0)
	for {
		k := b.dec.PeekKind()
		if k == '}' || k == ']' {
			break
		}
		member := ""
		if kind == '{' {
			v, err := b.dec.ReadValue()
			if err != nil {
				return 0, err
			}
			end := int(b.dec.InputOffset())
			member = b.src[end-len(v)+1 : end-1]
			if bytes.IndexByte(v, '\\') >= 0 {
				member = unquote(v)
			}
		}
		child, err := b.value(member, self, depth+1)
		if err != nil {
			return 0, err
		}
		if last == 0 {
			b.cells[self].first = child
		} else {
			b.cells[last].next = child
		}
		last = child
	}
	if _, err := b.dec.ReadToken(); err != nil {
		return 0, err
	}
	b.cells[self].end = uint32(b.dec.InputOffset())
	return self, nil
}

func unquote[T ~[]byte | ~string](quoted T) string {
	out, err := jsontext.AppendUnquote(nil, quoted)
	if err != nil { // the decoder accepted it before
		return ""
	}
	return string(out)
}
