// SPDX-License-Identifier: EUPL-1.2

package record

import (
	"regie/internal/fhir"
	"regie/internal/zib"
)

const r4 = fhir.R4

// unreadable is the item of what is no FHIR resource.
func unreadable() *zib.Item {
	return &zib.Item{
		Generic: true, Category: zib.CategoryOther, Summary: -1,
		Title: zib.T("record.unreadable"), Marks: []zib.Mark{zib.MarkIncomplete},
	}
}
