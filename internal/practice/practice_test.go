// SPDX-License-Identifier: EUPL-1.2

package practice_test

import (
	"context"
	"crypto/rand"
	"crypto/tls"
	"encoding/json"
	"encoding/xml"
	"fmt"
	"io"
	"net"
	"net/http"
	"net/url"
	"strings"
	"testing"
	"time"

	"regie/internal/practice"
	"regie/internal/practice/dossier"
	"regie/internal/practice/practicetest"
)

const (
	clientID = "regie.localhost"
	callback = "http://localhost:8080/koppelen/terug"
)

// net is a network with somebody in it, and what a client needs to speak with it.
type world struct {
	*practice.Network
	t    *testing.T
	http *http.Client
	now  time.Time
	list zal
}

type zal struct {
	Stamp     string `xml:"Tijdstempel"`
	Number    int64  `xml:"Volgnummer"`
	Providers []struct {
		Name     string `xml:"Zorgaanbiedernaam"`
		Services []struct {
			ID        string   `xml:"GegevensdienstId"`
			Authorize string   `xml:"AuthorizationEndpoint>AuthorizationEndpointuri"`
			Token     string   `xml:"TokenEndpoint>TokenEndpointuri"`
			Roles     []string `xml:"Systeemrollen>Systeemrol>Systeemrolcode"`
			Bases     []string `xml:"Systeemrollen>Systeemrol>ResourceEndpoint>ResourceEndpointuri"`
		} `xml:"Interfaceversies>Interfaceversie>Gegevensdiensten>Gegevensdienst"`
	} `xml:"Zorgaanbieders>Zorgaanbieder"`
}

func clients() []practice.Client {
	return []practice.Client{
		{ID: clientID, Organisation: "Regie", RedirectURIs: []string{callback}},
		{ID: "ander.localhost", Organisation: "Een ander PGO", RedirectURIs: []string{"https://ander.localhost/terug"}, Services: []string{"51"}},
	}
}

func start(t *testing.T, change func(*practice.Config)) *world {
	t.Helper()
	w := &world{t: t, now: time.Date(2026, 10, 1, 10, 0, 0, 0, time.UTC)}
	cfg := practice.Config{Clients: clients(), Persons: people(t), Now: func() time.Time { return w.now }}
	if change != nil {
		change(&cfg)
	}
	n, err := practice.Start(t.Context(), cfg)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(n.Close)
	w.Network = n
	w.http = w.client(clientID)
	if err := xml.Unmarshal(w.get(n.ListURL+"/MedMij_Zorgaanbiederslijst.xml?api=2"), &w.list); err != nil {
		t.Fatal(err)
	}
	return w
}

func (w *world) client(id string) *http.Client {
	cert := w.ClientCertificates[id]
	return &http.Client{
		CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse },
		Transport: &http.Transport{
			DialContext: func(ctx context.Context, _, addr string) (net.Conn, error) {
				host, _, _ := net.SplitHostPort(addr)
				return (&net.Dialer{}).DialContext(ctx, "tcp", w.Resolve[host])
			},
			TLSClientConfig: &tls.Config{RootCAs: w.CAPool, Certificates: []tls.Certificate{cert}},
		},
	}
}

func (w *world) get(address string) []byte {
	w.t.Helper()
	resp, err := w.http.Get(address)
	if err != nil {
		w.t.Fatal(err)
	}
	defer func() { _ = resp.Body.Close() }()
	b, err := io.ReadAll(resp.Body)
	if err != nil || resp.StatusCode != http.StatusOK {
		w.t.Fatalf("%s: %s %v", address, resp.Status, err)
	}
	return b
}

func newID() string {
	var b [16]byte
	_, _ = rand.Read(b[:])
	b[6], b[8] = b[6]&0x0f|0x40, b[8]&0x3f|0x80
	return fmt.Sprintf("%x-%x-%x-%x-%x", b[0:4], b[4:6], b[6:8], b[8:10], b[10:16])
}

