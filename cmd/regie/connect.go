// SPDX-License-Identifier: EUPL-1.2

package main

import (
	"context"
	"crypto/x509"
	"fmt"
	"net/url"
	"os"
	"slices"
	"strings"
	"time"

	"regie/internal/measure"
	"regie/internal/measure/connect"
	"regie/internal/measure/connect/all"
	"regie/internal/medmij"
	"regie/internal/practice"
	"regie/internal/practice/vendor"
)

// vendorSettings are what the operator has of a vendor of measuring devices. Host and Login are
// for practice only.
type vendorSettings struct{ ID, Secret, Host, Login string }

// vendors are the vendors with which people can be coupled, by their key.
type vendors struct {
	Of    map[string]vendorSettings
	Roots *x509.CertPool    // whom their interfaces are trusted by; nil: the system's
	Hosts map[string]string // without DNS, for practice
}

// readVendors puts the settings of serve together: ids, and files with secrets.
func readVendors(ids, secrets map[string]string) (vendors, error) {
	out := vendors{Of: map[string]vendorSettings{}}
	var known []string
	for _, r := range all.Table {
		known = append(known, r.Key)
	}
	for key, id := range ids {
		if !slices.Contains(known, key) {
			return out, fmt.Errorf("--vendor %s: Regie knows %s", key, strings.Join(known, ", "))
		}
		if secrets[key] == "" {
			return out, fmt.Errorf("--vendor %s needs --vendor-secret %s=FILE", key, key)
		}
		b, err := os.ReadFile(secrets[key])
		if err != nil {
			return out, fmt.Errorf("reading the secret of %s: %w", key, err)
		}
		secret := strings.TrimRight(string(b), "\r\n")
		if id == "" || secret == "" {
			return out, fmt.Errorf("the id or the secret of %s is empty", key)
		}
		out.Of[key] = vendorSettings{ID: id, Secret: secret}
	}
	for key := range secrets {
		if _, ok := ids[key]; !ok {
			return out, fmt.Errorf("--vendor-secret %s without --vendor %s=ID", key, key)
		}
	}
	return out, nil
}

// couple sets up the coupling with vendors. They are called by an outbound client with their hosts
// only, and without our certificate of the MedMij network.
func (a *app) couple(s settings, books *measure.Books) (*connect.Couplings, error) {
	cfg := connect.Config{
		DB: a.db, Books: books, Log: s.Log,
		Redirect: func(key string) string { return s.Origin.JoinPath("apparaten", "koppelen", key, "terug").String() },
	}
	allowed := map[string]bool{}
	roots := s.Vendors.Roots
	if roots == nil && len(s.Vendors.Of) > 0 {
		var err error
		if roots, err = x509.SystemCertPool(); err != nil {
			return nil, fmt.Errorf("reading the authorities of this system: %w", err)
		}
	}
	if roots == nil {
		roots = x509.NewCertPool()
	}
	out, err := medmij.NewEgress(medmij.EgressConfig{
		Allowed: func(host, port string) bool { return allowed[host] && port == "443" }, Roots: roots, Hosts: s.Vendors.Hosts,
	})
	if err != nil {
		return nil, err
	}
	for _, row := range all.Table {
		v, ok := s.Vendors.Of[row.Key]
		if !ok {
			continue
		}
		if v.Host == "" {
			v.Host, v.Login = row.Host, row.Login
		}
		u, err := url.Parse(v.Host)
		if err != nil {
			return nil, fmt.Errorf("reading the host of %s: %w", row.Key, err)
		}
		allowed[u.Hostname()] = true
		cfg.Offers = append(cfg.Offers, connect.Offer{Row: row, Vendor: row.New(connect.Settings{
			ID: v.ID, Secret: v.Secret, Host: v.Host, Login: v.Login, Out: out, Now: time.Now, Sleep: sleep,
		})})
	}
	return connect.New(cfg), nil
}

func sleep(ctx context.Context, d time.Duration) error {
	t := time.NewTimer(d)
	defer t.Stop()
	select {
	case <-t.C:
		return nil
	case <-ctx.Done():
		return ctx.Err()
	}
}

// practiceVendors registers this Regie with the made-up vendor of the practice network.
func practiceVendors(n *practice.Network, origin *url.URL) vendors {
	const id, secret = "regie-oefenen", "niet-geheim-want-alleen-om-te-oefenen"
	n.Vendor.Register(vendor.Client{ID: id, Secret: secret, Redirects: []string{origin.JoinPath("apparaten", "koppelen", "withings", "terug").String()}})
	return vendors{
		Of:    map[string]vendorSettings{"withings": {ID: id, Secret: secret, Host: n.VendorAPI(), Login: n.VendorLogin()}},
		Roots: n.CAPool, Hosts: n.VendorHosts,
	}
}
