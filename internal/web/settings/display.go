// SPDX-License-Identifier: EUPL-1.2

// Package settings has the pages on which a person chooses how Regie looks and speaks.
package settings

import (
	"net/http"

	"regie/internal/text"
	"regie/internal/web/route"
	"regie/internal/web/ui"
)

// Display shows the choices: language, size of the text, theme, contrast. It works without an account.
func Display(w http.ResponseWriter, r *route.Request) error {
	return r.Render(w, http.StatusOK, displayPage(r.Prefs, r.Lang))
}

// SaveDisplay keeps them in a cookie.
func SaveDisplay(w http.ResponseWriter, r *route.Request) error {
	v, err := r.Values()
	if err != nil {
		return err
	}
	p := route.ParsePrefs(v.Get("lang") + "." + v.Get("theme") + "." + v.Get("contrast") + "." + v.Get("size"))
	r.Cookies.SetPrefs(w, p)
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
