// SPDX-License-Identifier: EUPL-1.2

package assets

import (
	"errors"
	"strings"
)

// The style files use two words of our own, so that a theme is written once and applies both
// by the person's choice and by that of their device:
//
//	@dark { … }      → where the device is dark and no theme was chosen, and where dark was chosen
//	@contrast { … }  → where the device asks for more contrast, and where it was chosen
//	@darkcontrast { … } → both
//
// Inside go only custom properties of the root.
var themeWords = []string{"@darkcontrast", "@dark", "@contrast"}

// expand writes the theme words out.
func expand(css string) (string, error) {
	for _, word := range themeWords {
		for {
			at := strings.Index(css, word+" {")
			if at < 0 {
				break
			}
			open := at + len(word) + 1
			end := strings.IndexByte(css[open:], '}')
			if end < 0 {
				return "", errors.New(word + " is not closed")
			}
			body := css[open+1 : open+end]
			css = css[:at] + written(word, body) + css[open+end+1:]
		}
	}
	return css, nil
}

func written(word, body string) string {
	rule := func(selector string) string { return selector + "{" + body + "}" }
	media := func(query, inner string) string { return "@media " + query + "{" + inner + "}" }
	const dark, more = "(prefers-color-scheme:dark)", "(prefers-contrast:more)"
	switch word {
	case "@dark":
		return media(dark, rule(":root:not([data-theme=light])")) + rule(":root[data-theme=dark]")
	case "@contrast":
		return media(more, rule(":root:not([data-contrast=normal])")) + rule(":root[data-contrast=more]")
	default: // dark and more contrast, each asked for by the device or chosen
		return media(dark+" and "+more, rule(":root:not([data-theme=light]):not([data-contrast=normal])")) +
			media(dark, rule(":root:not([data-theme=light])[data-contrast=more]")) +
			media(more, rule(":root[data-theme=dark]:not([data-contrast=normal])")) +
			rule(":root[data-theme=dark][data-contrast=more]")
	}
}

// hoist puts a style file in its layer. Font faces may stay inside.
func hoist(layer, css string) string { return "@layer " + layer + "{" + css + "}" }

// minify drops comments and the white space that means nothing. It leaves strings alone.
func minify(css string) string {
	var b strings.Builder
	b.Grow(len(css))
	var last byte
	space := false
	for i := 0; i < len(css); i++ {
		c := css[i]
		switch {
		case c == '/' && i+1 < len(css) && css[i+1] == '*':
			end := strings.Index(css[i+2:], "*/")
			if end < 0 {
				return b.String()
			}
			i += end + 3
			space = true
			continue
		case c == '"' || c == '\'':
			end := i + 1
			for end < len(css) && css[end] != c {
				if css[end] == '\\' {
					end++
				}
				end++
			}
			if last == ';' {
				b.WriteByte(';')
			} else if space && !tight(last) {
				b.WriteByte(' ')
			}
			b.WriteString(css[i:min(end+1, len(css))])
			i, last, space = end, c, false
			continue
		case c == ' ' || c == '\n' || c == '\t' || c == '\r':
			space = true
			continue
		}
		if space && b.Len() > 0 && !tight(last) && !strings.ContainsRune("{};,>)", rune(c)) {
			b.WriteByte(' ')
		}
		if last == ';' && c != '}' {
			b.WriteByte(';') // held back: the last one before a brace means nothing
		}
		if c != ';' {
			b.WriteByte(c)
		}
		last, space = c, false
	}
	return b.String()
}

// tight tells whether white space after c means nothing.
func tight(c byte) bool { return strings.IndexByte("{};,>(:", c) >= 0 }
