// SPDX-License-Identifier: EUPL-1.2

package medmij

import (
	"context"
	"errors"
	"fmt"
	"mime"
	"net/http"
	"net/url"
	"strings"
	"sync"
	"time"
)

// Session is the use of one grant: calls for resources of one provider. It renews the
// access token, once at a time, where that can be done.
type Session struct {
	n        *Network
	provider string
	renew    func(context.Context) (*Grant, error)

	mu    sync.Mutex
	grant *Grant
	tries int
}

// maxRenewals within one session: the token of a quarter of an hour, and a run of ten minutes.
const maxRenewals = 2

// NewSession starts the use of a grant. renew gets a new grant and keeps what must be
// kept of it; nil where there is no long-term consent.
func (n *Network) NewSession(provider string, g *Grant, renew func(context.Context) (*Grant, error)) *Session {
	return &Session{n: n, provider: provider, grant: g, renew: renew}
}

// Covers tells whether the grant in use may be used for a service.
func (s *Session) Covers(service string) bool {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.grant.Covers(service)
}

// current returns a grant that is still good, other than spent. Others wait while one renews.
func (s *Session) current(ctx context.Context, spent *Grant) (*Grant, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	good := s.n.cfg.Now().Add(10 * time.Second).Before(s.grant.Expires)
	if good && s.grant != spent {
		return s.grant, nil
	}
	if s.renew == nil || s.tries >= maxRenewals {
		return nil, fail(ReasonLoginAgain, errors.New("access token is spent and can't be renewed"))
	}
	s.tries++
	g, err := s.renew(ctx)
	if err != nil {
		return nil, err
	}
	s.grant = g
	return g, nil
}

// Get is one question for a resource or a page of resources.
type Get struct {
	URL     string
	Service string // id, for the chain log
	Accept  string
	Limit   int64
	Secret  bool // the path may hold an id in an unknown place: keep it out of the log

	// Method, Body and Type are for sending; Method is GET where it is left out.
	Method string
	Body   []byte
	Type   string
}

func (g *Get) method() string {
	if g.Method == "" {
		return http.MethodGet
	}
	return g.Method
}

// Send sends something once. It is not sent again by itself: of an answer that got lost it can't be
// told whether it arrived, and that is for the caller to weigh. 200 and 201 are success.
func (s *Session) Send(ctx context.Context, g Get) (*Reply, error) {
	grant, err := s.current(ctx, nil)
	if err != nil {
		return nil, err
	}
	return s.once(ctx, g, grant)
}

// FHIRAccept is the Accept header for a FHIR version, "3.0" or "4.0".
func FHIRAccept(version string) string { return "application/fhir+json; fhirVersion=" + version }

// Fetch gets one answer of status 200, with retries where they make sense.
func (s *Session) Fetch(ctx context.Context, g Get) (*Reply, error) {
	var spent *Grant
	for attempt := 1; ; attempt++ {
		grant, err := s.current(ctx, spent)
		if err != nil {
			return nil, err
		}
		res, err := s.once(ctx, g, grant)
		if err == nil {
			return res, nil
		}
		var f *Failure
		if !errors.As(err, &f) {
			return nil, err
		}
		if f.Status == http.StatusUnauthorized {
			if spent != nil {
				return nil, fail(ReasonLoginAgain, errors.New("a fresh token was refused"))
			}
			spent = grant
			continue
		}
		wait, again := s.n.pause(f, attempt)
		if !again {
			return nil, f
		}
		if s.n.cfg.Sleep(ctx, wait) != nil {
			return nil, fail(ReasonInterrupted, ctx.Err())
		}
	}
}

const (
	maxAttempts  = 4
	firstPause   = 500 * time.Millisecond
	longestPause = 60 * time.Second // that we wait when asked to
)

// pause tells how long to wait before another attempt, and whether there is one: full
// jitter on a doubling pause, or what the other side asks for.
func (n *Network) pause(f *Failure, attempt int) (time.Duration, bool) {
	switch f.Reason {
	case ReasonBusy, ReasonFault, ReasonHalf, ReasonPaused:
	case ReasonNoAnswer:
		if attempt >= 2 { // each may have taken a minute
			return 0, false
		}
	default:
		return 0, false
	}
	if attempt >= maxAttempts || f.After > longestPause {
		return 0, false
	}
	if f.After > 0 {
		return f.After + n.jitter(time.Second), true
	}
	return n.jitter(firstPause << attempt), true
}

