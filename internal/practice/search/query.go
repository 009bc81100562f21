// SPDX-License-Identifier: EUPL-1.2

package search

import (
	"fmt"
	"net/url"
	"strconv"
	"strings"
	"time"
)

// Query is a search that was read and understood.
type Query struct {
	Type     string
	LastN    bool // Observation/$lastn
	Max      int  // of $lastn: how many per code
	Count    int  // _count; 0 when not asked
	filters  []filter
	includes []include
	Ignored  []string // parameters that were skipped because lenient
}

type filter struct {
	param    param
	name     string
	modifier string
	wants    []string // any of these
	dates    []dateTest
	chain    *filter // what the resource that a reference leads to must be
	target   string  // type of that resource; empty is any
}

type include struct {
	source, name, target string // target may be empty
	recurse              bool
	reverse              bool // _revinclude: what refers to a match
}

// BadParameter tells which parameter of a search can't be done, and why.
type BadParameter struct{ Name, Why string }

func (b *BadParameter) Error() string { return b.Name + ": " + b.Why }

// Parse reads the query string of a search for typ. lastn is true for
// Observation/$lastn. A parameter that this engine doesn't have is a
// *BadParameter, or, when lenient, is named in Query.Ignored. Naming the
// patient is always a *BadParameter: the token says who it is about.
func (ix *Index) Parse(typ string, lastn bool, rawQuery string, lenient bool) (Query, error) {
	return parse(typ, lastn, rawQuery, lenient, ix.loc)
}

func parse(typ string, lastn bool, rawQuery string, lenient bool, loc *time.Location) (Query, error) {
	q := Query{Type: typ, LastN: lastn, Max: 1}
	for part := range strings.SplitSeq(rawQuery, "&") {
		if part == "" {
			continue
		}
		rawName, rawValue, _ := strings.Cut(part, "=")
		full, err := url.QueryUnescape(rawName)
		if err != nil {
			return q, &BadParameter{rawName, "its name is not encoded well"}
		}
		value, err := url.QueryUnescape(rawValue)
		if err != nil {
			return q, &BadParameter{full, "its value is not encoded well"}
		}
		if err := q.add(full, value, lenient, loc); err != nil {
			return q, err
		}
	}
	return q, nil
}

func (q *Query) add(full, value string, lenient bool, loc *time.Location) error {
	name, modifier, _ := strings.Cut(full, ":")
	base, _, _ := strings.Cut(name, ".")
	switch base {
	case "patient", "subject", "owner":
		return &BadParameter{full, "a patient is never named in a request"}
	}
	if value == "" {
		return &BadParameter{full, "it has no value"}
	}
	switch name {
	case "_include", "_revinclude":
		return q.addInclude(name, modifier, value)
	case "_count":
		n, err := strconv.Atoi(value)
		if err != nil || n < 0 {
			return &BadParameter{full, "it is not a number"}
		}
		q.Count = n
		return nil
	case "_format":
		switch value {
		case "json", "application/json", "application/fhir+json":
			return nil
		}
		return &BadParameter{full, "only JSON is given"}
	case "max":
		if q.LastN {
			n, err := strconv.Atoi(value)
			if err != nil || n < 1 {
				return &BadParameter{full, "it is not a number above 0"}
			}
			q.Max = n
			return nil
		}
	}
	f, ok, err := filterOf(q.Type, full, value, loc)
	if err != nil {
		return err
	}
	if !ok {
		if lenient {
			q.Ignored = append(q.Ignored, full)
			return nil
		}
		return &BadParameter{full, fmt.Sprintf("%s has no such search parameter here", q.Type)}
	}
	q.filters = append(q.filters, f)
	return nil
}

// filterOf reads one parameter. A chain, as in context:Encounter.episodeofcare, goes over one
// reference and ends in a parameter of the type that it names, or that the reference is called after.
func filterOf(typ, full, value string, loc *time.Location) (f filter, ok bool, err error) {
	over, rest, chained := strings.Cut(full, ".")
	name, modifier, _ := strings.Cut(over, ":")
	par, ok := paramOf(typ, name)
	if !ok {
		return filter{}, false, nil
	}
	f = filter{param: par, name: name, modifier: modifier, wants: splitList(value)}
	if !chained {
		return f, true, f.check(full, loc)
	}
	if par.kind != ref || strings.Contains(rest, ".") {
		return f, true, &BadParameter{full, "a chain goes over one reference"}
	}
	if f.target = modifier; f.target == "" { // medication.code is of a Medication
		f.target = strings.ToUpper(name[:1]) + name[1:]
	}
	last, _, _ := strings.Cut(rest, ":")
	if last == "patient" || last == "subject" || last == "owner" {
		return f, true, &BadParameter{full, "a patient is never named in a request"}
	}
	link, ok, err := filterOf(f.target, rest, value, loc)
	f.chain = &link
	return f, ok, err
}

func (f *filter) check(full string, loc *time.Location) error {
	if f.modifier == "missing" {
		if len(f.wants) != 1 || f.wants[0] != "true" && f.wants[0] != "false" {
			return &BadParameter{full, "it must be true or false"}
		}
		return nil
	}
	known := f.modifier == ""
	switch f.param.kind {
	case tok:
		known = known || f.modifier == "not"
	case str:
		known = known || f.modifier == "exact" || f.modifier == "contains"
	case ref:
		known = known || f.modifier[0] >= 'A' && f.modifier[0] <= 'Z'
	case dat:
		for _, w := range f.wants {
			d, err := parseDateTest(w, loc)
			if err != nil {
				return &BadParameter{full, err.Error()}
			}
			f.dates = append(f.dates, d)
		}
	}
	if !known {
		return &BadParameter{full, "there is no such modifier here"}
	}
	return nil
}

func (q *Query) addInclude(name, modifier, value string) error {
	if modifier != "" && modifier != "recurse" && modifier != "iterate" {
		return &BadParameter{name + ":" + modifier, "there is no such modifier"}
	}
	parts := strings.Split(value, ":")
	if len(parts) < 2 || len(parts) > 3 {
		return &BadParameter{name, "it must be Type:parameter or Type:parameter:Type"}
	}
	par, ok := paramOf(parts[0], parts[1])
	if !ok || par.kind != ref {
		return &BadParameter{name, fmt.Sprintf("%s has no reference parameter %q", parts[0], parts[1])}
	}
	inc := include{source: parts[0], name: parts[1], recurse: modifier != "", reverse: name == "_revinclude"}
	if len(parts) == 3 {
		inc.target = parts[2]
	}
	q.includes = append(q.includes, inc)
	return nil
}

// splitList splits on commas that have no backslash before them.
func splitList(s string) []string {
	var out []string
	var cur strings.Builder
	for i := 0; i < len(s); i++ {
		switch {
		case s[i] == '\\' && i+1 < len(s):
			i++
			cur.WriteByte(s[i])
		case s[i] == ',':
			out = append(out, cur.String())
			cur.Reset()
		default:
			cur.WriteByte(s[i])
		}
	}
	return append(out, cur.String())
}
