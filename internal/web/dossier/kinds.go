// SPDX-License-Identifier: EUPL-1.2

package dossier

import (
	"regie/internal/text"
	"regie/internal/web/ui"
	"regie/internal/zib"
)

// kind is how a category looks, and what it is called in an address.
type kind struct {
	category zib.Category
	slug     string
	icon     string
	tint     ui.Tint
	// lasts: items hold for a time, so that the page begins with what holds now.
	lasts bool
	// valued: items are values that can be followed over time.
	valued bool
}

var kinds = []kind{
	{category: zib.CategoryProblems, slug: "klachten", icon: "clipboard-heart", tint: ui.Red, lasts: true},
	{category: zib.CategoryMedication, slug: "medicijnen", icon: "pill", tint: ui.Violet, lasts: true},
	{category: zib.CategoryAllergies, slug: "allergieen", icon: "hand-stop", tint: ui.Orange, lasts: true},
	{category: zib.CategoryAlerts, slug: "waarschuwingen", icon: "alert-triangle", tint: ui.Yellow, lasts: true},
	{category: zib.CategoryLab, slug: "laboratorium", icon: "test-pipe", tint: ui.Red, valued: true},
	{category: zib.CategoryMeasurements, slug: "metingen", icon: "heartbeat", tint: ui.Teal, valued: true},
	{category: zib.CategoryVaccinations, slug: "vaccinaties", icon: "vaccine", tint: ui.Green},
	{category: zib.CategoryTreatments, slug: "behandelingen", icon: "bandage", tint: ui.Blue},
	{category: zib.CategoryVisits, slug: "contacten", icon: "stethoscope", tint: ui.Blue},
	{category: zib.CategoryAppointments, slug: "afspraken", icon: "calendar-event", tint: ui.Teal},
	{category: zib.CategoryDocuments, slug: "documenten", icon: "file-text", tint: ui.Grey},
	{category: zib.CategoryAgreements, slug: "wensen", icon: "heart-handshake", tint: ui.Violet, lasts: true},
	{category: zib.CategoryLifestyle, slug: "leefstijl", icon: "run", tint: ui.Green},
	{category: zib.CategoryFunction, slug: "functioneren", icon: "activity", tint: ui.Orange},
	{category: zib.CategoryDevices, slug: "hulpmiddelen", icon: "wheelchair", tint: ui.Grey, lasts: true},
	{category: zib.CategoryPerson, slug: "uw-gegevens", icon: "id", tint: ui.Grey},
	{category: zib.CategoryCareTeam, slug: "zorgverleners", icon: "users", tint: ui.Blue},
	{category: zib.CategoryOther, slug: "overig", icon: "list", tint: ui.Grey},
}

func kindOf(c zib.Category) kind {
	for _, k := range kinds {
		if k.category == c {
			return k
		}
	}
	return kinds[len(kinds)-1]
}

func kindBySlug(slug string) (kind, bool) {
	for _, k := range kinds {
		if k.slug == slug {
			return k, true
		}
	}
	return kind{}, false
}

func (k kind) href() string { return "/dossier/" + k.slug }

func (k kind) title(l text.Lang) string { return k.category.Text(l) }

// what says in a sentence what is on this shelf.
func (k kind) what(l text.Lang) string { return l.T("dossier.kind." + k.category.String()) }
