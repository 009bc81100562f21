// SPDX-License-Identifier: EUPL-1.2

package device_test

import (
	"net/http"
	"strings"
	"testing"

	"regie/internal/measure"
	"regie/internal/measure/receive"
)

const form = "application/x-www-form-urlencoded"

// An address is made, shown once, used by an app that is not signed in, seen, and stopped.
func TestPush(t *testing.T) {
	s := newSite(t, measured)
	if status, page := s.send(http.MethodPost, "/apparaten/doorsturen", form, "naam=+"); status != http.StatusUnprocessableEntity || !strings.Contains(page, "Geef het apparaat een naam") {
		t.Errorf("without a name: %d", status)
	}
	status, page := s.send(http.MethodPost, "/apparaten/doorsturen", form, "naam=mijn+iPhone")
	token := between(page, "/ontvang/", "<")
	if status != http.StatusOK || len(token) != 43 {
		t.Fatalf("made: %d, %q", status, token)
	}
	app := func(token, body string) int {
		r, err := http.NewRequestWithContext(t.Context(), http.MethodPost, s.base+"/ontvang/"+token, strings.NewReader(body))
		if err != nil {
			t.Fatal(err)
		}
		r.Header.Set("Content-Type", "application/json")
		res, err := http.DefaultClient.Do(r)
		if err != nil {
			t.Fatal(err)
		}
		defer res.Body.Close()
		if res.ContentLength > 0 {
			t.Errorf("the answer has %d bytes", res.ContentLength)
		}
		return res.StatusCode
	}
	const body = `{"data":{"metrics":[{"name":"step_count","units":"count","data":[{"date":"2026-09-19 07:30:00 +0200","qty":1200}]}]}}`
	for _, tt := range []struct {
		token, body string
		want        int
	}{
		{token, body, http.StatusAccepted},
		{token, "no JSON", http.StatusAccepted},
		{strings.Repeat("A", 43), body, http.StatusNotFound},
		{token, strings.Repeat(" ", receive.MaxBody+1), http.StatusRequestEntityTooLarge},
	} {
		if got := app(tt.token, tt.body); got != tt.want {
			t.Errorf("%.10q: %d, want %d", tt.body, got, tt.want)
		}
	}
	_, page = s.send(http.MethodGet, "/apparaten/doorsturen", "", "")
	for _, want := range []string{"mijn iPhone", "Laatst ontvangen: 19 september 2026 om 07.30 uur.", "Er is 1 meting bijgekomen."} {
		if !strings.Contains(page, want) {
			t.Errorf("no %q", want)
		}
	}
	if strings.Contains(page, token) {
		t.Error("the address is shown again")
	}
	if sums, err := s.books.Sums(t.Context(), s.v, "steps"); err != nil || len(sums) != 1 || sums[0].Value != 1200*measure.Scale {
		t.Errorf("steps %v, %v", sums, err)
	}
	s.send(http.MethodPost, "/apparaten/doorsturen/stoppen", form, "adres="+between(page, `name="adres" value="`, `"`))
	if got := app(token, body); got != http.StatusNotFound {
		t.Errorf("after stopping: %d", got)
	}
	if _, page = s.send(http.MethodGet, "/apparaten/doorsturen", "", ""); !strings.Contains(page, "Gestopt op 19 september 2026") {
		t.Error("the page does not say that it was stopped")
	}
}
