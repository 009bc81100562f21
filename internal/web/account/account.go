// SPDX-License-Identifier: EUPL-1.2

// Package account has the pages by which a person gets in: signing up, signing in, recovering,
// and setting up what they sign in with. Every page works without script, except the use of a
// passkey, which is the device's own.
package account

import (
	"errors"
	"math"
	"net/http"
	"net/netip"
	"net/url"
	"time"

	"regie/internal/person"
	"regie/internal/text"
	"regie/internal/web/route"
	"regie/internal/web/ui"
)

// Pages are the pages of accounts.
type Pages struct {
	People *person.Service
	// Address tells where a request comes from, where a trusted proxy says so; nil stands for
	// the other end of the connection.
	Address func(r *http.Request) netip.Addr
}

// The cookies of these pages, besides that of the session.
const (
	visitCookie = "stap"     // a visit: signing up, between two steps, recovering
	markCookie  = "apparaat" // by which an account knows this browser again
)

const keepMark = 365 * 24 * time.Hour

// Home is where somebody goes who has just been signed in.
const home = "/overzicht"

// caller says who asks.
func (p Pages) caller(r *route.Request) person.Caller {
	c := person.Caller{UserAgent: r.UserAgent(), Mark: r.Cookies.Get(r.Request, markCookie), Lang: r.Lang}
	if p.Address != nil {
		c.Address = p.Address(r.Request)
	} else if a, err := netip.ParseAddrPort(r.RemoteAddr); err == nil {
		c.Address = a.Addr()
	}
	return c
}

// visit returns the visit of this browser, nil where it has none (any more) of this purpose.
func (p Pages) visit(r *route.Request, of person.Purpose) (*person.Visit, error) {
	cookie := r.Cookies.Get(r.Request, visitCookie)
	if cookie == "" {
		return nil, nil
	}
	v, err := p.People.Visit(r.Context(), cookie)
	if errors.Is(err, person.ErrVisitOver) || (err == nil && v.Purpose != of) {
		return nil, nil
	}
	return v, err
}

// setVisit keeps the token of a visit in the browser.
func setVisit(w http.ResponseWriter, r *route.Request, token string) {
	r.Cookies.Set(w, visitCookie, token, person.SetupFor)
}

// enter signs this browser in and sends it on, with a message where flash is not "".
func enter(w http.ResponseWriter, r *route.Request, e person.Entered, to, flash string) error {
	r.Cookies.Clear(w, visitCookie)
	r.Cookies.Set(w, route.SessionCookie, e.Token, 0)
	r.Cookies.Set(w, markCookie, e.Mark, keepMark)
	if !r.Prefs.LangSet {
		p := r.Prefs
		p.Lang, p.LangSet = e.Lang, true
		r.Cookies.SetPrefs(w, p)
	}
	if flash != "" {
		return r.RedirectFlash(w, to, ui.Good, flash)
	}
	return r.Redirect(w, to)
}

// back is where the person was going before they had to sign in.
func back(v url.Values) string { return route.LocalPath(v.Get("terug"), home) }

// withBack adds that to an address.
func withBack(path, to string) string {
	if to == "" || to == home {
		return path
	}
	return path + "?terug=" + url.QueryEscape(to)
}

// waitText says when something may be tried again; ok is false for any other error.
func waitText(r *route.Request, err error) (s string, ok bool) {
	var wait *person.Throttled
	if !errors.As(err, &wait) {
		return "", false
	}
	d := wait.Until.Sub(r.Now)
	if d < time.Minute {
		return r.T("account.wait.seconds", "n", max(1, int(math.Ceil(d.Seconds())))), true
	}
	// Rounded up, so that the time that is shown is never too early.
	at := wait.Until.In(r.Now.Location()).Add(59 * time.Second).Truncate(time.Minute)
	return r.T("account.wait.until", "time", ui.Clock(r.Lang, at)), true
}

// wrong collects what is wrong with a form.
type wrong []ui.Problem

func (w *wrong) add(field, text string) { *w = append(*w, ui.Problem{Field: field, Text: text}) }

// of returns the problem of a field.
func (w wrong) of(field string) string { return ui.ProblemOf(w, field) }

// status is the status of a form that is shown again.
func (w wrong) status(r error) int {
	var wait *person.Throttled
	switch {
	case errors.As(r, &wait):
		return http.StatusTooManyRequests
	case len(w) > 0:
		return http.StatusUnprocessableEntity
	}
	return http.StatusOK
}

// KeepLang keeps the language that who is signed in chose for the mails too.
func (p Pages) KeepLang(next route.Handler) route.Handler {
	return func(w http.ResponseWriter, r *route.Request) error {
		v, err := r.Values()
		if err != nil {
			return err
		}
		if r.Session != nil && p.People != nil {
			if l, ok := text.ParseLang(v.Get("lang")); ok {
				if err := p.People.SetLang(r.Context(), r.Session, l); err != nil {
					return err
				}
			}
		}
		return next(w, r)
	}
}
