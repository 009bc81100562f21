// SPDX-License-Identifier: EUPL-1.2

// Package text is the catalogue: every word that Regie itself says to a person,
// in Dutch (level B1) and in English. Code holds keys, never sentences.
//
// A catalogue file is JSON: {"key": "Text with {name}"} or, where a number decides,
// {"key": {"one": "{n} resultaat", "other": "{n} resultaten"}}. The files of one
// language are merged; a key that occurs twice, or in one language only, fails the tests.
package text

import (
	"embed"
	"encoding/json"
	"fmt"
	"io/fs"
	"strings"
	"sync"
)

// Lang is a language that Regie speaks. The zero value is Dutch.
type Lang uint8

// The languages, in the order in which they are offered.
const (
	NL Lang = iota
	EN
)

// Langs lists every language.
var Langs = []Lang{NL, EN}

// Tag returns the BCP 47 tag for the lang attribute.
func (l Lang) Tag() string {
	if l == EN {
		return "en"
	}
	return "nl"
}

// ParseLang returns the language of a BCP 47 tag; ok is false for one that Regie does not speak.
func ParseLang(tag string) (l Lang, ok bool) {
	switch strings.ToLower(strings.SplitN(tag, "-", 2)[0]) {
	case "nl":
		return NL, true
	case "en":
		return EN, true
	}
	return NL, false
}

//go:embed nl/*.json en/*.json
var files embed.FS

type entry struct {
	other string
	one   string // empty: the same as other
}

var load = sync.OnceValue(func() [2]map[string]entry {
	var all [2]map[string]entry
	for _, l := range Langs {
		m, err := read(l)
		if err != nil {
			panic(err) // the files are embedded: only a broken build gets here, and the tests do first
		}
		all[l] = m
	}
	return all
})

func read(l Lang) (map[string]entry, error) {
	names, err := fs.Glob(files, l.Tag()+"/*.json")
	if err != nil {
		return nil, fmt.Errorf("listing catalogue files: %w", err)
	}
	out := make(map[string]entry, 2048)
	for _, name := range names {
		b, err := files.ReadFile(name)
		if err != nil {
			return nil, fmt.Errorf("reading %s: %w", name, err)
		}
		var m map[string]json.RawMessage
		if err := json.Unmarshal(b, &m); err != nil {
			return nil, fmt.Errorf("parsing %s: %w", name, err)
		}
		for k, raw := range m {
			if _, double := out[k]; double {
				return nil, fmt.Errorf("%s: key %q is in another file too", name, k)
			}
			var e entry
			if raw[0] == '"' {
				err = json.Unmarshal(raw, &e.other)
			} else {
				var p struct{ One, Other string }
				err = json.Unmarshal(raw, &p)
				e = entry{one: p.One, other: p.Other}
			}
			if err != nil {
				return nil, fmt.Errorf("%s: key %q: %w", name, k, err)
			}
			out[k] = e
		}
	}
	return out, nil
}

// Has tells whether the catalogue has the key.
func (l Lang) Has(key string) bool {
	_, ok := load()[l][key]
	return ok
}

// Keys lists all keys of the language, in no order.
func (l Lang) Keys() []string {
	m := load()[l]
	out := make([]string, 0, len(m))
	for k := range m {
		out = append(out, k)
	}
	return out
}

// Raw returns the texts of a key with their placeholders, for the tests over the catalogue.
func (l Lang) Raw(key string) []string {
	e := load()[l][key]
	if e.one != "" {
		return []string{e.one, e.other}
	}
	return []string{e.other}
}

// T returns the text of key, its placeholders {name} filled from the pairs name, value.
// The value of "n" chooses between one and other. A key that does not exist comes back
// between guillemets, so that it is seen; a test over the source refuses such keys.
func (l Lang) T(key string, pairs ...any) string {
	e, ok := load()[l][key]
	if !ok {
		return "«" + key + "»"
	}
	s := e.other
	if e.one != "" {
		for i := 0; i+1 < len(pairs); i += 2 {
			if pairs[i] == "n" && fmt.Sprint(pairs[i+1]) == "1" {
				s = e.one
			}
		}
	}
	if len(pairs) == 0 || !strings.Contains(s, "{") {
		return s
	}
	var b strings.Builder
	for {
		open := strings.IndexByte(s, '{')
		if open < 0 {
			break
		}
		length := strings.IndexByte(s[open:], '}')
		if length < 0 {
			break
		}
		b.WriteString(s[:open])
		b.WriteString(fill(s[open+1:open+length], pairs))
		s = s[open+length+1:]
	}
	b.WriteString(s)
	return b.String()
}

func fill(name string, pairs []any) string {
	for i := 0; i+1 < len(pairs); i += 2 {
		if pairs[i] == name {
			switch v := pairs[i+1].(type) {
			case string:
				return v
			default:
				return fmt.Sprint(v)
			}
		}
	}
	return "{" + name + "}"
}
