// SPDX-License-Identifier: EUPL-1.2

package measure

import (
	"net/url"
	"slices"
	"strconv"
	"strings"

	samples "regie/internal/measure"
	"regie/internal/measure/clock"
	"regie/internal/measure/csv"
	"regie/internal/text"
	"regie/internal/web/route"
	"regie/internal/web/ui"
)

// roles are what a column may be, besides an amount of a kind, by what a form holds for them.
var roles = []struct {
	ask  string
	role csv.Role
}{{"", csv.Ignore}, {"datum", csv.Date}, {"tijd", csv.Clock}, {"einde", csv.End}, {"soort", csv.Name}, {"waarde", csv.Value}, {"eenheid", csv.Unit}}

const (
	askSecond  = "onderdruk"
	askOwnKind = "eigen" // a kind of the person's own, with the heading as its name
	askKind    = "k:"    // and then the kind; in the body of a form, never in an address
)

// meaningOf is what a form holds for a column.
func meaningOf(c csv.Column) string {
	switch {
	case c.Role == csv.Second:
		return askSecond
	case c.Role == csv.Value && c.Kind != "":
		if _, _, own := c.Kind.Own(); own {
			return askOwnKind
		}
		return askKind + string(c.Kind)
	}
	for _, x := range roles {
		if x.role == c.Role {
			return x.ask
		}
	}
	return ""
}

func columnOf(r *route.Request, i int, c csv.Column) columnView {
	v := columnView{n: i + 1, meaning: meaningOf(c), unit: c.Unit, counted: c.Role == csv.Value, roleField: "kolom" + strconv.Itoa(i+1), unitField: "eenheid" + strconv.Itoa(i+1)}
	v.title = r.T("table.column", "n", i+1)
	if c.Head != "" {
		v.title = r.T("table.column.named", "n", i+1, "name", shortCell(c.Head))
	}
	var cells []string
	for _, x := range c.Examples[:min(3, len(c.Examples))] {
		cells = append(cells, shortCell(x))
	}
	v.examples = strings.Join(cells, " · ")
	return v
}

// typable are the kinds that a column may have: what most people measure first, then the rest by name.
func typable(l text.Lang) []samples.Kind {
	out := slices.Concat(tiles, more)
	var rest []samples.Kind
	for _, f := range samples.Kinds {
		if !slices.Contains(out, f.Kind) {
			rest = append(rest, f.Kind)
		}
	}
	slices.SortFunc(rest, func(a, b samples.Kind) int { return strings.Compare(a.Name(l), b.Name(l)) })
	return append(out, rest...)
}

// meanings are what can be chosen for a column.
func meanings(l text.Lang, c columnView) (out []ui.Option) {
	add := func(value, text string) {
		out = append(out, ui.Option{Value: value, Text: text, Chosen: value == c.meaning})
	}
	for _, x := range roles {
		key := x.ask
		if key == "" {
			key = "niet"
		}
		add(x.ask, l.T("table.role."+key))
	}
	for _, k := range typable(l) {
		name := k.Name(l)
		if k == pressure {
			name = l.T("table.role.pressure")
		}
		add(askKind+string(k), name)
		if k == pressure {
			add(askSecond, l.T("table.role.onderdruk"))
		}
	}
	add(askOwnKind, l.T("table.role.eigen"))
	return out
}

