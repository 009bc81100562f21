// SPDX-License-Identifier: EUPL-1.2

package zib

import (
	"html"
	"strings"
)

// narrative returns the words of a narrative as plain text. It is for texts that stand nowhere
// else; no markup of a provider is ever kept.
func narrative(div string) string {
	var out strings.Builder
	skip := ""
	for div != "" {
		open := strings.IndexByte(div, '<')
		if open < 0 {
			if skip == "" {
				out.WriteString(div)
			}
			break
		}
		if skip == "" {
			out.WriteString(div[:open])
		}
		end := strings.IndexByte(div[open:], '>')
		if end < 0 {
			break
		}
		tag := strings.ToLower(strings.Trim(div[open+1:open+end], " /"))
		closing := strings.HasPrefix(div[open:], "</")
		name, _, _ := strings.Cut(tag, " ")
		switch {
		case skip != "":
			if closing && name == skip {
				skip = ""
			}
		case !closing && (name == "script" || name == "style"):
			skip = name
		case name == "br" || name == "p" || name == "div" || name == "li" || name == "tr":
			out.WriteByte('\n')
		default:
			out.WriteByte(' ')
		}
		div = div[open+end+1:]
	}
	var lines []string
	for l := range strings.SplitSeq(html.UnescapeString(out.String()), "\n") {
		if l = strings.Join(strings.Fields(l), " "); l != "" {
			lines = append(lines, l)
		}
	}
	return strings.Join(lines, "\n")
}
