// SPDX-License-Identifier: EUPL-1.2

package explain

import (
	"cmp"
	"crypto/sha256"
	"encoding/hex"
	"slices"
	"strings"
	"sync"

	"regie/internal/text"
)

// Name is one name of an explanation, as a list from A to Z has them.
type Name struct {
	Text  string
	Entry Entry
	Main  bool // the title itself
	order string
}

// Letter is the letter under which a list has the name: "a" to "z", or "0" for all else.
func (n Name) Letter() string {
	if n.order != "" && n.order[0] >= 'a' && n.order[0] <= 'z' {
		return n.order[:1]
	}
	return "0"
}

// Names lists the titles and the other names that readers see, from A to Z. The list is made
// once and shared: a caller does not change it.
func Names(l text.Lang) []Name { return sorted()[l] }

var sorted = sync.OnceValue(func() (all [2][]Name) {
	for _, l := range text.Langs {
		all[l] = namesOf(load().entries, l)
	}
	return all
})

func namesOf(entries []Entry, l text.Lang) []Name {
	out := make([]Name, 0, 4*len(entries))
	for _, e := range entries {
		out = append(out, Name{Text: e.Title(l), Entry: e, Main: true, order: fold(e.Title(l))})
		for _, a := range e.Also(l) {
			out = append(out, Name{Text: a, Entry: e, order: fold(a)})
		}
	}
	slices.SortStableFunc(out, func(a, b Name) int { return cmp.Compare(a.order, b.order) })
	return out
}

// Search lists explanations with a name, in either language, that is what was asked, begins
// with it or holds it, the nearest first.
func Search(l text.Lang, asked string, most int) []Entry {
	f := fold(asked)
	if f == "" {
		return nil
	}
	type hit struct {
		at   int32
		rank int
		name string
	}
	best := map[int32]hit{}
	b := load()
	for _, names := range [...]map[string]int32{b.names, b.drugs, b.terms} {
		for n, i := range names {
			rank := -1
			switch at := strings.Index(n, f); {
			case n == f:
				rank = 0
			case at == 0:
				rank = 1
			case at > 0 && n[at-1] == ' ':
				rank = 2
			case at > 0 && len(f) > 2:
				rank = 3
			}
			if was, ok := best[i]; rank >= 0 && (!ok || rank < was.rank) {
				best[i] = hit{i, rank, fold(b.entries[i].Title(l))}
			}
		}
	}
	hits := make([]hit, 0, len(best))
	for _, h := range best {
		hits = append(hits, h)
	}
	slices.SortFunc(hits, func(a, b hit) int {
		return cmp.Or(cmp.Compare(a.rank, b.rank), cmp.Compare(a.name, b.name), cmp.Compare(a.at, b.at))
	})
	out := make([]Entry, 0, min(most, len(hits)))
	for _, h := range hits[:min(most, len(hits))] {
		out = append(out, b.entries[h.at])
	}
	return out
}

// ID stands for the entry in an address. Which word somebody opens may tell about their health,
// and an address stays in the history of a browser: so it is no word.
func (e Entry) ID() string {
	sum := sha256.Sum256([]byte("regie explanation " + e.Key))
	return hex.EncodeToString(sum[:6])
}

// ByID returns the explanation with that ID.
func ByID(id string) (Entry, bool) {
	for _, e := range load().entries {
		if len(id) == 12 && e.ID() == id {
			return e, true
		}
	}
	return Entry{}, false
}
