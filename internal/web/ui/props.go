// SPDX-License-Identifier: EUPL-1.2

package ui

import "github.com/a-h/templ"

// Look is how much a button asks for attention. A page has one Primary button.
type Look string

// The looks of buttons.
const (
	Primary   Look = "primary"
	Secondary Look = "secondary"
	Subtle    Look = "subtle"
	Negative  Look = "negative" // does something that takes away
)

// AlertKind is the kind of a message.
type AlertKind string

// The kinds of messages. Each has its icon and its word, never colour alone.
const (
	Info    AlertKind = "info"
	Good    AlertKind = "ok"
	Warning AlertKind = "warning"
	Wrong   AlertKind = "error"
)

func (k AlertKind) icon() string {
	switch k {
	case Good:
		return "circle-check"
	case Warning:
		return "alert-triangle"
	case Wrong:
		return "alert-circle"
	default:
		return "info-circle"
	}
}

// attrs makes a screen reader say what went wrong, or went well, at once.
func (k AlertKind) attrs() templ.Attributes {
	switch k {
	case Wrong:
		return templ.Attributes{"role": "alert"}
	case Good:
		return templ.Attributes{"role": "status"}
	default:
		return nil
	}
}

// Tint is the colour that goes with an icon for a kind of data.
type Tint string

// The tints. Grey is the default.
const (
	Grey   Tint = "grey"
	Red    Tint = "red"
	Orange Tint = "orange"
	Yellow Tint = "yellow"
	Green  Tint = "green"
	Teal   Tint = "teal"
	Blue   Tint = "blue"
	Violet Tint = "violet"
)

func (t Tint) class() string {
	if t == "" {
		t = Grey
	}
	return "rg-tint rg-tint--" + string(t)
}

// ChipKind says what a chip marks.
type ChipKind string

// The kinds of chips.
const (
	ChipPlain ChipKind = "plain"
	ChipNew   ChipKind = "new"  // accent: since the last visit
	ChipStop  ChipKind = "stop" // stopped, refuted, cancelled, entered in error
	ChipWarn  ChipKind = "warn" // out of range, uncertain, incomplete
	ChipGood  ChipKind = "good"
	ChipOwn   ChipKind = "own" // written or measured by the person
)

func (k ChipKind) icon() string {
	switch k {
	case ChipNew:
		return "plus"
	case ChipStop:
		return "ban"
	case ChipWarn:
		return "alert-triangle"
	case ChipGood:
		return "check"
	case ChipOwn:
		return "user"
	default:
		return ""
	}
}

// Chip is a short mark beside a title: "gestopt", "nieuw".
type Chip struct {
	Kind ChipKind
	Text string
}

// Problem is one thing that is wrong in a form, with the field it is about.
type Problem struct {
	Field string // id of the field, "" for the form as a whole
	Text  string
}

// ProblemOf returns the text of the problem of a field, "" when there is none.
func ProblemOf(problems []Problem, field string) string {
	for _, p := range problems {
		if p.Field == field {
			return p.Text
		}
	}
	return ""
}

// FieldProps describes a text field. Label is required; ID is also the name.
type FieldProps struct {
	ID           string
	Name         string // as it is sent; "" is the ID
	Label        string
	Hint         string // why it is asked, or how to write it
	Problem      string
	Value        string
	Type         string // "text" (default), "email", "password", "tel", "search", "url", "date"
	Autocomplete string // see WCAG 1.3.5: "email", "current-password", "one-time-code", …
	InputMode    string // "numeric", "decimal", …
	Optional     bool   // shows "(niet verplicht)"
	MaxLength    int
	Short        bool   // a narrow field, for a code or a year
	Suffix       string // unit behind the field
	Rows         int    // more than 0 makes it a text area
	NoSpell      bool
	AutoFocus    bool
}

func (f FieldProps) name() string {
	if f.Name == "" {
		return f.ID
	}
	return f.Name
}

func (f FieldProps) kind() string {
	if f.Type == "" {
		return "text"
	}
	return f.Type
}

func (f FieldProps) describedBy() string { return describedBy(f.ID, f.Hint, f.Problem) }

func describedBy(id, hint, problem string) string {
	out := ""
	if hint != "" {
		out = id + "-hint"
	}
	if problem != "" {
		if out != "" {
			out += " "
		}
		out += id + "-problem"
	}
	return out
}

// Option is one choice of a Select or a group.
type Option struct {
	Value, Text string
	Hint        string // only in groups
	Lang        string // language of Text when it is not that of the page
	Chosen      bool
	Disabled    bool
}

// ChoiceProps describes a group of radio buttons, check boxes, or a Select. Label is required.
type ChoiceProps struct {
	ID, Label, Hint, Problem string
	Optional                 bool
	Options                  []Option
}

// optionID is the id of the nth option; the first has the id of the group, so that the
// summary of problems can jump to it.
func optionID(id string, n int) string {
	if n == 0 {
		return id
	}
	return id + "-" + itoa(n+1)
}
