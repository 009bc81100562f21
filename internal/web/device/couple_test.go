// SPDX-License-Identifier: EUPL-1.2

package device_test

import (
	"context"
	"net/http"
	"net/http/cookiejar"
	"net/url"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"regie/internal/e2e/browser"
	mainsite "regie/internal/e2e/site"
	"regie/internal/measure"
	"regie/internal/measure/connect"
	"regie/internal/measure/connect/all"
	"regie/internal/measure/receive"
	"regie/internal/medmij"
	"regie/internal/practice"
	"regie/internal/practice/vendor"
	"regie/internal/store"
	"regie/internal/vault"
	"regie/internal/web"

	"time"
)

// coupled is a site with a vendor beside it.
type coupled struct {
	*mainsite.Site
	net       *practice.Network
	couplings *connect.Couplings
	books     *measure.Books
}

func newCoupled(t *testing.T, offered bool) *coupled {
	t.Helper()
	c := &coupled{}
	var err error
	c.net, err = practice.Start(t.Context(), practice.Config{
		Clients: []practice.Client{{ID: "regie.localhost", Organisation: "Regie", RedirectURIs: []string{"http://localhost/ophalen/terug"}}}, Now: mainsite.Now,
	})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(c.net.Close)
	out, err := medmij.NewEgress(medmij.EgressConfig{
		Allowed: func(host, port string) bool { return host == vendor.APIHost && port == "443" }, Roots: c.net.CAPool, Hosts: c.net.VendorHosts,
	})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(out.Close)
	keys, err := vault.CreateKeyring(filepath.Join(t.TempDir(), "keys"), vault.KeyringOptions{Cost: vault.TestCost()})
	if err != nil {
		t.Fatal(err)
	}
	c.Site = mainsite.New(t, func(db *store.DB, cfg *web.Config) {
		c.books = measure.New(db, measure.Options{Now: mainsite.Now})
		row := all.Table[0]
		config := connect.Config{DB: db, Books: c.books, Now: mainsite.Now, Redirect: func(key string) string { return c.Base + "/apparaten/koppelen/" + key + "/terug" }}
		if offered {
			config.Offers = []connect.Offer{{Row: row, Vendor: row.New(connect.Settings{
				ID: "regie", Secret: "geheim", Host: c.net.VendorAPI(), Login: c.net.VendorLogin(), Out: out, Now: mainsite.Now,
				Sleep: func(context.Context, time.Duration) error { return nil },
			})}}
		}
		c.couplings = connect.New(config)
		t.Cleanup(c.couplings.Close)
		cfg.Books, cfg.Couplings = c.books, c.couplings
		cfg.Receivers = receive.New(receive.Config{DB: db, Keys: keys, Books: c.books, Now: mainsite.Now})
	}, "els", "bert")
	c.net.Vendor.Register(vendor.Client{ID: "regie", Secret: "geheim", Redirects: []string{c.Base + "/apparaten/koppelen/withings/terug"}})
	return c
}

// away goes to the vendor from an address, logs in and answers, and returns the path to which it
// is sent back.
func (c *coupled) away(to, account, answer string) string {
	c.T.Helper()
	jar, err := cookiejar.New(nil)
	if err != nil {
		c.T.Fatal(err)
	}
	b := &http.Client{Jar: jar, CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }}
	for _, form := range []url.Values{nil, {"account": {account}}, {"keuze": {answer}}} {
		u, err := url.Parse(to)
		if err != nil {
			c.T.Fatal(err)
		}
		for range 4 {
			host := u.Host
			method := http.MethodGet
			if form != nil {
				method = http.MethodPost
			}
			at := *u
			at.Host = c.net.FrontAddr
			r, err := http.NewRequestWithContext(c.T.Context(), method, at.String(), strings.NewReader(form.Encode()))
			if err != nil {
				c.T.Fatal(err)
			}
			r.Host = host
			r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
			res, err := b.Do(r)
			if err != nil {
				c.T.Fatal(err)
			}
			res.Body.Close()
			next := res.Header.Get("Location")
			if next == "" {
				break
			}
			if u, err = u.Parse(next); err != nil {
				c.T.Fatal(err)
			}
			form = nil
			if strings.HasPrefix(u.String(), c.Base) {
				return u.RequestURI()
			}
		}
		to = u.String()
	}
	c.T.Fatal("not sent back")
	return ""
}

