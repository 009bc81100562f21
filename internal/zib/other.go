// SPDX-License-Identifier: EUPL-1.2

package zib

import (
	"strings"

	"regie/internal/fhir"
)

// aboutOther marks an item that is about somebody else than the person whose record it is: the
// card of a pregnancy also has what was measured of the child. An item alone does not tell: its
// subject is one Patient or another. So it is compared with the person of the episode or the
// visit that the item is part of.
func (b *B) aboutOther() {
	switch b.Res.Type {
	case "Observation", "Condition", "Procedure", "DiagnosticReport":
	default:
		return
	}
	if b.Res.Inside {
		return
	}
	subject := b.Root.Get("subject")
	if subject.Str("reference") == "" {
		return
	}
	for _, name := range [...]string{"context", "encounter", "episodeOfCare"} {
		within := b.Resolve(b.Root.Get(name))
		if within == nil {
			continue
		}
		whose := within.Root.Get("patient") // of an episode
		if !whose.Ok() {
			whose = within.Root.Get("subject")
		}
		if b.differ(subject, whose) {
			b.Relate("zib.about", subject)
			b.Flag(MarkOther)
			return
		}
	}
}

// differ tells whether two references are surely of two people. Providers know one person by more
// than one number: the same name, or the same day of birth, is no other person.
func (b *B) differ(one, other fhir.Node) bool {
	p, q := fhir.ParseReference(one.Str("reference")), fhir.ParseReference(other.Str("reference"))
	if p.Kind != fhir.RefResource || q.Kind != fhir.RefResource || p.Type != "Patient" || q.Type != "Patient" || p.ID == q.ID {
		return false
	}
	name, otherName := referenceDisplay(one.Str("display")), referenceDisplay(other.Str("display"))
	if strings.EqualFold(name, otherName) && name != "" {
		return false
	}
	x, y := b.Resolve(one), b.Resolve(other)
	if x != nil && y != nil {
		born := x.Root.Str("birthDate")
		return born != "" && born != y.Root.Str("birthDate")
	}
	return name != "" && otherName != ""
}
