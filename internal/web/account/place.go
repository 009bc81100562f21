// SPDX-License-Identifier: EUPL-1.2

package account

import (
	"net/http"

	"regie/internal/person"
	"regie/internal/web/route"
	"regie/internal/web/ui"
)

// Place is where a person sets up what they sign in with: while signing up, while recovering,
// or later in the settings. The same pages serve all three.
type Place struct {
	base    string
	purpose person.Purpose // 0 in the settings
}

// The places.
var (
	AtSignUp   = Place{"/aanmelden", person.SigningUp}
	AtRecover  = Place{"/herstellen", person.Recovering}
	AtSettings = Place{"/instellingen/beveiliging", 0}
)

// Path returns the address of a page of the place.
func (at Place) Path(page string) string { return at.base + page }

func (at Place) settings() bool { return at.purpose == 0 }

// seat is somebody who is setting something up.
type seat struct {
	Place
	holder person.Holder
	visit  *person.Visit // nil in the settings
	mail   string
	steps  []person.Step // at which this page may be used
}

// with runs a handler for somebody at this place, if they are at one of the steps; others are
// sent to where they are.
func (p Pages) with(at Place, handle func(w http.ResponseWriter, r *route.Request, s seat) error, steps ...person.Step) route.Handler {
	return func(w http.ResponseWriter, r *route.Request) error {
		if at.settings() {
			a, err := p.People.Account(r.Context(), r.Session)
			if err != nil {
				return err
			}
			return handle(w, r, seat{Place: at, holder: r.Session, mail: a.Mail})
		}
		v, err := p.visit(r, at.purpose)
		if err != nil {
			return err
		}
		if v == nil {
			return r.RedirectFlash(w, at.base, ui.Warning, "account.over")
		}
		for _, s := range steps {
			if v.Step == s {
				return handle(w, r, seat{at, v, v, v.Mail, steps})
			}
		}
		return p.goOn(w, r, at, v)
	}
}

// goOn sends somebody to the step they are at. Who is at the end is signed in.
func (p Pages) goOn(w http.ResponseWriter, r *route.Request, at Place, v *person.Visit) error {
	switch v.Step {
	case person.StepMail:
		return r.Redirect(w, at.Path("/mail"))
	case person.StepCode:
		return r.Redirect(w, at.Path("/code"))
	case person.StepWay:
		return r.Redirect(w, at.Path("/inlogmanier"))
	case person.StepSecond:
		if v.HasPassword {
			return r.Redirect(w, at.Path("/app"))
		}
		return r.Redirect(w, at.Path("/wachtwoord"))
	case person.StepKit:
		return r.Redirect(w, at.Path("/herstelblad"))
	}
	return p.complete(w, r, at, v)
}

// done goes on after something was set up. In the settings that is the page of all factors.
func (p Pages) done(w http.ResponseWriter, r *route.Request, s seat, flash string) error {
	if s.settings() {
		return r.RedirectFlash(w, s.base, ui.Good, flash)
	}
	v, err := p.visit(r, s.purpose)
	if err != nil {
		return err
	}
	if v == nil {
		return r.RedirectFlash(w, s.base, ui.Warning, "account.over")
	}
	return p.goOn(w, r, s.Place, v)
}

// setupSteps are the steps at which ways to sign in can be set up, or changed once more.
var setupSteps = []person.Step{person.StepWay, person.StepSecond, person.StepKit}

// stage says which of the four parts of signing up or recovering a page belongs to.
type stage int

const (
	stageStart stage = iota + 1
	stageMail
	stageWay
	stageKit
)
