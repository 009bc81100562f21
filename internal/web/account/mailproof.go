// SPDX-License-Identifier: EUPL-1.2

package account

import (
	"errors"
	"net/http"

	"regie/internal/person"
	"regie/internal/web/route"
	"regie/internal/web/ui"
)

// Mail says that a mail is on its way, and takes the code that is in it.
func (p Pages) Mail(at Place) route.Handler {
	return p.with(at, func(w http.ResponseWriter, r *route.Request, s seat) error {
		return r.Render(w, http.StatusOK, mailPage(s, nil))
	}, person.StepMail)
}

// ProveMail takes the code of the mail, or the secret of its link.
func (p Pages) ProveMail(at Place) route.Handler {
	return p.with(at, func(w http.ResponseWriter, r *route.Request, s seat) error {
		v, err := r.Values()
		if err != nil {
			return err
		}
		proof := route.Field(v, "code", 100)
		if proof == "" {
			return r.Render(w, http.StatusUnprocessableEntity, mailPage(s, wrong{{Field: "code", Text: r.T("account.problem.mailcode.empty")}}))
		}
		token, err := p.People.ProveMail(r.Context(), s.visit, proof)
		switch {
		case errors.Is(err, person.ErrWrongProof):
			return r.Render(w, http.StatusUnprocessableEntity, mailPage(s, wrong{{Field: "code", Text: r.T("account.problem.mailcode.wrong")}}))
		case errors.Is(err, person.ErrProofSpent):
			return r.Render(w, http.StatusUnprocessableEntity, mailPage(s, wrong{{Field: "code", Text: r.T("account.problem.mailcode.spent")}}))
		case errors.Is(err, person.ErrVisitOver), errors.Is(err, person.ErrNotNow):
			return r.RedirectFlash(w, at.base, ui.Warning, "account.over")
		case err != nil:
			return err
		}
		setVisit(w, r, token)
		next, err := p.People.Visit(r.Context(), token)
		if err != nil {
			return err
		}
		return p.goOn(w, r, at, next)
	}, person.StepMail)
}

// SendAgain sends the mail once more.
func (p Pages) SendAgain(at Place) route.Handler {
	return p.with(at, func(w http.ResponseWriter, r *route.Request, s seat) error {
		err := p.People.SendAgain(r.Context(), p.caller(r), s.visit)
		if wait, ok := waitText(r, err); ok {
			return r.Render(w, http.StatusTooManyRequests, mailPage(s, wrong{{Text: wait}}))
		}
		if err != nil {
			return err
		}
		return r.RedirectFlash(w, at.Path("/mail"), ui.Good, "account.mail.again.done")
	}, person.StepMail)
}

// Link is where the link of a mail leads. Opening it changes nothing yet: programs that look
// into mails open links too. In another browser than the one that asked it can not work, and
// the page says what does.
func (p Pages) Link(at Place) route.Handler {
	return func(w http.ResponseWriter, r *route.Request) error {
		v, err := p.visit(r, at.purpose)
		if err != nil {
			return err
		}
		secret := r.URL.Query().Get("c")
		if v == nil || len(secret) > 100 {
			return r.Render(w, http.StatusOK, elsewherePage(at))
		}
		if v.Step != person.StepMail {
			return p.goOn(w, r, at, v)
		}
		return r.Render(w, http.StatusOK, linkPage(at, v.Mail, secret))
	}
}
