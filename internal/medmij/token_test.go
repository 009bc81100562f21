// SPDX-License-Identifier: EUPL-1.2

package medmij_test

import (
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"regie/internal/medmij"
	"regie/internal/medmij/medmijtest"
)

// flow starts a flow at a provider whose token endpoint is h.
func flow(t *testing.T, h http.Handler, options ...func(*medmij.Config)) (*medmijtest.Net, *medmij.Network, *medmij.Authorization) {
	t.Helper()
	n := medmijtest.New(t)
	n.Lists.Add(gp(), dva)
	n.Host(dva, h)
	c := n.Client(options...)
	doors, _ := c.Lists.Doors(gp().Name, []string{"49", "51"})
	a, err := c.Authorize(doors[0])
	if err != nil {
		t.Fatal(err)
	}
	return n, c, a
}

func answer(status int, contentType, body string) http.HandlerFunc {
	return func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("Content-Type", contentType)
		w.WriteHeader(status)
		_, _ = w.Write([]byte(body))
	}
}

func jsonAnswer(body string) http.HandlerFunc { return answer(200, "application/json", body) }

func TestTokenRequest(t *testing.T) {
	var got []*http.Request
	dir := t.TempDir()
	n, c, a := flow(t, http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if err := r.ParseForm(); err != nil {
			t.Error(err)
		}
		got = append(got, r)
		jsonAnswer(`{"access_token":"geheim-1","token_type":"Bearer","expires_in":900,"refresh_token":"ververs-`+fmt.Sprint(len(got))+`","scope":"49 51"}`)(w, r)
	}), func(c *medmij.Config) {
		var err error
		c.Chain, err = medmij.OpenChainLog(dir, medmijtest.ClientID, c.Now)
		if err != nil {
			t.Fatal(err)
		}
	})
	g, err := c.Exchange(t.Context(), a, "de code")
	if err != nil {
		t.Fatal(err)
	}
	if g.Access != "geheim-1" || g.Refresh != "ververs-1" || g.Correlation != a.Correlation || !g.Expires.Equal(n.Clock.Now().Add(15*time.Minute)) ||
		!g.Covers("49") || !g.Covers("51") || g.Covers("48") {
		t.Errorf("grant %+v", g)
	}
	r := got[0]
	for name, want := range map[string]string{
		"grant_type": "authorization_code", "code": "de code", "client_id": medmijtest.ClientID, "redirect_uri": a.Redirect,
	} {
		if r.PostForm.Get(name) != want {
			t.Errorf("%s is %q", name, r.PostForm.Get(name))
		}
	}
	if len(r.PostForm) != 4 || r.URL.RawQuery != "" || r.Method != "POST" || r.Header.Get("Content-Type") != "application/x-www-form-urlencoded" {
		t.Errorf("request %s %s %v", r.Method, r.URL, r.PostForm)
	}
	if r.Header.Get("X-Correlation-ID") != a.Correlation || len(r.Header.Get("MedMij-Request-ID")) != 36 || r.Header.Get("MedMij-Request-ID") == a.RequestID {
		t.Errorf("headers %v", r.Header)
	}
	g2, err := c.Refresh(t.Context(), a.Provider, a.Token, g.Refresh)
	if err != nil || g2.Refresh != "ververs-2" || g2.Correlation == a.Correlation {
		t.Errorf("refresh %+v, %v", g2, err)
	}
	if f := got[1].PostForm; f.Get("grant_type") != "refresh_token" || f.Get("refresh_token") != "ververs-1" || len(f) != 3 {
		t.Errorf("refresh form %v", f)
	}
	checkChain(t, dir)
}

// checkChain reads the chain log and looks for secrets.
func checkChain(t *testing.T, dir string) {
	t.Helper()
	files, _ := filepath.Glob(filepath.Join(dir, "*.ndjson"))
	if len(files) != 1 || filepath.Base(files[0]) != "chain-2026-10-01.ndjson" {
		t.Fatalf("files %v", files)
	}
	b, err := os.ReadFile(files[0])
	if err != nil {
		t.Fatal(err)
	}
	var kinds []string
	for line := range strings.Lines(string(b)) {
		var l struct {
			Event    struct{ Type, Location, Datetime, Trace_id string }
			Request  struct{ ID, Client_id, Server_id, URI, Grant_type, Provider_id string }
			Response struct{ Status int }
		}
		if err := json.Unmarshal([]byte(line), &l); err != nil {
			t.Fatalf("%s: %v", line, err)
		}
		kinds = append(kinds, l.Event.Type)
		if l.Event.Location != medmijtest.ClientID || !strings.HasSuffix(l.Event.Datetime, "+02:00") || l.Event.Trace_id == "" || l.Request.ID == "" || l.Request.Server_id == "" {
			t.Errorf("line %s", line)
		}
	}
	want := "send_authorization_request send_token_request receive_token_response send_token_request receive_token_response"
	if strings.Join(kinds, " ") != want {
		t.Errorf("events %v", kinds)
	}
	for _, secret := range []string{"geheim", "ververs", "de code", "de+code", "state"} {
		if strings.Contains(string(b), secret) {
			t.Errorf("the chain log has %q", secret)
		}
	}
}

