// SPDX-License-Identifier: EUPL-1.2

package medmij

import (
	"context"
	"crypto/tls"
	"crypto/x509"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"net"
	"net/http"
	"net/url"
	"strings"
	"time"
)

// Headers of every call, as the agreement spells them.
const (
	headerRequest     = "MedMij-Request-ID"
	headerCorrelation = "X-Correlation-ID"
)

// Config is what a Network is made of. Redirect, ClientID, Roots and Lists.Base must be set.
type Config struct {
	// ClientID is our own host name in the network, exactly as in the OCL.
	ClientID string
	// Redirect is the address to which providers send the person back.
	Redirect string
	// RedirectPerServer gives each authorization server a return address of its own below Redirect.
	RedirectPerServer bool
	Lists             ListsConfig
	Roots             *x509.CertPool
	Certificate       func() (*tls.Certificate, error)
	// Hosts maps host names to "address:port", for the practice network only.
	Hosts    map[string]string
	Resolver *net.Resolver // for tests

	Now   func() time.Time
	Rand  io.Reader
	Sleep func(context.Context, time.Duration) error
	Log   *slog.Logger
	Chain *ChainLog // nil keeps none
}

// Network is the MedMij network as Regie sees it.
type Network struct {
	Lists *Lists
	cfg   Config
	out   *Egress
	hosts hosts
}

// New makes a Network. It starts nothing; call Lists.Load and Lists.Run.
func New(cfg Config) (*Network, error) {
	switch {
	case !validHost(cfg.ClientID):
		return nil, errors.New("medmij: client id is not a host name")
	case cfg.Now == nil || cfg.Rand == nil:
		return nil, errors.New("medmij: clock and randomness must be given")
	}
	if err := checkRedirect(cfg); err != nil {
		return nil, err
	}
	if cfg.Sleep == nil {
		cfg.Sleep = sleep
	}
	if cfg.Log == nil {
		cfg.Log = slog.New(slog.DiscardHandler)
	}
	cfg.Lists.Now, cfg.Lists.Sleep, cfg.Lists.Log = cfg.Now, cfg.Sleep, cfg.Log
	n := &Network{cfg: cfg}
	n.hosts.now = cfg.Now
	lists, err := NewLists(cfg.Lists, func(ctx context.Context, c Call) (*Reply, error) { return n.out.Do(ctx, c) })
	if err != nil {
		return nil, err
	}
	n.Lists = lists
	n.out, err = NewEgress(EgressConfig{
		Allowed: lists.Allowed, Roots: cfg.Roots, Certificate: cfg.Certificate, Hosts: cfg.Hosts, Resolver: cfg.Resolver,
	})
	if err != nil {
		return nil, err
	}
	return n, nil
}

// checkRedirect holds the return address to the rule of the network: https, on our own
// host. In practice mode the browser may come back over http to a host below .localhost.
func checkRedirect(cfg Config) error {
	u, err := url.Parse(cfg.Redirect)
	if err != nil || u.RawQuery != "" || u.Fragment != "" || u.User != nil || !strings.HasPrefix(u.Path, "/") {
		return errors.New("medmij: malformed return address")
	}
	host := u.Hostname()
	local := cfg.Lists.PlainFront && u.Scheme == "http" && (host == "localhost" || strings.HasSuffix(host, ".localhost"))
	if u.Scheme == "https" && host == cfg.ClientID || local {
		return nil
	}
	return fmt.Errorf("medmij: the return address must be https on %s", cfg.ClientID)
}

// Close drops idle connections.
func (n *Network) Close() { n.out.Close() }

// CertificateEnds tells when our certificate of the back channel expires; zero where there is none.
func (n *Network) CertificateEnds() (time.Time, error) {
	if n.cfg.Certificate == nil {
		return time.Time{}, nil
	}
	c, err := n.cfg.Certificate()
	if err != nil {
		return time.Time{}, fmt.Errorf("reading our certificate: %w", err)
	}
	leaf := c.Leaf
	if leaf == nil && len(c.Certificate) > 0 {
		leaf, err = x509.ParseCertificate(c.Certificate[0])
	}
	if err != nil || leaf == nil {
		return time.Time{}, errors.New("our certificate can't be read")
	}
	return leaf.NotAfter, nil
}

// Document fetches a public document of the network itself, such as an address book. Its
// host must be on the whitelist.
func (n *Network) Document(ctx context.Context, address string, limit int64) ([]byte, error) {
	res, err := n.out.Do(ctx, Call{Method: http.MethodGet, URL: address, Limit: limit, Timeout: listTimeout})
	if err != nil {
		return nil, err
	}
	if res.Status != http.StatusOK {
		return nil, statusFailure(res, n.cfg.Now())
	}
	return res.Body, nil
}

// PerServer tells whether each authorization server has a return address of its own.
func (n *Network) PerServer() bool { return n.cfg.RedirectPerServer }
