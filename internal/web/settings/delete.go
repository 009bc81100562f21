// SPDX-License-Identifier: EUPL-1.2

package settings

import (
	"net/http"

	"regie/internal/web/route"
)

// AskDelete says what deleting the account does, and asks.
func (p Security) AskDelete(w http.ResponseWriter, r *route.Request) error {
	return r.Render(w, http.StatusOK, deletePage(""))
}

// Delete deletes the account, at once and for good.
func (p Security) Delete(w http.ResponseWriter, r *route.Request) error {
	v, err := r.Values()
	if err != nil {
		return err
	}
	if v.Get("zeker") == "" {
		return r.Render(w, http.StatusUnprocessableEntity, deletePage(r.T("settings.delete.problem")))
	}
	if err := p.People.Delete(r.Context(), r.Session); err != nil {
		return err
	}
	r.Cookies.Clear(w, route.SessionCookie)
	w.Header().Set("Clear-Site-Data", `"cache", "storage"`)
	return r.Redirect(w, "/verwijderd")
}

// Deleted says that the account is gone.
func Deleted(w http.ResponseWriter, r *route.Request) error {
	return r.Render(w, http.StatusOK, deletedPage())
}
