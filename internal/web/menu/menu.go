// SPDX-License-Identifier: EUPL-1.2

// Package menu has the pages behind the main menu that only lead further.
package menu

import (
	"net/http"

	"regie/internal/web/route"
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
