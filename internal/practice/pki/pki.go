// SPDX-License-Identifier: EUPL-1.2

// Package pki is the throw-away certificate authority of the practice network.
// Its root is good for nothing else: it is made at the first start, in memory
// for tests or in the practice folder, and only programs that are told to
// trust it do.
package pki

import (
	"crypto"
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/tls"
	"crypto/x509"
	"crypto/x509/pkix"
	"encoding/pem"
	"errors"
	"fmt"
	"io"
	"math/big"
	"os"
	"path/filepath"
	"time"
)

// Names of the files in the practice folder.
const (
	CertificateFile = "oefennetwerk-ca.pem"
	keyFile         = "oefennetwerk-ca-sleutel.pem"
)

// Authority issues certificates.
type Authority struct {
	cert *x509.Certificate
	key  *ecdsa.PrivateKey
	rand io.Reader
	now  func() time.Time
}

// New makes an authority in memory. Its certificates are valid from long before
// now until long after, so that tests may stop or move the clock.
func New(rand io.Reader, now func() time.Time) (*Authority, error) {
	key, err := ecdsa.GenerateKey(elliptic.P256(), rand)
	if err != nil {
		return nil, fmt.Errorf("making the key of the practice authority: %w", err)
	}
	serial, err := serialNumber(rand)
	if err != nil {
		return nil, err
	}
	tmpl := &x509.Certificate{
		SerialNumber: serial,
		Subject:      pkix.Name{CommonName: "Oefennetwerk CA (niet echt)", Organization: []string{"Regie oefennetwerk"}},
		NotBefore:    now().AddDate(-2, 0, 0), NotAfter: now().AddDate(20, 0, 0),
		IsCA: true, BasicConstraintsValid: true, MaxPathLenZero: true,
		KeyUsage: x509.KeyUsageCertSign | x509.KeyUsageCRLSign,
		// Whoever should come to trust it, trusts it for these names only.
		PermittedDNSDomainsCritical: true,
		PermittedDNSDomains:         []string{"localhost", "oefennetwerk.test"},
	}
	der, err := x509.CreateCertificate(rand, tmpl, tmpl, key.Public(), key)
	if err != nil {
		return nil, fmt.Errorf("signing the practice authority: %w", err)
	}
	cert, err := x509.ParseCertificate(der)
	if err != nil {
		return nil, fmt.Errorf("reading back the practice authority: %w", err)
	}
	return &Authority{cert: cert, key: key, rand: rand, now: now}, nil
}

// Load reads the authority from dir, or makes it there when there is none or
// the one that is there has run out.
func Load(dir string, rand io.Reader, now func() time.Time) (*Authority, error) {
	a, err := read(dir, rand, now)
	if err == nil && now().AddDate(2, 0, 0).Before(a.cert.NotAfter) {
		return a, nil
	}
	if err != nil && !errors.Is(err, os.ErrNotExist) {
		return nil, err
	}
	if a, err = New(rand, now); err != nil {
		return nil, err
	}
	key, err := x509.MarshalPKCS8PrivateKey(a.key)
	if err != nil {
		return nil, fmt.Errorf("encoding the key of the practice authority: %w", err)
	}
	for name, block := range map[string]*pem.Block{
		keyFile:         {Type: "PRIVATE KEY", Bytes: key},
		CertificateFile: {Type: "CERTIFICATE", Bytes: a.cert.Raw},
	} {
		if err := os.WriteFile(filepath.Join(dir, name), pem.EncodeToMemory(block), 0o600); err != nil {
			return nil, fmt.Errorf("keeping the practice authority: %w", err)
		}
	}
	return a, nil
}

func read(dir string, rand io.Reader, now func() time.Time) (*Authority, error) {
	pair, err := tls.LoadX509KeyPair(filepath.Join(dir, CertificateFile), filepath.Join(dir, keyFile))
	if err != nil {
		return nil, fmt.Errorf("reading the practice authority: %w", err)
	}
	key, ok := pair.PrivateKey.(*ecdsa.PrivateKey)
	if !ok {
		return nil, errors.New("reading the practice authority: its key is not an elliptic one")
	}
	return &Authority{cert: pair.Leaf, key: key, rand: rand, now: now}, nil
}

// Pool trusts this authority and nothing else.
func (a *Authority) Pool() *x509.CertPool {
	pool := x509.NewCertPool()
	pool.AddCert(a.cert)
	return pool
}

// PEM is the authority's certificate, for a browser that is to trust it.
func (a *Authority) PEM() []byte {
	return pem.EncodeToMemory(&pem.Block{Type: "CERTIFICATE", Bytes: a.cert.Raw})
}

// Issue makes a certificate for a host name, for servers and clients alike, as
// those of the real network are. The chain holds the leaf only.
func (a *Authority) Issue(host string) (tls.Certificate, error) {
	return a.IssueBetween(host, a.now().AddDate(-1, 0, 0), a.now().AddDate(2, 0, 0))
}

// IssueBetween is Issue with its own validity, for certificates that have run out.
func (a *Authority) IssueBetween(host string, from, to time.Time) (tls.Certificate, error) {
	key, err := ecdsa.GenerateKey(elliptic.P256(), a.rand)
	if err != nil {
		return tls.Certificate{}, fmt.Errorf("making the key of %s: %w", host, err)
	}
	serial, err := serialNumber(a.rand)
	if err != nil {
		return tls.Certificate{}, err
	}
	tmpl := &x509.Certificate{
		SerialNumber: serial,
		Subject:      pkix.Name{CommonName: host},
		DNSNames:     []string{host},
		NotBefore:    from, NotAfter: to,
		KeyUsage:    x509.KeyUsageDigitalSignature,
		ExtKeyUsage: []x509.ExtKeyUsage{x509.ExtKeyUsageServerAuth, x509.ExtKeyUsageClientAuth},
	}
	der, err := x509.CreateCertificate(a.rand, tmpl, a.cert, key.Public(), a.key)
	if err != nil {
		return tls.Certificate{}, fmt.Errorf("signing the certificate of %s: %w", host, err)
	}
	leaf, err := x509.ParseCertificate(der)
	if err != nil {
		return tls.Certificate{}, fmt.Errorf("reading back the certificate of %s: %w", host, err)
	}
	return tls.Certificate{Certificate: [][]byte{der}, PrivateKey: crypto.Signer(key), Leaf: leaf}, nil
}

func serialNumber(rand io.Reader) (*big.Int, error) {
	var b [16]byte
	if _, err := io.ReadFull(rand, b[:]); err != nil {
		return nil, fmt.Errorf("drawing a serial number: %w", err)
	}
	b[0] &= 0x7f
	b[15] |= 1 // never zero
	return new(big.Int).SetBytes(b[:]), nil
}
