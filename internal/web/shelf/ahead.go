// SPDX-License-Identifier: EUPL-1.2

package shelf

import (
	"regie/internal/record"
	"regie/internal/zib"
)

// Appointment tells whether an item is an appointment that stands in the agenda: it has a day, it was
// not cancelled, and no other item stands for it.
func Appointment(v *Visit, it *record.Item) bool {
	return it.Category == zib.CategoryAppointments && it.Dated() && !it.Gone &&
		!it.Has(zib.MarkEnteredInError, zib.MarkCancelled, zib.MarkNotDone) && v.Dossier.Lead(it) == it
}

// PrepareHref is where an appointment that is to come can be prepared, "" for any other item.
func PrepareHref(v *Visit, it *record.Item) string {
	if !Appointment(v, it) || it.At < WallOf(v.Now) {
		return ""
	}
	return "/gesprek/" + it.Key.String()
}
