// SPDX-License-Identifier: EUPL-1.2

package practice_test

import (
	"net/http"
	"net/url"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"regie/internal/practice"
	"regie/internal/practice/dossier"
	"regie/internal/practice/practicetest"
)

func TestResourceServerIsStrict(t *testing.T) {
	w := start(t, nil)
	s := w.enter("huisarts.oefenhoek@medmij", "49", practicetest.Visitor{Person: "wil"})
	_, _, pharmacy := w.at("apotheek.devijzel@medmij", "48")
	_, _, elsewhere := w.at("ziekenhuis.delinde@medmij", "48")
	set := func(name, value string) func(*http.Request) {
		return func(r *http.Request) { r.Header.Set(name, value) }
	}
	del := func(name string) func(*http.Request) { return func(r *http.Request) { r.Header.Del(name) } }
	for name, c := range map[string]struct {
		path   string
		change func(*http.Request)
		status int
		bearer string // error in WWW-Authenticate
	}{
		"good":                   {"/Encounter", nil, 200, ""},
		"json first":             {"/Encounter", set("Accept", "application/fhir+json;fhirVersion=3.0, */*;q=0.1"), 200, ""},
		"read":                   {"/Practitioner/dok", nil, 200, ""},
		"read what is not":       {"/Practitioner/weg", nil, 404, ""},
		"no token":               {"/Encounter", del("Authorization"), 401, "invalid_token"},
		"other token":            {"/Encounter", set("Authorization", "Bearer x"), 401, "invalid_token"},
		"lower-case scheme":      {"/Encounter", set("Authorization", "bearer "+s.Access), 401, "invalid_token"},
		"token in the query":     {"/Encounter?access_token=" + s.Access, nil, 400, "invalid_request"},
		"no request id":          {"/Encounter", del("MedMij-Request-ID"), 400, "invalid_request"},
		"no correlation id":      {"/Encounter", del("X-Correlation-ID"), 400, "invalid_request"},
		"foreign correlation":    {"/Encounter", set("X-Correlation-ID", newID()), 400, "invalid_request"},
		"no UUID":                {"/Encounter", set("MedMij-Request-ID", "17"), 400, "invalid_request"},
		"no Accept":              {"/Encounter", del("Accept"), 400, "invalid_request"},
		"no version":             {"/Encounter", set("Accept", "application/fhir+json"), 400, "invalid_request"},
		"other version":          {"/Encounter", set("Accept", "application/fhir+json; fhirVersion=4.0"), 406, ""},
		"xml":                    {"/Encounter", set("Accept", "application/fhir+xml; fhirVersion=3.0"), 406, ""},
		"patient":                {"/Encounter?patient=1", nil, 400, "invalid_request"},
		"subject":                {"/Encounter?subject=Patient/1", nil, 400, "invalid_request"},
		"unknown parameter":      {"/Encounter?kleur=rood", nil, 400, "invalid_request"},
		"type not served":        {"/CarePlan", nil, 404, ""},
		"no such interaction":    {"/Encounter/c1/_history", nil, 404, ""},
		"base":                   {"", nil, 404, ""},
		"lastn of something":     {"/Encounter/$lastn", nil, 404, ""},
		"page by hand":           {"?_vervolg=abcdef", nil, 410, ""},
		"POST":                   {"/Encounter", func(r *http.Request) { r.Method = "POST" }, 405, ""},
		"other provider":         {pharmacy + "/Condition", nil, 403, "insufficient_scope"},
		"other service provider": {elsewhere + "/Condition", nil, 401, "invalid_token"},
	} {
		t.Run(name, func(t *testing.T) {
			address := s.base + c.path
			if strings.HasPrefix(c.path, "https:") {
				address = c.path
			}
			req := s.request(address)
			if c.change != nil {
				c.change(req)
			}
			resp, body := s.do(req)
			if resp.StatusCode != c.status {
				t.Fatalf("%s, want %d: %s", resp.Status, c.status, body)
			}
			if !strings.Contains(resp.Header.Get("WWW-Authenticate"), c.bearer) || (c.bearer == "") != (resp.Header.Get("WWW-Authenticate") == "") {
				t.Errorf("WWW-Authenticate: %q", resp.Header.Get("WWW-Authenticate"))
			}
			if ct := resp.Header.Get("Content-Type"); ct != "application/fhir+json; fhirVersion=3.0" {
				t.Errorf("Content-Type: %q", ct)
			}
			if resp.StatusCode != 200 && !strings.Contains(string(body), `"OperationOutcome"`) {
				t.Errorf("no OperationOutcome: %s", body)
			}
			if id := req.Header.Get("MedMij-Request-ID"); len(id) == 36 && resp.Header.Get("MedMij-Request-ID") != id {
				t.Error("the request id is not given back")
			}
		})
	}
	req := s.request(s.base + "/Encounter")
	if resp, _ := s.do(req); resp.StatusCode != 200 {
		t.Fatal(resp.Status)
	}
	if resp, _ := s.do(req); resp.StatusCode != 400 {
		t.Errorf("a request id a second time: %s", resp.Status)
	}
}

