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
	"regie/internal/practice/practicetest"
)

func TestAPersonCollects(t *testing.T) {
	for _, overTLS := range []bool{false, true} {
		w := start(t, func(c *practice.Config) { c.FrontTLS = overTLS })
		s := w.enter("huisarts.oefenhoek@medmij", "49", practicetest.Visitor{Person: "wil"})
		if s.Type != "Bearer" || s.Expires != 900 || s.Scope != "49 51" || s.Refresh != "" || !s.noStore {
			t.Errorf("tokens: %+v", s.tokens)
		}
		got := s.search("Patient?_include=Patient:general-practitioner")
		if d := cmp.Diff([]any{"searchset", 1, "p", "dok"}, []any{got.Type, got.Total, got.ids("match"), got.ids("include")}); d != "" {
			t.Error(d)
		}
		if !strings.HasPrefix(got.link("self"), s.base) || got.link("next") != "" {
			t.Errorf("links: %+v", got.Link)
		}
	}
}

func TestThePagesInBothLanguages(t *testing.T) {
	w := start(t, nil)
	authorize, _, _ := w.at("huisarts.oefenhoek@medmij", "49")
	for lang, want := range map[string][]string{
		"nl":        {"Gegevens ophalen", "Inloggen met een oefenpersoon", "Geeft u toestemming?"},
		"de, en-GB": {"Collect data", "Sign in as a practice person", "Do you allow this?"},
	} {
		b := practicetest.NewBrowser(w.Network, lang)
		p, err := b.Open(t.Context(), "GET", authorize+"?"+ask("huisarts.oefenhoek@medmij", newID()).Encode(), nil)
		if err != nil {
			t.Fatal(err)
		}
		policy := p.Header.Get("Content-Security-Policy")
		for _, part := range []string{"default-src 'none'", "frame-ancestors 'none'", "form-action 'self'", "http://localhost:8080"} {
			if !strings.Contains(policy, part) {
				t.Errorf("policy %q has no %q", policy, part)
			}
		}
		if strings.Contains(p.Body, "<script") || strings.Contains(p.Body, "style=") {
			t.Error("the page has script or inline style")
		}
		if p, err = b.Press(t.Context(), p, "doorgaan", nil); err != nil {
			t.Fatal(err)
		}
		if p, err = b.Press(t.Context(), p, "", url.Values{"persoon": {"wil"}}); err != nil {
			t.Fatal(err)
		}
		if d := cmp.Diff(want, b.Pages); d != "" {
			t.Error(d)
		}
		if strings.Contains(p.Body, "checked") || !strings.Contains(p.Body, `type="checkbox"`) {
			t.Error("the box for long-term consent is ticked, or missing")
		}
		for _, name := range []string{"Huisartsenpraktijk De Oefenhoek", "Regie", "<li>", "ocument"} {
			if !strings.Contains(p.Body, name) {
				t.Errorf("the consent page does not name %s", name)
			}
		}
		// Nothing clear was said.
		if p, err = b.Press(t.Context(), p, "toestemming", url.Values{"keuze": {"misschien"}}); err != nil {
			t.Fatal(err)
		}
		if p.Left.Query().Get("error") != "server_error" {
			t.Errorf("an unclear answer leads to %s", p.Left)
		}
	}
	// The language goes along from host to host.
	b := practicetest.NewBrowser(w.Network, "nl")
	p, err := b.Open(t.Context(), "GET", authorize+"?taal=en&"+ask("huisarts.oefenhoek@medmij", newID()).Encode(), nil)
	if err != nil {
		t.Fatal(err)
	}
	if p, err = b.Press(t.Context(), p, "doorgaan", nil); err != nil || !strings.Contains(p.Body, `lang="en"`) {
		t.Fatalf("DigiD in Dutch: %v", err)
	}
	p.URL.RawQuery = "taal=nl"
	if p, err = b.Press(t.Context(), p, "", url.Values{"persoon": {"wil"}}); err != nil || !strings.Contains(p.Body, `lang="nl"`) {
		t.Fatalf("back from a Dutch DigiD in English: %v", err)
	}

	b = practicetest.NewBrowser(w.Network, "nl")
	p, err = b.Open(t.Context(), "GET", w.FrontOrigins[0]+"/nergens?taal=en", nil)
	if err != nil || !strings.Contains(p.Body, `lang="en"`) {
		t.Errorf("asked for English: %v %v", err, p)
	}
	if p, err = b.Open(t.Context(), "GET", w.FrontOrigins[0]+"/nergens", nil); err != nil || !strings.Contains(p.Body, `lang="en"`) {
		t.Error("the choice of English is not kept")
	}
}

