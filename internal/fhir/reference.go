// SPDX-License-Identifier: EUPL-1.2

package fhir

import "strings"

// RefKind tells what a reference names.
type RefKind uint8

// The kinds of references.
const (
	RefNone      RefKind = iota
	RefResource          // Type/ID, relative or under some base
	RefContained         // #id in the same resource
	RefURN               // urn:uuid: or urn:oid:, the fullUrl of a neighbour in the Bundle
	RefOther             // a URL that names no resource
)

// Reference is a parsed reference.
type Reference struct {
	Kind     RefKind
	Type, ID string // ID alone for RefContained
	Base     string // what stood before Type/ID; "" for a relative reference
	URL      string // as it was sent
}

// ParseReference takes a reference apart: relative, absolute under any base (also under a
// placeholder such as "{{BASE_URL}}"), with or without /_history/, contained, or a URN.
func ParseReference(s string) Reference {
	s = strings.TrimSpace(s)
	ref := Reference{URL: s, Kind: RefOther}
	switch {
	case s == "":
		ref.Kind = RefNone
		return ref
	case s[0] == '#':
		ref.Kind, ref.ID = RefContained, s[1:]
		return ref
	case strings.HasPrefix(s, "urn:"):
		ref.Kind = RefURN
		return ref
	}
	path := s
	if cut := strings.IndexAny(path, "?#"); cut >= 0 {
		path = path[:cut]
	}
	path = strings.TrimRight(path, "/")
	if i := strings.LastIndex(path, "/_history/"); i >= 0 {
		path = path[:i]
	}
	slash := strings.LastIndexByte(path, '/')
	if slash < 0 {
		return ref
	}
	before := path[:slash]
	typ := before[strings.LastIndexAny(before, "/}")+1:]
	if !isType(typ) || slash+1 == len(path) {
		return ref
	}
	ref.Kind, ref.Type, ref.ID, ref.Base = RefResource, typ, path[slash+1:], before[:len(before)-len(typ)]
	return ref
}

// Resolver finds the resource that a reference means, nil where it is not at hand.
type Resolver interface {
	Resolve(from *Resource, ref string) *Resource
}

// IdentifierResolver is a Resolver that also finds a resource by a number of its own, because some
// references name no place but only that number.
type IdentifierResolver interface {
	// ResolveIdentifier returns the resource of the type ("" for any) with the identifier, nil where it is not at hand.
	ResolveIdentifier(typ, system, value string) *Resource
}

// Canonical is the URL by which a definition (a Questionnaire) is named, without its version. A
// resolver finds the definition by it as if it were a number without a system.
func Canonical(url string) string {
	url, _, _ = strings.Cut(url, "|")
	return strings.TrimSpace(url)
}

// Set is a Resolver over the resources that were added to it. Several sets can be chained: what
// one does not have is asked of Next.
type Set struct {
	byKey map[string]*Resource // Type/ID
	byURL map[string]*Resource // fullUrl
	all   []*Resource
	byID  map[identifier][]*Resource // made when it is first asked for
	Next  Resolver
}

type identifier struct{ system, value string }

// Add makes a resource and everything in it known. What was added first wins.
func (s *Set) Add(r *Resource) {
	if s.byKey == nil {
		s.byKey, s.byURL = map[string]*Resource{}, map[string]*Resource{}
	}
	for x := range r.All() {
		if x.Inside {
			continue
		}
		s.all, s.byID = append(s.all, x), nil
		if x.ID != "" {
			if _, ok := s.byKey[x.Key()]; !ok {
				s.byKey[x.Key()] = x
			}
		}
		if x.FullURL != "" {
			if _, ok := s.byURL[x.FullURL]; !ok {
				s.byURL[x.FullURL] = x
			}
			// A server may leave out the id of a resource whose fullUrl says it.
			if ref := ParseReference(x.FullURL); ref.Kind == RefResource {
				if _, ok := s.byKey[ref.Type+"/"+ref.ID]; !ok {
					s.byKey[ref.Type+"/"+ref.ID] = x
				}
			}
		}
	}
}

// Resolve implements Resolver: contained first, then the fullUrl, then Type/ID under any base.
func (s *Set) Resolve(from *Resource, ref string) *Resource {
	p := ParseReference(ref)
	switch p.Kind {
	case RefNone:
		return nil
	case RefContained:
		return contained(from, p.ID)
	}
	if s == nil {
		return nil
	}
	if r := s.byURL[p.URL]; r != nil {
		return r
	}
	if p.Kind == RefResource {
		if r := s.byKey[p.Type+"/"+p.ID]; r != nil {
			return r
		}
	}
	if s.Next != nil {
		return s.Next.Resolve(from, ref)
	}
	return nil
}

// ResolveIdentifier implements IdentifierResolver.
func (s *Set) ResolveIdentifier(typ, system, value string) *Resource {
	if s == nil || value == "" {
		return nil
	}
	if s.byID == nil {
		s.byID = make(map[identifier][]*Resource, len(s.all))
		for _, r := range s.all {
			for x := range r.Root.Each("identifier") {
				if k := (identifier{x.Str("system"), x.Str("value")}); k.value != "" {
					s.byID[k] = append(s.byID[k], r)
				}
			}
			if url := r.Root.Str("url"); url != "" && r.Type == "Questionnaire" {
				k := identifier{"", Canonical(url)}
				s.byID[k] = append(s.byID[k], r)
			}
		}
	}
	for _, r := range s.byID[identifier{system, value}] {
		if typ == "" || r.Type == typ {
			return r
		}
	}
	if next, ok := s.Next.(IdentifierResolver); ok {
		return next.ResolveIdentifier(typ, system, value)
	}
	return nil
}

// contained looks in the resource itself and in the one that contains it; "#" alone is the container.
func contained(from *Resource, id string) *Resource {
	if from == nil {
		return nil
	}
	if from.Inside {
		from = from.Parent
	}
	if id == "" {
		return from
	}
	for _, c := range from.inner {
		if c.Inside && strings.TrimPrefix(c.ID, "#") == id {
			return c
		}
	}
	return nil
}
