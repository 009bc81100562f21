// SPDX-License-Identifier: EUPL-1.2

package collect

import (
	"strings"
	"unicode"

	"golang.org/x/text/unicode/norm"
)

// fold makes words comparable: lower case, without accents, ligatures and apostrophes, cut
// at everything that is no letter or digit. "Dr. J. van 't Hoff" gives dr j van t hoff.
func fold(s string) []string {
	var words []string
	var b strings.Builder
	end := func() {
		if b.Len() > 0 {
			words = append(words, b.String())
			b.Reset()
		}
	}
	for _, r := range norm.NFKD.String(s) {
		r = unicode.ToLower(r)
		switch {
		case unicode.Is(unicode.Mn, r), r == '\'', r == '’', r == '`':
		case r == 'ø':
			b.WriteByte('o')
		case r == 'ł':
			b.WriteByte('l')
		case r == 'ß':
			b.WriteString("ss")
		case r == 'æ':
			b.WriteString("ae")
		case r == 'œ':
			b.WriteString("oe")
		case unicode.IsLetter(r), unicode.IsDigit(r):
			b.WriteRune(r)
		default:
			end()
		}
	}
	end()
	return words
}

// distance counts the slips between two words: a letter too many, too few, wrong, or two
// that changed places. It stops counting above limit and returns limit+1. With prefix, b
// may go on after a ends.
func distance(a, b string, limit int, prefix bool) int {
	const most = 40
	if len(a) > most || len(a)-len(b) > limit || (!prefix && len(b)-len(a) > limit) {
		return limit + 1
	}
	if len(b) > len(a)+limit {
		b = b[:len(a)+limit]
	}
	if len(b) > most {
		return limit + 1
	}
	var rows [3][most + 2]uint8
	for j := range len(b) + 1 {
		rows[0][j] = uint8(j)
	}
	for i := 1; i <= len(a); i++ {
		cur, prev, before := &rows[i%3], &rows[(i+2)%3], &rows[(i+1)%3]
		cur[0] = uint8(i)
		low := cur[0]
		for j := 1; j <= len(b); j++ {
			cost := uint8(1)
			if a[i-1] == b[j-1] {
				cost = 0
			}
			v := min(prev[j]+1, cur[j-1]+1, prev[j-1]+cost)
			if i > 1 && j > 1 && a[i-1] == b[j-2] && a[i-2] == b[j-1] {
				v = min(v, before[j-2]+1)
			}
			cur[j] = v
			low = min(low, v)
		}
		if int(low) > limit {
			return limit + 1
		}
	}
	last := &rows[len(a)%3]
	best := last[len(b)]
	if prefix {
		for j := max(0, len(a)-limit); j <= len(b); j++ {
			best = min(best, last[j])
		}
	}
	return min(int(best), limit+1)
}

// letters is a mask of the letters and digits in a word: two words that differ in more
// than 2·limit bits can't be within limit slips of each other.
func letters(s string) uint64 {
	var m uint64
	for i := range len(s) {
		switch c := s[i]; {
		case c >= 'a' && c <= 'z':
			m |= 1 << (c - 'a')
		case c >= '0' && c <= '9':
			m |= 1 << (26 + c - '0')
		default:
			m |= 1 << (36 + c%24)
		}
	}
	return m
}