func TestPages(t *testing.T) {
	w := start(t, func(c *practice.Config) { c.PageSize = 2 })
	s := w.enter("huisarts.oefenhoek@medmij", "49", practicetest.Visitor{Person: "wil"})
	var seen []string
	address := s.base + "/Encounter"
	for address != "" {
		b := s.page(address)
		if b.Total != 3 {
			t.Errorf("total %d", b.Total)
		}
		seen = append(seen, b.ids("match"))
		address = b.link("next")
		if address != "" && (!strings.HasPrefix(address, s.base+"?") || strings.Contains(address, "Encounter")) {
			t.Errorf("the next link %s tells too much or leads elsewhere", address)
		}
	}
	if d := cmp.Diff([]string{"c1 c2", "c3"}, seen); d != "" {
		t.Error(d)
	}
	if b := s.search("Encounter?_count=1"); b.ids("match") != "c1" || b.link("next") == "" {
		t.Errorf("_count: %+v", b)
	}
	// A link of one service is worth nothing at another.
	next := s.search("Encounter").link("next")
	_, _, docs := w.at("huisarts.oefenhoek@medmij", "51")
	if resp, _ := s.do(s.request(docs + next[strings.Index(next, "?"):])); resp.StatusCode != http.StatusGone {
		t.Errorf("a stolen link: %s", resp.Status)
	}
}

func TestDocuments(t *testing.T) {
	w := start(t, nil)
	s := w.enter("huisarts.oefenhoek@medmij", "51", practicetest.Visitor{Person: "wil"})
	if got := s.search("DocumentReference?status=current").ids("match"); got != "brief" {
		t.Fatalf("documents: %q", got)
	}
	for accept, want := range map[string]string{
		"application/fhir+json; fhirVersion=3.0": `{"resourceType":"Binary","id":"brief","contentType":"application/pdf","content":"JVBERi0xLjQK"}`,
		"application/pdf":                        "%PDF-1.4\n",
		"*/*":                                    "%PDF-1.4\n",
	} {
		req := s.request(s.base + "/Binary/brief")
		req.Header.Set("Accept", accept)
		resp, body := s.do(req)
		if resp.StatusCode != 200 || string(body) != want {
			t.Errorf("%s: %s %s", accept, resp.Status, body)
		}
	}
	req := s.request(s.base + "/Binary/brief")
	req.Header.Set("Accept", "image/png")
	if resp, _ := s.do(req); resp.StatusCode != http.StatusNotAcceptable {
		t.Errorf("as a picture: %s", resp.Status)
	}
}

