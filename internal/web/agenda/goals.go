// SPDX-License-Identifier: EUPL-1.2

package agenda

import (
	"errors"
	"net/http"
	"time"

	kept "regie/internal/agenda"
	"regie/internal/measure"
	"regie/internal/web/route"
	"regie/internal/web/shelf"
	"regie/internal/web/ui"
)

const goalsHome = "/doelen"

func goalHref(k kept.Key) string { return goalsHome + "/" + k.String() }

type goalCard struct {
	href, what, target, by, with, note, now, reached string
	within, known                                    bool
}

type goalsView struct{ open, done []goalCard }

// Goals lists the goals, with how it stands.
func (p Pages) Goals() route.Handler {
	return shelf.Open(p.Keeper, func(w http.ResponseWriter, v *shelf.Visit) error {
		all, err := p.Agendas.Goals(v.Context(), v.Session.Vault)
		if err != nil {
			return problem("listing goals", err)
		}
		var out goalsView
		for i := range all {
			g := &all[i]
			c := goalCard{href: goalHref(g.Key), what: g.What, target: target(v.Request, g), note: g.Note, by: day(v.Request, g.By), reached: day(v.Request, g.Reached)}
			if g.With != "" {
				c.with = v.T("goals.with", "name", g.With)
			}
			if p.Measured != nil && g.Kind != "" && g.Reached == "" {
				if number, said, on, ok := p.Measured(v.Context(), v, g.Kind); ok {
					c.now = v.T("goals.now", "value", said, "day", day(v.Request, on))
					c.within, c.known = g.Within(number)
				}
			}
			if g.Reached != "" {
				out.done = append(out.done, c)
			} else {
				out.open = append(out.open, c)
			}
		}
		return v.Render(w, http.StatusOK, goalsPage(out))
	})
}

func day(r *route.Request, s string) string {
	t, err := time.Parse(time.DateOnly, s)
	if err != nil {
		return ""
	}
	return ui.Day(r.Lang, t, ui.ToDay)
}

// target says what is to be reached, "" where it has no number.
func target(r *route.Request, g *kept.Goal) string {
	unit := ""
	if g.Unit != "" {
		unit = " " + g.Unit
	}
	switch g.Aim {
	case kept.AtLeast:
		return r.T("goals.aim.least.of", "n", g.Low+unit)
	case kept.AtMost:
		return r.T("goals.aim.most.of", "n", g.High+unit)
	case kept.Between:
		return r.T("goals.aim.between.of", "low", g.Low, "high", g.High+unit)
	}
	return ""
}

type goalForm struct {
	action    string
	edit      bool
	g         kept.Goal
	aim, kind ui.ChoiceProps
	problems  []ui.Problem
}

// goalKinds are the kinds of measurements about which a goal can be.
var goalKinds = []measure.Kind{"weight", "steps", "blood-pressure", "heart-rate-resting", "glucose", "waist", "sleep", "exercise"}

func goalFormOf(r *route.Request, g kept.Goal) goalForm {
	f := goalForm{g: g, action: goalsHome + "/nieuw"}
	f.aim = ui.ChoiceProps{ID: "hoe", Label: r.T("goals.aim")}
	for _, a := range []kept.Aim{kept.Done, kept.AtLeast, kept.AtMost, kept.Between} {
		f.aim.Options = append(f.aim.Options, ui.Option{Value: string(a), Text: r.T("goals.aim." + string(a)), Chosen: a == g.Aim || g.Aim == "" && a == kept.Done})
	}
	f.kind = ui.ChoiceProps{ID: "meting", Label: r.T("goals.kind"), Optional: true, Options: []ui.Option{{Text: r.T("goals.kind.none")}}}
	for _, k := range goalKinds {
		if measure.Known(k) {
			f.kind.Options = append(f.kind.Options, ui.Option{Value: string(k), Text: k.Name(r.Lang), Chosen: string(k) == g.Kind})
		}
	}
	return f
}

// NewGoal shows the empty form.
func (p Pages) NewGoal(w http.ResponseWriter, r *route.Request) error {
	return r.Render(w, http.StatusOK, goalPage(goalFormOf(r, kept.Goal{})))
}

func (p Pages) goal(r *route.Request, deleted bool) (kept.Goal, error) {
	k, ok := kept.ParseKey(r.PathValue("key"))
	if !ok {
		return kept.Goal{}, route.NotFound()
	}
	g, err := p.Agendas.Goal(r.Context(), r.Session.Vault, k)
	if err == nil && g.Deleted.IsZero() == deleted {
		err = kept.ErrNotFound
	}
	return g, problem("looking for a goal", err)
}

