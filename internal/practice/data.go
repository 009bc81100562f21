// SPDX-License-Identifier: EUPL-1.2

package practice

import (
	"fmt"
	"slices"
	"sync"
	"time"

	"regie/internal/practice/dossier"
	"regie/internal/practice/search"
)

// data is what all providers know about all persons, ready to be searched.
type data struct {
	loc      *time.Location
	services map[string][]service // by provider
	folder   *Folder
	generous bool
	left     map[string]int // by type: what no search of the folder's provider finds

	mu       sync.RWMutex
	held     map[holder]func() (map[string]*shelf, error) // by service id; made when somebody asks
	raw      map[holder][]dossier.Resource                // what is held, before it was made searchable
	received []Received
}

type holder struct{ person, provider string }

// shelf is what one service of a provider can give about a person.
type shelf struct {
	index  *search.Index
	gives  bool                          // there is something that a search finds
	extras map[string][]dossier.Resource // generous only: what comes along with which search
}

func newData(persons []dossier.Person, eps []*endpoint, cfg Config) (*data, error) {
	d := &data{loc: cfg.Location, services: map[string][]service{}, held: map[holder]func() (map[string]*shelf, error){}, raw: map[holder][]dossier.Resource{},
		folder: cfg.Folder, generous: cfg.Generous, left: map[string]int{}}
	for _, e := range eps {
		d.services[e.provider.Key] = append(d.services[e.provider.Key], e.service)
	}
	seen := map[string]bool{}
	for _, p := range persons {
		if p.Key == "" || seen[p.Key] {
			return nil, fmt.Errorf("there are two persons %q", p.Key)
		}
		seen[p.Key] = true
		for provider, resources := range p.At {
			d.raw[holder{p.Key, provider}] = resources
			if provider == dossier.OwnData { // outside data: what is wrong with it is said at the start
				if err := d.replace(p.Key, provider, resources); err != nil {
					return nil, err
				}
				continue
			}
			d.held[holder{p.Key, provider}] = sync.OnceValues(func() (map[string]*shelf, error) { return d.shelves(provider, resources) })
		}
	}
	return d, nil
}

func (d *data) replace(person, provider string, resources []dossier.Resource) error {
	shelves, err := d.shelves(provider, resources)
	if err != nil {
		return fmt.Errorf("what %s knows of %s: %w", provider, person, err)
	}
	var left []dossier.Resource
	if provider == dossier.OwnData {
		left = addExtras(shelves, d.generous)
	}
	d.mu.Lock()
	defer d.mu.Unlock()
	if provider == dossier.OwnData {
		clear(d.left) // of the person that comes last, who has everything
		for _, r := range left {
			d.left[r.Type]++
		}
	}
	d.held[holder{person, provider}] = func() (map[string]*shelf, error) { return shelves, nil }
	d.raw[holder{person, provider}] = resources
	return nil
}

func (d *data) shelves(provider string, resources []dossier.Resource) (map[string]*shelf, error) {
	var aliases search.Aliases
	if d.folder != nil && isOwn(provider) {
		aliases = d.folder.aliases
	}
	limited := slices.ContainsFunc(resources, func(r dossier.Resource) bool { return len(r.Services) > 0 })
	byVersion := map[int]*search.Index{}
	out := map[string]*shelf{}
	for _, s := range d.services[provider] {
		ix := byVersion[s.fhir]
		if ix == nil || limited {
			var kept []dossier.Resource
			for _, r := range resources {
				if s.holds(r) {
					kept = append(kept, r)
				}
			}
			var err error
			if ix, err = search.New(kept, aliases, d.loc); err != nil {
				return nil, err
			}
			byVersion[s.fhir] = ix
		}
		out[s.id] = &shelf{index: ix, gives: slices.ContainsFunc(resources, s.gives)}
	}
	return out, nil
}

// shelf finds what a service of a provider has about a person; nil when the
// provider doesn't know the person.
func (d *data) shelf(person, provider, service string) *shelf {
	d.mu.RLock()
	get := d.held[holder{person, provider}]
	d.mu.RUnlock()
	if get == nil {
		return nil
	}
	shelves, err := get()
	if err != nil {
		panic(err) // our own persons: their tests read every resource
	}
	return shelves[service]
}
