// SPDX-License-Identifier: EUPL-1.2

package carry

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"runtime/debug"
	"slices"
	"strings"
	"time"

	"regie/internal/measure"
	"regie/internal/measure/unpack"
	"regie/internal/record"
	"regie/internal/store"
	"regie/internal/vault"
)

// Words are what is said of a file in the record, in the language of the person.
type Words struct {
	Source  func(title string) string // what the source of its items is called
	Unnamed string                    // a file of which nothing tells who made it
}

// service stands for the data service of a provider, in the record of a file.
const service = "bestand"

// adding puts what a file has in the vault of a person.
type adding struct {
	*Kit
	ctx   context.Context
	v     *vault.Opened
	f     *File
	found *Found
	words Words
	imp   *Import
	at    time.Time
	names map[int]string // place of a source → its name as a provider
	bufs  map[bufKey]*buffer
	gone  map[bufKey]bool // services of sources that have what is no longer listed; at is 0
	own   map[record.Key]record.Key
}

// bufKey is a batch: one source, one of its data services, one moment.
type bufKey struct {
	source  int
	service string
	at      int64
}

type buffer struct {
	all  []record.Incoming
	docs []record.File
	size int
}

// The size at which a batch is written.
const (
	batchMost  = 1000
	batchBytes = 8 << 20
)

// Add adds what Look found, and tells what was added. What fails halfway is taken out again.
func (k *Kit) Add(ctx context.Context, v *vault.Opened, f *File, found *Found, words Words) (*Import, error) {
	if err := f.begin(); err != nil {
		return nil, fmt.Errorf("adding a file: %w", err)
	}
	now := k.Now().UTC().Truncate(time.Microsecond)
	a := &adding{
		Kit: k, ctx: ctx, v: v, f: f, found: found, words: words, at: now,
		names: map[int]string{}, bufs: map[bufKey]*buffer{}, gone: map[bufKey]bool{}, own: map[record.Key]record.Key{},
	}
	a.imp = &Import{ID: store.NewID(k.Rand).String(), At: now, Name: f.Name, Format: found.Format, Title: found.Title, New: found.New, Items: found.newItems}
	for i := range found.Sources {
		a.names[i] = fmt.Sprintf("%s%s:%d", record.FilePrefix, a.imp.ID[:16], i+1)
		a.imp.Providers = append(a.imp.Providers, a.names[i])
	}
	if err := k.keepImport(ctx, v, a.imp); err != nil {
		return nil, err
	}
	if err := a.all(); err != nil {
		undo := k.Undo(context.WithoutCancel(ctx), v, a.imp.ID)
		return nil, errors.Join(fmt.Errorf("adding a file: %w", err), undo)
	}
	a.imp.Done = true
	return a.imp, k.keepImport(ctx, v, a.imp)
}

// all adds everything. A reader that fails in an unforeseen way costs only the file.
func (a *adding) all() (err error) {
	defer func() {
		if p := recover(); p != nil {
			err = fmt.Errorf("%w: adding failed: %v\n%s", ErrDamaged, p, debug.Stack())
		}
	}()
	if a.found.newItems > 0 {
		if err := a.record(); err != nil {
			return err
		}
	} else {
		a.imp.Providers = nil
	}
	for _, part := range []func() error{a.samples, a.ownItems, a.links} {
		err := part()
		if keep := a.keepImport(context.WithoutCancel(a.ctx), a.v, a.imp); err == nil {
			err = keep
		}
		if err != nil {
			return err
		}
	}
	return nil
}

// record adds resources and documents: what is new, and all that only serves others.
func (a *adding) record() error {
	l := a.found.looker.Again()
	r := &reading{ctx: a.ctx, f: a.f, version: a.found.version}
	export := a.found.Format == FormatExport
	r.resource = func(x given) error {
		if x.meta != nil && x.meta.State == states[record.KeptEarlier] {
			return a.put(x, x.meta.First, record.Incoming{FHIR: x.version, FullURL: x.fullURL, Raw: slices.Clone(x.raw)})
		}
		for _, s := range l.Look(record.Incoming{FHIR: x.version, FullURL: x.fullURL, Raw: x.raw}, nil) {
			if s.Err != nil || s.Known != "" && !s.Part() {
				continue
			}
			if !export {
				if _, ok := sampleOf(s.Resource, a.f.Place); ok {
					continue
				}
			}
			at := a.at
			if x.meta != nil && x.meta.State == states[record.KeptGone] && x.meta.First.Before(a.at) {
				at = x.meta.First
				for _, service := range servicesOf(x.meta) {
					a.gone[bufKey{source: x.source, service: service}] = true
				}
			}
			if err := a.put(x, at, record.Incoming{FHIR: s.FHIR, FullURL: s.FullURL, Raw: s.Raw}); err != nil {
				return err
			}
		}
		return nil
	}
	r.document = func(source int, meta resourceEntry, body []byte) error {
		for _, service := range servicesOf(&meta) {
			b := a.buffer(source, service, a.at)
			b.docs = append(b.docs, record.File{URL: meta.URL, ContentType: meta.ContentType, Body: body})
			b.size += len(body)
		}
		return a.flush(false)
	}
	var err error
	switch {
	case export:
		var man manifest
		if man, err = r.manifest(); err == nil {
			err = r.sources(man)
		}
	case a.f.zip != nil:
		if r.archive, err = unpack.New(a.f.zip); err == nil {
			err = r.fhirZip()
		}
	default:
		err = r.single()
	}
	if err != nil && !isDamage(err) {
		return err // damage was told by Look: what was good is added
	}
	if err := a.flush(true); err != nil {
		return err
	}
	for key := range a.gone { // what came in this import is listed, and the rest is not
		if err := a.apply(key, record.Batch{At: a.at, Since: a.at, Complete: true}); err != nil {
			return err
		}
	}
	return nil
}