// at finds the addresses of a service of a provider.
func (w *world) at(provider, service string) (authorize, token, base string) {
	w.t.Helper()
	for _, p := range w.list.Providers {
		if p.Name != provider {
			continue
		}
		for _, s := range p.Services {
			if s.ID == service {
				return s.Authorize, s.Token, s.Bases[0]
			}
		}
	}
	w.t.Fatalf("%s does not offer %s", provider, service)
	return "", "", ""
}

// ask is an authorization request that is good in every respect.
func ask(provider, correlation string) url.Values {
	return url.Values{
		"response_type": {"code"}, "client_id": {clientID}, "redirect_uri": {callback},
		"scope": {strings.TrimSuffix(provider, "@medmij")}, "state": {"een-stand-van-43-tekens-die-niemand-raadt"},
		"MedMij-Request-ID": {newID()}, "X-Correlation-ID": {correlation},
	}
}

type tokens struct {
	Access    string `json:"access_token"`
	Type      string `json:"token_type"`
	Expires   int    `json:"expires_in"`
	Refresh   string `json:"refresh_token"`
	Scope     string `json:"scope"`
	Error     string `json:"error"`
	status    int
	noStore   bool
	correlate string
}

// session is a client that was let in.
type session struct {
	*world
	tokens
	token, base string
}

func (w *world) enter(provider, service string, v practicetest.Visitor) *session {
	w.t.Helper()
	authorize, token, base := w.at(provider, service)
	correlation := newID()
	back, err := practicetest.Walk(w.t.Context(), w.Network, authorize+"?"+ask(provider, correlation).Encode(), v)
	if err != nil {
		w.t.Fatal(err)
	}
	code := back.Query().Get("code")
	if code == "" || !strings.HasPrefix(back.String(), callback+"?") {
		w.t.Fatalf("came back with %s", back)
	}
	s := &session{world: w, token: token, base: base}
	s.tokens = w.swap(token, url.Values{"grant_type": {"authorization_code"}, "code": {code},
		"client_id": {clientID}, "redirect_uri": {callback}}, correlation)
	if s.Error != "" || s.Access == "" {
		w.t.Fatalf("token: %+v", s.tokens)
	}
	return s
}

func (w *world) swap(endpoint string, form url.Values, correlation string) tokens {
	w.t.Helper()
	req, err := http.NewRequestWithContext(w.t.Context(), http.MethodPost, endpoint, strings.NewReader(form.Encode()))
	if err != nil {
		w.t.Fatal(err)
	}
	req.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	req.Header.Set("MedMij-Request-ID", newID())
	req.Header.Set("X-Correlation-ID", correlation)
	resp, err := w.http.Do(req)
	if err != nil {
		w.t.Fatal(err)
	}
	defer func() { _ = resp.Body.Close() }()
	out := tokens{status: resp.StatusCode, noStore: resp.Header.Get("Cache-Control") == "no-store", correlate: correlation}
	if err := json.NewDecoder(resp.Body).Decode(&out); err != nil {
		w.t.Fatalf("reading the answer of the token endpoint (%s): %v", resp.Status, err)
	}
	return out
}

// request is a request for a resource that is good in every respect.
func (s *session) request(path string) *http.Request {
	s.t.Helper()
	req, err := http.NewRequestWithContext(s.t.Context(), http.MethodGet, path, nil)
	if err != nil {
		s.t.Fatal(err)
	}
	req.Header.Set("Authorization", "Bearer "+s.Access)
	req.Header.Set("MedMij-Request-ID", newID())
	req.Header.Set("X-Correlation-ID", s.correlate)
	req.Header.Set("Accept", "application/fhir+json; fhirVersion=3.0")
	return req
}

func (s *session) do(req *http.Request) (*http.Response, []byte) {
	s.t.Helper()
	resp, err := s.http.Do(req)
	if err != nil {
		s.t.Fatal(err)
	}
	defer func() { _ = resp.Body.Close() }()
	b, err := io.ReadAll(resp.Body)
	if err != nil {
		s.t.Fatal(err)
	}
	return resp, b
}

