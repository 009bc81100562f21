// SPDX-License-Identifier: EUPL-1.2

package person

import (
	_ "embed"
	"strings"
	"sync"
	"unicode"

	"golang.org/x/text/unicode/norm"
)

//go:embed words.txt
var wordFile string

// commonWords are words that people make passwords of.
var commonWords = sync.OnceValue(func() map[string]bool {
	out := map[string]bool{}
	for line := range strings.Lines(wordFile) {
		if strings.HasPrefix(line, "#") {
			continue
		}
		for _, w := range strings.Fields(line) {
			if len(w) >= 3 {
				out[w] = true
			}
		}
	}
	return out
})

// fold returns s in lower case and without accents.
func fold(s string) string {
	return strings.Map(func(r rune) rune {
		if unicode.Is(unicode.Mn, r) {
			return -1
		}
		return unicode.ToLower(r)
	}, norm.NFD.String(s))
}

// unleet reads figures and signs as the letters that they often stand for.
func unleet(s []rune) []rune {
	out := make([]rune, len(s))
	for i, r := range s {
		switch r {
		case '0':
			r = 'o'
		case '1', '!', '|':
			r = 'i'
		case '3', '€':
			r = 'e'
		case '4', '@':
			r = 'a'
		case '5', '$':
			r = 's'
		case '7':
			r = 't'
		case '8':
			r = 'b'
		}
		out[i] = r
	}
	return out
}
