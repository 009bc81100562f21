// SPDX-License-Identifier: EUPL-1.2

package web

import (
	"context"
	"encoding/hex"
	"fmt"
	"io"
	"log/slog"
	"net/http"
	"runtime"
	"strconv"
	"strings"

	"regie/internal/web/route"
)

// contentPolicy lets a page use only what comes from this site, and nothing that is written
// inside the page itself.
const contentPolicy = "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; media-src 'self'; font-src 'self'; " +
	"connect-src 'self'; worker-src 'self'; frame-src 'self'; manifest-src 'self'; form-action 'self'; frame-ancestors 'none'; base-uri 'none'; " +
	"require-trusted-types-for 'script'; trusted-types regie"

// withHeaders sets what every answer carries. A handler may replace one of them.
func (s *server) withHeaders(next http.Handler) http.Handler {
	https := s.Base.Scheme == "https"
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		h := w.Header()
		h.Set("Content-Security-Policy", contentPolicy)
		h.Set("X-Content-Type-Options", "nosniff")
		h.Set("X-Frame-Options", "DENY")
		h.Set("Referrer-Policy", "same-origin")
		h.Set("Cross-Origin-Opener-Policy", "same-origin")
		h.Set("Cross-Origin-Resource-Policy", "same-origin")
		h.Set("Permissions-Policy", "camera=(), microphone=(), geolocation=(), payment=(), usb=(), browsing-topics=(), "+
			"publickey-credentials-get=(self), publickey-credentials-create=(self)")
		if https {
			h.Set("Strict-Transport-Security", "max-age=63072000; includeSubDomains")
		}
		next.ServeHTTP(w, r)
	})
}

// withSameOrigin refuses forms that another site sends.
func (s *server) withSameOrigin(next http.Handler) http.Handler {
	guard := http.NewCrossOriginProtection()
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if err := guard.Check(r); err != nil {
			s.fail(w, s.request(r), route.WithKey(route.Forbidden(), "error.403.origin"))
			return
		}
		next.ServeHTTP(w, r)
	})
}

// withPanicPage turns a panic into the page of a 500. The log gets where, not what: the
// value of a panic may hold anything.
func (s *server) withPanicPage(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		defer func() {
			v := recover()
			if v == nil {
				return
			}
			if v == http.ErrAbortHandler {
				panic(v)
			}
			s.Log.Error("panic", "id", requestID(r.Context()), "type", fmt.Sprintf("%T", v), "at", where())
			if c, ok := w.(*counter); ok && c.status != 0 {
				panic(http.ErrAbortHandler) // half an answer is on its way
			}
			s.fail(w, s.request(r), &route.Problem{Status: http.StatusInternalServerError, Key: "error.500"})
		}()
		next.ServeHTTP(w, r)
	})
}

// where lists the calls that led to a panic, without their arguments.
func where() string {
	var out []string
	pcs := make([]uintptr, 24)
	frames := runtime.CallersFrames(pcs[:runtime.Callers(4, pcs)])
	for {
		f, more := frames.Next()
		if !strings.HasPrefix(f.Function, "runtime.") {
			out = append(out, f.Function+":"+strconv.Itoa(f.Line))
		}
		if !more || len(out) == 8 {
			return strings.Join(out, " ")
		}
	}
}

type requestKey struct{}

// trip is what the middlewares know of one request.
type trip struct {
	id      string
	pattern string
}

func requestID(ctx context.Context) string {
	if t, ok := ctx.Value(requestKey{}).(*trip); ok {
		return t.id
	}
	return ""
}

// note keeps which route answers.
func note(ctx context.Context, rt route.Route) {
	if t, ok := ctx.Value(requestKey{}).(*trip); ok {
		t.pattern = rt.Pattern
	}
}

// withRequestID gives the request a name that a person can read to the help desk.
func (s *server) withRequestID(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		var b [5]byte
		if _, err := io.ReadFull(s.Random, b[:]); err != nil {
			http.Error(w, "no randomness", http.StatusServiceUnavailable)
			return
		}
		id := hex.EncodeToString(b[:])
		w.Header().Set("X-Request-Id", id)
		next.ServeHTTP(w, r.WithContext(context.WithValue(r.Context(), requestKey{}, &trip{id: id})))
	})
}

// counter remembers what was answered.
type counter struct {
	http.ResponseWriter
	status int
	bytes  int64
}

func (c *counter) WriteHeader(status int) {
	if c.status == 0 {
		c.status = status
	}
	c.ResponseWriter.WriteHeader(status)
}

func (c *counter) Write(b []byte) (int, error) {
	if c.status == 0 {
		c.status = http.StatusOK
	}
	n, err := c.ResponseWriter.Write(b)
	c.bytes += int64(n)
	return n, err
}

// Unwrap lets http.ResponseController reach the real writer.
func (c *counter) Unwrap() http.ResponseWriter { return c.ResponseWriter }

// withLog writes one line a request: the pattern of the route, never the address itself.
func (s *server) withLog(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		start := s.Now()
		c := &counter{ResponseWriter: w}
		next.ServeHTTP(c, r)
		t, _ := r.Context().Value(requestKey{}).(*trip)
		level := slog.LevelInfo
		if strings.HasPrefix(t.pattern, "/assets/") {
			level = slog.LevelDebug
		}
		s.Log.LogAttrs(r.Context(), level, "request",
			slog.String("id", t.id), slog.String("method", methodName(r.Method)), slog.String("route", t.pattern),
			slog.Int("status", c.status), slog.Int64("bytes", c.bytes), slog.Duration("took", s.Now().Sub(start)))
	})
}

// methodName keeps foreign words out of the log.
func methodName(m string) string {
	switch m {
	case http.MethodGet, http.MethodHead, http.MethodPost, http.MethodPut, http.MethodDelete, http.MethodOptions, http.MethodPatch:
		return m
	default:
		return "other"
	}
}

// quality reads the q of an Accept-Language part; 1 when there is none.
func quality(params string) float64 {
	for p := range strings.SplitSeq(params, ";") {
		if v, ok := strings.CutPrefix(strings.TrimSpace(p), "q="); ok {
			q, err := strconv.ParseFloat(v, 64)
			if err != nil || q < 0 || q > 1 {
				return 0
			}
			return q
		}
	}
	return 1
}
