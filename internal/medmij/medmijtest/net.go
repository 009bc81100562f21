// SPDX-License-Identifier: EUPL-1.2

// Package medmijtest gives tests a small network of real TLS servers: an authority, a
// list server and hosts whose behaviour the test decides, also bad behaviour.
package medmijtest

import (
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/tls"
	"crypto/x509"
	"crypto/x509/pkix"
	"io"
	"log"
	"maps"
	"math/big"
	"net"
	"net/http"
	"net/http/httptest"
	"sync"
	"testing"
	"time"

	"regie/internal/medmij"
)

// Names that every Net has.
const (
	ClientID = "regie.oefennetwerk.test"
	ListHost = "lijsten.oefennetwerk.test"
)

// Net is a network on loopback.
type Net struct {
	t     testing.TB
	CA    *Authority
	Lists *Lists
	Clock *Clock

	mu    sync.Mutex
	hosts map[string]string
}

// New starts a network with a list server. It ends with the test.
func New(t testing.TB) *Net {
	t.Helper()
	clock := NewClock(time.Date(2026, 10, 1, 12, 0, 0, 0, time.UTC))
	n := &Net{t: t, CA: NewAuthority(t, clock.Now), Clock: clock, hosts: map[string]string{}}
	n.Lists = newLists(clock)
	n.Host(ListHost, n.Lists)
	return n
}

// Host starts a TLS server for a host name, which asks for a client certificate of the
// authority. Options change its TLS.
func (n *Net) Host(name string, h http.Handler, options ...func(*tls.Config)) *httptest.Server {
	n.t.Helper()
	cert := n.CA.Issue(n.t, name)
	s := httptest.NewUnstartedServer(h)
	s.TLS = &tls.Config{
		Certificates: []tls.Certificate{cert}, MinVersion: tls.VersionTLS12,
		ClientAuth: tls.RequireAndVerifyClientCert, ClientCAs: n.CA.Pool,
		Time: n.Clock.Now,
	}
	for _, o := range options {
		o(s.TLS)
	}
	s.Config.ErrorLog = log.New(io.Discard, "", 0)
	s.StartTLS()
	n.t.Cleanup(s.Close)
	n.Map(name, s.Listener.Addr().String())
	return s
}

// Map sends calls for a host name to an address.
func (n *Net) Map(name, address string) {
	n.mu.Lock()
	defer n.mu.Unlock()
	n.hosts[name] = address
}

// Config returns a configuration for a client of this network. Waits take no time.
func (n *Net) Config() medmij.Config {
	n.mu.Lock()
	defer n.mu.Unlock()
	cert := n.CA.Issue(n.t, ClientID)
	return medmij.Config{
		ClientID: ClientID, Redirect: "https://" + ClientID + "/terug", RedirectPerServer: true,
		Lists:       medmij.ListsConfig{Base: "https://" + ListHost},
		Roots:       n.CA.Pool,
		Certificate: func() (*tls.Certificate, error) { return &cert, nil },
		Hosts:       maps.Clone(n.hosts),
		Now:         n.Clock.Now, Rand: rand.Reader, Sleep: n.Clock.Sleep,
	}
}

// Client returns a client of this network that has fetched the lists.
func (n *Net) Client(options ...func(*medmij.Config)) *medmij.Network {
	n.t.Helper()
	cfg := n.Config()
	for _, o := range options {
		o(&cfg)
	}
	c, err := medmij.New(cfg)
	if err != nil {
		n.t.Fatalf("making the client: %v", err)
	}
	n.t.Cleanup(c.Close)
	if err := c.Lists.Refresh(n.t.Context()); err != nil {
		n.t.Fatalf("fetching the lists: %v", err)
	}
	return c
}

// Authority is a certificate authority in memory.
type Authority struct {
	Pool *x509.CertPool
	cert *x509.Certificate
	key  *ecdsa.PrivateKey
	now  func() time.Time
}

// NewAuthority makes one.
func NewAuthority(t testing.TB, now func() time.Time) *Authority {
	t.Helper()
	key, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	tmpl := &x509.Certificate{
		SerialNumber: big.NewInt(1), Subject: pkix.Name{CommonName: "test authority"},
		NotBefore: now().AddDate(-10, 0, 0), NotAfter: now().AddDate(10, 0, 0),
		IsCA: true, BasicConstraintsValid: true, KeyUsage: x509.KeyUsageCertSign,
	}
	der, err := x509.CreateCertificate(rand.Reader, tmpl, tmpl, key.Public(), key)
	if err != nil {
		t.Fatal(err)
	}
	cert, err := x509.ParseCertificate(der)
	if err != nil {
		t.Fatal(err)
	}
	pool := x509.NewCertPool()
	pool.AddCert(cert)
	return &Authority{Pool: pool, cert: cert, key: key, now: now}
}

// Issue makes a certificate for servers and clients.
func (a *Authority) Issue(t testing.TB, host string) tls.Certificate {
	return a.IssueUntil(t, host, a.now().AddDate(5, 0, 0))
}

// IssueUntil makes a certificate with an end of its own.
func (a *Authority) IssueUntil(t testing.TB, host string, end time.Time) tls.Certificate {
	t.Helper()
	key, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	serial, err := rand.Int(rand.Reader, big.NewInt(1<<62))
	if err != nil {
		t.Fatal(err)
	}
	tmpl := &x509.Certificate{
		SerialNumber: serial, Subject: pkix.Name{CommonName: host}, DNSNames: []string{host},
		NotBefore: a.now().AddDate(-9, 0, 0), NotAfter: end,
		KeyUsage:    x509.KeyUsageDigitalSignature,
		ExtKeyUsage: []x509.ExtKeyUsage{x509.ExtKeyUsageServerAuth, x509.ExtKeyUsageClientAuth},
	}
	der, err := x509.CreateCertificate(rand.Reader, tmpl, a.cert, key.Public(), a.key)
	if err != nil {
		t.Fatal(err)
	}
	return tls.Certificate{Certificate: [][]byte{der}, PrivateKey: key}
}

// Refused is an address on which nobody listens.
func (n *Net) Refused() string {
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		n.t.Fatal(err)
	}
	defer func() { _ = l.Close() }()
	return l.Addr().String()
}
