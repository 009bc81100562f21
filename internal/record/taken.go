// SPDX-License-Identifier: EUPL-1.2

package record

import (
	"cmp"
	"context"
	"encoding/hex"
	"errors"
	"fmt"
	"slices"
	"strings"
	"time"

	"regie/internal/fhir"
	"regie/internal/store"
	"regie/internal/vault"
	"regie/internal/zib"
)

// This file is for whoever takes a dossier along, and for whoever brings one: what is stored, as
// it came, and whether something is there already.

// FilePrefix begins the name of a provider that is no provider, but a file that the person added.
const FilePrefix = "bestand:"

// File tells that this is no care provider, but a file that the person added herself.
func (p *Provider) File() bool { return strings.HasPrefix(p.Name, FilePrefix) }

// KeptState is what a content of a resource is by now.
type KeptState uint8

// The states.
const (
	KeptCurrent KeptState = iota
	KeptGone              // it is what the resource said last; the provider no longer lists it
	KeptEarlier           // the resource says something else now
)

// Kept is one content of a resource, as it lies in the store.
type Kept struct {
	FHIR        fhir.Version
	Type, ID    string // ID is "~…" where the resource has none; Type is "" for what is no FHIR
	URN         string // fullUrl of the Bundle entry, if it is a URN
	Services    []string
	First       time.Time // when it first came in
	State       KeptState
	Digest      string // of what it says: see decision 0051
	ContentType string // of a document that was fetched as itself; its address is ID
	Raw         []byte // as it came but for the BSN; of a document that was fetched as itself its bytes
}

// Document tells that this is a file that was fetched as itself, and no FHIR.
func (k *Kept) Document() bool { return k.Type == fileType }

// Holding is all that came from one provider.
type Holding struct {
	Name, Title string
	Services    []ServiceState
	Groups      []Group // by FHIR version and type

	k *Keeper
	v *vault.Opened
	p provider
	x *index
}

// Group is what a provider has of one type.
type Group struct {
	FHIR     fhir.Version
	Type     string
	Contents int
}

// Document tells that the group is of files that were fetched as themselves.
func (g Group) Document() bool { return g.Type == fileType }

// Holdings lists what came from whom, files that the person added among them, by title. Only the
// indexes are in memory.
func (k *Keeper) Holdings(ctx context.Context, v *vault.Opened) (out []*Holding, err error) {
	err = k.db.View(ctx, v.Scope(), func(tx *store.Tx) error {
		out = nil
		r, _, err := k.root(tx, v)
		if err != nil || r == nil {
			return err
		}
		for _, p := range r.providers {
			h := &Holding{Name: p.name, Title: p.title, k: k, v: v, p: p, x: &index{}}
			if p.version > 0 {
				if h.x, err = loadIndex(tx, v, p); err != nil {
					return err
				}
			}
			for _, s := range p.services {
				h.Services = append(h.Services, ServiceState{ID: s.id, Last: at(s.last), Complete: at(s.complete)})
			}
			h.Groups = h.groups()
			out = append(out, h)
		}
		return nil
	})
	if err != nil {
		return nil, fmt.Errorf("listing what is kept: %w", err)
	}
	slices.SortFunc(out, func(a, b *Holding) int { return cmp.Or(cmp.Compare(a.Title, b.Title), cmp.Compare(a.Name, b.Name)) })
	return out, nil
}

func (h *Holding) groups() []Group {
	count := map[Group]int{}
	for i := range h.x.entries {
		e := &h.x.entries[i]
		count[Group{FHIR: e.fhir, Type: e.typ}] += len(e.versions)
	}
	var out []Group
	for g, n := range count {
		if n > 0 {
			g.Contents = n
			out = append(out, g)
		}
	}
	slices.SortFunc(out, func(a, b Group) int { return cmp.Or(cmp.Compare(a.FHIR, b.FHIR), cmp.Compare(a.Type, b.Type)) })
	return out
}

