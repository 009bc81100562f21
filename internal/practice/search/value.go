// SPDX-License-Identifier: EUPL-1.2

package search

import (
	"strings"
	"time"
)

// kind is the search type of a parameter.
type kind uint8

const (
	tok kind = iota // code, Coding, CodeableConcept, Identifier, boolean
	dat             // date, dateTime, instant, Period, Timing
	ref             // Reference
	str             // string, HumanName, Address
	uri
)

// param is one search parameter: where in a resource it looks. Several paths
// are alternatives: other names in STU3 and R4, or a choice of types.
type param struct {
	kind  kind
	paths []string
}

func p(k kind, paths ...string) param { return param{k, paths} }

type token struct {
	system, code string
	plain        bool // a code element: its system is fixed by the definition, so any system fits
}

type values struct {
	tokens []token
	spans  []span
	refs   []string // literal references
	texts  []string // lower case for str, as it is for uri
}

func (v values) empty() bool {
	return len(v.tokens) == 0 && len(v.spans) == 0 && len(v.refs) == 0 && len(v.texts) == 0
}

func (p param) read(dom map[string]any, loc *time.Location) values {
	var out values
	for _, path := range p.paths {
		for _, x := range walk(dom, steps(path)) {
			switch p.kind {
			case tok:
				out.tokens = append(out.tokens, tokens(x)...)
			case dat:
				out.spans = append(out.spans, spans(x, loc)...)
			case ref:
				out.refs = append(out.refs, refs(x)...)
			case str:
				out.texts = append(out.texts, texts(x)...)
			case uri:
				if s, ok := x.(string); ok {
					out.texts = append(out.texts, s)
				}
			}
		}
	}
	return out
}

func tokens(v any) []token {
	switch x := v.(type) {
	case string:
		return []token{{code: x, plain: true}}
	case bool:
		if x {
			return []token{{code: "true", plain: true}}
		}
		return []token{{code: "false", plain: true}}
	case map[string]any:
		if list, ok := x["coding"].([]any); ok {
			var out []token
			for _, c := range list {
				out = append(out, tokens(c)...)
			}
			return out
		}
		system, _ := x["system"].(string)
		code, ok := x["code"].(string)
		if !ok {
			code, _ = x["value"].(string) // an Identifier
		}
		if system != "" || code != "" {
			return []token{{system: system, code: code}}
		}
	}
	return nil
}

func refs(v any) []string {
	switch x := v.(type) {
	case map[string]any:
		if s, ok := x["reference"].(string); ok {
			return []string{s}
		}
	case string: // a uri that refers, such as Task.basedOn of old drafts
		return []string{x}
	}
	return nil
}

func texts(v any) []string {
	switch x := v.(type) {
	case string:
		return []string{strings.ToLower(x)}
	case []any:
		var out []string
		for _, y := range x {
			out = append(out, texts(y)...)
		}
		return out
	case map[string]any: // HumanName and Address: every part of it
		var out []string
		for name, y := range x {
			switch name {
			case "use", "type", "period", "extension":
			default:
				out = append(out, texts(y)...)
			}
		}
		return out
	}
	return nil
}

// matchToken knows the four forms: system|code, system|, |code and code.
func matchToken(t token, want string) bool {
	system, code, both := strings.Cut(want, "|")
	if !both {
		return t.code == want
	}
	if code != "" && t.code != code {
		return false
	}
	if t.plain {
		return true
	}
	return t.system == system
}

func matchReference(have, want, target string) bool {
	key, ok := ReferenceKey(have)
	if !ok {
		return have == want
	}
	if target != "" && !strings.HasPrefix(key, target+"/") {
		return false
	}
	if wanted, ok := ReferenceKey(want); ok {
		return key == wanted
	}
	return strings.HasSuffix(key, "/"+want)
}
