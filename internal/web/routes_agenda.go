// SPDX-License-Identifier: EUPL-1.2

package web

import (
	"time"

	"regie/internal/web/agenda"
	"regie/internal/web/measure"
	"regie/internal/web/route"
)

// agendaPages are the pages over what is to come.
func agendaPages(c Config) agenda.Pages {
	p := agenda.Pages{Agendas: c.Agendas, Keeper: c.Keeper, Base: c.Base, Diaries: c.Diaries}
	if c.Books != nil {
		p.Measured = &measure.Pages{Books: c.Books, Keeper: c.Keeper}
	}
	return p
}

// agendaTable is what is to come, and goals. The secret address of an agenda is for anyone who
// has it: a calendar program has no session.
func agendaTable(c Config) []route.Route {
	if c.Agendas == nil || c.Keeper == nil {
		return nil
	}
	p := agendaPages(c)
	const in = route.SignedIn
	return []route.Route{
		{Method: get, Pattern: "/agenda", Who: in, Name: "agenda", Handler: p.List()},
		{Method: get, Pattern: "/agenda/nieuw", Who: in, Name: "agenda-new", Handler: p.New},
		{Method: post, Pattern: "/agenda/nieuw", Who: in, Name: "agenda-add", Handler: p.Save(false)},
		{Method: get, Pattern: "/agenda/inlezen", Who: in, Name: "agenda-importing", Handler: p.Importing},
		{Method: post, Pattern: "/agenda/inlezen", Who: in, Name: "agenda-preview", MaxBody: agenda.MaxImportBody, Timeout: time.Minute, Handler: p.Preview},
		{Method: post, Pattern: "/agenda/inlezen/toevoegen", Who: in, Name: "agenda-import", MaxBody: agenda.MaxImportBody, Timeout: time.Minute, Handler: p.Import()},
		{Method: get, Pattern: "/agenda/adres", Who: in, Name: "agenda-feed", Handler: p.Feed},
		{Method: post, Pattern: "/agenda/adres", Who: in, Name: "agenda-feed-start", Handler: p.StartFeed()},
		{Method: post, Pattern: "/agenda/adres/stop", Who: in, Name: "agenda-feed-stop", Handler: p.StopFeed},
		{Method: get, Pattern: "/agenda/{key}/wijzigen", Who: in, Name: "agenda-edit", Handler: p.Edit},
		{Method: post, Pattern: "/agenda/{key}/wijzigen", Who: in, Name: "agenda-change", Handler: p.Save(true)},
		{Method: post, Pattern: "/agenda/{key}/overslaan", Who: in, Name: "agenda-skip", Handler: p.Skip()},
		{Method: post, Pattern: "/agenda/{key}/verwijderen", Who: in, Name: "agenda-delete", Handler: p.Delete()},
		{Method: get, Pattern: "/agenda/{key}/verwijderd", Who: in, Name: "agenda-deleted", Handler: p.Deleted},
		{Method: post, Pattern: "/agenda/{key}/terugzetten", Who: in, Name: "agenda-restore", Handler: p.Restore()},
		{Method: get, Pattern: "/agenda-volgen/{secret}", Who: route.Anyone, Name: "agenda-follow", Static: true, Handler: p.Follow},

		{Method: get, Pattern: "/gesprek/{key}", Who: in, Name: "prepare", Handler: p.Prepare()},
		{Method: post, Pattern: "/gesprek/{key}", Who: in, Name: "prepare-save", Handler: p.SavePrepare()},
		{Method: post, Pattern: "/gesprek/{key}/herinnering", Who: in, Name: "prepare-remind", Handler: p.RemindOf()},
		{Method: get, Pattern: "/afdruk/gesprek/{key}", Who: in, Name: "paper-prepare", Handler: p.PaperPrepare()},

		{Method: get, Pattern: "/herinneringen", Who: in, Name: "reminders", Handler: p.Reminders()},
		{Method: post, Pattern: "/herinneringen", Who: in, Name: "reminders-save", Handler: p.SaveReminders()},
		{Method: get, Pattern: "/herinneringen/nieuw", Who: in, Name: "reminder-new", Handler: p.NewSeries()},
		{Method: post, Pattern: "/herinneringen/nieuw", Who: in, Name: "reminder-add", Handler: p.SaveSeries(false)},
		{Method: post, Pattern: "/herinneringen/gezien", Who: in, Name: "reminders-seen", Handler: p.Seen()},
		{Method: get, Pattern: "/herinneringen/{key}", Who: in, Name: "reminder", Handler: p.EditSeries()},
		{Method: post, Pattern: "/herinneringen/{key}", Who: in, Name: "reminder-change", Handler: p.SaveSeries(true)},
		{Method: post, Pattern: "/herinneringen/{key}/weg", Who: in, Name: "reminder-drop", Handler: p.DropSeries()},

		{Method: get, Pattern: "/doelen", Who: in, Name: "goals", Handler: p.Goals()},
		{Method: get, Pattern: "/doelen/nieuw", Who: in, Name: "goal-new", Handler: p.NewGoal()},
		{Method: post, Pattern: "/doelen/nieuw", Who: in, Name: "goal-add", Handler: p.SaveGoal(false)},
		{Method: get, Pattern: "/doelen/{key}", Who: in, Name: "goal", Handler: p.Goal()},
		{Method: get, Pattern: "/doelen/{key}/wijzigen", Who: in, Name: "goal-edit", Handler: p.EditGoal()},
		{Method: post, Pattern: "/doelen/{key}/wijzigen", Who: in, Name: "goal-change", Handler: p.SaveGoal(true)},
		{Method: post, Pattern: "/doelen/{key}/gehaald", Who: in, Name: "goal-reach", Handler: p.Reach},
		{Method: post, Pattern: "/doelen/{key}/verwijderen", Who: in, Name: "goal-delete", Handler: p.DeleteGoal},
		{Method: get, Pattern: "/doelen/{key}/verwijderd", Who: in, Name: "goal-deleted", Handler: p.DeletedGoal},
		{Method: post, Pattern: "/doelen/{key}/terugzetten", Who: in, Name: "goal-restore", Handler: p.RestoreGoal},
	}
}
