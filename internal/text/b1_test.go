// SPDX-License-Identifier: EUPL-1.2

package text

import (
	"regexp"
	"slices"
	"strings"
	"testing"
	"unicode"
)

// The rules for what Regie says in Dutch, at level B1. They measure form only: whether people
// understand it, people must tell.
const (
	longestSentence = 20
	longestAverage  = 12.0
	leastFlesch     = 65.0
)

// banned words, each with what people say. The words match whole, and in any case.
var banned = map[string]string{
	"helaas": "zeg wat er wel kan", "oeps": "zeg wat er is", "je": "u", "jij": "u", "jouw": "uw", "jullie": "u",
	"inzien": "bekijken", "verstrekken": "geven", "raadplegen": "bekijken", "middels": "met", "teneinde": "om", "tevens": "ook",
	"echter": "maar", "alsmede": "en", "betreffende": "over", "omtrent": "over", "aangaande": "over", "dient": "moet",
	"dienen": "moeten", "indien": "als", "mits": "als", "tenzij": "behalve als", "conform": "volgens", "desgewenst": "als u wilt",
	"evenals": "en", "geschieden": "gebeuren", "hieromtrent": "hierover", "ingeval": "als", "inzake": "over", "jegens": "tegen",
	"nochtans": "toch", "ontvangst": "krijgen", "terzake": "hierover", "thans": "nu", "tot op heden": "tot nu toe",
	"verzoeken": "vragen", "verschaffen": "geven", "voornoemd": "deze", "wederom": "weer", "zodoende": "zo", "zulks": "dat",
	"authenticatie": "inloggen", "authenticeren": "inloggen", "autorisatie": "toestemming", "credentials": "gegevens om in te loggen",
	"sessie": "inloggen", "token": "sleutel", "server": "computer", "error": "fout", "input": "wat u invult", "invalide": "niet goed",
	"valideren": "controleren", "verificatie": "controle", "verifiëren": "controleren", "genereren": "maken", "configureren": "instellen",
	"functionaliteit": "wat het kan", "optioneel": "niet verplicht", "resource": "gegeven", "zorgaanbieder": "zorgverlener",
	"zorgconsument": "u", "patiënt": "u", "a.u.b.": "", "d.m.v.": "met", "i.v.m.": "omdat", "o.a.": "onder andere", "t.a.v.": "voor",
	"m.b.t.": "over", "n.v.t.": "niet nodig", "evt.": "misschien", "bijv.": "bijvoorbeeld", "incl.": "met", "excl.": "zonder", "m.u.v.": "behalve",
}

// foreignArea tells whether a key is not said by Regie: the practice network plays other
// people's sites.
func foreignArea(key string) bool {
	return strings.HasPrefix(key, "practice.") || strings.HasPrefix(key, "persons.")
}

// named tells whether a key names a thing of the care information standards: those may have
// the words that care has for them.
func named(key string) bool { return strings.HasPrefix(key, "zib.") }

var (
	sentenceEnd = regexp.MustCompile(`[.?!:]["”’)]?\s+|\n+`)
	hole        = regexp.MustCompile(`\{[a-z0-9]+\}`)
	letters     = regexp.MustCompile(`\p{L}`)
	vowels      = regexp.MustCompile(`(?i)ij|[aeiouyäëïöüáéíóúàè]+`)
)

// sentences cuts a text into sentences of words. A hole counts as one word.
func sentences(s string) [][]string {
	s = hole.ReplaceAllString(s, "x1")
	var out [][]string
	for _, part := range sentenceEnd.Split(s, -1) {
		words := slices.DeleteFunc(strings.Fields(part), func(w string) bool { return !letters.MatchString(w) && !strings.ContainsFunc(w, unicode.IsDigit) })
		if len(words) > 0 {
			out = append(out, words)
		}
	}
	return out
}

func TestDutchIsPlain(t *testing.T) {
	words, count, syllables := 0, 0, 0
	for _, key := range NL.Keys() {
		for _, s := range NL.Raw(key) {
			if strings.Contains(s, "!") {
				t.Errorf("%s: no exclamation marks: %q", key, s)
			}
			low := " " + strings.ToLower(s) + " "
			if foreignArea(key) {
				continue
			}
			for word, better := range banned {
				if !named(key) && wholeWord(low, word) {
					t.Errorf("%s: %q; say %q: %q", key, word, better, s)
				}
			}
			for _, sentence := range sentences(s) {
				if len(sentence) > longestSentence {
					t.Errorf("%s: a sentence of %d words: %q", key, len(sentence), strings.Join(sentence, " "))
				}
				if len(sentence) < 4 {
					continue // a label or a button, which would flatter the average
				}
				count++
				words += len(sentence)
				for _, w := range sentence {
					syllables += max(1, len(vowels.FindAllString(w, -1)))
				}
			}
		}
	}
	if count < 100 {
		t.Fatalf("only %d sentences", count)
	}
	average := float64(words) / float64(count)
	flesch := 206.8 - 77*float64(syllables)/float64(words) - 0.93*average
	t.Logf("%d sentences of %.1f words on average; Flesch-Douma %.0f", count, average, flesch)
	if average > longestAverage {
		t.Errorf("sentences have %.1f words on average, want at most %.0f", average, longestAverage)
	}
	if flesch < leastFlesch {
		t.Errorf("Flesch-Douma is %.1f, want at least %.0f", flesch, leastFlesch)
	}
}

// wholeWord tells whether the word stands in the text by itself; text has spaces around it.
func wholeWord(text, word string) bool {
	for from := 0; ; {
		i := strings.Index(text[from:], word)
		if i < 0 {
			return false
		}
		before, after := rune(text[from+i-1]), rune(text[from+i+len(word)])
		if !unicode.IsLetter(before) && before < 0x80 && !unicode.IsLetter(after) && after < 0x80 && after != '-' && before != '-' {
			return true
		}
		from += i + 1
	}
}

func TestEnglishIsCalm(t *testing.T) {
	for _, key := range EN.Keys() {
		for _, s := range EN.Raw(key) {
			if strings.Contains(s, "!") {
				t.Errorf("%s: no exclamation marks: %q", key, s)
			}
			low := " " + strings.ToLower(s) + " "
			for _, word := range []string{"oops", "unfortunately", "sorry", "please note", "invalid", "utilize", "credentials"} {
				if !foreignArea(key) && wholeWord(low, word) {
					t.Errorf("%s: %q: %q", key, word, s)
				}
			}
		}
	}
}

func TestTheRulesWork(t *testing.T) {
	if !wholeWord(" je naam ", "je") || !wholeWord(" ziet je. ", "je") || wholeWord(" jeuk ", "je") || wholeWord(" meisje ", "je") || wholeWord(" je-ne ", "je") {
		t.Error("wholeWord")
	}
	got := sentences("Uw {n} brieven zijn er. Om 15.00 uur gaan wij verder? Ja:\nklaar")
	if len(got) != 4 || len(got[0]) != 5 || len(got[1]) != 6 {
		t.Errorf("sentences: %q", got)
	}
}
