// SPDX-License-Identifier: EUPL-1.2

package measure

import (
	samples "regie/internal/measure"
	"regie/internal/web/route"
)

// elsewhere tells which other page reads a file, "" where this desk does: a record in a file is no
// file of measurements.
func (p Pages) elsewhere(r *route.Request, u *samples.Upload) string {
	if p.Elsewhere == nil {
		return ""
	}
	return p.Elsewhere(r, u)
}

// begin begins to read a file, unless it is for another page.
func (p Pages) begin(r *route.Request, u *samples.Upload) {
	if p.elsewhere(r, u) == "" {
		p.desk.read(r.Session.Vault, u, r.Now.Location())
	}
}
