// SPDX-License-Identifier: EUPL-1.2

package main

import (
	"context"
	"errors"
	"os"
	"strconv"

	"regie/internal/carry"
	"regie/internal/measure"
	"regie/internal/record"
)

// isCarried tells whether a file is an archive with a record, or a table that Regie wrote. FHIR that
// is no archive is read with the rest of its folder.
func isCarried(path string) bool {
	f, size, err := opened(path)
	if err != nil {
		return false
	}
	defer f.Close()
	switch c := (&carry.File{Name: path, ReaderAt: f, Size: size}); c.Is() {
	case carry.FormatExport, carry.FormatSheet:
		return true
	case carry.FormatFHIR:
		return c.Archive()
	}
	return false
}

func opened(path string) (*os.File, int64, error) {
	f, err := os.Open(path)
	if err != nil {
		return nil, 0, err
	}
	info, err := f.Stat()
	if err == nil && !info.Mode().IsRegular() {
		err = errors.New("not a file")
	}
	if err != nil {
		_ = f.Close()
		return nil, 0, err
	}
	return f, info.Size(), nil
}

// readCarried prints what an archive with a record has: the items of the record as for other FHIR,
// and the lines of measurements as for files of apps.
func readCarried(path string, w *readWriter) (failed bool, err error) {
	f, size, err := opened(path)
	if err != nil {
		return true, w.failure(path, "", err)
	}
	defer f.Close()
	n := 0
	var wrote error
	found, err := carry.Read(context.Background(), &carry.File{Name: path, ReaderAt: f, Size: size}, func(s record.Sight) {
		if wrote == nil {
			wrote = w.item(path, "/"+strconv.Itoa(n), s.Resource, s.Item)
		}
		n++
	})
	if wrote != nil {
		return true, wrote
	}
	if err != nil && !errors.Is(err, carry.ErrEmpty) {
		failed = true // what was good is printed all the same
		if err := w.failure(path, "", err); err != nil {
			return true, err
		}
	}
	in := found.Intake()
	for _, t := range found.TypedSamples() {
		in.Add(in.Kind(t.Kind), in.Source(measure.Hand), t.Sample)
	}
	for _, o := range found.Odd {
		if o.Why == carry.WhyGeneric {
			continue // its line says so
		}
		if err := w.unused(path, found.Format, o.What, string(o.Why), o.N); err != nil {
			return true, err
		}
	}
	if in.Empty() {
		if n == 0 && !failed && len(found.Odd) == 0 {
			return false, w.empty(path, found.Format)
		}
		return failed, nil
	}
	return failed, w.measured(path, found.Format, in)
}

// unused prints what was not used of an archive.
func (w *readWriter) unused(path, format, what, why string, n int) error {
	if !w.json {
		return nil
	}
	o := w.open()
	o.str("file", path)
	o.str("format", format)
	o.str("unused", what)
	o.str("why", why)
	o.num("count", strconv.Itoa(n))
	return w.close(o)
}
