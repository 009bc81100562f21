// SPDX-License-Identifier: EUPL-1.2

package readable

import (
	_ "embed"
	"sort"
	"strings"
	"testing"

	"regie/internal/explain"
	"regie/internal/text"
)

// The limits. Averages, Flesch and the share of passive sentences hold per area: a file of the
// catalogue, or a kind of explanation.
var limits = [2]struct {
	longest          int
	average, passive float64
	flesch           float64
}{
	text.NL: {longest: 25, average: 12, passive: 15, flesch: 60},
	text.EN: {longest: 28, average: 14, passive: 10, flesch: 60},
}

// fewest sentences for which an average says something.
const fewest = 8

// piece is one text with where it is.
type piece struct {
	area, key, text string
	named           bool            // a label of the care standards, which may have the word of care
	own             map[string]bool // words of the names of what is explained: these it may use
}

var kinds = map[explain.Kind]string{
	explain.Test: "tests", explain.Measure: "measurements", explain.Condition: "conditions",
	explain.Procedure: "procedures", explain.Medicine: "medicines", explain.Word: "words of letters",
}

// pieces lists every text that Regie says in a language: the catalogue without the practice
// network, which plays the sites of others, and the explanations.
func pieces(l text.Lang) []piece {
	var out []piece
	for _, key := range l.Keys() {
		area, _, _ := strings.Cut(key, ".")
		if area == "practice" || area == "persons" {
			continue
		}
		for _, s := range l.Raw(key) {
			out = append(out, piece{"catalogue: " + area, key, s, area == "zib", nil})
		}
	}
	for _, e := range explain.All() {
		own := map[string]bool{}
		for _, w := range wordsOf(e.Title(l) + " " + strings.Join(e.Also(l), " ")) {
			own[w] = true
		}
		for _, s := range e.Text(l) {
			out = append(out, piece{"explained: " + kinds[e.Kind], "explain." + e.Key, s, false, own})
		}
	}
	sort.SliceStable(out, func(i, j int) bool { return out[i].area+"\x00"+out[i].key < out[j].area+"\x00"+out[j].key })
	return out
}

//go:embed exceptions.tsv
var exceptionTable string

type exception struct {
	key, rule, reason string
	used              bool
}

func exceptions(t *testing.T) []*exception {
	t.Helper()
	var out []*exception
	for line := range strings.SplitSeq(strings.TrimSpace(exceptionTable), "\n") {
		if strings.HasPrefix(line, "#") {
			continue
		}
		col := strings.Split(line, "\t")
		if len(col) != 3 || col[2] == "" {
			t.Fatalf("an exception is a key, a rule and a reason: %q", line)
		}
		out = append(out, &exception{key: col[0], rule: col[1], reason: col[2]})
	}
	return out
}

func excused(list []*exception, key, rule string) bool {
	for _, e := range list {
		before, all := strings.CutSuffix(e.key, "*")
		if e.rule == rule && (e.key == key || (all && strings.HasPrefix(key, before))) {
			e.used = true
			return true
		}
	}
	return false
}

func TestTextsArePlain(t *testing.T) {
	except := exceptions(t)
	for _, l := range text.Langs {
		hard := jargon(l)
		areas := map[string]*Measure{}
		for _, p := range pieces(l) {
			m := areas[p.area]
			if m == nil {
				m = &Measure{}
				areas[p.area] = m
			}
			m.Add(l, p.text)
			if strings.Contains(p.text, "!") {
				t.Errorf("%s %s: an exclamation mark: %q", l.Tag(), p.key, p.text)
			}
			for _, s := range Sentences(p.text) {
				if len(s) > limits[l].longest && !excused(except, p.key, "long") {
					t.Errorf("%s %s: a sentence of %d words: %q", l.Tag(), p.key, len(s), strings.Join(s, " "))
				}
			}
			if p.named {
				continue
			}
			for _, w := range wordsOf(p.text) {
				if plain, ok := hard[w]; ok && !p.own[w] && !excused(except, p.key, "jargon") {
					t.Errorf("%s %s: %q; say %q: %q", l.Tag(), p.key, w, plain, p.text)
				}
			}
		}
		for area, m := range areas {
			if m.Sentences < fewest {
				continue
			}
			if a := m.Average(); a > limits[l].average && !excused(except, area, "average") {
				t.Errorf("%s %s: %.1f words in a sentence, want at most %.0f", l.Tag(), area, a, limits[l].average)
			}
			if f := m.Flesch(l); f < limits[l].flesch && !excused(except, area, "flesch") {
				t.Errorf("%s %s: Flesch %.0f, want at least %.0f", l.Tag(), area, f, limits[l].flesch)
			}
			if p := m.PassiveShare(); p > limits[l].passive && !excused(except, area, "passive") {
				t.Errorf("%s %s: %.0f of 100 sentences are passive, want at most %.0f", l.Tag(), area, p, limits[l].passive)
			}
		}
	}
	for _, e := range except {
		if !e.used {
			t.Errorf("the exception of %s from %q is not needed any more", e.key, e.rule)
		}
	}
}