// A person couples, sees what came, fetches again, stops, and removes; somebody else sees nothing of it.
func TestCouple(t *testing.T) {
	c := newCoupled(t, true)
	els, bert := c.As("els"), c.As("bert")
	els.Get("/apparaten").Has("Zelf invullen", "Koppelen met een merk", "Een bestand toevoegen", "Laten doorsturen", "Bronnen")
	page := els.Get("/apparaten/koppelen")
	page.Has("Withings (oefenen)", "Gewicht, bloeddruk", "Koppelen met Withings", "langer dan 6 uur", "/apparaten/koppelen/withings/ga")
	page.Lacks("Nu ophalen", "Stoppen met")

	// Who says no is not coupled.
	back := c.away(els.Get("/apparaten/koppelen/withings/ga").To, vendor.Anna, "nee")
	if a := els.Get(back); a.To != "/apparaten/koppelen" {
		t.Errorf("sent to %q", a.To)
	}
	els.Get("/apparaten/koppelen").Has("U heeft nee gezegd", "Koppelen met Withings")

	back = c.away(els.Get("/apparaten/koppelen/withings/ga").To, vendor.Anna, "ja")
	// The answer is for els alone, and is not taken from who is signed out.
	if a := bert.Get(back); a.To != "/apparaten/koppelen" {
		t.Errorf("bert is sent to %q", a.To)
	}
	bert.Get("/apparaten/koppelen").Has("hoort niet bij wat u hier begon", "Koppelen met Withings")
	if a := c.As("niemand").Get(back); a.To != "/apparaten/koppelen/te-laat" {
		t.Errorf("who is signed out is sent to %q", a.To)
	}
	c.As("niemand").Get("/apparaten/koppelen/te-laat").Has("U was uitgelogd")
	if a := els.Get(back); a.Status != http.StatusSeeOther || a.To != "/apparaten/koppelen" {
		t.Fatalf("%d to %q", a.Status, a.To)
	}
	c.couplings.Wait()
	page = els.Get("/apparaten/koppelen")
	page.Has("Gelukt, u bent gekoppeld", "Gekoppeld op 20 november 2026", "Alles is opgehaald: 20 november 2026 om 10.00 uur.", "metingen binnengekomen", "Nu ophalen", "Stoppen met Withings", "Slaap van elke nacht")
	page.Lacks("Weghalen", "code=", "state=")
	els.Get("/metingen/zelf").Has("Gewicht", "Bloeddruk", "Stappen")
	els.Get("/metingen/bronnen").Has("Withings", "Withings Sleep")
	bert.Get("/metingen/zelf").Lacks("Bloeddruk")
	if a := els.Get(back); a.To != "/apparaten/koppelen" { // back with the button of the browser
		t.Errorf("sent to %q", a.To)
	}
	els.Get("/apparaten/koppelen").Has("of u ging een pagina terug", "Gekoppeld op")

	for _, tt := range []struct{ method, path string }{
		{"GET", "/apparaten/koppelen/fitbit/ga"}, {"GET", "/apparaten/koppelen/fitbit/terug"}, {"POST", "/apparaten/koppelen/fitbit/ophalen"},
		{"GET", "/apparaten/koppelen/withings/weghalen"}, {"POST", "/apparaten/koppelen/withings/weghalen"}, // first stop
	} {
		a := els.Get(tt.path)
		if tt.method == "POST" {
			a = els.Post(tt.path)
		}
		if a.Status != http.StatusNotFound {
			t.Errorf("%s %s: %d", tt.method, tt.path, a.Status)
		}
	}
	for _, path := range []string{"/ophalen", "/stoppen", "/weghalen"} {
		if a := bert.Post("/apparaten/koppelen/withings" + path); a.Status != http.StatusNotFound {
			t.Errorf("bert %s: %d", path, a.Status)
		}
	}

	// The vendor asks to wait, and then lets nobody in.
	c.net.Vendor.Inject(vendor.Fault{Action: "getmeas", Kind: vendor.FaultBusy, Value: 600})
	els.Post("/apparaten/koppelen/withings/ophalen")
	c.couplings.Wait()
	els.Get("/apparaten/koppelen").Has("Withings vraagt ons even te wachten. Vanaf 20 november 2026 om 10.10 uur")
	c.net.Vendor.Heal()

	els.Get("/apparaten/koppelen/withings/stoppen").Has("Stoppen met Withings?", "blijven staan")
	els.Post("/apparaten/koppelen/withings/stoppen")
	page = els.Get("/apparaten/koppelen")
	page.Has("Gestopt. Regie haalt hier niets meer op.", "Gestopt op 20 november 2026", "Weghalen wat van Withings", "Koppelen met Withings")
	if n := c.net.Vendor.Granted(); n != 0 {
		t.Errorf("%d grants at the vendor", n)
	}
	els.Get("/metingen/zelf").Has("Gewicht")
	els.Get("/apparaten/koppelen/withings/weghalen").Has("Alles van Withings weghalen?", "metingen weg")
	els.Post("/apparaten/koppelen/withings/weghalen")
	els.Get("/apparaten/koppelen").Has("Weggehaald.", "Koppelen met Withings")
	els.Get("/metingen/zelf").Lacks("Bloeddruk")
}

