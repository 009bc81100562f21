// SPDX-License-Identifier: EUPL-1.2

package medmij_test

import (
	"context"
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

func gp() medmijtest.Provider {
	return medmijtest.Provider{
		Name: "huisarts.duinrand@medmij", Services: []string{"49", "51"},
		Authorize: "https://inloggen.duinrand.test/oauth/authorize",
		Token:     "https://dva.duinrand.test/token", Base: "https://dva.duinrand.test:8443/fhir",
	}
}

func TestListsAreReadAndAnswer(t *testing.T) {
	n := medmijtest.New(t)
	n.Lists.Add(gp(), "dva.duinrand.test")
	c := n.Client()
	s, ok := c.Lists.Offer("huisarts.duinrand@medmij", "51")
	if !ok || len(s.Roles) != 2 || s.Roles[0].Base != "https://dva.duinrand.test:8443/fhir/51" || s.Interface != "2" {
		t.Errorf("offer of 51: %+v, %v", s, ok)
	}
	if _, ok := c.Lists.Offer("huisarts.duinrand@medmij", "63"); ok {
		t.Error("a service that is not offered was found")
	}
	if !c.Lists.Fresh() || !c.Lists.Listed(medmijtest.ClientID) || c.Lists.ServiceName("49") != "Huisartsgegevens" {
		t.Error("lists do not say what they hold")
	}
	for addr, want := range map[string]bool{
		"dva.duinrand.test:443": true, "dva.duinrand.test:8443": true, "dva.duinrand.test:22": false,
		"inloggen.duinrand.test:443": false, "elders.test:443": false, medmijtest.ListHost + ":443": true, medmijtest.ListHost + ":8443": false,
	} {
		host, port, _ := strings.Cut(addr, ":")
		if got := c.Lists.Allowed(host, port); got != want {
			t.Errorf("allowed(%s) = %v", addr, got)
		}
	}
}

func TestOtherInterfaceIsNoOffer(t *testing.T) {
	n := medmijtest.New(t)
	old := gp()
	old.Interface = "1.5.0"
	n.Lists.Add(old)
	if _, ok := n.Client().Lists.Offer(old.Name, "49"); ok {
		t.Error("a service of interface 1.5.0 was offered")
	}
}

// badLists are lists that must be refused, each made from a good one.
func badLists(good string) map[string]string {
	deep := strings.Repeat("<Nieuw>", 40) + strings.Repeat("</Nieuw>", 40)
	return map[string]string{
		"empty file":         "",
		"white space":        " \n ",
		"html":               "<html><body>Storing</body></html>",
		"half":               good[:len(good)/2],
		"no end":             strings.TrimSuffix(good, ">"),
		"two roots":          good + "<Whitelist/>",
		"text after":         good + "x",
		"second declaration": good + `<?xml version="1.0"?>`,
		"doctype":            strings.Replace(good, "<Whitelist", `<!DOCTYPE Whitelist [<!ENTITY a "b">]><Whitelist`, 1),
		"doctype by url":     strings.Replace(good, "<Whitelist", `<!DOCTYPE Whitelist SYSTEM "https://evil.test/x.dtd"><Whitelist`, 1),
		"entity":             strings.Replace(good, "</Hostname>", "&a;</Hostname>", 1),
		"cdata":              strings.Replace(good, "<Hostname>", "<Hostname><![CDATA[x]]>", 1),
		"stylesheet":         strings.Replace(good, "<Whitelist", `<?xml-stylesheet href="a"?><Whitelist`, 1),
		"latin 1":            strings.Replace(good, "UTF-8", "ISO-8859-1", 1),
		"utf 16 bytes":       "\xff\xfe<\x00a\x00>\x00",
		"bad utf 8":          strings.Replace(good, "<Hostname>", "<Hostname>\xff", 1),
		"other namespace":    strings.Replace(good, "afsprakenstelsel.medmij.nl", "afsprakenstelsel.medmij.test", 1),
		"newer release":      strings.Replace(good, "release2", "release9", 1),
		"no namespace":       strings.Replace(good, ` xmlns="xmlns://afsprakenstelsel.medmij.nl/whitelist/release2/"`, "", 1),
		"another list":       strings.NewReplacer("<Whitelist", "<Zorgaanbiederslijst", "</Whitelist", "</Zorgaanbiederslijst").Replace(good),
		"upper case host":    strings.Replace(good, medmijtest.ListHost, "LIJSTEN.oefennetwerk.test", 1),
		"wildcard":           strings.Replace(good, medmijtest.ListHost, "*.oefennetwerk.test", 1),
		"address":            strings.Replace(good, medmijtest.ListHost, "127.0.0.1", 1),
		"host with port":     strings.Replace(good, medmijtest.ListHost, medmijtest.ListHost+":444", 1),
		"host twice":         strings.Replace(good, "<MedMijNode>", "<MedMijNode><Hostname>"+medmijtest.ListHost+"</Hostname></MedMijNode><MedMijNode>", 1),
		"two hosts in one":   strings.Replace(good, "<MedMijNode>", "<MedMijNode><Hostname>a.test</Hostname>", 1),
		"node without host":  strings.Replace(good, "<MedMijNode>", "<MedMijNode></MedMijNode><MedMijNode>", 1),
		"text in between":    strings.Replace(good, "<MedMijNode>", "los<MedMijNode>", 1),
		"no nodes":           good[:strings.Index(good, "<MedMijNode>")] + "</MedMijNodes></Whitelist>",
		"no container":       good[:strings.Index(good, "<MedMijNodes>")] + "</Whitelist>",
		"container twice":    strings.Replace(good, "</Whitelist>", "<MedMijNodes></MedMijNodes></Whitelist>", 1),
		"no number":          strings.Replace(good, "<Volgnummer>", "<Volg>", 1),
		"number zero":        replaceNumber(good, "0"),
		"number negative":    replaceNumber(good, "-4"),
		"number of words":    replaceNumber(good, "vijf"),
		"lower number":       replaceNumber(good, "3"),
		"no stamp":           strings.ReplaceAll(good, "Tijdstempel", "Tijd"),
		"stamp of words":     replaceStamp(good, "gisteren om tien uur precies"),
		"stamp without zone": replaceStamp(good, "2026-10-01T12:00:00"),
		"stamp of tomorrow":  replaceStamp(good, "2026-10-02T12:00:00Z"),
		"stamp of last year": replaceStamp(good, "2025-10-01T12:00:00Z"),
		"too deep":           strings.Replace(good, "<MedMijNodes>", deep+"<MedMijNodes>", 1),
		"huge tag":           strings.Replace(good, "<MedMijNodes>", "<MedMijNodes "+strings.Repeat(`a="b" `, 4000)+">", 1),
		"endless comment":    strings.Replace(good, "<MedMijNodes>", "<!--"+strings.Repeat("x", 9000)+"--><MedMijNodes>", 1),
		"long text":          strings.Replace(good, medmijtest.ListHost, strings.Repeat("a.", 4000)+"test", 1),
	}
}

func replaceNumber(list, to string) string { return between(list, "<Volgnummer>", "</Volgnummer>", to) }

func replaceStamp(list, to string) string {
	return between(list, "<Tijdstempel>", "</Tijdstempel>", to)
}

func between(s, from, until, to string) string {
	a := strings.Index(s, from) + len(from)
	return s[:a] + to + s[a+strings.Index(s[a:], until):]
}

func TestBadListsLeaveTheLastGoodOne(t *testing.T) {
	n := medmijtest.New(t)
	n.Lists.Add(gp(), "dva.duinrand.test")
	c := n.Client()
	good := n.Lists.XML("Whitelist")
	for name, bad := range badLists(good) {
		t.Run(name, func(t *testing.T) {
			n.Lists.Fault("Whitelist", func(w http.ResponseWriter, _ *http.Request) { _, _ = w.Write([]byte(bad)) })
			err := c.Lists.Refresh(t.Context())
			if !errors.Is(err, medmij.ErrList) {
				t.Errorf("got %v, want that the list is refused", err)
			}
			if !c.Lists.Allowed("dva.duinrand.test", "443") {
				t.Error("the last good list is gone")
			}
			if s := c.Lists.Status()[medmij.ListWhitelist]; s.Failure == "" {
				t.Error("the operator does not see it")
			}
		})
	}
	n.Lists.Fault("Whitelist", nil)
	if err := c.Lists.Refresh(t.Context()); err != nil {
		t.Errorf("a good list after bad ones: %v", err)
	}
	if s := c.Lists.Status()[medmij.ListWhitelist]; s.Failure != "" {
		t.Errorf("failure stays: %s", s.Failure)
	}
}

func TestListServerFaults(t *testing.T) {
	n := medmijtest.New(t)
	c := n.Client()
	for name, h := range map[string]http.HandlerFunc{
		"500": func(w http.ResponseWriter, _ *http.Request) { w.WriteHeader(500) },
		"204": func(w http.ResponseWriter, _ *http.Request) { w.WriteHeader(204) },
		"304": func(w http.ResponseWriter, _ *http.Request) { w.WriteHeader(304) },
		"redirect": func(w http.ResponseWriter, r *http.Request) {
			http.Redirect(w, r, "https://"+medmijtest.ListHost+"/x", 302)
		},
		"hang up": func(http.ResponseWriter, *http.Request) { panic(http.ErrAbortHandler) },
		"endless": func(w http.ResponseWriter, _ *http.Request) {
			w.Header().Set("Content-Length", fmt.Sprint(1<<40))
			_, _ = w.Write([]byte("<"))
		},
	} {
		t.Run(name, func(t *testing.T) {
			n.Lists.Fault("Zorgaanbiederslijst", h)
			if err := c.Lists.Refresh(t.Context()); err == nil {
				t.Error("no error")
			}
			if _, ok := c.Lists.Provider("niemand@medmij"); !ok {
				t.Error("the last good list is gone")
			}
		})
	}
}

func TestUnknownElementsAreSkippedAndCounted(t *testing.T) {
	n := medmijtest.New(t)
	c := n.Client()
	n.Lists.Set(func(*medmijtest.State) {})
	extra := strings.ReplaceAll(n.Lists.XML("OAuthclientlist"), "</OAuthclient>",
		"<Gegevensdiensten><GegevensdienstId>48</GegevensdienstId></Gegevensdiensten><x:y xmlns:x='urn:z'>1</x:y></OAuthclient>")
	n.Lists.Fault("OAuthclientlist", func(w http.ResponseWriter, _ *http.Request) { _, _ = w.Write([]byte(extra)) })
	if err := c.Lists.Refresh(t.Context()); err != nil {
		t.Fatal(err)
	}
	s := c.Lists.Status()[medmij.ListClients]
	if s.Unknown["Gegevensdiensten"] != 1 || s.Unknown["y"] != 1 || !c.Lists.Listed(medmijtest.ClientID) {
		t.Errorf("status %+v", s)
	}
}

func TestShrunkListNeedsTheOperator(t *testing.T) {
	for _, accept := range []bool{false, true} {
		n := medmijtest.New(t)
		for i := range 40 {
			p := gp()
			p.Name = fmt.Sprintf("huisarts%c%c@medmij", 'a'+i/26, 'a'+i%26)
			n.Lists.Add(p)
		}
		c := n.Client(func(c *medmij.Config) { c.Lists.AcceptShrunk = accept })
		n.Lists.Set(func(s *medmijtest.State) { s.Providers = s.Providers[:20] })
		err := c.Lists.Refresh(t.Context())
		if (err == nil) != accept {
			t.Errorf("accept=%v: %v", accept, err)
		}
	}
}

func TestOldListsStopNewFlows(t *testing.T) {
	n := medmijtest.New(t)
	n.Lists.Add(gp(), "dva.duinrand.test")
	c := n.Client()
	doors, missing := c.Lists.Doors(gp().Name, []string{"49", "63"})
	if len(doors) != 1 || len(missing) != 1 || missing[0] != "63" {
		t.Fatalf("doors %v, missing %v", doors, missing)
	}
	n.Lists.Fault("Whitelist", func(w http.ResponseWriter, _ *http.Request) { w.WriteHeader(500) })
	for _, step := range []struct {
		after       time.Duration
		late, fresh bool
	}{{14 * time.Minute, false, true}, {2 * time.Minute, true, true}, {7 * time.Hour, true, true}, {time.Hour, true, false}} {
		n.Clock.Add(step.after)
		_ = c.Lists.Refresh(t.Context())
		s := c.Lists.Status()[medmij.ListWhitelist]
		if s.Late != step.late || c.Lists.Fresh() != step.fresh {
			t.Errorf("after %s more: late %v, fresh %v", step.after, s.Late, c.Lists.Fresh())
		}
	}
	_, err := c.Authorize(doors[0])
	if medmij.ReasonOf(err) != medmij.ReasonListsOld {
		t.Errorf("authorize with old lists: %v", err)
	}
	n.Lists.Fault("Whitelist", nil)
	_ = c.Lists.Refresh(t.Context())
	if _, err := c.Authorize(doors[0]); err != nil {
		t.Errorf("authorize with new lists: %v", err)
	}
}

func TestListsSurviveARestart(t *testing.T) {
	dir := t.TempDir()
	n := medmijtest.New(t)
	n.Lists.Add(gp(), "dva.duinrand.test")
	keep := func(c *medmij.Config) { c.Lists.CacheDir = dir }
	n.Client(keep)
	n.Clock.Add(10 * time.Minute)
	n.Client(keep) // confirms what is on disk
	for _, l := range []string{"Whitelist", "Zorgaanbiederslijst", "OAuthclientlist", "Gegevensdienstnamenlijst"} {
		n.Lists.Fault(l, func(w http.ResponseWriter, _ *http.Request) { w.WriteHeader(503) })
	}
	cfg := n.Config()
	keep(&cfg)
	restart := func() *medmij.Network {
		c, err := medmij.New(cfg)
		if err != nil {
			t.Fatal(err)
		}
		return c
	}
	c := restart()
	if c.Lists.Fresh() {
		t.Error("fresh without any list")
	}
	if err := c.Lists.Load(); err != nil {
		t.Fatal(err)
	}
	if _, ok := c.Lists.Offer(gp().Name, "49"); !ok || !c.Lists.Fresh() {
		t.Error("the kept lists are not in use")
	}
	n.Clock.Add(7*time.Hour + 59*time.Minute)
	if !c.Lists.Fresh() {
		t.Error("too old before its time")
	}
	n.Clock.Add(2 * time.Minute)
	if c.Lists.Fresh() {
		t.Error("age does not count from the last time the server confirmed")
	}
	if err := os.WriteFile(filepath.Join(dir, "zal.list"), []byte("regie-list-1 2026-10-01T12:00:00Z\n<kapot"), 0o600); err != nil {
		t.Fatal(err)
	}
	c = restart()
	if err := c.Lists.Load(); !errors.Is(err, medmij.ErrList) {
		t.Errorf("a broken kept list: %v", err)
	}
	if _, ok := c.Lists.Provider(gp().Name); ok {
		t.Error("a broken kept list is in use")
	}
}

func TestRunBacksOffAndComesBack(t *testing.T) {
	n := medmijtest.New(t)
	c := n.Client()
	n.Clock.Slept()
	n.Lists.Fault("Whitelist", func(w http.ResponseWriter, _ *http.Request) { w.WriteHeader(500) })
	ctx, cancel := context.WithCancel(t.Context())
	start := n.Lists.Asked("Whitelist")
	done := make(chan struct{})
	go func() { _ = c.Lists.Run(ctx); close(done) }()
	for n.Lists.Asked("Whitelist")-start < 8 {
		time.Sleep(time.Millisecond)
	}
	n.Lists.Fault("Whitelist", nil)
	for n.Lists.Asked("Whitelist")-start < 14 {
		time.Sleep(time.Millisecond)
	}
	cancel()
	<-done
	slept := n.Clock.Slept()
	for i := range 6 {
		if want := 500 * time.Millisecond << i; slept[i] != want {
			t.Errorf("pause %d is %s, want %s", i, slept[i], want)
		}
	}
	if last := slept[len(slept)-1]; last != 10*time.Minute {
		t.Errorf("in good times it waits %s", last)
	}
}

func TestConfigIsChecked(t *testing.T) {
	n := medmijtest.New(t)
	for name, change := range map[string]func(*medmij.Config){
		"client id is no host":  func(c *medmij.Config) { c.ClientID = "Regie" },
		"no roots":              func(c *medmij.Config) { c.Roots = nil },
		"no clock":              func(c *medmij.Config) { c.Now = nil },
		"redirect elsewhere":    func(c *medmij.Config) { c.Redirect = "https://elders.test/terug" },
		"redirect with query":   func(c *medmij.Config) { c.Redirect += "?a=b" },
		"redirect over http":    func(c *medmij.Config) { c.Redirect = "http://" + medmijtest.ClientID + "/terug" },
		"lists over http":       func(c *medmij.Config) { c.Lists.Base = "http://lijsten.test" },
		"lists fetched rarely":  func(c *medmij.Config) { c.Lists.Every = time.Hour },
		"lists without a host":  func(c *medmij.Config) { c.Lists.Base = "" },
		"plain front elsewhere": func(c *medmij.Config) { c.Lists.PlainFront = true; c.Redirect = "http://elders.test/terug" },
	} {
		cfg := n.Config()
		change(&cfg)
		if _, err := medmij.New(cfg); err == nil {
			t.Errorf("%s was accepted", name)
		}
	}
	cfg := n.Config()
	cfg.Lists.PlainFront, cfg.Redirect = true, "http://localhost:8080/terug"
	if _, err := medmij.New(cfg); err != nil {
		t.Errorf("practice mode: %v", err)
	}
}