// servicesOf are the data services that named a resource: what two services of one provider tell is
// joined on a card, and so they are kept apart here too.
func servicesOf(e *resourceEntry) []string {
	if e == nil || len(e.Services) == 0 || len(e.Services) > 20 {
		return []string{service}
	}
	return e.Services
}

func (a *adding) buffer(source int, service string, at time.Time) *buffer {
	key := bufKey{source, service, at.UnixMicro()}
	b := a.bufs[key]
	if b == nil {
		b = &buffer{}
		a.bufs[key] = b
	}
	return b
}

func (a *adding) put(x given, at time.Time, in record.Incoming) error {
	if at.IsZero() || at.After(a.at) {
		at = a.at
	}
	for _, service := range servicesOf(x.meta) {
		b := a.buffer(x.source, service, at)
		b.all = append(b.all, in)
		b.size += len(in.Raw)
	}
	return a.flush(false)
}

// flush writes batches that are full; all of them where last is true, or where there are many.
func (a *adding) flush(last bool) error {
	total, most := 0, false
	for _, b := range a.bufs {
		total += b.size
		most = most || len(b.all) >= batchMost
	}
	if !last && !most && total < batchBytes {
		return nil
	}
	keys := make([]bufKey, 0, len(a.bufs))
	for key := range a.bufs {
		keys = append(keys, key)
	}
	slices.SortFunc(keys, func(x, y bufKey) int {
		return cmp.Or(cmp.Compare(x.source, y.source), cmp.Compare(x.service, y.service), cmp.Compare(x.at, y.at))
	})
	for _, key := range keys {
		b := a.bufs[key]
		delete(a.bufs, key)
		if err := a.apply(key, record.Batch{At: time.UnixMicro(key.at).UTC(), Resources: b.all, Files: b.docs}); err != nil {
			return err
		}
	}
	return nil
}

func (a *adding) apply(key bufKey, b record.Batch) error {
	source := key.source
	b.Provider, b.Service = a.names[source], key.service
	title := a.found.Sources[source].Title
	if title == "" {
		title = cmp.Or(a.f.Name, a.words.Unnamed)
	}
	b.ProviderName = title
	if !strings.HasPrefix(a.found.Sources[source].Name, record.FilePrefix) { // else it is called so already
		b.ProviderName = a.words.Source(title)
	}
	_, err := a.Keeper.Apply(a.ctx, a.v, b)
	return err
}

// samples adds measurements, workouts, notes and targets.
func (a *adding) samples() error {
	have, err := a.Books.Ranked(a.ctx, a.v)
	if err != nil {
		return err
	}
	if !a.found.in.Empty() {
		_, id, err := a.Books.AddTo(a.ctx, a.v, 0, a.found.in, measure.About{Format: a.found.Format, Name: a.f.Name})
		if err != nil {
			return err
		}
		a.imp.Measure = id
	}
	added, err := a.Books.PutMany(a.ctx, a.v, a.found.typed)
	a.imp.Typed = added
	if err != nil {
		return err
	}
	for kind, t := range a.found.targets {
		if err := a.Books.SetTarget(a.ctx, a.v, kind, t); err != nil {
			return err
		}
		a.imp.Targets = append(a.imp.Targets, kind)
	}
	if len(have) > 0 || len(a.found.order) < 2 {
		return nil // the order that the person has here holds
	}
	now, err := a.Books.Ranked(a.ctx, a.v)
	if err != nil {
		return err
	}
	order := slices.DeleteFunc(slices.Clone(a.found.order), func(s measure.Source) bool {
		return !slices.ContainsFunc(now, func(o measure.Source) bool { return o.Key() == s.Key() })
	})
	return a.Books.Prefer(a.ctx, a.v, order)
}

// ownItems adds what the person added to the record she took along.
func (a *adding) ownItems() error {
	for _, o := range a.found.own {
		was := o.Key
		o.Key = 0
		kept, err := a.Keeper.PutOwn(a.ctx, a.v, o)
		if errors.Is(err, record.ErrOwnFull) {
			a.found.odd(ownName, WhyFull, 1)
			continue
		}
		if err != nil {
			return err
		}
		a.imp.Own = append(a.imp.Own, kept.Key)
		a.own[was] = kept.Key
	}
	return nil
}
