// SPDX-License-Identifier: EUPL-1.2

// Package explain says in plain words what a test, a measurement, a medicine, a condition or an
// abbreviation is: the same words for everybody. It knows nothing of a person or a result, and
// judges none.
//
// The texts are in data/*.txt, Dutch and English side by side; see data/README.md for the form.
// To add a file, add it to the table in files.go.
package explain

import (
	"slices"
	"strings"
	"sync"

	"regie/internal/text"
)

// Kind is what an explanation is about.
type Kind uint8

// The kinds.
const (
	Test      Kind = iota + 1 // a laboratory test
	Measure                   // a measurement, score or observation
	Condition                 // a complaint or disease
	Procedure                 // an examination or treatment
	Medicine                  // a group of medicines
	Word                      // a word or abbreviation that stands in letters
)

// Entry is one explanation. It points into the program's own text and is small to copy.
type Entry struct {
	Key      string // its name in addresses: lower-case ASCII, "crp", "vrij-t4"
	Kind     Kind
	Source   string // public source where a reader can check it: "Thuisarts.nl (NHG)"
	Reviewed string // day on which somebody last read it over, "2026-11-22"
	codes    string // "loinc 718-7 59260-0; snomed 38082009"
	names    string // further names that only serve to find it: "glucose, nuchter (lab); …"
	brands   string // names of makers that only serve to find a medicine: "panadol; …"
	words    [2]words
}

type words struct{ title, also, body string }

// Title is its name, fit for a heading: "Hemoglobine (Hb)".
func (e Entry) Title(l text.Lang) string { return e.words[l].title }

// Text is the explanation, in paragraphs of a few short sentences.
func (e Entry) Text(l text.Lang) []string { return strings.Split(e.words[l].body, "\n") }

// Also lists everyday words, official names and abbreviations for the same thing.
func (e Entry) Also(l text.Lang) []string {
	return list(e.words[l].also)
}

// Examples lists substances of a group of medicines, by the names that Dutch pharmacies use; nil
// for everything else.
func (e Entry) Examples() []string {
	if e.Kind != Medicine {
		return nil
	}
	return list(e.names)
}

func list(s string) []string {
	if s == "" {
		return nil
	}
	out := strings.Split(s, ";")
	for i := range out {
		out[i] = strings.TrimSpace(out[i])
	}
	return out
}

// book is everything, with the ways to find it.
type book struct {
	entries []Entry
	keys    map[string]int32
	codes   map[code]int32
	names   map[string]int32 // of what is measured, done or had: folded
	drugs   map[string]int32 // of medicines: "insulin" is a test and a medicine
	terms   map[string]int32 // of words and abbreviations: folded
	atc     int              // length of the longest ATC code that has an explanation
}

type code struct{ system, code string }

var load = sync.OnceValue(func() *book {
	b, err := read(files)
	if err != nil {
		panic(err) // the files are embedded: only a broken build gets here, and the tests do first
	}
	return b
})

// Find explains what a code says, or else the first of the names that it knows. System has the
// short name that zib gives it ("loinc", "snomed", "nhg/45", "icpc", "atc"); a name may be the
// provider's own, in Dutch or English, in any case and with any accents. An ATC code is also
// found by the group it belongs to.
func Find(system, value string, names ...string) (Entry, bool) {
	b := load()
	if i, ok := b.codes[code{system, value}]; ok {
		return b.entries[i], true
	}
	switch system {
	case "atc":
		for n := min(len(value), b.atc); n > 0; n-- {
			if i, ok := b.codes[code{"atc", value[:n]}]; ok {
				return b.entries[i], true
			}
		}
	case "icpc", "icd10": // T90.02 is a kind of T90, I48.0 of I48
		if main, _, ok := strings.Cut(value, "."); ok {
			if i, ok := b.codes[code{system, main}]; ok {
				return b.entries[i], true
			}
		}
	}
	ways := [...]func(string) (int32, bool){b.named, b.drug}
	if medicineCodes[system] {
		ways[0], ways[1] = ways[1], ways[0]
	}
	for _, way := range ways {
		for _, n := range names {
			if i, ok := way(n); ok {
				return b.entries[i], true
			}
		}
	}
	return Entry{}, false
}

// medicineCodes are the systems that only code medicines.
var medicineCodes = map[string]bool{"atc": true, "gpk": true, "prk": true, "hpk": true, "zi": true}

// ByWord explains a word or abbreviation of a letter ("RR", "i.v.m.", "DM2"), or else anything
// else of that name.
func ByWord(word string) (Entry, bool) {
	b := load()
	f := fold(word)
	for _, space := range [...]map[string]int32{b.terms, b.names, b.drugs} {
		if i, ok := space[f]; ok {
			return b.entries[i], true
		}
	}
	return Entry{}, false
}

// ByKey returns the explanation of that key.
func ByKey(key string) (Entry, bool) {
	b := load()
	i, ok := b.keys[key]
	if !ok {
		return Entry{}, false
	}
	return b.entries[i], true
}

// All lists every explanation, file by file.
func All() []Entry { return slices.Clone(load().entries) }
