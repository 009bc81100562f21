// SPDX-License-Identifier: EUPL-1.2

package providers_test

import (
	"net/http"
	"net/url"
	"regexp"
	"strings"
	"testing"

	"regie/internal/collect"
	"regie/internal/practice"
	"regie/internal/practice/dossier"
	"regie/internal/practice/practicetest"
)

var (
	controls = regexp.MustCompile(`<(input|textarea|select)[^>]*\sname="(v[0-9]+)"[^>]*>`)
	valueOf  = regexp.MustCompile(`\svalue="([^"]*)"`)
)

// fill answers every question of a page as a browser would post it.
func fill(page string) url.Values {
	v := url.Values{}
	for _, m := range controls.FindAllStringSubmatch(page, -1) {
		tag, name := m[0], m[2]
		switch {
		case v.Has(name):
		case strings.Contains(tag, `type="radio"`), strings.Contains(tag, `type="checkbox"`):
			v.Set(name, valueOf.FindStringSubmatch(tag)[1])
		case m[1] == "select":
			v.Set(name, "1")
		case strings.Contains(tag, "inputmode"):
			v.Set(name, "1")
		case strings.Contains(page, `id="`+name+`-hint">Bijvoorbeeld 31-12-2025 14:30`):
			v.Set(name, "1-10-2026 9:30")
		case strings.Contains(page, `id="`+name+`-hint">Bijvoorbeeld 31`):
			v.Set(name, "1-10-2026")
		case strings.Contains(page, `id="`+name+`-hint">Bijvoorbeeld 14`):
			v.Set(name, "9:30")
		default:
			v.Set(name, "Gaat wel")
		}
	}
	return v
}

// login goes past the provider's pages and comes back.
func (s *site) login(name, path string, who practicetest.Visitor) answer {
	s.t.Helper()
	to := s.ask(name, path, nil)
	if to.status != http.StatusSeeOther {
		s.t.Fatalf("going there: %d", to.status)
	}
	back, err := practicetest.Walk(s.t.Context(), s.net, to.to, who)
	if err != nil {
		s.t.Fatal(err)
	}
	a := s.ask(name, back.Path+"?"+back.RawQuery, nil)
	if a.status != http.StatusSeeOther {
		s.t.Fatalf("coming back: %d", a.status)
	}
	return s.ask(name, a.to, nil)
}

