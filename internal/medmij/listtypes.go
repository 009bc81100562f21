// SPDX-License-Identifier: EUPL-1.2

package medmij

import (
	"net/url"
	"strconv"
	"strings"
	"unicode/utf8"
)

// validHost tells whether s is a lower-case fully qualified host name as the lists write
// it: at least two labels of [a-z0-9-], no port, no wildcard, no address.
func validHost(s string) bool {
	if len(s) < 4 || len(s) > 253 || !strings.Contains(s, ".") {
		return false
	}
	labels := strings.Split(s, ".")
	for _, l := range labels {
		if len(l) == 0 || len(l) > 63 || l[0] == '-' || l[len(l)-1] == '-' {
			return false
		}
		for i := range len(l) {
			c := l[i]
			if (c < 'a' || c > 'z') && (c < '0' || c > '9') && c != '-' {
				return false
			}
		}
	}
	// A last label of digits only would be read as an IPv4 address by some resolvers.
	last := labels[len(labels)-1]
	_, err := strconv.ParseUint(last, 0, 64)
	return err != nil && len(last) >= 2
}

// ProviderSuffix ends every provider name in the network.
const ProviderSuffix = "@medmij"

// validProvider accepts the names that occur in practice. The old schema allows letters
// only; lists of today also have dots, digits and hyphens.
func validProvider(s string) bool {
	name, ok := strings.CutSuffix(s, ProviderSuffix)
	if !ok || len(name) < 2 || len(name) > 100 {
		return false
	}
	if name[0] == '.' || name[len(name)-1] == '.' || strings.Contains(name, "..") {
		return false
	}
	for i := range len(name) {
		c := name[i]
		if (c < 'a' || c > 'z') && (c < '0' || c > '9') && c != '.' && c != '-' {
			return false
		}
	}
	return true
}

func lengthBetween(low, high int) func(string) bool {
	return func(s string) bool {
		n := utf8.RuneCountInString(s)
		return n >= low && n <= high
	}
}

// validServiceID: printable ASCII without spaces, because it travels in a scope.
func validServiceID(s string) bool {
	return len(s) >= 1 && len(s) <= 30 && token(s)
}

// validRole accepts a system role code such as MM-3.0-BZB-FHIR, and its older forms with a slash in them.
func validRole(s string) bool { return len(s) >= 1 && len(s) <= 120 && token(s) }

func token(s string) bool {
	for i := range len(s) {
		if s[i] <= ' ' || s[i] > '~' || s[i] == '~' || s[i] == '"' || s[i] == '\\' {
			return false
		}
	}
	return true
}

// validURI accepts https://host[:port][/path] and nothing else: no user, query or
// fragment, no dot segments. plain additionally allows http on hosts below .localhost,
// which the practice network uses for pages in the person's own browser.
func validURI(s string, plain bool) bool {
	_, err := parseURI(s, plain)
	return err == nil
}

func parseURI(s string, plain bool) (*url.URL, error) {
	if len(s) > 1000 || strings.ContainsAny(s, "?#@\\ \t\r\n%") {
		return nil, errBadURI
	}
	u, err := url.Parse(s)
	if err != nil {
		return nil, errBadURI
	}
	host := u.Hostname()
	local := plain && u.Scheme == "http" && strings.HasSuffix(host, ".localhost")
	if (u.Scheme != "https" && !local) || !validHost(host) || u.User != nil || u.Opaque != "" {
		return nil, errBadURI
	}
	if p := u.Port(); p != "" {
		n, err := strconv.ParseUint(p, 10, 16)
		if err != nil || n == 0 || p[0] == '0' {
			return nil, errBadURI
		}
	} else if strings.HasSuffix(u.Host, ":") {
		return nil, errBadURI
	}
	for _, seg := range strings.Split(u.Path, "/") {
		if seg == "." || seg == ".." {
			return nil, errBadURI
		}
	}
	for i := range len(u.Path) {
		if u.Path[i] < ' ' || u.Path[i] > '~' {
			return nil, errBadURI
		}
	}
	return u, nil
}
