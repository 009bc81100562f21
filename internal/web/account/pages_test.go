// SPDX-License-Identifier: EUPL-1.2

package account_test

import (
	"context"
	"crypto/rand"
	"io"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"net/url"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
	"time"

	"regie/internal/mail"
	"regie/internal/person"
	"regie/internal/store/storetest"
	"regie/internal/text"
	"regie/internal/vault"
	"regie/internal/web"
)

// house is Regie at https://regie.example, without a browser.
type house struct {
	t       *testing.T
	handler http.Handler
	people  *person.Service
	box     *mail.Mailbox
	clock   *clock
}

func newHouse(t *testing.T) *house {
	t.Helper()
	h := &house{t: t, clock: &clock{}}
	h.box = mail.NewMailbox(h.clock.now, 100)
	keys, err := vault.CreateKeyring(filepath.Join(t.TempDir(), "keyring"), vault.KeyringOptions{Cost: vault.TestCost()})
	if err != nil {
		t.Fatal(err)
	}
	origin := &url.URL{Scheme: "https", Host: "regie.example"}
	log := slog.New(slog.DiscardHandler)
	h.people, err = person.New(person.Config{
		DB: storetest.SQLite(t), Smith: vault.NewLocksmith(keys, vault.LocksmithOptions{Cost: vault.TestCost()}),
		Mail: h.box, Origin: origin, Now: h.clock.now, Log: log,
	})
	if err != nil {
		t.Fatal(err)
	}
	h.handler, err = web.New(web.Config{Base: origin, Now: h.clock.now, Random: rand.Reader, Log: log, Sessions: h.people, Person: h.people})
	if err != nil {
		t.Fatal(err)
	}
	return h
}

// visitor is a browser with its cookies.
type visitor struct {
	h       *house
	cookies map[string]*http.Cookie
}

func (h *house) visitor() *visitor { return &visitor{h, map[string]*http.Cookie{}} }

// page is an answer.
type page struct {
	status int
	to     string // Location
	body   string
	header http.Header
}

func (v *visitor) do(method, path string, form url.Values) page {
	v.h.t.Helper()
	var body io.Reader
	if form != nil {
		body = strings.NewReader(form.Encode())
	}
	r := httptest.NewRequest(method, "https://regie.example"+path, body)
	r.RemoteAddr = "192.0.2.7:4711"
	if form != nil {
		r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	}
	for _, c := range v.cookies {
		r.AddCookie(c)
	}
	w := httptest.NewRecorder()
	v.h.handler.ServeHTTP(w, r)
	res := w.Result()
	for _, c := range res.Cookies() {
		if !strings.HasPrefix(c.Name, "__Host-") || !c.Secure || !c.HttpOnly || c.SameSite != http.SameSiteLaxMode || c.Path != "/" || c.Domain != "" {
			v.h.t.Errorf("%s %s sets a loose cookie: %s", method, path, c)
		}
		if c.MaxAge < 0 {
			delete(v.cookies, c.Name)
		} else {
			v.cookies[c.Name] = c
		}
	}
	if c := res.Header.Get("Cache-Control"); c != "no-store" {
		v.h.t.Errorf("%s %s may be kept: %q", method, path, c)
	}
	return page{res.StatusCode, res.Header.Get("Location"), w.Body.String(), res.Header}
}

func (v *visitor) get(path string) page { v.h.t.Helper(); return v.do("GET", path, nil) }

func (v *visitor) post(path string, pairs ...string) page {
	v.h.t.Helper()
	form := url.Values{}
	for i := 0; i+1 < len(pairs); i += 2 {
		form.Set(pairs[i], pairs[i+1])
	}
	return v.do("POST", path, form)
}

// at checks where an answer sends the browser.
func (v *visitor) at(p page, want string) {
	v.h.t.Helper()
	if p.status != http.StatusSeeOther || p.to != want {
		v.h.t.Fatalf("status %d to %q, want to go to %q\n%s", p.status, p.to, want, p.body)
	}
}

func (h *house) letter() mail.Message {
	h.t.Helper()
	if _, err := h.people.Deliver(context.Background()); err != nil {
		h.t.Fatal(err)
	}
	return h.box.List()[0].Message
}

var born = []string{"geboren-dag", "3", "geboren-maand", "4", "geboren-jaar", "1968", "akkoord", "ja"}

func (v *visitor) signUp(address string) page {
	v.h.t.Helper()
	return v.post("/aanmelden", append([]string{"mail", address}, born...)...)
}

