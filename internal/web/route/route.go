// SPDX-License-Identifier: EUPL-1.2

// Package route is the contract between the server and the pages: what a request carries,
// what a handler is, who may use a route, and which errors become which page. Pages import
// it; the table of all routes is in package web.
package route

import (
	"net/http"
	"time"
)

// Handler answers one request. It returns an error instead of writing an error page: the
// errors of this package become their page, every other error becomes "something is wrong
// with us" (500) and a line in the log. A handler that returns an error has written nothing.
type Handler func(w http.ResponseWriter, r *Request) error

// Who says who may use a route. The zero value is refused by the table.
type Who uint8

// Who may use a route.
const (
	// Anyone: also a visitor. Session may be nil or not.
	Anyone Who = iota + 1
	// SignedOut: a visitor; who is signed in is sent to the overview.
	SignedOut
	// SignedIn: with both steps done; a visitor is sent to sign in, and comes back after it.
	SignedIn
	// SteppedUp: signed in, and both steps given again in the last minutes; others are sent
	// to do that first, and come back after it. A POST comes back to its page as a GET.
	SteppedUp
)

func (w Who) String() string {
	switch w {
	case Anyone:
		return "anyone"
	case SignedOut:
		return "signed out"
	case SignedIn:
		return "signed in"
	case SteppedUp:
		return "stepped up"
	default:
		return "nobody"
	}
}

// Personal tells whether the route shows or changes something of one person.
func (w Who) Personal() bool { return w == SignedIn || w == SteppedUp }

// Route is one line of the table.
type Route struct {
	Method  string // "GET" also answers HEAD; "POST" for forms; "PATCH" for a part that a script adds
	Pattern string // as http.ServeMux has it, "/dossier/item/{key}"
	Who     Who
	Name    string // for tests and the log, "item"
	Handler Handler

	// MaxBody is how many bytes a request body may have; 0 stands for DefaultMaxBody.
	MaxBody int64
	// Timeout is how long the handler may work; 0 stands for DefaultTimeout.
	Timeout time.Duration
	// Static: public and the same for everybody; the handler sets Cache-Control itself, and
	// no session is looked up.
	Static bool
	// Quiet: being asked for is no sign of life of the person (a page that polls).
	Quiet bool
	// Practice: exists only in practice mode.
	Practice bool
}

// Limits of a route that names none.
const (
	DefaultMaxBody = 64 << 10
	DefaultTimeout = 30 * time.Second
)
