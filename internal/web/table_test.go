// SPDX-License-Identifier: EUPL-1.2

package web

import (
	"io"
	"net/http"
	"net/http/httptest"
	"net/url"
	"regexp"
	"strings"
	"testing"

	"regie/internal/web/route"
	"regie/internal/web/ui/assets"
)

// site returns the handler for tests that need no browser.
func site(t *testing.T, c Config) http.Handler {
	t.Helper()
	h, err := New(c)
	if err != nil {
		t.Fatal(err)
	}
	return h
}

// ask sends one request; change may alter it first.
func ask(h http.Handler, method, target string, change func(*http.Request)) *http.Response {
	r := httptest.NewRequest(method, "http://localhost"+target, nil)
	if change != nil {
		change(r)
	}
	w := httptest.NewRecorder()
	h.ServeHTTP(w, r)
	return w.Result()
}

func body(t *testing.T, r *http.Response) string {
	t.Helper()
	b, err := io.ReadAll(r.Body)
	if err != nil {
		t.Fatal(err)
	}
	return string(b)
}

func signedIn(token string) func(*http.Request) {
	return func(r *http.Request) { r.AddCookie(&http.Cookie{Name: "regie", Value: token}) }
}

var wildcard = regexp.MustCompile(`\{[^}]*\}`)

// table lists the routes with their wildcards filled in.
func tableOf(t *testing.T, c Config) []route.Route {
	t.Helper()
	set, err := assets.Load()
	if err != nil {
		t.Fatal(err)
	}
	return Table(c, set)
}

func example(pattern string) string {
	return wildcard.ReplaceAllString(strings.Replace(pattern, "{$}", "", 1), "0123456789abcdef")
}

func TestEveryRouteSaysWho(t *testing.T) {
	names := map[string]bool{}
	for _, rt := range tableOf(t, config(t)) {
		if rt.Who == 0 || rt.Handler == nil || rt.Name == "" {
			t.Errorf("%s %s has no Who, Handler or Name", rt.Method, rt.Pattern)
		}
		if names[rt.Name] {
			t.Errorf("the name %q is used twice", rt.Name)
		}
		names[rt.Name] = true
		if rt.Static && rt.Who != route.Anyone {
			t.Errorf("%s is static, and so for anyone", rt.Pattern)
		}
	}
}

func TestEveryPersonalRouteNeedsASession(t *testing.T) {
	c := config(t)
	h := site(t, c)
	n := 0
	for _, rt := range tableOf(t, c) {
		if !rt.Who.Personal() {
			continue
		}
		n++
		path := example(rt.Pattern)
		for _, token := range []string{"", "unknown"} {
			change := func(r *http.Request) {
				if token != "" {
					signedIn(token)(r)
				}
			}
			res := ask(h, rt.Method, path, change)
			if to := res.Header.Get("Location"); res.StatusCode != http.StatusSeeOther || !strings.HasPrefix(to, "/inloggen") {
				t.Errorf("%s %s without session (%q): %d to %q", rt.Method, path, token, res.StatusCode, to)
			}
			res = ask(h, rt.Method, path, func(r *http.Request) { change(r); r.Header.Set("Sec-Fetch-Dest", "empty") })
			if res.StatusCode != http.StatusUnauthorized {
				t.Errorf("%s %s for a script without session: %d", rt.Method, path, res.StatusCode)
			}
		}
		if res := ask(h, rt.Method, path, signedIn("broken")); res.StatusCode != http.StatusServiceUnavailable {
			t.Errorf("%s %s while sessions can not be read: %d", rt.Method, path, res.StatusCode)
		}
		if rt.Who == route.SteppedUp {
			res := ask(h, rt.Method, path, signedIn("anna"))
			if to := res.Header.Get("Location"); res.StatusCode != http.StatusSeeOther || !strings.HasPrefix(to, "/bevestigen") {
				t.Errorf("%s %s without step-up: %d to %q", rt.Method, path, res.StatusCode, to)
			}
		}
	}
	if n < 4 {
		t.Errorf("only %d personal routes in the table", n)
	}
}

func TestComingBackAfterSigningIn(t *testing.T) {
	h := site(t, config(t))
	for target, want := range map[string]string{
		"/meer":                                "/inloggen?terug=%2Fmeer",
		"/meer?a=1&b=//x":                      "/inloggen?terug=%2Fmeer%3Fa%3D1%26b%3D%2F%2Fx",
		"/delen?x=" + strings.Repeat("y", 600): "/inloggen",
	} {
		if got := ask(h, "GET", target, nil).Header.Get("Location"); got != want {
			t.Errorf("%s leads to %q, want %q", target, got, want)
		}
	}
	// A form that was sent too late comes back to its page, never to another site.
	for referer, want := range map[string]string{
		"http://localhost/meer":         "/inloggen?terug=%2Fmeer",
		"http://evil.example/meer":      "/inloggen",
		"http://localhost/bestaat-niet": "/inloggen",
	} {
		got := ask(h, "POST", "/sessie/verlengen", func(r *http.Request) { r.Header.Set("Referer", referer) }).Header.Get("Location")
		if got != want {
			t.Errorf("a form from %s leads to %q, want %q", referer, got, want)
		}
	}
}

