// SPDX-License-Identifier: EUPL-1.2

package web

import (
	"context"
	"errors"
	"net/http"
	"net/url"
	"strings"

	"regie/internal/text"
	"regie/internal/web/route"
	"regie/internal/web/ui"
)

// serve answers one route: limits, session, who may, handler, and the page of its error.
func (s *server) serve(rt route.Route) http.HandlerFunc {
	if rt.MaxBody == 0 {
		rt.MaxBody = route.DefaultMaxBody
	}
	if rt.Timeout == 0 {
		rt.Timeout = route.DefaultTimeout
	}
	return func(w http.ResponseWriter, hr *http.Request) {
		note(hr.Context(), rt)
		ctx, cancel := context.WithTimeout(hr.Context(), rt.Timeout)
		defer cancel()
		hr = hr.WithContext(ctx)
		hr.Body = http.MaxBytesReader(w, hr.Body, rt.MaxBody)
		r := s.request(hr)
		if !rt.Static {
			w.Header().Set("Cache-Control", "no-store")
			if err := errors.Join(s.resume(r, rt), s.recall(w, r)); err != nil {
				s.fail(w, r, route.Unavailable(err))
				return
			}
		}
		if to, ok := s.admit(r, rt); !ok {
			if to == "" {
				s.fail(w, r, &route.Problem{Status: http.StatusUnauthorized, Key: "error.401"})
				return
			}
			http.Redirect(w, hr, to, http.StatusSeeOther)
			return
		}
		if err := rt.Handler(w, r); err != nil {
			s.fail(w, r, err)
		}
	}
}

// request finds out how the person wants to see Regie.
func (s *server) request(hr *http.Request) *route.Request {
	prefs := s.cookies.Prefs(hr)
	lang := prefs.Lang
	if !prefs.LangSet {
		lang = acceptLanguage(hr.Header.Get("Accept-Language"))
	}
	now := s.Now().In(s.zone)
	return &route.Request{
		Request: hr, Lang: lang, Prefs: prefs, Now: now, ID: requestID(hr.Context()), Cookies: s.cookies,
		View: &ui.View{
			Lang: lang, Prefs: prefs, Path: hr.URL.Path, Practice: s.Practice, Now: now,
			Flash: s.cookies.Flash(hr),
		},
	}
}

// resume looks the session up.
func (s *server) resume(r *route.Request, rt route.Route) error {
	token := s.cookies.Get(r.Request, route.SessionCookie)
	if token == "" || s.Sessions == nil {
		return nil
	}
	// A page that renews itself (live.js) is no sign of life either.
	alive := !rt.Quiet && r.Header.Get("X-Regie-Live") == ""
	session, err := s.Sessions.Resume(r.Context(), token, alive)
	if err != nil || session == nil {
		return err
	}
	r.Session = session
	r.View.SignedIn = true
	r.View.Idle = session.IdleUntil.Sub(r.Now)
	return nil
}

// recall brings the looks that somebody chose on another device, once on each device. What
// was already chosen on this one stays.
func (s *server) recall(w http.ResponseWriter, r *route.Request) error {
	if r.Session == nil || r.Prefs.Known || s.Person == nil {
		return nil
	}
	kept, err := s.Person.Display(r.Context(), r.Session)
	if err != nil {
		return err
	}
	p, there := r.Prefs, route.ParsePrefs(kept)
	if p.Theme == "" && p.Contrast == "" && p.Size == "" {
		p.Theme, p.Contrast, p.Size = there.Theme, there.Contrast, there.Size
	}
	if !p.LangSet && there.LangSet {
		p.Lang, p.LangSet = there.Lang, true
	}
	p.Known = true
	r.Cookies.SetPrefs(w, p)
	r.Prefs, r.View.Prefs = p, p
	if p.LangSet {
		r.Lang, r.View.Lang = p.Lang, p.Lang
	}
	return nil
}

