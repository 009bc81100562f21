// SPDX-License-Identifier: EUPL-1.2

package web

import (
	"context"
	"crypto/rand"
	"io"
	"log/slog"
	"net/http/httptest"
	"net/url"
	"strings"
	"testing"
	"time"

	"regie/internal/mail"
	"regie/internal/person"
	"regie/internal/store"
	"regie/internal/text"
	"regie/internal/web/help"
)

// testNow is the day on which the tests live.
var testNow = time.Date(2026, 9, 21, 10, 0, 0, 0, time.UTC)

// sessions is a Sessions for tests of the foundation: the token "anna" is signed in, and
// "anna-up" has just stepped up.
type sessions struct{ asked []string }

func (s *sessions) Resume(_ context.Context, token string, _ bool) (*person.Session, error) {
	s.asked = append(s.asked, token)
	v := &person.Session{ID: store.ID{1}, Scope: store.NewScope(store.ID{2}), IdleUntil: testNow.Add(15 * time.Minute)}
	switch token {
	case "anna":
		return v, nil
	case "anna-up":
		v.StepUp = testNow
		return v, nil
	case "broken":
		return nil, io.ErrUnexpectedEOF
	}
	return nil, nil
}

func config(t *testing.T) Config { return benchConfig(t) }

func benchConfig(t testing.TB) Config {
	t.Helper()
	box := mail.NewMailbox(func() time.Time { return testNow }, 10)
	for _, l := range text.Langs {
		err := box.Send(context.Background(), mail.Message{
			To: "anna@oefen.test", Lang: l, Subject: "Bevestig uw e-mailadres",
			Paragraphs: []mail.Paragraph{{Text: "Open deze link."}, {Link: "http://localhost:8080/bevestig"}, {Text: "123 456", Code: true}},
		})
		if err != nil {
			t.Fatal(err)
		}
	}
	return Config{
		Base: &url.URL{Scheme: "http", Host: "localhost"}, Now: func() time.Time { return testNow }, Random: rand.Reader,
		Log: slog.New(slog.DiscardHandler), Sessions: &sessions{}, Practice: true, Mailbox: box,
		Operator: help.Operator{
			Name: "Stichting Oefen Regie", Mail: "hulp@oefen.test", Phone: "088 123 45 67",
			Hours: "maandag tot en met vrijdag van 9 tot 17 uur",
		},
	}
}

// serve starts the site and returns its address.
func serveTest(t *testing.T, c Config) string {
	t.Helper()
	h, err := New(c)
	if err != nil {
		t.Fatal(err)
	}
	s := httptest.NewServer(h)
	t.Cleanup(s.Close)
	return strings.Replace(s.URL, "127.0.0.1", "localhost", 1)
}
