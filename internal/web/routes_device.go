// SPDX-License-Identifier: EUPL-1.2

package web

import (
	"regie/internal/web/device"
	"regie/internal/web/route"
)

// deviceTable is where measurements come in from devices.
func deviceTable(c Config) []route.Route {
	if c.Devices == nil {
		return nil
	}
	p := device.Pages{Desk: c.Devices}
	return []route.Route{
		{Method: get, Pattern: "/apparaten/bluetooth", Who: route.SignedIn, Name: "bluetooth", Handler: p.Bluetooth},
		{Method: post, Pattern: "/apparaten/bluetooth/lezing", Who: route.SignedIn, Name: "bluetooth-take", MaxBody: 512 << 10, Handler: p.Take},
		{Method: post, Pattern: "/apparaten/bluetooth/van-wie", Who: route.SignedIn, Name: "bluetooth-whose", Handler: p.Whose},
		{Method: post, Pattern: "/apparaten/bluetooth/tijd", Who: route.SignedIn, Name: "bluetooth-when", Handler: p.When},
	}
}
