// SPDX-License-Identifier: EUPL-1.2

package dossier_test

import (
	"encoding/base64"
	"fmt"
	"net/http"
	"strings"
	"testing"

	"regie/internal/e2e/site"
	"regie/internal/fhir"
	"regie/internal/record"
	"regie/internal/zib"
)

func TestDocumentsCanDoNothing(t *testing.T) {
	s := site.New(t, nil, "anna")
	type file struct{ told, body, mime, how string }
	files := map[string]file{
		"brief":  {"application/pdf", "%PDF-1.7\n…", "application/pdf", "inline"},
		"late":   {"application/pdf", "\xef\xbb\xbf%PDF-1.7\n…", "application/pdf", "inline"},
		"foto":   {"image/png", "\x89PNG\r\n\x1a\n…", "image/png", "inline"},
		"tekst":  {"text/plain; charset=utf-8", "Gewone tekst.", "text/plain; charset=utf-8", "inline"},
		"html":   {"text/html", "<script>alert(1)</script>", "application/octet-stream", "attachment"},
		"vermom": {"application/pdf", "<html><script>alert(1)</script>", "application/octet-stream", "attachment"},
		"svg":    {"image/svg+xml", `<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>`, "application/octet-stream", "attachment"},
		"binair": {"text/plain", "a\x00b", "application/octet-stream", "attachment"},
		"leeg":   {"application/pdf", "", "application/octet-stream", "attachment"},
		"vreemd": {"application/pdf\r\nX-Evil: 1", "%PDF-", "application/pdf", "inline"},
	}
	b := record.Batch{Provider: "een@medmij", ProviderName: "Een", Service: "51", At: site.Anchor, Complete: true}
	for id, f := range files {
		b.Resources = append(b.Resources,
			record.Incoming{FHIR: fhir.STU3, Raw: fmt.Appendf(nil, `{"resourceType":"Binary","id":%q,"contentType":%q,"content":%q}`, id, f.told, base64.StdEncoding.EncodeToString([]byte(f.body)))},
			record.Incoming{FHIR: fhir.STU3, Raw: fmt.Appendf(nil, `{"resourceType":"DocumentReference","id":%q,"status":"current","indexed":"2026-01-02T10:00:00Z",
				"type":{"text":"Brief"},"content":[{"attachment":{"contentType":%q,"url":%q,"title":"Brief \"%s\"; ../x"}}]}`, id, f.told, "Binary/"+id, id)},
		)
	}
	s.Apply("anna", b)
	d := s.Open("anna")
	c := s.As("anna")
	seen := 0
	for _, it := range d.List(record.Filter{Categories: []zib.Category{zib.CategoryDocuments}}, 1, 100).Items {
		want, ok := files[it.ID]
		if !ok || it.Type != "DocumentReference" {
			continue
		}
		seen++
		path := "/dossier/item/" + it.Key.String()
		a := c.Get(path + "/bestand/0")
		if a.Status != http.StatusOK || a.Body != want.body {
			t.Errorf("%s: %d, %q", it.ID, a.Status, a.Body)
		}
		if got := a.Header.Get("Content-Type"); got != want.mime {
			t.Errorf("%s is sent as %q", it.ID, got)
		}
		if how := a.Header.Get("Content-Disposition"); !strings.HasPrefix(how, want.how+"; filename=") || strings.Contains(how, "..") || strings.ContainsAny(how, "\r\n") {
			t.Errorf("%s: %q", it.ID, how)
		}
		policy := a.Header.Get("Content-Security-Policy")
		if !strings.HasPrefix(policy, "default-src 'none'") || !strings.HasSuffix(policy, "; sandbox") || strings.Contains(policy, "allow-") {
			t.Errorf("%s: %q", it.ID, policy)
		}
		if a.Header.Get("X-Content-Type-Options") != "nosniff" || a.Header.Get("Cache-Control") != "no-store" || a.Header.Get("X-Evil") != "" {
			t.Errorf("%s: %v", it.ID, a.Header)
		}
		if a := c.Get(path + "/bestand/0?bewaren=ja"); !strings.HasPrefix(a.Header.Get("Content-Disposition"), "attachment") {
			t.Errorf("%s can't be kept", it.ID)
		}
		page := c.Get(path + "/document/0")
		if page.Status != http.StatusOK || strings.Contains(page.Body, "<iframe") != (want.how == "inline" && want.mime != "image/png") {
			t.Errorf("page of %s: %d", it.ID, page.Status)
		}
		if a := c.Get(path + "/bestand/1"); a.Status != http.StatusNotFound {
			t.Errorf("a second document of %s: %d", it.ID, a.Status)
		}
	}
	if seen != len(files) {
		t.Errorf("%d documents of %d", seen, len(files))
	}
}

func TestAnOriginalIsShownAndNotRun(t *testing.T) {
	s := site.New(t, nil, "anna")
	const evil = `<script>alert(1)</script><img src=x onerror=alert(1)>`
	raw := `{"resourceType":"Observation","id":"a","status":"final","text":{"status":"additional","div":"<div>` + evil + `</div>"},
		"code":{"text":"` + evil + `"},"valueString":"` + evil + `","performer":[{"display":"` + evil + `"}]}`
	s.Apply("anna", record.Batch{Provider: "een@medmij", ProviderName: evil, Service: "48", At: site.Anchor, Complete: true, Resources: []record.Incoming{{FHIR: fhir.STU3, Raw: []byte(raw)}}})
	changed := strings.Replace(raw, `"final"`, `"amended"`, 1)
	s.Apply("anna", record.Batch{Provider: "een@medmij", ProviderName: evil, Service: "48", At: site.Anchor.AddDate(0, 0, 1), Complete: true, Resources: []record.Incoming{{FHIR: fhir.STU3, Raw: []byte(changed)}}})
	c := s.As("anna")
	it := s.Open("anna").List(record.Filter{}, 1, 1).Items[0]
	path := "/dossier/item/" + it.Key.String()
	for _, p := range []string{"/overzicht", "/dossier", "/tijdlijn", path, path + "/origineel", path + "/origineel?versie=1"} {
		a := c.Get(p)
		if a.Status != http.StatusOK || strings.Contains(a.Body, "<script>alert") || strings.Contains(a.Body, "<img src=x") {
			t.Errorf("%s: %d", p, a.Status)
		}
	}
	if a := c.Get(path + "/origineel/bestand?versie=1"); a.Body != raw || a.Header.Get("Content-Type") != "application/fhir+json; charset=utf-8" || !strings.HasPrefix(a.Header.Get("Content-Disposition"), "attachment") {
		t.Errorf("the earlier original: %s", a.Body)
	}
	if a := c.Get(path + "/origineel/bestand"); a.Body != changed {
		t.Errorf("the original: %s", a.Body)
	}
	if a := c.Get(path + "/origineel?versie=2"); a.Status != http.StatusNotFound {
		t.Errorf("a third content: %d", a.Status)
	}
}
