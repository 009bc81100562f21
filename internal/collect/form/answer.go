// SPDX-License-Identifier: EUPL-1.2

package form

import (
	"fmt"
	"math/big"
	"regexp"
	"slices"
	"strings"
	"time"
	"unicode/utf8"

	"github.com/go-json-experiment/json"
	"github.com/go-json-experiment/json/jsontext"
)

// Values are answers as a person gave them, by the number of the question. Of a choice it is the
// place of the option; of an open choice what does not fit any option is what the person wrote.
type Values map[string][]string

// Problem is what is wrong with an answer.
type Problem struct {
	LinkID string
	Key    string // of the catalogue
	Args   []any
}

const maxText = 5000

// Asked tells whether an item is asked, given the answers.
func (f *Form) Asked(it *Item, v Values) bool {
	if it.Hidden {
		return false
	}
	if len(it.When) == 0 {
		return true
	}
	for _, c := range it.When {
		holds := f.holds(c, v)
		if it.All && !holds {
			return false
		}
		if !it.All && holds {
			return true
		}
	}
	return it.All
}

func (f *Form) holds(c Condition, v Values) bool {
	q := f.byID[c.Question]
	if q == nil {
		return false
	}
	given := answered(v[c.Question])
	if c.Operator == "exists" {
		return (len(given) > 0) == (string(c.raw) != "false")
	}
	for _, g := range given {
		field, raw, ok := q.value(g, time.UTC)
		if ok && compare(c, field, raw) {
			return true
		}
	}
	return false
}

func answered(values []string) []string {
	return slices.DeleteFunc(slices.Clone(values), func(s string) bool { return strings.TrimSpace(s) == "" })
}

func compare(c Condition, field string, raw jsontext.Value) bool {
	same := false
	var a, b rawCoding
	switch {
	case strings.HasSuffix(field, "Coding") && json.Unmarshal(c.raw, &a) == nil && json.Unmarshal(raw, &b) == nil:
		same = a.Code == b.Code && (a.System == "" || b.System == "" || a.System == b.System)
	case strings.HasSuffix(field, "Quantity"):
		return order(c.Operator, numberIn(raw), numberIn(c.raw))
	case strings.HasSuffix(field, "Decimal"), strings.HasSuffix(field, "Integer"):
		return order(c.Operator, string(raw), string(c.raw))
	default:
		x, y := strings.Trim(string(raw), `"`), strings.Trim(string(c.raw), `"`)
		switch c.Operator {
		case ">":
			return x > y
		case "<":
			return x < y
		case ">=":
			return x >= y
		case "<=":
			return x <= y
		}
		same = x == y
	}
	if c.Operator == "!=" {
		return !same
	}
	return same
}

func numberIn(raw jsontext.Value) string {
	var q struct {
		Value jsontext.Value `json:"value"`
	}
	if json.Unmarshal(raw, &q) != nil {
		return ""
	}
	return string(q.Value)
}

func order(op, a, b string) bool {
	x, ok1 := new(big.Rat).SetString(a)
	y, ok2 := new(big.Rat).SetString(b)
	if !ok1 || !ok2 || len(a) > 40 || len(b) > 40 {
		return false
	}
	n := x.Cmp(y)
	switch op {
	case ">":
		return n > 0
	case "<":
		return n < 0
	case ">=":
		return n >= 0
	case "<=":
		return n <= 0
	case "!=":
		return n != 0
	}
	return n == 0
}

// Check holds answers against the questions that are asked.
func (f *Form) Check(v Values, zone *time.Location) []Problem {
	var out []Problem
	f.walk(f.Items, v, func(it *Item) {
		given := answered(v[it.LinkID])
		bad := func(key string, args ...any) { out = append(out, Problem{it.LinkID, key, args}) }
		switch {
		case it.Type == "group" || it.Type == "display":
		case len(given) == 0:
			if it.Required && !it.Fixed {
				bad("forms.problem.required")
			}
		case !it.Repeats && len(given) > 1:
			bad("forms.problem.one")
		}
		for _, g := range given {
			_, raw, ok := it.value(g, zone)
			switch {
			case utf8.RuneCountInString(g) > maxText || it.Length > 0 && utf8.RuneCountInString(g) > it.Length:
				bad("forms.problem.long", "n", max(it.Length, 1))
			case !ok:
				bad("forms.problem." + it.kind())
			case it.Min != "" && !within(it, raw, ">="):
				bad("forms.problem.min", "min", strings.Replace(it.Min, ".", ",", 1))
			case it.Max != "" && !within(it, raw, "<="):
				bad("forms.problem.max", "max", strings.Replace(it.Max, ".", ",", 1))
			default:
				continue
			}
			break
		}
	})
	return out
}

func within(it *Item, raw jsontext.Value, op string) bool {
	bound := it.Min
	if op == "<=" {
		bound = it.Max
	}
	switch it.Type {
	case "quantity":
		return order(op, numberIn(raw), bound)
	case "decimal", "integer":
		return order(op, string(raw), bound)
	case "date", "dateTime":
		x := strings.Trim(string(raw), `"`)
		n := min(len(x), len(bound))
		if op == ">=" {
			return x[:n] >= bound[:n]
		}
		return x[:n] <= bound[:n]
	}
	return true
}

