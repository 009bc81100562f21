// SPDX-License-Identifier: EUPL-1.2

package zib

import (
	"iter"
	"strings"

	"regie/internal/fhir"
)

// extsOf yields the extensions of a node of which the last step of the name is one of the words, in
// small letters: "prescriber" is zib-MedicationUse-Prescriber and ext-MedicationUse2.Prescriber,
// and whatever the next generation of profiles calls it. It marks them as read.
func extsOf(n fhir.Node, words ...string) iter.Seq[fhir.Node] {
	return func(yield func(fhir.Node) bool) {
		e := n.Element()
		for _, list := range [2]string{"extension", "modifierExtension"} {
			for x := range e.Each(list) {
				last := lastStep(x.Str("url"))
				for _, w := range words {
					if last != w {
						continue
					}
					x.UseAll()
					if !yield(x) {
						return
					}
					break
				}
			}
		}
	}
}

// lastStep is what a name of an extension ends in, in small letters.
func lastStep(url string) string {
	name := fhir.ProfileName(url)
	return name[strings.LastIndexAny(name, "-.")+1:]
}

// extValue returns the value of the first of the extensions.
func extValue(n fhir.Node, words ...string) fhir.Node {
	for x := range extsOf(n, words...) {
		return x.Pick("value")
	}
	return fhir.Node{}
}

// extAdd adds the values of extensions under a label.
func (b *B) extAdd(label string, n fhir.Node, words ...string) {
	for x := range extsOf(n, words...) {
		b.Add(label, x.Pick("value"))
	}
}

// extRelate links to what extensions point at.
func (b *B) extRelate(label string, n fhir.Node, words ...string) {
	for x := range extsOf(n, words...) {
		b.Relate(label, x.Pick("value"))
	}
}

// extBy adds the people in extensions.
func (b *B) extBy(label string, n fhir.Node, words ...string) {
	for x := range extsOf(n, words...) {
		b.By(label, x.Pick("value"))
	}
}
