// SPDX-License-Identifier: EUPL-1.2

package agenda

import (
	"errors"
	"net/http"
	"slices"
	"time"

	kept "regie/internal/agenda"
	"regie/internal/measure"
	"regie/internal/record"
	"regie/internal/web/route"
	"regie/internal/web/shelf"
	"regie/internal/web/ui"
)

type goalForm struct {
	action          string
	edit            bool
	g               kept.Goal
	aim, kind, whom ui.ChoiceProps
	other           string // with whom, where it is nobody of the record
	problems        []ui.Problem
}

// goalKinds are the kinds of measurements about which a goal or a reminder can be.
var goalKinds = []measure.Kind{"weight", "blood-pressure", "steps", "exercise", "glucose", "heart-rate-resting", "waist", "sleep", "peak-flow", "oxygen", "water", "pain", "mood", "tired"}

// mostDoctors is how many people of the record the form names: who was there last first.
const mostDoctors = 30

func (p Pages) goalForm(v *shelf.Visit, g kept.Goal, action string, problems []ui.Problem) (goalForm, error) {
	f := goalForm{g: g, action: action, edit: g.Key != 0, problems: problems, other: g.With}
	f.aim = ui.ChoiceProps{ID: "hoe", Label: v.T("goals.aim")}
	for _, a := range []kept.Aim{kept.Done, kept.AtLeast, kept.AtMost, kept.Between} {
		f.aim.Options = append(f.aim.Options, ui.Option{Value: string(a), Text: v.T("goals.aim." + string(a)), Chosen: a == g.Aim || g.Aim == "" && a == kept.Done})
	}
	f.kind = ui.ChoiceProps{ID: "meting", Label: v.T("goals.kind"), Optional: true, Options: []ui.Option{{Text: v.T("goals.kind.none")}}}
	kinds, err := p.goalKinds(v)
	if err != nil {
		return f, err
	}
	for _, k := range kinds {
		name := k.Name(v.Lang)
		if k == "blood-pressure" {
			name = v.T("goals.kind.pressure", "kind", name)
		}
		f.kind.Options = append(f.kind.Options, ui.Option{Value: string(k), Text: name, Chosen: string(k) == g.Kind})
	}
	f.whom = ui.ChoiceProps{ID: "met-wie", Label: v.T("goals.whom"), Optional: true, Options: []ui.Option{{Text: v.T("goals.whom.none")}}}
	for _, d := range doctors(v) {
		key := d.Item.Key.String()
		f.whom.Options = append(f.whom.Options, ui.Option{Value: key, Text: d.Name, Chosen: key == g.Doctor})
		if key == g.Doctor {
			f.other = ""
		}
	}
	return f, nil
}

// goalKinds are those that Regie knows and those that the person made up.
func (p Pages) goalKinds(v *shelf.Visit) ([]measure.Kind, error) {
	out := slices.Clone(goalKinds)
	if p.Measured != nil {
		own, err := p.Measured.Books.OwnKinds(v.Context(), v.Session.Vault)
		if err != nil {
			return nil, problem("listing own kinds", err)
		}
		out = append(out, own...)
	}
	return slices.DeleteFunc(out, func(k measure.Kind) bool { _, _, own := k.Own(); return !own && !measure.Known(k) }), nil
}

// doctors are the people of the record with whom a goal can be agreed.
func doctors(v *shelf.Visit) []record.Person {
	all := slices.DeleteFunc(slices.Clone(v.Dossier.People(v.Now)), func(p record.Person) bool { return p.Place || p.Name == "" })
	return all[:min(len(all), mostDoctors)]
}

// NewGoal shows the empty form.
func (p Pages) NewGoal() route.Handler {
	return shelf.Open(p.Keeper, func(w http.ResponseWriter, v *shelf.Visit) error {
		f, err := p.goalForm(v, kept.Goal{}, goalsHome+"/nieuw", nil)
		if err != nil {
			return err
		}
		return v.Render(w, http.StatusOK, goalPage(f))
	})
}

// EditGoal shows the form with what was filled in before.
func (p Pages) EditGoal() route.Handler {
	return shelf.Open(p.Keeper, func(w http.ResponseWriter, v *shelf.Visit) error {
		g, err := p.goal(v.Request, false)
		if err != nil {
			return err
		}
		f, err := p.goalForm(v, g, goalHref(g.Key)+"/wijzigen", nil)
		if err != nil {
			return err
		}
		return v.Render(w, http.StatusOK, goalPage(f))
	})
}

// SaveGoal keeps a new goal, or what was changed of one.
func (p Pages) SaveGoal(edit bool) route.Handler {
	return shelf.Open(p.Keeper, func(w http.ResponseWriter, v *shelf.Visit) error {
		g, action := kept.Goal{}, goalsHome+"/nieuw"
		if edit {
			var err error
			if g, err = p.goal(v.Request, false); err != nil {
				return err
			}
			action = goalHref(g.Key) + "/wijzigen"
		}
		problems, err := p.readGoal(v, &g)
		if err != nil {
			return err
		}
		if len(problems) == 0 {
			g, err = p.Agendas.PutGoal(v.Context(), v.Session.Vault, g)
			switch {
			case errors.Is(err, kept.ErrOdd):
				problems = append(problems, ui.Problem{Field: numberField(g.Aim), Text: v.T("goals.problem.number")})
			case errors.Is(err, kept.ErrFull):
				problems = append(problems, ui.Problem{Field: "doel", Text: v.T("goals.problem.full")})
			case err != nil:
				return problem("keeping a goal", err)
			}
		}
		if len(problems) > 0 {
			f, err := p.goalForm(v, g, action, problems)
			if err != nil {
				return err
			}
			f.edit = edit
			return v.Render(w, http.StatusUnprocessableEntity, goalPage(f))
		}
		return v.RedirectFlash(w, goalHref(g.Key), ui.Good, "goals.saved")
	})
}

// readGoal takes what was filled in.
func (p Pages) readGoal(v *shelf.Visit, g *kept.Goal) ([]ui.Problem, error) {
	q, err := v.Values()
	if err != nil {
		return nil, err
	}
	g.What, g.Note = route.Field(q, "doel", kept.MaxTitle), route.Field(q, "notitie", kept.MaxNote)
	g.Aim, g.Kind, g.By, g.Unit = kept.Aim(q.Get("hoe")), q.Get("meting"), route.Field(q, "voor", 10), route.Field(q, "eenheid", 40)
	g.Low, g.High = route.Field(q, "minst", 20), route.Field(q, "meest", 20)
	kinds, err := p.goalKinds(v)
	if err != nil {
		return nil, err
	}
	if !slices.Contains(kinds, measure.Kind(g.Kind)) {
		g.Kind = ""
	}
	g.With, g.Doctor = route.Field(q, "met", kept.MaxTitle), ""
	for _, d := range doctors(v) {
		if key := d.Item.Key.String(); key == q.Get("met-wie") {
			g.With, g.Doctor = d.Name, key
		}
	}
	var problems []ui.Problem
	if g.What == "" {
		problems = append(problems, ui.Problem{Field: "doel", Text: v.T("goals.problem.what")})
	}
	if _, err := time.Parse(time.DateOnly, g.By); g.By != "" && err != nil {
		problems = append(problems, ui.Problem{Field: "voor", Text: v.T("goals.problem.by")})
	}
	return problems, nil
}

func numberField(a kept.Aim) string {
	if a == kept.AtMost {
		return "meest"
	}
	return "minst"
}
