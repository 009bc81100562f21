// SPDX-License-Identifier: EUPL-1.2

package forms

import (
	"errors"
	"net/http"
	"strings"

	"regie/internal/collect"
	"regie/internal/collect/form"
	"regie/internal/store"
	"regie/internal/web/route"
	"regie/internal/web/ui"
)

// reviewView is what is about to be sent, or was sent.
type reviewView struct {
	href, title, name string
	lines             []line
	open              bool
	state             collect.AnswerState
	failed, advice    string // why the last try failed
	received          string
	receipt           string
	login             string // where to log in, once that is known
}

type line struct{ question, answer string }

// Review shows all answers once more before they are sent.
func (p Pages) Review(w http.ResponseWriter, r *route.Request) error {
	a, err := p.answer(r)
	if err != nil {
		return err
	}
	if a.Open() && a.Kind == collect.SendAnswers {
		f, err := a.Questions()
		if err != nil || len(f.Check(a.Values, p.zone())) > 0 {
			return r.Redirect(w, href(a.ID))
		}
	}
	return p.review(w, r, a)
}

func (p Pages) review(w http.ResponseWriter, r *route.Request, a *collect.Answer) error {
	v := reviewView{href: href(a.ID), title: title(r, a), name: a.Name, open: a.Open(), state: a.State, receipt: a.Key}
	// The way out is a link and no form, because some browsers hold the addresses after a form
	// against the policy of the page.
	if j, err := store.ParseID(r.URL.Query().Get("reis")); err == nil && a.State != collect.AnswerReceived {
		v.login = "/ophalen/" + j.String() + "/0/ga"
	}
	if a.Reason != "" && v.login == "" {
		v.failed, v.advice = r.T(a.Reason.Key(), "name", a.Name), r.T("forms.failed.draft")
		if a.State == collect.AnswerSent {
			v.advice = r.T("forms.failed.sent")
		}
	}
	if !a.Received.IsZero() {
		at := a.Received.In(r.Now.Location())
		v.received = r.T("forms.received.at", "name", a.Name, "day", ui.Day(r.Lang, at, ui.ToDay), "time", ui.Clock(r.Lang, at))
	}
	if a.Kind == collect.SendCorrection {
		v.lines = []line{{r.T("forms.correction.topic"), a.Topic}, {r.T("forms.correction.words"), a.Words}}
		return r.Render(w, http.StatusOK, reviewPage(v))
	}
	f, err := a.Questions()
	if err != nil {
		return route.NotFound()
	}
	f.Each(func(it *form.Item) {
		if it.Type == "group" || it.Type == "display" || !shown(f, it, a.Values) {
			return
		}
		var said []string
		for _, s := range a.Values[it.LinkID] {
			switch {
			case it.Type == "boolean" && s == "true":
				s = r.T("forms.yes")
			case it.Type == "boolean":
				s = r.T("forms.no")
			default:
				s = it.Say(s)
			}
			if it.Unit != "" {
				s += " " + unit(r, it)
			}
			said = append(said, s)
		}
		x := line{label(it), strings.Join(said, ", ")}
		if len(said) == 0 {
			x.answer = r.T("forms.unanswered")
		}
		v.lines = append(v.lines, x)
	})
	return r.Render(w, http.StatusOK, reviewPage(v))
}

// Send begins the way to the provider.
func (p Pages) Send(w http.ResponseWriter, r *route.Request) error {
	a, err := p.answer(r)
	if err != nil {
		return err
	}
	if a.Open() && a.Kind == collect.SendAnswers {
		if f, err := a.Questions(); err != nil || len(f.Check(a.Values, p.zone())) > 0 {
			return r.Redirect(w, href(a.ID))
		}
	}
	j, err := p.Collector.SendAnswer(r.Context(), r.Session.Vault, a.ID)
	switch {
	case errors.Is(err, collect.ErrClosed):
		return r.Redirect(w, href(a.ID))
	case errors.Is(err, collect.ErrNothing):
		return r.RedirectFlash(w, href(a.ID), ui.Warning, "forms.notaken")
	case err != nil:
		return problem("sending", err)
	}
	return r.Redirect(w, href(a.ID)+"/nakijken?reis="+j.ID.String())
}