// kind groups types by what is said when an answer does not fit.
func (it *Item) kind() string {
	switch it.Type {
	case "integer", "decimal", "date", "dateTime", "time", "quantity":
		return it.Type
	case "boolean", "choice", "open-choice":
		return "choice"
	}
	return "text"
}

// walk goes over the items that are asked.
func (f *Form) walk(items []*Item, v Values, fn func(*Item)) {
	for _, it := range items {
		if f.Asked(it, v) {
			fn(it)
			f.walk(it.Items, v, fn)
		}
	}
}

var (
	wholeNumber = regexp.MustCompile(`^-?(0|[1-9][0-9]{0,8})$`)
	anyNumber   = regexp.MustCompile(`^-?(0|[1-9][0-9]{0,14})(\.[0-9]{1,10})?$`)
)

// value makes of what somebody wrote the value of FHIR.
func (it *Item) value(s string, zone *time.Location) (field string, raw jsontext.Value, ok bool) {
	s = strings.TrimSpace(s)
	number := strings.Replace(strings.ReplaceAll(s, " ", ""), ",", ".", 1)
	switch it.Type {
	case "boolean":
		return "valueBoolean", jsontext.Value(s), s == "true" || s == "false"
	case "integer":
		return "valueInteger", jsontext.Value(number), wholeNumber.MatchString(number)
	case "decimal":
		return "valueDecimal", jsontext.Value(number), anyNumber.MatchString(number)
	case "quantity":
		if !anyNumber.MatchString(number) {
			return "", nil, false
		}
		return "valueQuantity", it.quantity(number), true
	case "date":
		t, ok := day(s)
		return "valueDate", quote(t.Format("2006-01-02")), ok
	case "dateTime":
		for _, layout := range []string{"2006-01-02T15:04", "2006-01-02 15:04", "02-01-2006 15:04", "2-1-2006 15:04"} {
			if t, err := time.ParseInLocation(layout, s, zone); err == nil {
				return "valueDateTime", quote(t.Format("2006-01-02T15:04:05-07:00")), true
			}
		}
		t, ok := day(s)
		return "valueDateTime", quote(t.Format("2006-01-02")), ok
	case "time":
		t, err := time.Parse("15:04", s)
		return "valueTime", quote(t.Format("15:04:05")), err == nil
	case "choice", "open-choice":
		for _, o := range it.Options {
			if o.Value == s {
				return o.field, o.raw, true
			}
		}
		return "valueString", quote(s), it.Type == "open-choice" && s != ""
	case "url":
		return "valueUri", quote(s), s != "" && !strings.ContainsAny(s, " \n")
	case "string", "text":
		return "valueString", quote(s), true
	}
	return "", nil, false // attachments and references are not asked here
}

func (it *Item) quantity(number string) jsontext.Value {
	q := map[string]any{"value": jsontext.Value(number)}
	var c rawCoding
	if len(it.unit) > 0 && json.Unmarshal(it.unit, &c) == nil {
		q["unit"], q["system"], q["code"] = first(c.Display, c.Code), c.System, c.Code
	}
	b, err := json.Marshal(q, json.Deterministic(true))
	if err != nil {
		return nil
	}
	return b
}

func day(s string) (time.Time, bool) {
	for _, layout := range []string{"2006-01-02", "2-1-2006", "2/1/2006"} {
		if t, err := time.Parse(layout, s); err == nil && t.Year() > 1800 && t.Year() < 2200 {
			return t, true
		}
	}
	return time.Time{}, false
}

func quote(s string) jsontext.Value {
	b, err := jsontext.AppendQuote(nil, strings.ToValidUTF8(s, ""))
	if err != nil {
		return jsontext.Value(`""`)
	}
	return b
}

// Response writes the items of a QuestionnaireResponse: of what is asked and answered only.
func (f *Form) Response(v Values, zone *time.Location) (jsontext.Value, error) {
	b, err := json.Marshal(f.response(f.Items, v, zone), json.Deterministic(true))
	if err != nil {
		return nil, fmt.Errorf("writing the answers: %w", err)
	}
	return b, nil
}

func (f *Form) response(items []*Item, v Values, zone *time.Location) []map[string]any {
	out := []map[string]any{}
	for _, it := range items {
		if !f.Asked(it, v) || it.Type == "display" {
			continue
		}
		x := map[string]any{"linkId": it.LinkID}
		if it.Text != "" {
			x["text"] = it.Text
		}
		below := f.response(it.Items, v, zone)
		if it.Type == "group" {
			if len(below) == 0 {
				continue
			}
			x["item"] = below
			out = append(out, x)
			continue
		}
		var answers []map[string]any
		for _, g := range answered(v[it.LinkID]) {
			if field, raw, ok := it.value(g, zone); ok {
				answers = append(answers, map[string]any{field: raw})
			}
		}
		if len(answers) == 0 {
			continue
		}
		if len(below) > 0 {
			answers[0]["item"] = below
		}
		x["answer"] = answers
		out = append(out, x)
	}
	return out
}

// Say gives an answer as people read it: the words of an option, the rest as it was written.
func (it *Item) Say(s string) string {
	for _, o := range it.Options {
		if o.Value == s {
			return o.Text
		}
	}
	return s
}
