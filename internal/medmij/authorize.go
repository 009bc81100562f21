// SPDX-License-Identifier: EUPL-1.2

package medmij

import (
	"crypto/sha256"
	"encoding/base64"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"net/url"
	"strings"
	"unicode/utf8"
)

// Authorization is one request to a provider to let the person in and to release data.
// It is made once, and its State comes back once.
type Authorization struct {
	URL         string // where the person's browser goes
	State       string // secret; keep only its StateHash
	Provider    string
	Services    []string // ids that the person wants; the network's request can't name them
	Redirect    string   // must be repeated with the code
	Token       string   // address where the code may be used, and no other
	Issuer      string   // authorization address, to recognize the server again
	RequestID   string
	Correlation string // goes with every call of this flow
}

// Door is one way to a provider: services behind the same pair of addresses share one
// login and one consent.
type Door struct {
	Provider  string
	Authorize string
	Token     string
	Services  []string
	// Send asks for leave to send to the one service, in place of collecting.
	Send bool
}

// Doors sorts the wanted services of a provider by the door that leads to them, in the
// order wanted. Services that the provider does not offer are returned apart.
func (l *Lists) Doors(provider string, services []string) (doors []Door, missing []string) {
	for _, id := range services {
		s, ok := l.Offer(provider, id)
		if !ok {
			missing = append(missing, id)
			continue
		}
		at := -1
		for i, d := range doors {
			if d.Authorize == s.Authorize && d.Token == s.Token {
				at = i
			}
		}
		if at < 0 {
			doors = append(doors, Door{Provider: provider, Authorize: s.Authorize, Token: s.Token})
			at = len(doors) - 1
		}
		doors[at].Services = append(doors[at].Services, id)
	}
	return doors, missing
}

// Authorize makes an authorization request for one door. Failures: lists_old, not_offered.
func (n *Network) Authorize(d Door) (*Authorization, error) {
	if !n.Lists.Fresh() {
		return nil, fail(ReasonListsOld, nil)
	}
	if len(d.Services) == 0 || !n.Lists.current(d) {
		return nil, fail(ReasonNotOffered, nil)
	}
	state, err := secret(n.cfg.Rand)
	if err != nil {
		return nil, err
	}
	a := &Authorization{
		State: state, Provider: d.Provider, Services: d.Services, Token: d.Token, Issuer: d.Authorize,
		Redirect: n.redirect(d.Authorize), RequestID: n.uuid(), Correlation: n.uuid(),
	}
	scope := strings.TrimSuffix(d.Provider, ProviderSuffix)
	if d.Send {
		if len(d.Services) != 1 {
			return nil, fail(ReasonNotOffered, errors.New("sending is to one service"))
		}
		scope += "~" + d.Services[0]
	}
	q := url.Values{
		"response_type": {"code"}, "client_id": {n.cfg.ClientID}, "redirect_uri": {a.Redirect},
		"scope": {scope}, "state": {state},
		// A redirected browser can't carry headers, so the ids are parameters here.
		"MedMij-Request-ID": {a.RequestID}, "X-Correlation-ID": {a.Correlation},
	}
	a.URL = d.Authorize + "?" + q.Encode()
	n.log(Event{Type: EventSendAuthorization, Trace: a.Correlation, Request: a.RequestID, Method: "GET", URL: d.Authorize, Provider: d.Provider})
	return a, nil
}

// current tells whether every service of the door is still behind it.
func (l *Lists) current(d Door) bool {
	for _, id := range d.Services {
		s, ok := l.Offer(d.Provider, id)
		if !ok || s.Authorize != d.Authorize || s.Token != d.Token {
			return false
		}
	}
	return true
}

// redirect is where the person comes back to. Each authorization server gets a path of
// its own, so that an answer from one can't pass for an answer from another.
func (n *Network) redirect(authorize string) string {
	if !n.cfg.RedirectPerServer {
		return n.cfg.Redirect
	}
	return n.cfg.Redirect + "/" + ServerTag(authorize)
}

