// SPDX-License-Identifier: EUPL-1.2

package vendor

import (
	"fmt"
	"io"
	"net/http"
	"strings"
	"time"
)

// Kind is what goes wrong.
type Kind string

// What can go wrong.
const (
	FaultBusy     Kind = "busy"     // status 601, with Value seconds to wait
	FaultCode     Kind = "code"     // status Value in the body
	FaultHTTP     Kind = "status"   // HTTP status Value, with RetryAfter when set
	FaultDrop     Kind = "drop"     // the connection closes and nothing was done
	FaultLost     Kind = "lost"     // it was done, and then the connection closes
	FaultTruncate Kind = "truncate" // half of the answer
	FaultHTML     Kind = "html"     // a page in place of an answer
	FaultHuge     Kind = "huge"     // an answer of 200 MB
	FaultLoop     Kind = "loop"     // the next page is this one
	FaultSlow     Kind = "slow"     // waits Delay first
	FaultEmpty    Kind = "empty"    // {"status":0,"body":{}}
)

// Fault makes something go wrong for calls of an action; "" is all.
type Fault struct {
	Action     string // "getmeas", "requesttoken"
	Kind       Kind
	Value      int
	RetryAfter string
	Delay      time.Duration
	After      int // so many calls go well first
	Times      int // then so many go wrong; 0 is all
}

type injected struct {
	Fault
	seen int
}

// Inject makes a fault happen, until Heal.
func (v *Vendor) Inject(f Fault) {
	v.mu.Lock()
	defer v.mu.Unlock()
	v.faults = append(v.faults, &injected{Fault: f})
}

// Heal takes all faults away.
func (v *Vendor) Heal() {
	v.mu.Lock()
	defer v.mu.Unlock()
	v.faults = nil
}

func (v *Vendor) take(action string) (Fault, bool) {
	v.mu.Lock()
	defer v.mu.Unlock()
	for _, f := range v.faults {
		if f.Action != "" && f.Action != action {
			continue
		}
		f.seen++
		if f.seen > f.After && (f.Times == 0 || f.seen <= f.After+f.Times) {
			return f.Fault, true
		}
	}
	return Fault{}, false
}

// spoil answers in place of the interface, and tells whether it did.
func (v *Vendor) spoil(w http.ResponseWriter, r *http.Request, f Fault) bool {
	switch f.Kind {
	case FaultBusy:
		fmt.Fprintf(w, `{"status":601,"body":{"wait_seconds":%d},"error":"Too many requests"}`, f.Value)
	case FaultCode:
		fmt.Fprintf(w, `{"status":%d,"body":{},"error":"An error occurred"}`, f.Value)
	case FaultHTTP:
		if f.RetryAfter != "" {
			w.Header().Set("Retry-After", f.RetryAfter)
		}
		w.WriteHeader(f.Value)
	case FaultDrop:
		panic(http.ErrAbortHandler)
	case FaultHTML:
		w.Header().Set("Content-Type", "text/html")
		_, _ = io.WriteString(w, "<!doctype html><title>Onderhoud</title>")
	case FaultHuge:
		_, _ = io.WriteString(w, `{"status":0,"body":{"measuregrps":["`)
		line := strings.Repeat("x", 1<<20)
		for range 200 {
			if _, err := io.WriteString(w, line); err != nil {
				break
			}
		}
		_, _ = io.WriteString(w, `"]}}`)
	case FaultEmpty:
		_, _ = io.WriteString(w, `{"status":0,"body":{}}`)
	case FaultSlow:
		t := time.NewTimer(f.Delay)
		defer t.Stop()
		select {
		case <-t.C:
		case <-r.Context().Done():
			panic(http.ErrAbortHandler)
		}
		return false
	default:
		return false
	}
	return true
}

// after spoils an answer that was made.
func (v *Vendor) after(w http.ResponseWriter, f Fault, b []byte) {
	switch f.Kind {
	case FaultLost:
		panic(http.ErrAbortHandler)
	case FaultTruncate:
		w.Header().Set("Content-Length", fmt.Sprint(len(b)))
		_, _ = w.Write(b[:len(b)/2])
		panic(http.ErrAbortHandler)
	case FaultLoop:
		s := string(b)
		s = strings.Replace(s, `"more":false`, `"more":true`, 1)
		if !strings.Contains(s, `"more"`) {
			s = strings.Replace(s, `"body":{`, `"body":{"more":1,"offset":7,`, 1)
		}
		b = []byte(s)
	}
	_, _ = w.Write(b)
}
