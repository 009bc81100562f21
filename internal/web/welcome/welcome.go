// SPDX-License-Identifier: EUPL-1.2

// Package welcome has the pages for who does not have an account yet: what Regie is, whether
// it is something for you, and how safe it is.
package welcome

import (
	"context"
	"net/http"
	"strings"

	"regie/internal/text"
	"regie/internal/web/route"
	"regie/internal/web/ui"
)

// Home says what Regie is. Who is signed in goes to their overview.
func Home(w http.ResponseWriter, r *route.Request) error {
	if r.Session != nil {
		return r.Redirect(w, "/overzicht")
	}
	return r.Render(w, http.StatusOK, homePage())
}

// Safety says how data are kept, in plain words.
func Safety(w http.ResponseWriter, r *route.Request) error {
	return r.Render(w, http.StatusOK, safetyPage())
}

// About helps to choose: for whom Regie is, and for whom it is not.
func About(w http.ResponseWriter, r *route.Request) error {
	return r.Render(w, http.StatusOK, aboutPage())
}

// Try says how to try Regie in practice mode.
func Try(w http.ResponseWriter, r *route.Request) error {
	return r.Render(w, http.StatusOK, tryPage())
}

// decimal writes a number of the example with the sign that the language has for decimals.
func decimal(ctx context.Context, s string) string {
	if ui.From(ctx).Lang == text.EN {
		return strings.Replace(s, ",", ".", 1)
	}
	return s
}
