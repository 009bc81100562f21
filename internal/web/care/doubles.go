// SPDX-License-Identifier: EUPL-1.2

package care

import (
	"errors"
	"net/http"

	"regie/internal/record"
	"regie/internal/web/route"
	"regie/internal/web/shelf"
	"regie/internal/web/ui"
)

func (p Pages) takeApart(w http.ResponseWriter, v *shelf.Visit) error {
	it, err := v.Item()
	if err != nil {
		return err
	}
	if len(v.Dossier.Doubles(it)) == 0 {
		return v.RedirectFlash(w, shelf.ItemHref(it), ui.Info, "care.double.was.apart")
	}
	if err := p.Keeper.TakeApart(v.Context(), v.Session.Vault, v.Dossier, it); err != nil {
		return chosen(err)
	}
	return v.RedirectFlash(w, shelf.ItemHref(it), ui.Good, "care.double.is.apart")
}

func (p Pages) join(w http.ResponseWriter, v *shelf.Visit) error {
	it, err := v.Item()
	if err != nil {
		return err
	}
	key, ok := record.ParseKey(v.PathValue("other"))
	if !ok {
		return route.NotFound()
	}
	other := v.Dossier.Item(key)
	if other == nil || other == it {
		return route.NotFound()
	}
	if err := p.Keeper.Join(v.Context(), v.Session.Vault, v.Dossier, it, other); err != nil {
		return chosen(err)
	}
	return v.RedirectFlash(w, shelf.ItemHref(it), ui.Good, "care.double.is.joined")
}

// chosen turns what went wrong with a choice into the page that says so.
func chosen(err error) error {
	if errors.Is(err, record.ErrFull) {
		return route.Unavailable(err)
	}
	return shelf.Gone(err)
}