// ServerTag is the last part of the return address of an authorization server.
func ServerTag(authorize string) string {
	sum := sha256.Sum256([]byte("regie/authorization-server|" + authorize))
	return hex.EncodeToString(sum[:6])
}

func secret(r io.Reader) (string, error) {
	var b [32]byte
	if _, err := io.ReadFull(r, b[:]); err != nil {
		return "", fmt.Errorf("reading randomness: %w", err)
	}
	return base64.RawURLEncoding.EncodeToString(b[:]), nil
}

// StateHash is what is kept of a state.
func StateHash(state string) [32]byte {
	return sha256.Sum256([]byte("regie/state|" + state))
}

// Callback is what a provider sent back with the person's browser.
type Callback struct {
	State  string
	Code   string // "" with an error
	Error  string // of RFC 6749, bounded and checked; "" with a code
	Issuer string // RFC 9207, if sent
}

// ErrCallback is returned for an answer that can't be of any flow.
var ErrCallback = errors.New("medmij: malformed answer")

const maxCode = 4 << 10

// ParseCallback reads the query of the return address. Exactly one of code and error, and
// a state, must be there, each once. Descriptions are not read: they are not ours to show.
func ParseCallback(rawQuery string) (*Callback, error) {
	if len(rawQuery) > 16<<10 {
		return nil, fmt.Errorf("%w: too long", ErrCallback)
	}
	q, err := url.ParseQuery(rawQuery)
	if err != nil {
		return nil, fmt.Errorf("%w: query", ErrCallback)
	}
	get := func(name string, limit int) (string, error) {
		v := q[name]
		switch {
		case len(v) == 0:
			return "", nil
		case len(v) > 1:
			return "", fmt.Errorf("%w: %s occurs twice", ErrCallback, name)
		case len(v[0]) > limit || !printable(v[0]):
			return "", fmt.Errorf("%w: %s", ErrCallback, name)
		}
		return v[0], nil
	}
	var c Callback
	for _, f := range []struct {
		to    *string
		name  string
		limit int
	}{{&c.State, "state", 512}, {&c.Code, "code", maxCode}, {&c.Error, "error", 200}, {&c.Issuer, "iss", 1000}} {
		*f.to, err = get(f.name, f.limit)
		if err != nil {
			return nil, err
		}
	}
	switch {
	case c.State == "":
		return nil, fmt.Errorf("%w: no state", ErrCallback)
	case (c.Code == "") == (c.Error == ""):
		return nil, fmt.Errorf("%w: neither or both of code and error", ErrCallback)
	}
	return &c, nil
}

// printable holds a value to the characters of RFC 6749 appendix A: visible ASCII and space.
func printable(s string) bool {
	if !utf8.ValidString(s) {
		return false
	}
	for i := range len(s) {
		if s[i] < ' ' || s[i] > '~' {
			return false
		}
	}
	return true
}

// Refusal gives the failure that an error answer stands for. Numbers and unknown words
// occur in practice; the network promises no more than "it did not work".
func (n *Network) Refusal(c *Callback, a *Authorization) *Failure {
	f := &Failure{Reason: authorizationReason(c.Error), Code: c.Error}
	kind := EventReceiveAuthorizationError
	if f.Reason == ReasonDenied {
		kind = EventReceiveAuthorizationCancel
	}
	n.log(Event{Type: kind, Trace: a.Correlation, Request: a.RequestID, URL: a.Issuer, Provider: a.Provider, Code: c.Error})
	return f
}

func authorizationReason(code string) Reason {
	switch code {
	case "access_denied":
		return ReasonDenied
	case "invalid_request", "unauthorized_client", "unsupported_response_type":
		return ReasonOurs
	case "invalid_scope":
		return ReasonNotOffered
	case "server_error":
		return ReasonFault
	case "temporarily_unavailable":
		return ReasonBusy
	default:
		return ReasonFault
	}
}

// Accepted notes in the chain log that a provider sent a code.
func (n *Network) Accepted(a *Authorization) {
	n.log(Event{Type: EventReceiveAuthorization, Trace: a.Correlation, Request: a.RequestID, URL: a.Issuer, Provider: a.Provider, Status: 200})
}
