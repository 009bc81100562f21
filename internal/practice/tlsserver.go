// SPDX-License-Identifier: EUPL-1.2

package practice

import (
	"crypto/tls"
	"errors"
	"fmt"
	"sync"
	"time"

	"regie/internal/practice/pki"
)

// TLSFault is what is wrong with the TLS of a host.
type TLSFault string

// Faults of TLS.
const (
	TLSOld     TLSFault = "old"     // TLS 1.1 at most
	TLSForeign TLSFault = "foreign" // a certificate of another authority
	TLSExpired TLSFault = "expired" // a certificate that has run out
	TLSOther   TLSFault = "other"   // a certificate of another host
)

// tlsServer has the certificates of all hosts and chooses by the name that is asked for.
type tlsServer struct {
	n     *Network
	certs map[string]tls.Certificate

	mu     sync.Mutex
	faults map[string]TLSFault
}

func newTLSServer(n *Network) *tlsServer {
	return &tlsServer{n: n, certs: map[string]tls.Certificate{}, faults: map[string]TLSFault{}}
}

// BreakTLS makes the TLS of a host wrong for new connections, until Heal.
func (n *Network) BreakTLS(host string, f TLSFault) {
	n.tls.mu.Lock()
	defer n.tls.mu.Unlock()
	n.tls.faults[host] = f
}

func (t *tlsServer) heal() {
	t.mu.Lock()
	defer t.mu.Unlock()
	clear(t.faults)
}

func (t *tlsServer) frontConfig() *tls.Config {
	return &tls.Config{MinVersion: tls.VersionTLS12, NextProtos: []string{"http/1.1"}, GetCertificate: t.certificate}
}

// backConfig asks for the client's certificate, which must be of the network's
// authority and of a host on the white list.
func (t *tlsServer) backConfig() *tls.Config {
	c := &tls.Config{
		MinVersion: tls.VersionTLS12, NextProtos: []string{"http/1.1"}, GetCertificate: t.certificate,
		ClientAuth: tls.RequireAndVerifyClientCert, ClientCAs: t.n.CAPool,
		VerifyConnection: func(s tls.ConnectionState) error {
			host := peer(&s)
			if host == "" || !t.n.lists.listed(host) {
				return fmt.Errorf("client %q is not on the white list", host)
			}
			return nil
		},
	}
	c.GetConfigForClient = func(h *tls.ClientHelloInfo) (*tls.Config, error) {
		t.mu.Lock()
		defer t.mu.Unlock()
		if t.faults[h.ServerName] == TLSOld {
			old := c.Clone()
			old.MinVersion, old.MaxVersion, old.GetConfigForClient = tls.VersionTLS10, tls.VersionTLS11, nil
			return old, nil
		}
		return nil, nil
	}
	return c
}

func (t *tlsServer) certificate(h *tls.ClientHelloInfo) (*tls.Certificate, error) {
	cert, ok := t.certs[h.ServerName]
	if !ok {
		return nil, errors.New("there is no such host in the practice network")
	}
	t.mu.Lock()
	fault := t.faults[h.ServerName]
	t.mu.Unlock()
	switch fault {
	case TLSForeign:
		other, err := pki.New(t.n.cfg.Rand, t.n.cfg.Now)
		if err != nil {
			return nil, err
		}
		c, err := other.Issue(h.ServerName)
		return &c, err
	case TLSExpired:
		now := time.Now() // the clock by which certificates are judged
		c, err := t.n.authority.IssueBetween(h.ServerName, now.AddDate(0, -2, 0), now.AddDate(0, -1, 0))
		return &c, err
	case TLSOther:
		c, err := t.n.authority.Issue("iemand-anders.oefennetwerk.test")
		return &c, err
	}
	return &cert, nil
}

// peer is the host name of the certificate at the other side, or empty.
func peer(s *tls.ConnectionState) string {
	if s == nil || len(s.PeerCertificates) == 0 || len(s.PeerCertificates[0].DNSNames) != 1 {
		return ""
	}
	return s.PeerCertificates[0].DNSNames[0]
}
