// SPDX-License-Identifier: EUPL-1.2

package fhir

import (
	"iter"
	"strconv"
	"strings"
)

// Node is a place in a document, or nowhere: the zero Node. Every method works on the zero
// Node and answers with nothing, so a path can be walked without asking at each step.
// A document must not be read by two goroutines at once while marks are set.
type Node struct {
	d *doc
	i int32
}

func (n Node) cell() *cell { return &n.d.cells[n.i] }

// Ok tells whether the node exists.
func (n Node) Ok() bool { return n.d != nil }

// Kind returns the JSON kind, None for the zero node.
func (n Node) Kind() Kind {
	if n.d == nil {
		return None
	}
	return n.cell().kind
}

// Name returns the member name of the node; for an element of an array that of the array.
func (n Node) Name() string {
	for n.d != nil {
		c := n.cell()
		if c.name != "" || c.parent < 0 {
			return c.name
		}
		n.i = c.parent
	}
	return ""
}

// Parent returns the array or object in which the node stands.
func (n Node) Parent() Node {
	if n.d == nil || n.cell().parent < 0 {
		return Node{}
	}
	return Node{n.d, n.cell().parent}
}

// Owner returns the object in which the node stands, over arrays.
func (n Node) Owner() Node {
	p := n.Parent()
	for p.Kind() == Array {
		p = p.Parent()
	}
	return p
}

// Get returns the member name of an object. On an array it looks in the first element, because
// STU3 and R4 differ in what may repeat.
func (n Node) Get(name string) Node {
	if n.d == nil {
		return Node{}
	}
	c := n.cell()
	for c.kind == Array {
		if c.first == 0 {
			return Node{}
		}
		c = &n.d.cells[c.first]
	}
	if c.kind != Object {
		return Node{}
	}
	for i := c.first; i != 0; i = n.d.cells[i].next {
		if n.d.cells[i].name == name {
			return Node{n.d, i}
		}
	}
	return Node{}
}

// Path walks Get along the names.
func (n Node) Path(names ...string) Node {
	for _, name := range names {
		n = n.Get(name)
	}
	return n
}

// First returns the first element of an array, and any other node itself.
func (n Node) First() Node {
	for n.Kind() == Array {
		if n.cell().first == 0 {
			return Node{}
		}
		n.i = n.cell().first
	}
	return n
}

// Children yields the members of an object or the elements of an array, in order.
func (n Node) Children() iter.Seq[Node] {
	return func(yield func(Node) bool) {
		if n.d == nil {
			return
		}
		for i := n.cell().first; i != 0; i = n.d.cells[i].next {
			if !yield(Node{n.d, i}) {
				return
			}
		}
	}
}

// All yields the elements of an array, or the node itself if it exists and is no array.
func (n Node) All() iter.Seq[Node] {
	return func(yield func(Node) bool) {
		switch n.Kind() {
		case None:
		case Array:
			for i := n.cell().first; i != 0; i = n.d.cells[i].next {
				if !yield(Node{n.d, i}) {
					return
				}
			}
		default:
			yield(n)
		}
	}
}

// Each is Get(name).All().
func (n Node) Each(name string) iter.Seq[Node] { return n.Get(name).All() }

// Len returns the number of members or elements; 1 for a primitive, 0 for the zero node.
func (n Node) Len() int {
	switch n.Kind() {
	case None, Null:
		return 0
	case Array, Object:
		count := 0
		for i := n.cell().first; i != 0; i = n.d.cells[i].next {
			count++
		}
		return count
	}
	return 1
}

// Value returns a primitive as text: a string unquoted, a number literally, true or false.
// It is empty for null, objects, arrays and the zero node.
func (n Node) Value() string {
	switch n.Kind() {
	case String:
		c := n.cell()
		if c.flags&flagEscaped != 0 {
			return unquote(n.d.src[c.off:c.end])
		}
		return n.d.src[c.off+1 : c.end-1]
	case Number, Bool:
		c := n.cell()
		return n.d.src[c.off:c.end]
	}
	return ""
}

// Str returns the primitive under name as text (see Value); of an array the first element.
func (n Node) Str(name string) string { return n.Get(name).First().Value() }

// Bool returns the boolean under name; ok is false where there is none.
func (n Node) Bool(name string) (v, ok bool) {
	b := n.Get(name)
	if b.Kind() != Bool {
		return false, false
	}
	return b.Value() == "true", true
}

// Raw returns the bytes of the node as they came. They must not be changed.
func (n Node) Raw() []byte {
	if n.d == nil {
		return nil
	}
	c := n.cell()
	return n.d.raw[c.off:c.end:c.end]
}

// Root returns the top of the document.
func (n Node) Root() Node { return Node{n.d, 0} }

// Same tells whether both are one place in one document.
func (n Node) Same(o Node) bool { return n == o }

// Index returns the place of the node in its array, -1 if it stands in none.
func (n Node) Index() int {
	p := n.Parent()
	if p.Kind() != Array {
		return -1
	}
	at := 0
	for i := p.cell().first; i != n.i; i = n.d.cells[i].next {
		at++
	}
	return at
}

// Pointer returns the JSON pointer (RFC 6901) of the node in its document.
func (n Node) Pointer() string {
	if n.d == nil || n.i == 0 {
		return ""
	}
	step := n.cell().name
	if at := n.Index(); at >= 0 {
		step = strconv.Itoa(at)
	} else if strings.ContainsAny(step, "~/") {
		step = strings.NewReplacer("~", "~0", "/", "~1").Replace(step)
	}
	return n.Parent().Pointer() + "/" + step
}

// Use marks the node itself as taken by a reader.
func (n Node) Use() {
	if n.d != nil {
		n.cell().flags |= flagUsed
	}
}

// UseAll marks the node and everything in it. Nodes lie in the arena in reading order, so the
// inside of a node is one stretch.
func (n Node) UseAll() {
	if n.d == nil {
		return
	}
	c := n.cell()
	c.flags |= flagUsed
	if c.first == 0 {
		return
	}
	end := c.end
	for i := int(n.i) + 1; i < len(n.d.cells) && n.d.cells[i].off < end; i++ {
		n.d.cells[i].flags |= flagUsed
	}
}

// Used tells whether Use was called on the node.
func (n Node) Used() bool { return n.d != nil && n.cell().flags&flagUsed != 0 }

// Fresh takes all marks off the node and its inside, so that it can be read once more.
func (n Node) Fresh() {
	if n.d == nil {
		return
	}
	c := n.cell()
	c.flags &^= flagUsed
	for i := int(n.i) + 1; i < len(n.d.cells) && n.d.cells[i].off < c.end; i++ {
		n.d.cells[i].flags &^= flagUsed
	}
}