func TestAQuestionnaireFromWaitingToReceived(t *testing.T) {
	s := newSite(t, "anna", "bert")
	var provider dossier.Provider
	var who practicetest.Visitor
	for _, p := range s.net.Persons() {
		for _, at := range s.net.Providers() {
			for _, r := range p.At[at.Key] {
				if r.Type == "Task" && r.FHIR == dossier.STU3 && who.Person == "" && strings.Contains(string(r.JSON), `"requested"`) {
					provider, who.Person = at, p.Key
				}
			}
		}
	}
	j, err := s.collector.Begin(t.Context(), s.vaults["anna"], []collect.Choice{{Provider: provider.MedMijName, Services: []string{"59"}}})
	if err != nil {
		t.Fatal(err)
	}
	s.login("anna", "/ophalen/"+j.ID.String()+"/0/ga", who)
	s.collector.Wait()
	list := s.ask("anna", "/vragenlijsten", nil)
	found := regexp.MustCompile(`href="(/vragenlijsten/[0-9a-f]{32})"`).FindStringSubmatch(list.body)
	if list.status != http.StatusOK || found == nil {
		t.Fatalf("the list: %d", list.status)
	}
	path := found[1]
	for _, other := range []string{"", "/nakijken"} {
		if a := s.ask("bert", path+other, nil); a.status != http.StatusNotFound {
			t.Errorf("another person gets %d", a.status)
		}
	}
	if a := s.ask("anna", path, url.Values{"knop": {"verder"}}); a.status != http.StatusUnprocessableEntity || !strings.Contains(a.body, "Geef hier een antwoord") {
		t.Errorf("nothing filled in: %d", a.status)
	}
	page := s.ask("anna", path, nil)
	draft := fill(page.body)
	draft.Set("knop", "bewaar")
	if a := s.ask("anna", path, draft); a.to != "/vragenlijsten" {
		t.Fatalf("keeping: %d %s", a.status, a.to)
	}
	a := answer{}
	for range 6 { // questions may come because of answers
		page = s.ask("anna", path, nil)
		v := fill(page.body)
		v.Set("knop", "verder")
		if a = s.ask("anna", path, v); a.to == path+"/nakijken" {
			break
		}
	}
	if a.to != path+"/nakijken" {
		t.Fatalf("it is never right: %d %s", a.status, a.to)
	}
	if a = s.ask("anna", path+"/nakijken", nil); !strings.Contains(a.body, "Versturen naar") {
		t.Fatalf("checking: %d", a.status)
	}
	send := func() string {
		t.Helper()
		a := s.ask("anna", path+"/versturen", url.Values{})
		if !strings.HasPrefix(a.to, path+"/nakijken?reis=") {
			t.Fatalf("sending: %d %s", a.status, a.to)
		}
		out := regexp.MustCompile(`href="(/ophalen/[0-9a-f]{32}/0/ga)"`).FindStringSubmatch(s.ask("anna", a.to, nil).body)
		if out == nil {
			t.Fatal("there is no way to log in")
		}
		back := s.login("anna", out[1], who)
		if back.status == http.StatusSeeOther {
			back = s.ask("anna", back.to, nil)
		}
		return back.body
	}
	s.net.Inject(practice.Fault{Where: practice.AtResource, Provider: provider.Key, Kind: practice.FaultDrop, After: 1, Times: 1})
	if body := send(); !strings.Contains(body, "ze komen nooit dubbel aan") {
		t.Error("it does not say that it may have arrived")
	}
	if body := send(); !strings.Contains(body, "Uw antwoorden zijn aangekomen") || !strings.Contains(body, "Nummer om te bewaren") {
		t.Error("it does not say that it arrived")
	}
	n := 0
	for _, r := range s.net.Received() {
		if r.Resource.Type == "QuestionnaireResponse" {
			n++
		}
	}
	if n != 1 {
		t.Errorf("the provider has it %d times", n)
	}
}

func TestAskForAChange(t *testing.T) {
	s := newSite(t, "anna")
	connection, _ := s.collected("anna")
	page := s.ask("anna", "/vragenlijsten/wijziging", nil)
	if page.status != http.StatusOK || !strings.Contains(page.body, connection.String()) {
		t.Fatalf("%d", page.status)
	}
	if a := s.ask("anna", "/vragenlijsten/wijziging", url.Values{"onderwerp": {" "}}); a.status != http.StatusUnprocessableEntity || !strings.Contains(a.body, "Kies een zorgverlener") {
		t.Errorf("nothing filled in: %d", a.status)
	}
	a := s.ask("anna", "/vragenlijsten/wijziging", url.Values{"aanbieder": {connection.String()}, "onderwerp": {"<b>Adres"}, "vraag": {"Ik ben verhuisd."}})
	if !strings.HasSuffix(a.to, "/nakijken") {
		t.Fatalf("%d %s", a.status, a.to)
	}
	if body := s.ask("anna", a.to, nil).body; strings.Contains(body, "<b>Adres") || !strings.Contains(body, "Ik ben verhuisd.") {
		t.Error("what was written does not stand as it was written")
	}
	path := strings.TrimSuffix(a.to, "/nakijken")
	if a := s.ask("anna", path+"/weg", url.Values{}); a.to != "/vragenlijsten" {
		t.Errorf("%d %s", a.status, a.to)
	}
	if a := s.ask("anna", path, nil); a.status != http.StatusNotFound {
		t.Errorf("it is still there: %d", a.status)
	}
}
