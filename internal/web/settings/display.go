// SPDX-License-Identifier: EUPL-1.2

// Package settings has the pages on which a person chooses how Regie looks and speaks.
package settings

import (
	"context"
	"net/http"
	"strings"

	"regie/internal/person"
	"regie/internal/text"
	"regie/internal/web/route"
	"regie/internal/web/ui"
)

// Looks keeps how a person likes to see Regie for their other devices. person.Service does.
type Looks interface {
	KeepDisplay(ctx context.Context, v *person.Session, display string) error
}

// Pages are the pages about how Regie looks.
type Pages struct {
	Looks Looks // nil: only this browser remembers
}

// Display shows the choices: language, size of the text, theme, contrast. It works without an account.
func Display(w http.ResponseWriter, r *route.Request) error {
	return r.Render(w, http.StatusOK, displayPage(r.Prefs, r.Lang))
}

// SaveDisplay keeps them in a cookie, and in the vault of who is signed in.
func (p Pages) SaveDisplay(w http.ResponseWriter, r *route.Request) error {
	v, err := r.Values()
	if err != nil {
		return err
	}
	prefs := route.ParsePrefs(strings.Join([]string{v.Get("lang"), v.Get("theme"), v.Get("contrast"), v.Get("size"), ""}, "."))
	if r.Session != nil && p.Looks != nil {
		if err := p.Looks.KeepDisplay(r.Context(), r.Session, route.FormatPrefs(prefs)); err != nil {
			return err
		}
		prefs.Known = true
	}
	r.Cookies.SetPrefs(w, prefs)
	return r.RedirectFlash(w, "/weergave", ui.Good, "settings.display.saved")
}

// SaveLanguage changes only the language, and goes back to the page the person was on.
func SaveLanguage(w http.ResponseWriter, r *route.Request) error {
	v, err := r.Values()
	if err != nil {
		return err
	}
	p := r.Prefs
	if l, ok := text.ParseLang(v.Get("lang")); ok {
		p.Lang, p.LangSet = l, true
	}
	r.Cookies.SetPrefs(w, p)
	return r.Redirect(w, route.LocalPath(v.Get("back"), "/"))
}
