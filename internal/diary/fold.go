// SPDX-License-Identifier: EUPL-1.2

package diary

import (
	"strings"
	"unicode"

	"golang.org/x/text/unicode/norm"
)

// fold takes away what makes no difference to who searches: capitals, accents, and all that is
// neither letter nor digit, which becomes a space.
func fold(s string) string {
	var b strings.Builder
	for _, c := range norm.NFKD.String(s) {
		switch {
		case unicode.Is(unicode.Mn, c):
		case unicode.IsLetter(c), unicode.IsDigit(c):
			b.WriteRune(unicode.ToLower(c))
		default:
			b.WriteByte(' ')
		}
	}
	return b.String()
}
