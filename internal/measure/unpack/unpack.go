// SPDX-License-Identifier: EUPL-1.2

// Package unpack opens the entries of an archive within bounds. Names of entries are only looked
// at: nothing is ever written under them.
package unpack

import (
	"archive/zip"
	"fmt"
	"io"
	"path"
	"strings"

	"regie/internal/measure"
)

// Limits of an archive.
const (
	MaxEntries  = 200_000
	maxEntry    = 2 << 30
	maxRatio    = 200      // of what comes out to what went in
	ratioFrom   = 16 << 20 // below this any ratio is fine
	MaxUnpacked = 8 << 30  // of all entries together
)

// Archive gives entries of an archive and counts what comes out of them.
type Archive struct {
	Files []*zip.File
	left  int64
}

// New returns the files of an archive that have one of the endings (".csv").
func New(z *zip.Reader, endings ...string) (*Archive, error) {
	if len(z.File) > MaxEntries {
		return nil, measure.ErrTooLarge
	}
	a := &Archive{left: MaxUnpacked}
	for _, f := range z.File {
		for _, e := range endings {
			if f.Mode().IsRegular() && strings.EqualFold(path.Ext(f.Name), e) {
				a.Files = append(a.Files, f)
			}
		}
	}
	return a, nil
}

// Open opens an entry.
func (a *Archive) Open(f *zip.File) (io.ReadCloser, error) {
	open := f.Open
	if Cut(f) {
		open = func() (io.ReadCloser, error) { return openCut(f) }
	}
	r, err := open()
	if err != nil {
		return nil, fmt.Errorf("%w: opening an entry: %w", measure.ErrDamaged, err)
	}
	return &entry{ReadCloser: r, a: a, packed: int64(f.CompressedSize64)}, nil
}

// Head returns the beginning of an entry, at most n bytes; nothing where it cannot be read.
func (a *Archive) Head(f *zip.File, n int) []byte {
	r, err := a.Open(f)
	if err != nil {
		return nil
	}
	defer r.Close()
	b := make([]byte, n)
	n, _ = io.ReadFull(r, b)
	return b[:n]
}

type entry struct {
	io.ReadCloser
	a         *Archive
	packed, n int64
}

func (e *entry) Read(p []byte) (int, error) {
	n, err := e.ReadCloser.Read(p)
	e.n += int64(n)
	e.a.left -= int64(n)
	if e.a.left < 0 || e.n > maxEntry || e.n > ratioFrom && e.n/max(e.packed, 1) > maxRatio {
		return n, measure.ErrTooLarge
	}
	return n, err
}