// jitter returns a random part of d.
func (n *Network) jitter(d time.Duration) time.Duration {
	var b [4]byte
	if _, err := n.cfg.Rand.Read(b[:]); err != nil {
		return d
	}
	r := uint64(b[0])<<24 | uint64(b[1])<<16 | uint64(b[2])<<8 | uint64(b[3])
	return time.Duration(uint64(d) * r >> 32)
}

func (s *Session) once(ctx context.Context, g Get, grant *Grant) (*Reply, error) {
	u, err := url.Parse(g.URL)
	if err != nil {
		return nil, fail(ReasonUnsafe, errBadAddress)
	}
	h := s.n.hosts.of(strings.ToLower(u.Host))
	if err := h.enter(ctx, s.n.cfg.Now); err != nil {
		return nil, err
	}
	res, err := s.ask(ctx, g, grant)
	h.leave(weigh(ReasonOf(err)), s.n.cfg.Now)
	return res, err
}

func (s *Session) ask(ctx context.Context, g Get, grant *Grant) (*Reply, error) {
	id := s.n.uuid()
	ev := Event{Trace: grant.Correlation, Request: id, Method: g.method(), URL: g.URL, Provider: s.provider, Service: g.Service}
	if g.Secret {
		if u, err := url.Parse(g.URL); err == nil {
			ev.URL = u.Scheme + "://" + u.Host + "/"
		}
	}
	s.n.log(ev.as(EventSendResource))
	header := http.Header{
		"Authorization":   {"Bearer " + grant.Access},
		"Accept":          {g.Accept},
		headerRequest:     {id},
		headerCorrelation: {grant.Correlation},
	}
	if g.Body != nil {
		header["Content-Type"] = []string{g.Type}
	}
	res, err := s.n.out.Do(ctx, Call{
		Method: g.method(), URL: g.URL, Body: g.Body, Limit: g.Limit, Timeout: resourceTimeout,
		Again: func(h http.Header) { // the id is unique for each request in the whole network
			ev.Request = s.n.uuid()
			h[headerRequest] = []string{ev.Request}
			s.n.log(ev.as(EventSendResource))
		},
		Header: header,
	})
	if err == nil {
		if err = statusFailure(res, s.n.cfg.Now()); g.Body != nil && res.Status == http.StatusCreated {
			err = nil
		}
	}
	if err != nil {
		kind := EventReceiveResourceError
		var f *Failure
		if errors.As(err, &f) && (f.Status == 400 || f.Status == 401 || f.Status == 403) {
			kind = EventReceiveResourceRefused
		}
		s.n.log(ev.failed(kind, err))
		return nil, err
	}
	ev.Status = res.Status
	s.n.log(ev.as(EventReceiveResource))
	return res, nil
}

func statusFailure(res *Reply, now time.Time) error {
	if res.Status == http.StatusOK {
		return nil
	}
	f := &Failure{Status: res.Status, After: retryAfter(res.Header, now)}
	switch s := res.Status; {
	case s == http.StatusUnauthorized:
		f.Reason = ReasonLoginAgain
	case s == http.StatusForbidden:
		f.Reason = ReasonNotGranted
	case s == http.StatusNotFound, s == http.StatusGone:
		f.Reason = ReasonNotThere
	case s == http.StatusNotAcceptable, s == http.StatusUnsupportedMediaType:
		f.Reason = ReasonVersion
	case s == http.StatusRequestTimeout, s == http.StatusGatewayTimeout:
		f.Reason = ReasonNoAnswer
	case s == http.StatusTooManyRequests, s == http.StatusServiceUnavailable:
		f.Reason = ReasonBusy
	case s >= 500:
		f.Reason = ReasonFault
	case s >= 400:
		f.Reason = ReasonRefused
	default:
		f.Reason = ReasonUnreadable
	}
	return f
}

// CheckFHIR holds the type of an answer to FHIR JSON of the version asked for. A server
// that names no version is believed.
func CheckFHIR(res *Reply, version string) error {
	media, params, err := mime.ParseMediaType(res.Header.Get("Content-Type"))
	if err != nil {
		return &Failure{Reason: ReasonUnreadable, Status: res.Status, Err: errors.New("no content type")}
	}
	switch media {
	case "application/fhir+json", "application/json+fhir", "application/json", "text/json":
	default:
		return &Failure{Reason: ReasonUnreadable, Status: res.Status, Err: fmt.Errorf("content type %s", clip(media, 60))}
	}
	got := params["fhirversion"]
	if got != "" && !strings.HasPrefix(got, version) {
		return &Failure{Reason: ReasonVersion, Status: res.Status, Err: fmt.Errorf("FHIR version %s", clip(got, 20))}
	}
	return nil
}
