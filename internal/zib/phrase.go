// SPDX-License-Identifier: EUPL-1.2

package zib

import (
	"strconv"
	"strings"
	"unicode"
	"unicode/utf8"

	"regie/internal/text"
)

// The forms of a phrase that a language fills in by itself.
const (
	formNumber = "#num"  // Text: literal number
	formDate   = "#date" // Text: literal start; Args[0].Text: literal end of a period
	formAmount = "#qty"  // Text: literal number, System: comparator, Code: unit code, Args[0].Text: printed unit, Args[0].System: its system
	formList   = "#list" // Args, with Text between them
	formAnd    = "#and"  // Args, with commas and "en"/"and" before the last
	formUnit   = "#unit" // Text: printed unit, Code, System: its code
	formSub    = "#sub"  // Args[0], a colon, and Args[1] in lower case: a label below a label
)

// T is a text of the catalogue; args fill {0}, {1}, … A #num among them chooses the plural.
func T(key string, args ...Phrase) Phrase { return Phrase{Key: key, Args: args} }

// Say is the provider's own text.
func Say(s string) Phrase { return Phrase{Text: s} }

// Coded is a concept with the provider's word for it, which may be empty where Regie has one.
func Coded(system, code, display string) Phrase {
	return Phrase{System: system, Code: code, Text: display}
}

// Num is a literal number.
func Num(literal string) Phrase { return Phrase{Key: formNumber, Text: literal} }

// Date is a literal FHIR date, dateTime or time.
func Date(literal string) Phrase { return Phrase{Key: formDate, Text: literal} }

// Period is a stretch of time; either end may be empty.
func Period(start, end string) Phrase {
	return Phrase{Key: formDate, Text: start, Args: []Phrase{{Text: end}}}
}

// Amount is a number with its unit, inside a sentence.
func Amount(q *Quantity) Phrase {
	return Phrase{Key: formAmount, Text: q.Number, System: q.Comparator, Code: q.UnitCode,
		Args: []Phrase{{Text: q.Unit, System: q.UnitSystem}, {Text: q.NumberHigh}}}
}

// List puts a separator between phrases; zero phrases are left out.
func List(separator string, parts ...Phrase) Phrase { return join(formList, separator, parts) }

// And is "a, b en c".
func And(parts ...Phrase) Phrase { return join(formAnd, "", parts) }

// Sub is a label below a label: "Deelnemer: rol".
func Sub(above, label Phrase) Phrase { return Phrase{Key: formSub, Args: []Phrase{above, label}} }

func join(form, separator string, parts []Phrase) Phrase {
	kept := parts[:0:0]
	for _, p := range parts {
		if !p.Zero() {
			kept = append(kept, p)
		}
	}
	switch len(kept) {
	case 0:
		return Phrase{}
	case 1:
		return kept[0]
	}
	return Phrase{Key: form, Text: separator, Args: kept}
}

// Zero tells whether the phrase says nothing at all.
func (p Phrase) Zero() bool {
	return p.Key == "" && p.Text == "" && p.Code == "" && len(p.Args) == 0
}

// Readable tells whether the phrase says something in every language: a code without a word and
// without a display does not.
func (p Phrase) Readable() bool {
	if p.Key != "" {
		return true
	}
	return p.Text != "" || p.Code != "" && hasWord(p.System, p.Code)
}

// Equal tells whether two phrases are the same.
func (p Phrase) Equal(o Phrase) bool {
	if p.Key != o.Key || p.System != o.System || p.Code != o.Code || p.Text != o.Text || len(p.Args) != len(o.Args) {
		return false
	}
	for i := range p.Args {
		if !p.Args[i].Equal(o.Args[i]) {
			return false
		}
	}
	return true
}

// In says the phrase in a language. It is empty where there is no word.
func (p Phrase) In(l text.Lang) string {
	switch p.Key {
	case "":
		if p.Code != "" {
			if w := word(l, p.System, p.Code); w != "" {
				return w
			}
			if w := named(l, p.System, p.Text); w != "" {
				return w
			}
		}
		return p.Text
	case formNumber:
		return number(l, p.Text)
	case formDate:
		if len(p.Args) > 0 {
			return when(l, When{Start: p.Text, End: p.Args[0].Text, Open: p.Args[0].Text == ""})
		}
		return date(l, p.Text)
	case formAmount:
		q := Quantity{Comparator: p.System, Number: p.Text, UnitCode: p.Code}
		if len(p.Args) > 1 {
			q.Unit, q.UnitSystem, q.NumberHigh = p.Args[0].Text, p.Args[0].System, p.Args[1].Text
		}
		return q.in(l)
	case formUnit:
		q := Quantity{Number: "1", Unit: p.Text, UnitCode: p.Code, UnitSystem: p.System}
		return q.unitText(l)
	case formList:
		return strings.Join(each(l, p.Args), p.Text)
	case formAnd:
		all := each(l, p.Args)
		if len(all) < 2 {
			return strings.Join(all, "")
		}
		return strings.Join(all[:len(all)-1], ", ") + " " + l.T("zib.and") + " " + all[len(all)-1]
	case formSub:
		if len(p.Args) != 2 {
			return ""
		}
		return p.Args[0].In(l) + ": " + lowerFirst(p.Args[1].In(l))
	}
	if len(p.Args) == 0 {
		return l.T(p.Key)
	}
	pairs := make([]any, 0, 2*len(p.Args)+2)
	for i, a := range p.Args {
		pairs = append(pairs, strconv.Itoa(i), a.In(l))
		if (a.Key == formNumber || a.Key == formAmount) && len(pairs) == 2*i+2 {
			pairs = append(pairs, "n", a.Text)
		}
	}
	return l.T(p.Key, pairs...)
}

func each(l text.Lang, args []Phrase) []string {
	out := make([]string, 0, len(args))
	for _, a := range args {
		if s := a.In(l); s != "" {
			out = append(out, s)
		}
	}
	return out
}

// upperFirst gives a text that stands by itself its capital, but leaves "pH" and "eGFR" alone.
func upperFirst(s string) string {
	r, size := utf8.DecodeRuneInString(s)
	if !unicode.IsLower(r) {
		return s
	}
	for _, c := range s[size:] {
		if unicode.IsUpper(c) {
			return s
		}
		if !unicode.IsLetter(c) {
			break
		}
	}
	return string(unicode.ToUpper(r)) + s[size:]
}

// lowerFirst is for a word inside a sentence; an abbreviation keeps its capitals.
func lowerFirst(s string) string {
	r, size := utf8.DecodeRuneInString(s)
	next, _ := utf8.DecodeRuneInString(s[size:])
	if !unicode.IsUpper(r) || unicode.IsUpper(next) || !unicode.IsLetter(next) {
		return s
	}
	for _, c := range s[size:] { // NaCl, PhD
		if unicode.IsUpper(c) {
			return s
		}
		if !unicode.IsLetter(c) {
			break
		}
	}
	return string(unicode.ToLower(r)) + s[size:]
}

// number writes a literal number as the language does: a decimal comma in Dutch. Nothing is
// rounded and no digit is added.
func number(l text.Lang, literal string) string {
	if l != text.NL || !strings.Contains(literal, ".") {
		return literal
	}
	return strings.Replace(literal, ".", ",", 1)
}
