// SPDX-License-Identifier: EUPL-1.2

package care_test

import (
	"os"
	"path/filepath"
	"strconv"
	"testing"

	"regie/internal/e2e/browser"
	"regie/internal/e2e/site"
	"regie/internal/record"
	"regie/internal/text"
	"regie/internal/web/route"
	"regie/internal/web/ui"
)

// pagesOf are the pages of this package for a person, by name.
func pagesOf(d *record.Dossier) map[string]string {
	out := map[string]string{"klachten": "/klachten", "contacten": "/contacten", "wie-is-wie": "/wie-is-wie", "afspraken": "/afspraken", "zorgplan": "/zorgplan"}
	current, past := d.Problems(site.Anchor)
	most := 0
	for _, p := range append(current, past...) {
		if n := len(d.Thread(&p).Told); n > most {
			most, out["klacht"] = n, "/klachten/"+p.Item.Key.String()
		}
		for _, it := range p.Items {
			if it.Block == "Pregnancy" {
				out["zwangerschap"] = "/zwangerschap/" + it.Key.String()
			}
		}
	}
	most = 0
	for _, it := range d.Contacts() {
		if n := len(d.Contact(it).Journal); n > most {
			most, out["contact"] = n, "/contacten/"+it.Key.String()
		}
	}
	most = 0
	for _, p := range d.People(site.Anchor) {
		if n := len(p.With); n > most && !p.Place {
			most, out["persoon"] = n, "/wie-is-wie/"+p.Item.Key.String()
		}
	}
	for _, it := range d.List(record.Filter{}, 1, 10_000).Items {
		if len(d.Doubles(it)) > 1 {
			out["dubbel"] = "/dossier/item/" + it.Key.String()
		}
		if it.Type == "DiagnosticReport" && len(d.Related(it)) > 2 {
			out["verslag"] = "/verslag/" + it.Key.String()
		}
	}
	return out
}

// Every page passes axe, on a phone and wide, light and dark, in both languages. With REGIE_LOOK
// set to a folder it takes pictures too.
func TestAxe(t *testing.T) {
	if testing.Short() {
		t.Skip("skipped: a browser takes some seconds")
	}
	who := []string{"willem", "yasmina", "greet"}
	s := site.New(t, nil, append(who, "leeg")...)
	for _, name := range who {
		s.Fill(name, name)
	}
	dir := os.Getenv("REGIE_LOOK")
	p := browser.Open(t, s.Base)
	for _, look := range []struct {
		width int
		dark  bool
		lang  text.Lang
	}{{360, false, text.NL}, {1280, true, text.EN}} {
		p.Width(look.width)
		p.Dark(look.dark)
		p.Cookie("weergave", route.FormatPrefs(ui.Prefs{Lang: look.lang, LangSet: true}))
		seen := map[string]bool{}
		for _, name := range who {
			p.Cookie("regie", name)
			for page, path := range pagesOf(s.Open(name)) {
				if dir == "" && look.dark && len(page)%2 == 0 {
					seen[page] = true // enough at one look: a browser takes its time
					continue
				}
				if seen[page] && (dir == "" || page != "zorgplan" && page != "verslag" && page != "afspraken") {
					continue // another person has it
				}
				seen[page] = true
				p.Goto(path)
				p.Axe()
				if dir != "" {
					p.Screenshot(filepath.Join(dir, page+"-"+name+"-"+strconv.Itoa(look.width)+".png"))
				}
			}
		}
		for _, page := range []string{"klacht", "contact", "persoon", "dubbel", "zwangerschap", "verslag"} {
			if !seen[page] {
				t.Errorf("nobody has a page %s", page)
			}
		}
		if look.dark {
			break // what is empty is so in every look
		}
		p.Cookie("regie", "leeg")
		for _, path := range []string{"/klachten", "/contacten", "/wie-is-wie", "/afspraken", "/zorgplan"} {
			p.Goto(path)
			p.Axe()
		}
	}
}
