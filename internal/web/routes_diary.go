// SPDX-License-Identifier: EUPL-1.2

package web

import (
	"time"

	kept "regie/internal/diary"
	"regie/internal/web/diary"
	"regie/internal/web/route"
)

// diaryPages are the pages of the diary.
func diaryPages(c Config) diary.Pages {
	return diary.Pages{Diaries: c.Diaries, Keeper: c.Keeper, Books: c.Books}
}

// diaryTable is where people write how they are, and what they took of their medicines.
func diaryTable(c Config) []route.Route {
	if c.Diaries == nil || c.Keeper == nil {
		return nil
	}
	p := diaryPages(c)
	const in, text = route.SignedIn, 128 << 10
	return []route.Route{
		{Method: get, Pattern: "/dagboek", Who: in, Name: "diary", Handler: p.List},
		{Method: post, Pattern: "/dagboek", Who: in, Name: "diary-add", MaxBody: text, Handler: p.Add()},
		{Method: post, Pattern: "/dagboek/zoeken", Who: in, Name: "diary-search", Handler: p.Search},
		{Method: get, Pattern: "/dagboek/nieuw", Who: in, Name: "diary-new", Handler: p.New()},
		{Method: get, Pattern: "/dagboek-over/{key}", Who: in, Name: "diary-about", Handler: p.About()},
		{Method: get, Pattern: "/dagboek/klachten", Who: in, Name: "diary-symptoms", Handler: p.Symptoms},
		{Method: post, Pattern: "/dagboek/klachten", Who: in, Name: "diary-symptom", Handler: p.AddSymptom},
		{Method: get, Pattern: "/dagboek/medicijnen", Who: in, Name: "diary-doses", Handler: p.Doses()},
		{Method: post, Pattern: "/dagboek/medicijnen", Who: in, Name: "diary-dose", Handler: p.AddDose()},
		{Method: get, Pattern: "/dagboek/{key}", Who: in, Name: "diary-entry", Handler: p.Show()},
		{Method: get, Pattern: "/dagboek/{key}/wijzigen", Who: in, Name: "diary-edit", Handler: p.Edit()},
		{Method: post, Pattern: "/dagboek/{key}/wijzigen", Who: in, Name: "diary-change", MaxBody: text, Handler: p.Change()},
		{Method: post, Pattern: "/dagboek/{key}/verwijderen", Who: in, Name: "diary-delete", Handler: p.Delete},
		{Method: get, Pattern: "/dagboek/{key}/verwijderd", Who: in, Name: "diary-deleted", Handler: p.Deleted},
		{Method: post, Pattern: "/dagboek/{key}/terugzetten", Who: in, Name: "diary-restore", Handler: p.Restore},
		{Method: post, Pattern: "/dagboek/{key}/bestand", Who: in, Name: "diary-file-add", MaxBody: kept.MaxFile + 64<<10, Timeout: time.Minute, Handler: p.AddFile()},
		{Method: get, Pattern: "/dagboek/{key}/bestand/{id}", Who: in, Name: "diary-file", Handler: p.File},
		{Method: post, Pattern: "/dagboek/{key}/bestand/{id}/beschrijving", Who: in, Name: "diary-file-describe", Handler: p.DescribeFile},
		{Method: post, Pattern: "/dagboek/{key}/bestand/{id}/weg", Who: in, Name: "diary-file-drop", Handler: p.DropFile},
	}
}
