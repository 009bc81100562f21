// SPDX-License-Identifier: EUPL-1.2

package fhir

import (
	"iter"
	"strings"
)

// Choice returns the member base[x] of an object: suffix "Quantity" and the node of
// valueQuantity for base "value". Both are empty where there is none.
func (n Node) Choice(base string) (suffix string, v Node) {
	n = n.First()
	if n.Kind() != Object {
		return "", Node{}
	}
	for i := n.cell().first; i != 0; i = n.d.cells[i].next {
		name := n.d.cells[i].name
		if len(name) > len(base) && strings.HasPrefix(name, base) {
			if c := name[len(base)]; c >= 'A' && c <= 'Z' {
				return name[len(base):], Node{n.d, i}
			}
		}
	}
	return "", Node{}
}

// Pick returns the node of Choice.
func (n Node) Pick(base string) Node {
	_, v := n.Choice(base)
	return v
}

// Element returns the object that holds id and extensions of the node: the node itself for an
// object, the sibling "_name" for a primitive (in an array the element at the same place).
func (n Node) Element() Node {
	switch n.Kind() {
	case None:
		return Node{}
	case Object:
		return n
	}
	name := n.Name()
	if name == "" || name[0] == '_' {
		return Node{}
	}
	side := n.Owner().Sibling(name)
	if at := n.Index(); at >= 0 && side.Kind() == Array {
		i := 0
		for e := range side.Children() {
			if i == at {
				return e
			}
			i++
		}
		return Node{}
	}
	return side
}

// Sibling returns the member "_name" of an object: what is said about a primitive, also where
// the primitive itself is absent.
func (n Node) Sibling(name string) Node {
	if n.Kind() != Object {
		return Node{}
	}
	for i := n.cell().first; i != 0; i = n.d.cells[i].next {
		if m := n.d.cells[i].name; len(m) == len(name)+1 && m[0] == '_' && m[1:] == name {
			return Node{n.d, i}
		}
	}
	return Node{}
}

// Exts yields the extensions (also modifier extensions) whose URL is url or ends in "/"+url.
func (n Node) Exts(url string) iter.Seq[Node] {
	return func(yield func(Node) bool) {
		e := n.Element()
		for _, list := range [2]string{"extension", "modifierExtension"} {
			for x := range e.Each(list) {
				if SameURL(x.Str("url"), url) && !yield(x) {
					return
				}
			}
		}
	}
}

// Ext returns the first of Exts.
func (n Node) Ext(url string) Node {
	for x := range n.Exts(url) {
		return x
	}
	return Node{}
}

// ExtValue returns value[x] of Ext(url).
func (n Node) ExtValue(url string) Node { return n.Ext(url).Pick("value") }

// SameURL tells whether url is short, or ends in it after a slash.
func SameURL(url, short string) bool {
	if len(url) == len(short) {
		return url == short
	}
	return len(url) > len(short) && strings.HasSuffix(url, short) && url[len(url)-len(short)-1] == '/'
}
