// SPDX-License-Identifier: EUPL-1.2

package zib

import (
	"embed"
	"fmt"
	"strings"
	"sync"

	"regie/internal/text"
)

// The word tables: one code a line, tab separated: system, code, Dutch, English. A line that
// begins with # is a remark. Words are in lower case unless a name wants a capital; View gives
// a text that stands alone its capital.
//
//go:embed words/*.tsv
var wordFiles embed.FS

type codeKey struct{ system, code string }

var words = sync.OnceValue(func() map[codeKey][2]string {
	m, err := readWords()
	if err != nil {
		panic(err) // the tables are embedded; their test fails first
	}
	return m
})

func readWords() (map[codeKey][2]string, error) {
	files, err := wordFiles.ReadDir("words")
	if err != nil {
		return nil, fmt.Errorf("listing word tables: %w", err)
	}
	m := make(map[codeKey][2]string, 2048)
	for _, f := range files {
		b, err := wordFiles.ReadFile("words/" + f.Name())
		if err != nil {
			return nil, fmt.Errorf("reading %s: %w", f.Name(), err)
		}
		line := 0
		for l := range strings.SplitSeq(string(b), "\n") {
			line++
			if l == "" || l[0] == '#' {
				continue
			}
			c := strings.Split(l, "\t")
			if len(c) != 4 || c[0] == "" || c[1] == "" {
				return nil, fmt.Errorf("%s:%d: want four columns: system, code, Dutch, English", f.Name(), line)
			}
			k := codeKey{c[0], c[1]}
			if _, double := m[k]; double {
				return nil, fmt.Errorf("%s:%d: %s %s has a word already", f.Name(), line, c[0], c[1])
			}
			m[k] = [2]string{c[2], c[3]}
		}
	}
	return m, nil
}

// word returns our own word for a code, "" where there is none. The code of a FHIR element
// ("fhir/Observation.status") falls back to the element's own name ("fhir/status").
func word(l text.Lang, system, code string) string {
	w, ok := lookup(system, code)
	if !ok {
		return ""
	}
	if w[l] == "-" { // a filler: known, and not worth a word
		return ""
	}
	return w[l]
}

func hasWord(system, code string) bool {
	w, ok := lookup(system, code)
	return ok && w[0] != "-"
}

// silent tells whether the table says that this code is a filler ("unknown") that is never shown.
func silent(system, code string) bool {
	w, ok := lookup(system, code)
	return ok && w[0] == "-"
}

func lookup(system, code string) ([2]string, bool) {
	m := words()
	if w, ok := m[codeKey{system, code}]; ok {
		return w, true
	}
	if strings.HasPrefix(system, "fhir/") {
		if dot := strings.LastIndexByte(system, '.'); dot > 0 {
			w, ok := m[codeKey{"fhir/" + system[dot+1:], code}]
			return w, ok
		}
	}
	return [2]string{}, false
}
