// SPDX-License-Identifier: EUPL-1.2

package medmijtest

import (
	"fmt"
	"net/http"
	"slices"
	"strings"
	"sync"
	"time"
)

// Lists is a list server. Change it with Set; each change raises the sequence number.
type Lists struct {
	clock *Clock
	mu    sync.Mutex
	seq   int
	state State
	fault map[string]http.HandlerFunc // by file name
	asked map[string]int
}

// State is what the lists say.
type State struct {
	Hosts     []string // of the whitelist
	Providers []Provider
	Clients   []string
	Names     map[string]string
	// Stamp and Sequence replace the ones that Lists makes up, where set.
	Stamp    time.Time
	Sequence int
}

// Provider is an entry of the ZAL, all services at one address.
type Provider struct {
	Name      string
	Services  []string
	Authorize string
	Token     string
	Base      string // the service id is appended
	Interface string // "2" where empty
}

func newLists(c *Clock) *Lists {
	return &Lists{clock: c, seq: 100, fault: map[string]http.HandlerFunc{}, asked: map[string]int{}, state: State{
		Hosts: []string{ListHost}, Clients: []string{ClientID}, Names: map[string]string{"48": "Basisgegevens Zorg", "49": "Huisartsgegevens"},
		Providers: []Provider{{
			Name: "niemand@medmij", Services: []string{"48"}, Authorize: "https://front.niemand.test/a",
			Token: "https://back.niemand.test/t", Base: "https://back.niemand.test/fhir",
		}},
	}}
}

// Set changes the lists.
func (l *Lists) Set(change func(*State)) {
	l.mu.Lock()
	defer l.mu.Unlock()
	change(&l.state)
	l.seq++
}

// Add puts a provider on the lists, with its hosts.
func (l *Lists) Add(p Provider, hosts ...string) {
	l.Set(func(s *State) {
		s.Providers = append(s.Providers, p)
		for _, h := range hosts {
			if !slices.Contains(s.Hosts, h) {
				s.Hosts = append(s.Hosts, h)
			}
		}
	})
}

// Fault lets a handler answer for one file ("Whitelist", "Zorgaanbiederslijst", …); nil ends it.
func (l *Lists) Fault(list string, h http.HandlerFunc) {
	l.mu.Lock()
	defer l.mu.Unlock()
	l.fault["MedMij_"+list+".xml"] = h
}

// Asked tells how often a list was asked for.
func (l *Lists) Asked(list string) int {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.asked["MedMij_"+list+".xml"]
}

func (l *Lists) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	l.mu.Lock()
	name := strings.TrimPrefix(r.URL.Path, "/")
	l.asked[name]++
	fault := l.fault[name]
	body := l.xml(name)
	l.mu.Unlock()
	switch {
	case fault != nil:
		fault(w, r)
	case body == "" || r.URL.Query().Get("api") != "2":
		http.NotFound(w, r)
	default:
		w.Header().Set("Content-Type", "application/xml")
		_, _ = w.Write([]byte(body))
	}
}

// XML returns a list as it stands.
func (l *Lists) XML(list string) string {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.xml("MedMij_" + list + ".xml")
}

func (l *Lists) xml(file string) string {
	stamp, seq := l.clock.Now().Add(-time.Minute), l.seq
	if !l.state.Stamp.IsZero() {
		stamp = l.state.Stamp
	}
	if l.state.Sequence != 0 {
		seq = l.state.Sequence
	}
	head := func(root, space string) string {
		return fmt.Sprintf("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<%s xmlns=\"xmlns://afsprakenstelsel.medmij.nl/%s/\">\n<Tijdstempel>%s</Tijdstempel>\n<Volgnummer>%d</Volgnummer>\n",
			root, space, stamp.Format(time.RFC3339), seq)
	}
	var b strings.Builder
	switch file {
	case "MedMij_Whitelist.xml":
		b.WriteString(head("Whitelist", "whitelist/release2") + "<MedMijNodes>")
		for _, h := range l.state.Hosts {
			fmt.Fprintf(&b, "<MedMijNode><Hostname>%s</Hostname></MedMijNode>\n", h)
		}
		b.WriteString("</MedMijNodes></Whitelist>")
	case "MedMij_OAuthclientlist.xml":
		b.WriteString(head("OAuthclientlist", "oauthclientlist/release2") + "<OAuthclients>")
		for _, h := range l.state.Clients {
			fmt.Fprintf(&b, "<OAuthclient><Hostname>%s</Hostname><OAuthclientOrganisatienaam>Test</OAuthclientOrganisatienaam></OAuthclient>\n", h)
		}
		b.WriteString("</OAuthclients></OAuthclientlist>")
	case "MedMij_Gegevensdienstnamenlijst.xml":
		b.WriteString(head("Gegevensdienstnamenlijst", "gegevensdienstnamenlijst/release1") + "<Gegevensdiensten>")
		for id, name := range l.state.Names {
			fmt.Fprintf(&b, "<Gegevensdienst><GegevensdienstId>%s</GegevensdienstId><Weergavenaam>%s</Weergavenaam></Gegevensdienst>\n", id, name)
		}
		b.WriteString("</Gegevensdiensten></Gegevensdienstnamenlijst>")
	case "MedMij_Zorgaanbiederslijst.xml":
		b.WriteString(head("Zorgaanbiederslijst", "zorgaanbiederslijst/release3") + "<Zorgaanbieders>")
		for _, p := range l.state.Providers {
			b.WriteString(p.xml())
		}
		b.WriteString("</Zorgaanbieders></Zorgaanbiederslijst>")
	}
	return b.String()
}

var roles = map[string][]string{
	"48": {"MM-3.0-BZB-FHIR"}, "49": {"MM-2.0-HGB-FHIR"}, "51": {"MM-3.0-PLB-FHIR", "MM-3.0-PDB-FHIR"}, "63": {"MM-1.0-VAB-FHIR"},
}

func (p Provider) xml() string {
	var b strings.Builder
	version := p.Interface
	if version == "" {
		version = "2"
	}
	fmt.Fprintf(&b, "<Zorgaanbieder><Zorgaanbiedernaam>%s</Zorgaanbiedernaam><Aanbiedertype>ZA</Aanbiedertype><Interfaceversies><Interfaceversie><InterfaceversieId>%s</InterfaceversieId><Gegevensdiensten>", p.Name, version)
	for _, id := range p.Services {
		fmt.Fprintf(&b, "<Gegevensdienst><GegevensdienstId>%s</GegevensdienstId><AuthorizationEndpoint><AuthorizationEndpointuri>%s</AuthorizationEndpointuri></AuthorizationEndpoint><TokenEndpoint><TokenEndpointuri>%s</TokenEndpointuri></TokenEndpoint><Systeemrollen>", id, p.Authorize, p.Token)
		codes := roles[id]
		if codes == nil {
			codes = []string{"MM-X-" + id}
		}
		for _, code := range codes {
			fmt.Fprintf(&b, "<Systeemrol><Systeemrolcode>%s</Systeemrolcode><ResourceEndpoint><ResourceEndpointuri>%s/%s</ResourceEndpointuri></ResourceEndpoint></Systeemrol>", code, p.Base, id)
		}
		b.WriteString("</Systeemrollen></Gegevensdienst>")
	}
	b.WriteString("</Gegevensdiensten></Interfaceversie></Interfaceversies></Zorgaanbieder>\n")
	return b.String()
}