// admit tells whether this request may use the route, and else where to go first; "" is
// nowhere, because no person is looking (a script asked).
func (s *server) admit(r *route.Request, rt route.Route) (to string, ok bool) {
	switch {
	case rt.Who == route.Anyone:
		return "", true
	case rt.Who == route.SignedOut:
		return "/overzicht", r.Session == nil
	case r.Session == nil:
		// What a service worker passes on looks like a script, but wants a page.
		if d := r.Header.Get("Sec-Fetch-Dest"); d != "" && d != "document" && !strings.Contains(r.Header.Get("Accept"), "text/html") {
			return "", false
		}
		return "/inloggen" + s.comeBack(r), false
	case rt.Who == route.SteppedUp && !r.Session.SteppedUp(s.Now()):
		return "/bevestigen" + s.comeBack(r), false
	default:
		return "", true
	}
}

// comeBack is the query that leads back to where the person was going. A form is not sent
// again: the person comes back to the page it was on.
func (s *server) comeBack(r *route.Request) string {
	back := r.URL.RequestURI()
	if r.Method != http.MethodGet && r.Method != http.MethodHead {
		back = ""
		if s.answersGet(r.URL.Path) {
			back = r.URL.Path
		} else if from, err := url.Parse(r.Referer()); err == nil && from.Host == r.Host && s.answersGet(from.Path) {
			back = from.Path
		}
	}
	if back = route.LocalPath(back, ""); back == "" || back == "/overzicht" || len(back) > 512 {
		return ""
	}
	return "?terug=" + url.QueryEscape(back)
}

func (s *server) answersGet(path string) bool {
	return s.pattern(http.MethodGet, path) != "/"
}

func (s *server) pattern(method, path string) string {
	_, p := s.mux.Handler(&http.Request{Method: method, Host: s.Base.Host, URL: &url.URL{Path: path}})
	return p
}

// unknown answers what no route knows: another method is a 405, a slash too many is
// forgiven, and the rest is not there.
func (s *server) unknown(w http.ResponseWriter, r *route.Request) error {
	path := r.URL.Path
	var allow []string
	for _, m := range []string{http.MethodGet, http.MethodPost, http.MethodPatch} {
		if s.pattern(m, path) != "/" {
			allow = append(allow, m)
		}
	}
	if len(allow) > 0 {
		return &route.Problem{Status: http.StatusMethodNotAllowed, Key: "error.405", Allow: strings.Join(allow, ", ")}
	}
	if cut := strings.TrimRight(path, "/"); cut != path && cut != "" && r.Method == http.MethodGet && s.answersGet(cut) {
		http.Redirect(w, r.Request, cut, http.StatusMovedPermanently)
		return nil
	}
	return route.NotFound()
}

// acceptLanguage chooses between our languages as the browser prefers; Dutch when it has no say.
func acceptLanguage(header string) text.Lang {
	best, bestQ := text.NL, 0.0
	for i, part := range strings.Split(header, ",") {
		if i > 20 {
			break
		}
		tag, params, _ := strings.Cut(strings.TrimSpace(part), ";")
		l, ok := text.ParseLang(strings.TrimSpace(tag))
		if !ok {
			continue
		}
		q := quality(params)
		if q > bestQ {
			best, bestQ = l, q
		}
	}
	return best
}

// statusOf returns the problem that an error is; what is no Problem is ours (500).
func statusOf(err error) *route.Problem {
	if p := new(route.Problem); errors.As(err, &p) {
		return p
	}
	if tooLarge := new(http.MaxBytesError); errors.As(err, &tooLarge) {
		return &route.Problem{Status: http.StatusRequestEntityTooLarge, Key: "error.413", Cause: err}
	}
	if errors.Is(err, context.DeadlineExceeded) {
		return &route.Problem{Status: http.StatusServiceUnavailable, Key: "error.503", Cause: err}
	}
	return &route.Problem{Status: http.StatusInternalServerError, Key: "error.500", Cause: err}
}