// EditGoal shows the form with what was filled in before.
func (p Pages) EditGoal(w http.ResponseWriter, r *route.Request) error {
	g, err := p.goal(r, false)
	if err != nil {
		return err
	}
	f := goalFormOf(r, g)
	f.edit, f.action = true, goalHref(g.Key)
	return r.Render(w, http.StatusOK, goalPage(f))
}

// AddGoal keeps a new goal.
func (p Pages) AddGoal(w http.ResponseWriter, r *route.Request) error {
	return p.saveGoal(w, r, kept.Goal{}, goalsHome+"/nieuw")
}

// ChangeGoal keeps what was changed of one.
func (p Pages) ChangeGoal(w http.ResponseWriter, r *route.Request) error {
	g, err := p.goal(r, false)
	if err != nil {
		return err
	}
	return p.saveGoal(w, r, g, goalHref(g.Key))
}

func (p Pages) saveGoal(w http.ResponseWriter, r *route.Request, g kept.Goal, action string) error {
	q, err := r.Values()
	if err != nil {
		return err
	}
	g.What, g.With, g.Note = route.Field(q, "doel", kept.MaxTitle), route.Field(q, "met", kept.MaxTitle), route.Field(q, "notitie", kept.MaxNote)
	g.Aim, g.Kind, g.By, g.Unit = kept.Aim(q.Get("hoe")), q.Get("meting"), route.Field(q, "voor", 10), route.Field(q, "eenheid", 40)
	g.Low, g.High = route.Field(q, "minst", 20), route.Field(q, "meest", 20)
	if g.Kind != "" && !measure.Known(measure.Kind(g.Kind)) {
		g.Kind = ""
	}
	var problems []ui.Problem
	if g.What == "" {
		problems = append(problems, ui.Problem{Field: "doel", Text: r.T("goals.problem.what")})
	}
	if _, err := time.Parse(time.DateOnly, g.By); g.By != "" && err != nil {
		problems = append(problems, ui.Problem{Field: "voor", Text: r.T("goals.problem.by")})
	}
	if len(problems) == 0 {
		_, err := p.Agendas.PutGoal(r.Context(), r.Session.Vault, g)
		switch {
		case errors.Is(err, kept.ErrOdd):
			problems = append(problems, ui.Problem{Field: numberField(g.Aim), Text: r.T("goals.problem.number")})
		case errors.Is(err, kept.ErrFull):
			problems = append(problems, ui.Problem{Field: "doel", Text: r.T("goals.problem.full")})
		case err != nil:
			return problem("keeping a goal", err)
		}
	}
	if len(problems) > 0 {
		f := goalFormOf(r, g)
		f.edit, f.action, f.problems = g.Key != 0, action, problems
		return r.Render(w, http.StatusUnprocessableEntity, goalPage(f))
	}
	return r.RedirectFlash(w, goalsHome, ui.Good, "goals.saved")
}

func numberField(a kept.Aim) string {
	if a == kept.AtMost {
		return "meest"
	}
	return "minst"
}

// Reach keeps that a goal was reached today, or, where it was, that it was not.
func (p Pages) Reach(w http.ResponseWriter, r *route.Request) error {
	g, err := p.goal(r, false)
	if err != nil {
		return err
	}
	if g.Reached == "" {
		g.Reached = r.Now.Format(time.DateOnly)
	} else {
		g.Reached = ""
	}
	if _, err := p.Agendas.PutGoal(r.Context(), r.Session.Vault, g); err != nil {
		return problem("changing a goal", err)
	}
	return r.RedirectFlash(w, goalsHome, ui.Good, "goals.saved")
}

// DeleteGoal takes a goal away.
func (p Pages) DeleteGoal(w http.ResponseWriter, r *route.Request) error {
	g, err := p.goal(r, false)
	if err != nil {
		return err
	}
	if err := p.Agendas.DeleteGoal(r.Context(), r.Session.Vault, g.Key); err != nil {
		return problem("deleting a goal", err)
	}
	return r.Redirect(w, goalHref(g.Key)+"/verwijderd")
}

// DeletedGoal says so, and offers to put it back.
func (p Pages) DeletedGoal(w http.ResponseWriter, r *route.Request) error {
	g, err := p.goal(r, true)
	if err != nil {
		return err
	}
	return r.Render(w, http.StatusOK, deletedPage(r.T("goals.deleted"), goalHref(g.Key)+"/terugzetten", ui.Anchor{Href: goalsHome, Text: r.T("goals.title")}))
}

// RestoreGoal puts it back.
func (p Pages) RestoreGoal(w http.ResponseWriter, r *route.Request) error {
	g, err := p.goal(r, true)
	if err != nil {
		return err
	}
	if err := p.Agendas.RestoreGoal(r.Context(), r.Session.Vault, g.Key); err != nil {
		return problem("putting a goal back", err)
	}
	return r.RedirectFlash(w, goalsHome, ui.Good, "goals.saved")
}
