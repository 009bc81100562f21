// SPDX-License-Identifier: EUPL-1.2

package practice

import (
	"bytes"
	"compress/gzip"
	"fmt"
	"io"
	"net/http"
	"regexp"
	"strings"
	"sync"
)

// serveBack is the back channel: all hosts on one port, told apart by name.
// Whoever gets here showed a certificate of a host on the white list.
func (n *Network) serveBack(w http.ResponseWriter, r *http.Request) {
	rec := &recorder{ResponseWriter: w}
	if n.cfg.Observe != nil {
		defer func() {
			n.cfg.Observe(Exchange{Host: r.Host, Method: r.Method, Path: r.URL.Path, Query: r.URL.RawQuery,
				RequestID: r.Header.Get(requestIDHeader), CorrelationID: r.Header.Get(correlationIDHeader),
				Status: rec.status, Bytes: rec.bytes})
		}()
	}
	rec.Header().Set("X-Content-Type-Options", "nosniff")
	host, _, _ := strings.Cut(r.Host, ":")
	if host != r.TLS.ServerName {
		http.Error(rec, "host and certificate differ", http.StatusMisdirectedRequest)
		return
	}
	switch host {
	case ListHost:
		n.serveList(rec, r)
		return
	case DirectoryHost:
		n.serveDirectory(rec, r)
		return
	}
	for _, d := range dvas {
		if host == d.token && r.URL.Path == tokenPath {
			n.serveToken(rec, r, d)
			return
		}
	}
	for _, e := range n.endpoints {
		if host != e.dva.fhir {
			continue
		}
		if rest, ok := strings.CutPrefix(r.URL.Path, e.path); ok && (rest == "" || rest[0] == '/') {
			n.serveResource(rec, r, e, strings.TrimPrefix(rest, "/"))
			return
		}
	}
	http.NotFound(rec, r)
}

// Headers that MedMij asks of every request on the back channel.
const (
	requestIDHeader     = "MedMij-Request-ID"
	correlationIDHeader = "X-Correlation-ID"
)

var uuid = regexp.MustCompile(`^[0-9a-fA-F]{8}-[0-9a-fA-F]{4}-[1-8][0-9a-fA-F]{3}-[89abAB][0-9a-fA-F]{3}-[0-9a-fA-F]{12}$`)

// ids reads the two headers. Each must be there once and be a UUID, and a
// request id may never come twice in the whole network.
func (n *Network) ids(r *http.Request) (correlation string, err error) {
	for _, name := range []string{requestIDHeader, correlationIDHeader} {
		if v := r.Header.Values(name); len(v) != 1 || !uuid.MatchString(v[0]) {
			return "", fmt.Errorf("header %s must be there once, with a UUID", name)
		}
	}
	if !n.seen.first(strings.ToLower(r.Header.Get(requestIDHeader))) {
		return "", fmt.Errorf("%s was used before", requestIDHeader)
	}
	return strings.ToLower(r.Header.Get(correlationIDHeader)), nil
}

// seenIDs remembers request ids: the last ones, at most two times half.
type seenIDs struct {
	mu       sync.Mutex
	old, new map[string]struct{}
}

const half = 100_000

func newSeenIDs() *seenIDs { return &seenIDs{new: map[string]struct{}{}} }

func (s *seenIDs) first(id string) bool {
	s.mu.Lock()
	defer s.mu.Unlock()
	if _, ok := s.new[id]; ok {
		return false
	}
	if _, ok := s.old[id]; ok {
		return false
	}
	if len(s.new) >= half {
		s.old, s.new = s.new, map[string]struct{}{}
	}
	s.new[id] = struct{}{}
	return true
}

// recorder notes what went out.
type recorder struct {
	http.ResponseWriter
	status int
	bytes  int64
}

func (r *recorder) WriteHeader(status int) {
	if r.status == 0 {
		r.status = status
	}
	r.ResponseWriter.WriteHeader(status)
}

func (r *recorder) Write(b []byte) (int, error) {
	if r.status == 0 {
		r.status = http.StatusOK
	}
	n, err := r.ResponseWriter.Write(b)
	r.bytes += int64(n)
	return n, err
}

func (r *recorder) Unwrap() http.ResponseWriter { return r.ResponseWriter }

// plainFault does the faults that any server can have before it answers. It
// tells whether the answer was given.
func (n *Network) plainFault(w http.ResponseWriter, r *http.Request, fs []Fault) (done bool) {
	for _, f := range fs {
		switch f.Kind {
		case FaultSlow:
			n.sleep(r.Context(), f.Delay)
		case FaultStatus:
			if f.RetryAfter != "" {
				w.Header().Set("Retry-After", f.RetryAfter)
			}
			w.Header().Set("Content-Type", "text/plain; charset=utf-8")
			w.WriteHeader(f.Status)
			_, _ = io.WriteString(w, http.StatusText(f.Status))
			return true
		case FaultDrop:
			panic(http.ErrAbortHandler)
		case FaultRedirect:
			w.Header().Set("Location", f.Value)
			w.WriteHeader(http.StatusFound)
			return true
		case FaultHTML:
			w.Header().Set("Content-Type", "text/html; charset=utf-8")
			_, _ = io.WriteString(w, "<!doctype html><title>Onderhoud</title><p>Wij zijn zo terug.")
			return true
		case FaultHuge, FaultBomb:
			n.huge(w, r, f)
			return true
		}
	}
	return false
}

// huge writes a Bundle that doesn't end before Size bytes.
func (n *Network) huge(w http.ResponseWriter, r *http.Request, f Fault) {
	size := f.Size
	if size == 0 {
		size = 200 << 20
	}
	w.Header().Set("Content-Type", "application/fhir+json; fhirVersion=3.0")
	out := io.Writer(w)
	if f.Kind == FaultBomb {
		w.Header().Set("Content-Encoding", "gzip")
		zip := gzip.NewWriter(w)
		defer func() { _ = zip.Close() }()
		out = zip
	}
	if _, err := io.WriteString(out, `{"resourceType":"Bundle","type":"searchset","entry":[`); err != nil {
		return
	}
	entry := []byte(`{"resource":{"resourceType":"Flag","id":"x","status":"active","text":{"status":"generated","div":"` +
		strings.Repeat("x", 8000) + `"}}},`)
	block := bytes.Repeat(entry, 16)
	for written := int64(0); written < size; written += int64(len(block)) {
		if _, err := out.Write(block); err != nil || r.Context().Err() != nil {
			return
		}
	}
	_, _ = io.WriteString(out, `{"resource":{"resourceType":"Flag","id":"laatste","status":"active"}}]}`)
}
