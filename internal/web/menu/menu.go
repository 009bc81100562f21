// SPDX-License-Identifier: EUPL-1.2

// Package menu has the pages behind the main menu that only lead further.
package menu

import (
	"net/http"

	"regie/internal/web/route"
	"regie/internal/web/ui"
)

// Add leads to the ways in which data come in.
func Add(w http.ResponseWriter, r *route.Request) error {
	return r.Render(w, http.StatusOK, addPage())
}

// Share says what can be shared, and how.
func Share(w http.ResponseWriter, r *route.Request) error {
	return r.Render(w, http.StatusOK, sharePage())
}

// More leads to all the rest.
func More(w http.ResponseWriter, r *route.Request) error {
	return r.Render(w, http.StatusOK, morePage())
}

// KeepAlive answers idle.js: being asked is what keeps the session alive.
func KeepAlive(w http.ResponseWriter, _ *route.Request) error {
	w.WriteHeader(http.StatusNoContent)
	return nil
}

// Ended says that a session ended because nobody did anything.
func Ended(w http.ResponseWriter, r *route.Request) error {
	r.View.SignedIn, r.View.Idle = false, 0
	return r.Render(w, http.StatusOK, endedPage())
}

// Offline is the page for when there is no network. The browser keeps it, so it is made as for
// a visitor.
func Offline(w http.ResponseWriter, r *route.Request) error {
	r.View.SignedIn, r.View.Idle, r.View.Flash = false, 0, ui.Flash{}
	return r.Render(w, http.StatusOK, offlinePage())
}
