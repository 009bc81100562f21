// SPDX-License-Identifier: EUPL-1.2

package dossier_test

import (
	"fmt"
	"net/http"
	"net/http/httptest"
	"net/url"
	"slices"
	"strings"
	"testing"
	"time"

	"regie/internal/e2e/site"
	"regie/internal/practice/persons"
	"regie/internal/record"
	"regie/internal/zib"
)

// BenchmarkPages makes pages as the server does, from session to compressed HTML, and tells the
// time of the middle one and of the slowest twentieth.
func BenchmarkPages(b *testing.B) {
	for _, n := range []int{5000, 50000} {
		s := site.New(b, nil, "veel")
		providers := persons.ManyProviders(10)
		s.Give("veel", persons.Many(1, n, site.Anchor, providers...), providers...)
		d := s.Open("veel")
		var items, tests []string
		for i, it := range d.List(record.Filter{}, 1, 1<<20).Items {
			if i%97 == 0 {
				items = append(items, "/dossier/item/"+it.Key.String())
			}
		}
		for i, it := range d.List(record.Filter{Categories: []zib.Category{zib.CategoryLab}}, 1, 1<<20).Items {
			if i%97 == 0 {
				tests = append(tests, "/dossier/item/"+it.Key.String())
			}
		}
		asked := s.As("veel").Do(http.MethodPost, "/zoeken", url.Values{"vraag": {"bloeddruk"}}).Header.Get("Location")
		var years []string
		for _, y := range d.Years() {
			years = append(years, fmt.Sprintf("/tijdlijn?jaar=%d", y))
		}
		for _, page := range []struct {
			name  string
			paths []string
		}{
			{"overview", []string{"/overzicht"}},
			{"record", []string{"/dossier"}},
			{"timeline", append(years, "/tijdlijn", "/tijdlijn?pagina=3")},
			{"category", []string{"/dossier/medicijnen", "/dossier/laboratorium", "/dossier/metingen?pagina=2", "/dossier/contacten"}},
			{"item", items},
			{"lab-item", tests},
			{"search", []string{asked}},
		} {
			b.Run(fmt.Sprintf("%d/%s", n, page.name), func(b *testing.B) { measure(b, s, page.paths) })
		}
	}
}

func measure(b *testing.B, s *site.Site, paths []string) {
	ask := func(path string) {
		r := httptest.NewRequestWithContext(b.Context(), http.MethodGet, path, nil)
		r.Header.Set("Accept-Encoding", "gzip")
		r.AddCookie(&http.Cookie{Name: "regie", Value: "veel"})
		w := httptest.NewRecorder()
		s.Handler.ServeHTTP(w, r)
		if w.Code != http.StatusOK {
			b.Fatalf("%s: %d", strings.SplitN(path, "?", 2)[0], w.Code)
		}
	}
	for _, p := range paths[:min(len(paths), 5)] {
		ask(p)
	}
	var took []time.Duration
	i := 0
	for b.Loop() {
		start := time.Now()
		ask(paths[i%len(paths)])
		took = append(took, time.Since(start))
		i++
	}
	slices.Sort(took)
	ms := func(q int) float64 { return float64(took[len(took)*q/100].Microseconds()) / 1000 }
	b.ReportMetric(ms(50), "p50-ms")
	b.ReportMetric(ms(95), "p95-ms")
}
