// SPDX-License-Identifier: EUPL-1.2

package web

import (
	"time"

	"regie/internal/measure/receive"
	"regie/internal/web/device"
	"regie/internal/web/route"
)

// deviceTable is where measurements come in from devices.
func deviceTable(c Config) []route.Route {
	var out []route.Route
	if c.Receivers != nil {
		p := device.Push{Receivers: c.Receivers, Base: c.Base}
		out = append(out,
			route.Route{Method: post, Pattern: "/ontvang/{token}", Who: route.Anyone, Name: "receive", MaxBody: receive.MaxBody, Timeout: time.Minute, Handler: p.Receive},
			route.Route{Method: get, Pattern: "/apparaten/doorsturen", Who: route.SignedIn, Name: "push", Handler: p.Show},
			route.Route{Method: post, Pattern: "/apparaten/doorsturen", Who: route.SignedIn, Name: "push-make", Handler: p.Make},
			route.Route{Method: post, Pattern: "/apparaten/doorsturen/stoppen", Who: route.SignedIn, Name: "push-stop", Handler: p.Stop},
		)
	}
	if c.Devices == nil {
		return out
	}
	p := device.Pages{Desk: c.Devices}
	return append(out, []route.Route{
		{Method: get, Pattern: "/apparaten/bluetooth", Who: route.SignedIn, Name: "bluetooth", Handler: p.Bluetooth},
		{Method: post, Pattern: "/apparaten/bluetooth/lezing", Who: route.SignedIn, Name: "bluetooth-take", MaxBody: 512 << 10, Handler: p.Take},
		{Method: post, Pattern: "/apparaten/bluetooth/van-wie", Who: route.SignedIn, Name: "bluetooth-whose", Handler: p.Whose},
		{Method: post, Pattern: "/apparaten/bluetooth/tijd", Who: route.SignedIn, Name: "bluetooth-when", Handler: p.When},
	}...)
}

// merged adds what apps sent while the vault was closed, before a page with measurements is made.
func merged(c Config, table []route.Route) []route.Route {
	if c.Receivers == nil {
		return table
	}
	p := device.Push{Receivers: c.Receivers, Base: c.Base}
	for i := range table {
		if table[i].Method == get && table[i].Who.Personal() {
			table[i].Handler = p.Merged(table[i].Handler)
		}
	}
	return table
}
