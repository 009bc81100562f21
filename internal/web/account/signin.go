// SPDX-License-Identifier: EUPL-1.2

package account

import (
	"errors"
	"net/http"
	"strings"

	"regie/internal/person"
	"regie/internal/web/route"
	"regie/internal/web/ui"
)

// signInForm is what somebody typed, and where they were going.
type signInForm struct {
	mail, back string
	wrong      wrong
}

// SignIn shows both ways to sign in: with a passkey, and with a password.
func (p Pages) SignIn(w http.ResponseWriter, r *route.Request) error {
	return r.Render(w, http.StatusOK, signInPage(signInForm{back: back(r.URL.Query())}))
}

// BeginSignIn makes the first step with a password.
func (p Pages) BeginSignIn(w http.ResponseWriter, r *route.Request) error {
	v, err := r.Values()
	if err != nil {
		return err
	}
	f := signInForm{mail: route.Field(v, "mail", 300), back: back(v)}
	password := v.Get("wachtwoord")
	if strings.TrimSpace(f.mail) == "" {
		f.wrong.add("mail", r.T("account.problem.mail.empty"))
	}
	if password == "" {
		f.wrong.add("wachtwoord", r.T("account.problem.password.empty"))
	}
	if len(f.wrong) > 0 {
		return r.Render(w, http.StatusUnprocessableEntity, signInPage(f))
	}
	token, err := p.People.SignIn(r.Context(), p.caller(r), f.mail, password)
	if wait, ok := waitText(r, err); ok {
		f.wrong.add("", wait)
	} else if errors.Is(err, person.ErrWrongPair) {
		f.wrong.add("mail", r.T("account.problem.pair"))
	} else if err != nil {
		return err
	}
	if len(f.wrong) > 0 {
		return r.Render(w, f.wrong.status(err), signInPage(f))
	}
	setVisit(w, r, token)
	return r.Redirect(w, withBack("/inloggen/stap", f.back))
}

// SignInOptions gives the browser what it needs to use a passkey.
func (p Pages) SignInOptions(w http.ResponseWriter, _ *route.Request) error {
	options, err := p.People.AskSignInKey()
	return sendOptions(w, options, err)
}

// SignInKey signs in with a passkey.
func (p Pages) SignInKey(w http.ResponseWriter, r *route.Request) error {
	answer, err := keyAnswer(r)
	if err != nil {
		return err
	}
	f := signInForm{back: back(r.PostForm)}
	e, err := p.People.SignInKey(r.Context(), p.caller(r), answer)
	switch {
	case errors.Is(err, person.ErrKeyClosed):
		f.wrong.add("", r.T("account.problem.key.closed"))
	case errors.Is(err, person.ErrKeyRefused):
		f.wrong.add("", r.T("account.problem.key.unknown"))
	case err != nil:
		return err
	}
	if len(f.wrong) > 0 {
		return r.Render(w, http.StatusUnprocessableEntity, signInPage(f))
	}
	return enter(w, r, e, f.back, "")
}

// secondView is the page of the second step.
type secondView struct {
	visit *person.Visit
	back  string
	wrong wrong
}

// atSecond runs a handler for somebody who made the first step.
func (p Pages) atSecond(handle func(w http.ResponseWriter, r *route.Request, v *person.Visit) error) route.Handler {
	return func(w http.ResponseWriter, r *route.Request) error {
		v, err := p.visit(r, person.SigningIn)
		if err != nil {
			return err
		}
		if v == nil {
			return r.RedirectFlash(w, "/inloggen", ui.Warning, "account.over")
		}
		err = handle(w, r, v)
		if errors.Is(err, person.ErrVisitOver) || errors.Is(err, person.ErrSessionOver) {
			return r.RedirectFlash(w, "/inloggen", ui.Warning, "account.over")
		}
		return err
	}
}

// Second asks for the second step.
func (p Pages) Second() route.Handler {
	return p.atSecond(func(w http.ResponseWriter, r *route.Request, v *person.Visit) error {
		return r.Render(w, http.StatusOK, secondPage(secondView{visit: v, back: back(r.URL.Query())}))
	})
}

// SecondCode makes the second step with a code.
func (p Pages) SecondCode() route.Handler {
	return p.atSecond(func(w http.ResponseWriter, r *route.Request, visit *person.Visit) error {
		v, err := r.Values()
		if err != nil {
			return err
		}
		view := secondView{visit: visit, back: back(v)}
		code := route.Field(v, "code", 20)
		if code == "" {
			view.wrong.add("code", r.T("account.problem.code.empty"))
			return r.Render(w, http.StatusUnprocessableEntity, secondPage(view))
		}
		e, err := p.People.SignInCode(r.Context(), p.caller(r), visit, code)
		if wait, ok := waitText(r, err); ok {
			view.wrong.add("code", wait)
		} else if errors.Is(err, person.ErrWrongCode) {
			view.wrong.add("code", r.T("account.problem.code.wrong"))
		} else if err != nil {
			return err
		}
		if len(view.wrong) > 0 {
			return r.Render(w, view.wrong.status(err), secondPage(view))
		}
		return enter(w, r, e, view.back, "")
	})
}

// SecondOptions gives the browser what it needs to make the second step with a passkey.
func (p Pages) SecondOptions() route.Handler {
	return p.atSecond(func(w http.ResponseWriter, r *route.Request, v *person.Visit) error {
		options, err := p.People.AskSecondKey(r.Context(), v)
		if errors.Is(err, person.ErrUnknownFactor) {
			return route.NotFound()
		}
		return sendOptions(w, options, err)
	})
}

// SecondKey makes the second step with a passkey.
func (p Pages) SecondKey() route.Handler {
	return p.atSecond(func(w http.ResponseWriter, r *route.Request, v *person.Visit) error {
		answer, err := keyAnswer(r)
		if err != nil {
			return err
		}
		view := secondView{visit: v, back: back(r.PostForm)}
		e, err := p.People.SignInSecondKey(r.Context(), p.caller(r), v, answer)
		if errors.Is(err, person.ErrKeyRefused) {
			view.wrong.add("", r.T("account.problem.key.refused"))
			return r.Render(w, http.StatusUnprocessableEntity, secondPage(view))
		}
		if err != nil {
			return err
		}
		return enter(w, r, e, view.back, "")
	})
}
