// SPDX-License-Identifier: EUPL-1.2

package web

import (
	"net/http"
	"net/http/httptest"
	"testing"

	"regie/internal/web/ui/assets"
)

// BenchmarkPage is the work for one page of the foundation, compressed, without the network.
func BenchmarkPage(b *testing.B) {
	h, err := New(benchConfig(b))
	if err != nil {
		b.Fatal(err)
	}
	for name, path := range map[string]string{"welcome": "/", "help": "/help", "board": "/onderdelen", "not found": "/bestaat-niet"} {
		b.Run(name, func(b *testing.B) {
			b.ReportAllocs()
			for b.Loop() {
				r := httptest.NewRequest(http.MethodGet, path, nil)
				r.Header.Set("Accept-Encoding", "gzip")
				h.ServeHTTP(httptest.NewRecorder(), r)
			}
		})
	}
}

// BenchmarkAssets is what the assets cost at the start.
func BenchmarkAssets(b *testing.B) {
	for b.Loop() {
		if _, err := assets.Build(); err != nil {
			b.Fatal(err)
		}
	}
}
