// SPDX-License-Identifier: EUPL-1.2

// Package shelf has what all pages over an opened dossier share: the visit itself, how an item,
// a value, a moment and a list look, and what is said where nothing is.
package shelf

import (
	"errors"
	"fmt"
	"net/http"
	"strconv"

	"regie/internal/record"
	"regie/internal/web/route"
	"regie/internal/web/ui"
)

// Visit is one request to see something of the dossier.
type Visit struct {
	*route.Request
	Dossier *record.Dossier
	Seen    *record.Seen // what was seen before this visit
}

// Open opens the dossier for a handler, and closes it when the answer was made.
func Open(k *record.Keeper, handle func(w http.ResponseWriter, v *Visit) error) route.Handler {
	return func(w http.ResponseWriter, r *route.Request) error {
		d, err := k.Open(r.Context(), r.Session.Vault)
		if err != nil {
			return fmt.Errorf("showing the dossier: %w", err)
		}
		defer d.Close()
		seen, err := k.Seen(r.Context(), r.Session.Vault, r.Session.ID)
		if err != nil {
			return fmt.Errorf("showing the dossier: %w", err)
		}
		return handle(w, &Visit{Request: r, Dossier: d, Seen: seen})
	}
}

// Item returns the item that the {key} of the address names; what is not this person's is not there.
func (v *Visit) Item() (*record.Item, error) {
	key, ok := record.ParseKey(v.PathValue("key"))
	if !ok {
		return nil, route.NotFound()
	}
	if it := v.Dossier.Item(key); it != nil {
		return it, nil
	}
	return nil, route.NotFound()
}

// Number reads a small number of the query or path, otherwise where there is none.
func Number(s string, otherwise int) int {
	n, err := strconv.Atoi(s)
	if err != nil || n < 0 || n > 1_000_000 {
		return otherwise
	}
	return n
}

// Gone turns what the record does not have into the page that says so.
func Gone(err error) error {
	if errors.Is(err, record.ErrNotFound) {
		return route.NotFound()
	}
	return err
}

// Line is an item in a line or two.
type Line struct {
	Href, Title, Text string
	Chips             []ui.Chip
}

// LineOf is the line of an item.
func LineOf(v *Visit, it *record.Item) Line {
	c := Card(v, it, false)
	return Line{Href: c.Href, Title: c.Title, Text: c.Fact, Chips: c.Chips}
}
