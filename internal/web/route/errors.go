// SPDX-License-Identifier: EUPL-1.2

package route

import (
	"fmt"
	"net/http"
	"time"
)

// Problem is an error with a page of its own. The words of the page are the catalogue keys
// Key+".title", Key+".text" and, if there is one, Key+".next".
type Problem struct {
	Status int
	Key    string
	Retry  time.Duration // for 429 and 503: when it makes sense to try again; 0 is unknown
	Allow  string        // for 405
	Cause  error         // for the log; never shown
}

func (p *Problem) Error() string {
	if p.Cause == nil {
		return fmt.Sprintf("answering %d", p.Status)
	}
	return fmt.Sprintf("answering %d: %v", p.Status, p.Cause)
}

// Unwrap returns the cause.
func (p *Problem) Unwrap() error { return p.Cause }

// NotFound: no such page, or not of this person; the two look the same (404).
func NotFound() error { return &Problem{Status: http.StatusNotFound, Key: "error.404"} }

// Gone: it was here, and is not any more, such as a link that was used (410).
func Gone() error { return &Problem{Status: http.StatusGone, Key: "error.410"} }

// BadInput: a request that no page of ours makes (400). A form that a person filled in
// wrongly is not this: show the form again with its problems.
func BadInput(cause error) error {
	return &Problem{Status: http.StatusBadRequest, Key: "error.400", Cause: cause}
}

// Forbidden: this person may not do this (403).
func Forbidden() error { return &Problem{Status: http.StatusForbidden, Key: "error.403"} }

// TooMany: asked too often; retry says when it may be tried again (429).
func TooMany(retry time.Duration) error {
	return &Problem{Status: http.StatusTooManyRequests, Key: "error.429", Retry: retry}
}

// TooLarge: the body is longer than the route takes (413).
func TooLarge() error { return &Problem{Status: http.StatusRequestEntityTooLarge, Key: "error.413"} }

// Unavailable: we can not do this now (503).
func Unavailable(cause error) error {
	return &Problem{Status: http.StatusServiceUnavailable, Key: "error.503", Cause: cause}
}

// WithKey gives a problem other words than its own: key+".title", key+".text".
func WithKey(err error, key string) error {
	if p, ok := err.(*Problem); ok {
		q := *p
		q.Key = key
		return &q
	}
	return err
}
