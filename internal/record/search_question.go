// SPDX-License-Identifier: EUPL-1.2

package record

import "strings"

func questionWords(q string) []string {
	if len(q) > 400 {
		q = strings.ToValidUTF8(q[:400], "")
	}
	var all, out []string
	eachWord(fold(q), func(w string) {
		if len(all) < 4*maxWords {
			all = append(all, w)
		}
	})
	for i, w := range all {
		// A little word stays where it is part of a phrase that people say ("de pil").
		if littleWords[w] && !inPhrase(all, i) {
			continue
		}
		out = append(out, w)
	}
	if len(out) == 0 {
		out = all
	}
	return out[:min(len(out), maxWords)]
}

// inPhrase tells whether the word at place i belongs to a phrase of the table of everyday words.
func inPhrase(all []string, i int) bool {
	p := everyday()
	for from := max(0, i-p.longest+1); from <= i; from++ {
		for to := max(i+1, from+2); to <= min(len(all), from+p.longest); to++ {
			if _, ok := p.exact[strings.Join(all[from:to], " ")]; ok {
				return true
			}
		}
	}
	return false
}

func joined(words []string) string { return strings.Join(words, " ") }

// scorer adds up how well items fit, unit by unit. A unit is a word, or some words that mean
// something together.
type scorer struct {
	w     *words
	hits  []bool
	also  func(string) []string
	total []uint16 // over the units so far; 0: one was missing
	best  []uint16 // of this unit
	begun bool
}

// unit scores the first unit of the words. It returns how many words that took, the unit as it
// was most likely meant, and whether it was found only with typing errors; n is 0 where nothing fits.
func (s *scorer) unit(asked []string) (n int, word string, loose bool) {
	clear(s.best)
	n = 1
	for long := min(len(asked), everyday().longest); long > 1; long-- {
		if s.same(asked[:long]) {
			n = long
			break
		}
	}
	word = joined(asked[:n])
	any := false
	switch {
	case n > 1:
		any = true
		s.all(asked[:n])
	default:
		same := s.same(asked[:1])
		any = s.literal(asked[0], s.best) || same
		if len(asked) > 1 && s.together(asked[0]+asked[1]) {
			// "bloed druk" is one word in the dossier: that, or both words.
			s.all(asked[:2])
			n, any, word = 2, true, joined(asked[:2])
		}
		if !any {
			word, loose = s.w.near(asked[0], s.use(s.best))
			any = loose
		}
	}
	if !any {
		return 0, "", false
	}
	for i, b := range s.best {
		switch {
		case !s.begun:
			s.total[i] = b
		case s.total[i] > 0 && b > 0:
			s.total[i] += b
		default:
			s.total[i] = 0
		}
	}
	s.begun = true
	return n, word, loose
}

// use marks words as fitting and gives their items a score.
func (s *scorer) use(best []uint16) func(i int, fit uint16) {
	return func(i int, fit uint16) {
		s.hits[i] = true
		for _, p := range s.w.of(i) {
			if v := fit + p.bonus(); v > best[p.item()] {
				best[p.item()] = v
			}
		}
	}
}

// same scores what the words mean by the table of everyday words, or by whoever else knows.
func (s *scorer) same(asked []string) bool {
	targets := everyday().of(asked)
	if s.also != nil {
		for _, t := range s.also(joined(asked)) {
			targets = append(targets[:len(targets):len(targets)], fold(t))
		}
	}
	any := false
	use := s.use(s.best)
	for _, t := range targets {
		fit := uint16(fitSame)
		if t == "" {
			continue
		}
		if t[0] == '#' {
			fit = fitKind
		}
		if s.w.begin(t, func(i int, _ uint16) { use(i, fit) }) {
			any = true
		}
	}
	return any
}

// literal scores a word as it is written, or as it might be spelled.
func (s *scorer) literal(word string, best []uint16) bool {
	return s.w.match(word, s.use(best))
}

// together scores two words that the dossier writes as one.
func (s *scorer) together(word string) bool {
	return len(word) >= 6 && s.w.begin(word, s.use(s.best))
}

// all adds the items that have each of the words as they are written.
func (s *scorer) all(asked []string) {
	sum := make([]uint16, len(s.best))
	one := make([]uint16, len(s.best))
	for n, word := range asked {
		clear(one)
		if !s.literal(word, one) {
			return
		}
		for i, b := range one {
			if n == 0 || (sum[i] > 0 && b > 0) {
				sum[i] += b
			} else {
				sum[i] = 0
			}
		}
	}
	for i, v := range sum {
		if v = v / uint16(len(asked)); v > s.best[i] {
			s.best[i] = v
		}
	}
}
