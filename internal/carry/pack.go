// SPDX-License-Identifier: EUPL-1.2

package carry

import (
	"archive/zip"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"hash"
	"io"
	"time"
)

// pack writes an archive, one file after the other, and remembers what it wrote.
type pack struct {
	z     *zip.Writer
	made  time.Time
	files []fileEntry
	open  *packed
}

// packed is the file that is being written.
type packed struct {
	w    io.Writer
	sum  hash.Hash
	meta fileEntry
}

func newPack(w io.Writer, made time.Time) *pack { return &pack{z: zip.NewWriter(w), made: made} }

// file begins a file; what was begun before is closed. What is packed already is stored as it is.
func (p *pack) file(name string, store bool) (*packed, error) {
	p.shut()
	h := &zip.FileHeader{Name: name, Modified: p.made, Method: zip.Deflate}
	if store {
		h.Method = zip.Store
	}
	w, err := p.z.CreateHeader(h)
	if err != nil {
		return nil, fmt.Errorf("writing an archive: %w", err)
	}
	p.open = &packed{w: w, sum: sha256.New(), meta: fileEntry{Path: name}}
	return p.open, nil
}

func (p *pack) shut() {
	if p.open != nil {
		p.open.meta.SHA256 = hex.EncodeToString(p.open.sum.Sum(nil))
		p.files = append(p.files, p.open.meta)
		p.open = nil
	}
}

// Write implements io.Writer.
func (f *packed) Write(b []byte) (int, error) {
	f.sum.Write(b)
	n, err := f.w.Write(b)
	f.meta.Bytes += int64(n)
	return n, err
}

// line writes a line; its end is put behind it.
func (f *packed) line(b []byte) error {
	f.meta.Lines++
	if _, err := f.Write(b); err != nil {
		return err
	}
	_, err := f.Write([]byte{'\n'})
	return err
}

// json writes a value as a line.
func (f *packed) json(v any) error {
	b, err := json.Marshal(v)
	if err != nil {
		return fmt.Errorf("writing a line: %w", err)
	}
	return f.line(b)
}

// whole writes a file at once.
func (p *pack) whole(name string, b []byte) error {
	f, err := p.file(name, false)
	if err != nil {
		return err
	}
	_, err = f.Write(b)
	return err
}

// indented writes a file of one JSON value, to be read by people too.
func (p *pack) indented(name string, v any) error {
	b, err := json.MarshalIndent(v, "", " ")
	if err != nil {
		return fmt.Errorf("writing %s: %w", name, err)
	}
	return p.whole(name, append(b, '\n'))
}

// end writes what is in the archive, and closes it.
func (p *pack) end(m manifest) error {
	p.shut()
	m.Files = p.files
	if err := p.indented(manifestName, m); err != nil {
		return err
	}
	if err := p.z.Close(); err != nil {
		return fmt.Errorf("closing an archive: %w", err)
	}
	return nil
}
