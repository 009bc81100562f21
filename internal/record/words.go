// SPDX-License-Identifier: EUPL-1.2

package record

import (
	"cmp"
	"slices"

	"regie/internal/text"
	"regie/internal/zib"
)

// words is the search index of a dossier: every word in it, sorted, with the items that have it.
// It lives in memory only, and is made at the first search.
type words struct {
	list     []string  // sorted; pseudo-words of kinds begin with #
	masks    []uint32  // letters that are in the word, to leave out what can't be a typing error
	sounds   []string  // by word: as it sounds, without its ending
	bySound  []int32   // places in list, by sound
	postings []posting // of all words, one after the other
	ends     []uint32  // by word: where its postings end
}

// of returns the postings of the i-th word.
func (w *words) of(i int) []posting {
	from := uint32(0)
	if i > 0 {
		from = w.ends[i-1]
	}
	return w.postings[from:w.ends[i]]
}

// posting says that a word is in an item: the place in Dossier.shown, and the weight in the
// two lowest bits.
type posting uint32

// The weights: where in the item a word stands.
const (
	weightLabel  = 0
	weightOther  = 1
	weightAnswer = 2
	weightTitle  = 3
)

func (p posting) item() int32 { return int32(p >> 2) }

// bonuses are what the place of a word adds to how well it fits: what is in a title goes before
// the same word elsewhere.
var bonuses = [4]uint16{weightLabel: 0, weightOther: 1, weightAnswer: 3, weightTitle: bonusTitle}

const bonusTitle = 10

func (p posting) bonus() uint16 { return bonuses[p&3] }

// indexer collects words.
type indexer struct {
	ids     map[string]int32
	list    []string
	posts   [][]posting
	phrases map[simple][]int32 // words of phrases that were seen before; most are seen often
	item    int32
	scratch []int32
}

// simple is a phrase without arguments.
type simple struct{ key, system, code, text string }

// index makes the search index; nil where that was stopped.
func (d *Dossier) index(stop func() bool) *words {
	x := &indexer{ids: make(map[string]int32, 4096), phrases: make(map[simple][]int32, 4096)}
	for n, i := range d.shown {
		if n%256 == 0 && stop() {
			return nil
		}
		it := &d.all[i]
		care, err := it.Care()
		if err != nil {
			continue // it can't be shown either
		}
		x.item = int32(n)
		x.care(care)
		x.text(it.Provider.Title, weightOther)
		for _, o := range d.Doubles(it) { // found by the words of each
			if care, err := o.Care(); err == nil && o != it {
				x.care(care)
				x.text(o.Provider.Title, weightOther)
			}
		}
		for _, l := range text.Langs {
			x.text(it.Category.Text(l), weightLabel)
		}
		x.add(x.id(kindWord(it.Category)), weightLabel)
		x.date(it)
	}
	return x.finish()
}

func (x *indexer) care(it *zib.Item) {
	x.phrase(it.Title, weightTitle)
	x.phrase(it.Code, weightTitle)
	x.phrase(it.Status, weightOther)
	for _, m := range it.Marks {
		for _, l := range text.Langs {
			x.text(m.Text(l), weightOther)
		}
	}
	for _, p := range it.Who {
		x.phrase(p, weightOther)
	}
	x.phrase(it.Source, weightOther)
	for _, f := range it.Facts {
		x.phrase(f.Label, weightLabel)
		for _, v := range f.Values {
			if v.Phrase != nil {
				x.phrase(*v.Phrase, weightAnswer)
			}
			if q := v.Quantity; q != nil {
				x.text(q.Number, weightAnswer)
				x.text(q.Unit, weightLabel)
				x.phrase(q.Flag, weightOther)
			}
			if v.Document != nil {
				x.text(v.Document.Title, weightAnswer)
			}
		}
	}
}

