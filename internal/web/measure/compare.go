// SPDX-License-Identifier: EUPL-1.2

package measure

import (
	"fmt"
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
		out.chart.ID, out.chart.Title, out.chart.Marks = "naast-verloop", other.Name(v.Lang), nil
	}
	return out, nil
}
