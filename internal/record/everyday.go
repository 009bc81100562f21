// SPDX-License-Identifier: EUPL-1.2

package record

import (
	_ "embed"
	"strings"
	"sync"

	"regie/internal/zib"
)

//go:embed everyday.tsv
var everydayTable string

// everyday gives, for words that people use, what a dossier calls the same: the beginnings of
// folded words, or a kind of data as its pseudo-word. It widens a search and is never shown.
var everyday = sync.OnceValue(func() *phrases { return readPhrases(everydayTable) })

// phrases is a table of everyday words: by the phrase as it is written, and by how it is spelled
// when endings, double letters and old spellings do not count.
type phrases struct {
	exact, alike map[string][]string
	longest      int // words of the longest phrase
}

// readPhrases reads lines of a phrase, a tab, and targets with commas between. Lines that begin
// with "# " are remarks.
func readPhrases(table string) *phrases {
	p := &phrases{exact: map[string][]string{}, alike: map[string][]string{}}
	for line := range strings.Lines(table) {
		phrase, targets, ok := strings.Cut(strings.TrimSpace(line), "\t")
		if !ok || strings.HasPrefix(line, "# ") {
			continue
		}
		var words []string
		eachWord(fold(phrase), func(w string) { words = append(words, w) })
		p.longest = max(p.longest, len(words))
		all := strings.Split(targets, ",")
		p.exact[strings.Join(words, " ")] = all
		key := soundOf(words)
		p.alike[key] = append(p.alike[key], all...)
	}
	return p
}

// of returns what the words mean together; nil where the table does not know them.
func (p *phrases) of(words []string) []string {
	if len(words) > p.longest {
		return nil
	}
	if t, ok := p.exact[strings.Join(words, " ")]; ok {
		return t
	}
	return p.alike[soundOf(words)]
}

// soundOf gives how words are spelled by their sound, each without its ending.
func soundOf(words []string) string {
	var b strings.Builder
	for i, w := range words {
		if i > 0 {
			b.WriteByte(' ')
		}
		b.WriteString(spelled(stem(w)))
	}
	return b.String()
}

// kindWord is the pseudo-word under which all items of a kind of data are found. No question can
// have it: it begins with what is no letter.
func kindWord(c zib.Category) string { return "#" + c.String() }

// littleWords say nothing about what is looked for, as long as there is another word.
var littleWords = map[string]bool{
	"de": true, "het": true, "een": true, "mijn": true, "van": true, "voor": true, "bij": true, "met": true, "en": true, "of": true,
	"in": true, "op": true, "wat": true, "is": true, "was": true, "wanneer": true, "welke": true, "ik": true, "heb": true, "laatste": true, "nieuwste": true, "alle": true,
	"the": true, "a": true, "an": true, "my": true, "and": true, "or": true, "at": true, "for": true, "with": true, "what": true, "when": true,
	"which": true, "i": true, "have": true, "last": true, "latest": true, "all": true, "te": true, "aan": true, "door": true, "by": true, "from": true, "to": true,
}
