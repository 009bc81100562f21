// SPDX-License-Identifier: EUPL-1.2

package record

import (
	"crypto/sha256"
	"encoding/binary"
	"slices"
	"strings"

	"regie/internal/fhir"
)

// digest tells whether a resource changed since it was last collected. It is taken of what the
// resource says and not of its bytes, because providers send the same resource with other
// spacing, another order of members, a fresh meta.lastUpdated or a newly made narrative, and a
// dossier in which everything seems new each week helps nobody. See decision 0051.
//
// Left out are: the order of members, white space, how a character is escaped;
// meta.versionId and meta.lastUpdated; the text of a narrative that is generated from the rest.
// All else counts, also how a number is written: 7.20 and 7.2 differ in precision.
type digest [16]byte

// digester holds buffers between resources. The zero value is ready.
type digester struct {
	buf   []byte
	stack []member
}

type member struct {
	name string
	node fhir.Node
}

func (g *digester) of(root fhir.Node) digest {
	g.buf = g.buf[:0]
	g.value(root, placeResource)
	sum := sha256.Sum256(g.buf)
	return digest(sum[:16])
}

// place is where the walk is, as far as it matters for what is left out.
type place uint8

const (
	placeElse place = iota
	placeResource
	placeMeta
	placeNarrative
)

func (g *digester) value(n fhir.Node, at place) {
	switch n.Kind() {
	case fhir.Object:
		g.object(n, at)
	case fhir.Array:
		g.buf = append(g.buf, '[')
		inner := placeElse
		if at == placeResource {
			inner = at // contained resources
		}
		for e := range n.Children() {
			g.value(e, inner)
		}
		g.buf = append(g.buf, ']')
	case fhir.String:
		g.text('"', n.Value())
	case fhir.Number:
		g.text('#', n.Value())
	case fhir.Bool:
		g.text('?', n.Value())
	default:
		g.buf = append(g.buf, '0')
	}
}

func (g *digester) text(kind byte, s string) {
	g.buf = append(g.buf, kind)
	g.buf = binary.AppendUvarint(g.buf, uint64(len(s)))
	g.buf = append(g.buf, s...)
}

func (g *digester) object(n fhir.Node, at place) {
	start := len(g.stack)
	for m := range n.Children() {
		name := m.Name()
		switch {
		case at == placeMeta && volatileMeta(name):
			continue
		case at == placeNarrative && (name == "div" || name == "_div"):
			continue
		}
		g.stack = append(g.stack, member{name, m})
	}
	members := g.stack[start:]
	slices.SortFunc(members, func(a, b member) int { return strings.Compare(a.name, b.name) })
	g.buf = append(g.buf, '{')
	for i := start; i < start+len(members); i++ {
		m := g.stack[i] // the walk below may move the stack
		inner := placeElse
		if at == placeResource {
			switch {
			case m.name == "meta":
				if onlyVolatile(m.node) {
					continue
				}
				inner = placeMeta
			case m.name == "contained":
				inner = placeResource
			case m.name == "text" && m.node.Str("status") == "generated":
				inner = placeNarrative
			}
		}
		g.text(':', m.name)
		g.value(m.node, inner)
	}
	g.buf = append(g.buf, '}')
	g.stack = g.stack[:start]
}

func volatileMeta(name string) bool {
	return name == "versionId" || name == "lastUpdated" || name == "_versionId" || name == "_lastUpdated"
}

// onlyVolatile tells whether a meta says nothing that lasts: it then counts as absent.
func onlyVolatile(meta fhir.Node) bool {
	for m := range meta.Children() {
		if !volatileMeta(m.Name()) {
			return false
		}
	}
	return meta.Kind() == fhir.Object
}
