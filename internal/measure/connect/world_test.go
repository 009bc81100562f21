// SPDX-License-Identifier: EUPL-1.2

package connect_test

import (
	"context"
	"io"
	"log/slog"
	"net/http"
	"net/http/cookiejar"
	"net/url"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"
	_ "time/tzdata"

	"regie/internal/measure"
	"regie/internal/measure/connect"
	"regie/internal/measure/connect/all"
	"regie/internal/medmij"
	"regie/internal/practice"
	"regie/internal/practice/vendor"
	"regie/internal/store"
	"regie/internal/store/storetest"
	"regie/internal/vault"
)

const redirect = "http://localhost:8080/apparaten/koppelen/withings/terug"

// world is a person, Regie, and the made-up vendor over real TLS.
type world struct {
	t       *testing.T
	net     *practice.Network
	egress  *medmij.Egress
	db      *store.DB
	books   *measure.Books
	c       *connect.Couplings
	v       *vault.Opened
	session store.ID

	mu    sync.Mutex
	now   time.Time
	calls []vendor.Exchange
	slept time.Duration
	logs  strings.Builder
}

func (w *world) Now() time.Time {
	w.mu.Lock()
	defer w.mu.Unlock()
	return w.now
}

func (w *world) pass(d time.Duration) {
	w.mu.Lock()
	defer w.mu.Unlock()
	w.now = w.now.Add(d)
}

// asked returns the actions that the vendor was asked since the last time.
func (w *world) asked() []string {
	w.mu.Lock()
	defer w.mu.Unlock()
	var out []string
	for _, x := range w.calls {
		out = append(out, x.Action)
	}
	w.calls = nil
	return out
}

func (w *world) count(action string) int {
	n := 0
	for _, a := range w.asked() {
		if a == action {
			n++
		}
	}
	return n
}

func begin(t *testing.T) *world {
	t.Helper()
	w := &world{t: t, db: storetest.SQLite(t), session: store.NewID(nil), now: time.Date(2026, 11, 20, 9, 0, 0, 0, time.UTC)}
	var err error
	w.net, err = practice.Start(t.Context(), practice.Config{
		Clients: []practice.Client{{ID: "regie.localhost", Organisation: "Regie", RedirectURIs: []string{"http://localhost:8080/ophalen/terug"}}},
		Now:     w.Now, ObserveVendor: func(x vendor.Exchange) {
			w.mu.Lock()
			defer w.mu.Unlock()
			w.calls = append(w.calls, x)
		},
	})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(w.net.Close)
	w.net.Vendor.Register(vendor.Client{ID: "regie-oefenen", Secret: "geheim", Redirects: []string{redirect}})
	w.egress, err = medmij.NewEgress(medmij.EgressConfig{
		Allowed: func(host, port string) bool { return host == vendor.APIHost && port == "443" }, Roots: w.net.CAPool, Hosts: w.net.VendorHosts,
	})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(w.egress.Close)
	w.books = measure.New(w.db, measure.Options{Now: w.Now})
	w.v = vault.Open(store.NewScope(store.NewID(nil)), vault.NewRootKey(nil))
	w.c = w.couplings("geheim")
	return w
}

// couplings are another process of the same Regie.
func (w *world) couplings(secret string) *connect.Couplings {
	row := all.Table[0]
	c := connect.New(connect.Config{
		DB: w.db, Books: w.books, Now: w.Now, Redirect: func(string) string { return redirect }, Log: slog.New(slog.NewTextHandler(&w.logs, nil)),
		Offers: []connect.Offer{{Row: row, Vendor: row.New(connect.Settings{
			ID: "regie-oefenen", Secret: secret, Host: w.net.VendorAPI(), Login: w.net.VendorLogin(), Out: w.egress, Now: w.Now,
			Sleep: func(ctx context.Context, d time.Duration) error {
				w.pass(d)
				w.slept += d
				return ctx.Err()
			},
		})}},
	})
	w.t.Cleanup(c.Close)
	return c
}

