// SPDX-License-Identifier: EUPL-1.2

package providers

import (
	"errors"
	"net/http"

	"regie/internal/collect"
	"regie/internal/web/route"
	"regie/internal/web/ui"
)

// listView is the page with the providers of the person.
type listView struct {
	entries []ui.Entry
	again   bool // there is something to collect again
}

// List shows the providers that the person collects from.
func (p Pages) List(w http.ResponseWriter, r *route.Request) error {
	all, err := p.Collector.Connections(r.Context(), r.Session.Vault)
	if err != nil {
		return problem("listing providers", err)
	}
	going, err := p.going(r)
	if err != nil {
		return err
	}
	var v listView
	for _, c := range all {
		v.entries = append(v.entries, entry(r, c, going[c.ID]))
		v.again = v.again || c.Stopped.IsZero()
	}
	return r.Render(w, http.StatusOK, listPage(v))
}

// entry is a provider as a line of the list.
func entry(r *route.Request, c *collect.Connection, going *collect.Run) ui.Entry {
	sign, tint := icon(c.Kind)
	e := ui.Entry{Href: "/zorgverleners/" + c.ID.String(), Icon: sign, Tint: tint, Title: c.Name}
	if at := c.Collected(); at.IsZero() {
		e.Text = r.T("providers.never")
	} else {
		e.Text = r.T("providers.last", "when", when(r, at))
	}
	e.Chips = chips(r, c, going)
	return e
}

// chips say how a connection stands.
func chips(r *route.Request, c *collect.Connection, going *collect.Run) []ui.Chip {
	var out []ui.Chip
	switch {
	case going != nil:
		return []ui.Chip{{Kind: ui.ChipPlain, Text: r.T("providers.chip.going")}}
	case !c.Stopped.IsZero():
		return []ui.Chip{{Kind: ui.ChipStop, Text: r.T("providers.chip.stopped")}}
	}
	switch c.State() {
	case collect.Done:
		out = append(out, ui.Chip{Kind: ui.ChipGood, Text: r.T("providers.chip.whole")})
	case collect.Partly:
		out = append(out, ui.Chip{Kind: ui.ChipWarn, Text: r.T("providers.chip.partly")})
	case collect.Failed:
		out = append(out, ui.Chip{Kind: ui.ChipWarn, Text: r.T("providers.chip.failed")})
	}
	switch {
	case !c.Lapsed.IsZero():
		out = append(out, ui.Chip{Kind: ui.ChipWarn, Text: r.T("providers.chip.lapsed")})
	case c.Automatic:
		out = append(out, ui.Chip{Kind: ui.ChipPlain, Text: r.T("providers.chip.automatic")})
	}
	return out
}

// Again collects once more from all providers.
func (p Pages) Again(w http.ResponseWriter, r *route.Request) error {
	j, err := p.Collector.AgainAll(r.Context(), r.Session.Vault)
	if errors.Is(err, collect.ErrNothing) {
		return r.RedirectFlash(w, "/zorgverleners", ui.Info, "providers.again.nothing")
	}
	if err != nil {
		return problem("collecting again", err)
	}
	return r.Redirect(w, journeyHref(j.ID))
}
