// SPDX-License-Identifier: EUPL-1.2

package dossier_test

import (
	"net/http"
	"net/url"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"testing"

	"regie/internal/e2e/browser"
	"regie/internal/e2e/site"
	"regie/internal/record"
	"regie/internal/zib"
)

// TestLook takes pictures of the pages of a practice person for the eyes:
// REGIE_LOOK=folder go test -run TestLook ./internal/web/dossier
func TestLook(t *testing.T) {
	dir := os.Getenv("REGIE_LOOK")
	if dir == "" {
		t.Skip("REGIE_LOOK is not set: no pictures wanted")
	}
	who := os.Getenv("WHO")
	if who == "" {
		who = "willem"
	}
	s := site.New(t, nil, "anna", "leeg")
	s.Fill("anna", who)
	p := browser.Open(t, s.Base)
	p.Allow("status of 4")
	widths := []int{360, 1280}
	if w, err := strconv.Atoi(os.Getenv("WIDTHS")); err == nil {
		widths = []int{w}
	}
	p.Dark(os.Getenv("DARK") != "")
	p.Cookie("weergave", os.Getenv("PREFS"))
	pages := map[string]string{
		"overzicht": "/overzicht", "dossier": "/dossier", "medicijnen": "/dossier/medicijnen", "lab": "/dossier/laboratorium",
		"lab-soort": "/dossier/laboratorium?toon=per-soort", "tijdlijn": "/tijdlijn", "zoeken": "/zoeken", "documenten": "/documenten",
		"contacten": "/dossier/contacten", "klachten": "/dossier/klachten", "nieuw": "/nieuw", "behandelingen": "/dossier/behandelingen",
		"periode": "/tijdlijn?van=2024-01-01",
	}
	for name, href := range itemPages(s.Open("anna")) {
		pages[name] = href
	}
	for name, q := range map[string]string{"gevonden": "bloeddruk", "bedoeld": "bloeddurk"} {
		pages[name] = s.As("anna").Do(http.MethodPost, "/zoeken", url.Values{"vraag": {q}}).Header.Get("Location")
	}
	only := os.Getenv("PAGES")
	for name, path := range pages {
		if only != "" && !strings.Contains(","+only+",", ","+name+",") {
			continue
		}
		for _, w := range widths {
			p.Width(w)
			p.Cookie("regie", "anna")
			p.Goto(path)
			p.Screenshot(filepath.Join(dir, name+"-"+strconv.Itoa(w)+".png"))
		}
	}
	if only == "" || strings.Contains(only, "leeg") {
		for _, w := range widths {
			p.Width(w)
			p.Cookie("regie", "leeg")
			p.Goto("/overzicht")
			p.Screenshot(filepath.Join(dir, "leeg-"+strconv.Itoa(w)+".png"))
		}
	}
}

// itemPages gives the pages of some items, by what they are.
func itemPages(d *record.Dossier) map[string]string {
	out := map[string]string{}
	for _, c := range []zib.Category{zib.CategoryMeasurements, zib.CategoryLab, zib.CategoryMedication, zib.CategoryVisits, zib.CategoryDocuments, zib.CategoryAllergies, zib.CategoryProblems} {
		for _, it := range d.List(record.Filter{Categories: []zib.Category{c}}, 1, 500).Items {
			href := "/dossier/item/" + it.Key.String()
			name := "item-" + it.Block
			if it.Summary != nil && len(it.Summary.Values) > 0 && it.Summary.Values[0].Quantity != nil && it.Summary.Values[0].Quantity.FlagCode > zib.FlagNormal {
				name = "item-off"
			}
			if it.Has(zib.MarkStopped) {
				name += "-stopped"
			}
			if _, known := out[name]; !known {
				out[name] = href
			}
			if c == zib.CategoryDocuments && it.Block == "DocumentReference" {
				out["document"], out["origineel"] = href+"/document/0", href+"/origineel"
			}
		}
	}
	return out
}
