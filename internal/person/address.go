// SPDX-License-Identifier: EUPL-1.2

package person

import (
	"errors"
	"strings"
	"unicode"
	"unicode/utf8"
)

// ErrBadAddress is returned by ParseAddress for what can be no mail address.
var ErrBadAddress = errors.New("person: not a mail address")

// ParseAddress checks a mail address as a person types it, and returns it without the
// spaces around it. It asks for little (one @, something before it, a host with a dot after
// it, at most 254 bytes), because whether mail arrives is the only real check; what mail
// programs could misread (control signs, spaces, quotes, angle brackets, commas) is refused.
func ParseAddress(typed string) (string, error) {
	s := strings.TrimSpace(typed)
	local, host, ok := strings.Cut(s, "@")
	if !ok || local == "" || len(local) > 64 || len(s) > 254 || !utf8.ValidString(s) {
		return "", ErrBadAddress
	}
	for _, r := range s {
		if unicode.IsControl(r) || unicode.IsSpace(r) || strings.ContainsRune(`"(),:;<>[\]`, r) || !unicode.IsPrint(r) {
			return "", ErrBadAddress
		}
	}
	if strings.HasPrefix(local, ".") || strings.HasSuffix(local, ".") || strings.Contains(local, "..") {
		return "", ErrBadAddress
	}
	labels := strings.Split(host, ".")
	if len(labels) < 2 {
		return "", ErrBadAddress
	}
	for _, l := range labels {
		if l == "" || len(l) > 63 || strings.HasPrefix(l, "-") || strings.HasSuffix(l, "-") || strings.Contains(l, "@") || strings.Contains(l, "_") {
			return "", ErrBadAddress
		}
	}
	return s, nil
}

// sameAddress returns the form by which two spellings of one address are found equal. Upper
// and lower case count as the same: no mail provider in use tells them apart, and people
// do not remember which they typed. Dots and +tags are left alone, since they may matter.
func sameAddress(address string) string { return strings.ToLower(address) }

// maskAddress returns an address that its owner recognises and a stranger does not learn:
// an…@v…d.nl.
func maskAddress(address string) string {
	local, host, _ := strings.Cut(address, "@")
	name, top := host, ""
	if i := strings.LastIndexByte(host, '.'); i > 0 {
		name, top = host[:i], host[i:]
	}
	return firstRunes(local, 2) + "…@" + firstRunes(name, 1) + "…" + top
}

func firstRunes(s string, n int) string {
	for i := range s {
		if n == 0 {
			return s[:i]
		}
		n--
	}
	return s
}
