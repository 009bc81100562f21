// SPDX-License-Identifier: EUPL-1.2

package medicines

import (
	"regie/internal/record"
	"regie/internal/web/shelf"
)

// Now are the first of the medicines that are used now, as the list has them, and how many more
// there are.
func Now(v *shelf.Visit, most int) (lines []shelf.Line, more int) {
	for _, m := range v.Dossier.Medicines(v.Now) {
		if m.State != record.MedicineUsing && m.State != record.MedicineLately {
			continue
		}
		if len(lines) == most {
			more++
			continue
		}
		r := rowOf(v, m)
		text := r.use
		if text == "" {
			text = r.since
		}
		lines = append(lines, shelf.Line{Href: r.href, Title: r.title, Text: text, Chips: r.chips})
	}
	return lines, more
}
