// SPDX-License-Identifier: EUPL-1.2

package measure_test

import (
	"net/http"
	"net/http/httptest"
	"slices"
	"testing"
	"time"

	"regie/internal/measure"
)

// BenchmarkYear makes the page with a year of somebody who has five million samples of one kind, as
// the server does, from session to compressed HTML. Aim: p95 at most 25 ms, and 40 KB.
func BenchmarkYear(b *testing.B) {
	s := newSite(b, "veel")
	s.Fill("veel", "greet")
	const years, each = 10, 1370 // samples a day
	n := 0
	for m := range years * 12 {
		in := &measure.Intake{}
		heart, from := in.Kind("heart-rate"), in.Source(measure.Source{Name: "Horloge", Class: measure.ClassWatch})
		first := anchor.AddDate(0, -m-1, 0).Truncate(24 * time.Hour)
		for d := first; d.Before(anchor.AddDate(0, -m, 0).Truncate(24 * time.Hour)); d = d.AddDate(0, 0, 1) {
			for i := range each {
				at := d.Add(time.Duration(i) * time.Minute).UnixMilli()
				in.Add(heart, from, measure.Sample{Start: at, End: at, Zone: 60, Value: int64(55+(i*i+m)%70) * measure.Scale})
				n++
			}
		}
		if _, err := s.books.Add(b.Context(), s.Vaults["veel"], in, measure.About{Format: "apple"}); err != nil {
			b.Fatal(err)
		}
	}
	key := s.keyOf("veel", "heart-rate")
	for _, page := range []struct{ name, path string }{
		{"year", "/metingen/zelf/" + key + "?periode=jaar"}, {"all", "/metingen/zelf/" + key + "?periode=alles"},
		{"day", "/metingen/zelf/" + key + "?periode=dag&tot=2026-11-18"}, {"self", "/metingen/zelf"},
	} {
		b.Run(page.name, func(b *testing.B) {
			var took []time.Duration
			size, plain := 0, 0
			for b.Loop() {
				r := httptest.NewRequest(http.MethodGet, s.Base+page.path, nil)
				r.AddCookie(&http.Cookie{Name: "regie", Value: "veel"})
				r.Header.Set("Accept-Encoding", "gzip")
				w := httptest.NewRecorder()
				start := time.Now()
				s.Handler.ServeHTTP(w, r)
				took = append(took, time.Since(start))
				if w.Code != http.StatusOK {
					b.Fatal(w.Code)
				}
				size = w.Body.Len()
			}
			plain = len(s.As("veel").Get(page.path).Body)
			slices.Sort(took)
			b.ReportMetric(float64(took[len(took)/2].Microseconds())/1000, "p50-ms")
			b.ReportMetric(float64(took[len(took)*95/100].Microseconds())/1000, "p95-ms")
			b.ReportMetric(float64(size)/1000, "kB-sent")
			b.ReportMetric(float64(plain)/1000, "kB")
			b.ReportMetric(float64(n)/1e6, "M-samples")
		})
	}
}
