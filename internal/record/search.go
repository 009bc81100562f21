// SPDX-License-Identifier: EUPL-1.2

package record

import (
	"math/bits"
	"sort"
	"strings"
	"unicode/utf8"
)

// Found is the outcome of a search.
type Found struct {
	Items []*Item // best first, then newest first
	Loose bool    // a word was not found as it was written: these are words that look like it
}

// How well a word fits. The weight of where it stands comes on top.
const (
	fitLoose  = 4
	fitInside = 8
	fitSame   = 12 // a word with the same meaning
	fitBegin  = 16
	fitExact  = 20
)

// maxWords is how many words of a question count.
const maxWords = 8

// Search finds the items that have all words of a question, in any order, in what is said about
// them in Dutch or English or by the provider. Capitals and accents do not matter. A word fits
// the beginning of a word, or from three letters a part of one ("druk" finds "bloeddruk"), or
// another word for the same ("suiker" finds "glucose"); where nothing fits, what is one or two
// typing errors away. An empty question finds nothing.
func (d *Dossier) Search(question string) Found {
	asked := questionWords(question)
	if len(asked) == 0 || len(d.shown) == 0 {
		return Found{}
	}
	w := d.words()
	var out Found
	scores := make([]uint16, len(d.shown)) // over the words so far; 0: one was missing
	best := make([]uint16, len(d.shown))   // of this word
	for n, word := range asked {
		if n > 0 {
			clear(best)
		}
		found := w.match(word, func(i int, fit uint16) {
			for _, p := range w.postings[i] {
				if s := fit + uint16(p.weight()); s > best[p.item()] {
					best[p.item()] = s
				}
			}
		})
		if !found.any {
			return Found{}
		}
		out.Loose = out.Loose || found.loose
		for i := range scores {
			if n == 0 {
				scores[i] = best[i]
			} else if scores[i] > 0 && best[i] > 0 {
				scores[i] += best[i]
			} else {
				scores[i] = 0
			}
		}
	}
	out.Items = d.ranked(scores)
	return out
}

// Warm makes the search index in the background, for when a search is likely to come.
func (d *Dossier) Warm() {
	if d.warm.CompareAndSwap(false, true) {
		d.seat.join()
		go func() {
			defer d.Close()
			d.words()
		}()
	}
}

func questionWords(q string) []string {
	if len(q) > 400 {
		q = strings.ToValidUTF8(q[:400], "")
	}
	var out []string
	eachWord(fold(q), func(w string) {
		if len(out) < maxWords {
			out = append(out, w)
		}
	})
	return out
}

// ranked orders by score in one pass for each score that occurs: the items are in order of date already.
func (d *Dossier) ranked(scores []uint16) []*Item {
	var count [(fitExact+weightTitle)*maxWords + 1]int
	total := 0
	for _, s := range scores {
		if s > 0 {
			count[s]++
			total++
		}
	}
	next := 0
	for s := len(count) - 1; s > 0; s-- {
		count[s], next = next, next+count[s]
	}
	out := make([]*Item, total)
	for i, s := range scores {
		if s > 0 {
			out[count[s]] = &d.all[d.shown[i]]
			count[s]++
		}
	}
	return out
}

type matched struct{ any, loose bool }

// match calls use for every word of the index that fits, with how well.
func (w *words) match(word string, use func(i int, fit uint16)) (m matched) {
	from := sort.SearchStrings(w.list, word)
	for i := from; i < len(w.list) && strings.HasPrefix(w.list[i], word); i++ {
		fit := uint16(fitBegin)
		if len(w.list[i]) == len(word) {
			fit = fitExact
		}
		use(i, fit)
		m.any = true
	}
	for _, same := range synonyms[word] {
		for i := sort.SearchStrings(w.list, same); i < len(w.list) && strings.HasPrefix(w.list[i], same); i++ {
			use(i, fitSame)
			m.any = true
		}
	}
	if len(word) >= 3 {
		mask := letters(word)
		for i, l := range w.list {
			if mask&^w.masks[i] == 0 && len(l) > len(word) && strings.Contains(l[1:], word) {
				use(i, fitInside)
				m.any = true
			}
		}
	}
	if m.any || !utf8.ValidString(word) {
		return m
	}
	allowed := typos(word)
	if allowed == 0 {
		return m
	}
	mask := letters(word)
	for i, l := range w.list {
		// A typing error takes away at most one kind of letter and adds one.
		if bits.OnesCount32(mask^w.masks[i]) > 2*allowed || len(l) < len(word)-allowed {
			continue
		}
		if nearPrefix(word, l, allowed) {
			use(i, fitLoose)
			m.any, m.loose = true, true
		}
	}
	return m
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
