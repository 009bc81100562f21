// SPDX-License-Identifier: EUPL-1.2

package account

import (
	"errors"
	"net/http"

	"regie/internal/person"
	"regie/internal/web/route"
	"regie/internal/web/ui"
)

// stepUpView is the page on which both steps are made again.
type stepUpView struct {
	ways  person.StepUp
	mail  string
	back  string
	wrong wrong
}

func (p Pages) stepUpView(r *route.Request, to string) (stepUpView, error) {
	ways, err := p.People.StepUpWays(r.Context(), r.Session)
	if err != nil {
		return stepUpView{}, err
	}
	a, err := p.People.Account(r.Context(), r.Session)
	return stepUpView{ways: ways, mail: a.Mail, back: to}, err
}

// StepUp asks to make both steps again, before something that matters.
func (p Pages) StepUp(w http.ResponseWriter, r *route.Request) error {
	v, err := p.stepUpView(r, back(r.URL.Query()))
	if err != nil {
		return err
	}
	return r.Render(w, http.StatusOK, stepUpPage(v))
}

// StepUpPassword takes the password and a code.
func (p Pages) StepUpPassword(w http.ResponseWriter, r *route.Request) error {
	form, err := r.Values()
	if err != nil {
		return err
	}
	v, err := p.stepUpView(r, back(form))
	if err != nil {
		return err
	}
	password, code := form.Get("wachtwoord"), route.Field(form, "code", 20)
	if password == "" {
		v.wrong.add("wachtwoord", r.T("account.problem.password.empty"))
	}
	if code == "" {
		v.wrong.add("code", r.T("account.problem.code.empty"))
	}
	if len(v.wrong) > 0 {
		return r.Render(w, http.StatusUnprocessableEntity, stepUpPage(v))
	}
	token, err := p.People.StepUpPassword(r.Context(), p.caller(r), r.Session, password, code)
	if wait, ok := waitText(r, err); ok {
		v.wrong.add("", wait)
	} else if errors.Is(err, person.ErrWrongPassword) {
		v.wrong.add("wachtwoord", r.T("account.problem.current"))
	} else if errors.Is(err, person.ErrWrongCode) {
		v.wrong.add("code", r.T("account.problem.code.wrong"))
	} else if err != nil {
		return p.lost(w, r, err)
	}
	if len(v.wrong) > 0 {
		return r.Render(w, v.wrong.status(err), stepUpPage(v))
	}
	return steppedUp(w, r, token, v.back)
}

// StepUpOptions gives the browser what it needs to use a passkey.
func (p Pages) StepUpOptions(w http.ResponseWriter, r *route.Request) error {
	options, err := p.People.AskStepUpKey(r.Context(), r.Session)
	if errors.Is(err, person.ErrUnknownFactor) {
		return route.NotFound()
	}
	return sendOptions(w, options, err)
}

// StepUpKey takes a passkey.
func (p Pages) StepUpKey(w http.ResponseWriter, r *route.Request) error {
	answer, err := keyAnswer(r)
	if err != nil {
		return err
	}
	to := back(r.PostForm)
	token, err := p.People.StepUpKey(r.Context(), r.Session, answer)
	if errors.Is(err, person.ErrKeyRefused) {
		v, err := p.stepUpView(r, to)
		if err != nil {
			return err
		}
		v.wrong.add("", r.T("account.problem.key.refused"))
		return r.Render(w, http.StatusUnprocessableEntity, stepUpPage(v))
	}
	if err != nil {
		return p.lost(w, r, err)
	}
	return steppedUp(w, r, token, to)
}

// steppedUp goes on under the new token of the session.
func steppedUp(w http.ResponseWriter, r *route.Request, token, to string) error {
	r.Cookies.Set(w, route.SessionCookie, token, 0)
	return r.Redirect(w, to)
}

// lost answers for a session that ended while it was used.
func (p Pages) lost(w http.ResponseWriter, r *route.Request, err error) error {
	if errors.Is(err, person.ErrSessionOver) {
		return r.RedirectFlash(w, "/inloggen", ui.Warning, "account.over")
	}
	return err
}
