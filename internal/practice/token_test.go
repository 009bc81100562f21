// SPDX-License-Identifier: EUPL-1.2

package practice_test

import (
	"encoding/json"
	"net/http"
	"net/url"
	"strings"
	"testing"
	"time"

	"regie/internal/practice/practicetest"
)

// code walks to a code.
func (w *world) code(provider, service, correlation string, long bool) (code, endpoint string) {
	w.t.Helper()
	authorize, token, _ := w.at(provider, service)
	back, err := practicetest.Walk(w.t.Context(), w.Network, authorize+"?"+ask(provider, correlation).Encode(),
		practicetest.Visitor{Person: "wil", Long: long})
	if err != nil {
		w.t.Fatal(err)
	}
	return back.Query().Get("code"), token
}

func TestTokenEndpointIsStrict(t *testing.T) {
	w := start(t, nil)
	type change struct {
		form   func(url.Values)
		req    func(*http.Request)
		client string
	}
	for name, c := range map[string]struct {
		change
		status int
		want   string
	}{
		"good":               {change{}, 200, ""},
		"extra field":        {change{form: func(v url.Values) { v.Set("extra", "x") }}, 200, ""},
		"GET":                {change{req: func(r *http.Request) { r.Method = "GET" }}, 405, "invalid_request"},
		"JSON":               {change{req: func(r *http.Request) { r.Header.Set("Content-Type", "application/json") }}, 400, "invalid_request"},
		"query":              {change{req: func(r *http.Request) { r.URL.RawQuery = "grant_type=authorization_code" }}, 400, "invalid_request"},
		"Authorization":      {change{req: func(r *http.Request) { r.SetBasicAuth("a", "b") }}, 400, "invalid_request"},
		"no request id":      {change{req: func(r *http.Request) { r.Header.Del("MedMij-Request-ID") }}, 400, "invalid_request"},
		"no correlation id":  {change{req: func(r *http.Request) { r.Header.Del("X-Correlation-ID") }}, 400, "invalid_request"},
		"no UUID":            {change{req: func(r *http.Request) { r.Header.Set("X-Correlation-ID", "x") }}, 400, "invalid_request"},
		"other correlation":  {change{req: func(r *http.Request) { r.Header.Set("X-Correlation-ID", newID()) }}, 400, "invalid_grant"},
		"other certificate":  {change{client: "ander.localhost"}, 401, "invalid_client"},
		"no client_id":       {change{form: func(v url.Values) { v.Del("client_id") }}, 400, "invalid_request"},
		"code twice":         {change{form: func(v url.Values) { v.Add("code", "x") }}, 400, "invalid_request"},
		"secret":             {change{form: func(v url.Values) { v.Set("client_secret", "x") }}, 400, "invalid_request"},
		"no code":            {change{form: func(v url.Values) { v.Del("code") }}, 400, "invalid_request"},
		"wrong code":         {change{form: func(v url.Values) { v.Set("code", "x") }}, 400, "invalid_grant"},
		"other redirect_uri": {change{form: func(v url.Values) { v.Set("redirect_uri", "https://ander.localhost/terug") }}, 400, "invalid_grant"},
		"no redirect_uri":    {change{form: func(v url.Values) { v.Del("redirect_uri") }}, 400, "invalid_request"},
		"no grant_type":      {change{form: func(v url.Values) { v.Del("grant_type") }}, 400, "invalid_request"},
		"refresh_code":       {change{form: func(v url.Values) { v.Set("grant_type", "refresh_code") }}, 400, "unsupported_grant_type"},
	} {
		t.Run(name, func(t *testing.T) {
			correlation := newID()
			code, endpoint := w.code("huisarts.oefenhoek@medmij", "49", correlation, false)
			form := url.Values{"grant_type": {"authorization_code"}, "code": {code}, "client_id": {clientID}, "redirect_uri": {callback}}
			if c.form != nil {
				c.form(form)
			}
			req, err := http.NewRequestWithContext(t.Context(), http.MethodPost, endpoint, strings.NewReader(form.Encode()))
			if err != nil {
				t.Fatal(err)
			}
			req.Header.Set("Content-Type", "application/x-www-form-urlencoded")
			req.Header.Set("MedMij-Request-ID", newID())
			req.Header.Set("X-Correlation-ID", correlation)
			if c.req != nil {
				c.req(req)
			}
			client := w.http
			if c.client != "" {
				client = w.client(c.client)
			}
			resp, err := client.Do(req)
			if err != nil {
				t.Fatal(err)
			}
			defer func() { _ = resp.Body.Close() }()
			var got tokens
			if err := json.NewDecoder(resp.Body).Decode(&got); err != nil {
				t.Fatal(err)
			}
			if resp.StatusCode != c.status || got.Error != c.want || resp.Header.Get("Cache-Control") != "no-store" {
				t.Errorf("status %d error %q, want %d %q", resp.StatusCode, got.Error, c.status, c.want)
			}
		})
	}
}

