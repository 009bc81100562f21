// SPDX-License-Identifier: EUPL-1.2

package explain

import (
	"errors"
	"fmt"
	"strings"

	"regie/internal/text"
)

var kinds = map[string]Kind{"test": Test, "measure": Measure, "condition": Condition, "procedure": Procedure, "medicine": Medicine, "word": Word}

// read takes the files apart. The form of a file is in data/README.md.
func read(files []source) (*book, error) {
	b := &book{keys: map[string]int32{}, codes: map[code]int32{}, names: map[string]int32{}, drugs: map[string]int32{}, terms: map[string]int32{}}
	for _, f := range files {
		if err := b.file(f); err != nil {
			return nil, fmt.Errorf("%s: %w", f.name, err)
		}
	}
	var wrong []error // all of them, so that a writer can mend them in one go
	for i := range b.entries {
		for _, err := range b.index(int32(i)) {
			wrong = append(wrong, fmt.Errorf("%s: %w", b.entries[i].Key, err))
		}
	}
	if len(wrong) > 0 {
		return nil, errors.Join(wrong...)
	}
	b.shorten()
	return b, nil
}

func (b *book) file(f source) error {
	head, rest, ok := strings.Cut(f.text, "\n= ")
	if !ok {
		return fmt.Errorf("no explanations")
	}
	start := Entry{Kind: f.kind}
	for line := range strings.SplitSeq(head, "\n") {
		if err := start.field(line); err != nil {
			return err
		}
	}
	for more := true; more; {
		var block string
		block, rest, more = strings.Cut(rest, "\n= ")
		e := start
		if err := e.block(block); err != nil {
			return fmt.Errorf("%s: %w", e.Key, err)
		}
		b.entries = append(b.entries, e)
	}
	return nil
}

// field reads a line before the words: "source …", "reviewed …", "kind …" or "# a remark".
func (e *Entry) field(line string) error {
	name, value, _ := strings.Cut(strings.TrimSpace(line), " ")
	switch name {
	case "", "#":
	case "source":
		e.Source = value
	case "reviewed":
		e.Reviewed = value
	case "codes":
		e.codes = value
	case "names":
		e.names = value
	case "brands":
		e.brands = value
	case "kind":
		k, ok := kinds[value]
		if !ok {
			return fmt.Errorf("unknown kind %q", value)
		}
		e.Kind = k
	default:
		return fmt.Errorf("unknown line %q", line)
	}
	return nil
}

// block reads one explanation: the key, its fields, and per language a line with the name and
// the lines of the text.
func (e *Entry) block(s string) error {
	key, rest, _ := strings.Cut(s, "\n")
	e.Key = strings.TrimSpace(key)
	head, dutch, ok := strings.Cut(rest, "nl: ")
	if !ok {
		return fmt.Errorf("no Dutch")
	}
	for line := range strings.SplitSeq(head, "\n") {
		if err := e.field(line); err != nil {
			return err
		}
	}
	dutch, english, ok := strings.Cut(dutch, "\nen: ")
	if !ok {
		return fmt.Errorf("no English")
	}
	for l, s := range [...]string{text.NL: dutch, text.EN: english} {
		line, body, _ := strings.Cut(strings.TrimSpace(s), "\n")
		title, also, _ := strings.Cut(line, ";")
		w := words{title: strings.TrimSpace(title), also: strings.TrimSpace(also), body: strings.TrimSpace(body)}
		if w.title == "" || w.body == "" {
			return fmt.Errorf("no words in language %d", l)
		}
		e.words[l] = w
	}
	return nil
}

// index makes one entry findable. Two explanations of one code or one name would make it a
// matter of luck which one a person reads, so that is an error.
func (b *book) index(i int32) (wrong []error) {
	refuse := func(format string, args ...any) { wrong = append(wrong, fmt.Errorf(format, args...)) }
	e := &b.entries[i]
	if other, taken := b.keys[e.Key]; taken {
		refuse("the key is taken by another in %d", other)
	}
	b.keys[e.Key] = i
	for part := range strings.SplitSeq(e.codes, ";") {
		fields := strings.Fields(part)
		if len(fields) == 1 {
			refuse("codes %q: system without code", part)
		}
		for n, c := range fields {
			if n == 0 {
				continue
			}
			k := code{fields[0], c}
			if other, taken := b.codes[k]; taken {
				refuse("%s %s explains %s already", k.system, k.code, b.entries[other].Key)
			}
			b.codes[k] = i
			if k.system == "atc" {
				b.atc = max(b.atc, len(c))
			}
		}
	}
	into := b.space(e)
	names := append(list(e.names), list(e.brands)...)
	for _, l := range text.Langs {
		names = append(append(names, e.Title(l)), e.Also(l)...)
	}
	for _, n := range names {
		f := fold(n)
		if f == "" {
			refuse("an empty name")
		}
		if other, taken := into[f]; taken && other != i {
			refuse("the name %q is of %s already", n, b.entries[other].Key)
		}
		into[f] = i
	}
	return wrong
}

func (b *book) space(e *Entry) map[string]int32 {
	switch e.Kind {
	case Word:
		return b.terms
	case Medicine:
		return b.drugs
	}
	return b.names
}

// shorten makes "Hemoglobine (Hb)" findable as "Hemoglobine" too, where that name is of no
// other and of one only. What is between brackets is no name by itself: it may be a place.
func (b *book) shorten() {
	short := map[string]int32{}
	for i := range b.entries {
		for _, l := range text.Langs {
			a, _, ok := strings.Cut(b.entries[i].Title(l), " (")
			if !ok {
				continue
			}
			f := fold(a)
			if other, taken := short[f]; taken && other != int32(i) {
				short[f] = -1
				continue
			}
			short[f] = int32(i)
		}
	}
	for f, i := range short {
		if i < 0 {
			continue
		}
		into := b.space(&b.entries[i])
		if _, taken := into[f]; !taken {
			into[f] = i
		}
	}
}