const password = "vier gele paraplus op zolder"

// made makes a whole account with a password and an app, and returns its browser and secret.
func (h *house) made(address string) (*visitor, func() string) {
	h.t.Helper()
	s := &site{t: h.t, clock: h.clock}
	v := h.visitor()
	v.at(v.signUp(address), "/aanmelden/mail")
	_, code := linkOf(h.letter())
	v.at(v.post("/aanmelden/mail", "code", code), "/aanmelden/inlogmanier")
	v.at(v.post("/aanmelden/wachtwoord", "wachtwoord", password), "/aanmelden/app")
	secret := regexp.MustCompile(`class="rg-code"[^>]*>([A-Z2-7 ]+)<`).FindStringSubmatch(v.get("/aanmelden/app").body)[1]
	app := func() string { return s.appCode(secret) }
	v.at(v.post("/aanmelden/app", "code", app()), "/aanmelden/herstelblad")
	var groups []string
	for _, m := range regexp.MustCompile(`rg-kit__signs">([0-9A-Z]{5})<`).FindAllStringSubmatch(v.get("/aanmelden/herstelblad").body, -1) {
		groups = append(groups, m[1])
	}
	asked := regexp.MustCompile(`Groep (\d)`).FindAllStringSubmatch(v.get("/aanmelden/herstelblad/controle").body, -1)
	v.at(v.post("/aanmelden/herstelblad/controle", "groep1", groups[asked[0][1][0]-'1'], "groep2", groups[asked[1][1][0]-'1']), "/overzicht")
	return v, app
}

func TestFormsKeepWhatWasTyped(t *testing.T) {
	v := newHouse(t).visitor()
	p := v.post("/aanmelden", "mail", `anna"><script>`, "geboren-dag", "31", "geboren-maand", "2", "geboren-jaar", "1968")
	if p.status != http.StatusUnprocessableEntity {
		t.Errorf("status %d", p.status)
	}
	for _, want := range []string{
		`value="anna&#34;&gt;&lt;script&gt;"`, `value="31"`, `value="1968"`, `href="#mail"`, `href="#geboren-dag"`, `href="#akkoord"`,
		text.NL.T("account.problem.mail.bad"), text.NL.T("account.problem.born.bad"), `aria-invalid="true"`,
	} {
		if !strings.Contains(p.body, want) {
			t.Errorf("the form lacks %s", want)
		}
	}
	p = v.post("/inloggen", "mail", "anna@voorbeeld.nl", "wachtwoord", "geheim en fout", "terug", "/dossier")
	if strings.Contains(p.body, "geheim en fout") || !strings.Contains(p.body, `value="anna@voorbeeld.nl"`) || !strings.Contains(p.body, `name="terug" value="/dossier"`) {
		t.Errorf("the form shows the password, or lost the rest:\n%s", p.body)
	}
	p = v.post("/inloggen", "mail", "anna@voorbeeld.nl", "wachtwoord", "x", "terug", "https://evil.example/")
	if strings.Contains(p.body, "evil") {
		t.Error("the way back leads to another site")
	}
}

func TestAutocompleteSaysWhatEachFieldIs(t *testing.T) {
	h := newHouse(t)
	v := h.visitor()
	for path, want := range map[string][]string{
		"/inloggen":   {`autocomplete="username webauthn"`, `autocomplete="current-password"`},
		"/aanmelden":  {`autocomplete="email"`, `autocomplete="bday-day"`, `autocomplete="bday-year"`},
		"/herstellen": {`autocomplete="email"`},
	} {
		body := v.get(path).body
		for _, w := range want {
			if !strings.Contains(body, w) {
				t.Errorf("%s lacks %s", path, w)
			}
		}
	}
	v.signUp("anna@voorbeeld.nl")
	_, code := linkOf(h.letter())
	v.post("/aanmelden/mail", "code", code)
	body := v.get("/aanmelden/wachtwoord").body
	for _, w := range []string{`autocomplete="new-password"`, `autocomplete="username"`} {
		if !strings.Contains(body, w) {
			t.Errorf("the page of a password lacks %s", w)
		}
	}
}

