// SPDX-License-Identifier: EUPL-1.2

package e2e

import (
	"bytes"
	"io"
	"maps"
	"net/http"
	"net/url"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"regie/internal/web/route"
)

// client sends requests to the program as one person, without a browser between.
type client struct {
	t       *testing.T
	base    string
	cookies []*http.Cookie
}

// answer is what came back, without what differs between any two answers.
type answer struct {
	Status   int
	Location string
	Body     string
	header   http.Header
}

var follow = &http.Client{CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }}

func (c *client) send(method, path string, form url.Values, change func(*http.Request)) answer {
	c.t.Helper()
	r, err := http.NewRequestWithContext(c.t.Context(), method, c.base+path, strings.NewReader(form.Encode()))
	if err != nil {
		c.t.Fatal(err)
	}
	for _, k := range c.cookies {
		r.AddCookie(k)
	}
	if method == http.MethodPost {
		r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
		r.Header.Set("Origin", c.base)
	}
	if change != nil {
		change(r)
	}
	res, err := follow.Do(r)
	if err != nil {
		c.t.Fatal(err)
	}
	defer res.Body.Close() //nolint:errcheck // read to its end
	b, err := io.ReadAll(res.Body)
	if err != nil {
		c.t.Fatal(err)
	}
	if id := res.Header.Get("X-Request-Id"); id != "" {
		b = bytes.ReplaceAll(b, []byte(id), []byte("(id)"))
	}
	b = idleTime.ReplaceAll(b, nil)
	return answer{Status: res.StatusCode, Location: res.Header.Get("Location"), Body: string(b), header: res.Header}
}

// idleTime says on each page how many seconds are left before signing out.
var idleTime = regexp.MustCompile(` data-idle="\d+"`)

// ids are the numbers of one person in addresses: by the pattern up to and with the wildcard, or
// by the name of the wildcard where all routes have the same.
type ids map[string]string

var wildcards = regexp.MustCompile(`\{(\w+)\}`)

// fill puts ids in a pattern. ok is false where a wildcard has none.
func (i ids) fill(pattern string) (path string, ok bool) {
	ok = true
	path = wildcards.ReplaceAllStringFunc(strings.TrimSuffix(pattern, "{$}"), func(w string) string {
		v, has := i[pattern[:strings.Index(pattern, w)+len(w)]]
		if !has {
			v, has = i[w[1:len(w)-1]]
		}
		ok = ok && has
		return v
	})
	return path, ok
}

// take keeps what the wildcards of a pattern stand for in a path.
func (i ids) take(pattern, path string) {
	path, _, _ = strings.Cut(path, "?")
	parts, values := strings.Split(pattern, "/"), strings.Split(path, "/")
	for n, part := range parts {
		if key := strings.Join(parts[:n+1], "/"); strings.HasPrefix(part, "{") && n < len(values) && i[key] == "" {
			i[key] = values[n]
		}
	}
}

// takeAny keeps what the wildcards stand for of each route that a path can be of.
func (i ids) takeAny(path string) {
	path, _, _ = strings.Cut(path, "?")
	values := strings.Split(path, "/")
	for _, rt := range routes() {
		parts := strings.Split(rt.Pattern, "/")
		if len(parts) > len(values) && slices.EqualFunc(parts[:len(values)], values, same) || len(parts) <= len(values) && slices.EqualFunc(parts, values[:len(parts)], same) {
			i.take(rt.Pattern, path)
		}
	}
}

// lastDeleted puts what was deleted after what is there.
func lastDeleted(a, b string) int {
	if gone := strings.HasSuffix(a, "-deleted"); gone != strings.HasSuffix(b, "-deleted") {
		if gone {
			return 1
		}
		return -1
	}
	return strings.Compare(a, b)
}

// same tells whether a part of a pattern can be a part of a path.
func same(part, value string) bool { return part == value || strings.HasPrefix(part, "{") }

