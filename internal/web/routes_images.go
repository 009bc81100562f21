// SPDX-License-Identifier: EUPL-1.2

package web

import (
	"regie/internal/web/images"
	"regie/internal/web/route"
)

// imagesTable is where people look at images of hospitals. The number in an address counts the
// images of the item; names of the hospital are in no address.
func imagesTable(c Config) []route.Route {
	if c.Keeper == nil {
		return nil
	}
	p := images.New(c.Keeper)
	return []route.Route{
		{Method: get, Pattern: "/beelden", Who: route.SignedIn, Name: "images", Handler: p.List()},
		{Method: get, Pattern: "/beelden/{key}", Who: route.SignedIn, Name: "study", Handler: p.Study()},
		{Method: get, Pattern: "/beelden/{key}/{n}/plaatje", Who: route.SignedIn, Name: "picture", Timeout: documentTimeout, Handler: p.Picture()},
		{Method: get, Pattern: "/beelden/{key}/{n}/bestand", Who: route.SignedIn, Name: "image-file", Timeout: documentTimeout, Handler: p.File()},
	}
}
