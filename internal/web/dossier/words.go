// SPDX-License-Identifier: EUPL-1.2

package dossier

import (
	"strings"
	"time"

	"regie/internal/record"
	"regie/internal/text"
	"regie/internal/web/ui"
	"regie/internal/zib"
)

// itemHref is the address of the page of an item.
func itemHref(it *record.Item) string { return "/dossier/item/" + it.Key.String() }

// when says the moment of an item as people do. With clock the time of day is said too.
func when(v *visit, it *record.Item, view zib.View, clock bool) string {
	w := it.When
	if w.End != "" && w.End != w.Start || w.Open || w.Start == "" {
		return view.Date
	}
	if !it.Dated() {
		return view.Date
	}
	t := wallTime(it.At)
	p := precision(w.Start)
	if p == ui.ToMinute && (!clock || t.Hour() == 0 && t.Minute() == 0) {
		p = ui.ToDay
	}
	day := ui.Day(v.Lang, t, p)
	if ago := ui.Ago(v.Lang, wallTime(wallOf(v.Now)), t, p); ago != "" {
		return ago + " · " + day
	}
	return day
}

// precision tells how exactly a literal FHIR date was given.
func precision(literal string) ui.Precision {
	switch n := len(literal); {
	case n <= 4:
		return ui.ToYear
	case n <= 7:
		return ui.ToMonth
	case n <= 10:
		return ui.ToDay
	}
	return ui.ToMinute
}

// wallTime turns the seconds of a Dutch clock into a time that shows just that.
func wallTime(at int64) time.Time { return time.Unix(at, 0).UTC() }

func wallOf(t time.Time) int64 {
	return time.Date(t.Year(), t.Month(), t.Day(), t.Hour(), t.Minute(), t.Second(), 0, time.UTC).Unix()
}

// day says the day of a moment of ours (when something came in), in Dutch time.
func day(v *visit, t time.Time) string {
	return ui.Day(v.Lang, t.In(v.Now.Location()), ui.ToDay)
}

// agoDay says the same with how long ago it is.
func agoDay(v *visit, t time.Time) string {
	t = t.In(v.Now.Location())
	return ui.Ago(v.Lang, v.Now, t, ui.ToDay) + " · " + ui.Day(v.Lang, t, ui.ToDay)
}

// sign is how a comparator is written.
func sign(comparator string) string {
	switch comparator {
	case "<=":
		return "≤"
	case ">=":
		return "≥"
	}
	return comparator
}

// literal writes a literal number with the sign that the language has for decimals. No digit is
// added or taken away.
func literal(l text.Lang, s string) string {
	if l == text.NL && strings.Count(s, ".") == 1 {
		return strings.Replace(s, ".", ",", 1)
	}
	return s
}

// off tells whether the source called a value out of range.
func off(f zib.Flag) bool {
	switch f {
	case zib.FlagLow, zib.FlagHigh, zib.FlagCriticalLow, zib.FlagCriticalHigh, zib.FlagAbnormal:
		return true
	}
	return false
}

// value turns a fact that is one number into what shows it; nil for any other fact.
func value(v *visit, it *record.Item, f zib.FactView) *ui.ValueProps {
	if f.Value == "" || f.ValueHigh != "" {
		return nil
	}
	out := &ui.ValueProps{
		Sign: sign(f.Comparator), Number: literal(v.Lang, f.Value), Unit: f.Unit,
		Flag: f.Flag, Off: off(f.FlagCode),
	}
	if r := between(v.Lang, f.Low, f.High); r != "" {
		out.Range, out.Whose = r, whose(v.Lang, it)
	}
	return out
}

// pressure splits "129 / 76 mmHg", which is one fact of two numbers.
func pressure(it *record.Item, f zib.FactView) *ui.ValueProps {
	if it.Summary == nil || len(it.Summary.Values) != 1 || it.Summary.Values[0].Phrase == nil || it.Summary.Values[0].Phrase.Key != "zib.pressure" {
		return nil
	}
	number, unit, ok := strings.Cut(f.Text, " mm")
	if !ok {
		return nil
	}
	return &ui.ValueProps{Number: number, Unit: "mm" + unit}
}

// between says a reference range in words.
func between(l text.Lang, low, high string) string {
	low, high = literal(l, low), literal(l, high)
	switch {
	case low != "" && high != "":
		return low + " – " + high
	case low != "":
		return l.T("dossier.range.from", "low", low)
	case high != "":
		return l.T("dossier.range.to", "high", high)
	}
	return ""
}

