// SPDX-License-Identifier: EUPL-1.2

package collect

import (
	"cmp"
	"math"
	"slices"
	"sort"
	"strings"
	"unicode/utf8"
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
	at      [][]post // where each word occurs
	plain   []fuzzy  // the words without digits, for which slips are forgiven
}

type post struct {
	entry  int32
	weight float32
}

type fuzzy struct {
	mask uint64 // letters of the word
	word int32
}

// How much a match counts, by where it is.
const (
	weightName  = 1.0
	weightCity  = 0.95
	weightOther = 0.6 // postcode, address, kind, MedMij name
)

func newFinder(entries []Found) *finder {
	f := &finder{entries: entries}
	ids := make(map[string]int32, len(entries))
	var words []string
	var at [][]post
	add := func(entry int, weight float32, found []string) {
		for _, w := range found {
			id, ok := ids[w]
			if !ok {
				id = int32(len(words))
				ids[w] = id
				words, at = append(words, w), append(at, nil)
			}
			posts := at[id]
			if n := len(posts); n > 0 && posts[n-1].entry == int32(entry) {
				posts[n-1].weight = max(posts[n-1].weight, weight)
				continue
			}
			at[id] = append(posts, post{int32(entry), weight})
		}
	}
	kinds := map[Kind][]string{}
	for _, k := range Kinds {
		kinds[k] = fold(kindNames(k))
	}
	for i, e := range entries {
		name := fold(e.Name)
		add(i, weightName, name)
		add(i, weightCity, fold(e.City))
		if len(name) > 2 {
			add(i, weightCity, []string{acronym(name)})
		}
		add(i, weightOther, fold(strings.ReplaceAll(e.Postcode, " ", "")))
		add(i, weightOther, slices.DeleteFunc(fold(e.Address), numeric))
		add(i, weightOther, kinds[e.Kind])
		add(i, weightOther, fold(strings.TrimSuffix(e.Provider, "@medmij")))
	}
	order := make([]int32, len(words))
	for i := range order {
		order[i] = int32(i)
	}
	slices.SortFunc(order, func(a, b int32) int { return strings.Compare(words[a], words[b]) })
	f.words, f.at = make([]string, len(words)), make([][]post, len(words))
	for i, o := range order {
		f.words[i], f.at[i] = words[o], at[o]
		if !strings.ContainsAny(words[o], "0123456789") {
			f.plain = append(f.plain, fuzzy{letters(words[o]), int32(i)})
		}
	}
	return f
}

// acronym of "universitair medisch centrum utrecht" is umcu.
func acronym(words []string) string {
	var b strings.Builder
	for _, w := range words {
		r, _ := utf8.DecodeRuneInString(w)
		b.WriteRune(r)
	}
	return b.String()
}

func numeric(w string) bool { return w[0] >= '0' && w[0] <= '9' }

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
	var hits []hit
	for e, s := range total {
		if s >= 0.45*worth {
			hits = append(hits, hit{int32(e), s / worth})
		}
	}
	slices.SortFunc(hits, func(a, b hit) int {
		x, y := &f.entries[a.entry], &f.entries[b.entry]
		return cmp.Or(cmp.Compare(b.score, a.score), cmp.Compare(len(x.Name), len(y.Name)), strings.Compare(x.Name, y.Name), cmp.Compare(a.entry, b.entry))
	})
	var out []Found
	for _, h := range hits {
		// What fits little more than half as well as the best is noise.
		if len(out) == limit || h.score < hits[0].score*0.55 {
			break
		}
		e := f.entries[h.entry]
		e.score = h.score
		out = append(out, e)
	}
	return out
}

type hit struct {
	entry int32
	score float32
}

// filler words are left out next to others.
var filler = map[string]bool{
	"de": true, "het": true, "een": true, "in": true, "te": true, "van": true, "mijn": true, "bij": true, "the": true, "my": true, "dr": true,
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
	if len(w) < 4 || strings.ContainsAny(w, "0123456789") {
		return
	}
	slips := 1
	if len(w) >= 8 {
		slips = 2
	}
	mask := letters(w)
	for _, c := range f.plain {
		missing := mask &^ c.mask
		if bits(missing) > slips { // that many letters of the query are nowhere in the word
			continue
		}
		i, word := int(c.word), f.words[c.word]
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
