// SPDX-License-Identifier: EUPL-1.2

package providers

import (
	"net/http"

	"regie/internal/collect"
	"regie/internal/web/route"
	"regie/internal/web/ui"
)

const (
	foundMost = 20 // results that are shown
	fewMost   = 30 // so many providers are shown without searching
)

// findView is the page on which somebody looks for a provider.
type findView struct {
	query  string
	asked  bool // something was looked for
	all    bool // the list is everybody there is
	count  int  // of providers in the network
	found  []foundRow
	chosen []chosenRow
	more   bool // there may be more than is shown
}

// foundRow is a provider that was found.
type foundRow struct {
	provider, name, place, address, services string
	icon                                     string
	tint                                     ui.Tint
	chosen, known, nothing                   bool
}

// chosenRow is a provider that was chosen.
type chosenRow struct{ provider, name, place string }

// Find shows the search field, what was found, and what was chosen so far.
func (p Pages) Find(w http.ResponseWriter, r *route.Request) error {
	b, err := p.Collector.Basket(r.Context(), r.Session.Vault)
	if err != nil {
		return problem("finding a provider", err)
	}
	known, err := p.known(r)
	if err != nil {
		return err
	}
	v := findView{query: b.Query, asked: b.Query != ""}
	var found []collect.Found
	if v.asked {
		found = p.Collector.Find(r.Context(), b.Query, foundMost)
		v.more = len(found) == foundMost
	} else {
		v.count, found = p.Collector.Providers(r.Context(), fewMost)
		v.all = len(found) > 0
	}
	words := p.names(r)
	for _, f := range found {
		row := foundRow{
			provider: f.Provider, name: f.Name, place: place(r.Lang, f.Kind, f.City), address: f.Address,
			chosen: b.Has(f.Provider), known: known[f.Provider], nothing: len(f.Services) == 0,
		}
		row.icon, row.tint = icon(f.Kind)
		if !row.nothing {
			row.services = words.services(f.Services)
		}
		v.found = append(v.found, row)
	}
	for _, c := range b.Choices {
		if f, ok := p.Collector.Provider(r.Context(), c.Provider); ok {
			v.chosen = append(v.chosen, chosenRow{f.Provider, f.Name, place(r.Lang, f.Kind, f.City)})
		}
	}
	return r.Render(w, http.StatusOK, findPage(v))
}

// known tells from whom the person collects already.
func (p Pages) known(r *route.Request) (map[string]bool, error) {
	all, err := p.Collector.Connections(r.Context(), r.Session.Vault)
	if err != nil {
		return nil, problem("finding a provider", err)
	}
	out := map[string]bool{}
	for _, c := range all {
		out[c.Provider] = true
	}
	return out, nil
}

// Look takes what somebody looks for. It is kept in the vault and not in the address: a name
// of a clinic in a history or a log tells as much as a diagnosis.
func (p Pages) Look(w http.ResponseWriter, r *route.Request) error {
	v, err := r.Values()
	if err != nil {
		return err
	}
	if err := p.Collector.Look(r.Context(), r.Session.Vault, route.Field(v, "zoek", 100)); err != nil {
		return problem("finding a provider", err)
	}
	return r.Redirect(w, "/zorgverleners/zoeken#gevonden")
}

// Choose takes a provider in the basket.
func (p Pages) Choose(w http.ResponseWriter, r *route.Request) error {
	v, err := r.Values()
	if err != nil {
		return err
	}
	ok, err := p.Collector.Choose(r.Context(), r.Session.Vault, v.Get("aanbieder"))
	if err != nil {
		return problem("choosing a provider", err)
	}
	if !ok {
		return r.RedirectFlash(w, "/zorgverleners/zoeken", ui.Warning, "providers.choose.not")
	}
	return r.Redirect(w, "/zorgverleners/kiezen")
}

// Unchoose takes a provider out of the basket.
func (p Pages) Unchoose(w http.ResponseWriter, r *route.Request) error {
	v, err := r.Values()
	if err != nil {
		return err
	}
	if err := p.Collector.Unchoose(r.Context(), r.Session.Vault, v.Get("aanbieder")); err != nil {
		return problem("choosing a provider", err)
	}
	to := "/zorgverleners/kiezen"
	if v.Get("naar") == "zoeken" {
		to = "/zorgverleners/zoeken"
	}
	return r.Redirect(w, to)
}

// Missing helps who can't find a provider.
func (p Pages) Missing(w http.ResponseWriter, r *route.Request) error {
	return r.Render(w, http.StatusOK, missingPage())
}