func TestACodeIsGoodOnceAndShort(t *testing.T) {
	w := start(t, nil)
	correlation := newID()
	code, endpoint := w.code("huisarts.oefenhoek@medmij", "49", correlation, false)
	form := url.Values{"grant_type": {"authorization_code"}, "code": {code}, "client_id": {clientID}, "redirect_uri": {callback}}
	if got := w.swap(endpoint, form, correlation); got.Error != "" {
		t.Fatalf("%+v", got)
	}
	if got := w.swap(endpoint, form, correlation); got.Error != "invalid_grant" {
		t.Errorf("a second time: %+v", got)
	}
	code, _ = w.code("huisarts.oefenhoek@medmij", "49", correlation, false)
	form.Set("code", code)
	w.now = w.now.Add(61 * time.Second)
	if got := w.swap(endpoint, form, correlation); got.Error != "invalid_grant" {
		t.Errorf("after a minute: %+v", got)
	}
	// A code of one service provider is worth nothing at another.
	code, _ = w.code("huisarts.oefenhoek@medmij", "49", correlation, false)
	form.Set("code", code)
	_, elsewhere, _ := w.at("ziekenhuis.delinde@medmij", "48")
	if got := w.swap(elsewhere, form, correlation); got.Error != "invalid_grant" {
		t.Errorf("elsewhere: %+v", got)
	}
}

func TestLongTermConsent(t *testing.T) {
	w := start(t, nil)
	s := w.enter("huisarts.oefenhoek@medmij", "49", practicetest.Visitor{Person: "wil", Long: true})
	if s.Refresh == "" {
		t.Fatal("no refresh token though the box was ticked")
	}
	w.now = w.now.AddDate(0, 5, 0)
	if resp, _ := s.do(s.request(s.base + "/Patient")); resp.StatusCode != http.StatusUnauthorized {
		t.Errorf("old access token: %s", resp.Status)
	}
	form := url.Values{"grant_type": {"refresh_token"}, "refresh_token": {s.Refresh}, "client_id": {clientID}}
	fresh := w.swap(s.token, form, newID())
	if fresh.Error != "" || fresh.Refresh == s.Refresh || fresh.Scope != "49 51" {
		t.Fatalf("%+v", fresh)
	}
	again := *s
	again.tokens = fresh
	if got := again.search("Patient"); got.Total != 1 {
		t.Errorf("after refresh: %+v", got)
	}
	if got := w.swap(s.token, form, newID()); got.Error != "invalid_grant" {
		t.Errorf("the old refresh token: %+v", got)
	}
	form.Set("refresh_token", fresh.Refresh)
	if got := w.swap(s.token, form, newID()); got.Error != "invalid_grant" {
		t.Errorf("after reuse the family must be dead: %+v", got)
	}
	if resp, _ := again.do(again.request(s.base + "/Patient")); resp.StatusCode != http.StatusUnauthorized {
		t.Errorf("access after reuse: %s", resp.Status)
	}
}

// TestTheClientsServicesCount: what is given is what the person, the provider and the client list have in common.
func TestTheClientsServicesCount(t *testing.T) {
	w := start(t, nil)
	authorize, token, _ := w.at("huisarts.oefenhoek@medmij", "51")
	correlation := newID()
	q := ask("huisarts.oefenhoek@medmij", correlation)
	q.Set("client_id", "ander.localhost")
	q.Set("redirect_uri", "https://ander.localhost/terug")
	back, err := practicetest.Walk(t.Context(), w.Network, authorize+"?"+q.Encode(), practicetest.Visitor{Person: "wil"})
	if err != nil {
		t.Fatal(err)
	}
	w.http = w.client("ander.localhost")
	got := w.swap(token, url.Values{"grant_type": {"authorization_code"}, "code": {back.Query().Get("code")},
		"client_id": {"ander.localhost"}, "redirect_uri": {"https://ander.localhost/terug"}}, correlation)
	if got.Scope != "51" {
		t.Errorf("%+v", got)
	}
}
