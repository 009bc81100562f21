// SPDX-License-Identifier: EUPL-1.2

package carry

import (
	"bufio"
	"bytes"
	"errors"
	"fmt"
	"io"
	"strings"

	"github.com/go-json-experiment/json/jsontext"

	"regie/internal/fhir"
)

// entry is a resource as it stands in a file: of its own, a line, or of a Bundle.
type entry struct {
	raw     []byte // holds until the next one
	fullURL string
	bundle  string // type of the Bundle: "document", "searchset"; "" outside one
}

// budget ends a stream of which too much is read without anything being finished.
type budget struct {
	r    io.Reader
	left int
}

func (b *budget) Read(p []byte) (int, error) {
	if b.left <= 0 {
		return 0, ErrTooLarge
	}
	n, err := b.r.Read(p[:min(len(p), 64<<10)])
	b.left -= n
	return n, err
}

func (b *budget) done() { b.left = mostResource }

// errStop ends a walk from within; it comes out as it is.
type errStop struct{ error }

func (e errStop) Unwrap() error { return e.error }

// eachEntry gives the resources of a text of JSON: one resource, a Bundle of any size (an entry in
// memory at a time), a list of resources, or a resource a line. What it gave before a fault counts.
// A line that is none is given too: it is told as unreadable, and the next one is read.
func eachEntry(open func() (io.ReadCloser, error), do func(entry) error) error {
	head, err := headOf(open)
	if err != nil {
		return err
	}
	r, err := open()
	if err != nil {
		return err
	}
	defer r.Close()
	trimmed := bytes.TrimLeft(bytes.TrimPrefix(head, []byte("\ufeff")), " \t\r\n")
	if line, _, more := bytes.Cut(trimmed, []byte{'\n'}); more && line[0] == '{' && jsontext.Value(line).IsValid(jsontext.AllowDuplicateNames(true), jsontext.AllowInvalidUTF8(true)) && typeOf(line) != "" {
		return eachLine(r, do)
	}
	b := &budget{r: r}
	b.done()
	buffered := bufio.NewReaderSize(b, 64<<10)
	if mark, _ := buffered.Peek(3); string(mark) == "\ufeff" {
		_, _ = buffered.Discard(3)
	}
	w := &walk{b: b, do: do, d: jsontext.NewDecoder(buffered, jsontext.AllowDuplicateNames(true), jsontext.AllowInvalidUTF8(true))}
	typ := typeOf(trimmed)
	for n := 0; ; n++ {
		err := w.value(n == 0 && typ == "Bundle")
		if errors.Is(err, io.EOF) && n > 0 {
			return nil
		}
		if err != nil {
			return sorted(err)
		}
	}
}

// sorted makes an error of reading one of ours.
func sorted(err error) error {
	var stop errStop
	switch {
	case errors.As(err, &stop):
		return stop.error
	case errors.Is(err, ErrTooLarge), errors.Is(err, ErrDamaged):
		return err
	}
	return fmt.Errorf("%w: %w", ErrDamaged, err)
}

const headSize = 64 << 10

func headOf(open func() (io.ReadCloser, error)) ([]byte, error) {
	r, err := open()
	if err != nil {
		return nil, err
	}
	defer r.Close()
	head := make([]byte, headSize)
	n, err := io.ReadFull(r, head)
	if err != nil && !errors.Is(err, io.EOF) && !errors.Is(err, io.ErrUnexpectedEOF) {
		return head[:n], sorted(err)
	}
	return head[:n], nil
}

// typeOf finds the resourceType of the object with which a text begins, as far as it is there.
func typeOf(head []byte) string {
	d := jsontext.NewDecoder(bytes.NewReader(head), jsontext.AllowDuplicateNames(true), jsontext.AllowInvalidUTF8(true))
	if t, err := d.ReadToken(); err != nil || t.Kind() != '{' {
		return ""
	}
	entries := false
	for {
		t, err := d.ReadToken()
		if err != nil || t.Kind() != '"' {
			break
		}
		name := t.String()
		if name == "resourceType" {
			if t, err = d.ReadToken(); err == nil && t.Kind() == '"' {
				return t.String()
			}
			return ""
		}
		if name == "entry" {
			entries = true
		}
		if d.SkipValue() != nil {
			break
		}
	}
	if entries && bytes.Contains(head, []byte(`"resource"`)) {
		return "Bundle" // its type comes behind its entries
	}
	return ""
}

