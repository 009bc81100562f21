// SPDX-License-Identifier: EUPL-1.2

package forms

import (
	"errors"
	"net/http"
	"net/url"

	"regie/internal/collect"
	"regie/internal/store"
	"regie/internal/web/route"
	"regie/internal/web/ui"
)

type correctionView struct {
	action, title string
	takers        ui.ChoiceProps // no options when the provider is chosen already
	name          string
	topic, words  string
	problems      []ui.Problem
	kept          bool
}

const (
	maxTopic = 100
	maxWords = 4000
)

// takers are the providers of the person that take requests to change the record.
func (p Pages) takers(r *route.Request) ([]*collect.Connection, error) {
	all, err := p.Collector.Connections(r.Context(), r.Session.Vault)
	if err != nil {
		return nil, problem("listing providers", err)
	}
	var out []*collect.Connection
	for _, c := range all {
		if service, _ := p.Collector.Corrects(r.Context(), c.Provider); service != "" {
			out = append(out, c)
		}
	}
	return out, nil
}

// New asks what should be changed.
func (p Pages) New(w http.ResponseWriter, r *route.Request) error {
	return p.correction(w, r, http.StatusOK, &collect.Answer{}, nil)
}

func (p Pages) correction(w http.ResponseWriter, r *route.Request, status int, a *collect.Answer, problems []ui.Problem) error {
	v := correctionView{action: home + "/wijziging", title: r.T("forms.correction.title"), name: a.Name, topic: a.Topic, words: a.Words, problems: problems}
	if a.ID != (store.ID{}) {
		v.action, v.kept = href(a.ID), true
		return r.Render(w, status, correctionPage(v))
	}
	takers, err := p.takers(r)
	if err != nil {
		return err
	}
	v.takers = ui.ChoiceProps{ID: "aanbieder", Label: r.T("forms.correction.who"), Problem: ui.ProblemOf(problems, "aanbieder")}
	for _, c := range takers {
		v.takers.Options = append(v.takers.Options, ui.Option{Value: c.ID.String(), Text: c.Name, Chosen: len(takers) == 1 || a.Provider == c.Provider})
	}
	return r.Render(w, status, correctionPage(v))
}

// Add keeps a new request.
func (p Pages) Add(w http.ResponseWriter, r *route.Request) error {
	v, err := r.Values()
	if err != nil {
		return err
	}
	a := &collect.Answer{}
	if id, err := store.ParseID(v.Get("aanbieder")); err == nil {
		c, err := p.Collector.Connection(r.Context(), r.Session.Vault, id)
		if err != nil {
			return problem("asking for a change", err)
		}
		a.Provider = c.Provider
	}
	return p.saveCorrection(w, r, a, v)
}

func (p Pages) saveCorrection(w http.ResponseWriter, r *route.Request, a *collect.Answer, v url.Values) error {
	a.Topic, a.Words = route.Field(v, "onderwerp", maxTopic), route.Field(v, "vraag", maxWords)
	var problems []ui.Problem
	if a.Provider == "" {
		problems = append(problems, ui.Problem{Field: "aanbieder", Text: r.T("forms.problem.who")})
	}
	if a.Topic == "" {
		problems = append(problems, ui.Problem{Field: "onderwerp", Text: r.T("forms.problem.topic")})
	}
	if a.Words == "" {
		problems = append(problems, ui.Problem{Field: "vraag", Text: r.T("forms.problem.words")})
	}
	if len(problems) > 0 {
		return p.correction(w, r, http.StatusUnprocessableEntity, a, problems)
	}
	kept, err := p.Collector.Correct(r.Context(), r.Session.Vault, a.ID, a.Provider, a.Topic, a.Words)
	switch {
	case errors.Is(err, collect.ErrClosed):
		return r.Redirect(w, href(a.ID))
	case err != nil:
		return problem("keeping a request", err)
	}
	return r.Redirect(w, href(kept.ID)+"/nakijken")
}

// Drop forgets a request that was not sent.
func (p Pages) Drop(w http.ResponseWriter, r *route.Request) error {
	a, err := p.answer(r)
	if err != nil {
		return err
	}
	if err := p.Collector.DropAnswer(r.Context(), r.Session.Vault, a.ID); err != nil && !errors.Is(err, collect.ErrClosed) {
		return problem("forgetting a request", err)
	}
	return r.RedirectFlash(w, home, ui.Good, "forms.dropped")
}
