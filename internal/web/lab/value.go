// SPDX-License-Identifier: EUPL-1.2

package lab

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"regie/internal/record"
	"regie/internal/text"
	"regie/internal/web/shelf"
	"regie/internal/web/ui"
	"regie/internal/zib"
)

// valueOf is a result as it was sent: sign, number and unit, and what the source said. nil for a
// result in words.
func valueOf(l text.Lang, r *record.Result) *ui.ValueProps {
	q := r.Quantity
	if q == nil {
		q = r.Second
	}
	if q == nil {
		return nil
	}
	out := &ui.ValueProps{Sign: shelf.Sign(q.Comparator), Number: shelf.Literal(l, q.Number), Unit: q.UnitText(l)}
	if q.NumberHigh != "" {
		out.Number += " – " + shelf.Literal(l, q.NumberHigh)
	}
	out.Flag, out.Off = said(l, r)
	switch {
	case r.Quantity != nil && r.Second != nil:
		out.Number += " / " + shelf.Sign(r.Second.Comparator) + shelf.Literal(l, r.Second.Number)
	case r.Second != nil: // only the lower value of a blood pressure
		out.Number = "? / " + out.Number
	}
	return out
}

// said is what the source said about a result, and whether it called it out of range.
func said(l text.Lang, r *record.Result) (string, bool) {
	var words []string
	off := false
	for _, q := range [...]*zib.Quantity{r.Quantity, r.Second} {
		if q != nil {
			off = off || shelf.Off(q.FlagCode)
			if s := upperFirst(q.Flag.In(l)); s != "" && (len(words) == 0 || words[0] != s) {
				words = append(words, s)
			}
		}
	}
	if r.Quantity == nil && r.Second == nil && r.Item.Summary != nil && len(r.Item.Summary.Values) > 0 {
		if q := r.Item.Summary.Values[0].Quantity; q != nil {
			return upperFirst(q.Flag.In(l)), shelf.Off(q.FlagCode)
		}
	}
	return strings.Join(words, ", "), off
}

// words is a result in words: "negatief".
func words(l text.Lang, r *record.Result) string {
	if r.Item.Summary == nil {
		return ""
	}
	var out []string
	for _, v := range r.Item.Summary.Values {
		switch {
		case v.Phrase != nil:
			out = append(out, upperFirst(v.Phrase.In(l)))
		case v.Quantity != nil && v.Quantity.Number != "":
			a := zib.Amount(v.Quantity)
			out = append(out, a.In(l))
		}
	}
	return strings.Join(out, "; ")
}

// amount is a number with its sign and its unit, in a sentence.
func amount(l text.Lang, q *zib.Quantity) string {
	a := zib.Amount(q)
	return a.In(l)
}

// ranges is the range of a result, with words where it has no numbers.
func ranges(l text.Lang, r *record.Result) string {
	var out []string
	for _, q := range [...]*zib.Quantity{r.Quantity, r.Second} {
		if q == nil {
			continue
		}
		if s := shelf.Between(l, q.Low, q.High); s != "" {
			out = append(out, s)
		} else if q.RangeText != "" {
			out = append(out, q.RangeText)
		}
	}
	return strings.Join(out, " / ")
}

// moment is the day of a result as it was given.
func moment(l text.Lang, it *record.Item) string {
	if !it.Dated() {
		return ""
	}
	literal := it.When.Start
	if literal == "" {
		literal = it.When.End
	}
	p := shelf.Precision(literal)
	if p == ui.ToMinute {
		p = ui.ToDay
	}
	return ui.Day(l, shelf.WallTime(it.At), p)
}

func upperFirst(s string) string {
	r, size := utf8.DecodeRuneInString(s)
	if s == "" || !unicode.IsLower(r) {
		return s
	}
	if next, _ := utf8.DecodeRuneInString(s[size:]); unicode.IsUpper(next) { // pH
		return s
	}
	return string(unicode.ToUpper(r)) + s[size:]
}

func lowerFirst(s string) string {
	r, size := utf8.DecodeRuneInString(s)
	if s == "" || !unicode.IsUpper(r) {
		return s
	}
	if next, _ := utf8.DecodeRuneInString(s[size:]); unicode.IsUpper(next) {
		return s
	}
	return string(unicode.ToLower(r)) + s[size:]
}
