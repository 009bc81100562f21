// SPDX-License-Identifier: EUPL-1.2

package ui

import (
	"cmp"
	"strconv"

	"github.com/a-h/templ"
)

func itoa(n int) string { return strconv.Itoa(n) }

func invalidClass(problem string) string {
	if problem == "" {
		return ""
	}
	return "utrecht-form-field--invalid"
}

func invalidBox(problem string) string {
	if problem == "" {
		return ""
	}
	return "rg-invalid"
}

func shortClass(short bool) string {
	if short {
		return "rg-short"
	}
	return ""
}

func boxName(kind string) string {
	if kind == "radio" {
		return "radio-button"
	}
	return "checkbox"
}

func autocompletePart(of, part string) string {
	if of == "" {
		return ""
	}
	return of + "-" + part
}

// describe ties hint and problem to a field.
func describe(id, hint, problem string) templ.Attributes {
	a := templ.Attributes{}
	if d := describedBy(id, hint, problem); d != "" {
		a["aria-describedby"] = d
	}
	if problem != "" {
		a["data-invalid"] = "true"
	}
	return a
}

func (f FieldProps) attrs() templ.Attributes {
	a := templ.Attributes{}
	if d := f.describedBy(); d != "" {
		a["aria-describedby"] = d
	}
	if f.Problem != "" {
		a["aria-invalid"] = "true"
	}
	if !f.Optional {
		a["required"] = true
	}
	// What somebody types about their health may not stay behind in the browser: without this it
	// is offered to the next person, and is in the file from which windows are restored.
	a["autocomplete"] = cmp.Or(f.Autocomplete, "off")
	if f.InputMode != "" {
		a["inputmode"] = f.InputMode
	}
	if f.MaxLength > 0 {
		a["maxlength"] = strconv.Itoa(f.MaxLength)
	}
	if f.NoSpell || f.Type == "password" || f.Type == "email" {
		a["spellcheck"] = "false"
		a["autocapitalize"] = "none"
	}
	if f.AutoFocus {
		a["autofocus"] = true
	}
	return a
}