// TestNothingIsGivenInOneWay: refused, stopped, not known, nothing there and too
// young can't be told apart by the client.
func TestNothingIsGivenInOneWay(t *testing.T) {
	w := start(t, nil)
	first := ""
	for name, c := range map[string]struct {
		provider, service string
		v                 practicetest.Visitor
	}{
		"refused":      {"huisarts.oefenhoek@medmij", "49", practicetest.Visitor{Person: "wil", Refuse: true, Long: true}},
		"stopped":      {"huisarts.oefenhoek@medmij", "49", practicetest.Visitor{Stop: true}},
		"cancelled":    {"huisarts.oefenhoek@medmij", "49", practicetest.Visitor{Cancel: true}},
		"not known":    {"huisarts.oefenhoek@medmij", "49", practicetest.Visitor{Person: "jan"}},
		"nothing":      {"apotheek.devijzel@medmij", "48", practicetest.Visitor{Person: "wil"}},
		"no documents": {"ziekenhuis.delinde@medmij", "51", practicetest.Visitor{Person: "wil"}},
		"too young":    {"huisarts.oefenhoek@medmij", "49", practicetest.Visitor{Person: "kind"}},
	} {
		authorize, _, _ := w.at(c.provider, c.service)
		back, err := practicetest.Walk(t.Context(), w.Network, authorize+"?"+ask(c.provider, newID()).Encode(), c.v)
		if err != nil {
			t.Fatalf("%s: %v", name, err)
		}
		if first == "" {
			first = back.String()
		}
		if d := cmp.Diff(first, back.String()); d != "" || back.Query().Get("error") != "access_denied" {
			t.Errorf("%s: %s", name, back)
		}
	}
	w.now = w.now.AddDate(0, 0, 1) // the sixteenth birthday
	w.enter("huisarts.oefenhoek@medmij", "49", practicetest.Visitor{Person: "kind"})

	authorize, _, _ := w.at("huisarts.oefenhoek@medmij", "49")
	back, err := practicetest.Walk(t.Context(), w.Network, authorize+"?"+ask("huisarts.oefenhoek@medmij", newID()).Encode(), practicetest.Visitor{Fail: true})
	if err != nil || back.Query().Get("error") != "server_error" {
		t.Errorf("DigiD fails: %v %v", back, err)
	}
}

func TestAuthorizationRequests(t *testing.T) {
	w := start(t, nil)
	authorize, _, _ := w.at("huisarts.oefenhoek@medmij", "49")
	for name, c := range map[string]struct {
		change func(url.Values)
		want   string // error that goes back; empty: a page with status
		status int
	}{
		"good":                   {func(url.Values) {}, "", 200},
		"extra parameter":        {func(v url.Values) { v.Set("prompt", "login") }, "", 200},
		"no client":              {func(v url.Values) { v.Del("client_id") }, "", 400},
		"unknown client":         {func(v url.Values) { v.Set("client_id", "niemand.localhost") }, "", 400},
		"client twice":           {func(v url.Values) { v.Add("client_id", clientID) }, "", 400},
		"no redirect":            {func(v url.Values) { v.Del("redirect_uri") }, "", 400},
		"foreign redirect":       {func(v url.Values) { v.Set("redirect_uri", "https://kwaad.example/") }, "", 400},
		"redirect with a tail":   {func(v url.Values) { v.Set("redirect_uri", callback+"/x") }, "", 400},
		"redirect of another":    {func(v url.Values) { v.Set("redirect_uri", "https://ander.localhost/terug") }, "", 400},
		"redirect twice":         {func(v url.Values) { v.Add("redirect_uri", callback) }, "", 400},
		"no response_type":       {func(v url.Values) { v.Del("response_type") }, "invalid_request", 0},
		"token response_type":    {func(v url.Values) { v.Set("response_type", "token") }, "unsupported_response_type", 0},
		"response_type twice":    {func(v url.Values) { v.Add("response_type", "code") }, "invalid_request", 0},
		"no scope":               {func(v url.Values) { v.Del("scope") }, "invalid_scope", 0},
		"scope with suffix":      {func(v url.Values) { v.Set("scope", "huisarts.oefenhoek@medmij") }, "invalid_scope", 0},
		"scope of sharing":       {func(v url.Values) { v.Set("scope", "huisarts.oefenhoek~49") }, "invalid_scope", 0},
		"two scopes":             {func(v url.Values) { v.Set("scope", "huisarts.oefenhoek apotheek.devijzel") }, "invalid_scope", 0},
		"provider elsewhere":     {func(v url.Values) { v.Set("scope", "ziekenhuis.delinde") }, "invalid_scope", 0},
		"no state":               {func(v url.Values) { v.Del("state") }, "invalid_request", 0},
		"short state":            {func(v url.Values) { v.Set("state", "kort") }, "invalid_request", 0},
		"long state":             {func(v url.Values) { v.Set("state", strings.Repeat("x", 513)) }, "invalid_request", 0},
		"state with odd letters": {func(v url.Values) { v.Set("state", "een stand met spaties") }, "invalid_request", 0},
		"no request id":          {func(v url.Values) { v.Del("MedMij-Request-ID") }, "invalid_request", 0},
		"no UUID":                {func(v url.Values) { v.Set("X-Correlation-ID", "1234") }, "invalid_request", 0},
		"client without services": {func(v url.Values) {
			v.Set("client_id", "ander.localhost")
			v.Set("redirect_uri", "https://ander.localhost/terug")
			v.Set("scope", "apotheek.devijzel")
		}, "unauthorized_client", 0},
	} {
		t.Run(name, func(t *testing.T) {
			q := ask("huisarts.oefenhoek@medmij", newID())
			c.change(q)
			p, err := practicetest.NewBrowser(w.Network, "nl").Open(t.Context(), "GET", authorize+"?"+q.Encode(), nil)
			if err != nil {
				t.Fatal(err)
			}
			if c.want == "" {
				if p.Left != nil || p.Status != c.status {
					t.Fatalf("status %d, sent to %v", p.Status, p.Left)
				}
				if c.status == 400 && (!strings.Contains(p.Body, "Trace-ID") || strings.Contains(p.Body, "<form") || strings.Contains(p.Body, "https://kwaad")) {
					t.Error("the error page has no trace id, or a way on")
				}
				return
			}
			if p.Left == nil || p.Left.Query().Get("error") != c.want {
				t.Fatalf("sent to %v, status %d, want %s", p.Left, p.Status, c.want)
			}
			if s := q.Get("state"); len(s) < 513 && p.Left.Query().Get("state") != s {
				t.Errorf("state came back as %q", p.Left.Query().Get("state"))
			}
			if p.Left.Query().Has("error_description") {
				t.Error("says more than it should")
			}
		})
	}
	p, err := practicetest.NewBrowser(w.Network, "nl").Open(t.Context(), "POST", authorize, ask("huisarts.oefenhoek@medmij", newID()))
	if err != nil || p.Status != http.StatusMethodNotAllowed || p.Header.Get("Allow") != "GET" {
		t.Errorf("POST: %+v %v", p, err)
	}
}