// phrase adds the words of a phrase in both languages.
func (x *indexer) phrase(p zib.Phrase, weight posting) {
	if p.Zero() {
		return
	}
	if len(p.Args) > 0 {
		// Words of the sentence around the arguments hardly help; the arguments are what is said.
		for _, a := range p.Args {
			x.phrase(a, weight)
		}
		if p.Key == "" || p.Key[0] == '#' {
			x.text(p.Text, weight)
			return
		}
		p.Args = nil
	}
	if len(p.Key) > 0 && p.Key[0] == '#' {
		return // a number or a date: those are found by the date of the item
	}
	k := simple{p.Key, p.System, p.Code, p.Text}
	ids, known := x.phrases[k]
	if !known {
		x.scratch = x.scratch[:0]
		last := ""
		for _, l := range text.Langs {
			s := p.In(l)
			if s != last {
				x.split(s)
			}
			last = s
		}
		if p.Text != "" && p.Text != last {
			x.split(p.Text) // the provider's own word, where ours is shown
		}
		ids = slices.Clone(x.scratch)
		x.phrases[k] = ids
	}
	for _, id := range ids {
		x.add(id, weight)
	}
}

func (x *indexer) text(s string, weight posting) {
	if s == "" {
		return
	}
	k := simple{text: s}
	ids, known := x.phrases[k]
	if !known {
		x.scratch = x.scratch[:0]
		x.split(s)
		ids = slices.Clone(x.scratch)
		x.phrases[k] = ids
	}
	for _, id := range ids {
		x.add(id, weight)
	}
}

func (x *indexer) split(s string) {
	eachWord(fold(s), func(w string) {
		id := x.id(w)
		if !slices.Contains(x.scratch, id) {
			x.scratch = append(x.scratch, id)
		}
	})
}

// id returns the number of a word.
func (x *indexer) id(w string) int32 {
	id, ok := x.ids[w]
	if !ok {
		id = int32(len(x.list))
		x.ids[w] = id
		x.list = append(x.list, w)
		x.posts = append(x.posts, nil)
	}
	return id
}

func (x *indexer) add(id int32, weight posting) {
	posts := x.posts[id]
	if n := len(posts); n > 0 && posts[n-1].item() == x.item {
		posts[n-1] = max(posts[n-1], posting(x.item)<<2|weight)
		return
	}
	x.posts[id] = append(posts, posting(x.item)<<2|weight)
}

// date makes an item findable by "maart 2024".
func (x *indexer) date(it *Item) {
	if !it.Dated() {
		return
	}
	literal := it.When.Start
	if wall(literal) == undated {
		literal = it.When.End
	}
	if len(literal) < 4 {
		return
	}
	x.text(literal[:4], weightOther)
	if len(literal) >= 7 {
		if m, ok := number(literal, 5, 2); ok && m >= 1 && m <= 12 {
			x.text(monthWords[m-1], weightOther)
		}
	}
}

// monthWords are the names of the months in both languages. They are not shown: they are what
// a search may ask for.
var monthWords = [12]string{
	"januari january", "februari february", "maart march", "april", "mei may", "juni june",
	"juli july", "augustus august", "september", "oktober october", "november", "december",
}

func (x *indexer) finish() *words {
	order := make([]int32, len(x.list))
	for i := range order {
		order[i] = int32(i)
	}
	slices.SortFunc(order, func(a, b int32) int {
		if x.list[a] < x.list[b] {
			return -1
		}
		return 1
	})
	total := 0
	for _, p := range x.posts {
		total += len(p)
	}
	n := len(order)
	w := &words{
		list: make([]string, n), masks: make([]uint32, n), sounds: make([]string, n), bySound: make([]int32, n),
		postings: make([]posting, 0, total), ends: make([]uint32, n),
	}
	for n, i := range order {
		word := x.list[i]
		w.list[n], w.masks[n], w.sounds[n], w.bySound[n] = word, letters(word), word, int32(n)
		if word[0] != '#' {
			w.sounds[n] = spelled(stem(word))
		}
		w.postings = append(w.postings, x.posts[i]...)
		w.ends[n] = uint32(len(w.postings))
	}
	slices.SortFunc(w.bySound, func(a, b int32) int { return cmp.Compare(w.sounds[a], w.sounds[b]) })
	return w
}

// letters has a bit for each letter and digit that is in a word.
func letters(s string) uint32 {
	var m uint32
	for i := 0; i < len(s); i++ {
		switch c := s[i]; {
		case c >= 'a' && c <= 'z':
			m |= 1 << (c - 'a')
		case isDigit(c):
			m |= 1 << (26 + (c-'0')%4)
		default:
			m |= 1 << 30
		}
	}
	return m
}