// whose says who gave a reference range.
func whose(l text.Lang, it *record.Item) string {
	if it.Category == zib.CategoryLab {
		return l.T("dossier.range.lab")
	}
	return l.T("dossier.range.provider")
}

// chips are the marks of an item, the gravest first, then what is new or gone.
func chips(v *visit, it *record.Item) []ui.Chip {
	var out []ui.Chip
	if !v.seen.First() && v.dossier.IsNew(it, v.seen) {
		out = append(out, ui.Chip{Kind: ui.ChipNew, Text: v.T("dossier.chip.new")})
	}
	for _, m := range it.Marks {
		if s := m.Text(v.Lang); s != "" {
			out = append(out, ui.Chip{Kind: markKind(m), Text: s})
		}
	}
	if it.Gone {
		out = append(out, ui.Chip{Kind: ui.ChipWarn, Text: v.T("dossier.chip.gone")})
	}
	return out
}

func markKind(m zib.Mark) ui.ChipKind {
	switch m {
	case zib.MarkStopped, zib.MarkRefuted, zib.MarkEnteredInError, zib.MarkNotDone, zib.MarkCancelled:
		return ui.ChipStop
	case zib.MarkUncertain, zib.MarkAbnormal, zib.MarkCritical, zib.MarkIncomplete, zib.MarkPaused, zib.MarkDraft:
		return ui.ChipWarn
	}
	return ui.ChipPlain
}

// struck tells whether an item no longer counts.
func struck(it *record.Item) bool {
	return it.Has(zib.MarkStopped, zib.MarkRefuted, zib.MarkEnteredInError, zib.MarkNotDone, zib.MarkCancelled)
}

// card is an item on a list. In a mixed list it says what kind it is.
func card(v *visit, it *record.Item, mixed bool) ui.ItemProps {
	k := kindOf(it.Category)
	out := ui.ItemProps{
		Href: itemHref(it), Icon: k.icon, Tint: k.tint, Source: it.Provider.Title, Chips: chips(v, it), Struck: struck(it),
	}
	if mixed {
		out.Kind = k.title(v.Lang)
	}
	care, err := it.Care()
	if err != nil {
		out.Title = v.T("dossier.item.unreadable")
		return out
	}
	view := care.View(v.Lang)
	out.Title = titleOf(v, view)
	out.Date = when(v, it, view, it.Category == zib.CategoryAppointments)
	if view.Summary >= 0 {
		f := view.Facts[view.Summary]
		switch {
		case repeats(f, view, out.Date):
		default:
			if out.Value = value(v, it, f); out.Value == nil {
				if out.Value = pressure(it, f); out.Value == nil {
					out.Fact = shorten(f.Text)
				}
			}
		}
	}
	return out
}

// titleOf is the title of an item; a reader always gives one, but a page needs one for certain.
func titleOf(v *visit, view zib.View) string {
	if view.Title == "" {
		return v.T("dossier.item.untitled")
	}
	return view.Title
}

// repeats tells whether a fact says no more than the title or the date beside it.
func repeats(f zib.FactView, view zib.View, date string) bool {
	return f.Text == view.Title || f.Text == view.Date || strings.HasSuffix(date, f.Text)
}

// maxFact is how many letters of a fact a card shows; the page of the item has it whole.
const maxFact = 180

func shorten(s string) string {
	if len(s) <= maxFact {
		return s
	}
	runes := []rune(s)
	if len(runes) <= maxFact {
		return s
	}
	cut := string(runes[:maxFact])
	if at := strings.LastIndexByte(cut, ' '); at > maxFact/2 {
		cut = cut[:at]
	}
	return cut + " …"
}

func cards(v *visit, items []*record.Item, mixed bool) []ui.ItemProps {
	out := make([]ui.ItemProps, len(items))
	for i, it := range items {
		out[i] = card(v, it, mixed)
	}
	return out
}

// titles says the titles of some items in one line, each once.
func titles(v *visit, items []*record.Item) string {
	var out []string
	for _, it := range items {
		care, err := it.Care()
		if err != nil {
			continue
		}
		t := titleOf(v, care.View(v.Lang))
		if len(out) == 0 || out[len(out)-1] != t {
			out = append(out, t)
		}
	}
	return strings.Join(out, ", ")
}