func TestWhatIsNotThere(t *testing.T) {
	h := site(t, config(t))
	for _, tt := range []struct {
		method, path string
		status       int
		header, want string
	}{
		{"GET", "/bestaat-niet", 404, "", ""},
		{"GET", "/dossier/../../etc/passwd", 307, "", ""},
		{"POST", "/help", 405, "Allow", "GET"},
		{"PUT", "/weergave", 405, "Allow", "GET, POST"},
		{"DELETE", "/bestaat-niet", 404, "", ""},
		{"GET", "/help/", 301, "Location", "/help"},
		{"HEAD", "/help", 200, "Content-Type", "text/html; charset=utf-8"},
		{"GET", "/assets/0/nothing.css", 404, "", ""},
		{"GET", "/assets/0/../../../go.mod", 307, "", ""},
	} {
		res := ask(h, tt.method, tt.path, nil)
		if res.StatusCode != tt.status {
			t.Errorf("%s %s: %d, want %d", tt.method, tt.path, res.StatusCode, tt.status)
		}
		if tt.header != "" && res.Header.Get(tt.header) != tt.want {
			t.Errorf("%s %s: %s is %q, want %q", tt.method, tt.path, tt.header, res.Header.Get(tt.header), tt.want)
		}
	}
	number := regexp.MustCompile(`[0-9a-f]{10}`)
	one, two := body(t, ask(h, "GET", "/bestaat-niet", nil)), body(t, ask(h, "GET", "/bestaat-ook-niet", nil))
	two = strings.ReplaceAll(two, "/bestaat-ook-niet", "/bestaat-niet")
	if number.ReplaceAllString(one, "") != number.ReplaceAllString(two, "") {
		t.Error("two pages that are not there differ")
	}
}

func TestATableThatBreaksTheRulesIsRefused(t *testing.T) {
	ok := func(http.ResponseWriter, *route.Request) error { return nil }
	for name, table := range map[string][]route.Route{
		"no Who":      {{Method: "GET", Pattern: "/a", Handler: ok}},
		"unknown Who": {{Method: "GET", Pattern: "/a", Who: 99, Handler: ok}},
		"no handler":  {{Method: "GET", Pattern: "/a", Who: route.Anyone}},
		"a method":    {{Method: "DELETE", Pattern: "/a", Who: route.Anyone, Handler: ok}},
		"twice":       {{Method: "GET", Pattern: "/a", Who: route.Anyone, Handler: ok}, {Method: "GET", Pattern: "/a", Who: route.Anyone, Handler: ok}},
	} {
		if _, err := newSite(config(t), func(Config, *assets.Set) []route.Route { return table }); err == nil {
			t.Errorf("%s: the table is taken", name)
		}
	}
}

func TestPracticePagesExistOnlyInPracticeMode(t *testing.T) {
	c := config(t)
	c.Practice = false
	h := site(t, c)
	for _, rt := range tableOf(t, c) {
		if rt.Practice {
			if res := ask(h, rt.Method, example(rt.Pattern), signedIn("anna")); res.StatusCode != http.StatusNotFound {
				t.Errorf("%s %s in production: %d", rt.Method, rt.Pattern, res.StatusCode)
			}
		}
	}
	if strings.Contains(body(t, ask(h, "GET", "/", nil)), "oefen") {
		t.Error("the front page of production speaks of practice")
	}
}

func TestLocalPath(t *testing.T) {
	for to, want := range map[string]string{
		"/a/b?c=d":         "/a/b?c=d",
		"//evil.example":   "/x",
		"/\\evil.example":  "/x",
		"https://evil":     "/x",
		"javascript:a":     "/x",
		"":                 "/x",
		"/a\r\nSet-Cookie": "/x",
		"/\tevil":          "/x",
	} {
		if got := route.LocalPath(to, "/x"); got != want {
			t.Errorf("LocalPath(%q) = %q, want %q", to, got, want)
		}
	}
	u := &url.URL{Scheme: "javascript", Opaque: "alert(1)"}
	if err := (&route.Request{}).RedirectOut(httptest.NewRecorder(), u); err == nil {
		t.Error("RedirectOut takes a javascript address")
	}
}
