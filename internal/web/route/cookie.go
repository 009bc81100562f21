// SPDX-License-Identifier: EUPL-1.2

package route

import (
	"net/http"
	"net/url"
	"strings"
	"time"

	"regie/internal/text"
	"regie/internal/web/ui"
)

// Cookies sets and reads cookies, the same way everywhere: for this host only, not readable
// by script, not sent along from other sites. All that a cookie of ours holds is a random
// key, a choice of looks, or the key of a message.
type Cookies struct {
	// Secure: the site is reached over https. Cookies are then only sent over https and have
	// the __Host- prefix, so that no neighbour can set them. On http://localhost, in practice
	// mode, not every browser would keep such a cookie.
	Secure bool
}

// The cookies of the foundation.
const (
	SessionCookie = "regie"
	prefsCookie   = "weergave"
	flashCookie   = "melding"
)

func (c Cookies) name(name string) string {
	if c.Secure {
		return "__Host-" + name
	}
	return name
}

// Set sets a cookie for as long as keep, or until the browser closes when keep is 0.
func (c Cookies) Set(w http.ResponseWriter, name, value string, keep time.Duration) {
	http.SetCookie(w, &http.Cookie{
		Name: c.name(name), Value: url.QueryEscape(value), Path: "/", MaxAge: int(keep / time.Second),
		Secure: c.Secure, HttpOnly: true, SameSite: http.SameSiteLaxMode,
	})
}

// Clear removes a cookie.
func (c Cookies) Clear(w http.ResponseWriter, name string) {
	http.SetCookie(w, &http.Cookie{
		Name: c.name(name), Path: "/", MaxAge: -1,
		Secure: c.Secure, HttpOnly: true, SameSite: http.SameSiteLaxMode,
	})
}

// Get returns the value of a cookie, "" when it is not there.
func (c Cookies) Get(r *http.Request, name string) string {
	k, err := r.Cookie(c.name(name))
	if err != nil || len(k.Value) > 1024 {
		return ""
	}
	v, err := url.QueryUnescape(k.Value)
	if err != nil {
		return ""
	}
	return v
}

// SetPrefs keeps how the person wants to see Regie, for a year.
func (c Cookies) SetPrefs(w http.ResponseWriter, p ui.Prefs) {
	c.Set(w, prefsCookie, FormatPrefs(p), 365*24*time.Hour)
}

// Prefs reads them back. What is not one of the known choices is left out.
func (c Cookies) Prefs(r *http.Request) ui.Prefs { return ParsePrefs(c.Get(r, prefsCookie)) }

// FormatPrefs writes the choices as one word, to keep in a cookie or in the vault.
func FormatPrefs(p ui.Prefs) string {
	lang := ""
	if p.LangSet {
		lang = p.Lang.Tag()
	}
	known := ""
	if p.Known {
		known = "1"
	}
	return strings.Join([]string{lang, p.Theme, p.Contrast, p.Size, known}, ".")
}

// ParsePrefs reads what FormatPrefs wrote.
func ParsePrefs(s string) ui.Prefs {
	var p ui.Prefs
	part := strings.Split(s, ".")
	if len(part) != 5 {
		return p
	}
	if part[0] != "" {
		p.Lang, p.LangSet = text.ParseLang(part[0])
	}
	p.Theme = oneOf(part[1], "light", "dark")
	p.Contrast = oneOf(part[2], "normal", "more")
	p.Size = oneOf(part[3], "125", "150", "200")
	p.Known = part[4] == "1"
	return p
}

func oneOf(s string, choices ...string) string {
	for _, c := range choices {
		if s == c {
			return s
		}
	}
	return ""
}

// Flash reads the message for this page.
func (c Cookies) Flash(r *http.Request) ui.Flash {
	kind, key, ok := strings.Cut(c.Get(r, flashCookie), ".")
	if !ok || !text.NL.Has(key) {
		return ui.Flash{}
	}
	k := ui.AlertKind(oneOf(kind, string(ui.Info), string(ui.Good), string(ui.Warning), string(ui.Wrong)))
	if k == "" {
		return ui.Flash{}
	}
	return ui.Flash{Kind: k, Key: key}
}
