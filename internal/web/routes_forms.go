// SPDX-License-Identifier: EUPL-1.2

package web

import (
	"time"

	"regie/internal/web/forms"
	"regie/internal/web/route"
)

// formsTable is where people fill in what providers ask, and ask providers to change something.
func formsTable(c Config) []route.Route {
	if c.Collector == nil {
		return nil
	}
	p := forms.Pages{Collector: c.Collector}
	if zone, err := time.LoadLocation("Europe/Amsterdam"); err == nil {
		p.Zone = zone
	}
	const in = route.SignedIn
	return []route.Route{
		{Method: get, Pattern: "/vragenlijsten", Who: in, Name: "forms", Handler: p.List},
		{Method: get, Pattern: "/vragenlijsten/wijziging", Who: in, Name: "correction", Handler: p.New},
		{Method: post, Pattern: "/vragenlijsten/wijziging", Who: in, Name: "correction-add", MaxBody: 32 << 10, Handler: p.Add},
		{Method: get, Pattern: "/vragenlijsten/{lijst}", Who: in, Name: "form", Handler: p.Show},
		{Method: post, Pattern: "/vragenlijsten/{lijst}", Who: in, Name: "form-save", MaxBody: 256 << 10, Handler: p.Save},
		{Method: get, Pattern: "/vragenlijsten/{lijst}/nakijken", Who: in, Name: "form-review", Handler: p.Review},
		{Method: post, Pattern: "/vragenlijsten/{lijst}/versturen", Who: in, Name: "form-send", Handler: p.Send},
		{Method: post, Pattern: "/vragenlijsten/{lijst}/weg", Who: in, Name: "form-drop", Handler: p.Drop},
	}
}
