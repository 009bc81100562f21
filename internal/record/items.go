// SPDX-License-Identifier: EUPL-1.2

package record

import (
	"regie/internal/fhir"
	"regie/internal/zib"
)

const r4 = fhir.R4

// readItem derives the item of a resource. Each gets a reader of its own: where resources name
// each other in a circle, what a shared reader says of one depends on which it met first, and
// the dossier would depend on the order in which things came in.
func readItem(r *fhir.Resource, resolver fhir.Resolver) *zib.Item {
	return zib.NewReader(resolver).Read(r)
}

// unreadable is the item of what is no FHIR resource.
func unreadable() *zib.Item {
	return &zib.Item{
		Generic: true, Category: zib.CategoryOther, Summary: -1,
		Title: zib.T("record.unreadable"), Marks: []zib.Mark{zib.MarkIncomplete},
	}
}
