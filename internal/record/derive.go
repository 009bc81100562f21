// SPDX-License-Identifier: EUPL-1.2

package record

import (
	"fmt"
	"slices"

	"regie/internal/fhir"
	"regie/internal/zib"
)

// derive reads the items of entries again, and packs them.
func (p *plan) derive(again []int32) error {
	if len(again) == 0 {
		return nil
	}
	p.dirty = true
	items := make(map[int32]*zib.Item, len(again))
	d := deriver{p: p, open: map[int32]*fhir.Resource{}}
	d.reader = zib.NewReader(&d)
	for _, i := range again {
		it, err := d.item(i)
		if err != nil {
			return err
		}
		items[i] = it
		p.x.entries[i].item = spot{}
	}
	left, err := p.dissolve()
	if err != nil {
		return err
	}
	for i, it := range left {
		items[i] = it
		again = append(again, i)
	}
	slices.Sort(again)
	return p.packItems(again, items)
}

// deriver reads items, finding what they refer to among all that is known of the provider.
type deriver struct {
	p      *plan
	reader *zib.Reader
	open   map[int32]*fhir.Resource // current versions that were loaded
	self   *fhir.Resource           // being read
	fhir   fhir.Version             // of its entry
	uses   map[int32]bool           // what it asked for itself
}

func (d *deriver) item(i int32) (*zib.Item, error) {
	res, err := d.current(i)
	if err != nil {
		return nil, err
	}
	var it *zib.Item
	d.self, d.fhir, d.uses = res, d.p.x.entries[i].fhir, map[int32]bool{}
	if res == nil {
		it = unreadable()
		it.Part = d.p.x.entries[i].typ == fileType
	} else {
		d.reader.Next()
		it = d.reader.Read(res)
	}
	links := map[int32]bool{}
	d.link(links, it)
	e := &d.p.x.entries[i] // only now: reading may have added entries
	e.part, e.uses, e.links = it.Part, places(d.uses, i), places(links, i)
	return it, nil
}

// places returns what is in the set, sorted, without self.
func places(set map[int32]bool, self int32) []int32 {
	if len(set) == 0 {
		return nil
	}
	out := make([]int32, 0, len(set))
	for i := range set {
		if i != self {
			out = append(out, i)
		}
	}
	slices.Sort(out)
	return out
}

// link collects what the item points at.
func (d *deriver) link(into map[int32]bool, it *zib.Item) {
	add := func(r zib.Ref) {
		if r.Type != "" && r.ID != "" {
			into[d.p.x.place(identity{d.fhir, r.Type, r.ID})] = true
		}
	}
	for _, l := range it.Links {
		add(l.To)
	}
	for _, f := range it.Facts {
		for _, v := range f.Values {
			if v.Ref != nil {
				add(*v.Ref)
			}
		}
	}
}

// Resolve implements fhir.Resolver. What a resource asks for is noted, also what is not there:
// when it arrives, the resource is read again.
func (d *deriver) Resolve(from *fhir.Resource, ref string) *fhir.Resource {
	r := fhir.ParseReference(ref)
	x := d.p.x
	var at int32
	switch r.Kind {
	case fhir.RefResource:
		at = x.place(identity{d.fhir, r.Type, r.ID})
	case fhir.RefURN:
		x.lookup(identity{}) // makes the table
		i, ok := x.alias[r.URL]
		if !ok {
			return nil
		}
		at = i
	default:
		var none *fhir.Set
		return none.Resolve(from, ref) // contained
	}
	if outer(from) == d.self {
		d.uses[at] = true
	}
	if x.entries[at].ghost() {
		return nil
	}
	res, err := d.current(at)
	if err != nil {
		return nil // a damaged original: the reference shows its own words
	}
	return res
}

func known(v fhir.Version) fhir.Version {
	if v == fhir.R4 {
		return v
	}
	return fhir.STU3
}

func outer(r *fhir.Resource) *fhir.Resource {
	for r.Inside && r.Parent != nil {
		r = r.Parent
	}
	return r
}

// openResources is how many loaded resources are kept; parts are asked for again and again.
const openResources = 512

// current returns the current version of an entry; nil for what is no FHIR.
func (d *deriver) current(i int32) (*fhir.Resource, error) {
	if c, ok := d.p.fresh[i]; ok {
		return c.res, nil
	}
	if r, ok := d.open[i]; ok {
		return r, nil
	}
	e := &d.p.x.entries[i]
	if e.typ == "" || e.typ == fileType {
		return nil, nil
	}
	raw, err := d.p.original(e.versions[e.current].spot)
	if err != nil {
		return nil, err
	}
	res, err := fhir.ParseResource(raw, e.fhir)
	if err != nil {
		return nil, fmt.Errorf("reading a kept original: %w", err)
	}
	if len(d.open) >= openResources {
		clear(d.open)
		d.reader = zib.NewReader(d) // it remembers by resource
	}
	d.open[i] = res
	return res, nil
}
