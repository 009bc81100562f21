// SPDX-License-Identifier: EUPL-1.2

package explain

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"
)

// fold makes names comparable: lower case, without accents, points, and with one space between
// words, so that "i.v.m.", "IVM" and "ivm" are one.
func fold(s string) string {
	buf := make([]byte, 0, 64)
	space := false
	ascii := true
	for i := 0; i < len(s); i++ {
		c := s[i]
		if c >= utf8.RuneSelf {
			ascii = false
			break
		}
		switch {
		case c == ' ' || c == '-' || c == '_' || c == '\t' || c == '/':
			space = len(buf) > 0
			continue
		case c == '.' || c == ',' || c == '\'' || c == '*':
			continue
		case c >= 'A' && c <= 'Z':
			c += 'a' - 'A'
		}
		if space {
			buf, space = append(buf, ' '), false
		}
		buf = append(buf, c)
	}
	if ascii {
		return string(buf)
	}
	var b strings.Builder
	for _, r := range norm.NFKD.String(s) {
		switch {
		case unicode.Is(unicode.Mn, r):
		case r == 'µ' || r == 'μ':
			b.WriteByte('u')
		case r == 'β':
			b.WriteString("beta")
		case r == 'α':
			b.WriteString("alfa")
		case r == 'γ':
			b.WriteString("gamma")
		case r >= utf8.RuneSelf:
			if unicode.IsLetter(r) {
				b.WriteByte('?') // keeps two different words different
			}
		default:
			b.WriteRune(r)
		}
	}
	return fold(b.String())
}
