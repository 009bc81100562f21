// SPDX-License-Identifier: EUPL-1.2

// Package lists goes through JSON documents of any size, one element of a list at a time, so that
// a file of a gigabyte needs no more memory than one measurement.
package lists

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"strings"

	"github.com/go-json-experiment/json"
	"github.com/go-json-experiment/json/jsontext"

	"regie/internal/measure"
)

// Value is one JSON value, as it stands in the file. It is valid until the next one is read.
type Value = jsontext.Value

// Most bounds one element in most files: a night with all its stages is some 200 KB.
const Most = 4 << 20

// maxDeep bounds how deep wanted lists lie.
const maxDeep = 8

var errDeep = errors.New("lists: too deep")

// Walk goes through a document. Of every value whose path is wanted (names of members with points
// between them, "" for the document itself) it gives the elements, if it is a list, else the value
// itself. Other lists are passed over; other objects are gone through. What was given before a
// fault counts; the fault is measure.ErrDamaged, or measure.ErrTooLarge where an element has more
// than most bytes.
func Walk(r io.Reader, most int, wanted func(path string) bool, give func(path string, v Value) error) error {
	b := &budget{r: r, most: most, left: most}
	w := &walk{d: jsontext.NewDecoder(b, jsontext.AllowDuplicateNames(true), jsontext.AllowInvalidUTF8(true)), b: b, wanted: wanted, give: give}
	err := w.value("", 0)
	switch {
	case err == nil, errors.Is(err, measure.ErrTooLarge), errors.Is(err, errGiven):
		return err
	}
	return fmt.Errorf("%w: %w", measure.ErrDamaged, err)
}

// errGiven marks errors of give itself.
var errGiven = errors.New("lists: stopped")

// Stop makes an error of give stop the walk and come out as it is.
func Stop(err error) error { return fmt.Errorf("%w: %w", errGiven, err) }

// budget ends a stream of which too much is read without an element being finished.
type budget struct {
	r          io.Reader
	most, left int
}

func (b *budget) Read(p []byte) (int, error) {
	if b.left <= 0 {
		return 0, measure.ErrTooLarge
	}
	n, err := b.r.Read(p[:min(len(p), 64<<10)])
	b.left -= n
	return n, err
}

type walk struct {
	d      *jsontext.Decoder
	b      *budget
	wanted func(string) bool
	give   func(string, Value) error
}

func (w *walk) read() (Value, error) {
	v, err := w.d.ReadValue()
	w.b.left = w.b.most
	return v, err
}

func (w *walk) value(path string, deep int) error {
	if deep > maxDeep {
		return errDeep
	}
	switch kind := w.d.PeekKind(); {
	case kind == '[':
		return w.list(path, w.wanted(path))
	case w.wanted(path):
		v, err := w.read()
		if err != nil {
			return err
		}
		return w.give(path, v)
	case kind == '{':
		return w.object(path, deep)
	}
	_, err := w.read()
	return err
}

func (w *walk) list(path string, wanted bool) error {
	if _, err := w.d.ReadToken(); err != nil {
		return err
	}
	for {
		switch w.d.PeekKind() {
		case ']':
			_, err := w.d.ReadToken()
			return err
		case 0:
			_, err := w.d.ReadToken()
			if err == nil {
				err = io.ErrUnexpectedEOF
			}
			return err
		}
		v, err := w.read()
		if err != nil {
			return err
		}
		if wanted {
			if err := w.give(path, v); err != nil {
				return err
			}
		}
	}
}

func (w *walk) object(path string, deep int) error {
	if _, err := w.d.ReadToken(); err != nil {
		return err
	}
	for {
		t, err := w.d.ReadToken()
		if err != nil {
			return err
		}
		if t.Kind() == '}' {
			return nil
		}
		name := t.String()
		if path != "" {
			name = path + "." + name
		}
		w.b.left = w.b.most
		if err := w.value(name, deep+1); err != nil {
			return err
		}
	}
}

// Into reads a value into a Go value; ok is false where it does not fit.
func Into(v Value, into any) bool {
	return json.Unmarshal(v, into, jsontext.AllowDuplicateNames(true), jsontext.AllowInvalidUTF8(true)) == nil
}

// Shape is which members a document has, seen from its beginning.
type Shape map[string]bool

// ShapeOf looks at the beginning of a document. A list counts as its first element: the path of
// what is in it goes on with []. It is empty where the document is no JSON object or list.
func ShapeOf(head []byte) Shape {
	s := Shape{}
	head = bytes.TrimPrefix(head, []byte("\xef\xbb\xbf"))
	if t := bytes.TrimLeft(head, " \t\r\n"); len(t) == 0 || t[0] != '{' && t[0] != '[' {
		return s
	}
	d := jsontext.NewDecoder(bytes.NewReader(head), jsontext.AllowDuplicateNames(true), jsontext.AllowInvalidUTF8(true))
	s.look(d, "", 0)
	return s
}

// look notes the members of the next value and tells whether it was there whole.
func (s Shape) look(d *jsontext.Decoder, path string, deep int) bool {
	switch kind := d.PeekKind(); {
	case kind == '{' && deep < 6:
		if _, err := d.ReadToken(); err != nil {
			return false
		}
		for {
			t, err := d.ReadToken()
			if err != nil {
				return false
			}
			if t.Kind() == '}' {
				return true
			}
			name := strings.TrimPrefix(path+"."+t.String(), ".")
			s[name] = true
			if len(s) > 500 || name == "resourceType" || !s.look(d, name, deep+1) {
				return false
			}
		}
	case kind == '[' && deep < 6:
		if _, err := d.ReadToken(); err != nil {
			return false
		}
		s[path+"[]"] = true
		for d.PeekKind() != ']' {
			if !s.look(d, path+"[]", deep+1) {
				return false
			}
		}
		_, err := d.ReadToken()
		return err == nil
	}
	return d.SkipValue() == nil
}

// Has tells whether one of the paths is there.
func (s Shape) Has(paths ...string) bool {
	for _, p := range paths {
		if s[p] {
			return true
		}
	}
	return false
}
