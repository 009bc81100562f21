// SPDX-License-Identifier: EUPL-1.2

package record

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"
)

// fold makes words comparable: lower case, without accents and other marks, so that "Coeliakie",
// "coëliakie" and "COELIAKIE" are one.
func fold(s string) string {
	plain := true
	for i := 0; i < len(s); i++ {
		if c := s[i]; c >= utf8.RuneSelf || (c >= 'A' && c <= 'Z') {
			plain = false
			break
		}
	}
	if plain {
		return s
	}
	var b strings.Builder
	b.Grow(len(s))
	for _, r := range norm.NFKD.String(s) {
		switch {
		case unicode.Is(unicode.Mn, r):
		case r == 'ß':
			b.WriteString("ss")
		case r == 'æ' || r == 'Æ':
			b.WriteString("ae")
		case r == 'œ' || r == 'Œ':
			b.WriteString("oe")
		case r == 'ø' || r == 'Ø':
			b.WriteByte('o')
		case r == 'µ' || r == 'μ':
			b.WriteByte('u')
		default:
			b.WriteRune(unicode.ToLower(r))
		}
	}
	return b.String()
}

// eachWord calls fn with the words of a folded text. A word is letters and digits; a point or
// comma between digits belongs to a number, and a comma is then a point.
func eachWord(folded string, fn func(word string)) {
	start := -1
	for i, r := range folded {
		if unicode.IsLetter(r) || unicode.IsDigit(r) {
			if start < 0 {
				start = i
			}
			continue
		}
		if start >= 0 && (r == '.' || r == ',') && digitAt(folded, i-1) && digitAt(folded, i+1) {
			continue
		}
		if start >= 0 {
			fn(wordOf(folded[start:i]))
			start = -1
		}
	}
	if start >= 0 {
		fn(wordOf(folded[start:]))
	}
}

func digitAt(s string, i int) bool { return i >= 0 && i < len(s) && isDigit(s[i]) }

func wordOf(s string) string {
	if strings.IndexByte(s, ',') >= 0 {
		s = strings.ReplaceAll(s, ",", ".")
	}
	if len(s) > maxWord {
		s = s[:maxWord]
		for !utf8.ValidString(s) {
			s = s[:len(s)-1]
		}
	}
	return s
}

// maxWord is the length in bytes at which a word is cut off: the longest Dutch medical words fit.
const maxWord = 48
