// SPDX-License-Identifier: EUPL-1.2

package text

import (
	"regexp"
	"slices"
	"testing"
)

var placeholder = regexp.MustCompile(`\{[a-z]+\}`)

func TestBothLanguagesHaveTheSameKeysAndPlaceholders(t *testing.T) {
	for _, key := range NL.Keys() {
		if !EN.Has(key) {
			t.Errorf("%q is not in English", key)
			continue
		}
		nl, en := holes(NL.Raw(key)), holes(EN.Raw(key))
		if !slices.Equal(nl, en) {
			t.Errorf("%q has placeholders %v in Dutch and %v in English", key, nl, en)
		}
	}
	for _, key := range EN.Keys() {
		if !NL.Has(key) {
			t.Errorf("%q is not in Dutch", key)
		}
	}
}

func holes(texts []string) []string {
	var out []string
	for _, s := range texts {
		out = append(out, placeholder.FindAllString(s, -1)...)
	}
	slices.Sort(out)
	return slices.Compact(out)
}

func TestNoTextIsEmpty(t *testing.T) {
	for _, l := range Langs {
		for _, key := range l.Keys() {
			for _, s := range l.Raw(key) {
				if s == "" {
					t.Errorf("%s %q is empty", l.Tag(), key)
				}
			}
		}
	}
}
