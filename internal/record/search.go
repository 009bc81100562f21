// SPDX-License-Identifier: EUPL-1.2

package record

import "regie/internal/zib"

// Found is the outcome of a search.
type Found struct {
	Items []*Item // best first, then newest first
	Loose bool    // a word was not found as it was written: these are words that look like it
	// Meant is the question with the words that were most likely meant, where Loose; else "".
	Meant  string
	Facets Facets // what each choice would leave, as for a list; years are left out

	words *words
	hits  []bool // by word: it fits the question
}

// Ask is a question with what it is narrowed to.
type Ask struct {
	Question string
	Filter   Filter
	// Also gives more words for what a person may mean, each the beginning of a word of the
	// dossier: a seam for a list of synonyms that others keep. It may be nil.
	Also func(words string) []string
}

// How well a word fits. Where it stands comes on top: see posting.bonus.
const (
	fitKind    = 3 // all of a kind of data ("huisarts": visits)
	fitLoose2  = 4 // two typing errors
	fitLoose   = 6 // one
	fitInside  = 8
	fitSpelled = 11 // another spelling, plural or small form
	fitSame    = 12 // a word with the same meaning
	fitBegin   = 16
	fitExact   = 20
	mostFit    = fitExact + bonusTitle
)

// maxWords is how many words of a question count.
const maxWords = 8

// Search is Find without anything to narrow it.
func (d *Dossier) Search(question string) Found { return d.Find(Ask{Question: question}) }

// Find finds the items that have all words of a question, in any order, in what is said about
// them in Dutch or English or by the provider. Capitals, accents, plurals and common spellings
// (c or k, single or double) do not matter. A word fits the beginning of a word, from three
// letters a part of one ("druk" finds "bloeddruk"), an everyday word what it stands for
// ("suiker" finds "glucose"); where nothing fits, what is one or two typing errors away.
// Titles go first, then what is newest. An empty question finds nothing.
func (d *Dossier) Find(a Ask) Found {
	asked := questionWords(a.Question)
	if len(asked) == 0 || len(d.shown) == 0 {
		return Found{}
	}
	w := d.words()
	out := Found{words: w, hits: make([]bool, len(w.list))}
	s := &scorer{w: w, hits: out.hits, also: a.Also, total: make([]uint16, len(d.shown)), best: make([]uint16, len(d.shown))}
	meant := make([]string, 0, len(asked))
	for len(asked) > 0 {
		n, word, loose := s.unit(asked)
		if n == 0 {
			return Found{}
		}
		meant = append(meant, word)
		out.Loose = out.Loose || loose
		asked = asked[n:]
	}
	if out.Loose {
		out.Meant = joined(meant)
	}
	out.Items, out.Facets = d.ranked(s.total, a.Filter)
	return out
}

// ranked orders by score in one pass for each score that occurs: the items are in order of date
// already. It counts what the filter and its choices leave.
func (d *Dossier) ranked(scores []uint16, f Filter) ([]*Item, Facets) {
	sieve := d.sieve(f)
	var count [mostFit*maxWords + 1]int
	var categories [zib.CategoryOther + 1]int
	providers := make([]int, len(d.providers))
	total := 0
	for i, s := range scores {
		if s == 0 {
			continue
		}
		b := &d.briefs[i]
		time := sieve.inTime(b) && sieve.isFresh(d, b)
		provider, category := time && sieve.isAt(d, b), time && sieve.ofCategory(b)
		if category {
			d.eachProvider(b, func(p int16) { providers[p]++ })
		}
		if provider {
			categories[b.category]++
		}
		if !provider || !category {
			scores[i] = 0
			continue
		}
		count[s]++
		total++
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
	return out, Facets{Providers: d.providerFacets(providers), Categories: categoryFacets(categories[:])}
}
