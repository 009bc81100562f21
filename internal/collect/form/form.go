// SPDX-License-Identifier: EUPL-1.2

// Package form reads a FHIR Questionnaire (STU3 or R4) into questions that can be put to a person,
// holds answers against them, and writes the items of a QuestionnaireResponse. It knows no pages:
// what is wrong with an answer is a key of the catalogue.
package form

import (
	"errors"
	"fmt"
	"strings"

	"github.com/go-json-experiment/json"
	"github.com/go-json-experiment/json/jsontext"
)

// Form is a questionnaire.
type Form struct {
	ID, URL     string
	Title       string
	Description string
	Items       []*Item
	byID        map[string]*Item
}

// Item is a question, a group of them, or a text to read.
type Item struct {
	LinkID   string
	Prefix   string // "3a"
	Text     string
	Type     string // of FHIR: group, display, boolean, decimal, integer, date, …
	Required bool
	Repeats  bool
	Fixed    bool // the person can't change it
	Length   int  // of a text, 0 for any
	Options  []Option
	Min, Max string // of a number or a date, "" for none
	Unit     string // of a quantity or a number
	When     []Condition
	All      bool // all conditions must hold, not any
	Items    []*Item
	Hidden   bool
	unit     jsontext.Value // Coding of the unit
}

// Option is an answer to choose.
type Option struct {
	Value string         // by which it is known in a form: its place
	Text  string         // for the person
	raw   jsontext.Value // the value of FHIR
	field string         // "valueCoding", …
}

// Condition says when an item is asked.
type Condition struct {
	Question string
	Operator string // exists, =, !=, >, <, >=, <=
	field    string
	raw      jsontext.Value
}

// Limits of a form.
const (
	maxItems   = 500
	maxDepth   = 12
	maxOptions = 300
)

// ErrForm is returned for what is no questionnaire that can be shown.
var ErrForm = errors.New("form: not a questionnaire")

type rawItem struct {
	LinkID       string           `json:"linkId"`
	Prefix       string           `json:"prefix"`
	Text         string           `json:"text"`
	Type         string           `json:"type"`
	Required     bool             `json:"required"`
	Repeats      bool             `json:"repeats"`
	ReadOnly     bool             `json:"readOnly"`
	MaxLength    int              `json:"maxLength"`
	Option       []jsontext.Value `json:"option"`       // STU3
	AnswerOption []jsontext.Value `json:"answerOption"` // R4
	Options      struct {
		Reference string `json:"reference"`
	} `json:"options"` // STU3
	AnswerValueSet string           `json:"answerValueSet"`
	EnableWhen     []jsontext.Value `json:"enableWhen"`
	EnableBehavior string           `json:"enableBehavior"`
	Item           []rawItem        `json:"item"`
	Extension      []jsontext.Value `json:"extension"`
}

type rawWhen struct {
	Question  string `json:"question"`
	HasAnswer *bool  `json:"hasAnswer"`
	Operator  string `json:"operator"`
}

type rawCoding struct {
	System  string `json:"system"`
	Code    string `json:"code"`
	Display string `json:"display"`
}

type rawForm struct {
	ResourceType string    `json:"resourceType"`
	ID           string    `json:"id"`
	URL          string    `json:"url"`
	Title        string    `json:"title"`
	Name         string    `json:"name"`
	Description  string    `json:"description"`
	Item         []rawItem `json:"item"`
	Contained    []struct {
		ResourceType string `json:"resourceType"`
		ID           string `json:"id"`
		Compose      struct {
			Include []struct {
				System  string      `json:"system"`
				Concept []rawCoding `json:"concept"`
			} `json:"include"`
		} `json:"compose"`
		Expansion struct {
			Contains []rawCoding `json:"contains"`
		} `json:"expansion"`
	} `json:"contained"`
}

// Parse reads a Questionnaire. ErrForm where it is none, or has nothing to show.
func Parse(raw []byte) (*Form, error) {
	var r rawForm
	if err := json.Unmarshal(raw, &r); err != nil {
		return nil, fmt.Errorf("%w: not readable", ErrForm)
	}
	if r.ResourceType != "Questionnaire" || len(r.Item) == 0 {
		return nil, ErrForm
	}
	sets := map[string][]Option{}
	for _, c := range r.Contained {
		var codes []rawCoding
		for _, in := range c.Compose.Include {
			for _, x := range in.Concept {
				x.System = in.System
				codes = append(codes, x)
			}
		}
		sets["#"+c.ID] = codings(append(codes, c.Expansion.Contains...))
	}
	f := &Form{ID: r.ID, URL: r.URL, Title: r.Title, Description: r.Description, byID: map[string]*Item{}}
	if f.Title == "" {
		f.Title = r.Name
	}
	var err error
	f.Items, err = f.items(r.Item, sets, 0)
	return f, err
}

