// SPDX-License-Identifier: EUPL-1.2

package front

import (
	"net/http"
	"net/url"
	"slices"
	"strings"
	"time"

	"regie/internal/practice/dossier"
	"regie/internal/practice/oauth"
)

// login is one visit to the simulated DigiD. Whoever has its number may choose a
// person: there is nothing to protect, and the number can't be guessed.
type login struct {
	id      string
	dva     DVA
	back    string
	started time.Time

	artefact string // set when the person has chosen
	person   string
	failed   bool
}

func (f *Front) serveDigiD(w http.ResponseWriter, r *http.Request) {
	id, ok := strings.CutPrefix(r.URL.Path, digidPath)
	f.mu.Lock()
	l := f.logins[id]
	if l != nil && f.Now().After(l.started.Add(flowLife)) {
		l = nil
	}
	f.mu.Unlock()
	if !ok || l == nil {
		f.problem(w, r, DVA{Key: "digid"}, http.StatusNotFound, "practice.error.flow")
		return
	}
	if r.Method == http.MethodGet {
		f.render(w, r, DVA{Key: "digid"}, "digid", http.StatusOK,
			view{Login: l, Persons: f.Network.Persons(), FormTo: []string{originOf(l.back)}})
		return
	}
	person := r.PostFormValue("persoon")
	known := slices.ContainsFunc(f.Network.Persons(), func(p dossier.Person) bool { return p.Key == person })
	failed := r.PostFormValue("actie") == "storing"
	if !known && !failed && r.PostFormValue("actie") != "annuleren" {
		f.problem(w, r, DVA{Key: "digid"}, http.StatusBadRequest, "practice.error.person")
		return
	}
	artefact, err := oauth.Secret(f.Rand)
	if err != nil {
		failed = true
	}
	f.mu.Lock()
	l.artefact, l.failed, l.person = artefact, failed, ""
	if known && !failed {
		l.person = person
	}
	f.mu.Unlock()
	w.Header().Set("Cache-Control", "no-store")
	http.Redirect(w, r, l.back+"?"+url.Values{"artefact": {artefact}, "taal": {language(w, r).Tag()}}.Encode(), http.StatusSeeOther)
}

// outcome gives what was chosen, once.
func (f *Front) outcome(loginID, artefact string) *login {
	f.mu.Lock()
	defer f.mu.Unlock()
	l := f.logins[loginID]
	if l == nil || artefact == "" || l.artefact != artefact {
		return nil
	}
	delete(f.logins, loginID)
	return l
}