// Where the operator has no vendor, the page says so, and which ways there are.
func TestNothingToCouple(t *testing.T) {
	c := newCoupled(t, false)
	c.As("els").Get("/apparaten/koppelen").Has("Koppelen kan hier nog niet", "Andere manieren bekijken")
	if a := c.As("els").Get("/apparaten/koppelen/withings/ga"); a.Status != http.StatusNotFound {
		t.Errorf("%d", a.Status)
	}
}

// In a real browser, over the vendor's own pages and back, without script too.
func TestCoupleInABrowser(t *testing.T) {
	if testing.Short() {
		t.Skip("skipped: a browser takes some seconds")
	}
	c := newCoupled(t, true)
	p := browser.Open(t, c.Base)
	p.Language("nl")
	p.Cookie("regie", "els")
	shot := func(name string) {
		for _, width := range []int{360, 1280} {
			p.Width(width)
			if !strings.HasPrefix(name, "vendor") { // axe needs script
				p.Axe()
			}
			if dir := os.Getenv("REGIE_SHOTS"); dir != "" {
				p.Screenshot(filepath.Join(dir, name+"-"+map[int]string{360: "360", 1280: "1280"}[width]+".png"))
			}
		}
	}
	p.Goto("/apparaten")
	shot("ways")
	p.Click("Koppelen met een merk")
	shot("couple-begin")
	p.NoScript(true)
	p.Click("Koppelen met Withings")
	p.See("Kies met welk oefenaccount u inlogt.")
	shot("vendor-login")
	p.Click("Anna: weegschaal, bloeddrukmeter en horloge")
	p.See("Mag Regie uw metingen lezen?")
	shot("vendor-consent")
	p.Click("Ja, dat mag")
	p.See("Gelukt, u bent gekoppeld.")
	p.At("/apparaten/koppelen")
	c.couplings.Wait()
	p.NoScript(false)
	p.Goto("/apparaten/koppelen")
	p.See("metingen binnengekomen")
	shot("couple-coupled")
	c.net.Vendor.Withdraw(vendor.Anna)
	c.net.Vendor.ForgetAccess()
	p.Click("Nu ophalen")
	c.couplings.Wait()
	p.Goto("/apparaten/koppelen")
	p.See("Withings laat ons niet meer toe.")
	shot("couple-login")
	p.Click("Stoppen met Withings")
	shot("couple-stop")
	p.Click("Ja, stoppen")
	p.See("Gestopt op 20 november 2026")
	shot("couple-stopped")
	p.Click("Weghalen wat van Withings")
	shot("couple-remove")
	p.Click("Ja, weghalen")
	p.See("Weggehaald.")
}
