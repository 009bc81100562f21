// SPDX-License-Identifier: EUPL-1.2

package fhir

import (
	"strconv"

	"github.com/go-json-experiment/json/jsontext"
)

// Writer writes one resource after another as compact JSON, without a model of any: what is named
// comes out, in the order in which it is named. Members without a value are left out. The zero
// value is ready.
type Writer struct {
	b     []byte
	ends  []byte // what closes each open object and list
	comma bool
}

// Reset begins a new resource in the same memory.
func (w *Writer) Reset() { w.b, w.ends, w.comma = w.b[:0], w.ends[:0], false }

// Bytes returns what was written, with everything closed that was open. They hold until Reset.
func (w *Writer) Bytes() []byte {
	for len(w.ends) > 0 {
		w.End()
	}
	return w.b
}

// Resource begins a resource of a type.
func (w *Writer) Resource(typ string) {
	w.Reset()
	w.Object("")
	w.Str("resourceType", typ)
}

// Object opens an object: a member name, or an element of a list where name is "".
func (w *Writer) Object(name string) { w.open(name, '{', '}') }

// List opens a list.
func (w *Writer) List(name string) { w.open(name, '[', ']') }

func (w *Writer) open(name string, begin, end byte) {
	w.name(name)
	w.b = append(w.b, begin)
	w.ends = append(w.ends, end)
	w.comma = false
}

// End closes what was opened last.
func (w *Writer) End() {
	n := len(w.ends) - 1
	w.b = append(w.b, w.ends[n])
	w.ends = w.ends[:n]
	w.comma = true
}

func (w *Writer) name(name string) {
	if w.comma {
		w.b = append(w.b, ',')
	}
	w.comma = true
	if name != "" {
		w.quote(name)
		w.b = append(w.b, ':')
	}
}

// quote writes a string; broken UTF-8 becomes U+FFFD.
func (w *Writer) quote(s string) {
	if q, err := jsontext.AppendQuote(w.b, s); err == nil || len(q) > len(w.b) {
		w.b = q
		return
	}
	w.b = append(w.b, `""`...)
}

// Str writes a string, unless it is empty.
func (w *Writer) Str(name, value string) {
	if value == "" {
		return
	}
	w.name(name)
	w.quote(value)
}

// Num writes a number as its literal text, unless that is empty.
func (w *Writer) Num(name, literal string) {
	if literal == "" {
		return
	}
	w.name(name)
	w.b = append(w.b, literal...)
}

// Int writes a whole number.
func (w *Writer) Int(name string, n int64) {
	w.name(name)
	w.b = strconv.AppendInt(w.b, n, 10)
}

// Bool writes true or false.
func (w *Writer) Bool(name string, v bool) {
	w.name(name)
	w.b = strconv.AppendBool(w.b, v)
}

// Coding is a code of a system with its words.
type Coding struct{ System, Code, Display string }

// Concept writes a CodeableConcept with codings, and the words of the person where there are any.
func (w *Writer) Concept(name, text string, codings ...Coding) {
	w.Object(name)
	if len(codings) > 0 {
		w.List("coding")
		for _, c := range codings {
			w.Object("")
			w.Str("system", c.System)
			w.Str("code", c.Code)
			w.Str("display", c.Display)
			w.End()
		}
		w.End()
	}
	w.Str("text", text)
	w.End()
}

// Quantity writes an amount with its unit in words and in UCUM. literal is the number as text.
func (w *Writer) Quantity(name, literal, unit, ucum string) {
	w.Object(name)
	w.Num("value", literal)
	w.Str("unit", unit)
	if ucum != "" {
		w.Str("system", "http://unitsofmeasure.org")
		w.Str("code", ucum)
	}
	w.End()
}
