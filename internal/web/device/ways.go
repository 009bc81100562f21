// SPDX-License-Identifier: EUPL-1.2

package device

import (
	"net/http"

	"regie/internal/web/route"
	"regie/internal/web/ui"
)

// WaysHref is the page with all ways in which measurements come in.
const WaysHref = "/apparaten"

// Ways are the ways that this Regie has.
type Ways struct{ Files, Bluetooth, Push, Couple bool }

// Show lists them, the simplest first.
func (p Ways) Show(w http.ResponseWriter, r *route.Request) error {
	var all []ui.Entry
	add := func(there bool, href, icon string, tint ui.Tint, key string) {
		if there {
			all = append(all, ui.Entry{Href: href, Icon: icon, Tint: tint, Title: r.T("ways." + key + ".title"), Text: r.T("ways." + key + ".text")})
		}
	}
	add(p.Files, typeHref, "pencil", ui.Teal, "type")
	add(p.Bluetooth, Href, "device-watch", ui.Red, "bluetooth")
	add(p.Couple, CoupleHref, "refresh", ui.Violet, "couple")
	add(p.Files, importHref, "file-text", ui.Green, "file")
	add(p.Push, PushHref, "device-mobile", ui.Blue, "push")
	return r.Render(w, http.StatusOK, waysPage(all, p.Files))
}
