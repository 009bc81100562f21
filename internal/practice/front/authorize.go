// SPDX-License-Identifier: EUPL-1.2

package front

import (
	"crypto/sha256"
	"net/http"
	"net/url"
	"regexp"
	"slices"
	"strings"

	"regie/internal/practice/oauth"
)

var (
	uuid       = regexp.MustCompile(`^[0-9a-fA-F]{8}-[0-9a-fA-F]{4}-[1-8][0-9a-fA-F]{3}-[89abAB][0-9a-fA-F]{3}-[0-9a-fA-F]{12}$`)
	stateRule  = regexp.MustCompile(`^[A-Za-z0-9._~-]{8,512}$`)
	scopeRule  = regexp.MustCompile(`^[a-z0-9.-]{1,50}(~[0-9]{1,30})?$`)
	stateFit   = regexp.MustCompile(`^[\x20-\x7e]{1,512}$`) // may be sent back at all
	parameters = []string{"response_type", "scope", "state", "MedMij-Request-ID", "X-Correlation-ID"}
)

// authorize checks an authorization request. While it isn't certain who asks and
// where that party lives, the person stays here and reads why; after that every
// fault goes back by redirect.
func (f *Front) authorize(w http.ResponseWriter, r *http.Request, d DVA) {
	if r.Method != http.MethodGet {
		w.Header().Set("Allow", http.MethodGet)
		f.problem(w, r, d, http.StatusMethodNotAllowed, "practice.error.method")
		return
	}
	q, err := url.ParseQuery(r.URL.RawQuery)
	if err != nil {
		f.problem(w, r, d, http.StatusBadRequest, "practice.error.request")
		return
	}
	client, ok := f.Network.Client(q.Get("client_id"))
	if !ok || len(q["client_id"]) != 1 {
		f.event("show_authorization_request_error_page", d, nil)
		f.problem(w, r, d, http.StatusBadRequest, "practice.error.client")
		return
	}
	redirect := q.Get("redirect_uri")
	if len(q["redirect_uri"]) != 1 || !slices.Contains(client.RedirectURIs, redirect) {
		f.event("show_authorization_request_error_page", d, nil)
		f.problem(w, r, d, http.StatusBadRequest, "practice.error.redirect")
		return
	}
	fl := &flow{dva: d, client: client, redirectURI: redirect, started: f.Now(), step: atLanding}
	if s := q["state"]; len(s) == 1 && stateFit.MatchString(s[0]) {
		fl.state = s[0]
	}
	if code := f.understand(q, fl); code != "" {
		f.event("send_authorization_request_error", d, fl)
		f.back(w, r, fl, url.Values{"error": {code}})
		return
	}
	f.event("receive_authorization_request", d, fl)
	language(w, r) // asked for in the address: keep it for the pages that follow
	cookie, err := f.browser(w, r)
	if err == nil {
		fl.id, err = oauth.Secret(f.Rand)
	}
	if err != nil {
		f.back(w, r, fl, url.Values{"error": {"server_error"}})
		return
	}
	fl.cookie = sha256.Sum256([]byte(cookie))
	f.mu.Lock()
	f.forget()
	f.flows[fl.id] = fl
	f.mu.Unlock()
	http.Redirect(w, r, flowPath+fl.id, http.StatusSeeOther)
}

// understand reads the rest of the request into fl, or gives the error of RFC 6749.
func (f *Front) understand(q url.Values, fl *flow) (errorCode string) {
	for _, name := range parameters {
		if len(q[name]) > 1 {
			return "invalid_request"
		}
	}
	switch q.Get("response_type") {
	case "code":
	case "":
		return "invalid_request"
	default:
		return "unsupported_response_type"
	}
	if !stateRule.MatchString(q.Get("state")) {
		return "invalid_request"
	}
	for _, name := range []string{"MedMij-Request-ID", "X-Correlation-ID"} {
		if !uuid.MatchString(q.Get(name)) {
			return "invalid_request"
		}
	}
	fl.correlation = q.Get("X-Correlation-ID")
	scope := q.Get("scope")
	if !scopeRule.MatchString(scope) {
		return "invalid_scope"
	}
	p, services, ok := f.Network.Serving(fl.dva.Key, scope)
	if !ok {
		return "invalid_scope"
	}
	if fl.client.Services != nil {
		services = slices.DeleteFunc(slices.Clone(services), func(s string) bool { return !slices.Contains(fl.client.Services, s) })
	}
	if len(services) == 0 {
		return "unauthorized_client"
	}
	fl.provider, fl.services, fl.share = p, services, strings.Contains(scope, "~")
	return ""
}

// back sends the person home, with state whenever there was one. A flow that is
// over stays for a while: who presses a button twice gets the same answer twice.
func (f *Front) back(w http.ResponseWriter, r *http.Request, fl *flow, values url.Values) {
	if fl.state != "" {
		values.Set("state", fl.state)
	}
	f.Network.Return(fl.provider.Key, values)
	target := fl.redirectURI + "?" + values.Encode()
	f.mu.Lock()
	if fl.done == "" {
		fl.done = target
	}
	target = fl.done
	f.mu.Unlock()
	w.Header().Set("Cache-Control", "no-store")
	w.Header().Set("Referrer-Policy", "no-referrer")
	http.Redirect(w, r, target, http.StatusFound)
}

// deny is the one way in which nothing is given: refused, stopped, nothing
// there or too young look the same from outside, in bytes and in time.
func (f *Front) deny(w http.ResponseWriter, r *http.Request, fl *flow) {
	f.back(w, r, fl, url.Values{"error": {"access_denied"}})
}
