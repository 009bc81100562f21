// SPDX-License-Identifier: EUPL-1.2

package account

import (
	"net/http"

	"regie/internal/web/route"
)

// SignOut ends the session, and asks the browser to forget what it kept of it.
func (p Pages) SignOut(w http.ResponseWriter, r *route.Request) error {
	if err := p.People.SignOut(r.Context(), r.Cookies.Get(r.Request, route.SessionCookie)); err != nil {
		return err
	}
	r.Cookies.Clear(w, route.SessionCookie)
	r.Cookies.Clear(w, visitCookie)
	w.Header().Set("Clear-Site-Data", `"cache", "storage"`)
	return r.Redirect(w, "/uitgelogd")
}

// SignedOut says that the session is over.
func (p Pages) SignedOut(w http.ResponseWriter, r *route.Request) error {
	if r.Session != nil {
		return r.Redirect(w, home)
	}
	return r.Render(w, http.StatusOK, signedOutPage())
}
