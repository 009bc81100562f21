// SPDX-License-Identifier: EUPL-1.2

package account

import (
	"errors"
	"net/http"

	"regie/internal/person"
	"regie/internal/web/route"
	"regie/internal/web/ui"
)

// passkeyScript talks with the device.
const passkeyScript = "passkey.js"

// keyForm describes the form by which a browser makes or uses a passkey. Without script, or in
// a browser without passkeys, it only says so.
type keyForm struct {
	Mode    string // "create" or "get"
	Action  string // where the answer goes
	Ask     string // where the options are asked
	Options string // the options, where they are known already
	Offer   bool   // also offer passkeys in the field of the address (conditional mediation)
	Button  string
	Look    ui.Look
	Hidden  []string
}

// keyAnswer is the answer of a browser about a passkey, as the form sends it.
func keyAnswer(r *route.Request) ([]byte, error) {
	v, err := r.Values()
	if err != nil {
		return nil, err
	}
	return []byte(v.Get("response")), nil
}

// sendOptions answers a script that asks for the options of a passkey.
func sendOptions(w http.ResponseWriter, options []byte, err error) error {
	if err != nil {
		return err
	}
	w.Header().Set("Content-Type", "application/json")
	_, err = w.Write(options)
	return err
}

// Key lets a person make a passkey.
func (p Pages) Key(at Place) route.Handler {
	return p.with(at, func(w http.ResponseWriter, r *route.Request, s seat) error {
		return r.Render(w, http.StatusOK, keyPage(s, nil))
	}, setupSteps...)
}

// KeyOptions gives the browser what it needs to make one.
func (p Pages) KeyOptions(at Place) route.Handler {
	return p.with(at, func(w http.ResponseWriter, r *route.Request, s seat) error {
		options, err := p.People.AskKey(r.Context(), s.holder)
		if errors.Is(err, person.ErrManyKeys) {
			return route.Forbidden()
		}
		return sendOptions(w, options, err)
	}, setupSteps...)
}

// SaveKey takes the passkey that was made. A passkey that does not open the vault is kept too:
// it is a second step.
func (p Pages) SaveKey(at Place) route.Handler {
	return p.with(at, func(w http.ResponseWriter, r *route.Request, s seat) error {
		answer, err := keyAnswer(r)
		if err != nil {
			return err
		}
		name := person.DeviceName(r.Lang, person.ParseDevice(r.UserAgent()))
		made, err := p.People.AddKey(r.Context(), s.holder, answer, name)
		if errors.Is(err, person.ErrKeyRefused) {
			return r.Render(w, http.StatusUnprocessableEntity, keyPage(s, wrong{{Text: r.T("account.problem.key.refused")}}))
		}
		switch {
		case err != nil:
			return err
		case made.Again != nil:
			return r.Render(w, http.StatusOK, keyAgainPage(s, string(made.Again)))
		case !made.Opens && !at.settings():
			return r.Render(w, http.StatusOK, keyClosedPage(s))
		case !made.Opens:
			return r.RedirectFlash(w, s.base, ui.Good, "settings.key.second")
		}
		return p.done(w, r, s, "settings.key.done")
	}, setupSteps...)
}

// OpenKey takes the second use of a passkey, by which it opens the vault from now on.
func (p Pages) OpenKey(at Place) route.Handler {
	return p.with(at, func(w http.ResponseWriter, r *route.Request, s seat) error {
		answer, err := keyAnswer(r)
		if err != nil {
			return err
		}
		err = p.People.OpenWithKey(r.Context(), s.holder, answer)
		if errors.Is(err, person.ErrKeyRefused) && !at.settings() {
			return r.Render(w, http.StatusOK, keyClosedPage(s))
		}
		if errors.Is(err, person.ErrKeyRefused) {
			return r.RedirectFlash(w, s.base, ui.Good, "settings.key.second")
		}
		if err != nil {
			return err
		}
		return p.done(w, r, s, "settings.key.done")
	}, setupSteps...)
}
