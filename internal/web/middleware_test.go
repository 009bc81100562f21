// SPDX-License-Identifier: EUPL-1.2

package web

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"net/http"
	"net/url"
	"strings"
	"testing"
	"time"

	"regie/internal/text"
	"regie/internal/web/route"
	"regie/internal/web/ui"
	"regie/internal/web/ui/assets"
)

func TestEveryAnswerCarriesTheHeaders(t *testing.T) {
	c := config(t)
	h := site(t, c)
	for _, rt := range tableOf(t, c) {
		res := ask(h, rt.Method, example(rt.Pattern), nil)
		for name, want := range map[string]string{
			"Content-Security-Policy": contentPolicy, "X-Content-Type-Options": "nosniff", "X-Frame-Options": "DENY",
			"Referrer-Policy": "same-origin", "Cross-Origin-Opener-Policy": "same-origin",
		} {
			if got := res.Header.Get(name); got != want {
				t.Errorf("%s: %s is %q", rt.Pattern, name, got)
			}
		}
		if cc := res.Header.Get("Cache-Control"); !rt.Static && cc != "no-store" {
			t.Errorf("%s: Cache-Control is %q", rt.Pattern, cc)
		}
	}
	if res := ask(h, "GET", "/", nil); res.Header.Get("Strict-Transport-Security") != "" {
		t.Error("http has Strict-Transport-Security")
	}
}

func TestOverHTTPS(t *testing.T) {
	c := config(t)
	c.Base = &url.URL{Scheme: "https", Host: "regie.example"}
	h := site(t, c)
	res := ask(h, "POST", "/weergave/taal", func(r *http.Request) {
		r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
		r.Body = io.NopCloser(strings.NewReader("lang=en&back=/help"))
	})
	if !strings.HasPrefix(res.Header.Get("Strict-Transport-Security"), "max-age=") {
		t.Error("no Strict-Transport-Security")
	}
	cookies := res.Cookies()
	if len(cookies) != 1 {
		t.Fatalf("%d cookies, want 1", len(cookies))
	}
	k := cookies[0]
	if k.Name != "__Host-weergave" || !k.Secure || !k.HttpOnly || k.SameSite != http.SameSiteLaxMode || k.Path != "/" || k.Domain != "" {
		t.Errorf("the cookie is %v", k)
	}
	if to := res.Header.Get("Location"); to != "/help" {
		t.Errorf("the language leads to %q", to)
	}
}

func TestAFormFromAnotherSiteIsRefused(t *testing.T) {
	h := site(t, config(t))
	for name, headers := range map[string]map[string]string{
		"cross-site": {"Sec-Fetch-Site": "cross-site"},
		"same-site":  {"Sec-Fetch-Site": "same-site"},
		"origin":     {"Origin": "https://evil.example"},
	} {
		res := ask(h, "POST", "/weergave", func(r *http.Request) {
			for k, v := range headers {
				r.Header.Set(k, v)
			}
		})
		if res.StatusCode != http.StatusForbidden || len(res.Cookies()) != 0 {
			t.Errorf("%s: %d with %v", name, res.StatusCode, res.Cookies())
		}
		if !strings.Contains(body(t, res), text.NL.T("error.403.origin.title")) {
			t.Errorf("%s: not the page that says so", name)
		}
	}
	if res := ask(h, "POST", "/weergave", func(r *http.Request) { r.Header.Set("Sec-Fetch-Site", "same-origin") }); res.StatusCode != http.StatusSeeOther {
		t.Errorf("a form of our own: %d", res.StatusCode)
	}
}

func TestTooLargeAndTooManyFields(t *testing.T) {
	h := site(t, config(t))
	for name, tt := range map[string]struct {
		form string
		want int
	}{
		"large":  {"size=" + strings.Repeat("1", route.DefaultMaxBody+1), http.StatusRequestEntityTooLarge},
		"many":   {strings.Repeat("a=&", 10) + manyFields(600), http.StatusBadRequest},
		"broken": {"a=%zz", http.StatusBadRequest},
	} {
		res := ask(h, "POST", "/weergave", func(r *http.Request) {
			r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
			r.Body = io.NopCloser(strings.NewReader(tt.form))
		})
		if res.StatusCode != tt.want {
			t.Errorf("%s: %d, want %d", name, res.StatusCode, tt.want)
		}
	}
}