func TestFlowsAreOfOneBrowserAndEnd(t *testing.T) {
	w := start(t, nil)
	authorize, _, _ := w.at("huisarts.oefenhoek@medmij", "49")
	open := func(b *practicetest.Browser) *practicetest.Page {
		p, err := b.Open(t.Context(), "GET", authorize+"?"+ask("huisarts.oefenhoek@medmij", newID()).Encode(), nil)
		if err != nil || p.Status != 200 {
			t.Fatalf("%+v %v", p, err)
		}
		return p
	}
	mine := practicetest.NewBrowser(w.Network, "nl")
	p := open(mine)
	if q, err := practicetest.NewBrowser(w.Network, "nl").Open(t.Context(), "GET", p.URL.String(), nil); err != nil || q.Status != 404 {
		t.Errorf("another browser sees the flow: %+v %v", q, err)
	}
	for _, early := range []string{"/toestemming", "/uitleg", "/terug-van-digid?artefact=raden"} {
		if q, err := mine.Open(t.Context(), "GET", p.URL.String()+early, nil); err != nil || q.Status != 400 {
			t.Errorf("%s before its turn: %+v %v", early, q, err)
		}
	}
	if q, err := mine.Open(t.Context(), "POST", p.URL.String()+"/toestemming", url.Values{"keuze": {"toestaan"}}); err != nil || q.Left != nil {
		t.Errorf("consent without login: %+v %v", q, err)
	}
	// Twice the same button: twice the same answer.
	one, err := mine.Press(t.Context(), p, "stoppen", nil)
	if err != nil {
		t.Fatal(err)
	}
	two, err := mine.Press(t.Context(), p, "stoppen", nil)
	if err != nil || one.Left.String() != two.Left.String() {
		t.Errorf("%v %v %v", one.Left, two.Left, err)
	}
	if q, err := mine.Open(t.Context(), "GET", p.URL.String(), nil); err != nil || q.Status != http.StatusGone {
		t.Errorf("a flow that is over: %+v %v", q, err)
	}
	p = open(mine)
	w.now = w.now.Add(16 * time.Minute)
	if q, err := mine.Open(t.Context(), "GET", p.URL.String(), nil); err != nil || q.Status != 404 {
		t.Errorf("after a quarter of an hour: %+v %v", q, err)
	}
}

func TestFormsOfOtherSitesAreRefused(t *testing.T) {
	w := start(t, nil)
	authorize, _, _ := w.at("huisarts.oefenhoek@medmij", "49")
	u, err := url.Parse(authorize)
	if err != nil {
		t.Fatal(err)
	}
	for name, value := range map[string]string{"Origin": "https://kwaad.example", "Sec-Fetch-Site": "cross-site"} {
		req, err := http.NewRequestWithContext(t.Context(), "POST", "http://"+w.FrontAddr+"/aanvraag/x/doorgaan", nil)
		if err != nil {
			t.Fatal(err)
		}
		req.Host = u.Host
		req.Header.Set(name, value)
		resp, err := http.DefaultClient.Do(req)
		if err != nil {
			t.Fatal(err)
		}
		_ = resp.Body.Close()
		if resp.StatusCode != http.StatusForbidden {
			t.Errorf("%s: %s", name, resp.Status)
		}
	}
}
