// SPDX-License-Identifier: EUPL-1.2

package fhir

import (
	"bytes"
	"errors"
	"iter"
	"strings"
)

// Version is a FHIR release. Its value is what people call it: 3 or 4.
type Version uint8

// The releases that Dutch data services use.
const (
	Unknown Version = 0
	STU3    Version = 3
	R4      Version = 4
)

func (v Version) String() string {
	switch v {
	case STU3:
		return "STU3"
	case R4:
		return "R4"
	}
	return ""
}

// ErrNoResource says that a document is JSON but not a FHIR resource.
var ErrNoResource = errors.New("fhir: no resourceType")

// Resource is one resource, wherever it stood: a document of its own, an entry of a Bundle, or
// contained in another.
type Resource struct {
	Version Version
	Type    string
	ID      string
	Root    Node
	FullURL string    // of the Bundle entry, else ""
	Parent  *Resource // the Bundle, or the resource that contains it
	Inside  bool      // contained in Parent
	Mode    string    // search mode of the entry: match, include, outcome
	inner   []*Resource
}

// ParseResource reads a document that is one resource (a Bundle too). The hint is the version
// that was asked for; Unknown where nobody knows. The resource refers to raw, which must not
// be changed afterwards. Errors: those of Parse, ErrNoObject, ErrNoResource.
func ParseResource(raw []byte, hint Version) (*Resource, error) {
	return ParseResourceLimits(raw, hint, Standard)
}

// ParseResourceLimits is ParseResource with own limits.
func ParseResourceLimits(raw []byte, hint Version, lim Limits) (*Resource, error) {
	root, err := Parse(raw, lim)
	if err != nil {
		return nil, err
	}
	if root.Kind() != Object {
		return nil, ErrNoObject
	}
	r := newResource(root, nil)
	if r == nil {
		return nil, ErrNoResource
	}
	r.setVersions(hint)
	return r, nil
}

func newResource(n Node, parent *Resource) *Resource {
	typ := n.Str("resourceType")
	if !isType(typ) {
		return nil
	}
	r := &Resource{Type: typ, ID: n.Str("id"), Root: n, Parent: parent}
	for e := range n.Each("contained") {
		if c := newResource(e, r); c != nil {
			c.Inside = true
			r.inner = append(r.inner, c)
		}
	}
	if typ == "Bundle" {
		for e := range n.Each("entry") {
			c := newResource(e.Get("resource"), r)
			if c == nil {
				continue
			}
			c.FullURL = e.Str("fullUrl")
			c.Mode = e.Path("search", "mode").Value()
			r.inner = append(r.inner, c)
		}
	}
	if typ == "Parameters" {
		for e := range n.Each("parameter") {
			if c := newResource(e.Get("resource"), r); c != nil {
				r.inner = append(r.inner, c)
			}
		}
	}
	return r
}

// Raw returns the bytes of the resource as they came, also from the middle of a Bundle.
func (r *Resource) Raw() []byte { return r.Root.Raw() }

// At returns the JSON pointer of the resource in its document.
func (r *Resource) At() string { return r.Root.Pointer() }

// Inner returns the entries of a Bundle and what the resource contains, in order.
func (r *Resource) Inner() []*Resource { return r.inner }

// All yields the resource and everything in it, at every depth, in reading order.
func (r *Resource) All() iter.Seq[*Resource] {
	return func(yield func(*Resource) bool) { r.all(yield) }
}

func (r *Resource) all(yield func(*Resource) bool) bool {
	if !yield(r) {
		return false
	}
	for _, c := range r.inner {
		if !c.all(yield) {
			return false
		}
	}
	return true
}

// Entries yields what a Bundle brings: its entries and those of Bundles in it, without the
// Bundles themselves and without what entries contain. Any other resource yields itself.
func (r *Resource) Entries() iter.Seq[*Resource] {
	return func(yield func(*Resource) bool) { r.entries(yield) }
}

func (r *Resource) entries(yield func(*Resource) bool) bool {
	if r.Type != "Bundle" {
		return yield(r)
	}
	for _, c := range r.inner {
		if !c.Inside && !c.entries(yield) {
			return false
		}
	}
	return true
}

// Key is Type/ID, the identity of a resource at one provider.
func (r *Resource) Key() string { return r.Type + "/" + r.ID }

// LinkURL returns the URL of a Bundle's link with this relation ("next"), as it was sent.
func (r *Resource) LinkURL(relation string) string {
	for l := range r.Root.Each("link") {
		if l.Str("relation") == relation {
			return l.Str("url")
		}
	}
	return ""
}

// Profiles yields the profile URLs that the resource claims.
func (r *Resource) Profiles() iter.Seq[string] {
	return func(yield func(string) bool) {
		for p := range r.Root.Path("meta", "profile").All() {
			if v := p.Value(); v != "" && !yield(v) {
				return
			}
		}
	}
}

// ProfileName returns the last step of a profile URL, in lower case, without version.
func ProfileName(url string) string {
	url, _, _ = strings.Cut(url, "|")
	url = strings.TrimRight(strings.TrimSpace(url), "/")
	return strings.ToLower(url[strings.LastIndexByte(url, '/')+1:])
}

// isType tells whether a name has the shape of a resource type.
func isType(s string) bool {
	if len(s) < 3 || len(s) > 64 || s[0] < 'A' || s[0] > 'Z' {
		return false
	}
	for i := 1; i < len(s); i++ {
		if c := s[i] | 0x20; c < 'a' || c > 'z' {
			return false
		}
	}
	return true
}

// Lines yields the documents of an NDJSON file with their number from 0; empty lines are passed over.
func Lines(raw []byte) iter.Seq2[int, []byte] {
	return func(yield func(int, []byte) bool) {
		for i := 0; len(raw) > 0; {
			line, rest, _ := bytes.Cut(raw, []byte{'\n'})
			raw = rest
			if line = bytes.TrimSpace(line); len(line) == 0 {
				continue
			}
			if !yield(i, line[:len(line):len(line)]) {
				return
			}
			i++
		}
	}
}
