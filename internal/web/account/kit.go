// SPDX-License-Identifier: EUPL-1.2

package account

import (
	"errors"
	"net/http"

	"regie/internal/person"
	"regie/internal/web/route"
	"regie/internal/web/ui"
)

// kitCheck is the page on which two groups of the kit are typed back.
type kitCheck struct {
	seat
	asked [2]int
	typed [2]string
	wrong wrong
}

// kitFields are the names of the two fields.
var kitFields = [2]string{"groep1", "groep2"}

// Kit shows the recovery kit. It is the same one until it has been typed back in part, so that
// what was printed stays right.
func (p Pages) Kit(at Place) route.Handler {
	return p.with(at, func(w http.ResponseWriter, r *route.Request, s seat) error {
		kit, err := p.People.OfferKit(r.Context(), s.holder)
		if err != nil {
			return err
		}
		return r.Render(w, http.StatusOK, kitPage(s, kit))
	}, person.StepKit)
}

// CheckKit asks for two groups.
func (p Pages) CheckKit(at Place) route.Handler {
	return p.with(at, func(w http.ResponseWriter, r *route.Request, s seat) error {
		asked, err := p.People.AskedGroups(r.Context(), s.holder)
		if errors.Is(err, person.ErrNotNow) {
			return r.Redirect(w, at.Path("/herstelblad"))
		}
		if err != nil {
			return err
		}
		return r.Render(w, http.StatusOK, kitCheckPage(kitCheck{seat: s, asked: asked}))
	}, person.StepKit)
}

// ProveKit takes them.
func (p Pages) ProveKit(at Place) route.Handler {
	return p.with(at, func(w http.ResponseWriter, r *route.Request, s seat) error {
		v, err := r.Values()
		if err != nil {
			return err
		}
		c := kitCheck{seat: s}
		for i, name := range kitFields {
			c.typed[i] = route.Field(v, name, 20)
		}
		c.asked, err = p.People.AskedGroups(r.Context(), s.holder)
		if err == nil {
			err = p.People.ProveKit(r.Context(), s.holder, c.typed[0], c.typed[1])
		}
		var bad *person.WrongGroups
		switch {
		case errors.Is(err, person.ErrNotNow):
			return r.Redirect(w, at.Path("/herstelblad"))
		case errors.As(err, &bad):
			for i, is := range []bool{bad.First, bad.Second} {
				if is {
					c.wrong.add(kitFields[i], r.T("account.problem.group", "n", c.asked[i]))
				}
			}
			return r.Render(w, http.StatusUnprocessableEntity, kitCheckPage(c))
		case err != nil:
			return err
		}
		return p.done(w, r, s, "settings.kit.done")
	}, person.StepKit)
}

// complete ends a sign-up or a recovery: the person is in.
func (p Pages) complete(w http.ResponseWriter, r *route.Request, at Place, v *person.Visit) error {
	e, err := p.People.Complete(r.Context(), p.caller(r), v)
	if errors.Is(err, person.ErrTaken) {
		r.Cookies.Clear(w, visitCookie)
		return r.Render(w, http.StatusConflict, takenPage())
	}
	if errors.Is(err, person.ErrVisitOver) || errors.Is(err, person.ErrNotNow) {
		return r.RedirectFlash(w, at.base, ui.Warning, "account.over")
	}
	if err != nil {
		return err
	}
	key := "account.done.signup"
	if at == AtRecover {
		key = "account.done.recover"
	}
	return enter(w, r, e, home, key)
}