func TestTokenAnswersThatAreTaken(t *testing.T) {
	for body, want := range map[string]struct {
		life     time.Duration
		services string
		refresh  string
	}{
		`{"access_token":"a","token_type":"bearer","expires_in":900}`:                                      {900 * time.Second, "<nil>", ""},
		`{"access_token":"a","token_type":"BEARER"}`:                                                       {900 * time.Second, "<nil>", ""},
		`{"access_token":"a","token_type":"Bearer","expires_in":"300","scope":"48 49"}`:                    {300 * time.Second, "48 49", ""},
		`{"access_token":"a","token_type":"Bearer","expires_in":300.5,"scope":"za~48 za~49"}`:              {300 * time.Second, "48 49", ""},
		`{"access_token":"a","token_type":"Bearer","expires_in":1e12,"scope":"51+52","refresh_token":"r"}`: {12 * time.Hour, "51 52", "r"},
		`{"access_token":"a","token_type":"Bearer","scope":"huisarts.duinrand","refresh_token":null}`:      {900 * time.Second, "<nil>", ""},
		`{"access_token":"a","token_type":"Bearer","scope":"","extra":{"b":[1]}}`:                          {900 * time.Second, "<nil>", ""},
		`{"access_token":"a","token_type":"Bearer","expires_in":null,"scope":null}`:                        {900 * time.Second, "<nil>", ""},
	} {
		n, c, a := flow(t, jsonAnswer(body))
		g, err := c.Exchange(t.Context(), a, "c")
		if err != nil {
			t.Errorf("%s: %v", body, err)
			continue
		}
		services := "<nil>"
		if g.Services != nil {
			services = strings.Join(g.Services, " ")
		}
		if got := g.Expires.Sub(n.Clock.Now()); got != want.life || services != want.services || g.Refresh != want.refresh {
			t.Errorf("%s: %s, %s, %q", body, got, services, g.Refresh)
		}
	}
}

// hostileTokens are what a token endpoint may not do; each is refused with a reason, and no grant comes of it.
func hostileTokens(hold chan struct{}) map[string]struct {
	h    http.Handler
	want medmij.Reason
} {
	ok := `{"access_token":"a","token_type":"Bearer","expires_in":900}`
	return map[string]struct {
		h    http.Handler
		want medmij.Reason
	}{
		"invalid_grant":           {answer(400, "application/json", `{"error":"invalid_grant"}`), medmij.ReasonLoginAgain},
		"invalid_client":          {answer(401, "application/json", `{"error":"invalid_client"}`), medmij.ReasonOurs},
		"unauthorized_client":     {answer(400, "application/json", `{"error":"unauthorized_client"}`), medmij.ReasonOurs},
		"unsupported_grant_type":  {answer(400, "application/json", `{"error":"unsupported_grant_type"}`), medmij.ReasonOurs},
		"invalid_scope":           {answer(400, "application/json", `{"error":"invalid_scope"}`), medmij.ReasonNotOffered},
		"error with 200":          {jsonAnswer(`{"error":"invalid_grant"}`), medmij.ReasonLoginAgain},
		"error and token":         {jsonAnswer(`{"error":"x","access_token":"a","token_type":"Bearer"}`), medmij.ReasonOurs},
		"error as number":         {answer(400, "application/json", `{"error":401}`), medmij.ReasonOurs},
		"422 html":                {answer(422, "text/html", "<h1>no</h1>"), medmij.ReasonOurs},
		"429":                     {answer(429, "application/json", "{}"), medmij.ReasonBusy},
		"500":                     {answer(500, "text/plain", "boom"), medmij.ReasonFault},
		"503":                     {answer(503, "text/plain", "boom"), medmij.ReasonBusy},
		"504":                     {answer(504, "text/plain", "boom"), medmij.ReasonNoAnswer},
		"201":                     {answer(201, "application/json", ok), medmij.ReasonUnreadable},
		"redirect":                {http.RedirectHandler("https://"+dva+"/elders", 302), medmij.ReasonUnsafe},
		"redirect keeping POST":   {http.RedirectHandler("https://evil.test/token", 307), medmij.ReasonUnsafe},
		"html":                    {answer(200, "text/html", "<html>"), medmij.ReasonUnreadable},
		"json said to be html":    {answer(200, "text/html", ok), medmij.ReasonUnreadable},
		"no content type":         {answer(200, "", ok), medmij.ReasonUnreadable},
		"empty":                   {jsonAnswer(""), medmij.ReasonUnreadable},
		"half":                    {jsonAnswer(ok[:20]), medmij.ReasonUnreadable},
		"two answers":             {jsonAnswer(ok + ok), medmij.ReasonUnreadable},
		"array":                   {jsonAnswer("[" + ok + "]"), medmij.ReasonUnreadable},
		"null":                    {jsonAnswer("null"), medmij.ReasonUnreadable},
		"bad utf 8":               {jsonAnswer(strings.Replace(ok, `"a"`, "\"\xff\"", 1)), medmij.ReasonUnreadable},
		"token twice":             {jsonAnswer(`{"access_token":"a","access_token":"b","token_type":"Bearer"}`), medmij.ReasonUnreadable},
		"wrong case":              {jsonAnswer(`{"Access_Token":"a","token_type":"Bearer"}`), medmij.ReasonUnreadable},
		"no token":                {jsonAnswer(`{"token_type":"Bearer"}`), medmij.ReasonUnreadable},
		"empty token":             {jsonAnswer(`{"access_token":"","token_type":"Bearer"}`), medmij.ReasonUnreadable},
		"token as number":         {jsonAnswer(`{"access_token":5,"token_type":"Bearer"}`), medmij.ReasonUnreadable},
		"token with line break":   {jsonAnswer(`{"access_token":"a\r\nX: y","token_type":"Bearer"}`), medmij.ReasonUnreadable},
		"token with space":        {jsonAnswer(`{"access_token":"a b","token_type":"Bearer"}`), medmij.ReasonUnreadable},
		"token of 20 KB":          {jsonAnswer(`{"access_token":"` + strings.Repeat("a", 20_000) + `","token_type":"Bearer"}`), medmij.ReasonUnreadable},
		"refresh with line break": {jsonAnswer(`{"access_token":"a","token_type":"Bearer","refresh_token":"a\n"}`), medmij.ReasonUnreadable},
		"type mac":                {jsonAnswer(`{"access_token":"a","token_type":"mac"}`), medmij.ReasonUnreadable},
		"type missing":            {jsonAnswer(`{"access_token":"a"}`), medmij.ReasonUnreadable},
		"expired":                 {jsonAnswer(`{"access_token":"a","token_type":"Bearer","expires_in":0}`), medmij.ReasonUnreadable},
		"expired long ago":        {jsonAnswer(`{"access_token":"a","token_type":"Bearer","expires_in":-1}`), medmij.ReasonUnreadable},
		"life of words":           {jsonAnswer(`{"access_token":"a","token_type":"Bearer","expires_in":"lang"}`), medmij.ReasonUnreadable},
		"life as object":          {jsonAnswer(`{"access_token":"a","token_type":"Bearer","expires_in":{}}`), medmij.ReasonUnreadable},
		"life not a number":       {jsonAnswer(`{"access_token":"a","token_type":"Bearer","expires_in":"NaN"}`), medmij.ReasonUnreadable},
		"scope as list":           {jsonAnswer(`{"access_token":"a","token_type":"Bearer","scope":["48"]}`), medmij.ReasonUnreadable},
		"10 MB":                   {jsonAnswer(`{"a":"` + strings.Repeat("a", 10<<20) + `"}`), medmij.ReasonTooLarge},
		"hang up":                 {http.HandlerFunc(func(http.ResponseWriter, *http.Request) { panic(http.ErrAbortHandler) }), medmij.ReasonNoAnswer},
		"half a body": {http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
			w.Header().Set("Content-Length", "500")
			_, _ = w.Write([]byte(ok))
		}), medmij.ReasonHalf},
	}
}

