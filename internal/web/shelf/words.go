// SPDX-License-Identifier: EUPL-1.2

package shelf

import (
	"slices"
	"strings"
	"time"

	"regie/internal/record"
	"regie/internal/text"
	"regie/internal/web/ui"
	"regie/internal/zib"
)

// ItemHref is the address of the page of an item.
func ItemHref(it *record.Item) string {
	if it.Provider.Own() {
		return "/eigen/" + it.Key.String()
	}
	return "/dossier/item/" + it.Key.String()
}

// SourceOf says from whom an item is.
func SourceOf(v *Visit, it *record.Item) string {
	return NameOf(v, it.Provider)
}

// NameOf is what a provider is called; what the person added herself is from nobody else.
func NameOf(v *Visit, p *record.Provider) string {
	if p.Own() {
		return v.T("own.title")
	}
	return p.Title
}

// WhenOf says the moment of an item as people do. With clock the time of day is said too.
func WhenOf(v *Visit, it *record.Item, view zib.View, clock bool) string {
	w := it.When
	if oneDay(w) {
		w.End = w.Start // a visit of half an hour: when it begins is what matters
	}
	if w.End != "" && w.End != w.Start || w.Open || w.Start == "" {
		return view.Date
	}
	if !it.Dated() {
		return view.Date
	}
	t := WallTime(it.At)
	p := Precision(w.Start)
	if p == ui.ToMinute && (!clock || t.Hour() == 0 && t.Minute() == 0) {
		p = ui.ToDay
	}
	day := ui.Day(v.Lang, t, p)
	if ago := ui.Ago(v.Lang, WallTime(WallOf(v.Now)), t, p); ago != "" {
		return ago + " · " + day
	}
	return day
}

// oneDay tells whether a period with times lies within a day.
func oneDay(w zib.When) bool {
	const day = len("2006-01-02")
	return len(w.Start) > day && len(w.End) > day && w.Start[:day] == w.End[:day]
}

