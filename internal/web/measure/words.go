// SPDX-License-Identifier: EUPL-1.2

package measure

import (
	"context"
	"strconv"
	"strings"

	samples "regie/internal/measure"
	"regie/internal/text"
	"regie/internal/web/ui"
)

// number writes an amount in 1/Scale with the decimals of its kind.
func number(l text.Lang, f samples.Form, v int64) string {
	s := strconv.FormatFloat(float64(v)/samples.Scale, 'f', f.Decimals, 64)
	if _, _, own := f.Kind.Own(); (own || !samples.Known(f.Kind)) && strings.Contains(s, ".") {
		s = strings.TrimRight(strings.TrimRight(s, "0"), ".")
	}
	if strings.Trim(s, "-0.") == "" {
		s = strings.TrimPrefix(s, "-")
	}
	if l == text.NL {
		s = strings.Replace(s, ".", ",", 1)
	}
	return s
}

// pair writes one number, or the two of a blood pressure.
func pair(l text.Lang, f samples.Form, v, second int64) string {
	if f.Kind == pressure {
		return number(l, f, v) + " / " + number(l, f, second)
	}
	return number(l, f, v)
}

// hours writes minutes as people say how long they slept.
func hours(l text.Lang, minutes int64) string {
	if minutes < 60 {
		return l.T("samples.minutes", "m", minutes)
	}
	return l.T("samples.hours", "h", minutes/60, "m", minutes%60)
}

// value is an amount with its unit.
func value(l text.Lang, f samples.Form, v, second int64) ui.ValueProps {
	if f.Shape == samples.Stage {
		return ui.ValueProps{Number: hours(l, v/samples.Scale)}
	}
	return ui.ValueProps{Number: pair(l, f, v, second), Unit: f.UnitName(l)}
}

// said is the same in a sentence.
func said(l text.Lang, f samples.Form, v, second int64) string {
	p := value(l, f, v, second)
	switch p.Unit {
	case "":
		return p.Number
	case "%":
		return p.Number + "%"
	}
	return p.Number + "\u00a0" + p.Unit
}

// main is what a day of a kind comes to, in one number: the total, the mean, or the last where that
// is all.
func mainOf(f samples.Form, d samples.DaySum) (v, second int64) {
	if f.Shape == samples.Moment {
		return d.Mean(), d.Mean2()
	}
	return d.Value, 0
}

// sourceName is what people call a source.
func sourceName(l text.Lang, s samples.Source) string {
	switch {
	case s.Key() == samples.Hand.Key():
		return l.T("measure.format.hand")
	case s.Name != "":
		return s.Name
	case s.Model != "":
		return s.Model
	case s.App != "":
		return s.App
	}
	return l.T("samples.source.unknown")
}

// typedNumber reads a number as people type it: with a comma or a point, and with or without the
// unit behind it.
func typedNumber(s, unit string) (v int64, ok bool) {
	s = strings.ReplaceAll(strings.ReplaceAll(strings.TrimSpace(s), "\u00a0", ""), " ", "")
	if unit != "" {
		s = strings.TrimSuffix(strings.ToLower(s), strings.ReplaceAll(strings.ToLower(unit), " ", ""))
	}
	if strings.Trim(s, "0123456789,.-+") != "" {
		return 0, false
	}
	return samples.Decimal(s)
}

// pressure is the kind that has two values.
const pressure samples.Kind = "blood-pressure"

// sleep is the kind that has a beginning and an end.
const sleep samples.Kind = "sleep"

// score tells whether a kind is a mark from nought to ten.
func score(f samples.Form) bool { return f.Unit == "{score}" && samples.Known(f.Kind) }

// wholeDay tells whether somebody types the total of a day, and not of a moment.
func wholeDay(f samples.Form) bool {
	switch f.Kind {
	case "steps", "distance", "distance-cycling", "energy-active", "energy-basal", "energy-total", "energy-food", "flights", "pushes", "stand", "daylight":
		return true
	}
	return false
}

// look is the icon and the tint of a group.
func look(g samples.Group) (icon string, tint ui.Tint) {
	switch g {
	case samples.GroupBody:
		return "scale", ui.Blue
	case samples.GroupHeart:
		return "heartbeat", ui.Red
	case samples.GroupLungs:
		return "activity", ui.Teal
	case samples.GroupSugar:
		return "droplet", ui.Orange
	case samples.GroupActivity, samples.GroupWalking:
		return "run", ui.Green
	case samples.GroupSleep:
		return "moon", ui.Violet
	case samples.GroupFeeling:
		return "user", ui.Yellow
	case samples.GroupFood:
		return "tools-kitchen-2", ui.Orange
	case samples.GroupSurroundings:
		return "sun", ui.Yellow
	}
	return "list", ui.Grey
}

