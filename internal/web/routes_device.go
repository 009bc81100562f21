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
	if c.Receivers != nil || c.Devices != nil || c.Couplings != nil {
		ways := device.Ways{Files: c.Books != nil, Bluetooth: c.Devices != nil, Push: c.Receivers != nil, Couple: c.Couplings != nil}
		out = append(out, route.Route{Method: get, Pattern: "/apparaten", Who: route.SignedIn, Name: "ways", Handler: ways.Show})
	}
	out = append(out, coupleTable(c)...)
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

// coupleTable is where people are coupled with vendors. Whoever comes back too late is signed
// out: that page must be reached all the same, and without what came along.
func coupleTable(c Config) []route.Route {
	if c.Couplings == nil {
		return nil
	}
	p := device.Couple{Couplings: c.Couplings, Practice: c.Practice}
	const in = route.SignedIn
	return []route.Route{
		{Method: get, Pattern: "/apparaten/koppelen", Who: in, Name: "couple", Handler: p.Show},
		{Method: get, Pattern: "/apparaten/koppelen/te-laat", Who: route.Anyone, Name: "couple-late", Handler: p.Late},
		{Method: get, Pattern: "/apparaten/koppelen/{merk}/ga", Who: in, Name: "couple-go", Handler: p.Go},
		{Method: get, Pattern: "/apparaten/koppelen/{merk}/terug", Who: route.Anyone, Name: "couple-back", Handler: p.Back},
		{Method: post, Pattern: "/apparaten/koppelen/{merk}/ophalen", Who: in, Name: "couple-fetch", Handler: p.Fetch},
		{Method: get, Pattern: "/apparaten/koppelen/{merk}/stoppen", Who: in, Name: "couple-ask-stop", Handler: p.AskStop},
		{Method: post, Pattern: "/apparaten/koppelen/{merk}/stoppen", Who: in, Name: "couple-stop", Handler: p.Stop},
		{Method: get, Pattern: "/apparaten/koppelen/{merk}/weghalen", Who: in, Name: "couple-ask-remove", Handler: p.AskRemove},
		{Method: post, Pattern: "/apparaten/koppelen/{merk}/weghalen", Who: in, Name: "couple-remove", Handler: p.Remove},
	}
}

// merged adds what apps sent while the vault was closed, and begins to fetch from vendors, before
// a page with measurements is made.
func merged(c Config, table []route.Route) []route.Route {
	for i := range table {
		if table[i].Method != get || !table[i].Who.Personal() {
			continue
		}
		if c.Receivers != nil {
			table[i].Handler = device.Push{Receivers: c.Receivers, Base: c.Base}.Merged(table[i].Handler)
		}
		if c.Couplings != nil {
			table[i].Handler = device.Couple{Couplings: c.Couplings}.Fresh(table[i].Handler)
		}
	}
	return table
}
