// SPDX-License-Identifier: EUPL-1.2

package medmij

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
)

func TestValidHost(t *testing.T) {
	for host, want := range map[string]bool{
		"medmij.nl": true, "a.b.c.example": true, "regie.localhost": true, "xn--caf-dma.example": true, "78834.umc.nl": true,
		"": false, "localhost": false, "a.b": false, "-a.nl": false, "a-.nl": false, "a..nl": false, "a.nl.": false, ".nl": false,
		"A.nl": false, "a_b.nl": false, "a.nl:443": false, "*.nl": false, "1.2.3.4": false, "a.0x7f": false, "é.nl": false,
		"a.12": false, "a b.nl": false, "a%2e.nl": false, strings.Repeat("a", 64) + ".nl": false, strings.Repeat("abc.", 70) + "nl": false,
	} {
		if got := validHost(host); got != want {
			t.Errorf("validHost(%q) = %v", host, got)
		}
	}
}

func TestValidURI(t *testing.T) {
	for uri, want := range map[string]bool{
		"https://a.nl": true, "https://a.nl/": true, "https://a.nl/oauth/authorize": true, "https://a.nl:8443/x": true,
		"http://a.nl": false, "https://a.nl?x=1": false, "https://a.nl/#x": false, "https://u@a.nl": false, "https://a.nl/../b": false,
		"https://a.nl:0/": false, "https://a.nl:99999/": false, "https://a.nl:/": false, "https://a.nl:080/": false, "https://1.2.3.4/": false,
		"https://[::1]/": false, "https://a.nl/%2e%2e/": false, "https://a.nl/a b": false, "ftp://a.nl": false, "//a.nl": false, "https:a.nl": false,
		"https://A.nl/": false, "https://a.nl\\@b.nl": false, "javascript:alert(1)": false, "http://x.localhost:8081/a": false, "": false,
	} {
		if got := validURI(uri, false); got != want {
			t.Errorf("validURI(%q) = %v", uri, got)
		}
	}
	if !validURI("http://x.localhost:8081/a", true) || validURI("http://a.nl/a", true) || validURI("http://localhost.nl/a", true) {
		t.Error("plain http is for .localhost only")
	}
}

func TestValidProvider(t *testing.T) {
	for name, want := range map[string]bool{
		"umcharderwijk@medmij": true, "test.huisarts.amsterdam@medmij": true, "a-1@medmij": true,
		"@medmij": false, "a": false, "A.b@medmij": false, "a b@medmij": false, ".ab@medmij": false, "a..b@medmij": false, "ab~48@medmij": false,
		"ab@medmij@medmij": false, "ab@medmij ": false, "ab&scope=x@medmij": false,
	} {
		if got := validProvider(name); got != want {
			t.Errorf("validProvider(%q) = %v", name, got)
		}
	}
}

// The samples come from real participants; they are read where they lie, if they are there.
func TestSampleListsAreRead(t *testing.T) {
	dir := os.Getenv("REGIE_CORPUS")
	if dir == "" {
		dir = "../../../shared"
	}
	dir = filepath.Join(dir, "spec", "medmij-samples")
	if _, err := os.Stat(dir); err != nil {
		t.Skip("no sample lists here (REGIE_CORPUS)")
	}
	read := func(name string) []byte {
		b, err := os.ReadFile(filepath.Join(dir, name))
		if err != nil {
			t.Fatal(err)
		}
		return b
	}
	zal3, p, err := parseProviderList(read("lists-current/MedMij_Zorgaanbiederslijst_example.9.3.xml"), false)
	if err != nil || zal3.Release != 3 || len(zal3.Providers) < 2 || len(p.unknown) != 0 {
		t.Errorf("release 3: %v, %d providers, unknown %v", err, len(zal3.Providers), p.unknown)
	}
	if s := zal3.Providers["umcharderwijk@medmij"]; s == nil || s.Services[1].Roles[1].Base != "https://78834.umcharderwijk.nl/pdfa" || s.Services[0].Interface != "1.4.0" {
		t.Errorf("release 3: %+v", s)
	}
	zal2, err := ParseProviderList(read("lists-release2-openpgo/MedMij_Zorgaanbiederslijst_example.xml"))
	if err != nil || zal2.Release != 2 || zal2.Providers["umcharderwijk@medmij"].Services[1].Token != "https://78834.umcharderwijk.nl:8099/oauth/token" {
		t.Errorf("release 2: %v", err)
	}
	w, err := ParseWhitelist(read("lists-current/MedMij_Whitelist_example.xml"))
	if err != nil || !w.Hosts["rcf-rso.nl"] || w.Sequence != 28654 {
		t.Errorf("whitelist: %v", err)
	}
	if _, err := ParseClientList(read("lists-release2-openpgo/MedMij_OAuthclientlist_example.xml")); err != nil {
		t.Errorf("client list: %v", err)
	}
	if _, err := ParseServiceNames(read("lists-release2-openpgo/MedMij_Gegevensdienstnamenlijst_example.xml")); err != nil {
		t.Errorf("service names: %v", err)
	}
}

func FuzzLists(f *testing.F) {
	for _, root := range []string{"Whitelist", "OAuthclientlist", "Gegevensdienstnamenlijst", "Zorgaanbiederslijst"} {
		f.Add([]byte(`<?xml version="1.0"?><` + root + ` xmlns="xmlns://afsprakenstelsel.medmij.nl/` + strings.ToLower(root) +
			`/release2/"><Tijdstempel>2026-10-01T12:00:00Z</Tijdstempel><Volgnummer>1</Volgnummer><X><Y/></X></` + root + `>`))
	}
	f.Add([]byte(`<Zorgaanbiederslijst xmlns="xmlns://afsprakenstelsel.medmij.nl/zorgaanbiederslijst/release3/"><Tijdstempel>2026-10-01T12:00:00Z</Tijdstempel><Volgnummer>1</Volgnummer><Zorgaanbieders><Zorgaanbieder><Zorgaanbiedernaam>ab@medmij</Zorgaanbiedernaam><Interfaceversies><Interfaceversie><InterfaceversieId>2</InterfaceversieId><Gegevensdiensten><Gegevensdienst><GegevensdienstId>48</GegevensdienstId><TokenEndpoint><TokenEndpointuri>https://a.nl/t</TokenEndpointuri></TokenEndpoint></Gegevensdienst></Gegevensdiensten></Interfaceversie></Interfaceversies></Zorgaanbieder></Zorgaanbieders></Zorgaanbiederslijst>`))
	f.Fuzz(func(t *testing.T, raw []byte) {
		if w, err := ParseWhitelist(raw); err == nil {
			for h := range w.Hosts {
				if !validHost(h) {
					t.Errorf("host %q came through", h)
				}
			}
		}
		_, _ = ParseClientList(raw)
		_, _ = ParseServiceNames(raw)
		if l, err := ParseProviderList(raw); err == nil {
			for name, p := range l.Providers {
				for _, s := range p.Services {
					if name != p.Name || (s.Token != "" && !validURI(s.Token, false)) {
						t.Errorf("%q %q came through", name, s.Token)
					}
				}
			}
		}
	})
}