// Each gives all contents of a group, in the order in which they lie in the store, so that each
// block is opened once.
func (h *Holding) Each(ctx context.Context, g Group, do func(Kept) error) error {
	type place struct{ entry, version int }
	var all []place
	for i := range h.x.entries {
		e := &h.x.entries[i]
		if e.fhir == g.FHIR && e.typ == g.Type {
			for n := range e.versions {
				all = append(all, place{i, n})
			}
		}
	}
	spotOf := func(p place) spot { return h.x.entries[p.entry].versions[p.version].spot }
	slices.SortFunc(all, func(a, b place) int {
		s, t := spotOf(a), spotOf(b)
		return cmp.Or(cmp.Compare(s.block, t.block), cmp.Compare(s.pos, t.pos))
	})
	p := &plan{k: h.k, ctx: ctx, x: h.x, rows: rows{v: h.v}, blocks: map[int32][][]byte{}}
	for _, at := range all {
		kept, err := h.kept(ctx, p, at.entry, at.version)
		if err != nil {
			return fmt.Errorf("taking a resource along: %w", err)
		}
		if err := do(kept); err != nil {
			return err
		}
	}
	return nil
}

func (h *Holding) kept(ctx context.Context, p *plan, entry, n int) (Kept, error) {
	e := &h.x.entries[entry]
	w := e.versions[n]
	out := Kept{FHIR: e.fhir, Type: e.typ, ID: e.id, URN: e.urn, First: at(w.first), Digest: hex.EncodeToString(w.digest[:])}
	switch {
	case n != e.current:
		out.State = KeptEarlier
	case e.gone():
		out.State = KeptGone
	}
	for _, l := range e.listings {
		if l.service < len(h.p.services) {
			out.Services = append(out.Services, h.p.services[l.service].id)
		}
	}
	raw, err := p.original(w.spot)
	if errors.Is(err, store.ErrNotFound) { // a run moved it meanwhile
		raw, err = h.again(ctx, e.identity, w.digest)
	}
	if err != nil {
		return out, err
	}
	out.Raw = raw
	if out.Document() {
		d := decoder{b: raw}
		if p.x.blocks[w.spot.block-1].kind == blockFile {
			head, _, err := openFile(p.x.blocks[w.spot.block-1], func(id store.ID) (plain []byte, err error) {
				err = h.k.db.View(ctx, h.v.Scope(), func(tx *store.Tx) error {
					plain, _, err = h.v.Get(tx, vault.Documents, id)
					return err
				})
				return plain, err
			})
			if err != nil {
				return out, err
			}
			out.ContentType = string(head.before)
			return out, nil
		}
		out.ContentType, out.Raw = d.text(), d.b
	}
	return out, nil
}

// again finds a content that a run put elsewhere.
func (h *Holding) again(ctx context.Context, id identity, g digest) ([]byte, error) {
	p, err := h.k.plan(ctx, h.v, h.Name)
	if err != nil {
		return nil, err
	}
	if i, ok := p.x.lookup(id); ok {
		for _, w := range p.x.entries[i].versions {
			if w.digest == g {
				return p.original(w.spot)
			}
		}
	}
	return nil, ErrNotFound
}

// Sight is what a resource would be in a dossier.
type Sight struct {
	FHIR     fhir.Version
	Type, ID string
	Raw      []byte
	FullURL  string
	Item     *zib.Item // nil where it cannot be read
	Resource *fhir.Resource
	Known    string // title of who told exactly the same already; "" for what is new
	Err      error
}

// Part tells that the resource only serves others.
func (s *Sight) Part() bool {
	return s.Item != nil && (s.Item.Part || s.Item.Category == zib.CategoryNone)
}

// Looker tells what resources would be in a dossier, and whether it has them already. It is for
// one goroutine.
type Looker struct {
	found  map[string]bool
	titles []string
	known  []*index
	seen   map[identity]digest // of what was looked at
	g      digester
}

// Looker returns a looker for the dossier of a person.
func (k *Keeper) Looker(ctx context.Context, v *vault.Opened) (*Looker, error) {
	all, err := k.Holdings(ctx, v)
	if err != nil {
		return nil, err
	}
	l := NewLooker()
	for _, h := range all {
		l.known, l.titles = append(l.known, h.x), append(l.titles, h.Title)
	}
	return l, nil
}