func manyFields(n int) string {
	var b strings.Builder
	for i := range n {
		fmt.Fprintf(&b, "f%d=1&", i)
	}
	return b.String()
}

// TestErrors checks status, headers, words and log of every error, and that the log has
// nothing of what an error was made with.
func TestErrors(t *testing.T) {
	const secret = "https://fhir.example/Patient/123456782"
	routes := map[string]struct {
		answer route.Handler
		status int
		key    string
		header string
	}{
		"/notfound":    {func(http.ResponseWriter, *route.Request) error { return route.NotFound() }, 404, "error.404", ""},
		"/gone":        {func(http.ResponseWriter, *route.Request) error { return route.Gone() }, 410, "error.410", ""},
		"/bad":         {func(http.ResponseWriter, *route.Request) error { return route.BadInput(errors.New("no")) }, 400, "error.400", ""},
		"/forbidden":   {func(http.ResponseWriter, *route.Request) error { return route.Forbidden() }, 403, "error.403", ""},
		"/toomany":     {func(http.ResponseWriter, *route.Request) error { return route.TooMany(90 * time.Second) }, 429, "error.429", "90"},
		"/unavailable": {func(http.ResponseWriter, *route.Request) error { return route.Unavailable(io.EOF) }, 503, "error.503", ""},
		"/own":         {func(http.ResponseWriter, *route.Request) error { return route.WithKey(route.Gone(), "error.401") }, 410, "error.401", ""},
		"/error": {func(http.ResponseWriter, *route.Request) error {
			return fmt.Errorf("opening %s of %q for anna@example.org: %w", secret, "Anna de Vries", io.ErrUnexpectedEOF)
		}, 500, "error.500", ""},
		"/panic": {func(http.ResponseWriter, *route.Request) error { panic(secret) }, 500, "error.500", ""},
		"/slow":  {func(_ http.ResponseWriter, r *route.Request) error { <-r.Context().Done(); return r.Context().Err() }, 503, "error.503", ""},
	}
	var log bytes.Buffer
	c := config(t)
	c.Log = slog.New(slog.NewJSONHandler(&log, nil))
	h, err := newSite(c, func(Config, *assets.Set) []route.Route {
		var table []route.Route
		for p, rt := range routes {
			table = append(table, route.Route{Method: "GET", Pattern: p, Who: route.Anyone, Handler: rt.answer, Timeout: 20 * time.Millisecond})
		}
		return table
	})
	if err != nil {
		t.Fatal(err)
	}
	for p, rt := range routes {
		for _, l := range text.Langs {
			res := ask(h, "GET", p, func(r *http.Request) { r.Header.Set("Accept-Language", l.Tag()) })
			b := body(t, res)
			if res.StatusCode != rt.status {
				t.Errorf("%s: %d, want %d", p, res.StatusCode, rt.status)
			}
			if !strings.Contains(b, l.T(rt.key+".title")) || !strings.Contains(b, l.T(rt.key+".text")) {
				t.Errorf("%s in %s does not say what is the matter", p, l.Tag())
			}
			if got := res.Header.Get("Retry-After"); got != rt.header {
				t.Errorf("%s: Retry-After is %q", p, got)
			}
			if res.StatusCode >= 500 && !strings.Contains(b, res.Header.Get("X-Request-Id")) {
				t.Errorf("%s does not give its number", p)
			}
		}
	}
	for _, never := range []string{"fhir.example", "123456782", "Anna", "anna@", "Patient"} {
		if strings.Contains(log.String(), never) {
			t.Errorf("the log has %q:\n%s", never, log.String())
		}
	}
	for _, want := range []string{"opening … of … for … unexpected EOF", `"type":"string"`, "middleware_test"} {
		if want == "middleware_test" {
			want = "TestErrors"
		}
		if !strings.Contains(log.String(), want) {
			t.Errorf("the log lacks %q:\n%s", want, log.String())
		}
	}
}