func TestR4AndVerbatimBytes(t *testing.T) {
	w := start(t, nil)
	s := w.enter("jeugd.hetzonnetje@medmij", "63", practicetest.Visitor{Person: "wil"})
	req := s.request(s.base + "/Immunization")
	req.Header.Set("Accept", "application/fhir+json; fhirVersion=4.0")
	if resp, body := s.do(req); resp.StatusCode != 200 || resp.Header.Get("Content-Type") != "application/fhir+json; fhirVersion=4.0" ||
		!strings.Contains(string(body), `"resource":{"resourceType":"Immunization","id":"bmr","status":"completed"},`) {
		t.Errorf("%s %s", resp.Status, body)
	}
	if resp, _ := s.do(s.request(s.base + "/Immunization")); resp.StatusCode != http.StatusNotAcceptable {
		t.Errorf("STU3 of an R4 service: %s", resp.Status)
	}
	h := w.enter("ziekenhuis.delinde@medmij", "48", practicetest.Visitor{Person: "wil"})
	if _, body := h.do(h.request(h.base + "/Condition/dm")); !strings.Contains(string(body), `"value":7.20`) {
		t.Errorf("the bytes changed: %s", body)
	}
	if h.Scope != "48" { // its documents are with another service provider
		t.Errorf("scope %q", h.Scope)
	}
}

func TestTimeGoesOn(t *testing.T) {
	w := start(t, nil)
	s := w.enter("ziekenhuis.delinde@medmij", "48", practicetest.Visitor{Person: "wil"})
	if err := w.Replace("wil", dossier.Linde, []dossier.Resource{
		res(t, 3, `{"resourceType":"Condition","id":"nieuw"}`), res(t, 3, `{"resourceType":"Condition","id":"dm","note":[]}`)}); err != nil {
		t.Fatal(err)
	}
	if got := s.search("Condition").ids("match"); got != "nieuw dm" {
		t.Errorf("after a change: %q", got)
	}
	if err := w.Replace("wil", dossier.Linde, []dossier.Resource{{FHIR: 3, Type: "Flag", ID: "x", JSON: []byte("{")}}); err == nil {
		t.Error("broken resources are taken")
	}
	w.now = w.now.Add(901 * time.Second)
	if resp, _ := s.do(s.request(s.base + "/Condition")); resp.StatusCode != http.StatusUnauthorized {
		t.Errorf("after 15 minutes: %s", resp.Status)
	}
	s = w.enter("ziekenhuis.delinde@medmij", "48", practicetest.Visitor{Person: "wil", Long: true})
	if err := w.Withdraw("wil", dossier.Linde); err != nil {
		t.Fatal(err)
	}
	if resp, _ := s.do(s.request(s.base + "/Condition")); resp.StatusCode != http.StatusUnauthorized {
		t.Errorf("after withdrawal: %s", resp.Status)
	}
	if got := w.swap(s.token, url.Values{"grant_type": {"refresh_token"}, "refresh_token": {s.Refresh}, "client_id": {clientID}}, newID()); got.Error != "invalid_grant" {
		t.Errorf("refresh after withdrawal: %+v", got)
	}
}

func TestLenientSearch(t *testing.T) {
	w := start(t, func(c *practice.Config) { c.Lenient = true })
	s := w.enter("huisarts.oefenhoek@medmij", "49", practicetest.Visitor{Person: "wil"})
	got := s.search("Encounter?kleur=rood&status=finished")
	if got.Total != 3 || got.link("self") != s.base+"/Encounter?status=finished" {
		t.Errorf("%+v", got)
	}
}

func TestConsentsOutliveTheProgram(t *testing.T) {
	dir := t.TempDir()
	w := start(t, func(c *practice.Config) { c.Dir = dir })
	s := w.enter("huisarts.oefenhoek@medmij", "49", practicetest.Visitor{Person: "wil", Long: true})
	number := w.list.Number
	w.Close()
	again := start(t, func(c *practice.Config) { c.Dir = dir })
	if string(again.CAPEM) != string(w.CAPEM) {
		t.Error("another authority after a restart")
	}
	if again.list.Number < number {
		t.Error("the list has a lower number after a restart")
	}
	got := again.swap(s.token, url.Values{"grant_type": {"refresh_token"}, "refresh_token": {s.Refresh}, "client_id": {clientID}}, newID())
	if got.Error != "" || got.Access == "" {
		t.Errorf("refresh after a restart: %+v", got)
	}
}
