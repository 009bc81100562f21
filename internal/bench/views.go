// SPDX-License-Identifier: EUPL-1.2

package bench

import (
	"context"
	"fmt"
	"net/http"
	"net/http/httptest"
	"net/url"
	"regexp"
	"strings"
	"time"

	"regie/internal/record"
)

// view is a page that is measured.
type view struct {
	name  string
	path  string // where it is, or the list that leads to it
	link  string // pattern of the address on that list; "": path is it
	first bool   // something is worked out for it once for an opened dossier
	free  bool   // a document to keep: no goal, nobody waits for it as for a page
}

// questions are what is looked for, in turns: a word that many items have, one that few have, one
// with a typing error, an everyday word, and two words.
var questions = []string{"bloeddruk", "kalium", "metfromine", "suiker", "hoge bloeddruk"}

const key = `[0-9a-f]{16}`

var views = []view{
	{name: "overview", path: "/overzicht", first: true},
	{name: "record", path: "/dossier"},
	{name: "timeline", path: "/tijdlijn"},
	{name: "timeline by month", path: "/tijdlijn?van=2025-03-01&tot=2025-03-31"},
	{name: "item", path: "/tijdlijn", link: "/dossier/item/" + key},
	{name: "medicines", path: "/medicijnen", first: true},
	{name: "one medicine", path: "/medicijnen", link: "/medicijnen/" + key},
	{name: "medicines to print", path: "/medicijnen/afdruk"},
	{name: "allergies", path: "/allergieen"},
	{name: "vaccinations", path: "/vaccinaties", first: true},
	{name: "problems", path: "/klachten", first: true},
	{name: "one problem", path: "/klachten", link: "/klachten/" + key},
	{name: "contacts", path: "/contacten", first: true},
	{name: "one contact", path: "/contacten", link: "/contacten/" + key},
	{name: "people", path: "/wie-is-wie", first: true},
	{name: "one person", path: "/wie-is-wie", link: "/wie-is-wie/" + key},
	{name: "appointments", path: "/afspraken"},
	{name: "lab list", path: "/dossier/laboratorium", first: true},
	{name: "measurements", path: "/dossier/metingen"},
	{name: "search", first: true},
	{name: "PDF of medicines", path: "/afdruk/soort/medicijnen", free: true},
}

// measureViews measures what people see: time and size of each page, and what the first look at it
// costs after the dossier was opened. Pages are sent packed, as browsers ask for them.
func (r *regie) measureViews(ctx context.Context, site http.Handler, size, times int, p50, p95 float64) ([]Figure, error) {
	var out, first []Figure
	for _, v := range views {
		paths, err := v.paths(site)
		if err != nil {
			return nil, fmt.Errorf("looking for %s: %w", v.name, err)
		}
		if v.first {
			cost, err := r.firstLook(ctx, site, paths[0])
			if err != nil {
				return nil, err
			}
			first = append(first, Figure{Name: fmt.Sprintf("%s at %d: the first time", v.name, size), Value: cost, Unit: "ms"})
		}
		n := times
		if v.free {
			n = 20
		}
		took, most, err := measured(site, paths, n)
		if err != nil {
			return nil, err
		}
		name := func(what string) string { return fmt.Sprintf("%s at %d: %s", v.name, size, what) }
		half := Figure{Name: name("p50"), Value: quantile(took, 0.5), Unit: "ms"}
		if p50 > 0 && !v.free {
			half = atMost(half.Name, half.Value, "ms", p50)
		}
		slow := Figure{Name: name("p95"), Value: quantile(took, 0.95), Unit: "ms"}
		packed := Figure{Name: name("compressed"), Value: float64(most) / 1024, Unit: "KB"}
		if !v.free {
			limit := p95
			if v.name == "search" {
				limit = min(limit, 20)
			}
			slow, packed = atMost(slow.Name, slow.Value, "ms", limit), atMost(packed.Name, packed.Value, "KB", 30)
		}
		out = append(out, half, slow, packed)
	}
	return append(out, first...), nil
}

// paths are the addresses of a view in this dossier.
func (v view) paths(site http.Handler) ([]string, error) {
	if v.name == "search" {
		var out []string
		for _, q := range questions {
			to, err := ask(site, q)
			if err != nil {
				return nil, err
			}
			out = append(out, to)
		}
		return out, nil
	}
	if v.link == "" {
		return []string{v.path}, nil
	}
	list, err := fetch(site, v.path, "")
	if err != nil {
		return nil, err
	}
	var out []string
	seen := map[string]bool{}
	for _, m := range regexp.MustCompile(`href="(`+v.link+`)"`).FindAllStringSubmatch(list.Body.String(), 20) {
		if !seen[m[1]] {
			seen[m[1]] = true
			out = append(out, m[1])
		}
	}
	if out == nil {
		return nil, fmt.Errorf("%s leads to none", v.path)
	}
	return out, nil
}

// ask posts a question, and returns the address of the answer.
func ask(site http.Handler, question string) (string, error) {
	form := url.Values{"vraag": {question}}
	req := asks(http.MethodPost, "/zoeken", strings.NewReader(form.Encode()))
	req.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	req.Header.Set("Sec-Fetch-Site", "same-origin")
	w := httptest.NewRecorder()
	site.ServeHTTP(w, req)
	to := w.Header().Get("Location")
	if w.Code != http.StatusSeeOther || to == "" {
		return "", fmt.Errorf("a question was answered with %d", w.Code)
	}
	return to, nil
}

// firstLook is the median time of a page right after the dossier was opened.
func (r *regie) firstLook(ctx context.Context, site http.Handler, path string) (float64, error) {
	var took []time.Duration
	for range 3 {
		r.keeper.Drop(r.vault.Scope().Person())
		d, err := r.keeper.Open(ctx, r.vault)
		if err != nil {
			return 0, err
		}
		start := time.Now()
		_, err = fetch(site, path, "gzip")
		took = append(took, time.Since(start))
		d.Close()
		if err != nil {
			return 0, err
		}
	}
	return quantile(took, 0.5), nil
}

// measured fetches each path in turn, and returns how long that took and the size of the largest.
func measured(site http.Handler, paths []string, times int) (took []time.Duration, most int, err error) {
	for i := range times + 5 {
		start := time.Now()
		w, err := fetch(site, paths[i%len(paths)], "gzip")
		if err != nil {
			return nil, 0, err
		}
		most = max(most, w.Body.Len())
		if i >= 5 { // the first few warm up
			took = append(took, time.Since(start))
		}
	}
	return took, most, nil
}

// weekly finds the test that has a result of every week.
func weekly(d *record.Dossier, tests []*record.Test) (*record.Test, error) {
	for _, t := range tests {
		if len(t.Results) >= weeks {
			return t, nil
		}
	}
	return nil, fmt.Errorf("a dossier of %d has no test with %d results", d.Len(), weeks)
}
