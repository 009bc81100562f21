// SPDX-License-Identifier: EUPL-1.2

package carry

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"io"
	"runtime/debug"
	"slices"
	"strings"

	"regie/internal/fhir"
	"regie/internal/measure"
	"regie/internal/measure/unpack"
	"regie/internal/record"
)

// Read looks at a file by itself, as if nothing were kept yet. each, where it is not nil, gets every
// resource that is no measurement. With ErrDamaged and ErrTooLarge what was good is in Found, which
// is never nil.
func Read(ctx context.Context, f *File, each func(record.Sight)) (*Found, error) {
	return read(ctx, f, record.NewLooker(), each)
}

// read looks at a file. A reader that fails in an unforeseen way costs only the file.
func read(ctx context.Context, f *File, l *record.Looker, each func(record.Sight)) (found *Found, err error) {
	found = &Found{in: &measure.Intake{}, targets: map[measure.Kind]measure.Target{}, looker: l}
	defer func() {
		if p := recover(); p != nil {
			err = fmt.Errorf("%w: reading failed: %v\n%s", ErrDamaged, p, debug.Stack())
		}
		found.Partly = err != nil
	}()
	if err := f.begin(); err != nil {
		return found, err
	}
	found.Format = f.kind()
	g := &gathering{Found: found, ctx: ctx, f: f, each: each}
	switch found.Format {
	case FormatExport:
		err = g.export()
	case FormatSheet:
		err = g.sheet(io.NewSectionReader(f, 0, f.Size))
	case FormatFHIR:
		err = g.fhir()
	case FormatXML:
		return found, ErrXML
	default:
		return found, ErrUnknown
	}
	slices.SortFunc(found.Counts, func(a, b Count) int { return cmp.Compare(a.Category, b.Category) })
	if err == nil && found.empty() {
		err = ErrEmpty
	}
	return found, err
}

func (f *Found) empty() bool {
	return len(f.Counts) == 0 && f.Parts == 0 && f.in.Empty() && len(f.typed)+len(f.own)+len(f.entries)+len(f.visits)+len(f.goals)+len(f.targets) == 0
}

// gathering fills Found.
type gathering struct {
	*Found
	ctx  context.Context
	f    *File
	each func(record.Sight)

	title, org string // of the first Composition, of the first Organization
	notes      map[string]string
}

// fhir reads FHIR of others.
func (g *gathering) fhir() error {
	r := &reading{ctx: g.ctx, f: g.f, odd: g.odd}
	if g.f.zip != nil {
		a, err := unpack.New(g.f.zip)
		if err != nil {
			return err
		}
		r.archive = a
	}
	first, err := unpackOf(g.f)
	if err != nil {
		return err
	}
	g.version = commonVersion(g.ctx, g.f, first)
	r.version = g.version
	r.resource = func(x given) error {
		if x.bundle == "document" {
			g.Format = FormatIPS
		}
		return g.resource(x, true)
	}
	g.Sources = []Source{{N: 1}}
	if g.f.zip != nil {
		err = r.fhirZip()
	} else {
		err = r.single()
	}
	if errors.Is(err, ErrTooLarge) && r.n > g.f.most() {
		g.odd("", WhyMany, 1)
	}
	g.Title = cmp.Or(g.org, g.title)
	g.Sources[0].Title = g.Title
	return err
}

func unpackOf(f *File) (*unpack.Archive, error) {
	if f.zip == nil {
		return nil, nil
	}
	return unpack.New(f.zip)
}

// resource looks at one resource. measured tells that an own measurement among them is one.
func (g *gathering) resource(x given, measured bool) error {
	for _, s := range g.looker.Look(record.Incoming{FHIR: x.version, FullURL: x.fullURL, Raw: x.raw}, nil) {
		if s.Err != nil {
			g.odd(where(x), whyUnreadable(s.Err), 1)
			continue
		}
		if measured {
			if t, ok := sampleOf(s.Resource, g.f.Place); ok {
				g.sample(t)
				continue
			}
		}
		g.about(s.Resource)
		if s.Part() {
			g.Parts++
		} else {
			g.count(s.Item, s.Known)
			if s.Item.Generic {
				g.odd(s.Type, WhyGeneric, 1)
			}
		}
		if g.each != nil {
			g.each(s)
		}
	}
	return nil
}

// whyUnreadable tells why a resource is none.
func whyUnreadable(err error) Why {
	switch {
	case errors.Is(err, fhir.ErrTooDeep):
		return WhyDeep
	case errors.Is(err, fhir.ErrTooLarge):
		return WhyLarge
	case errors.Is(err, fhir.ErrNoResource), errors.Is(err, fhir.ErrNoObject):
		return WhyNoFHIR
	case strings.Contains(err.Error(), "duplicate"):
		return WhyNames
	}
	return WhyBroken
}

func where(x given) string {
	if t := typeOf(x.raw[:min(len(x.raw), 4096)]); t != "" {
		return t
	}
	return x.at
}

// sample takes an own measurement; what the person typed stays typed.
func (g *gathering) sample(t taken) {
	t.source.Name, t.source.Model, t.source.App = strings.Clone(t.source.Name), strings.Clone(t.source.Model), strings.Clone(t.source.App)
	if t.source.Key() == measure.Hand.Key() && len(g.typed) < mostTyped {
		g.typed = append(g.typed, measure.Typed{Kind: t.kind, Sample: t.sample, Note: strings.Clone(t.note)})
		return
	}
	g.in.Add(g.in.Kind(t.kind), g.in.Source(t.source), t.sample)
}

// mostTyped bounds what is taken as typed; more than that nobody types.
const mostTyped = 200_000

// about notes whose file it is, and from whom.
func (g *gathering) about(r *fhir.Resource) {
	switch r.Type {
	case "Patient":
		g.person(personOf(r))
	case "Composition":
		if g.title == "" {
			g.title = strings.Clone(r.Root.Str("title"))
		}
		if g.org == "" {
			g.org = strings.Clone(r.Root.Path("custodian", "display").Value())
		}
	case "Organization":
		if g.org == "" {
			g.org = strings.Clone(r.Root.Str("name"))
		}
	}
}

func (g *gathering) person(p Person) {
	p = Person{strings.Clone(p.Name), strings.Clone(p.BirthDate)}
	if p != (Person{}) && len(g.People) < 5 && !slices.Contains(g.People, p) {
		g.People = append(g.People, p)
	}
}
