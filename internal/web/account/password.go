// SPDX-License-Identifier: EUPL-1.2

package account

import (
	"errors"
	"net/http"

	"regie/internal/person"
	"regie/internal/web/route"
	"regie/internal/web/ui"
)

// passwordView is what the page of a password shows.
type passwordView struct {
	seat
	change bool // there is one, which must be given too
	wrong  wrong
}

// Password asks for a new password.
func (p Pages) Password(at Place) route.Handler {
	return p.with(at, func(w http.ResponseWriter, r *route.Request, s seat) error {
		change, err := p.hasPassword(r, s)
		if err != nil {
			return err
		}
		return r.Render(w, http.StatusOK, passwordPage(passwordView{seat: s, change: change}))
	}, setupSteps...)
}

// hasPassword tells whether there is a password in use that a new one replaces.
func (p Pages) hasPassword(r *route.Request, s seat) (bool, error) {
	if !s.settings() {
		return false, nil
	}
	fs, err := p.People.Factors(r.Context(), r.Session)
	if err != nil {
		return false, err
	}
	for _, f := range fs {
		if f.Kind == person.KindPassword {
			return true, nil
		}
	}
	return false, nil
}

// SavePassword takes it. Passwords are taken exactly as they were typed.
func (p Pages) SavePassword(at Place) route.Handler {
	return p.with(at, func(w http.ResponseWriter, r *route.Request, s seat) error {
		v, err := r.Values()
		if err != nil {
			return err
		}
		view := passwordView{seat: s}
		if view.change, err = p.hasPassword(r, s); err != nil {
			return err
		}
		if view.change {
			err = p.People.ChangePassword(r.Context(), p.caller(r), r.Session, v.Get("huidig"), v.Get("wachtwoord"))
		} else {
			err = p.People.SetPassword(r.Context(), s.holder, v.Get("wachtwoord"))
		}
		var weak *person.WeakPassword
		switch wait, throttled := waitText(r, err); {
		case errors.As(err, &weak):
			view.wrong.add("wachtwoord", r.T(weakKey(weak.Fault), "min", person.MinPassword, "max", person.MaxPassword))
		case errors.Is(err, person.ErrWrongPassword):
			view.wrong.add("huidig", r.T("account.problem.current"))
		case throttled:
			view.wrong.add("huidig", wait)
		case err != nil:
			return err
		}
		if len(view.wrong) > 0 {
			return r.Render(w, view.wrong.status(err), passwordPage(view))
		}
		if v.Get("andere") != "" && at.settings() {
			if err := p.People.EndOtherSessions(r.Context(), r.Session); err != nil {
				return err
			}
		}
		return p.done(w, r, s, "settings.password.done")
	}, setupSteps...)
}

func weakKey(f person.PasswordFault) string {
	switch f {
	case person.PasswordShort:
		return "account.problem.password.short"
	case person.PasswordLong:
		return "account.problem.password.long"
	case person.PasswordOwn:
		return "account.problem.password.own"
	}
	return "account.problem.password.common"
}

// secretScript shows a password that is being typed.
const secretScript = "secret.js"

func newPassword(label, hint, problem string) ui.FieldProps {
	return ui.FieldProps{ID: "wachtwoord", Label: label, Hint: hint, Problem: problem, Type: "password", Autocomplete: "new-password"}
}
