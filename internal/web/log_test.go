// SPDX-License-Identifier: EUPL-1.2

package web

import (
	"bytes"
	"log/slog"
	"strings"
	"testing"
)

func TestTheLogTakesOnlyWhatIsOnTheList(t *testing.T) {
	var out bytes.Buffer
	log := slog.New(allowing{slog.NewJSONHandler(&out, nil), logged})
	log.With("name", "Anna", "id", "1").WithGroup("secret").Info("request",
		"route", "/help", "mail", "anna@example.org", slog.Group("status", "diagnosis", "griep"), "status", 200)
	got := out.String()
	for _, never := range []string{"Anna", "anna@", "griep", "diagnosis", "secret"} {
		if strings.Contains(got, never) {
			t.Errorf("the log has %q: %s", never, got)
		}
	}
	for _, want := range []string{`"route":"/help"`, `"status":200`, `"id":"1"`} {
		if !strings.Contains(got, want) {
			t.Errorf("the log lacks %s: %s", want, got)
		}
	}
}
