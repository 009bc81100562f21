// SPDX-License-Identifier: EUPL-1.2

// Package search is the search engine of the practice network's FHIR servers: a
// set of JSON resources in memory, found by the parameters of a FHIR search,
// $lastn, _include and read. What a parameter looks at is in one table
// (table.go), so that another data service costs a line and no code.
// It knows nothing of HTTP, tokens or data services.
package search

import (
	"bytes"
	"encoding/json"
	"fmt"
	"time"

	"regie/internal/fhir"
	"regie/internal/practice/dossier"
)

// Index holds the resources of one person at one provider in one FHIR version.
// It is immutable, so it may be read from many goroutines.
type Index struct {
	entries []*entry
	byType  map[string][]*entry
	byKey   map[string]*entry // "Type/id"
	byURN   map[string]*entry // fullUrl of a Bundle entry, such as urn:uuid:…
	loc     *time.Location
}

// entry is one resource with everything a search may ask about it.
type entry struct {
	res    dossier.Resource
	values map[string]values // by parameter name
	groups []string          // codings of an Observation, for $lastn
	when   time.Time         // of an Observation, for $lastn; zero when unknown
}

// Aliases tells under which other addresses ("urn:uuid:…", "https://…/Type/id")
// a resource may be referred to; the value is "Type/id".
type Aliases map[string]string

// New indexes resources. Dates without a zone are read as in loc. A resource
// that isn't a JSON object, or whose resourceType or id differ from what is
// said of it, is an error, and so is a pair of type and id that occurs twice.
func New(resources []dossier.Resource, aliases Aliases, loc *time.Location) (*Index, error) {
	ix := &Index{
		entries: make([]*entry, 0, len(resources)),
		byType:  map[string][]*entry{}, byKey: map[string]*entry{}, byURN: map[string]*entry{},
		loc: loc,
	}
	for _, r := range resources {
		e, err := ix.entry(r)
		if err != nil {
			return nil, fmt.Errorf("indexing %s/%s: %w", r.Type, r.ID, err)
		}
		key := r.Type + "/" + r.ID
		if ix.byKey[key] != nil {
			return nil, fmt.Errorf("indexing %s: there are two of them", key)
		}
		ix.byKey[key] = e
		ix.byType[r.Type] = append(ix.byType[r.Type], e)
		ix.entries = append(ix.entries, e)
	}
	for alias, key := range aliases {
		if e := ix.byKey[key]; e != nil {
			ix.byURN[alias] = e
		}
	}
	return ix, nil
}

func (ix *Index) entry(r dossier.Resource) (*entry, error) {
	dec := json.NewDecoder(bytes.NewReader(r.JSON))
	dec.UseNumber()
	var dom map[string]any
	if err := dec.Decode(&dom); err != nil {
		return nil, fmt.Errorf("reading its JSON: %w", err)
	}
	if dom["resourceType"] != r.Type || dom["id"] != r.ID {
		return nil, fmt.Errorf("its JSON says %v/%v", dom["resourceType"], dom["id"])
	}
	e := &entry{res: r, values: map[string]values{}}
	for name, p := range common {
		e.values[name] = p.read(dom, ix.loc)
	}
	for name, p := range table[r.Type] {
		if v := p.read(dom, ix.loc); !v.empty() {
			e.values[name] = v
		}
	}
	if r.Type == "Observation" {
		e.groups, e.when = lastnKeys(dom, ix.loc)
	}
	return e, nil
}

// Len is the number of resources.
func (ix *Index) Len() int { return len(ix.entries) }

// Types counts the resources by type.
func (ix *Index) Types() map[string]int {
	out := make(map[string]int, len(ix.byType))
	for t, es := range ix.byType {
		out[t] = len(es)
	}
	return out
}

// Read finds one resource.
func (ix *Index) Read(typ, id string) (dossier.Resource, bool) {
	if e := ix.byKey[typ+"/"+id]; e != nil {
		return e.res, true
	}
	return dossier.Resource{}, false
}

// All gives every resource in the order in which it was indexed.
func (ix *Index) All() []dossier.Resource {
	out := make([]dossier.Resource, len(ix.entries))
	for i, e := range ix.entries {
		out[i] = e.res
	}
	return out
}

// ReferenceKey reduces a literal reference to "Type/id". Relative and absolute
// ones, and ones that start with a placeholder for a base, come out the same;
// ok is false for a fragment, a urn or anything else.
func ReferenceKey(literal string) (key string, ok bool) {
	r := fhir.ParseReference(literal)
	if r.Kind != fhir.RefResource {
		return "", false
	}
	return r.Type + "/" + r.ID, true
}

func (ix *Index) resolve(ref string) *entry {
	if e := ix.byURN[ref]; e != nil {
		return e
	}
	key, ok := ReferenceKey(ref)
	if !ok {
		return nil
	}
	return ix.byKey[key]
}