func TestTheLinkOfAMailChangesNothingByItself(t *testing.T) {
	h := newHouse(t)
	v := h.visitor()
	v.signUp("anna@voorbeeld.nl")
	link, _ := linkOf(h.letter())
	u, err := url.Parse(link)
	if err != nil {
		t.Fatal(err)
	}
	robot := h.visitor()
	for range 3 {
		if p := robot.get(u.RequestURI()); p.status != http.StatusOK || !strings.Contains(p.body, text.NL.T("account.elsewhere.title")) {
			t.Errorf("another browser: %d", p.status)
		}
		if p := v.get(u.RequestURI()); p.status != http.StatusOK || !strings.Contains(p.body, text.NL.T("account.link.yes")) {
			t.Errorf("the browser that asked: %d", p.status)
		}
	}
	if p := robot.post("/aanmelden/mail", "code", u.Query().Get("c")); p.to != "/aanmelden" {
		t.Errorf("another browser went on: %d %s", p.status, p.to)
	}
	before := v.cookies["__Host-stap"].Value
	v.at(v.post("/aanmelden/mail", "code", u.Query().Get("c")), "/aanmelden/inlogmanier")
	if v.cookies["__Host-stap"].Value == before {
		t.Error("the token stayed the same after the mail was proven")
	}
}

func TestKnownAndUnknownAddressesLookTheSame(t *testing.T) {
	h := newHouse(t)
	h.made("anna@voorbeeld.nl")
	h.clock.add(48 * time.Hour)
	blank := strings.NewReplacer("anna@voorbeeld.nl", "X", "bert@voorbeeld.nl", "X")
	requestID := regexp.MustCompile(`[0-9a-f]{10}`)
	tell := func(address string, do func(v *visitor) page) string {
		v := h.visitor()
		p := do(v)
		out := p.to + requestID.ReplaceAllString(blank.Replace(p.body), "")
		for _, c := range v.cookies {
			out += c.Name + strings.Repeat("·", len(c.Value))
		}
		return out
	}
	for name, do := range map[string]func(address string) func(v *visitor) page{
		"signing up": func(a string) func(v *visitor) page { return func(v *visitor) page { return v.signUp(a) } },
		"recovering": func(a string) func(v *visitor) page {
			return func(v *visitor) page { return v.post("/herstellen", "mail", a) }
		},
		"signing in": func(a string) func(v *visitor) page {
			return func(v *visitor) page { return v.post("/inloggen", "mail", a, "wachtwoord", "not the password") }
		},
		"a wrong code": func(a string) func(v *visitor) page {
			return func(v *visitor) page {
				v.post("/herstellen", "mail", a)
				return v.post("/herstellen/mail", "code", "ZZZZ-ZZZZ")
			}
		},
	} {
		known, unknown := tell("anna@voorbeeld.nl", do("anna@voorbeeld.nl")), tell("bert@voorbeeld.nl", do("bert@voorbeeld.nl"))
		if known != unknown {
			t.Errorf("%s tells who has an account:\n%s\n---\n%s", name, known, unknown)
		}
	}
}

func TestTooManyTriesSayWhen(t *testing.T) {
	h := newHouse(t)
	v := h.visitor()
	var p page
	for range 8 {
		p = v.post("/inloggen", "mail", "anna@voorbeeld.nl", "wachtwoord", "not the password")
	}
	if p.status != http.StatusTooManyRequests || !strings.Contains(p.body, "Wacht nog") {
		t.Errorf("status %d\n%s", p.status, p.body)
	}
}

