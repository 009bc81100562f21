// SPDX-License-Identifier: EUPL-1.2

package front

import (
	"net/http"
	"net/url"
	"slices"

	"regie/internal/practice/dossier"
	"regie/internal/practice/oauth"
)

// minimumAge is from when a person may collect his or her own data.
const minimumAge = 16

func (f *Front) landing(w http.ResponseWriter, r *http.Request, fl *flow) {
	f.event("show_landing_page", fl.dva, fl)
	f.render(w, r, fl.dva, "landing", http.StatusOK, view{Flow: fl, FormTo: []string{sibling(r, f.DigiD), home(fl)}})
}

// home is the origin that the person goes back to, for the policy of a page:
// a browser also holds the redirect after a form against it.
func home(fl *flow) string { return originOf(fl.redirectURI) }

func (f *Front) startLogin(w http.ResponseWriter, r *http.Request, fl *flow) {
	id, err := oauth.Secret(f.Rand)
	if err != nil {
		f.back(w, r, fl, url.Values{"error": {"server_error"}})
		return
	}
	f.mu.Lock()
	fl.step, fl.loginID = atLogin, id // also again: who goes back may choose anew
	f.forget()
	f.logins[id] = &login{
		id: id, dva: fl.dva, started: f.Now(),
		back: origin(r) + flowPath + fl.id + "/terug-van-digid",
	}
	f.mu.Unlock()
	f.event("send_authentication_request", fl.dva, fl)
	http.Redirect(w, r, sibling(r, f.DigiD)+digidPath+id+"?taal="+language(w, r).Tag(), http.StatusSeeOther)
}

// loggedIn takes the outcome from DigiD, which is good once, and does the
// availability test.
func (f *Front) loggedIn(w http.ResponseWriter, r *http.Request, fl *flow) {
	language(w, r) // may have been changed at DigiD
	f.mu.Lock()
	loginID := fl.loginID
	f.mu.Unlock()
	l := f.outcome(loginID, r.URL.Query().Get("artefact"))
	if l == nil || !f.at(fl, atLogin, atLanding) {
		f.problem(w, r, fl.dva, http.StatusBadRequest, "practice.error.login")
		return
	}
	switch {
	case l.failed:
		f.event("receive_authentication_error", fl.dva, fl)
		f.back(w, r, fl, url.Values{"error": {"server_error"}})
		return
	case l.person == "":
		f.event("receive_authorization_cancellation", fl.dva, fl)
		f.deny(w, r, fl)
		return
	}
	available, reason := f.test(fl, l.person)
	next, path := atConsent, "/toestemming"
	if reason != "" {
		next, path = atExplanation, "/uitleg"
	}
	f.mu.Lock()
	fl.step, fl.person, fl.available, fl.reason = next, l.person, available, reason
	f.mu.Unlock()
	http.Redirect(w, r, flowPath+fl.id+path, http.StatusSeeOther)
}

// test is the availability test: is this person old enough, known here, and is
// there something to give? The reason stays on this side.
func (f *Front) test(fl *flow, key string) (available []string, reason string) {
	persons := f.Network.Persons()
	i := slices.IndexFunc(persons, func(p dossier.Person) bool { return p.Key == key })
	if i < 0 {
		return nil, "practice.explain.unknown"
	}
	p := persons[i]
	if !p.Birth.IsZero() && p.Age(f.Now()) < minimumAge {
		return nil, "practice.explain.young"
	}
	if _, known := p.At[fl.provider.Key]; !known {
		return nil, "practice.explain.unknown"
	}
	if available = f.Network.Available(fl.provider.Key, key, fl.services, fl.share); len(available) == 0 {
		return nil, "practice.explain.nothing"
	}
	return available, ""
}

func (f *Front) explanation(w http.ResponseWriter, r *http.Request, fl *flow) {
	if !f.at(fl, atExplanation, atExplanation) {
		f.problem(w, r, fl.dva, http.StatusBadRequest, "practice.error.step")
		return
	}
	f.render(w, r, fl.dva, "explanation", http.StatusOK, view{Flow: fl, Reason: fl.reason, FormTo: []string{home(fl)}})
}

func (f *Front) consent(w http.ResponseWriter, r *http.Request, fl *flow) {
	if !f.at(fl, atConsent, atConsent) {
		f.problem(w, r, fl.dva, http.StatusBadRequest, "practice.error.step")
		return
	}
	f.event("show_consent_page", fl.dva, fl)
	f.render(w, r, fl.dva, "consent", http.StatusOK, view{Flow: fl, Services: fl.available, Share: fl.share, FormTo: []string{home(fl)}})
}

func (f *Front) decide(w http.ResponseWriter, r *http.Request, fl *flow) {
	if !f.at(fl, atConsent, atConsent) {
		f.problem(w, r, fl.dva, http.StatusBadRequest, "practice.error.step")
		return
	}
	switch r.PostFormValue("keuze") {
	case "toestaan":
	case "weigeren":
		f.event("send_authorization_refusal", fl.dva, fl)
		f.deny(w, r, fl)
		return
	default: // it can't be said what the person wants
		f.back(w, r, fl, url.Values{"error": {"server_error"}})
		return
	}
	code, err := f.Network.Code(oauth.Grant{
		Client: fl.client.ID, RedirectURI: fl.redirectURI, DVA: fl.dva.Key, Provider: fl.provider.Key,
		Person: fl.person, Services: fl.available, Correlation: fl.correlation,
		Long: r.PostFormValue("onbepaald") == "ja" && !fl.share, Share: fl.share,
	})
	if err != nil {
		f.back(w, r, fl, url.Values{"error": {"server_error"}})
		return
	}
	f.event("send_authorization_response", fl.dva, fl)
	f.back(w, r, fl, url.Values{"code": {code}})
}

// stop is the button on the landing page, and the way back from the explanation.
func (f *Front) stop(w http.ResponseWriter, r *http.Request, fl *flow) {
	f.event("send_authorization_cancellation", fl.dva, fl)
	f.deny(w, r, fl)
}