// NewLooker returns a looker that knows nothing yet.
func NewLooker() *Looker { return &Looker{found: map[string]bool{}, seen: map[identity]digest{}} }

// Again is a looker that knows the same dossier, and looked at nothing yet. It knows the citizen
// service numbers that the first one found, so that these are taken out wherever they stand.
func (l *Looker) Again() *Looker {
	return &Looker{found: l.found, titles: l.titles, known: l.known, seen: map[identity]digest{}}
}

// Look looks at a resource; a Bundle stands for its entries. A resource that was looked at before,
// and says the same, is left out. set finds what it refers to; it may be nil.
func (l *Looker) Look(in Incoming, set fhir.Resolver) []Sight {
	findBSN(in.Raw, l.found)
	raw := slices.Clone(in.Raw)
	if len(l.found) > 0 {
		raw = maskBSN(raw, l.found)
	}
	res, err := fhir.ParseResource(raw, in.FHIR)
	if err != nil {
		return []Sight{{Raw: raw, Err: err}}
	}
	if res.FullURL == "" {
		res.FullURL = in.FullURL
	}
	if set == nil {
		set = &fhir.Set{}
	}
	var out []Sight
	for r := range res.Entries() {
		if r.Type == "OperationOutcome" {
			continue
		}
		c := describe(r, in.FHIR, &l.g)
		if d, ok := l.seen[c.identity]; ok && d == c.digest {
			continue
		}
		// What is remembered must not hold the whole resource.
		l.seen[identity{c.fhir, strings.Clone(c.typ), strings.Clone(c.id)}] = c.digest
		out = append(out, Sight{
			FHIR: c.fhir, Type: c.typ, ID: c.id, Raw: c.raw, FullURL: r.FullURL, Resource: r,
			Item: zib.NewReader(set).Read(r), Known: l.knownFrom(c),
		})
	}
	return out
}

// HasFile tells who gave a document of this address already, "" for nobody.
func (l *Looker) HasFile(f File) string {
	all, _ := intake(Batch{Files: []File{f}})
	return l.knownFrom(all[0])
}

func (l *Looker) knownFrom(c content) string {
	for n, x := range l.known {
		i, ok := x.lookup(c.identity)
		if !ok {
			continue
		}
		if slices.ContainsFunc(x.entries[i].versions, func(w version) bool { return w.digest == c.digest }) {
			return cmp.Or(l.titles[n], "?")
		}
	}
	return ""
}

// Named tells under which key an item of a provider lies in a dossier; ok is false where it does not.
func (d *Dossier) Named(provider string, v fhir.Version, typ, id string) (Key, bool) {
	for _, p := range d.providers {
		if p.Own() || p.Name != provider {
			continue
		}
		if i, ok := p.shard.index.find(identity{v, typ, id}); ok && p.at[i] >= 0 {
			return d.all[p.at[i]].Key, true
		}
	}
	return 0, false
}

// Name is the inverse of Named; ok is false for what is of no provider.
func (it *Item) Name() (provider string, v fhir.Version, typ, id string, ok bool) {
	if it.Provider.Own() {
		return "", 0, "", "", false
	}
	e := it.ref()
	return it.Provider.Name, e.fhir, e.typ, e.id, true
}

// OwnItems lists what the person added herself, in the order in which she did.
func (k *Keeper) OwnItems(ctx context.Context, v *vault.Opened) (out []Own, err error) {
	err = k.db.View(ctx, v.Scope(), func(tx *store.Tx) error {
		all, _, err := readOwn(tx, v)
		out = slices.DeleteFunc(all, func(o Own) bool { return !o.Deleted.IsZero() })
		return err
	})
	return out, err
}

// Every gives all items, also those that only serve others or tell what another one tells.
func (d *Dossier) Every(do func(*Item) error) error {
	for i := range d.all {
		if err := do(&d.all[i]); err != nil {
			return err
		}
	}
	return nil
}

// AddedFiles lists the files that the person added, by title.
func (d *Dossier) AddedFiles() (out []*Provider) {
	for _, p := range d.providers {
		if p.File() {
			out = append(out, p)
		}
	}
	return out
}
