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

// signUpForm is what somebody typed.
type signUpForm struct {
	mail             string
	day, month, year string
	consent          bool
	wrong            wrong
}

// SignUp asks for an address and a date of birth.
func (p Pages) SignUp(w http.ResponseWriter, r *route.Request) error {
	return r.Render(w, http.StatusOK, signUpPage(signUpForm{}))
}

// BeginSignUp sends the mail. Whether somebody has an account already is not told here, but in
// that mail.
func (p Pages) BeginSignUp(w http.ResponseWriter, r *route.Request) error {
	v, err := r.Values()
	if err != nil {
		return err
	}
	f := signUpForm{
		mail: route.Field(v, "mail", 300), consent: v.Get("akkoord") != "",
		day: route.Field(v, "geboren-dag", 4), month: route.Field(v, "geboren-maand", 4), year: route.Field(v, "geboren-jaar", 6),
	}
	mail := checkMail(r, &f.wrong, f.mail)
	born, err := person.ParseDate(f.day, f.month, f.year)
	switch {
	case f.day+f.month+f.year == "":
		f.wrong.add("geboren-dag", r.T("account.problem.born.empty"))
	case err != nil:
		f.wrong.add("geboren-dag", r.T("account.problem.born.bad"))
	}
	if !f.consent {
		f.wrong.add("akkoord", r.T("account.problem.consent"))
	}
	if len(f.wrong) > 0 {
		return r.Render(w, http.StatusUnprocessableEntity, signUpPage(f))
	}
	token, err := p.People.SignUp(r.Context(), p.caller(r), person.SignUpForm{Mail: mail, Born: born, Consent: true})
	switch {
	case errors.Is(err, person.ErrTooYoung):
		return r.Render(w, http.StatusOK, tooYoungPage())
	case errors.Is(err, person.ErrUnlikelyBirth):
		f.wrong.add("geboren-dag", r.T("account.problem.born.unlikely"))
		return r.Render(w, http.StatusUnprocessableEntity, signUpPage(f))
	}
	if wait, ok := waitText(r, err); ok {
		f.wrong.add("", wait)
		return r.Render(w, f.wrong.status(err), signUpPage(f))
	}
	if err != nil {
		return err
	}
	setVisit(w, r, token)
	return r.Redirect(w, AtSignUp.Path("/mail"))
}

// checkMail checks a typed mail address.
func checkMail(r *route.Request, ws *wrong, typed string) string {
	mail, err := person.ParseAddress(typed)
	switch {
	case strings.TrimSpace(typed) == "":
		ws.add("mail", r.T("account.problem.mail.empty"))
	case err != nil:
		ws.add("mail", r.T("account.problem.mail.bad"))
	}
	return mail
}

func mailField(r string, value, problem, autocomplete string) ui.FieldProps {
	return ui.FieldProps{
		ID: "mail", Label: r, Value: value, Problem: problem, Type: "email", Autocomplete: autocomplete, InputMode: "email", MaxLength: 254,
	}
}
