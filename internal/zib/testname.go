// SPDX-License-Identifier: EUPL-1.2

package zib

import (
	"strings"

	"regie/internal/text"
)

// named finds our own words for a display where the code itself has none: whole displays that
// mean one thing in whatever table ("name" in words/names.tsv), and the names that LOINC and the
// GPs' table give to tests. It is "" where it is not sure: then the provider's words stand.
func named(l text.Lang, system, display string) string {
	if display == "" || len(display) > 120 {
		return ""
	}
	low := strings.ToLower(display)
	if w := word(l, "name", low); w != "" {
		return w
	}
	switch system {
	case "nhg/45":
		return word(l, "test", low)
	case "loinc":
		return loincWords(l, low)
	}
	return ""
}

// loincWords takes a LOINC name apart: "natrium in serum of plasma", "sodium in urine by test
// strip". What is measured must be known, the material must be known, and the method must be
// one that changes nothing for a reader; the kind of quantity in brackets is gone already.
func loincWords(l text.Lang, low string) string {
	what, method, challenge := low, "", ""
	if a, b, ok := strings.Cut(what, " --"); ok { // "… in serum or plasma --2 hours post meal"
		what, challenge = a, b
	}
	for _, by := range [...]string{" d.m.v. ", " by "} {
		if a, b, ok := strings.Cut(what, by); ok {
			what, method = a, b
			break
		}
	}
	material := ""
	if at := strings.LastIndex(what, " in "); at > 0 {
		what, material = what[:at], what[at+len(" in "):]
	}
	if a, b, ok := strings.Cut(what, "^"); ok { // "glucose^na vasten"
		what, challenge = a, b
	}
	test := word(l, "test", strings.TrimSpace(what))
	if test == "" {
		return ""
	}
	if challenge != "" {
		c, ok := lookup("challenge", strings.TrimSpace(challenge))
		if !ok {
			return ""
		}
		test += after(c[l])
	}
	if material != "" {
		m, ok := lookup("material", material)
		if !ok {
			return ""
		}
		test += after(m[l]) // ordinary blood is not said
	}
	if method != "" {
		m, ok := lookup("method", method)
		if !ok {
			return ""
		}
		test += after(m[l])
	}
	return test
}

// after is what the tables say behind the name of a test: ", urine", "(strip)", or nothing ("-").
func after(s string) string {
	switch {
	case s == "-":
		return ""
	case strings.HasPrefix(s, ","):
		return s
	}
	return " " + s
}
