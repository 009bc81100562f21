// SPDX-License-Identifier: EUPL-1.2

package search

import "strings"

// A path walks a resource: names separated by dots, lists are entered by
// themselves. Two forms are special: "effective[x]" takes every element that
// begins so (effectiveDateTime, effectivePeriod), and "extension(url)" takes
// the extensions with that url. A url may hold dots.
func steps(path string) []string {
	var out []string
	depth, start := 0, 0
	for i, r := range path {
		switch r {
		case '(':
			depth++
		case ')':
			depth--
		case '.':
			if depth == 0 {
				out = append(out, path[start:i])
				start = i + 1
			}
		}
	}
	return append(out, path[start:])
}

// walk gives the elements at the end of a path, in document order where the
// document has an order.
func walk(v any, path []string) []any {
	if list, ok := v.([]any); ok {
		var out []any
		for _, x := range list {
			out = append(out, walk(x, path)...)
		}
		return out
	}
	if len(path) == 0 {
		if v == nil {
			return nil
		}
		return []any{v}
	}
	obj, ok := v.(map[string]any)
	if !ok {
		return nil
	}
	step, rest := path[0], path[1:]
	if stem, ok := strings.CutSuffix(step, "[x]"); ok {
		var out []any
		for name, x := range obj {
			if tail, ok := strings.CutPrefix(name, stem); ok && tail != "" && tail[0] >= 'A' && tail[0] <= 'Z' {
				out = append(out, walk(x, rest)...)
			}
		}
		return out
	}
	if url, ok := strings.CutPrefix(step, "extension("); ok {
		url = strings.TrimSuffix(url, ")")
		var out []any
		list, _ := obj["extension"].([]any)
		for _, x := range list {
			if ext, ok := x.(map[string]any); ok && ext["url"] == url {
				out = append(out, walk(ext, rest)...)
			}
		}
		return out
	}
	x, ok := obj[step]
	if !ok {
		return nil
	}
	return walk(x, rest)
}
