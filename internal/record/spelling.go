// SPDX-License-Identifier: EUPL-1.2

package record

import "strings"

// endings are what plurals and small forms add to a word, in Dutch and English, the longest first.
var endings = []string{"etjes", "tjes", "pjes", "etje", "tje", "pje", "eren", "jes", "en", "je", "s"}

// stem takes the ending off a folded word, where enough of it is left: "pillen" and "pilletje"
// give "pil", "brieven" gives "brief". It need not be a word, only the same for all its forms.
func stem(w string) string {
	for _, e := range endings {
		rest, ok := strings.CutSuffix(w, e)
		if !ok || len(rest) < 3 || (e[0] == 'p' && rest[len(rest)-1] != 'm') {
			continue
		}
		w = rest
		break
	}
	if n := len(w); n > 3 && w[n-1] == w[n-2] && !vowel(w[n-1]) {
		w = w[:n-1]
	}
	if n := len(w); n > 3 {
		switch w[n-1] {
		case 'v':
			w = w[:n-1] + "f"
		case 'z':
			w = w[:n-1] + "s"
		}
	}
	return w
}

func vowel(c byte) bool { return strings.IndexByte("aeiouy", c) >= 0 }

// spelled writes a folded word as it sounds, so that spellings that are often mixed up are one:
// c and k, ph and f, th and t, y and i, x and ks, ei and ij, double and single letters.
func spelled(w string) string {
	var b [2 * maxWord]byte
	out := b[:0]
	for i := 0; i < len(w); i++ {
		c := w[i]
		next := byte(0)
		if i+1 < len(w) {
			next = w[i+1]
		}
		switch {
		case c == 'c' && next == 'h':
			i++
			c = 'k'
		case c == 'c' && (next == 'e' || next == 'i' || next == 'y'):
			c = 's'
		case c == 'c' || c == 'q':
			c = 'k'
		case c == 'p' && next == 'h':
			i++
			c = 'f'
		case (c == 't' || c == 'r') && next == 'h':
			i++
		case c == 'd' && next == 't':
			i++
		case c == 'i' && next == 'j', c == 'e' && next == 'i':
			i++
			c = 'i'
		case c == 'a' && next == 'e' || c == 'o' && next == 'e' && i+2 < len(w) && vowel(w[i+2]):
			i++
			c = 'e'
		case c == 'y':
			c = 'i'
		case c == 'z':
			c = 's'
		case c == 'x':
			out = append(out, 'k')
			c = 's'
		}
		if n := len(out); n > 0 && out[n-1] == c && !isDigit(c) {
			continue
		}
		out = append(out, c)
	}
	return string(out)
}
