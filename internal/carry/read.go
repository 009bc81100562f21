// SPDX-License-Identifier: EUPL-1.2

package carry

import (
	"archive/zip"
	"context"
	"errors"
	"io"
	"path"
	"strings"

	"regie/internal/fhir"
	"regie/internal/measure/unpack"
)

// found resources go to who reads, one at a time.
type given struct {
	entry
	source  int // place in the sources
	at      string
	version fhir.Version
	meta    *resourceEntry // of an export
}

// reading goes through a file once. What it calls may be nil.
type reading struct {
	ctx      context.Context
	f        *File
	version  fhir.Version // of what does not tell itself
	resource func(given) error
	document func(source int, meta resourceEntry, body []byte) error
	odd      func(what string, why Why, n int)
	archive  *unpack.Archive
	names    map[string]*zip.File
	prefix   string
	n        int
	done     int64
}

func (f *File) most() int {
	if f.Most > 0 {
		return f.Most
	}
	return MostResources
}

// errEnough ends a walk that only wanted to see the beginning.
var errEnough = errors.New("carry: enough")

func (r *reading) note(what string, why Why) {
	if r.odd != nil {
		r.odd(what, why, 1)
	}
}

// whole is a text of JSON that stands by itself.
func (r *reading) text(name string, open func() (io.ReadCloser, error)) error {
	return eachEntry(open, func(e entry) error { return r.take(name, 0, e, nil) })
}

// take gives one resource, with its version.
func (r *reading) take(at string, source int, e entry, meta *resourceEntry) error {
	if err := r.ctx.Err(); err != nil {
		return err
	}
	if r.n++; r.n > r.f.most() {
		return ErrTooLarge
	}
	g := given{entry: e, source: source, at: at, meta: meta}
	switch {
	case meta != nil && meta.FHIR == fhir.STU3.String():
		g.version = fhir.STU3
	case meta != nil && meta.FHIR == fhir.R4.String():
		g.version = fhir.R4
	default:
		res, err := parse(e.raw, fhir.Unknown)
		if err == nil {
			g.version = res.Version
			if res.Type == "Bundle" {
				g.version = fhir.Unknown
			}
		}
		if g.version == fhir.Unknown {
			g.version = r.version
		}
	}
	return r.resource(g)
}

// fhirZip reads an archive of FHIR.
func (r *reading) fhirZip() error {
	var failed error
	for _, e := range r.f.zip.File {
		if e.Mode().IsDir() || !e.Mode().IsRegular() || strings.HasPrefix(e.Name, "__MACOSX/") || strings.HasPrefix(path.Base(e.Name), ".") {
			continue
		}
		name := path.Base(e.Name)
		if !isJSON(name) {
			if strings.EqualFold(path.Ext(name), ".xml") && kindOfHead(r.archive.Head(e, 8<<10)) == FormatXML {
				r.note(name, WhyXML)
			} else {
				r.note(strings.ToLower(path.Ext(name)), WhyFile)
			}
			continue
		}
		if k := kindOfHead(r.archive.Head(e, 16<<10)); k != FormatFHIR {
			r.note(name, WhyNoFHIR)
			continue
		}
		err := r.text(name, func() (io.ReadCloser, error) { return r.archive.Open(e) })
		r.progress(int64(e.CompressedSize64))
		if err != nil {
			if !isDamage(err) {
				return err
			}
			failed = err
			r.note(name, whyOf(err))
			if errors.Is(err, ErrTooLarge) && r.n > r.f.most() {
				break
			}
		}
	}
	return failed
}

func (r *reading) progress(n int64) {
	if r.done += n; r.f.Progress != nil {
		r.f.Progress(min(r.done, r.f.Size), r.f.Size)
	}
}

func isJSON(name string) bool {
	switch strings.ToLower(path.Ext(name)) {
	case ".json", ".ndjson", ".jsonl":
		return true
	}
	return false
}

func isDamage(err error) bool { return errors.Is(err, ErrDamaged) || errors.Is(err, ErrTooLarge) }

func whyOf(err error) Why {
	if errors.Is(err, ErrTooLarge) {
		return WhyLarge
	}
	return WhyBroken
}

// single reads a file that is no archive.
func (r *reading) single() error {
	return r.text("", func() (io.ReadCloser, error) {
		return io.NopCloser(&progress{r: io.NewSectionReader(r.f, 0, r.f.Size), f: r.f}), nil
	})
}

// progress tells how far a file is.
type progress struct {
	r    io.Reader
	f    *File
	done int64
}

func (p *progress) Read(b []byte) (int, error) {
	n, err := p.r.Read(b)
	if p.done += int64(n); p.f.Progress != nil {
		p.f.Progress(p.done, p.f.Size)
	}
	return n, err
}

// commonVersion tells of which FHIR most of a file is, by its first resources; R4 where nothing tells.
func commonVersion(ctx context.Context, f *File, a *unpack.Archive) fhir.Version {
	count := map[fhir.Version]int{}
	n := 0
	r := &reading{ctx: ctx, f: &File{Name: f.Name, ReaderAt: f.ReaderAt, Size: f.Size, head: f.head, zip: f.zip}, archive: a}
	r.resource = func(g given) error {
		if count[g.version]++; g.version == fhir.Unknown {
			if res, err := parse(g.raw, fhir.Unknown); err == nil {
				for x := range res.Entries() {
					count[x.Version]++
				}
			}
		}
		if n++; n >= 400 {
			return errEnough
		}
		return nil
	}
	if f.zip != nil {
		_ = r.fhirZip()
	} else {
		_ = r.single()
	}
	if count[fhir.STU3] > count[fhir.R4] {
		return fhir.STU3
	}
	return fhir.R4
}
