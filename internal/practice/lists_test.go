// SPDX-License-Identifier: EUPL-1.2

package practice_test

import (
	"bytes"
	"crypto/tls"
	"encoding/json"
	"encoding/xml"
	"errors"
	"io"
	"net/http"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"regie/internal/practice"
)

func corpus(t *testing.T, parts ...string) string {
	t.Helper()
	root := os.Getenv("REGIE_CORPUS")
	if root == "" {
		root = filepath.Join("..", "..", "..", "shared")
	}
	path := filepath.Join(append([]string{root}, parts...)...)
	if _, err := os.Stat(path); err != nil {
		t.Skipf("the corpus has no %s here", filepath.Join(parts...))
	}
	return path
}

func listURL(w *world, l practice.List) string { return w.ListURL + "/" + l.File() + "?api=2" }

// TestListsFollowTheirSchemas reads the official schemas and checks the lists
// against the part of XML Schema that they use: sequences, occurrences,
// patterns, lengths and numbers.
func TestListsFollowTheirSchemas(t *testing.T) {
	w := start(t, nil)
	for list, file := range map[practice.List][]string{
		practice.WhiteList:   {"lists-current", "MedMij_Whitelist.release2.v13.xsd"},
		practice.ClientList:  {"lists-release2-openpgo", "MedMij_OAuthclientlist.xsd"},
		practice.ServiceList: {"lists-release2-openpgo", "MedMij_Gegevensdienstnamenlijst.xsd"},
	} {
		schema, err := os.ReadFile(corpus(t, append([]string{"spec", "medmij-samples"}, file...)...))
		if err != nil {
			t.Fatal(err)
		}
		for _, problem := range validate(t, schema, w.get(listURL(w, list))) {
			t.Errorf("%s: %s", list, problem)
		}
	}
}

// TestTheProviderListHasTheShapeOfTheExample: there is no schema of this release
// to be had, but there is an example of it.
func TestTheProviderListHasTheShapeOfTheExample(t *testing.T) {
	example, err := os.ReadFile(corpus(t, "spec", "medmij-samples", "lists-current", "MedMij_Zorgaanbiederslijst_example.9.3.xml"))
	if err != nil {
		t.Fatal(err)
	}
	w := start(t, nil)
	known := paths(t, example)
	for p := range paths(t, w.get(listURL(w, practice.ProviderList))) {
		if !known[p] {
			t.Errorf("the example has no %s", p)
		}
	}
}

func paths(t *testing.T, doc []byte) map[string]bool {
	t.Helper()
	out := map[string]bool{}
	var stack []string
	dec := xml.NewDecoder(bytes.NewReader(doc))
	for {
		tok, err := dec.Token()
		if errors.Is(err, io.EOF) {
			return out
		}
		if err != nil {
			t.Fatal(err)
		}
		switch x := tok.(type) {
		case xml.StartElement:
			stack = append(stack, x.Name.Space+" "+x.Name.Local)
			out[strings.Join(stack, "/")] = true
		case xml.EndElement:
			stack = stack[:len(stack)-1]
		}
	}
}

func TestEveryAddressOfTheListIsServed(t *testing.T) {
	w := start(t, nil)
	white := string(w.get(listURL(w, practice.WhiteList)))
	seen := map[string]bool{}
	for _, p := range w.list.Providers {
		seen[p.Name] = true
		for _, s := range p.Services {
			for _, raw := range append(slices.Clone(s.Bases), s.Token) {
				host := strings.SplitN(strings.TrimPrefix(raw, "https://"), "/", 2)[0]
				if !strings.Contains(white, "<Hostname>"+host+"</Hostname>") || w.Resolve[host] != w.BackAddr {
					t.Errorf("%s of %s is not on the white list, or nowhere", host, p.Name)
				}
			}
			if !slices.ContainsFunc(w.FrontOrigins, func(o string) bool { return strings.HasPrefix(s.Authorize, o+"/") }) {
				t.Errorf("%s is no page of the network", s.Authorize)
			}
		}
	}
	if len(seen) < 6 {
		t.Errorf("%d providers", len(seen))
	}
	// One provider has services at two service providers, so takes two consents.
	a, _, _ := w.at("ziekenhuis.delinde@medmij", "48")
	b, _, _ := w.at("ziekenhuis.delinde@medmij", "51")
	if a == b {
		t.Error("De Linde is at one service provider")
	}
}

func TestListNumbersRise(t *testing.T) {
	w := start(t, nil)
	read := func() (stamp string, number int64) {
		var l zal
		if err := xml.Unmarshal(w.get(listURL(w, practice.ProviderList)), &l); err != nil {
			t.Fatal(err)
		}
		return l.Stamp, l.Number
	}
	_, first := read()
	if _, again := read(); again != first {
		t.Errorf("the same list has number %d and %d", first, again)
	}
	w.now = w.now.Add(time.Minute)
	if stamp, later := read(); later <= first || stamp != "2026-10-01T10:01:00Z" {
		t.Errorf("a minute later: %d after %d, %s", later, first, stamp)
	}
	_, before := read()
	w.Hide("apotheek.devijzel@medmij", true)
	if _, after := read(); after <= before {
		t.Error("another content has the same number")
	}
	if strings.Contains(string(w.get(listURL(w, practice.ProviderList))), "devijzel") ||
		strings.Contains(string(w.get(w.DirectoryURL)), "devijzel") {
		t.Error("a hidden provider is still there")
	}
}

