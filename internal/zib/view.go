// SPDX-License-Identifier: EUPL-1.2

package zib

import (
	"strings"

	"regie/internal/text"
)

// View is an item as a person reads it, in one language. There is nothing in it that is not to
// be shown, but Value, Low and High, which are literal numbers for charts and software.
type View struct {
	Title   string
	Date    string // as people say it; "" if not told
	Status  string
	Source  string
	Summary int // index in Facts, -1 for none
	Marks   []MarkView
	Facts   []FactView
}

// MarkView is a mark with its word.
type MarkView struct {
	Mark Mark
	Text string
}

// FactView is one row.
type FactView struct {
	Group      string // heading; "" for the first group
	Label      string
	Text       string // all values, with comparator and unit
	Value      string // literal number, where the fact is one number
	ValueHigh  string
	Comparator string
	Unit       string
	Low, High  string // literal ends of the reference range
	Flag       string // what the source says about the value
	FlagCode   Flag
	Values     []ValueView
}

// ValueView is one of the values of a row.
type ValueView struct {
	Text     string
	Ref      *Ref
	Document *Document
}

// View says the item in a language.
func (it *Item) View(l text.Lang) View {
	v := View{
		Title:   upperFirst(it.Title.In(l)),
		Date:    when(l, it.When),
		Status:  upperFirst(it.Status.In(l)),
		Source:  upperFirst(it.Source.In(l)),
		Summary: -1,
		Facts:   make([]FactView, 0, len(it.Facts)),
	}
	for _, m := range it.Marks {
		v.Marks = append(v.Marks, MarkView{m, l.T(markKeys[m])})
	}
	seen := make(map[string]int, len(it.Facts))
	for i := range it.Facts {
		f := it.Facts[i].view(l)
		if f.Text == "" || f.Label == "" {
			continue
		}
		if at, double := seen[f.Label]; double {
			// The same label in another group: say which. In the same group: one row with both.
			if f.Group != "" && v.Facts[at].Group != f.Group {
				f.Label = f.Group + ": " + lowerFirst(f.Label)
				at, double = seen[f.Label]
			}
			if double {
				v.Facts[at].merge(f)
				continue
			}
		}
		seen[f.Label] = len(v.Facts)
		if i == it.Summary {
			v.Summary = len(v.Facts)
		}
		v.Facts = append(v.Facts, f)
	}
	return v
}

// merge puts the values of another fact with the same label into this row.
func (f *FactView) merge(o FactView) {
	for _, x := range o.Values {
		if !f.saysAlready(x.Text) {
			f.Values = append(f.Values, x)
			f.Text += "; " + x.Text
		}
	}
	if len(f.Values) > 1 {
		f.Value, f.ValueHigh, f.Comparator, f.Unit, f.Low, f.High = "", "", "", "", "", ""
	}
	if f.Flag == "" {
		f.Flag, f.FlagCode = o.Flag, o.FlagCode
	}
}

func (f *Fact) view(l text.Lang) FactView {
	out := FactView{Label: upperFirst(f.Label.In(l)), Group: upperFirst(f.Group.In(l))}
	for _, v := range f.Values {
		s := v.text(l)
		if s == "" || out.saysAlready(s) {
			continue
		}
		out.Values = append(out.Values, ValueView{Text: s, Ref: v.Ref, Document: v.Document})
		if out.Text != "" {
			out.Text += "; "
		}
		out.Text += s
		if q := v.Quantity; q != nil {
			out.Flag, out.FlagCode = upperFirst(q.Flag.In(l)), q.FlagCode
			out.Value, out.ValueHigh, out.Comparator, out.Low, out.High = q.Number, q.NumberHigh, q.Comparator, q.Low, q.High
			if q.Number != "" || q.Low != "" || q.High != "" {
				out.Unit = q.unitText(l)
			}
		}
	}
	if len(out.Values) > 1 {
		out.Value, out.ValueHigh, out.Comparator, out.Unit, out.Low, out.High = "", "", "", "", "", ""
	}
	return out
}

// saysAlready tells whether a row has a value in these words: two codes may have one word.
func (f *FactView) saysAlready(s string) bool {
	for i := range f.Values {
		if f.Values[i].Text == s {
			return true
		}
	}
	return false
}

func (v Value) text(l text.Lang) string {
	switch {
	case v.Phrase != nil:
		return upperFirst(v.Phrase.In(l))
	case v.Quantity != nil && v.Quantity.Number != "":
		return v.Quantity.in(l)
	case v.When != nil:
		return when(l, *v.When)
	case v.Document != nil:
		return v.Document.name(l)
	}
	return ""
}

// name is what a person reads of a document: its title, else its kind.
func (d *Document) name(l text.Lang) string {
	if d.Title != "" && !isMachine(d.Title) {
		return d.Title
	}
	kind, _, _ := strings.Cut(d.ContentType, ";")
	for _, k := range [...]struct{ prefix, key string }{
		{"application/pdf", "zib.file.pdf"}, {"image/", "zib.file.image"}, {"text/", "zib.file.text"}, {"video/", "zib.file.video"},
		{"audio/", "zib.file.audio"}, {"application/dicom", "zib.file.dicom"},
	} {
		if strings.HasPrefix(kind, k.prefix) {
			return l.T(k.key)
		}
	}
	return l.T("zib.file.other")
}

// markKeys are the words of the marks.
var markKeys = [...]string{
	MarkStopped: "zib.mark.stopped", MarkRefuted: "zib.mark.refuted", MarkEnteredInError: "zib.mark.error", MarkPlanned: "zib.mark.planned",
	MarkNotDone: "zib.mark.notdone", MarkUncertain: "zib.mark.uncertain", MarkAbnormal: "zib.mark.abnormal", MarkResolved: "zib.mark.resolved",
	MarkCancelled: "zib.mark.cancelled", MarkDraft: "zib.mark.draft", MarkCritical: "zib.mark.critical", MarkIncomplete: "zib.mark.incomplete",
	MarkPaused: "zib.mark.paused", MarkHighRisk: "zib.mark.highrisk", MarkNotUsed: "zib.mark.notused", MarkOther: "zib.mark.other",
}

// Text is the word of a mark.
func (m Mark) Text(l text.Lang) string {
	if int(m) >= len(markKeys) || markKeys[m] == "" {
		return ""
	}
	return l.T(markKeys[m])
}

// categoryNames are the names of the categories for software; people read the catalogue's.
var categoryNames = [...]string{"none", "problems", "medication", "allergies", "alerts", "lab", "measurements", "vaccinations", "treatments", "visits",
	"appointments", "documents", "agreements", "lifestyle", "function", "devices", "person", "careteam", "other"}

// String is the name of the category for software.
func (c Category) String() string {
	if int(c) < len(categoryNames) {
		return categoryNames[c]
	}
	return "other"
}

// Text is the name of the category for people.
func (c Category) Text(l text.Lang) string { return l.T("zib.category." + c.String()) }

// Range says the reference range: "4,0 tot 6,1", "tot 6,1" or "vanaf 4,0"; "" where there is none.
func (f *FactView) Range(l text.Lang) string {
	switch {
	case f.Low != "" && f.High != "":
		return number(l, f.Low) + " " + l.T("zib.to") + " " + number(l, f.High)
	case f.Low != "":
		return l.T("zib.range.from", "0", number(l, f.Low))
	case f.High != "":
		return l.T("zib.range.to", "0", number(l, f.High))
	}
	return ""
}