type bundle struct {
	ResourceType string `json:"resourceType"`
	Type         string `json:"type"`
	Total        int    `json:"total"`
	Link         []struct{ Relation, URL string }
	Entry        []struct {
		FullURL  string `json:"fullUrl"`
		Resource json.RawMessage
		Search   struct{ Mode string }
	}
}

func (b bundle) ids(mode string) string {
	var out []string
	for _, e := range b.Entry {
		if e.Search.Mode == mode {
			out = append(out, e.FullURL[strings.LastIndex(e.FullURL, "/")+1:])
		}
	}
	return strings.Join(out, " ")
}

func (b bundle) link(relation string) string {
	for _, l := range b.Link {
		if l.Relation == relation {
			return l.URL
		}
	}
	return ""
}

func (s *session) search(query string) bundle {
	s.t.Helper()
	return s.page(s.base + "/" + strings.ReplaceAll(query, "|", "%7C"))
}

func (s *session) page(address string) bundle {
	s.t.Helper()
	resp, body := s.do(s.request(address))
	if resp.StatusCode != http.StatusOK {
		s.t.Fatalf("%s: %s %s", address, resp.Status, body)
	}
	var out bundle
	if err := json.Unmarshal(body, &out); err != nil {
		s.t.Fatal(err)
	}
	return out
}

func res(t *testing.T, version int, text string) dossier.Resource {
	t.Helper()
	var head struct {
		ResourceType string `json:"resourceType"`
		ID           string `json:"id"`
	}
	if err := json.Unmarshal([]byte(text), &head); err != nil {
		t.Fatalf("%v in %s", err, text)
	}
	return dossier.Resource{FHIR: version, Type: head.ResourceType, ID: head.ID, JSON: []byte(text)}
}

// people are a woman whom several providers know, a man whom nobody does, and a child.
func people(t *testing.T) []dossier.Person {
	gp := []dossier.Resource{
		res(t, 3, `{"resourceType":"Patient","id":"p","generalPractitioner":[{"reference":"Practitioner/dok"}],"text":{"status":"generated","div":"<div xmlns=\"http://www.w3.org/1999/xhtml\">Wil</div>"}}`),
		res(t, 3, `{"resourceType":"Practitioner","id":"dok"}`),
		res(t, 3, `{"resourceType":"Encounter","id":"c1","status":"finished"}`),
		res(t, 3, `{"resourceType":"Encounter","id":"c2","status":"finished"}`),
		res(t, 3, `{"resourceType":"Encounter","id":"c3","status":"finished"}`),
		res(t, 3, `{"resourceType":"DocumentReference","id":"brief","status":"current","indexed":"2026-01-01T00:00:00+01:00","content":[{"attachment":{"contentType":"application/pdf","url":"Binary/brief"}}]}`),
		res(t, 3, `{"resourceType":"Binary","id":"brief","contentType":"application/pdf","content":"JVBERi0xLjQK"}`),
	}
	hospital := []dossier.Resource{
		res(t, 3, `{"resourceType":"Patient","id":"p"}`),
		res(t, 3, `{"resourceType":"Condition","id":"dm","meta":{"tag":[]},"value":7.20}`),
	}
	shot := res(t, 4, `{"resourceType":"Immunization","id":"bmr","status":"completed"}`)
	return []dossier.Person{
		{Key: "wil", Name: "Wil de Oefening", Birth: time.Date(1968, 4, 2, 0, 0, 0, 0, time.UTC),
			Summary: dossier.Line{NL: "Heeft suikerziekte.", EN: "Has diabetes."},
			At: map[string][]dossier.Resource{dossier.Oefenhoek: gp, dossier.Linde: hospital, dossier.Vijzel: {},
				dossier.Zonnetje: {shot}}},
		{Key: "jan", Name: "Jan Zonder Zorg", Birth: time.Date(1992, 1, 1, 0, 0, 0, 0, time.UTC), At: map[string][]dossier.Resource{}},
		{Key: "kind", Name: "Kind de Oefening", Birth: time.Date(2010, 10, 2, 0, 0, 0, 0, time.UTC), Parent: "wil",
			At: map[string][]dossier.Resource{dossier.Oefenhoek: gp, dossier.Zonnetje: {shot}}},
	}
}