// visit goes to an address of the vendor's pages as a browser does, with the answers that forms
// get, and returns where it is sent in the end.
func (w *world) visit(to string, answers ...url.Values) *url.URL {
	w.t.Helper()
	jar, err := cookiejar.New(nil)
	if err != nil {
		w.t.Fatal(err)
	}
	b := &http.Client{Jar: jar, CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }}
	method, form := http.MethodGet, url.Values(nil)
	for range 10 {
		u, err := url.Parse(to)
		if err != nil {
			w.t.Fatal(err)
		}
		if u.Hostname() == "localhost" {
			return u
		}
		host := u.Host
		u.Host = w.net.FrontAddr
		r, err := http.NewRequestWithContext(w.t.Context(), method, u.String(), strings.NewReader(form.Encode()))
		if err != nil {
			w.t.Fatal(err)
		}
		r.Host = host
		if method == http.MethodPost {
			r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
		}
		res, err := b.Do(r)
		if err != nil {
			w.t.Fatal(err)
		}
		page, err := io.ReadAll(res.Body)
		res.Body.Close()
		if err != nil {
			w.t.Fatal(err)
		}
		if next := res.Header.Get("Location"); next != "" {
			u.Host = host
			n, err := u.Parse(next)
			if err != nil {
				w.t.Fatal(err)
			}
			to, method, form = n.String(), http.MethodGet, nil
			continue
		}
		if len(answers) == 0 || res.StatusCode != http.StatusOK {
			w.t.Fatalf("%d at %s:\n%s", res.StatusCode, to, page)
		}
		method, form, answers = http.MethodPost, answers[0], answers[1:]
	}
	w.t.Fatal("redirects without end")
	return nil
}

// login goes to the vendor and back with an answer.
func (w *world) login(account, answer string) error {
	w.t.Helper()
	to, err := w.c.Depart(w.t.Context(), w.v, w.session, "withings")
	if err != nil {
		w.t.Fatal(err)
	}
	back := w.visit(to.String(), url.Values{"account": {account}}, url.Values{"keuze": {answer}})
	return w.c.Return(w.t.Context(), w.v, w.session, "withings", back.RawQuery)
}

// couple couples, and waits for what comes.
func (w *world) couple(account string) *connect.Connection {
	w.t.Helper()
	if err := w.login(account, "ja"); err != nil {
		w.t.Fatal(err)
	}
	w.c.Wait()
	n := w.one()
	if n.Why != "" || n.Last.IsZero() {
		w.t.Fatalf("the first fetch: %+v\n%s", n, w.logs.String())
	}
	return n
}

func (w *world) one() *connect.Connection {
	w.t.Helper()
	list, err := w.c.List(w.t.Context(), w.v)
	if err != nil || len(list) != 1 {
		w.t.Fatalf("connections %v, %v", list, err)
	}
	return list[0]
}

// fetch fetches, and waits.
func (w *world) fetch(all bool) *connect.Connection {
	w.t.Helper()
	w.pass(time.Minute)
	if err := w.c.Fetch(w.t.Context(), w.v, "withings", all); err != nil {
		w.t.Fatal(err)
	}
	w.c.Wait()
	return w.one()
}

// values are what is kept of a kind, by the start in seconds.
func (w *world) values(k measure.Kind) map[int64]float64 {
	w.t.Helper()
	out := map[int64]float64{}
	found, err := w.books.From(w.t.Context(), w.v, func(s measure.Source) bool { return strings.HasPrefix(s.App, "coupled/withings/") })
	if err != nil {
		w.t.Fatal(err)
	}
	for _, f := range found {
		if f.Kind != k || f.Sample.Mark&measure.MarkExtreme != 0 {
			continue
		}
		if _, double := out[f.Sample.Start/1000]; double {
			w.t.Errorf("%s stands twice at %d", k, f.Sample.Start)
		}
		out[f.Sample.Start/1000] = float64(f.Sample.Value) / measure.Scale
	}
	return out
}

func (w *world) kinds() (out []string) {
	w.t.Helper()
	o, err := w.books.Overview(w.t.Context(), w.v)
	if err != nil {
		w.t.Fatal(err)
	}
	for _, k := range o.Kinds {
		out = append(out, string(k.Kind))
	}
	slices.Sort(out)
	return out
}
