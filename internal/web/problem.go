// SPDX-License-Identifier: EUPL-1.2

package web

import (
	"errors"
	"log/slog"
	"net/http"
	"regexp"
	"strconv"
	"time"

	"regie/internal/text"
	"regie/internal/web/route"
)

// fail answers with the page of an error.
func (s *server) fail(w http.ResponseWriter, r *route.Request, err error) {
	p := statusOf(err)
	if p.Status >= 500 || p.Cause != nil {
		level := slog.LevelWarn
		if p.Status >= 500 {
			level = slog.LevelError
		}
		s.Log.Log(r.Context(), level, "answered with an error", "id", r.ID, "status", p.Status, "cause", scrub(p.Cause))
	}
	h := w.Header()
	h.Set("Cache-Control", "no-store")
	if p.Retry > 0 {
		h.Set("Retry-After", strconv.Itoa(int((p.Retry+time.Second-1)/time.Second)))
	}
	if p.Allow != "" {
		h.Set("Allow", p.Allow)
	}
	if err := r.Render(w, p.Status, problemPage(r, p)); err != nil {
		s.Log.Error("no error page", "id", r.ID, "cause", scrub(err))
		http.Error(w, text.NL.T("error.500.title")+" / "+text.EN.T("error.500.title"), http.StatusInternalServerError)
	}
}

// minutes says in whole minutes when to try again.
func minutes(d time.Duration) int { return int((d + time.Minute - 1) / time.Minute) }

// private matches what may tell about a person in the text of an error: addresses, quoted
// words, mail addresses, long numbers and digests.
var private = regexp.MustCompile(`https?://\S+|"[^"]*"|'[^']*'|\S+@\S+|\b[0-9a-fA-F-]*\d[0-9a-fA-F-]{3,}\b`)

// scrub makes the text of an error fit for the log. Errors are wrapped with fixed words, and
// those stay; what was put into them goes.
func scrub(err error) string {
	if err == nil {
		return ""
	}
	var joined interface{ Unwrap() []error }
	if errors.As(err, &joined) && len(joined.Unwrap()) > 4 {
		return "several errors"
	}
	s := private.ReplaceAllString(err.Error(), "…")
	if len(s) > 300 {
		s = s[:300]
	}
	return s
}
