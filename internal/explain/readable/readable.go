// SPDX-License-Identifier: EUPL-1.2

// Package readable measures how easy texts are to read: length of sentences, Flesch (and for
// Dutch its version by Douma), passive sentences, jargon, long words. It measures form only:
// whether people understand a text, people must tell.
package readable

import (
	_ "embed"
	"regexp"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"regie/internal/text"
)

// Measure is what was counted in a number of texts.
type Measure struct {
	Texts     int
	Sentences int // of four words or more: labels and buttons would flatter the rest
	Words     int // in those sentences
	Syllables int
	Passive   int // sentences with a form of "worden", or "is/was/were … -ed by" in English
	Longest   int // words in the longest sentence
	Long      int // words longer than LongWord
}

// LongWord is how many letters a word may have before it counts as long.
const LongWord = 15

// Average is the number of words in a sentence.
func (m Measure) Average() float64 { return ratio(m.Words, m.Sentences) }

// PassiveShare is how many of 100 sentences are passive.
func (m Measure) PassiveShare() float64 { return 100 * ratio(m.Passive, m.Sentences) }

// Flesch is the reading ease: Flesch's for English, Douma's for Dutch. 100 is very easy, 60 is
// plain, 30 is hard.
func (m Measure) Flesch(l text.Lang) float64 {
	perWord := ratio(m.Syllables, m.Words)
	if l == text.EN {
		return 206.835 - 1.015*m.Average() - 84.6*perWord
	}
	return 206.84 - 0.93*m.Average() - 77*perWord
}

func ratio(a, b int) float64 {
	if b == 0 {
		return 0
	}
	return float64(a) / float64(b)
}

var (
	end  = regexp.MustCompile(`[.?!:]["”’)]?\s+|\n+`)
	hole = regexp.MustCompile(`\{[a-z0-9]+\}`)
	// Two vowels that are one sound are one syllable; "ij" too.
	dutchSound   = regexp.MustCompile(`(?i)ij|[aeiouyäëïöüáéíóúàè]+`)
	englishSound = regexp.MustCompile(`(?i)[aeiouy]+`)
	dutchPassive = regexp.MustCompile(`(?i)\b(wordt|worden|werd|werden|geworden)\b`)
	// What is done by nobody that the sentence names first; only the sure cases.
	englishPassive = regexp.MustCompile(`(?i)\b(is|are|was|were|been|be|being)\s+(\w+ly\s+)?\w+(ed|en)\s+by\b`)
)

// Sentences cuts a text into sentences of words. A hole that is filled later is one word.
func Sentences(s string) [][]string {
	s = hole.ReplaceAllString(s, "x1")
	var out [][]string
	for _, part := range end.Split(s, -1) {
		words := slices.DeleteFunc(strings.Fields(part), func(w string) bool {
			return !strings.ContainsFunc(w, func(r rune) bool { return unicode.IsLetter(r) || unicode.IsDigit(r) })
		})
		if len(words) > 0 {
			out = append(out, words)
		}
	}
	return out
}

// Add counts one text.
func (m *Measure) Add(l text.Lang, s string) {
	m.Texts++
	for _, sentence := range Sentences(s) {
		m.Longest = max(m.Longest, len(sentence))
		if len(sentence) < 4 {
			continue
		}
		m.Sentences++
		m.Words += len(sentence)
		for _, w := range sentence {
			m.Syllables += syllables(l, w)
			if utf8.RuneCountInString(bare(w)) > LongWord {
				m.Long++
			}
		}
		passive := dutchPassive
		if l == text.EN {
			passive = englishPassive
		}
		if passive.MatchString(strings.Join(sentence, " ")) {
			m.Passive++
		}
	}
}

func syllables(l text.Lang, w string) int {
	if l == text.NL {
		return max(1, len(dutchSound.FindAllString(w, -1)))
	}
	w = strings.ToLower(bare(w))
	n := len(englishSound.FindAllString(w, -1))
	if strings.HasSuffix(w, "e") && !strings.HasSuffix(w, "le") { // "make" has one
		n--
	}
	if strings.HasSuffix(w, "ed") && !strings.HasSuffix(w, "ted") && !strings.HasSuffix(w, "ded") { // "asked" has one
		n--
	}
	return max(1, n)
}

// bare is a word without what stands around it.
func bare(w string) string {
	return strings.TrimFunc(w, func(r rune) bool { return !unicode.IsLetter(r) && !unicode.IsDigit(r) })
}

//go:embed jargon.tsv
var jargonTable string

// jargon gives words that most people do not use, with a plain one.
func jargon(l text.Lang) map[string]string {
	out := map[string]string{}
	for line := range strings.SplitSeq(jargonTable, "\n") {
		if col := strings.Split(line, "\t"); len(col) == 3 && col[0] == l.Tag() {
			out[col[1]] = col[2]
		}
	}
	return out
}

// wordsOf lists the words of a text in lower case, without what stands around them.
func wordsOf(s string) []string {
	words := strings.FieldsFunc(strings.ToLower(hole.ReplaceAllString(s, "")), func(r rune) bool {
		return !unicode.IsLetter(r) && !unicode.IsDigit(r) && r != '-' && r != '\''
	})
	for i := range words {
		words[i] = strings.Trim(words[i], "-'")
	}
	return words
}
