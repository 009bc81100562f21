// SPDX-License-Identifier: EUPL-1.2

package account

import (
	"errors"
	"net/http"

	"regie/internal/person"
	"regie/internal/web/route"
)

// appView is what the page of an authenticator app shows.
type appView struct {
	seat
	offer  person.AppOffer
	square square
	wrong  wrong
}

func (p Pages) appView(r *route.Request, s seat) (appView, error) {
	v := appView{seat: s}
	var err error
	if v.offer, err = p.People.OfferApp(r.Context(), s.holder); err != nil {
		return v, err
	}
	v.square, err = newSquare(v.offer.URI)
	return v, err
}

// App shows the secret for an authenticator app, and asks for a code.
func (p Pages) App(at Place) route.Handler {
	return p.with(at, func(w http.ResponseWriter, r *route.Request, s seat) error {
		v, err := p.appView(r, s)
		if err != nil {
			return err
		}
		return r.Render(w, http.StatusOK, appPage(v))
	}, setupSteps...)
}

// SaveApp takes the code.
func (p Pages) SaveApp(at Place) route.Handler {
	return p.with(at, func(w http.ResponseWriter, r *route.Request, s seat) error {
		form, err := r.Values()
		if err != nil {
			return err
		}
		v, err := p.appView(r, s)
		if err != nil {
			return err
		}
		code := route.Field(form, "code", 20)
		if code == "" {
			v.wrong.add("code", r.T("account.problem.code.empty"))
			return r.Render(w, http.StatusUnprocessableEntity, appPage(v))
		}
		err = p.People.ProveApp(r.Context(), p.caller(r), s.holder, code)
		if wait, ok := waitText(r, err); ok {
			v.wrong.add("code", wait)
		} else if errors.Is(err, person.ErrWrongCode) {
			v.wrong.add("code", r.T("account.problem.code.wrong"))
		} else if errors.Is(err, person.ErrNotNow) {
			return r.Redirect(w, at.Path("/app"))
		} else if err != nil {
			return err
		}
		if len(v.wrong) > 0 {
			return r.Render(w, v.wrong.status(err), appPage(v))
		}
		return p.done(w, r, s, "settings.app.done")
	}, setupSteps...)
}
