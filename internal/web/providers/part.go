// SPDX-License-Identifier: EUPL-1.2

package providers

import (
	"slices"

	"regie/internal/collect"
	"regie/internal/medmij"
	"regie/internal/store"
	"regie/internal/web/route"
	"regie/internal/web/ui"
)

// part is how collecting from one provider goes, or went.
type part struct {
	key         string // for the ids in the page
	name        string
	icon        string
	tint        ui.Tint
	state       collect.State
	going       bool
	interrupted bool
	ended, all  int // questions
	new         int
	changed     int
	services    []servicePart
	said        []said
	actions     []action
}

// servicePart is one data service in it.
type servicePart struct {
	key, name   string
	state       collect.State
	questions   []questionPart
	notes       []string
	said        []said
	files, done int
	why         string // why there is nothing of it, where that is no failure
}

// questionPart is one question.
type questionPart struct {
	name  string
	state collect.State
	count int
	why   string
}

// action is a button that posts something.
type action struct {
	href, text, icon string
	hidden           []string
	look             ui.Look
	link             bool
}

// part makes the view of a run.
func (p Pages) part(r *route.Request, run *collect.Run) part {
	words := p.names(r)
	c := run.Change()
	v := part{
		key: run.ID.String()[:8], name: run.Name, state: run.State(r.Now), going: run.Going(r.Now), interrupted: run.Interrupted(r.Now),
		new: c.NewItems, changed: c.ChangedItems,
	}
	v.icon, v.tint = "first-aid-kit", ui.Grey
	v.ended, v.all = run.Progress()
	var reasons []medmij.Reason
	for _, s := range run.Services {
		sp := servicePart{
			key: s.ID, name: words.service(s.ID), state: s.State(), notes: notes(r.Lang, s.Notes, run.Name), files: s.Files, done: s.FilesDone,
			questions: questions(r, words, s.ID, s.Questions, run.Name, v.interrupted),
		}
		if sp.state == collect.NotGiven {
			sp.why = r.T(medmij.ReasonNotGranted.Key(), "name", run.Name)
			v.services = append(v.services, sp)
			continue
		}
		if v.interrupted && sp.state == collect.Waiting {
			sp.state = collect.Failed
			reasons = appendOnce(reasons, medmij.ReasonInterrupted)
		}
		for _, reason := range s.Reasons() {
			reasons = appendOnce(reasons, reason)
		}
		v.services = append(v.services, sp)
	}
	if run.Reason != "" {
		reasons = []medmij.Reason{run.Reason}
	}
	if v.interrupted {
		v.state = interruptedState(run)
	}
	if !v.going {
		v.said = sayAll(r.Lang, reasons, run.Name)
		v.actions = repair(r, run.Connection, reasons)
	}
	return v
}

// interruptedState tells whether anything came of a run that stopped without an end.
func interruptedState(run *collect.Run) collect.State {
	for _, s := range run.Services {
		if s.Applied {
			return collect.Partly
		}
	}
	return collect.Failed
}

func appendOnce(list []medmij.Reason, r medmij.Reason) []medmij.Reason {
	if slices.Contains(list, r) {
		return list
	}
	return append(list, r)
}

func questions(r *route.Request, words names, service string, list []*collect.QuestionState, name string, interrupted bool) []questionPart {
	var out []questionPart
	for _, q := range list {
		v := questionPart{name: words.question(service, q.Key), state: q.State, count: q.Count}
		if interrupted && (q.State == collect.Waiting || q.State == collect.Asking) {
			v.state, v.why = collect.Failed, r.T(medmij.ReasonInterrupted.Key(), "name", name)
		} else if q.Reason != "" {
			v.why = r.T(q.Reason.Key(), "name", name)
		}
		out = append(out, v)
	}
	return out
}

// repair gives the buttons that make sense after these reasons.
func repair(r *route.Request, connection store.ID, reasons []medmij.Reason) []action {
	again, login := false, false
	for _, reason := range reasons {
		switch reason.Next() {
		case medmij.NextAgain:
			again = true
		case medmij.NextLogin:
			login = true
		}
	}
	href := "/zorgverleners/" + connection.String() + "/opnieuw"
	switch {
	case login && !again:
		return []action{{href: href, text: r.T("providers.repair.login"), icon: "login", look: ui.Secondary, hidden: []string{"wat", "mislukt"}}}
	case again || login:
		return []action{{href: href, text: r.T("providers.repair.again"), icon: "refresh", look: ui.Secondary, hidden: []string{"wat", "mislukt"}}}
	}
	return nil
}

// stopped makes the view of a leg of which nothing came.
func (p Pages) stopped(r *route.Request, j *collect.Journey, number int, reason medmij.Reason) part {
	l := j.Legs[number]
	v := part{key: "stap-" + itoa(number), name: l.Name, state: collect.Failed, said: []said{say(r.Lang, reason, l.Name)}}
	v.icon, v.tint = icon(l.CareKind)
	v.actions = []action{{href: journeyHref(j.ID) + "/" + itoa(number) + "/ga", text: r.T("providers.journey.retry", "name", l.Name), icon: "login", look: ui.Secondary, link: true}}
	return v
}

// going gives the run that is going at each connection.
func (p Pages) going(r *route.Request) (map[store.ID]*collect.Run, error) {
	runs, err := p.Collector.Runs(r.Context(), r.Session.Vault)
	if err != nil {
		return nil, problem("looking for runs", err)
	}
	out := map[store.ID]*collect.Run{}
	for _, run := range runs {
		if run.Going(r.Now) && out[run.Connection] == nil {
			out[run.Connection] = run
		}
	}
	return out, nil
}