// unknown are ids of nobody, of the same form.
var unknown = ids{
	"key": "0f1e2d3c4b5a6978", "reis": "0123456789abcdef0123456789abcdef", "zorgverlener": "fedcba9876543210fedcba9876543210",
	"vraag": strings.Repeat("A", 150), "n": "0", "stap": "0", "kind": "medicijnen", "tag": "abcdefgh", "/eigen/{kind}": "medicijn", "merk": "withings",
	"other": "0f1e2d3c4b5a6979", "lijst": "0123456789abcdef0123456789abcdee", "letter": "a", "id": "fedcba98765432100123456789abcdef",
	"start": "1", "token": strings.Repeat("A", 90), "number": "77", "bron": "77",
}

// owned tells whether an address names something of one person.
func owned(rt route.Route) bool {
	if !rt.Who.Personal() {
		return false
	}
	for _, w := range wildcards.FindAllString(rt.Pattern, -1) {
		if !slices.Contains([]string{"{n}", "{stap}", "{kind}", "{tag}", "{letter}", "{merk}"}, w) {
			return true
		}
	}
	return false
}

// TestRoutes holds every route of the table to its rules, in the real program with two real
// persons: who may use it, with which headers, and that what is of another is not there.
func TestRoutes(t *testing.T) {
	t.Parallel()
	p := start(t)
	anna := sit(t, p, "anna@voorbeeld.nl")
	anna.NoScript(true)
	anna.signUpWithPassword(nil)
	if h := anna.collect("Willem Oefenberg", nil, oefenhoek, linde, eikenstad, vijzel, proefbuis); h != allIn {
		t.Fatalf("it says %q:\n%s", h, anna.Text())
	}
	hers := ids{"n": "0", "stap": "0", "kind": "medicijnen", "tag": "abcdefgh", "merk": "withings", "reis": lastOf(anna.URL()), "/eigen/{kind}": "medicijn"}
	anna.addOwn("Valdispert")
	pages := anna.adds(t)
	for _, name := range slices.SortedFunc(maps.Keys(pages), lastDeleted) {
		hers.takeAny(pages[name])
	}
	anna.Goto("/zorgverleners")
	hers["zorgverlener"] = lastOf(anna.links(`main ul a[href^="/zorgverleners/"]`)[0])
	anna.Goto("/documenten")
	anna.Click("Ontslagbrief, Inwendige geneeskunde") // it has a file
	hers.take("/dossier/item/{key}", anna.URL())
	anna.lookFor("metformine")
	hers["vraag"] = lastOf(anna.URL())
	anna.lookFor("laboratoriumverslag")
	anna.Goto(anna.links(`main a[href^="/dossier/item/"]`)[0])
	hers.take("/verslag/{key}", anna.links(`main a[href^="/verslag/"]`)[0])
	newCrawler(1).over(anna, func(path, pattern string) { hers.take(pattern, path) })
	hers["/dossier/item/{key}/samen/{other}"] = unknown["key"]
	hers["/beelden/{key}/{n}"] = "1"
	hers["/afdruk/gesprek/{key}"] = hers["/gesprek/{key}"]
	hers["/afdruk/gegeven/{key}"] = hers["/dossier/item/{key}"]
	hers["/afdruk/test/{key}"] = hers["/lab/{key}"]
	before := anna.counts()

	bert := sit(t, p, "bert@voorbeeld.nl")
	bert.NoScript(true)
	bert.signUpWithPassword(nil)
	if h := bert.collect("Yasmina", nil, ooievaar); h != allIn {
		t.Fatalf("it says %q:\n%s", h, bert.Text())
	}
	his := ids{}
	bert.Goto("/klachten")
	for _, problem := range bert.links(`main a[href^="/klachten/"]`) {
		bert.Goto(problem)
		for _, card := range bert.links(`main a[href^="/zwangerschap/"]`) {
			his.take("/zwangerschap/{key}", card)
		}
	}

	a, b, nobody := &client{t, p.Base, anna.Cookies()}, &client{t, p.Base, bert.Cookies()}, &client{t, p.Base, nil}
	t.Run("foreign", func(t *testing.T) { foreign(t, a, b, hers, his) })
	t.Run("elsewhere", func(t *testing.T) { elsewhere(t, a, hers) })
	t.Run("headers", func(t *testing.T) { headers(t, a, nobody, hers) })
	if diff := cmp.Diff(before, anna.counts()); diff != "" {
		t.Errorf("the dossier changed:\n%s", diff)
	}
	old := anna.Cookies()
	anna.signOut(nil)
	t.Run("after signing out", func(t *testing.T) { strangers(t, &client{t, p.Base, old}, hers) })
	t.Run("without a session", func(t *testing.T) { strangers(t, nobody, hers) })
}