func TestTheLogHasRoutesNotAddresses(t *testing.T) {
	var log bytes.Buffer
	c := config(t)
	c.Log = slog.New(slog.NewJSONHandler(&log, &slog.HandlerOptions{Level: slog.LevelDebug}))
	h := site(t, c)
	ask(h, "GET", "/help?zoek=geheim", nil)
	ask(h, "GET", "/geheim/adres", nil)
	ask(h, "GET", "/assets/0/regie.css", nil)
	ask(h, "GEHEIM", "/", nil)
	got := log.String()
	if strings.Contains(strings.ToLower(got), "geheim") {
		t.Errorf("the log has an address:\n%s", got)
	}
	for _, want := range []string{`"route":"/help"`, `"route":"/"`, `"status":404`, `"method":"other"`, `"route":"/assets/{digest}/{name}"`} {
		if !strings.Contains(got, want) {
			t.Errorf("the log lacks %s:\n%s", want, got)
		}
	}
}

func TestAcceptLanguage(t *testing.T) {
	for header, want := range map[string]text.Lang{
		"": text.NL, "nl": text.NL, "en": text.EN, "en-GB,en;q=0.9": text.EN, "nl-BE": text.NL,
		"fr,en;q=0.4,nl;q=0.3": text.EN, "fr,en;q=0.2,nl;q=0.3": text.NL, "de": text.NL, "en;q=0,nl;q=0.1": text.NL,
		"en;q=banana, nl;q=0.1": text.NL, strings.Repeat("x,", 5000) + "en": text.NL,
	} {
		if got := acceptLanguage(header); got != want {
			t.Errorf("%.40q gives %s", header, got.Tag())
		}
	}
}

func TestPrefs(t *testing.T) {
	p := ui.Prefs{Lang: text.EN, LangSet: true, Theme: "dark", Contrast: "more", Size: "200", Known: true}
	if got := route.ParsePrefs(route.FormatPrefs(p)); got != p {
		t.Errorf("%v becomes %v", p, got)
	}
	for _, s := range []string{"", "x", "fr.purple.some.300.", ".....", "nl.dark.more.125", "nl.dark.more.125.x.y", "\x00"} {
		if got := route.ParsePrefs(s); got.Theme+got.Contrast+got.Size != "" || got.LangSet {
			t.Errorf("%q gives %v", s, got)
		}
	}
	h := site(t, config(t))
	page := body(t, ask(h, "GET", "/help", func(r *http.Request) {
		r.AddCookie(&http.Cookie{Name: "weergave", Value: route.FormatPrefs(p)})
	}))
	for _, want := range []string{`lang="en"`, `data-theme="dark"`, `data-contrast="more"`, `data-size="200"`} {
		if !strings.Contains(page, want) {
			t.Errorf("the page has no %s", want)
		}
	}
}

func TestFlashIsShownOnceAndOnlyFromTheCatalogue(t *testing.T) {
	h := site(t, config(t))
	res := ask(h, "POST", "/weergave", nil)
	if len(res.Cookies()) != 2 {
		t.Fatalf("cookies: %v", res.Cookies())
	}
	give := func(r *http.Request) {
		for _, k := range res.Cookies() {
			r.AddCookie(k)
		}
	}
	shown := ask(h, "GET", "/weergave", give)
	if !strings.Contains(body(t, shown), text.NL.T("settings.display.saved")) {
		t.Error("the flash is not shown")
	}
	gone := false
	for _, k := range shown.Cookies() {
		gone = gone || k.Name == "melding" && k.MaxAge < 0
	}
	if !gone {
		t.Error("the flash stays")
	}
	for _, forged := range []string{"ok.<script>", "ok.no.such.key", "purple.settings.display.saved", "x"} {
		b := body(t, ask(h, "GET", "/weergave", func(r *http.Request) {
			r.AddCookie(&http.Cookie{Name: "melding", Value: url.QueryEscape(forged)})
		}))
		if strings.Contains(b, "utrecht-alert") {
			t.Errorf("%q is shown", forged)
		}
	}
}