func TestHostileTokenEndpoint(t *testing.T) {
	table := hostileTokens(nil)
	if len(table) < 40 {
		t.Fatalf("only %d misbehaviours", len(table))
	}
	for name, c := range table {
		t.Run(name, func(t *testing.T) {
			asked := 0
			_, client, a := flow(t, http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) { asked++; c.h.ServeHTTP(w, r) }))
			g, err := client.Exchange(t.Context(), a, "c")
			if g != nil || medmij.ReasonOf(err) != c.want {
				t.Errorf("got %+v, %v, want %s", g, err, c.want)
			}
			if asked != 1 {
				t.Errorf("the code was offered %d times", asked)
			}
			var f *medmij.Failure
			if !errors.As(err, &f) {
				t.Errorf("%T is no Failure", err)
			}
		})
	}
}

func TestProviderThatLeftTheListGetsNoCode(t *testing.T) {
	asked := 0
	n, c, a := flow(t, http.HandlerFunc(func(http.ResponseWriter, *http.Request) { asked++ }))
	n.Lists.Set(func(s *medmijtest.State) { s.Providers = s.Providers[:1] })
	if err := c.Lists.Refresh(t.Context()); err != nil {
		t.Fatal(err)
	}
	if _, err := c.Exchange(t.Context(), a, "c"); medmij.ReasonOf(err) != medmij.ReasonNotOffered {
		t.Errorf("removed provider: %v", err)
	}
	n2, c2, a2 := flow(t, http.HandlerFunc(func(http.ResponseWriter, *http.Request) { asked++ }))
	n2.Lists.Set(func(s *medmijtest.State) { s.Hosts = s.Hosts[:1] })
	if err := c2.Lists.Refresh(t.Context()); err != nil {
		t.Fatal(err)
	}
	if _, err := c2.Exchange(t.Context(), a2, "c"); medmij.ReasonOf(err) != medmij.ReasonUnsafe {
		t.Errorf("host removed from the whitelist: %v", err)
	}
	if asked != 0 {
		t.Errorf("the code was offered %d times", asked)
	}
}
