// SPDX-License-Identifier: EUPL-1.2

package measure

import (
	"cmp"
	"fmt"
	"slices"
	"time"

	samples "regie/internal/measure"
	"regie/internal/web/chart"
	"regie/internal/web/shelf"
	"regie/internal/web/ui"
)

// compareView is another kind below the chart, over the same time. Two charts with an axis each say
// more than one chart with two axes: in that, what crosses depends on how it was drawn.
type compareView struct {
	chart   *chart.Line
	chosen  bool
	action  string
	hidden  []string
	options []ui.Option
	below   []ui.Option
	words   string     // what goes together, without a judgement
	rows    [][]string // the days on which both were measured
	columns []ui.Column
}

// other is the kind to compare with; "" where there is none.
func (x *view) other(v *shelf.Visit, keys samples.Keys) samples.Kind {
	k, ok := keys.Kind(v.URL.Query().Get(askBeside))
	if !ok || k == x.kind {
		return ""
	}
	x.beside = keys.Of(k)
	return k
}

func (p Pages) compare(v *shelf.Visit, x view, keys samples.Keys, other samples.Kind) (out compareView, err error) {
	have, err := p.Books.Have(v.Context(), v.Session.Vault)
	if err != nil {
		return out, fmt.Errorf("comparing: %w", err)
	}
	out.action = ownHref + "/" + x.key
	out.hidden = []string{askPeriod, x.period.ask}
	if x.to < x.today && x.period.from != nil {
		out.hidden = append(out.hidden, askEnd, timeOf(x.to).Format(time.DateOnly))
	}
	out.below = belowOptions(v.Request, x.below)
	out.columns = []ui.Column{{Title: v.T("chart.column.date")}, {Title: x.kind.Name(v.Lang), Numeric: true}, {Title: other.Name(v.Lang), Numeric: true}}
	out.options = []ui.Option{{Text: v.T("samples.compare.no"), Chosen: other == ""}}
	for _, k := range have {
		if k != x.kind {
			out.options = append(out.options, ui.Option{Value: keys.Of(k), Text: k.Name(v.Lang), Chosen: k == other})
		}
	}
	if other == "" {
		return out, nil
	}
	out.chosen = true
	y := view{kind: other, form: samples.FormOf(other), key: x.beside, period: x.period, from: x.from, to: x.to, today: x.today}
	if y.all, err = p.Books.Sums(v.Context(), v.Session.Vault, other); err != nil {
		return out, fmt.Errorf("comparing: %w", err)
	}
	y.within()
	if x.period.ask == "dag" {
		one := kindView{}
		if err := p.oneDay(v, y, &one, theirsOf(v, y), samples.Target{}); err != nil {
			return out, err
		}
		out.chart = one.chart
	} else {
		out.chart = y.line(v, theirsOf(v, y), samples.Target{})
	}
	if out.chart != nil {
		out.chart.ID, out.chart.Title = "naast-verloop", other.Name(v.Lang)
		out.words, out.rows = goTogether(v, x, y)
	}
	return out, nil
}

const (
	// fewest is on how many days two things must have been measured before anything is said of them.
	fewest = 9
	// mostPairs is how many of these days the table lists.
	mostPairs = 62
)

// goTogether says how high one kind was on the days on which the other was highest and lowest, and
// lists the days on which both were measured, the latest first. It names, and judges nothing.
func goTogether(v *shelf.Visit, x, y view) (words string, rows [][]string) {
	type pair struct{ a, b samples.DaySum }
	var both []pair
	for i, j := 0, 0; i < len(x.shown) && j < len(y.shown); {
		switch a, b := x.shown[i], y.shown[j]; {
		case a.Day < b.Day:
			i++
		case a.Day > b.Day:
			j++
		default:
			both = append(both, pair{a, b})
			i, j = i+1, j+1
		}
	}
	name := func(z view, days []samples.DaySum) string {
		m, s := meanOf(z.form, days)
		return said(v.Lang, z.form, m, s)
	}
	for _, p := range slices.Backward(both) {
		if len(rows) == mostPairs {
			break
		}
		rows = append(rows, []string{dayText(v.Request, p.a.Day), name(x, []samples.DaySum{p.a}), name(y, []samples.DaySum{p.b})})
	}
	words = v.T("samples.compare.both", "n", len(both))
	if len(both) < fewest {
		return words, rows
	}
	main := func(d samples.DaySum) int64 { m, _ := mainOf(x.form, d); return m }
	slices.SortStableFunc(both, func(a, b pair) int { return cmp.Compare(main(a.a), main(b.a)) })
	if main(both[0].a) == main(both[len(both)-1].a) {
		return words, rows
	}
	third := len(both) / 3
	of := func(some []pair) (xs, ys []samples.DaySum) {
		for _, p := range some {
			xs, ys = append(xs, p.a), append(ys, p.b)
		}
		return xs, ys
	}
	lowX, lowY := of(both[:third])
	highX, highY := of(both[len(both)-third:])
	return words + " " + v.T("samples.compare.thirds", "n", third, "this", x.kind.Name(v.Lang), "that", y.kind.Name(v.Lang),
		"high", name(x, highX), "low", name(x, lowX), "other", name(y, highY), "another", name(y, lowY)), rows
}
