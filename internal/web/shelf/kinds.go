// SPDX-License-Identifier: EUPL-1.2

package shelf

import (
	"regie/internal/text"
	"regie/internal/web/ui"
	"regie/internal/zib"
)

// Kind is how a category looks, and what it is called in an address.
type Kind struct {
	Category zib.Category
	Slug     string
	Icon     string
	Tint     ui.Tint
	// Lasts: items hold for a time, so that the page begins with what holds now.
	Lasts bool
	// Valued: items are values that can be followed over time.
	Valued bool
}

// Kinds are all kinds of data, in the order of the record.
var Kinds = []Kind{
	{Category: zib.CategoryProblems, Slug: "klachten", Icon: "clipboard-heart", Tint: ui.Red, Lasts: true},
	{Category: zib.CategoryMedication, Slug: "medicijnen", Icon: "pill", Tint: ui.Violet, Lasts: true},
	{Category: zib.CategoryAllergies, Slug: "allergieen", Icon: "hand-stop", Tint: ui.Orange, Lasts: true},
	{Category: zib.CategoryAlerts, Slug: "waarschuwingen", Icon: "alert-triangle", Tint: ui.Yellow, Lasts: true},
	{Category: zib.CategoryLab, Slug: "laboratorium", Icon: "test-pipe", Tint: ui.Red, Valued: true},
	{Category: zib.CategoryMeasurements, Slug: "metingen", Icon: "heartbeat", Tint: ui.Teal, Valued: true},
	{Category: zib.CategoryVaccinations, Slug: "vaccinaties", Icon: "vaccine", Tint: ui.Green},
	{Category: zib.CategoryTreatments, Slug: "behandelingen", Icon: "bandage", Tint: ui.Blue},
	{Category: zib.CategoryVisits, Slug: "contacten", Icon: "stethoscope", Tint: ui.Blue},
	{Category: zib.CategoryAppointments, Slug: "afspraken", Icon: "calendar-event", Tint: ui.Teal},
	{Category: zib.CategoryDocuments, Slug: "documenten", Icon: "file-text", Tint: ui.Grey},
	{Category: zib.CategoryAgreements, Slug: "wensen", Icon: "heart-handshake", Tint: ui.Violet, Lasts: true},
	{Category: zib.CategoryLifestyle, Slug: "leefstijl", Icon: "run", Tint: ui.Green},
	{Category: zib.CategoryFunction, Slug: "functioneren", Icon: "activity", Tint: ui.Orange},
	{Category: zib.CategoryDevices, Slug: "hulpmiddelen", Icon: "wheelchair", Tint: ui.Grey, Lasts: true},
	{Category: zib.CategoryPerson, Slug: "uw-gegevens", Icon: "id", Tint: ui.Grey},
	{Category: zib.CategoryCareTeam, Slug: "zorgverleners", Icon: "users", Tint: ui.Blue},
	{Category: zib.CategoryOther, Slug: "overig", Icon: "list", Tint: ui.Grey},
}

// KindOf is how a category looks.
func KindOf(c zib.Category) Kind {
	for _, k := range Kinds {
		if k.Category == c {
			return k
		}
	}
	return Kinds[len(Kinds)-1]
}

// KindBySlug finds a kind by its word in an address.
func KindBySlug(slug string) (Kind, bool) {
	for _, k := range Kinds {
		if k.Slug == slug {
			return k, true
		}
	}
	return Kind{}, false
}

// Href is the address of the page of the kind.
func (k Kind) Href() string { return "/dossier/" + k.Slug }

// Title is what people call the kind.
func (k Kind) Title(l text.Lang) string { return k.Category.Text(l) }

// What says in a sentence what is on this shelf.
func (k Kind) What(l text.Lang) string { return l.T("dossier.kind." + k.Category.String()) }