func codings(codes []rawCoding) []Option {
	var out []Option
	for i, c := range codes {
		raw, err := json.Marshal(map[string]string{"system": c.System, "code": c.Code, "display": c.Display}, json.Deterministic(true))
		if err != nil || i >= maxOptions {
			break
		}
		out = append(out, Option{Value: fmt.Sprint(i + 1), Text: first(c.Display, c.Code), raw: raw, field: "valueCoding"})
	}
	return out
}

func first(words ...string) string {
	for _, w := range words {
		if w != "" {
			return w
		}
	}
	return ""
}

func (f *Form) items(in []rawItem, sets map[string][]Option, depth int) ([]*Item, error) {
	if depth > maxDepth {
		return nil, fmt.Errorf("%w: too deep", ErrForm)
	}
	var out []*Item
	for _, r := range in {
		if r.LinkID == "" || f.byID[r.LinkID] != nil || len(f.byID) >= maxItems {
			return nil, fmt.Errorf("%w: an item has no number of its own", ErrForm)
		}
		it := &Item{LinkID: r.LinkID, Prefix: r.Prefix, Text: strings.TrimSpace(r.Text), Type: r.Type, Required: r.Required, Repeats: r.Repeats,
			Fixed: r.ReadOnly, Length: r.MaxLength, All: r.EnableBehavior == "all"}
		f.byID[r.LinkID] = it
		it.Options = picks(append(r.Option, r.AnswerOption...))
		if len(it.Options) == 0 {
			it.Options = sets[first(r.Options.Reference, r.AnswerValueSet)]
		}
		for _, w := range r.EnableWhen {
			it.When = append(it.When, condition(w))
		}
		for _, e := range r.Extension {
			it.extend(e)
		}
		var err error
		if it.Items, err = f.items(r.Item, sets, depth+1); err != nil {
			return nil, err
		}
		out = append(out, it)
	}
	return out, nil
}

// picks reads the options that stand with the question.
func picks(in []jsontext.Value) []Option {
	var out []Option
	for i, p := range in {
		field, raw := choiceOf(p, "value")
		if field == "" || i >= maxOptions {
			continue
		}
		o := Option{Value: fmt.Sprint(i + 1), raw: raw, field: field}
		var c rawCoding
		var s string
		if field == "valueCoding" && json.Unmarshal(raw, &c) == nil {
			o.Text = first(c.Display, c.Code)
		} else if json.Unmarshal(raw, &s) == nil {
			o.Text = s
		} else {
			o.Text = string(raw)
		}
		out = append(out, o)
	}
	return out
}

// choiceOf finds the member that starts with prefix.
func choiceOf(object jsontext.Value, prefix string) (string, jsontext.Value) {
	var fields map[string]jsontext.Value
	if len(object) == 0 || json.Unmarshal(object, &fields) != nil {
		return "", nil
	}
	for name, v := range fields {
		if strings.HasPrefix(name, prefix) {
			return name, v
		}
	}
	return "", nil
}

func condition(raw jsontext.Value) Condition {
	var w rawWhen
	if json.Unmarshal(raw, &w) != nil {
		return Condition{} // of no question: never holds
	}
	c := Condition{Question: w.Question, Operator: w.Operator}
	c.field, c.raw = choiceOf(raw, "answer")
	switch {
	case w.HasAnswer != nil: // STU3
		c.Operator, c.field, c.raw = "exists", "answerBoolean", jsontext.Value(fmt.Sprint(*w.HasAnswer))
	case c.Operator == "":
		c.Operator = "="
	}
	return c
}

const structure = "http://hl7.org/fhir/StructureDefinition/"

func (it *Item) extend(extension jsontext.Value) {
	var e struct {
		URL string `json:"url"`
	}
	if json.Unmarshal(extension, &e) != nil {
		return
	}
	_, raw := choiceOf(extension, "value")
	text := strings.Trim(string(raw), `"`)
	switch strings.TrimPrefix(e.URL, structure) {
	case "minValue":
		it.Min = text
	case "maxValue":
		it.Max = text
	case "questionnaire-hidden":
		it.Hidden = text == "true"
	case "questionnaire-unit":
		var c rawCoding
		if json.Unmarshal(raw, &c) == nil {
			it.Unit, it.unit = first(c.Display, c.Code), raw
		}
	}
}

// Item finds a question by its number in the questionnaire.
func (f *Form) Item(linkID string) *Item { return f.byID[linkID] }

// Each goes over all items in order.
func (f *Form) Each(fn func(it *Item)) { each(f.Items, fn) }

func each(items []*Item, fn func(*Item)) {
	for _, it := range items {
		fn(it)
		each(it.Items, fn)
	}
}