// Precision tells how exactly a literal FHIR date was given.
func Precision(literal string) ui.Precision {
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

// WallTime turns the seconds of a Dutch clock into a time that shows just that.
func WallTime(at int64) time.Time { return time.Unix(at, 0).UTC() }

// WallOf is the seconds of a clock on the wall that shows that time.
func WallOf(t time.Time) int64 {
	return time.Date(t.Year(), t.Month(), t.Day(), t.Hour(), t.Minute(), t.Second(), 0, time.UTC).Unix()
}

// DayOf says the day of a moment of ours (when something came in), in Dutch time.
func DayOf(v *Visit, t time.Time) string {
	return ui.Day(v.Lang, t.In(v.Now.Location()), ui.ToDay)
}

// AgoDay says the same with how long ago it is.
func AgoDay(v *Visit, t time.Time) string {
	t = t.In(v.Now.Location())
	return ui.Ago(v.Lang, v.Now, t, ui.ToDay) + " · " + ui.Day(v.Lang, t, ui.ToDay)
}

// Sign is how a comparator is written.
func Sign(comparator string) string {
	switch comparator {
	case "<=":
		return "≤"
	case ">=":
		return "≥"
	}
	return comparator
}

// Literal writes a literal number with the sign that the language has for decimals. No digit is
// added or taken away.
func Literal(l text.Lang, s string) string {
	if l == text.NL && strings.Count(s, ".") == 1 {
		return strings.Replace(s, ".", ",", 1)
	}
	return s
}

// Off tells whether the source called a value out of range.
func Off(f zib.Flag) bool {
	switch f {
	case zib.FlagLow, zib.FlagHigh, zib.FlagCriticalLow, zib.FlagCriticalHigh, zib.FlagAbnormal:
		return true
	}
	return false
}

// ValueOf turns a fact that is one number into what shows it; nil for any other fact.
func ValueOf(v *Visit, it *record.Item, f zib.FactView) *ui.ValueProps {
	if f.Value == "" || f.ValueHigh != "" {
		return nil
	}
	out := &ui.ValueProps{
		Sign: Sign(f.Comparator), Number: Literal(v.Lang, f.Value), Unit: f.Unit,
		Flag: f.Flag, Off: Off(f.FlagCode),
	}
	if r := Between(v.Lang, f.Low, f.High); r != "" {
		out.Range, out.Whose = r, Whose(v.Lang, it)
	}
	return out
}

// PressureOf splits "129 / 76 mmHg", which is one fact of two numbers.
func PressureOf(it *record.Item, f zib.FactView) *ui.ValueProps {
	if it.Summary == nil || len(it.Summary.Values) != 1 || it.Summary.Values[0].Phrase == nil || it.Summary.Values[0].Phrase.Key != "zib.pressure" {
		return nil
	}
	number, unit, ok := strings.Cut(f.Text, " mm")
	if !ok {
		return nil
	}
	return &ui.ValueProps{Number: number, Unit: "mm" + unit}
}

// Between says a reference range in words.
func Between(l text.Lang, low, high string) string {
	low, high = Literal(l, low), Literal(l, high)
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

// Whose says who gave a reference range.
func Whose(l text.Lang, it *record.Item) string {
	if it.Category == zib.CategoryLab {
		return l.T("dossier.range.lab")
	}
	return l.T("dossier.range.provider")
}

// Chips are the marks of an item, the gravest first, then what is new or gone.
func Chips(v *Visit, it *record.Item) []ui.Chip {
	var out []ui.Chip
	if !v.Seen.First() && v.Dossier.IsNew(it, v.Seen) {
		out = append(out, ui.Chip{Kind: ui.ChipNew, Text: v.T("dossier.chip.new")})
	}
	for _, m := range it.Marks {
		if m == zib.MarkAbnormal && (it.Has(zib.MarkCritical) || judged(it)) {
			continue // said already, and more exactly
		}
		if s := m.Text(v.Lang); s != "" {
			out = append(out, ui.Chip{Kind: MarkKind(m), Text: s})
		}
	}
	if it.Gone {
		out = append(out, ui.Chip{Kind: ui.ChipWarn, Text: v.T("dossier.chip.gone")})
	}
	if it.Provider.Own() {
		out = append(out, ui.Chip{Kind: ui.ChipOwn, Text: v.T("own.title")})
	}
	if it.Provider.File() {
		out = append(out, ui.Chip{Kind: ui.ChipOwn, Text: v.T("carry.chip")})
	}
	if chip, more := doubleChip(v, it); more {
		out = append(out, chip)
	}
	return out
}

// judged tells whether the value of an item says itself on which side of its bounds it is.
func judged(it *record.Item) bool {
	if it.Summary == nil {
		return false
	}
	return slices.ContainsFunc(it.Summary.Values, func(x zib.Value) bool { return x.Quantity != nil && Off(x.Quantity.FlagCode) })
}

// MarkKind is how the chip of a mark looks.
func MarkKind(m zib.Mark) ui.ChipKind {
	switch m {
	case zib.MarkStopped, zib.MarkRefuted, zib.MarkEnteredInError, zib.MarkNotDone, zib.MarkNotUsed, zib.MarkCancelled:
		return ui.ChipStop
	case zib.MarkUncertain, zib.MarkAbnormal, zib.MarkCritical, zib.MarkHighRisk, zib.MarkIncomplete, zib.MarkPaused, zib.MarkDraft:
		return ui.ChipWarn
	}
	return ui.ChipPlain
}

// Struck tells whether an item no longer counts.
func Struck(it *record.Item) bool {
	return it.Has(zib.MarkStopped, zib.MarkRefuted, zib.MarkEnteredInError, zib.MarkNotDone, zib.MarkCancelled)
}

// Card is an item on a list. In a mixed list it says what kind it is.
func Card(v *Visit, it *record.Item, mixed bool) ui.ItemProps {
	k := KindOf(it.Category)
	out := ui.ItemProps{
		Href: ItemHref(it), Icon: k.Icon, Tint: k.Tint, Source: Sources(v, it), Chips: Chips(v, it), Struck: Struck(it),
	}
	if mixed {
		out.Kind = k.Title(v.Lang)
	}
	care, err := it.Care()
	if err != nil {
		out.Title = v.T("dossier.item.unreadable")
		return out
	}
	view := care.View(v.Lang)
	out.Title = TitleOf(v, view)
	out.Date = WhenOf(v, it, view, it.Category == zib.CategoryAppointments)
	if view.Summary >= 0 {
		f := view.Facts[view.Summary]
		switch {
		case Repeats(f, view, out.Date):
		default:
			if out.Value = ValueOf(v, it, f); out.Value == nil {
				if out.Value = PressureOf(it, f); out.Value == nil {
					out.Fact = Shorten(f.Text)
				}
			}
		}
	}
	return out
}

// TitleOf is the title of an item; a reader always gives one, but a page needs one for certain.
func TitleOf(v *Visit, view zib.View) string {
	if view.Title == "" {
		return v.T("dossier.item.untitled")
	}
	return view.Title
}

// Repeats tells whether a fact says no more than the title or the date beside it.
func Repeats(f zib.FactView, view zib.View, date string) bool {
	return f.Text == view.Title || strings.HasPrefix(view.Title, f.Text+",") || f.Text == view.Date || strings.HasSuffix(date, f.Text)
}

// MaxFact is how many letters of a fact a card shows; the page of the item has it whole.
const MaxFact = 180

// Shorten cuts a fact to what a card shows.
func Shorten(s string) string {
	if len(s) <= MaxFact {
		return s
	}
	runes := []rune(s)
	if len(runes) <= MaxFact {
		return s
	}
	cut := string(runes[:MaxFact])
	if at := strings.LastIndexByte(cut, ' '); at > MaxFact/2 {
		cut = cut[:at]
	}
	return cut + " …"
}

// Cards are the cards of some items.
func Cards(v *Visit, items []*record.Item, mixed bool) []ui.ItemProps {
	out := make([]ui.ItemProps, len(items))
	for i, it := range items {
		out[i] = Card(v, it, mixed)
	}
	return out
}

// Titles says the titles of some items in one line, each once.
func Titles(v *Visit, items []*record.Item) string {
	var out []string
	for _, it := range items {
		care, err := it.Care()
		if err != nil {
			continue
		}
		t := TitleOf(v, care.View(v.Lang))
		if len(out) == 0 || out[len(out)-1] != t {
			out = append(out, t)
		}
	}
	return strings.Join(out, ", ")
}