// dayLabel says of what the day is.
func dayLabel(ctx context.Context, f samples.Form) string {
	if f.Kind == sleep {
		return ui.T(ctx, "samples.day.up")
	}
	return ui.T(ctx, "samples.day")
}

// selfAction is the action of the page; one that is empty has it further down.
func selfAction(ctx context.Context, v selfView) *ui.Action {
	if len(v.groups) == 0 {
		return nil
	}
	return &ui.Action{Href: addHref, Text: ui.T(ctx, "samples.add.title"), Icon: "plus"}
}

// selfLinks lead further from the page with everything.
func selfLinks(ctx context.Context, v selfView) []ui.Entry {
	out := []ui.Entry{
		{Href: weekHref, Icon: "heartbeat", Tint: ui.Red, Title: ui.T(ctx, "samples.week.title"), Text: ui.T(ctx, "samples.week.lead")},
	}
	if len(v.groups) > 0 { // else it is in what is said of an empty page
		out = append(out, ui.Entry{Href: fileHref, Icon: "device-watch", Tint: ui.Green, Title: ui.T(ctx, "samples.file.title"), Text: ui.T(ctx, "samples.file.lead")})
	}
	if v.events > 0 {
		out = append(out, ui.Entry{Href: eventsHref, Icon: "run", Tint: ui.Orange, Title: ui.T(ctx, "samples.events.title"), Text: ui.T(ctx, "samples.events.lead"), Count: v.events})
	}
	if v.sources > 0 {
		out = append(out, ui.Entry{Href: sourcesHref, Icon: "device-mobile", Tint: ui.Blue, Title: ui.T(ctx, "samples.sources.title"), Text: ui.T(ctx, "samples.sources.lead")})
	}
	return out
}

func dayColumns(ctx context.Context, v kindView) []ui.Column {
	out := []ui.Column{{Title: ui.T(ctx, "chart.column.date")}}
	if v.sums {
		return append(out, ui.Column{Title: ui.T(ctx, "samples.total"), Numeric: true})
	}
	return append(out, ui.Column{Title: ui.T(ctx, "samples.mean"), Numeric: true}, ui.Column{Title: ui.T(ctx, "samples.between")}, ui.Column{Title: ui.T(ctx, "samples.times"), Numeric: true})
}

func weekHeading(ctx context.Context, v weekView) string {
	if !v.any || v.over {
		return ui.T(ctx, "samples.week.begin")
	}
	return ui.T(ctx, "samples.week.next")
}

func fileTitle(ctx context.Context, v fileView) string {
	return ui.T(ctx, [...]string{"samples.file.state.waiting", "samples.file.state.reading", "samples.file.state.known", "samples.file.state.adding", "samples.file.state.added", "samples.file.failed"}[v.state])
}

// newsText says how much is new, and how much of it is there already.
func newsText(ctx context.Context, fresh, double int) string {
	out := ui.T(ctx, "samples.file.news", "n", fresh)
	if double > 0 {
		out += " " + ui.T(ctx, "samples.file.doubles", "n", double)
	}
	return out
}

func lineColumns(ctx context.Context, sources bool) []ui.Column {
	out := []ui.Column{{Title: ui.T(ctx, "samples.file.what")}}
	if sources {
		out = append(out, ui.Column{Title: ui.T(ctx, "samples.source")})
	}
	return append(out, ui.Column{Title: ui.T(ctx, "samples.file.span")}, ui.Column{Title: ui.T(ctx, "samples.file.new"), Numeric: true}, ui.Column{Title: ui.T(ctx, "samples.file.double"), Numeric: true})
}

// quickLabel says what to type in a form of one field.
func quickLabel(ctx context.Context, q quick) string {
	if q.form.Kind == pressure {
		return ui.T(ctx, "samples.quick.pressure")
	}
	return ui.T(ctx, "samples.value")
}

// quickKeys are the keys that a telephone shows: those with only digits lack the stroke of 120/80.
func quickKeys(q quick) string {
	if q.form.Kind == pressure {
		return ""
	}
	return "decimal"
}