// chosen takes over what the person says about a table.
func chosen(r *route.Request, g *csv.Guess, q url.Values) (problems []ui.Problem) {
	g.Heads = q.Get("koppen") == "ja"
	g.Order = clock.DayFirst
	if q.Get("volgorde") == "maand" {
		g.Order = clock.MonthFirst
	}
	g.Decimal = 0
	switch q.Get("komma") {
	case "komma":
		g.Decimal = ','
	case "punt":
		g.Decimal = '.'
	}
	once := map[csv.Role]int{}
	for i := range g.Columns {
		c := &g.Columns[i]
		field := "kolom" + strconv.Itoa(i+1)
		unit := route.Field(q, "eenheid"+strconv.Itoa(i+1), 20)
		if i >= mostColumns {
			c.Role, c.Kind = csv.Ignore, ""
			continue
		}
		setMeaning(c, q.Get(field), unit, r.T("table.column", "n", i+1))
		switch c.Role {
		case csv.Date, csv.Clock, csv.End, csv.Name, csv.Unit, csv.Second:
			if n := once[c.Role]; n > 0 {
				problems = append(problems, ui.Problem{Field: field, Text: r.T("table.problem.twice", "n", n, "other", i+1)})
				c.Role = csv.Ignore
				continue
			}
			once[c.Role] = i + 1
		}
		if _, _, own := c.Kind.Own(); c.Role == csv.Value && c.Kind != "" && c.Unit != "" && !own {
			if known, ok := unitOf(c.Kind, c.Unit); ok {
				c.Unit = known
			} else {
				problems = append(problems, ui.Problem{Field: "eenheid" + strconv.Itoa(i+1), Text: r.T("table.problem.unit", "unit", c.Unit, "kind", c.Kind.Name(r.Lang), "good", samples.FormOf(c.Kind).UnitName(r.Lang))})
			}
		}
	}
	return problems
}

// setMeaning makes a column what a form says. otherwise is the name of an own kind without a heading.
func setMeaning(c *csv.Column, meaning, unit, otherwise string) {
	c.Role, c.Kind, c.Unit = csv.Ignore, "", ""
	switch k, isKind := strings.CutPrefix(meaning, askKind); {
	case isKind && samples.Known(samples.Kind(k)):
		c.Role, c.Kind, c.Unit = csv.Value, samples.Kind(k), unit
	case meaning == askSecond:
		c.Role, c.Kind = csv.Second, pressure
	case meaning == askOwnKind:
		name := c.Head
		if name == "" {
			name = otherwise
		}
		c.Role, c.Kind, c.Unit = csv.Value, samples.OwnKind(name, unit), unit
	default:
		for _, x := range roles {
			if x.ask == meaning {
				c.Role = x.role
			}
		}
		if c.Role == csv.Value {
			c.Unit = unit
		}
	}
}

// unitOf is how the reader of tables writes a unit of a kind, as a person wrote it: as it is printed,
// as programs do, or in other letters.
func unitOf(k samples.Kind, s string) (string, bool) {
	f := samples.FormOf(k)
	if k == sleep { // how long somebody slept is read in minutes or hours
		f = samples.FormOf("exercise")
	}
	for _, x := range []string{s, csv.Spelling(s)} {
		if _, ok := samples.UnitFor(f.Kind, x); ok && x != "" {
			return x, true
		}
	}
	for _, l := range []text.Lang{text.NL, text.EN} {
		if strings.EqualFold(s, f.UnitName(l)) {
			_, ok := samples.UnitFor(f.Kind, f.Unit)
			return f.Unit, ok
		}
	}
	return "", false
}

func orders(l text.Lang, o clock.Order) []ui.Option {
	return []ui.Option{
		{Value: "dag", Text: l.T("table.order.day"), Chosen: o == clock.DayFirst}, {Value: "maand", Text: l.T("table.order.month"), Chosen: o == clock.MonthFirst},
	}
}

func decimals(l text.Lang, sign byte) []ui.Option {
	return []ui.Option{
		{Value: "", Text: l.T("table.decimal.auto"), Chosen: sign == 0}, {Value: "komma", Text: l.T("table.decimal.comma"), Chosen: sign == ','},
		{Value: "punt", Text: l.T("table.decimal.point"), Chosen: sign == '.'},
	}
}

func tableColumns(l text.Lang) []ui.Column {
	return []ui.Column{{Title: l.T("table.head.row"), Numeric: true}, {Title: l.T("table.head.when")}, {Title: l.T("table.head.what")}}
}

func tableCells(rows []tableRow) (out [][]string) {
	for _, x := range rows {
		out = append(out, []string{x.n, x.when, x.what})
	}
	return out
}