func TestBrokenLists(t *testing.T) {
	w := start(t, nil)
	for fault, check := range map[practice.ListFault]func(string, error) bool{
		practice.ListStale:     func(s string, err error) bool { return err == nil && strings.Contains(s, "2026-09-29") },
		practice.ListFuture:    func(s string, err error) bool { return err == nil && strings.Contains(s, "2026-10-02") },
		practice.ListLower:     func(_ string, err error) bool { return err == nil },
		practice.ListBroken:    func(_ string, err error) bool { return err != nil },
		practice.ListInvalid:   func(s string, err error) bool { return err == nil && !strings.Contains(s, "Tijdstempel") },
		practice.ListNamespace: func(s string, _ error) bool { return !strings.Contains(s, "afsprakenstelsel") },
		practice.ListRoot:      func(s string, _ error) bool { return strings.Contains(s, "<Boodschappenlijst ") },
		practice.ListEmpty:     func(s string, err error) bool { return err == nil && !strings.Contains(s, "Hostname") },
		practice.ListNoBytes:   func(s string, _ error) bool { return s == "" },
		practice.ListExtra:     func(s string, err error) bool { return err == nil && strings.Contains(s, "<Onbekend>") },
		practice.ListEntities:  func(s string, _ error) bool { return strings.Contains(s, "<!ENTITY") },
	} {
		w.BreakList(practice.WhiteList, fault)
		b := w.get(listURL(w, practice.WhiteList))
		if !check(string(b), xml.Unmarshal(b, new(struct{ Tijdstempel string }))) {
			t.Errorf("%s: %s", fault, b)
		}
	}
	w.Heal()
	if b := w.get(listURL(w, practice.WhiteList)); !strings.Contains(string(b), clientID) {
		t.Error("it does not heal")
	}
	defer w.Inject(practice.Fault{Where: practice.AtList, Match: practice.ClientList.File(), Kind: practice.FaultStatus, Status: 500})()
	if resp, err := w.http.Get(listURL(w, practice.ClientList)); err != nil || resp.StatusCode != 500 {
		t.Errorf("%v %v", resp, err)
	}
	if resp, err := w.http.Get(w.ListURL + "/MedMij_Whitelist.xml"); err != nil || resp.StatusCode != http.StatusBadRequest {
		t.Errorf("without api=2: %v %v", resp, err)
	}
}

func TestDirectory(t *testing.T) {
	w := start(t, nil)
	var got []struct {
		MedMijID string `json:"medmij_id"`
		Name     string `json:"name"`
		CareType string `json:"care_type"`
		City     string `json:"city"`
		Address  string `json:"address"`
	}
	if err := json.Unmarshal(w.get(w.DirectoryURL), &got); err != nil {
		t.Fatal(err)
	}
	names := map[string]bool{}
	for _, e := range got {
		names[e.MedMijID] = e.Name != "" && e.CareType != "" && e.City != "" && e.Address != ""
	}
	for _, p := range w.list.Providers {
		if !names[p.Name] {
			t.Errorf("%s is not, or not wholly, in the directory", p.Name)
		}
	}
}

func TestBackChannelTLS(t *testing.T) {
	w := start(t, nil)
	try := func(c *http.Client) error {
		resp, err := c.Get(listURL(w, practice.WhiteList))
		if err == nil {
			_ = resp.Body.Close()
		}
		return err
	}
	if err := try(w.client("niemand")); err == nil {
		t.Error("comes in without a certificate")
	}
	other := start(t, nil)
	foreign := w.client(clientID)
	foreign.Transport.(*http.Transport).TLSClientConfig.Certificates = []tls.Certificate{other.ClientCertificate}
	if err := try(foreign); err == nil {
		t.Error("comes in with a certificate of another authority")
	}
	for _, f := range []practice.TLSFault{practice.TLSOld, practice.TLSForeign, practice.TLSExpired, practice.TLSOther} {
		w.BreakTLS(practice.ListHost, f)
		if err := try(w.client(clientID)); err == nil {
			t.Errorf("%s: connects all the same", f)
		}
	}
	w.Heal()
	if err := try(w.client(clientID)); err != nil {
		t.Errorf("it does not heal: %v", err)
	}
	w.Hide(clientID, true)
	if err := try(w.client(clientID)); err == nil {
		t.Error("comes in though it is off the white list")
	}
	w.Heal()
	// The host of the request must be the host of the connection.
	req, err := http.NewRequestWithContext(t.Context(), "GET", listURL(w, practice.WhiteList), nil)
	if err != nil {
		t.Fatal(err)
	}
	req.Host = practice.DirectoryHost
	resp, err := w.client(clientID).Do(req)
	if err != nil || resp.StatusCode != http.StatusMisdirectedRequest {
		t.Errorf("another host: %v %v", resp, err)
	}
}

func TestStartRefuses(t *testing.T) {
	for name, change := range map[string]func(*practice.Config){
		"no client":        func(c *practice.Config) { c.Clients = nil },
		"open address":     func(c *practice.Config) { c.FrontAddr = "0.0.0.0:0" },
		"foreign redirect": func(c *practice.Config) { c.Clients[0].RedirectURIs = []string{"https://elders.example/terug"} },
		"plain redirect":   func(c *practice.Config) { c.Clients[0].RedirectURIs = []string{"http://elders.example/terug"} },
		"redirect query":   func(c *practice.Config) { c.Clients[0].RedirectURIs = []string{callback + "?a=b"} },
		"no redirect":      func(c *practice.Config) { c.Clients[0].RedirectURIs = nil },
		"no organisation":  func(c *practice.Config) { c.Clients[0].Organisation = "R" },
		"twice a person":   func(c *practice.Config) { c.Persons = append(c.Persons, c.Persons[0]) },
		"busy port":        func(c *practice.Config) { c.BackAddr = start(t, nil).BackAddr },
	} {
		cfg := practice.Config{Clients: clients(), Persons: people(t)}
		change(&cfg)
		if n, err := practice.Start(t.Context(), cfg); err == nil {
			n.Close()
			t.Errorf("%s: starts", name)
		}
	}
}
