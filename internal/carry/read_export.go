// SPDX-License-Identifier: EUPL-1.2

package carry

import (
	"archive/zip"
	"cmp"
	"encoding/json"
	"fmt"
	"io"
	"path"
	"slices"
	"strings"

	"regie/internal/fhir"
	"regie/internal/measure/unpack"
)

// Bounds on the parts of an export.
const (
	mostSmall = 64 << 20 // bytes of a part that is read at once
	mostNotes = 64 << 20 // bytes of notes
	mostKinds = 5000
	mostDiary = 200_000
)

// export reads an archive that Take wrote.
func (g *gathering) export() error {
	r := &reading{ctx: g.ctx, f: g.f, odd: g.odd}
	man, err := r.manifest()
	if err != nil {
		return err
	}
	g.made, g.prefix = man.Made, r.prefix
	if man.Person != nil {
		g.person(*man.Person)
	}
	for _, s := range man.Sources {
		g.Sources = append(g.Sources, Source{N: s.N, Name: s.Name, Title: s.Title})
	}
	for _, f := range man.Files {
		if e := r.names[f.Path]; e == nil {
			g.odd(f.Path, WhyMissing, 1)
		} else if int64(e.UncompressedSize64) != f.Bytes {
			g.odd(f.Path, WhyChanged, 1)
		}
	}
	r.resource = func(x given) error {
		if x.meta != nil && x.meta.State == "earlier" {
			return nil // it comes along with what the resource says now
		}
		return g.resource(x, false)
	}
	r.document = func(_ int, meta resourceEntry, body []byte) error {
		g.Parts++
		return nil
	}
	failed := r.sources(man)
	for _, part := range []func(*reading) error{g.measurements, g.events, g.ownItems, g.diary, g.agenda, g.goalLines} {
		if err := part(r); err != nil {
			if !isDamage(err) {
				return err
			}
			failed = cmp.Or(failed, err)
		}
	}
	return failed
}

// manifest reads what is in the archive.
func (r *reading) manifest() (man manifest, err error) {
	if r.archive, err = unpack.New(r.f.zip); err != nil {
		return man, err
	}
	r.names = map[string]*zip.File{}
	for _, e := range r.f.zip.File {
		if path.Base(e.Name) == manifestName && strings.Count(e.Name, "/") <= 1 {
			r.prefix = strings.TrimSuffix(e.Name, manifestName)
		}
	}
	for _, e := range r.f.zip.File {
		if name, ok := strings.CutPrefix(e.Name, r.prefix); ok && e.Mode().IsRegular() {
			r.names[name] = e
		}
	}
	b, err := r.small(manifestName)
	if err != nil {
		return man, err
	}
	if err := json.Unmarshal(b, &man); err != nil {
		return man, fmt.Errorf("%w: reading the list of contents: %w", ErrDamaged, err)
	}
	if man.Format != Format || man.Version < 1 || man.Version > Version {
		return man, ErrVersion
	}
	if len(man.Sources) > 1000 {
		return man, ErrTooLarge
	}
	return man, nil
}

// small reads a part at once; nothing where it is not there.
func (r *reading) small(name string) ([]byte, error) {
	e := r.names[name]
	if e == nil {
		return nil, nil
	}
	f, err := r.archive.Open(e)
	if err != nil {
		return nil, err
	}
	defer f.Close()
	b, err := io.ReadAll(io.LimitReader(f, mostSmall+1))
	if err != nil {
		return nil, sorted(err)
	}
	if len(b) > mostSmall {
		return nil, ErrTooLarge
	}
	return b, nil
}

// lines gives the lines of a part.
func (r *reading) lines(name string, do func(n int, line []byte) error) error {
	e := r.names[name]
	if e == nil {
		return nil
	}
	f, err := r.archive.Open(e)
	if err != nil {
		return err
	}
	defer f.Close()
	n := 0
	err = eachLine(f, func(x entry) error {
		n++
		if n%4096 == 0 && r.ctx.Err() != nil {
			return r.ctx.Err()
		}
		return do(n, x.raw)
	})
	r.progress(int64(e.CompressedSize64))
	return err
}

// sources goes through what came from whom.
func (r *reading) sources(man manifest) (failed error) {
	for n, s := range man.Sources {
		index := map[string]map[int]*resourceEntry{}
		var documents []resourceEntry
		err := r.lines(s.Folder+indexName, func(_ int, line []byte) error {
			var e resourceEntry
			if json.Unmarshal(line, &e) != nil {
				r.note(indexName, WhyLine)
				return nil
			}
			if e.URL != "" {
				documents = append(documents, e)
				return nil
			}
			if index[e.File] == nil {
				index[e.File] = map[int]*resourceEntry{}
			}
			e.FHIR = strings.Clone(e.FHIR)
			index[e.File][e.Line] = &e
			return nil
		})
		if err != nil {
			if !isDamage(err) {
				return err
			}
			failed = err
		}
		var files []string
		for name := range r.names {
			if rest, ok := strings.CutPrefix(name, s.Folder); ok && isJSON(rest) && rest != indexName {
				files = append(files, rest)
			}
		}
		slices.Sort(files)
		for _, name := range files {
			version := r.version
			r.version = fhir.R4
			if strings.HasPrefix(name, "stu3/") {
				r.version = fhir.STU3
			}
			err := r.lines(s.Folder+name, func(line int, raw []byte) error {
				return r.take(name, n, entry{raw: raw, fullURL: urnOf(index[name][line])}, index[name][line])
			})
			r.version = version
			if err != nil {
				if !isDamage(err) {
					return err
				}
				failed = err
				r.note(name, whyOf(err))
			}
		}
		for _, d := range documents {
			b, err := r.small(d.File)
			if err == nil && b == nil {
				continue // missing: said already
			}
			if err == nil {
				err = r.document(n, d, b)
			}
			if err != nil {
				if !isDamage(err) {
					return err
				}
				failed = err
				r.note(d.File, whyOf(err))
			}
		}
	}
	return failed
}

func urnOf(e *resourceEntry) string {
	if e == nil {
		return ""
	}
	return e.URN
}
