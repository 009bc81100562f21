// SPDX-License-Identifier: EUPL-1.2

package account

import (
	"net/http"

	"regie/internal/web/route"
)

// Way lets a person choose how to sign in from now on.
func (p Pages) Way(at Place) route.Handler {
	return p.with(at, func(w http.ResponseWriter, r *route.Request, s seat) error {
		return r.Render(w, http.StatusOK, wayPage(s))
	}, setupSteps...)
}
