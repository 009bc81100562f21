// SPDX-License-Identifier: EUPL-1.2

package settings

import (
	"errors"
	"net/http"
	"time"

	"regie/internal/person"
	"regie/internal/store"
	"regie/internal/web/account"
	"regie/internal/web/route"
	"regie/internal/web/ui"
)

// Security are the pages on which a person sees and changes how they get in.
type Security struct{ People *person.Service }

// overview is what the page shows.
type overview struct {
	account  person.Account
	factors  []person.FactorInfo
	sessions []person.SessionInfo
	zone     *time.Location
}

// of returns the factors of some kinds.
func (o overview) of(kinds ...person.Kind) []person.FactorInfo {
	var out []person.FactorInfo
	for _, f := range o.factors {
		for _, k := range kinds {
			if f.Kind == k {
				out = append(out, f)
			}
		}
	}
	return out
}

// Show lists what the person signs in with, and where they are signed in.
func (p Security) Show(w http.ResponseWriter, r *route.Request) error {
	o := overview{zone: r.Now.Location()}
	var err error
	if o.account, err = p.People.Account(r.Context(), r.Session); err != nil {
		return err
	}
	if o.factors, err = p.People.Factors(r.Context(), r.Session); err != nil {
		return err
	}
	if o.sessions, err = p.People.Sessions(r.Context(), r.Session); err != nil {
		return err
	}
	return r.Render(w, http.StatusOK, securityPage(o))
}

var securityPath = account.AtSettings.Path("")

// id reads the id of a form; that of nothing is as good as that of somebody else.
func id(r *route.Request) (store.ID, error) {
	v, err := r.Values()
	if err != nil {
		return store.ID{}, err
	}
	out, err := store.ParseID(v.Get("id"))
	if err != nil {
		return store.ID{}, route.NotFound()
	}
	return out, nil
}

// EndSession signs one browser out.
func (p Security) EndSession(w http.ResponseWriter, r *route.Request) error {
	which, err := id(r)
	if err != nil {
		return err
	}
	if err := p.People.EndSession(r.Context(), r.Session, which); err != nil {
		return err
	}
	return r.RedirectFlash(w, securityPath, ui.Good, "settings.sessions.ended")
}

// EndOthers signs all other browsers out.
func (p Security) EndOthers(w http.ResponseWriter, r *route.Request) error {
	if err := p.People.EndOtherSessions(r.Context(), r.Session); err != nil {
		return err
	}
	return r.RedirectFlash(w, securityPath, ui.Good, "settings.sessions.ended.others")
}

// removal is the page that says what removing a factor does.
type removal struct {
	factor person.FactorInfo
	why    string // why it can not be removed; "" where it can
}

// AskRemove says what removing a factor does, and asks.
func (p Security) AskRemove(w http.ResponseWriter, r *route.Request) error {
	which, err := store.ParseID(r.URL.Query().Get("id"))
	if err != nil {
		return route.NotFound()
	}
	fs, err := p.People.Factors(r.Context(), r.Session)
	if err != nil {
		return err
	}
	for _, f := range fs {
		if f.ID == which && f.Kind != person.KindKit {
			v := removal{factor: f}
			if !f.Removable {
				v.why = r.T("settings.remove.last")
			}
			return r.Render(w, http.StatusOK, removePage(v))
		}
	}
	return route.NotFound()
}

// Remove removes a factor.
func (p Security) Remove(w http.ResponseWriter, r *route.Request) error {
	which, err := id(r)
	if err != nil {
		return err
	}
	err = p.People.RemoveFactor(r.Context(), r.Session, which)
	switch {
	case errors.Is(err, person.ErrUnknownFactor):
		return route.NotFound()
	case errors.Is(err, person.ErrNoWayIn), errors.Is(err, person.ErrFewEnvelopes), errors.Is(err, person.ErrNoKit):
		return r.RedirectFlash(w, securityPath, ui.Warning, "settings.remove.last")
	case err != nil:
		return err
	}
	if r.PostForm.Get("andere") != "" {
		if err := p.People.EndOtherSessions(r.Context(), r.Session); err != nil {
			return err
		}
	}
	return r.RedirectFlash(w, securityPath, ui.Good, "settings.remove.done")
}

// Rename gives a passkey another name.
func (p Security) Rename(w http.ResponseWriter, r *route.Request) error {
	which, err := id(r)
	if err != nil {
		return err
	}
	err = p.People.NameKey(r.Context(), r.Session, which, route.Field(r.PostForm, "naam", 60))
	if errors.Is(err, person.ErrUnknownFactor) {
		return route.NotFound()
	}
	if err != nil {
		return err
	}
	return r.RedirectFlash(w, securityPath, ui.Good, "settings.key.renamed")
}
