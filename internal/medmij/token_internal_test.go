// SPDX-License-Identifier: EUPL-1.2

package medmij

import (
	"net/http"
	"testing"
	"time"
)

func FuzzTokenReply(f *testing.F) {
	f.Add(200, `{"access_token":"a","token_type":"Bearer","expires_in":900,"scope":"48 za~49","refresh_token":"r"}`)
	f.Add(400, `{"error":"invalid_grant"}`)
	f.Add(200, `{"access_token":"a","token_type":"Bearer","expires_in":"1e400"}`)
	now := time.Unix(1790000000, 0)
	f.Fuzz(func(t *testing.T, status int, body string) {
		g, err := readToken(&Reply{Status: status, Header: http.Header{"Content-Type": {"application/json"}}, Body: []byte(body)}, "za", now)
		if (g == nil) == (err == nil) {
			t.Fatalf("grant %v and error %v", g, err)
		}
		if g == nil {
			return
		}
		if status != 200 || !bearer(g.Access) || (g.Refresh != "" && !bearer(g.Refresh)) || g.Expires.Before(now) || g.Expires.After(now.Add(maxLife)) {
			t.Errorf("%+v came through", g)
		}
		for _, id := range g.Services {
			if !validServiceID(id) {
				t.Errorf("service %q came through", id)
			}
		}
	})
}

func TestRetryAfter(t *testing.T) {
	now := time.Date(2026, 10, 1, 12, 0, 0, 0, time.UTC)
	for v, want := range map[string]time.Duration{
		"": 0, "5": 5 * time.Second, "-5": 0, "x": 0, "99999999999999": 0, "1.5": 0,
		"Thu, 01 Oct 2026 12:00:30 GMT": 30 * time.Second, "Thu, 01 Oct 2026 11:00:00 GMT": 0,
	} {
		if got := retryAfter(http.Header{"Retry-After": {v}}, now); got != want {
			t.Errorf("%q: %s, want %s", v, got, want)
		}
	}
}