// eachLine gives lines.
func eachLine(r io.Reader, do func(entry) error) error {
	lines := bufio.NewReaderSize(r, 256<<10)
	var long []byte
	for {
		part, err := lines.ReadSlice('\n')
		if errors.Is(err, bufio.ErrBufferFull) {
			if long = append(long, part...); len(long) > mostResource {
				return ErrTooLarge
			}
			continue
		}
		if err != nil && !errors.Is(err, io.EOF) {
			return sorted(err)
		}
		line := part
		if len(long) > 0 {
			line = append(long, part...)
			long = long[:0]
		}
		if line = bytes.TrimSpace(bytes.TrimPrefix(line, []byte("\ufeff"))); len(line) > 0 {
			if stop := do(entry{raw: line}); stop != nil {
				return stop
			}
		}
		if err != nil {
			return nil
		}
	}
}

type walk struct {
	d  *jsontext.Decoder
	b  *budget
	do func(entry) error
}

func (w *walk) read() (jsontext.Value, error) {
	v, err := w.d.ReadValue()
	w.b.done()
	return v, err
}

func (w *walk) give(e entry) error {
	if err := w.do(e); err != nil {
		return errStop{err}
	}
	return nil
}

// value reads the next value of the stream.
func (w *walk) value(bundle bool) error {
	switch kind := w.d.PeekKind(); {
	case kind == '[':
		return w.list(func(v jsontext.Value) error { return w.give(entry{raw: v}) })
	case kind == '{' && bundle:
		return w.bundle()
	}
	v, err := w.read()
	if err != nil {
		return err
	}
	return w.give(entry{raw: v})
}

func (w *walk) list(do func(jsontext.Value) error) error {
	if _, err := w.d.ReadToken(); err != nil {
		return err
	}
	for w.d.PeekKind() != ']' {
		v, err := w.read()
		if err != nil {
			return err
		}
		if err := do(v); err != nil {
			return err
		}
	}
	_, err := w.d.ReadToken()
	return err
}

// bundle reads a Bundle, an entry at a time. Its type is known where it stands before the entries.
func (w *walk) bundle() error {
	if _, err := w.d.ReadToken(); err != nil {
		return err
	}
	kind := ""
	for {
		t, err := w.d.ReadToken()
		if err != nil {
			return err
		}
		if t.Kind() == '}' {
			return nil
		}
		switch name := t.String(); {
		case name == "entry" && w.d.PeekKind() == '[':
			err = w.list(func(v jsontext.Value) error { return w.entry(v, kind) })
		case name == "type":
			var v jsontext.Value
			if v, err = w.read(); err == nil {
				kind = strings.Trim(string(v), `"`)
			}
		default:
			err = w.d.SkipValue()
			w.b.done()
		}
		if err != nil {
			return err
		}
	}
}

// entry takes an entry apart, without looking into the resource: whoever gets it is strict.
func (w *walk) entry(v jsontext.Value, kind string) error {
	if v.Kind() != '{' {
		return w.give(entry{raw: v, bundle: kind})
	}
	e := entry{bundle: kind}
	d := jsontext.NewDecoder(bytes.NewReader(v), jsontext.AllowDuplicateNames(true), jsontext.AllowInvalidUTF8(true))
	if _, err := d.ReadToken(); err != nil {
		return err
	}
	for d.PeekKind() == '"' {
		t, err := d.ReadToken()
		if err != nil {
			return err
		}
		name := t.String()
		got, err := d.ReadValue()
		if err != nil {
			return err
		}
		switch name {
		case "resource":
			e.raw = bytes.Clone(got)
		case "fullUrl":
			e.fullURL, _ = unquoted(got)
		}
	}
	if e.raw == nil {
		return nil // an answer without a resource
	}
	return w.give(e)
}

func unquoted(v jsontext.Value) (string, bool) {
	b, err := jsontext.AppendUnquote(nil, v)
	return string(b), err == nil
}

// parse reads one resource, within the limits of a file.
func parse(raw []byte, hint fhir.Version) (*fhir.Resource, error) {
	return fhir.ParseResourceLimits(raw, hint, fhir.Limits{Bytes: mostResource, Depth: fhir.Standard.Depth, Nodes: 1 << 20})
}
