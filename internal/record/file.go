// SPDX-License-Identifier: EUPL-1.2

package record

import (
	"bytes"
	"encoding/base64"
	"encoding/binary"
	"fmt"
	"io"

	"regie/internal/fhir"
	"regie/internal/store"
	"regie/internal/vault"
)

// A document inside a resource (a Binary, an attachment) is base64 in JSON: a third larger
// than itself, and only to be read whole. A large original is therefore kept in rows of its
// own: the first says how it was put together, the others hold the document itself in
// segments, so that it can be sent to the viewer piece by piece. The provider's bytes come
// back from it exactly; where they would not, they are kept as they are.

const (
	largeOriginal = 24 << 10  // bytes from which an original is kept apart
	segmentSize   = 256 << 10 // bytes of a document in one row

	fileFormat = 1
)

// The ways in which a large original is put together from its body.
const (
	fileWhole  = 0 // the body is the original
	fileBase64 = 1 // the original is before, the body in base64, after
	fileItself = 2 // the body is a document that was fetched as itself; before is its content type
)

// fileHead is the first row of a large original.
type fileHead struct {
	method        byte
	size          int    // of the body
	before, after []byte // of fileBase64
}

func (h fileHead) encode() []byte {
	b := []byte{fileFormat, h.method}
	b = binary.AppendUvarint(b, uint64(h.size))
	b = append(binary.AppendUvarint(b, uint64(len(h.before))), h.before...)
	return append(binary.AppendUvarint(b, uint64(len(h.after))), h.after...)
}

func decodeFileHead(b []byte) (fileHead, error) {
	d := decoder{b: b}
	if f := d.byte(); d.err == nil && f != fileFormat {
		return fileHead{}, fmt.Errorf("file format %d: %w", f, errDamaged)
	}
	h := fileHead{method: d.byte(), size: int(d.uint())}
	h.before = d.bytes(d.count(1))
	h.after = d.bytes(d.count(1))
	if d.err == nil && (len(d.b) != 0 || h.method > fileItself || h.size < 0) {
		d.fail("not the head of a file")
	}
	return h, d.err
}

// putFile seals a large original in rows of its own and returns its block.
func putFile(r *rows, c content) (block, error) {
	h, body := split(c)
	h.size = len(body)
	b := block{kind: blockFile, count: 1, size: len(c.raw)}
	id, err := r.put(vault.Documents, h.encode())
	if err != nil {
		return block{}, err
	}
	b.rows = append(b.rows, id)
	for len(body) > 0 {
		n := min(len(body), segmentSize)
		if id, err = r.put(vault.Documents, body[:n]); err != nil {
			return block{}, err
		}
		b.rows, body = append(b.rows, id), body[n:]
	}
	return b, nil
}

// split finds the document in an original.
func split(c content) (fileHead, []byte) {
	if c.typ == fileType {
		d := decoder{b: c.raw}
		kind := d.bytes(d.count(1))
		return fileHead{method: fileItself, before: kind}, d.b
	}
	if c.res == nil {
		return fileHead{}, c.raw
	}
	data := largest(c.res.Root)
	text := data.Raw()
	if len(text) < largeOriginal/2 {
		return fileHead{}, c.raw
	}
	text = text[1 : len(text)-1] // without the quotes
	body := make([]byte, base64.StdEncoding.DecodedLen(len(text)))
	n, err := base64.StdEncoding.Decode(body, text)
	if err != nil {
		return fileHead{}, c.raw
	}
	body = body[:n]
	if again := base64.StdEncoding.AppendEncode(make([]byte, 0, len(text)), body); !bytes.Equal(again, text) {
		return fileHead{}, c.raw // line breaks or odd padding
	}
	at := bytes.Index(c.raw, text)
	return fileHead{method: fileBase64, before: c.raw[:at], after: c.raw[at+len(text):]}, body
}

// largest returns the longest string below n.
func largest(n fhir.Node) fhir.Node {
	var best fhir.Node
	size := 0
	var walk func(fhir.Node)
	walk = func(n fhir.Node) {
		switch n.Kind() {
		case fhir.Object, fhir.Array:
			for c := range n.Children() {
				walk(c)
			}
		case fhir.String:
			if l := len(n.Raw()); l > size {
				best, size = n, l
			}
		}
	}
	walk(n)
	return best
}

// fileReader reads the body of a large original, segment by segment.
type fileReader struct {
	rows []store.ID // that are left
	load func(store.ID) ([]byte, error)
	part []byte
}

func (f *fileReader) Read(p []byte) (int, error) {
	for len(f.part) == 0 {
		if len(f.rows) == 0 {
			return 0, io.EOF
		}
		part, err := f.load(f.rows[0])
		if err != nil {
			return 0, fmt.Errorf("reading a segment: %w", err)
		}
		f.part, f.rows = part, f.rows[1:]
	}
	n := copy(p, f.part)
	f.part = f.part[n:]
	return n, nil
}

// whole returns the original as the provider sent it.
func (h fileHead) whole(body io.Reader) ([]byte, error) {
	var out bytes.Buffer
	out.Write(h.before)
	var err error
	switch h.method {
	case fileBase64:
		w := base64.NewEncoder(base64.StdEncoding, &out)
		if _, err = io.Copy(w, body); err == nil {
			err = w.Close()
		}
	default:
		if h.method == fileItself {
			out.Reset()
		}
		_, err = io.Copy(&out, body)
	}
	if err != nil {
		return nil, err
	}
	out.Write(h.after)
	return out.Bytes(), nil
}
