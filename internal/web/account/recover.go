// SPDX-License-Identifier: EUPL-1.2

package account

import (
	"errors"
	"net/http"

	"regie/internal/person"
	"regie/internal/web/route"
	"regie/internal/web/ui"
)

// recoverForm is what somebody typed.
type recoverForm struct {
	mail  string
	wrong wrong
}

// Recover asks for the address of the account.
func (p Pages) Recover(w http.ResponseWriter, r *route.Request) error {
	return r.Render(w, http.StatusOK, recoverPage(recoverForm{}))
}

// BeginRecover sends the mail. Whether there is an account is not told here, but in that mail.
func (p Pages) BeginRecover(w http.ResponseWriter, r *route.Request) error {
	v, err := r.Values()
	if err != nil {
		return err
	}
	f := recoverForm{mail: route.Field(v, "mail", 300)}
	mail := checkMail(r, &f.wrong, f.mail)
	if len(f.wrong) > 0 {
		return r.Render(w, http.StatusUnprocessableEntity, recoverPage(f))
	}
	token, err := p.People.Recover(r.Context(), p.caller(r), mail)
	if wait, ok := waitText(r, err); ok {
		f.wrong.add("", wait)
		return r.Render(w, f.wrong.status(err), recoverPage(f))
	}
	if err != nil {
		return err
	}
	setVisit(w, r, token)
	return r.Redirect(w, AtRecover.Path("/mail"))
}

// codeView is the page on which the code of the kit is typed.
type codeView struct {
	seat
	typed string
	keep  bool
	wrong wrong
}

// Code asks for the code of the recovery kit.
func (p Pages) Code() route.Handler {
	return p.with(AtRecover, func(w http.ResponseWriter, r *route.Request, s seat) error {
		return r.Render(w, http.StatusOK, codePage(codeView{seat: s}))
	}, person.StepCode)
}

// OpenKit opens the vault with it.
func (p Pages) OpenKit() route.Handler {
	return p.with(AtRecover, func(w http.ResponseWriter, r *route.Request, s seat) error {
		form, err := r.Values()
		if err != nil {
			return err
		}
		v := codeView{seat: s, typed: route.Field(form, "code", 200), keep: form.Get("oude") != ""}
		token, err := p.People.OpenKit(r.Context(), p.caller(r), s.visit, v.typed)
		var slip *person.KitSlip
		switch wait, throttled := waitText(r, err); {
		case throttled:
			v.wrong.add("code", wait)
		case v.typed == "":
			v.wrong.add("code", r.T("account.problem.kit.empty"))
		case errors.As(err, &slip):
			v.wrong.add("code", r.T("account.problem.kit.group", "n", slip.Group))
		case errors.Is(err, person.ErrKitCode):
			v.wrong.add("code", r.T("account.problem.kit.length", "n", person.KitGroups))
		case errors.Is(err, person.ErrWrongKit):
			v.wrong.add("code", r.T("account.problem.kit.wrong"))
		case errors.Is(err, person.ErrVisitOver), errors.Is(err, person.ErrNotNow):
			return r.RedirectFlash(w, AtRecover.base, ui.Warning, "account.over")
		case err != nil:
			return err
		}
		if len(v.wrong) > 0 {
			return r.Render(w, v.wrong.status(err), codePage(v))
		}
		setVisit(w, r, token)
		next, err := p.People.Visit(r.Context(), token)
		if err != nil {
			return err
		}
		if err := p.People.KeepOld(r.Context(), next, v.keep); err != nil {
			return err
		}
		return p.goOn(w, r, AtRecover, next)
	}, person.StepCode)
}