func TestMeasure(t *testing.T) {
	var m Measure
	m.Add(text.NL, "Uw bloed wordt geprikt in het ziekenhuis. Klaar. Het lab meet {n} stoffen: ijzer en zout horen daarbij.")
	want := Measure{Texts: 1, Sentences: 3, Words: 17, Passive: 1, Longest: 7, Syllables: m.Syllables}
	if m != want {
		t.Errorf("got %+v, want %+v", m, want)
	}
	for w, n := range map[string]int{"bloed": 1, "ijzer": 2, "ziekenhuis": 3, "meet": 1, "x1": 1} {
		if got := syllables(text.NL, w); got != n {
			t.Errorf("%q has %d syllables, want %d", w, got, n)
		}
	}
	for w, n := range map[string]int{"make": 1, "table": 2, "asked": 1, "wanted": 2, "doctor": 2, "the": 1} {
		if got := syllables(text.EN, w); got != n {
			t.Errorf("%q has %d syllables, want %d", w, got, n)
		}
	}
	easy, hard := Measure{}, Measure{}
	easy.Add(text.NL, "De arts prikt in uw arm. Dat doet even pijn.")
	hard.Add(text.NL, "De behandelend specialist verricht aansluitend een venapunctie ten behoeve van laboratoriumonderzoek.")
	if easy.Flesch(text.NL) < hard.Flesch(text.NL)+40 {
		t.Errorf("easy %.0f, hard %.0f", easy.Flesch(text.NL), hard.Flesch(text.NL))
	}
	if (Measure{}).Average() != 0 {
		t.Error("the average of nothing")
	}
}

// TestNoAdvice: an explanation judges no value and tells nobody to start or stop anything. The
// words here would be the beginning of that; a text that means something else can be written
// in another way.
func TestNoAdvice(t *testing.T) {
	never := [2][]string{
		text.NL: {"te hoog", "te laag", "normaal is", "normale waarde", "hoort te zijn", "moet u stoppen", "stop met", "begin met", "u heeft waarschijnlijk", "u bent ziek", "u moet naar", "gevaarlijke waarde", "is gezond als", "mmol/l", "g/dl"},
		text.EN: {"too high", "too low", "normal is", "normal value", "should be", "stop taking", "start taking", "you probably have", "you are ill", "you must see", "dangerous value", "mmol/l", "g/dl"},
	}
	for _, l := range text.Langs {
		for _, e := range explain.All() {
			body := strings.ToLower(strings.Join(e.Text(l), " "))
			for _, w := range never[l] {
				if strings.Contains(body, w) {
					t.Errorf("%s %s says %q: %q", l.Tag(), e.Key, w, body)
				}
			}
		}
	}
}

// TestEntriesAreWhole: a source, a day on which somebody read it, two to eight sentences.
func TestEntriesAreWhole(t *testing.T) {
	for _, e := range explain.All() {
		if e.Source == "" || len(e.Reviewed) != len("2026-11-22") {
			t.Errorf("%s: source %q, reviewed %q", e.Key, e.Source, e.Reviewed)
		}
		for _, l := range text.Langs {
			n := 0
			for _, p := range e.Text(l) {
				n += len(Sentences(p))
				if strings.TrimSpace(p) == "" || !strings.HasSuffix(p, ".") {
					t.Errorf("%s %s: a paragraph that is empty or has no end: %q", l.Tag(), e.Key, p)
				}
			}
			if n < 1 || n > 9 {
				t.Errorf("%s %s has %d sentences", l.Tag(), e.Key, n)
			}
		}
	}
}