func TestStepUpAndSessions(t *testing.T) {
	h := newHouse(t)
	v, app := h.made("anna@voorbeeld.nl")
	h.clock.add(6 * time.Minute)
	old := v.cookies["__Host-regie"]
	v.at(v.get("/instellingen/beveiliging/wachtwoord"), "/bevestigen?terug=%2Finstellingen%2Fbeveiliging%2Fwachtwoord")
	v.at(v.post("/instellingen/beveiliging/wachtwoord", "huidig", password, "wachtwoord", "kruiwagen vol natte sokken"), "/bevestigen?terug=%2Finstellingen%2Fbeveiliging%2Fwachtwoord")
	if p := v.post("/bevestigen", "wachtwoord", "x", "code", app(), "terug", "/meer"); p.status != http.StatusUnprocessableEntity {
		t.Errorf("a wrong password: %d", p.status)
	}
	v.at(v.post("/bevestigen", "wachtwoord", password, "code", app(), "terug", "//evil.example"), "/overzicht")
	stale := h.visitor()
	stale.cookies["__Host-regie"] = old
	if p := stale.get("/instellingen/beveiliging"); p.status != http.StatusSeeOther || !strings.HasPrefix(p.to, "/inloggen") {
		t.Errorf("the token from before stepping up still works: %d", p.status)
	}
	if p := v.post("/instellingen/beveiliging/wachtwoord", "huidig", "x", "wachtwoord", "kruiwagen vol natte sokken"); !strings.Contains(p.body, text.NL.T("account.problem.current")) {
		t.Errorf("changed with a wrong password: %d", p.status)
	}
	v.at(v.post("/instellingen/beveiliging/wachtwoord", "huidig", password, "wachtwoord", "kruiwagen vol natte sokken", "andere", "ja"), "/instellingen/beveiliging")

	// A second browser, and ending it from the first.
	second := h.visitor()
	second.at(second.post("/inloggen", "mail", "anna@voorbeeld.nl", "wachtwoord", "kruiwagen vol natte sokken"), "/inloggen/stap")
	second.at(second.post("/inloggen/stap", "code", app()), "/overzicht")
	if _, ok := second.cookies["__Host-stap"]; ok {
		t.Error("the cookie of the first step is left")
	}
	body := v.get("/instellingen/beveiliging").body
	id := regexp.MustCompile(`sessies/beeindigen".*?name="id" value="([0-9a-f]{32})"`).FindStringSubmatch(strings.ReplaceAll(body, "\n", " "))
	if id == nil {
		t.Fatalf("no session can be ended:\n%s", body)
	}
	v.at(v.post("/instellingen/beveiliging/sessies/beeindigen", "id", id[1]), "/instellingen/beveiliging")
	if p := second.get("/instellingen/beveiliging"); p.status != http.StatusSeeOther {
		t.Errorf("the ended session still works: %d", p.status)
	}
	for _, bad := range []string{"", "x", strings.Repeat("0", 32), strings.Repeat("a", 31)} {
		if p := v.post("/instellingen/beveiliging/weghalen", "id", bad); p.status != http.StatusNotFound {
			t.Errorf("removing factor %q: %d", bad, p.status)
		}
	}
	p := v.post("/uitloggen")
	v.at(p, "/uitgelogd")
	if p.header.Get("Clear-Site-Data") == "" {
		t.Error("signing out leaves what the browser kept")
	}
	if p := v.get("/instellingen/beveiliging"); p.status != http.StatusSeeOther {
		t.Errorf("after signing out: %d", p.status)
	}
}

func TestStepsCanNotBeSkipped(t *testing.T) {
	h := newHouse(t)
	v := h.visitor()
	pages := []string{"/wachtwoord", "/app", "/sleutel", "/herstelblad", "/herstelblad/controle", "/inlogmanier"}
	for _, base := range []string{"/aanmelden", "/herstellen"} {
		for _, p := range pages {
			v.at(v.get(base+p), base)
		}
	}
	v.at(v.get("/inloggen/stap"), "/inloggen")
	for accept, want := range map[string]int{"*/*": http.StatusUnauthorized, "text/html,*/*": http.StatusSeeOther} {
		r := httptest.NewRequest("GET", "https://regie.example/instellingen/beveiliging", nil)
		r.Header.Set("Sec-Fetch-Dest", "empty")
		r.Header.Set("Accept", accept)
		w := httptest.NewRecorder()
		h.handler.ServeHTTP(w, r)
		if w.Code != want { // a script, and a page that came through a service worker
			t.Errorf("accepting %s: %d, want %d", accept, w.Code, want)
		}
	}
	v.at(v.get("/herstellen/code"), "/herstellen")
	v.signUp("anna@voorbeeld.nl")
	for _, p := range pages {
		v.at(v.get("/aanmelden"+p), "/aanmelden/mail")
		v.at(v.get("/herstellen"+p), "/herstellen") // a visit of another purpose
	}
	_, code := linkOf(h.letter())
	v.post("/aanmelden/mail", "code", code)
	v.at(v.get("/aanmelden/herstelblad"), "/aanmelden/inlogmanier")
	v.at(v.post("/aanmelden/herstelblad/controle", "groep1", "x", "groep2", "y"), "/aanmelden/inlogmanier")
	v.at(v.get("/aanmelden/mail"), "/aanmelden/inlogmanier")
	if p := v.post("/inloggen/sleutel", "response", "{}"); p.status != http.StatusUnprocessableEntity {
		t.Errorf("an empty passkey: %d", p.status)
	}
	if p := v.post("/inloggen/sleutel/vraag"); p.status != http.StatusOK || !strings.Contains(p.body, `"userVerification":"required"`) {
		t.Errorf("options: %d %s", p.status, p.body)
	}
}