// notAlways are pages that lead elsewhere, or are not there, before something was done.
var notAlways = map[string]string{
	"go": "leads to the provider", "own-deleted": "only what was deleted", "measure-part-have": "headers alone",
	"diary-deleted": "only what was deleted", "agenda-deleted": "only what was deleted", "goal-deleted": "only what was deleted", "form-review": "leads to the questions until all are answered",
}

// foreign asks as one person for what is of the other, by every route that has an id.
func foreign(t *testing.T, a, b *client, hers, his ids) {
	for _, rt := range routes() {
		if !owned(rt) {
			continue
		}
		owner, other, path := a, b, ""
		if hersToo, ok := hers.fill(rt.Pattern); ok {
			path = hersToo
		} else if path, ok = his.fill(rt.Pattern); ok {
			owner, other = b, a
		} else {
			t.Errorf("neither of the two has anything at %s", rt.Pattern)
			continue
		}
		if rt.Method == http.MethodGet && notAlways[rt.Name] == "" && rt.Who != route.SteppedUp {
			if own := owner.send(rt.Method, path, nil, nil); own.Status != http.StatusOK {
				t.Errorf("%s is a %d for its owner: this test would find nothing", rt.Pattern, own.Status)
			}
		}
		nothing, _ := unknown.fill(rt.Pattern)
		got, want := other.send(rt.Method, path, nil, nil), other.send(rt.Method, nothing, nil, nil)
		// A file that waits may be gone, for its owner too: one comes to the page of files.
		if missing := got.Status == http.StatusNotFound || got.Status == http.StatusSeeOther && got.Location == "/metingen/bestand"; !missing || want.Status != got.Status {
			t.Errorf("%s %s is a %d for another, and a %d where there is nothing", rt.Method, rt.Pattern, got.Status, want.Status)
		}
		got.Body, want.Body = strings.ReplaceAll(got.Body, path, "(path)"), strings.ReplaceAll(want.Body, nothing, "(path)")
		if got.Body != want.Body || got.Location != want.Location {
			t.Errorf("%s %s tells what is of another from what is not there:\n%s", rt.Method, rt.Pattern, cmp.Diff(want.Body, got.Body))
		}
	}
	// Sessions and keys are named in forms.
	for path, field := range map[string]string{
		"/instellingen/beveiliging/sessies/beeindigen": "id", "/instellingen/beveiliging/naam": "id", "/instellingen/beveiliging/weghalen": "id",
	} {
		got := b.send(http.MethodPost, path, url.Values{field: {hers["reis"]}}, nil)
		want := b.send(http.MethodPost, path, url.Values{field: {unknown["reis"]}}, nil)
		if got.Status != want.Status || got.Location != want.Location {
			t.Errorf("%s: %d for what is of another, %d for what is not there", path, got.Status, want.Status)
		}
	}
}

