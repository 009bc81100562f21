// SPDX-License-Identifier: EUPL-1.2

package record

import (
	"math/bits"
	"sort"
	"strings"
	"unicode/utf8"
)

// begin calls use for every word of the index that begins so, and tells whether there was one.
func (w *words) begin(word string, use func(i int, fit uint16)) (any bool) {
	for i := sort.SearchStrings(w.list, word); i < len(w.list) && strings.HasPrefix(w.list[i], word); i++ {
		fit := uint16(fitBegin)
		if len(w.list[i]) == len(word) {
			fit = fitExact
		}
		use(i, fit)
		any = true
	}
	return any
}

// match calls use for every word of the index that fits without typing errors, with how well.
func (w *words) match(word string, use func(i int, fit uint16)) (any bool) {
	any = w.begin(word, use)
	if len(word) >= 3 {
		mask := letters(word)
		for i, l := range w.list {
			if mask&^w.masks[i] == 0 && len(l) > len(word) && l[0] != '#' && strings.Contains(l[1:], word) {
				use(i, fitInside)
				any = true
			}
		}
	}
	if len(word) < 4 || !utf8.ValidString(word) || typos(word) == 0 {
		return any
	}
	root := stem(word)
	if root != word && w.begin(root, func(i int, _ uint16) { use(i, fitSpelled) }) {
		any = true
	}
	// As it sounds: the whole word, or its beginning where there is enough of it.
	sound := spelled(root)
	if len(sound) < 3 {
		return any
	}
	for n := sort.Search(len(w.bySound), func(n int) bool { return w.sounds[w.bySound[n]] >= sound }); n < len(w.bySound); n++ {
		i := int(w.bySound[n])
		s := w.sounds[i]
		if !strings.HasPrefix(s, sound) {
			break
		}
		if len(s) == len(sound) || len(sound) >= 5 {
			use(i, fitSpelled)
			any = true
		}
	}
	return any
}

// near calls use for the words that are a typing error or two away, and returns the one that was
// most likely meant. Those with the fewest errors count, and only words of the dossier can be meant.
func (w *words) near(word string, use func(i int, fit uint16)) (meant string, any bool) {
	allowed := typos(word)
	if allowed == 0 || !utf8.ValidString(word) {
		return word, false
	}
	mask := letters(word)
	meant, most := word, -1
	for errors := 1; errors <= allowed && !any; errors++ {
		fit := uint16(fitLoose)
		if errors > 1 {
			fit = fitLoose2
		}
		for i, l := range w.list {
			// A typing error takes away at most one kind of letter and adds one.
			if l[0] == '#' || bits.OnesCount32(mask^w.masks[i]&mask) > 2*errors || len(l) < len(word)-errors {
				continue
			}
			if mask&^w.masks[i] != 0 && bits.OnesCount32(mask&^w.masks[i]) > errors {
				continue
			}
			if !nearPrefix(word, l, errors) {
				continue
			}
			use(i, fit)
			any = true
			// Likely is what is often there, and what is about as long.
			n := len(w.of(i))
			if len(l) > len(word)+errors {
				n /= 8
			}
			if n > most {
				meant, most = l, n
			}
		}
	}
	return meant, any
}

// typos is how many typing errors are forgiven in a word.
func typos(word string) int {
	for i := 0; i < len(word); i++ {
		if isDigit(word[i]) {
			return 0 // a number that differs is another number
		}
	}
	switch n := len(word); {
	case n < 4:
		return 0
	case n < 8:
		return 1
	}
	return 2
}

// nearPrefix tells whether word is at most max typing errors (a letter more, less, other, or two
// swapped) away from l, or from a beginning of l: who types half a word also errs.
func nearPrefix(word, l string, max int) bool {
	if len(l) > len(word)+max {
		l = l[:len(word)+max]
	}
	var rows [3][maxWord + 3]int
	before, last, row := &rows[0], &rows[1], &rows[2]
	for j := 0; j <= len(l); j++ {
		last[j] = j
	}
	for i := 1; i <= len(word); i++ {
		row[0] = i
		least := i
		for j := 1; j <= len(l); j++ {
			cost := 1
			if word[i-1] == l[j-1] {
				cost = 0
			}
			v := min(last[j-1]+cost, last[j]+1, row[j-1]+1)
			if i > 1 && j > 1 && word[i-1] == l[j-2] && word[i-2] == l[j-1] {
				v = min(v, before[j-2]+1)
			}
			row[j] = v
			least = min(least, v)
		}
		if least > max {
			return false
		}
		before, last, row = last, row, before
	}
	for j := 0; j <= len(l); j++ {
		if last[j] <= max {
			return true
		}
	}
	return false
}
