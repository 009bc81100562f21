// SPDX-License-Identifier: EUPL-1.2

package medmij

import (
	"bytes"
	"context"
	"crypto/tls"
	"crypto/x509"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"net/http/httptrace"
	"net/netip"
	"strings"
	"syscall"
	"time"
)

// EgressConfig is what the one outbound client is made of.
type EgressConfig struct {
	// Allowed tells whether a host (lower case) may be called on a port. It is asked for
	// each call, and again when the connection is made.
	Allowed func(host, port string) bool
	// Roots is the trust store of the back channel. There is no fallback to the system's.
	Roots *x509.CertPool
	// Certificate returns our certificate of the back channel; it may change while running.
	Certificate func() (*tls.Certificate, error)
	// Hosts maps host names to "address:port" without DNS, for the practice network.
	Hosts map[string]string
	// Resolver is for tests; nil is the system's.
	Resolver *net.Resolver
}

// Egress is the one way out of Regie: https only, listed hosts only, no address inside a
// network, no redirects, no proxies, own trust store, bounded in time and size.
type Egress struct {
	cfg    EgressConfig
	client *http.Client
}

// Call is one outbound request.
type Call struct {
	Method  string
	URL     string
	Header  http.Header
	Body    []byte
	Limit   int64         // bytes of the answer, after decompression
	Timeout time.Duration // from start to the last byte
	// Again is called before the request is sent a second time by itself: a connection that
	// was kept open can turn out to be closed. It may change the header.
	Again func(http.Header)
}

// Reply is the answer to a Call.
type Reply struct {
	Status int
	Header http.Header
	Body   []byte
}

// cipherSuites of TLS 1.2: forward secrecy and authenticated encryption only ("good" in
// the guideline of the NCSC). TLS 1.3 chooses its own.
var cipherSuites = []uint16{
	tls.TLS_ECDHE_ECDSA_WITH_AES_256_GCM_SHA384, tls.TLS_ECDHE_RSA_WITH_AES_256_GCM_SHA384,
	tls.TLS_ECDHE_ECDSA_WITH_CHACHA20_POLY1305_SHA256, tls.TLS_ECDHE_RSA_WITH_CHACHA20_POLY1305_SHA256,
	tls.TLS_ECDHE_ECDSA_WITH_AES_128_GCM_SHA256, tls.TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256,
}

// NewEgress makes the outbound client.
func NewEgress(cfg EgressConfig) (*Egress, error) {
	if cfg.Roots == nil {
		return nil, errors.New("medmij: the back channel needs its own trust store")
	}
	if cfg.Allowed == nil {
		return nil, errors.New("medmij: the outbound client needs its list of hosts")
	}
	e := &Egress{cfg: cfg}
	tlsConfig := &tls.Config{
		MinVersion:   tls.VersionTLS12,
		CipherSuites: cipherSuites,
		RootCAs:      cfg.Roots,
		VerifyConnection: func(s tls.ConnectionState) error {
			if s.ServerName == "" || len(s.VerifiedChains) == 0 {
				return errors.New("peer was not verified")
			}
			return nil
		},
	}
	if cfg.Certificate != nil {
		tlsConfig.GetClientCertificate = func(*tls.CertificateRequestInfo) (*tls.Certificate, error) {
			return cfg.Certificate()
		}
	}
	e.client = &http.Client{
		CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse },
		Transport: &http.Transport{
			Proxy:                  nil, // never from the environment
			DialContext:            e.dial,
			TLSClientConfig:        tlsConfig,
			TLSHandshakeTimeout:    10 * time.Second,
			MaxIdleConnsPerHost:    perHost,
			MaxConnsPerHost:        2 * perHost,
			IdleConnTimeout:        60 * time.Second,
			MaxResponseHeaderBytes: 64 << 10,
			// The agreement is HTTP/1.1, and one protocol is less to get wrong.
			TLSNextProto: map[string]func(string, *tls.Conn) http.RoundTripper{},
		},
	}
	return e, nil
}

func (e *Egress) dial(ctx context.Context, network, addr string) (net.Conn, error) {
	host, port, err := net.SplitHostPort(addr)
	if err != nil {
		return nil, errBadAddress
	}
	if !e.cfg.Allowed(host, port) {
		return nil, errNotListed
	}
	d := net.Dialer{Timeout: 10 * time.Second, Resolver: e.cfg.Resolver}
	if to, mapped := e.cfg.Hosts[host]; mapped {
		return d.DialContext(ctx, network, to)
	}
	// The check is on the address that is really dialled, so a name that resolves
	// differently a moment later gains nothing.
	d.Control = func(_, address string, _ syscall.RawConn) error {
		at, err := netip.ParseAddrPort(address)
		if err != nil || !public(at.Addr()) {
			return errNotPublic
		}
		return nil
	}
	return d.DialContext(ctx, network, addr)
}