// elsewhere sends every form as another site would.
func elsewhere(t *testing.T, a *client, hers ids) {
	for _, rt := range routes() {
		path, ok := hers.fill(rt.Pattern)
		if rt.Method == http.MethodGet || !ok {
			continue
		}
		for how, change := range map[string]func(*http.Request){
			"of another site": func(r *http.Request) {
				r.Header.Set("Sec-Fetch-Site", "cross-site")
				r.Header.Set("Origin", "https://elders.example")
			},
			"of a neighbour":    func(r *http.Request) { r.Header.Set("Sec-Fetch-Site", "same-site") },
			"of an old browser": func(r *http.Request) { r.Header.Set("Origin", "https://elders.example") },
			"of nowhere":        func(r *http.Request) { r.Header.Set("Origin", "null") },
		} {
			if got := a.send(rt.Method, path, nil, change); got.Status != http.StatusForbidden {
				t.Errorf("a form %s is taken by %s: %d", how, rt.Pattern, got.Status)
			}
		}
	}
}

// headers checks what every answer must carry.
func headers(t *testing.T, a, nobody *client, hers ids) {
	for _, rt := range routes() {
		path, ok := hers.fill(rt.Pattern)
		if rt.Method != http.MethodGet || !ok {
			continue
		}
		for _, c := range []*client{a, nobody} {
			got := c.send(rt.Method, path, nil, nil)
			policy := got.header.Get("Content-Security-Policy")
			if name := rt.Name; name == "image-file" || name == "document-file" || name == "original-file" || name == "diary-file" {
				// Files of others: nothing of ours, no script, and in a sandbox. What shows a PDF needs its styles.
				policy = strings.Replace(policy, "style-src 'unsafe-inline'", "", 1)
				if got.Status == http.StatusOK && (!strings.Contains(policy, "sandbox") || strings.Contains(policy, "script-src") || strings.Contains(policy, "allow-")) {
					t.Errorf("%s is not in a sandbox: %q", rt.Pattern, policy)
				}
			} else if !strings.Contains(policy, "frame-ancestors 'none'") {
				t.Errorf("%s may be put in a frame: %q", rt.Pattern, policy)
			}
			if !strings.Contains(policy, "default-src 'none'") || strings.Contains(policy, "unsafe") || strings.Contains(policy, "*") {
				t.Errorf("%s: Content-Security-Policy is %q", rt.Pattern, policy)
			}
			if got.header.Get("X-Content-Type-Options") != "nosniff" || got.header.Get("Referrer-Policy") == "" {
				t.Errorf("%s: %v", rt.Pattern, got.header)
			}
			if cache := got.header.Get("Cache-Control"); !rt.Static && !strings.Contains(cache, "no-store") {
				t.Errorf("%s may be kept by a browser: Cache-Control is %q", rt.Pattern, cache)
			}
			if inline := inlineScript.FindString(got.Body); inline != "" && strings.HasPrefix(got.header.Get("Content-Type"), "text/html") {
				t.Errorf("%s has %q in the page", rt.Pattern, inline)
			}
			for _, k := range (&http.Response{Header: got.header}).Cookies() {
				if !k.HttpOnly || k.SameSite == http.SameSiteDefaultMode || k.SameSite == http.SameSiteNoneMode {
					t.Errorf("%s sets the cookie %s", rt.Pattern, k)
				}
			}
		}
	}
}

var inlineScript = regexp.MustCompile(`<script(?:\s[^>]*)?>[^<]|<style|\sstyle="|\son[a-z]+="|javascript:`)

// strangers asks for everything without a session.
func strangers(t *testing.T, c *client, hers ids) {
	for _, rt := range routes() {
		path, ok := hers.fill(rt.Pattern)
		if !rt.Who.Personal() || !ok {
			continue
		}
		got := c.send(rt.Method, path, nil, nil)
		if got.Status != http.StatusSeeOther || !strings.HasPrefix(got.Location, "/inloggen") {
			t.Errorf("%s %s: %d to %q", rt.Method, rt.Pattern, got.Status, got.Location)
		}
		if strings.Contains(strings.ToLower(got.Body), "metformine") {
			t.Errorf("%s shows something", rt.Pattern)
		}
	}
}
