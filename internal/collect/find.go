// SPDX-License-Identifier: EUPL-1.2

package collect

import (
	"cmp"
	"math"
	"slices"
	"sort"
	"strings"
)

// Found is a provider that fits what somebody looks for.
type Found struct {
	Listed
	Services []string // of those that Regie collects, in the order of the table
	score    float32
}

// finder finds providers by name, place, postcode and kind, and forgives slips. It is made
// once for each version of the lists, and never changed.
type finder struct {
	entries []Found
	words   []string // sorted, each once
	masks   []uint64 // letters of each word
	at      [][]post // where each word occurs
}

type post struct {
	entry  int32
	weight float32
}

// How much a match counts, by where it is.
const (
	weightName  = 1.0
	weightCity  = 0.95
	weightOther = 0.6 // postcode, address, kind, MedMij name
)

func newFinder(entries []Found) *finder {
	f := &finder{entries: entries}
	where := map[string]map[int32]float32{}
	add := func(i int32, weight float32, texts ...string) {
		for _, t := range texts {
			for _, w := range fold(t) {
				m := where[w]
				if m == nil {
					m = map[int32]float32{}
					where[w] = m
				}
				m[i] = max(m[i], weight)
			}
		}
	}
	for i, e := range entries {
		n := int32(i)
		add(n, weightName, e.Name)
		add(n, weightCity, e.City)
		add(n, weightOther, strings.ReplaceAll(e.Postcode, " ", ""), e.Address, kindNames(e.Kind), strings.TrimSuffix(e.Provider, "@medmij"))
	}
	for w := range where {
		f.words = append(f.words, w)
	}
	slices.Sort(f.words)
	f.masks, f.at = make([]uint64, len(f.words)), make([][]post, len(f.words))
	for i, w := range f.words {
		f.masks[i] = letters(w)
		for e, weight := range where[w] {
			f.at[i] = append(f.at[i], post{e, weight})
		}
		slices.SortFunc(f.at[i], func(a, b post) int { return cmp.Compare(a.entry, b.entry) })
	}
	return f
}

const (
	maxQuery      = 100 // bytes
	maxQueryWords = 8
)

// find returns the best fits, best first.
func (f *finder) find(query string, limit int) []Found {
	if len(query) > maxQuery {
		query = strings.ToValidUTF8(query[:maxQuery], "")
	}
	words := fold(query)
	if len(words) > maxQueryWords {
		words = words[:maxQueryWords]
	}
	words = joinPostcode(words)
	if slices.ContainsFunc(words, func(w string) bool { return !filler[w] }) {
		words = slices.DeleteFunc(words, func(w string) bool { return filler[w] })
	}
	if len(words) == 0 || len(f.entries) == 0 {
		return nil
	}
	total := make([]float32, len(f.entries))
	worth := float32(0) // what a perfect fit would score
	one := make([]float32, len(f.entries))
	for i, w := range words {
		clear(one)
		f.match(w, 1, one)
		// "huis arts" and "linde ziekenhuis" are also tried written as one.
		if i+1 < len(words) {
			f.match(w+words[i+1], 0.95, one)
		}
		if i > 0 {
			f.match(words[i-1]+w, 0.95, one)
		}
		hits := 0
		for _, s := range one {
			if s > 0 {
				hits++
			}
		}
		// A rare word says more than a common one.
		rare := float32(math.Log(1 + float64(len(f.entries))/float64(1+hits)))
		rare = max(rare, 0.05)
		worth += rare
		for e, s := range one {
			total[e] += s * rare
		}
	}
	var out []Found
	for e, s := range total {
		if s >= 0.45*worth {
			hit := f.entries[e]
			hit.score = s / worth
			out = append(out, hit)
		}
	}
	slices.SortFunc(out, func(a, b Found) int {
		return cmp.Or(cmp.Compare(b.score, a.score), cmp.Compare(len(a.Name), len(b.Name)), strings.Compare(a.Name, b.Name), strings.Compare(a.Provider, b.Provider))
	})
	return relevant(out, limit)
}

// filler words are left out next to others.
var filler = map[string]bool{
	"de": true, "het": true, "een": true, "in": true, "te": true, "van": true, "mijn": true, "bij": true, "the": true, "my": true, "dr": true,
}

// relevant cuts the tail: what fits less than half as well as the best is noise.
func relevant(out []Found, limit int) []Found {
	for i := range out {
		if i >= limit || out[i].score < out[0].score*0.55 {
			return out[:i]
		}
	}
	return out
}

// match adds to scores how well each entry fits one word of the query, times factor.
func (f *finder) match(w string, factor float32, scores []float32) {
	put := func(i int, quality float32) {
		for _, p := range f.at[i] {
			scores[p.entry] = max(scores[p.entry], quality*factor*p.weight)
		}
	}
	from := sort.SearchStrings(f.words, w)
	for i := from; i < len(f.words) && strings.HasPrefix(f.words[i], w); i++ {
		ratio := float32(len(w)) / float32(len(f.words[i]))
		put(i, 0.7+0.3*ratio*ratio)
	}
	if len(w) < 4 {
		return
	}
	slips := 1
	if len(w) >= 8 {
		slips = 2
	}
	mask := letters(w)
	for i, word := range f.words {
		missing := mask &^ f.masks[i]
		if bits(missing) > slips { // that many letters of the query are nowhere in the word
			continue
		}
		if missing == 0 && len(word) > len(w) && strings.Contains(word, w) {
			put(i, 0.65)
			continue
		}
		if d := distance(w, word, slips, false); d > 0 && d <= slips {
			put(i, 0.85-0.15*float32(d))
		} else if d > slips && len(word) > len(w) {
			if d := distance(w, word, slips, true); d <= slips {
				put(i, 0.65-0.15*float32(d))
			}
		}
	}
}

func bits(m uint64) int {
	n := 0
	for ; m != 0; m &= m - 1 {
		n++
		if n > 3 {
			break
		}
	}
	return n
}

// joinPostcode writes "3528 BD" as "3528bd".
func joinPostcode(words []string) []string {
	for i := 0; i+1 < len(words); i++ {
		if digits(words[i], 4) && len(words[i+1]) == 2 && letters(words[i+1])>>26 == 0 {
			words[i] += words[i+1]
			return slices.Delete(words, i+1, i+2)
		}
	}
	return words
}

func digits(s string, n int) bool {
	if len(s) != n {
		return false
	}
	for i := range n {
		if s[i] < '0' || s[i] > '9' {
			return false
		}
	}
	return true
}
