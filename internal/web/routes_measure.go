// SPDX-License-Identifier: EUPL-1.2

package web

import (
	"time"

	"regie/internal/web/measure"
	"regie/internal/web/route"
)

// measureTable is where people add and see what they measure themselves. What is measured is a key in
// the address that means something only in one vault.
func measureTable(p measure.Pages) []route.Route {
	if p.Books == nil {
		return nil
	}
	const in = route.SignedIn
	return []route.Route{
		{Method: get, Pattern: "/metingen/toevoegen", Who: in, Name: "measure-add", Handler: p.Choose},
		{Method: get, Pattern: "/metingen/toevoegen/eigen", Who: in, Name: "measure-own", Handler: p.NewOwn},
		{Method: post, Pattern: "/metingen/toevoegen/eigen", Who: in, Name: "measure-own-save", Handler: p.AddOwn},
		{Method: get, Pattern: "/metingen/toevoegen/{key}", Who: in, Name: "measure-form", Handler: p.Form},
		{Method: post, Pattern: "/metingen/toevoegen/{key}", Who: in, Name: "measure-save", Handler: p.Add},
		{Method: get, Pattern: "/metingen/bewaard/{key}/{start}", Who: in, Name: "measure-saved", Handler: p.Saved},
		{Method: get, Pattern: "/metingen/week", Who: in, Name: "measure-week", Handler: p.Week},
		{Method: post, Pattern: "/metingen/week", Who: in, Name: "measure-week-save", Handler: p.AddWeek},
		{Method: get, Pattern: "/metingen/zelf", Who: in, Name: "measure-self", Handler: p.Self},
		{Method: get, Pattern: "/metingen/zelf/{key}", Who: in, Name: "measure-kind", Handler: p.Kind()},
		{Method: get, Pattern: "/metingen/zelf/{key}/lijst", Who: in, Name: "measure-list", Handler: p.List},
		{Method: get, Pattern: "/metingen/zelf/{key}/doel", Who: in, Name: "measure-target", Handler: p.AskTarget},
		{Method: post, Pattern: "/metingen/zelf/{key}/doel", Who: in, Name: "measure-target-save", Handler: p.SetTarget},
		{Method: get, Pattern: "/metingen/zelf/{key}/waarde/{start}", Who: in, Name: "measure-edit", Handler: p.Edit},
		{Method: post, Pattern: "/metingen/zelf/{key}/waarde/{start}", Who: in, Name: "measure-change", Handler: p.Change},
		{Method: post, Pattern: "/metingen/zelf/{key}/waarde/{start}/weg", Who: in, Name: "measure-delete", Handler: p.Delete},
		{Method: get, Pattern: "/metingen/verwijderd/{token}", Who: in, Name: "measure-deleted", Handler: p.Deleted},
		{Method: post, Pattern: "/metingen/verwijderd/{token}", Who: in, Name: "measure-restore", Handler: p.Restore},
		{Method: get, Pattern: "/metingen/bestand", Who: in, Name: "measure-files", Handler: p.Files},
		{Method: post, Pattern: "/metingen/bestand", Who: in, Name: "measure-upload", MaxBody: measure.MostUpload + 64<<10, Timeout: measure.UploadTime, Handler: p.Upload},
		{Method: post, Pattern: "/metingen/deel", Who: in, Name: "measure-part-begin", Handler: p.BeginParts},
		{Method: get, Pattern: "/metingen/deel/{id}", Who: in, Name: "measure-part-have", Handler: p.HavePart},
		{Method: patch, Pattern: "/metingen/deel/{id}", Who: in, Name: "measure-part", MaxBody: measure.PartBody, Timeout: measure.PartTime + time.Minute, Handler: p.TakePart},
		{Method: get, Pattern: "/metingen/bestand/{id}", Who: in, Name: "measure-file", Handler: p.File},
		{Method: post, Pattern: "/metingen/bestand/{id}/toevoegen", Who: in, Name: "measure-file-add", Handler: p.AddFile},
		{Method: post, Pattern: "/metingen/bestand/{id}/niet", Who: in, Name: "measure-file-drop", Handler: p.DropFile},
		{Method: get, Pattern: "/metingen/tabel", Who: in, Name: "measure-paste", Handler: p.Paste},
		{Method: post, Pattern: "/metingen/tabel", Who: in, Name: "measure-pasted", MaxBody: 3*measure.MostPaste + 64<<10, Handler: p.Pasted},
		{Method: get, Pattern: "/metingen/tabel/{id}", Who: in, Name: "measure-table", Timeout: time.Minute, Handler: p.Table},
		{Method: post, Pattern: "/metingen/tabel/{id}", Who: in, Name: "measure-columns", Timeout: time.Minute, Handler: p.Columns},
		{Method: post, Pattern: "/metingen/import/{number}/ongedaan", Who: in, Name: "measure-undo", Handler: p.Undo},
		{Method: get, Pattern: "/metingen/bronnen", Who: in, Name: "measure-sources", Handler: p.Sources},
		{Method: post, Pattern: "/metingen/bronnen", Who: in, Name: "measure-prefer", Handler: p.Prefer},
		{Method: get, Pattern: "/metingen/bronnen/{bron}/weg", Who: in, Name: "measure-source-ask", Handler: p.AskRemove},
		{Method: post, Pattern: "/metingen/bronnen/{bron}/weg", Who: in, Name: "measure-source-drop", Handler: p.Remove},
		{Method: get, Pattern: "/metingen/opnamen", Who: in, Name: "measure-events", Handler: p.Events},
		{Method: get, Pattern: "/metingen/opnamen/{number}/{n}", Who: in, Name: "measure-event", Handler: p.Event},
	}
}
