// SPDX-License-Identifier: EUPL-1.2

package record

import (
	"sort"
	"unicode"
)

// Piece is a part of a text that is shown with a result.
type Piece struct {
	Text string
	Hit  bool // this word is why the result was found
}

// Marks cuts a text into what fits the question and what lies between. Together the pieces are
// the text, letter for letter.
func (f Found) Marks(s string) []Piece {
	var out []Piece
	add := func(t string, hit bool) {
		if t == "" {
			return
		}
		if n := len(out); n > 0 && out[n-1].Hit == hit {
			out[n-1].Text += t
			return
		}
		out = append(out, Piece{t, hit})
	}
	from, done := -1, 0
	flush := func(to int) {
		if from >= 0 && f.hit(s[from:to]) {
			add(s[done:from], false)
			add(s[from:to], true)
			done = to
		}
		from = -1
	}
	for i, r := range s {
		if unicode.IsLetter(r) || unicode.IsDigit(r) || unicode.Is(unicode.Mn, r) {
			if from < 0 {
				from = i
			}
			continue
		}
		flush(i)
	}
	flush(len(s))
	add(s[done:], false)
	return out
}

// hit tells whether a word of a text is one that fits.
func (f Found) hit(word string) bool {
	if f.words == nil {
		return false
	}
	any := false
	eachWord(fold(word), func(w string) {
		if i := sort.SearchStrings(f.words.list, w); i < len(f.words.list) && f.words.list[i] == w && f.hits[i] {
			any = true
		}
	})
	return any
}
