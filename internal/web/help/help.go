// SPDX-License-Identifier: EUPL-1.2

// Package help has the pages that explain: help, privacy, accessibility.
package help

import (
	"net/http"

	"regie/internal/web/route"
)

// Operator is who runs this Regie, and how to reach their help desk. All fields may be "":
// the page then says that the operator did not tell.
type Operator struct {
	Name    string // "Stichting Mijn Regie"
	Mail    string
	Phone   string
	Hours   string // "maandag tot en met vrijdag van 9 tot 17 uur"
	Address string // for post, on one line
	Site    string // https
	Privacy string // https, the operator's full privacy statement
}

// Pages are the pages of this package.
type Pages struct {
	Operator Operator
	Practice bool
}

// Help shows how to reach the help desk, and answers to what people ask.
func (p Pages) Help(w http.ResponseWriter, r *route.Request) error {
	return r.Render(w, http.StatusOK, helpPage(p))
}

// Privacy says what Regie keeps, where, and who can read it.
func (p Pages) Privacy(w http.ResponseWriter, r *route.Request) error {
	return r.Render(w, http.StatusOK, privacyPage(p))
}

// Accessibility says what works for whom, and what does not yet.
func (p Pages) Accessibility(w http.ResponseWriter, r *route.Request) error {
	return r.Render(w, http.StatusOK, accessibilityPage(p))
}
