// SPDX-License-Identifier: EUPL-1.2

package medmij

import (
	"errors"
	"net/netip"
	"net/url"
	"strings"
)

// Why an address may not be called.
var (
	errBadAddress = errors.New("malformed address")
	errNotListed  = errors.New("host or port is not in the lists")
	errNotPublic  = errors.New("host resolves to an address inside a network")
)

// blocked lists what the internet's registries set apart: nothing there is a care
// provider, and some of it is ourselves. IPv6 forms that carry an IPv4 address are
// blocked whole.
var blocked = prefixes(
	"0.0.0.0/8", "10.0.0.0/8", "100.64.0.0/10", "127.0.0.0/8", "169.254.0.0/16", "172.16.0.0/12",
	"192.0.0.0/24", "192.0.2.0/24", "192.31.196.0/24", "192.52.193.0/24", "192.88.99.0/24", "192.168.0.0/16",
	"192.175.48.0/24", "198.18.0.0/15", "198.51.100.0/24", "203.0.113.0/24", "224.0.0.0/4", "240.0.0.0/4",
	"::/8", "64:ff9b::/96", "64:ff9b:1::/48", "100::/64", "2001::/23", "2001:db8::/32", "2002::/16",
	"2620:4f:8000::/48", "3fff::/20", "5f00::/16", "fc00::/7", "fe80::/10", "fec0::/10", "ff00::/8",
)

func prefixes(list ...string) []netip.Prefix {
	out := make([]netip.Prefix, len(list))
	for i, s := range list {
		out[i] = netip.MustParsePrefix(s)
	}
	return out
}

// public tells whether an IP address is one of the open internet.
func public(a netip.Addr) bool {
	if !a.IsValid() || a.Zone() != "" {
		return false
	}
	a = a.Unmap()
	for _, p := range blocked {
		if p.Contains(a) {
			return false
		}
	}
	return true
}

// callable parses an address for a call: https, a host that allowed accepts on its port,
// no user, no fragment. The result has a lower-case host.
func callable(raw string, allowed func(host, port string) bool) (*url.URL, error) {
	if len(raw) > 8<<10 {
		return nil, errBadAddress
	}
	for i := range len(raw) {
		if raw[i] <= ' ' || raw[i] > '~' || raw[i] == '\\' {
			return nil, errBadAddress
		}
	}
	u, err := url.Parse(raw)
	if err != nil {
		return nil, errBadAddress // url.Error quotes the address
	}
	if u.Scheme != "https" || u.Opaque != "" || u.User != nil || strings.Contains(raw, "#") {
		return nil, errBadAddress
	}
	u.Host = strings.ToLower(u.Host)
	host, port := u.Hostname(), u.Port()
	if !validHost(host) || strings.HasSuffix(u.Host, ":") || strings.Contains(u.Host, "%") {
		return nil, errBadAddress
	}
	if port == "" {
		port = "443"
	}
	if !allowed(host, port) {
		return nil, errNotListed
	}
	return u, nil
}

// sameOrigin tells whether two parsed addresses have the same scheme, host and port.
func sameOrigin(a, b *url.URL) bool {
	port := func(u *url.URL) string {
		if u.Port() == "" {
			return "443"
		}
		return u.Port()
	}
	return a.Scheme == b.Scheme && strings.EqualFold(a.Hostname(), b.Hostname()) && port(a) == port(b)
}
