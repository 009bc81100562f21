// SPDX-License-Identifier: EUPL-1.2

package zib

import (
	"strings"

	"regie/internal/fhir"
	"regie/internal/text"
)

// readObservation reads any Observation: its result first, then its parts, then how, where and by
// whom it was found. Blocks whose name says it better than the provider's code get our own title.
func readObservation(b *B) {
	r := b.Root
	name := b.About(r.Get("code"))
	if own := "zib.block." + b.Block; b.Block != "Observation" && text.NL.Has(own) && b.plainBlock(name) {
		b.Titled(T(own))
		if b.saysMore(name) {
			b.Put(T("zib.test"), Value{Phrase: &name})
		}
	} else {
		b.Titled(name)
	}
	b.Shelve(shelfOf(r))
	b.result()
	b.observed()
}

// result adds the outcome, the components and the members of a panel.
func (b *B) result() {
	r := b.Root
	if b.Measured(T("zib.result"), r) {
		b.Summary = b.find(T("zib.result"))
	}
	b.components()
	if b.Summary < 0 && len(b.Facts) > 0 && r.Get("component").Ok() {
		b.Summary = 0
	}
	b.members(r.Get("hasMember"))
	b.Relate("zib.derived", r.Get("derivedFrom"))
	for x := range r.Each("related") { // STU3
		key := "zib.related"
		switch x.Str("type") {
		case "has-member":
			b.members(x.Get("target"))
			b.Skip(x)
			continue
		case "derived-from":
			key = "zib.derived"
		case "sequel-to":
			key = "zib.sequel"
		case "replaces":
			key = "zib.replaces"
		}
		b.Relate(key, x.Get("target"))
		b.Skip(x) // the type is the label
	}
	b.Relate("zib.specimen", r.Get("specimen"))
	b.Relate("zib.request", r.Get("basedOn"))
	b.Relate("zib.partof", r.Get("partOf"))
	b.Relate("zib.about", r.Get("focus"))
}

// members adds the members of a panel, each with its outcome where it is at hand.
func (b *B) members(refs fhir.Node) {
	for x := range refs.All() {
		p, ref := b.reference(x)
		if ref != nil {
			b.Links = append(b.Links, Link{Label: T("zib.members"), To: *ref})
		}
		if !p.Zero() {
			p = b.withOutcome(x, p)
			b.Put(T("zib.members"), Value{Phrase: &p, Ref: ref})
		}
	}
}

// find returns the place of the fact with this label in the current group, -1 if there is none.
func (b *B) find(label Phrase) int {
	for i := range b.Facts {
		if b.Facts[i].Label.Equal(label) && b.Facts[i].Group.Equal(b.group) {
			return i
		}
	}
	return -1
}

// plainBlock tells whether the name of the block says it all: the code is the block's own, or
// there is no name. Else the code says more ("glucose after a meal", "kind of home").
func (b *B) plainBlock(name Phrase) bool {
	if name.Zero() || !name.Readable() {
		return true
	}
	own := codesOfBlocks()[b.Block]
	for c := range b.Root.Get("code").Each("coding") {
		if own[codeKey{systemName(c.Str("system")), c.Str("code")}] {
			return true
		}
	}
	return false
}

// saysMore tells whether the provider's name of a test is worth a row beside our own title: a
// coded name is the same test in other words, free text may say which arm or which eye.
func (b *B) saysMore(name Phrase) bool {
	if name.Zero() || name.Code != "" || !name.Readable() {
		return false
	}
	return !strings.EqualFold(name.In(text.NL), b.Title.In(text.NL))
}

// Shelve puts the item on another shelf than that of its block, if c is one.
func (b *B) Shelve(c Category) {
	if c != CategoryNone && (b.Category == CategoryOther || b.Category == CategoryNone) {
		b.Category = c
	}
}

// shelfOf tells by its categories where an Observation belongs.
func shelfOf(r fhir.Node) Category {
	for x := range r.Each("category") {
		for c := range x.Each("coding") {
			switch c.Str("code") {
			case "laboratory", "49581000146104", "275711006", "26436-6", "microbiology", "hematology", "chemistry":
				return CategoryLab
			case "vital-signs", "exam", "imaging", "procedure", "activity":
				return CategoryMeasurements
			case "social-history":
				return CategoryLifestyle
			case "survey", "118228005", "384821006", "therapy":
				return CategoryFunction
			}
		}
	}
	return CategoryMeasurements
}
