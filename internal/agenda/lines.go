// SPDX-License-Identifier: EUPL-1.2

package agenda

import (
	"bytes"
	"slices"
	"strings"
)

// component is a BEGIN … END of iCalendar.
type component struct {
	name  string
	props []prop
	inner []*component
}

type prop struct {
	name   string
	params map[string]string
	value  string
}

func (c *component) prop(name string) (prop, bool) {
	for _, p := range c.props {
		if p.name == name {
			return p, true
		}
	}
	return prop{}, false
}

func (c *component) text(name string) string {
	p, _ := c.prop(name)
	return strings.TrimSpace(unescape(p.value))
}

// inLine is a text without ends of lines.
func inLine(s string) string { return strings.Join(strings.Fields(s), " ") }

func unescape(s string) string {
	if !strings.Contains(s, `\`) {
		return s
	}
	var b strings.Builder
	for i := 0; i < len(s); i++ {
		if s[i] != '\\' || i+1 == len(s) {
			b.WriteByte(s[i])
			continue
		}
		i++
		switch s[i] {
		case 'n', 'N':
			b.WriteByte('\n')
		default:
			b.WriteByte(s[i])
		}
	}
	return b.String()
}

const (
	maxDepth = 6       // components in each other
	maxLines = 200_000 // lines of a file that are read
)

// parseLines reads the components of a file. Lines that are none are passed over.
func parseLines(b []byte) (*component, error) {
	if len(b) > MaxFile {
		return nil, ErrTooLarge
	}
	b = bytes.TrimPrefix(b, []byte("\xef\xbb\xbf"))
	s := strings.ReplaceAll(strings.ToValidUTF8(string(b), "\ufffd"), "\r\n", "\n")
	s = strings.ReplaceAll(strings.ReplaceAll(s, "\n ", ""), "\n\t", "")
	top := &component{}
	stack := []*component{top}
	n := 0
	for line := range strings.SplitSeq(s, "\n") {
		if n++; n > maxLines {
			return nil, ErrTooLarge
		}
		p, ok := parseProp(strings.TrimRight(line, "\r"))
		if !ok {
			continue
		}
		here := stack[len(stack)-1]
		switch p.name {
		case "BEGIN":
			if len(stack) > maxDepth {
				return nil, ErrNotCalendar
			}
			c := &component{name: strings.ToUpper(p.value)}
			here.inner = append(here.inner, c)
			stack = append(stack, c)
		case "END":
			if len(stack) > 1 {
				stack = stack[:len(stack)-1]
			}
		default:
			here.props = append(here.props, p)
		}
	}
	if !slices.ContainsFunc(top.inner, func(c *component) bool { return c.name == "VCALENDAR" }) {
		return nil, ErrNotCalendar
	}
	return top, nil
}

// parseProp reads NAME;PARAM=value;PARAM="quoted":value.
func parseProp(line string) (prop, bool) {
	end := strings.IndexAny(line, ":;")
	if end <= 0 {
		return prop{}, false
	}
	p := prop{name: strings.ToUpper(line[:end])}
	rest := line[end:]
	for strings.HasPrefix(rest, ";") {
		name, after, ok := strings.Cut(rest[1:], "=")
		if !ok {
			return prop{}, false
		}
		var value string
		if strings.HasPrefix(after, `"`) {
			if value, rest, ok = strings.Cut(after[1:], `"`); !ok {
				return prop{}, false
			}
		} else {
			n := strings.IndexAny(after, ":;")
			if n < 0 {
				return prop{}, false
			}
			value, rest = after[:n], after[n:]
		}
		if p.params == nil {
			p.params = map[string]string{}
		}
		p.params[strings.ToUpper(name)] = value
	}
	value, ok := strings.CutPrefix(rest, ":")
	p.value = value
	return p, ok
}
