// SPDX-License-Identifier: EUPL-1.2

package medmij

import (
	"errors"
	"fmt"
	"io"
	"net/url"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"sync"
	"time"

	"github.com/go-json-experiment/json"
)

// The events of the chain log at the side of the person. The names of those that receive
// are not all in the public texts; they follow the pattern of the others.
const (
	EventSendAuthorization          = "send_authorization_request"
	EventReceiveAuthorization       = "receive_authorization_response"
	EventReceiveAuthorizationError  = "receive_authorization_error"
	EventReceiveAuthorizationCancel = "receive_authorization_cancellation"
	EventSendToken                  = "send_token_request"
	EventReceiveToken               = "receive_token_response"
	EventReceiveTokenError          = "receive_token_error"
	EventSendResource               = "send_resource_request"
	EventReceiveResource            = "receive_resource_response"
	EventReceiveResourceRefused     = "receive_resource_request_error"  // 400, 401, 403
	EventReceiveResourceError       = "receive_resource_error_response" // anything else that failed
)

// Event is one line of the chain log, before it is written.
type Event struct {
	Type      string
	Trace     string // X-Correlation-ID
	Request   string // MedMij-Request-ID
	Method    string
	URL       string // only host and path are written, without ids
	GrantType string
	Provider  string
	Service   string
	Status    int
	Code      string // OAuth error, or "other"
	Reason    Reason
}

func (e Event) as(kind string) Event { e.Type = kind; return e }

func (e Event) failed(kind string, err error) Event {
	e.Type = kind
	var f *Failure
	if errors.As(err, &f) {
		e.Status, e.Reason = f.Status, f.Reason
		e.Code = f.Code
	}
	if e.Code == "" {
		e.Code = "other"
	}
	return e
}

// ChainLog writes the chain log that the agreement asks for: one JSON object a line, one
// file a day, only ever appended to. It names no person: the trace is a random number of
// one flow, and nothing in Regie connects it to an account outside the sealed vault.
type ChainLog struct {
	dir      string
	location string
	now      func() time.Time
	zone     *time.Location
	mu       sync.Mutex
	day      string
	to       io.WriteCloser
}

// OpenChainLog writes into dir, as the host location.
func OpenChainLog(dir, location string, now func() time.Time) (*ChainLog, error) {
	zone, err := time.LoadLocation("Europe/Amsterdam")
	if err != nil {
		return nil, fmt.Errorf("loading the Dutch time zone: %w", err)
	}
	if err := os.MkdirAll(dir, 0o700); err != nil {
		return nil, fmt.Errorf("making the folder of the chain log: %w", err)
	}
	return &ChainLog{dir: dir, location: location, now: now, zone: zone}, nil
}

type chainLine struct {
	Event    chainEvent     `json:"event"`
	Request  chainRequest   `json:"request"`
	Response *chainResponse `json:"response,omitempty"`
	Error    *chainError    `json:"error,omitempty"`
}

type chainEvent struct {
	Type     string `json:"type"`
	Location string `json:"location"`
	Datetime string `json:"datetime"`
	Session  string `json:"session_id"`
	Trace    string `json:"trace_id"`
}

type chainRequest struct {
	ID        string `json:"id"`
	Method    string `json:"method,omitempty"`
	ClientID  string `json:"client_id"`
	ServerID  string `json:"server_id,omitempty"`
	URI       string `json:"uri,omitempty"`
	GrantType string `json:"grant_type,omitempty"`
	Initiated string `json:"initiated_by,omitempty"`
	Provider  string `json:"provider_id,omitempty"`
	Service   string `json:"service_id,omitempty"`
}

type chainResponse struct {
	ID     string `json:"id"`
	Status int    `json:"status"`
}

type chainError struct {
	Code        string `json:"code"`
	Description string `json:"description"`
	Request     string `json:"request_id"`
	Status      int    `json:"status,omitempty"`
}

// Write appends one event.
func (c *ChainLog) Write(clientID string, e Event) error {
	at := c.now().In(c.zone)
	host, uri := stripped(e.URL)
	line := chainLine{
		Event: chainEvent{
			Type: e.Type, Location: c.location, Datetime: at.Format("2006-01-02T15:04:05.000-07:00"),
			// The session is that of the flow, which is the trace: no session of a person
			// is ever written down here.
			Session: e.Trace, Trace: e.Trace,
		},
		Request: chainRequest{
			ID: e.Request, Method: e.Method, ClientID: clientID, ServerID: host, URI: uri,
			GrantType: e.GrantType, Provider: e.Provider, Service: e.Service,
		},
	}
	if e.GrantType != "" {
		line.Request.Initiated = "person"
	}
	if e.Code != "" || e.Reason != "" {
		line.Error = &chainError{Code: e.Code, Description: string(e.Reason), Request: e.Request, Status: e.Status}
	} else if e.Status != 0 {
		line.Response = &chainResponse{ID: e.Request, Status: e.Status}
	}
	b, err := json.Marshal(line)
	if err != nil {
		return fmt.Errorf("writing the chain log: %w", err)
	}
	c.mu.Lock()
	defer c.mu.Unlock()
	if err := c.roll(at.Format("2006-01-02")); err != nil {
		return err
	}
	if _, err := c.to.Write(append(b, '\n')); err != nil {
		return fmt.Errorf("writing the chain log: %w", err)
	}
	return nil
}

func (c *ChainLog) roll(day string) error {
	if c.to != nil && c.day == day {
		return nil
	}
	f, err := os.OpenFile(filepath.Join(c.dir, "chain-"+day+".ndjson"), os.O_APPEND|os.O_CREATE|os.O_WRONLY, 0o600)
	if err != nil {
		return fmt.Errorf("opening the chain log: %w", err)
	}
	if c.to != nil {
		_ = c.to.Close() // every line was written already
	}
	c.to, c.day = f, day
	return nil
}

// Close ends the log.
func (c *ChainLog) Close() error {
	c.mu.Lock()
	defer c.mu.Unlock()
	if c.to == nil {
		return nil
	}
	err := c.to.Close()
	c.to = nil
	if err != nil {
		return fmt.Errorf("closing the chain log: %w", err)
	}
	return nil
}

// readID matches the id after a resource type, as in /fhir/DocumentReference/abc or .../_history/2.
var readID = regexp.MustCompile(`/([A-Z][A-Za-z]+)/[^/$][^/]*(/_history/[^/]*)?$`)

// stripped gives the host and the path of an address, without anything that could point at a person.
func stripped(raw string) (host, path string) {
	u, err := url.Parse(raw)
	if err != nil {
		return "", ""
	}
	p := readID.ReplaceAllString(u.Path, "/$1/{id}")
	if strings.ContainsAny(p, "\n\r") {
		return u.Host, ""
	}
	return u.Host, clip(p, 300)
}

func (n *Network) log(e Event) {
	if n.cfg.Chain == nil {
		return
	}
	if err := n.cfg.Chain.Write(n.cfg.ClientID, e); err != nil {
		n.cfg.Log.Error("chain log", "err", err.Error())
	}
}
