// SPDX-License-Identifier: EUPL-1.2

package record

import (
	"bytes"
	"regexp"
)

// A personal health environment has no ground to keep the citizen service number (BSN),
// so it is taken out before anything is stored. Only the digits are replaced, each by a
// sign of the same length, so that every other byte stays as the provider sent it.
//
// The number is found in two ways: as the value of an identifier of the BSN system, and
// behind the word in running text. What one resource of a batch tells is taken out of all:
// a narrative or a reference may repeat the number without its system.

var (
	bsnSystems = [][]byte{
		[]byte("fhir.nl/fhir/NamingSystem/bsn"),
		[]byte("2.16.840.1.113883.2.4.6.3"),
	}
	// In an object, "system" and "value" come in either order, with little between them.
	bsnAfterSystem  = regexp.MustCompile(`(?:NamingSystem/bsn|2\.16\.840\.1\.113883\.2\.4\.6\.3)"[^{}\[\]]{0,200}?"value"\s*:\s*"?([0-9][0-9 .\-]{6,14})`)
	bsnBeforeSystem = regexp.MustCompile(`"value"\s*:\s*"?([0-9][0-9 .\-]{6,14})"?[^{}\[\]]{0,200}?"system"\s*:\s*"[^"]{0,60}(?:NamingSystem/bsn|2\.16\.840\.1\.113883\.2\.4\.6\.3)"`)
	bsnInQuery      = regexp.MustCompile(`(?:NamingSystem/bsn|2\.16\.840\.1\.113883\.2\.4\.6\.3)(?:\||%7[Cc])([0-9]{8,9})`)
	bsnInWords      = regexp.MustCompile(`(?i)(?:\bbsn\b|burger\s?service\s?nummer)[^0-9{}\[\]]{0,40}([0-9][0-9 .\-]{6,12}[0-9])`)
)

// findBSN adds the numbers that raw gives away to found, as plain digits of full length.
func findBSN(raw []byte, found map[string]bool) {
	for _, system := range bsnSystems {
		if bytes.Contains(raw, system) {
			for _, re := range []*regexp.Regexp{bsnAfterSystem, bsnBeforeSystem, bsnInQuery} {
				for _, m := range re.FindAllSubmatch(raw, -1) {
					addBSN(m[1], found)
				}
			}
			break
		}
	}
	if containsFoldBSN(raw) {
		for _, m := range bsnInWords.FindAllSubmatch(raw, -1) {
			addBSN(m[1], found)
		}
	}
}

// containsFoldBSN is a quick look before the slower expression.
func containsFoldBSN(raw []byte) bool {
	for _, w := range []string{"bsn", "BSN", "Bsn", "urgerservice", "URGERSERVICE", "urger service"} {
		if bytes.Contains(raw, []byte(w)) {
			return true
		}
	}
	return false
}

func addBSN(shown []byte, found map[string]bool) {
	digits := make([]byte, 0, 9)
	for _, c := range shown {
		if c >= '0' && c <= '9' {
			digits = append(digits, c)
		}
	}
	if len(digits) == 8 {
		digits = append([]byte{'0'}, digits...)
	}
	if len(digits) == 9 && elevenTest(digits) {
		found[string(digits)] = true
	}
}

// elevenTest is the check that every BSN passes: 9a+8b+…+2h−i is a multiple of eleven.
func elevenTest(digits []byte) bool {
	sum, zero := 0, true
	for i, c := range digits {
		n := int(c - '0')
		zero = zero && n == 0
		if i == 8 {
			sum -= n
		} else {
			sum += (9 - i) * n
		}
	}
	return !zero && sum%11 == 0
}

// maskBSN returns raw without the numbers in found, or raw itself where it has none.
// Inside a string each digit becomes '*'; a bare JSON number becomes nines, to stay a number.
func maskBSN(raw []byte, found map[string]bool) []byte {
	var out []byte
	inString, escaped := false, false
	for i := 0; i < len(raw); i++ {
		c := raw[i]
		switch {
		case escaped:
			escaped = false
			continue
		case inString && c == '\\':
			escaped = true
			continue
		case c == '"':
			inString = !inString
			continue
		}
		if c < '0' || c > '9' || (i > 0 && isDigit(raw[i-1])) {
			continue
		}
		n := spanBSN(raw[i:], found)
		if n == 0 {
			continue
		}
		if out == nil {
			out = bytes.Clone(raw)
		}
		for j := i; j < i+n; j++ {
			if isDigit(out[j]) {
				out[j] = '9'
				if inString {
					out[j] = '*'
				}
			}
		}
		i += n - 1
	}
	if out == nil {
		return raw
	}
	return out
}

// spanBSN returns the length of a number of found at the start of b, which may be written
// with dots, spaces or dashes between the digits and without its leading zero; 0 if there is none.
func spanBSN(b []byte, found map[string]bool) int {
	var digits [10]byte
	n, end := 1, 0
	digits[0] = '0' // room for a leading zero that was left out
	for i := 0; i < len(b) && i < 14; i++ {
		switch c := b[i]; {
		case isDigit(c):
			if n == 10 {
				return 0 // longer than a BSN
			}
			digits[n] = c
			n++
			end = i + 1
		case c == ' ' || c == '.' || c == '-':
			if n == 10 {
				i = len(b)
			}
		default:
			i = len(b)
		}
	}
	if end < len(b) && isDigit(b[end]) {
		return 0
	}
	switch n {
	case 10:
		if found[string(digits[1:10])] {
			return end
		}
	case 9:
		if found[string(digits[:9])] {
			return end
		}
	}
	return 0
}

func isDigit(c byte) bool { return c >= '0' && c <= '9' }
