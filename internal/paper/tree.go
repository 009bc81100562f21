// SPDX-License-Identifier: EUPL-1.2

package paper

import (
	"fmt"
	"strings"
	"unicode/utf16"
)

// tree is the structure of a document, in the order of reading.
type tree struct {
	root  *node
	pages [][]*node // by page, by number on the page: whose content that is
}

// node is an element of the structure.
type node struct {
	tag    string
	scope  string // of a TH
	alt    string // instead of what is drawn
	actual string // what it says, where the face misses a letter of it
	box    [4]float64
	parent *node
	kids   []kid
	object int
}

// kid is an element, or content on a page.
type kid struct {
	node         *node
	page, number int
}

func newTree() *tree { return &tree{root: &node{tag: "Document"}} }

func (t *tree) page() { t.pages = append(t.pages, nil) }

// mark returns the number of the next content on this page, which is of n.
func (t *tree) mark(n *node) int {
	p := len(t.pages) - 1
	number := len(t.pages[p])
	t.pages[p] = append(t.pages[p], n)
	n.kids = append(n.kids, kid{page: p, number: number})
	return number
}

func (n *node) add(tag string) *node {
	k := &node{tag: tag, parent: n}
	n.kids = append(n.kids, kid{node: k})
	return k
}

// say notes what an element says, where the letters on the paper differ from that.
func (n *node) say(text string) {
	if s := strings.Join(strings.Fields(text), " "); s != strings.Join(strings.Fields(shown(text)), " ") {
		n.actual = s
	}
}

// walk calls fn for the element and all below it, in the order of reading.
func (n *node) walk(fn func(*node)) {
	fn(n)
	for _, k := range n.kids {
		if k.node != nil {
			k.node.walk(fn)
		}
	}
}

// write writes the element as a PDF object; page gives the object of a page.
func (n *node) write(b *strings.Builder, root int, page func(int) int) {
	parent := root
	if n.parent != nil {
		parent = n.parent.object
	}
	fmt.Fprintf(b, "<</Type /StructElem /S /%s /P %d 0 R", n.tag, parent)
	if n.alt != "" {
		fmt.Fprintf(b, " /Alt %s", words(n.alt))
	}
	if n.actual != "" {
		fmt.Fprintf(b, " /ActualText %s", words(n.actual))
	}
	if n.scope != "" {
		fmt.Fprintf(b, " /A <</O /Table /Scope /%s>>", n.scope)
	}
	if n.tag == "Figure" {
		fmt.Fprintf(b, " /A <</O /Layout /Placement /Block /BBox [%.2f %.2f %.2f %.2f]>>", n.box[0], n.box[1], n.box[2], n.box[3])
	}
	b.WriteString(" /K [")
	for i, k := range n.kids {
		if i > 0 {
			b.WriteByte(' ')
		}
		if k.node != nil {
			fmt.Fprintf(b, "%d 0 R", k.node.object)
		} else {
			fmt.Fprintf(b, "<</Type /MCR /Pg %d 0 R /MCID %d>>", page(k.page), k.number)
		}
	}
	b.WriteString("]>>")
}

// words writes a text as a PDF string.
func words(s string) string {
	var b strings.Builder
	b.WriteString("<FEFF")
	for _, u := range utf16.Encode([]rune(s)) {
		fmt.Fprintf(&b, "%04X", u)
	}
	b.WriteByte('>')
	return b.String()
}