// Do makes the call. Errors are *Failure; an answer of any status but a redirect is no error.
func (e *Egress) Do(ctx context.Context, c Call) (*Reply, error) {
	u, err := callable(c.URL, e.cfg.Allowed)
	if err != nil {
		return nil, fail(ReasonUnsafe, err)
	}
	ctx, cancel := context.WithTimeout(ctx, c.Timeout)
	defer cancel()
	var req *http.Request
	if c.Again != nil {
		sent := 0
		ctx = httptrace.WithClientTrace(ctx, &httptrace.ClientTrace{GotConn: func(httptrace.GotConnInfo) {
			sent++
			if sent > 1 {
				c.Again(req.Header)
			}
		}})
	}
	req, err = http.NewRequestWithContext(ctx, c.Method, u.String(), bytes.NewReader(c.Body))
	if err != nil {
		return nil, fail(ReasonUnknown, errBadAddress)
	}
	if len(c.Body) == 0 {
		req.Body, req.ContentLength = http.NoBody, 0
	}
	req.Header.Set("User-Agent", "Regie")
	for k, v := range c.Header {
		req.Header[k] = v
	}
	res, err := e.client.Do(req)
	if err != nil {
		return nil, transportFailure(ctx, err)
	}
	defer func() { _ = res.Body.Close() }()
	if res.StatusCode >= 300 && res.StatusCode < 400 {
		return nil, &Failure{Reason: ReasonUnsafe, Status: res.StatusCode, Err: errors.New("redirect on the back channel")}
	}
	body, err := readLimited(res.Body, res.ContentLength, c.Limit)
	if err != nil {
		f := bodyFailure(ctx, err)
		f.Status = res.StatusCode
		return nil, f
	}
	return &Reply{Status: res.StatusCode, Header: res.Header, Body: body}, nil
}

// Send is Do for rooms that know nothing of the network: vendors of measuring devices are called
// by an Egress of their own, with their own list of hosts (decision 0071).
func (e *Egress) Send(ctx context.Context, method, address string, header http.Header, body []byte, limit int64, timeout time.Duration) (status int, answer http.Header, got []byte, err error) {
	reply, err := e.Do(ctx, Call{Method: method, URL: address, Header: header, Body: body, Limit: limit, Timeout: timeout})
	if err != nil {
		return 0, nil, nil, err
	}
	return reply.Status, reply.Header, reply.Body, nil
}

// Close drops idle connections.
func (e *Egress) Close() { e.client.CloseIdleConnections() }

var errTooLarge = errors.New("answer is larger than the limit")

// readLimited reads at most limit bytes. It asks for memory as the bytes come, not as the
// header promises.
func readLimited(r io.Reader, announced, limit int64) ([]byte, error) {
	if announced > limit {
		return nil, errTooLarge
	}
	var b bytes.Buffer
	if announced > 0 {
		b.Grow(int(min(announced, 1<<20)) + bytes.MinRead)
	}
	n, err := b.ReadFrom(io.LimitReader(r, limit+1))
	if err != nil {
		return nil, err
	}
	if n > limit {
		return nil, errTooLarge
	}
	return b.Bytes(), nil
}

// transportFailure sorts the errors of a connection. The net package quotes addresses in
// its errors; what is kept says the kind only.
func transportFailure(ctx context.Context, err error) *Failure {
	var (
		unknownCA x509.UnknownAuthorityError
		hostname  x509.HostnameError
		invalid   x509.CertificateInvalidError
		verify    *tls.CertificateVerificationError
		record    tls.RecordHeaderError
		alert     tls.AlertError
		op        *net.OpError
		timeout   net.Error
	)
	switch {
	case errors.Is(err, errNotPublic), errors.Is(err, errNotListed), errors.Is(err, errBadAddress):
		return fail(ReasonUnsafe, kind(err, errNotPublic, errNotListed, errBadAddress))
	case errors.As(err, &unknownCA), errors.As(err, &hostname), errors.As(err, &invalid), errors.As(err, &verify):
		return fail(ReasonUnsafe, errors.New("certificate not trusted"))
	case errors.As(err, &record), errors.As(err, &alert), strings.Contains(err.Error(), "tls: "):
		return fail(ReasonUnsafe, errors.New("no safe connection"))
	case ctx.Err() != nil && !errors.Is(ctx.Err(), context.DeadlineExceeded):
		return fail(ReasonInterrupted, ctx.Err())
	case errors.As(err, &timeout) && timeout.Timeout(), errors.Is(err, context.DeadlineExceeded):
		return fail(ReasonNoAnswer, errors.New("timeout"))
	case errors.As(err, &op):
		return fail(ReasonNoAnswer, fmt.Errorf("%s failed", op.Op))
	case strings.Contains(err.Error(), "response headers exceeded"):
		return fail(ReasonTooLarge, errors.New("headers are too large"))
	case strings.Contains(err.Error(), "malformed HTTP"):
		return fail(ReasonUnreadable, errors.New("not HTTP"))
	default:
		return fail(ReasonNoAnswer, errors.New("connection broken"))
	}
}

func kind(err error, kinds ...error) error {
	for _, k := range kinds {
		if errors.Is(err, k) {
			return k
		}
	}
	return errors.New("unknown")
}

func bodyFailure(ctx context.Context, err error) *Failure {
	switch {
	case errors.Is(err, errTooLarge):
		return fail(ReasonTooLarge, errTooLarge)
	case ctx.Err() != nil && !errors.Is(ctx.Err(), context.DeadlineExceeded):
		return fail(ReasonInterrupted, ctx.Err())
	case ctx.Err() != nil:
		return fail(ReasonNoAnswer, errors.New("timeout while reading"))
	default:
		return fail(ReasonHalf, errors.New("answer broke off"))
	}
}
