// SPDX-License-Identifier: EUPL-1.2

// Package providers has the pages on which people find their care providers, choose what to
// collect, go there and come back, watch it come in, and see afterwards how that stands.
//
// No address here names a provider or a service: connections, runs and journeys are random
// numbers, and what somebody looks for or chooses is kept in the vault.
package providers

import (
	"errors"
	"fmt"
	"net/http"

	"regie/internal/collect"
	"regie/internal/medmij"
	"regie/internal/store"
	"regie/internal/web/route"
)

// Pages are the handlers. Collector is required.
type Pages struct {
	Collector *collect.Collector
}

// id reads a random number of the path; one that is no number is not there.
func id(r *route.Request, name string) (store.ID, error) {
	v, err := store.ParseID(r.PathValue(name))
	if err != nil {
		return store.ID{}, route.NotFound()
	}
	return v, nil
}

// problem turns an error of collecting into the page that says so.
func problem(doing string, err error) error {
	switch {
	case err == nil:
		return nil
	case errors.Is(err, collect.ErrNotFound):
		return route.NotFound()
	case medmij.ReasonOf(err) == medmij.ReasonListsOld:
		return route.WithKey(route.Unavailable(err), "providers.listsold")
	default:
		return fmt.Errorf("%s: %w", doing, err)
	}
}

// Merging lets a page be opened after what was collected in the meantime has been put in the
// dossier.
func (p Pages) Merging(h route.Handler) route.Handler {
	return func(w http.ResponseWriter, r *route.Request) error {
		if _, err := p.Collector.Merge(r.Context(), r.Session.Vault); err != nil {
			return fmt.Errorf("merging what was collected: %w", err)
		}
		return h(w, r)
	}
}
