// SPDX-License-Identifier: EUPL-1.2

// Package csv reads tables of measurements that people keep themselves or that an app gives: it
// guesses what the columns are, the person can change that, and then it reads them.
package csv

import (
	"bytes"
	"slices"
	"strings"

	"regie/internal/measure"
	"regie/internal/measure/clock"
	"regie/internal/measure/table"
)

// Role is what a column is for.
type Role uint8

// The roles.
const (
	Ignore Role = iota
	Date        // a date, perhaps with a time
	Clock       // a time of day
	End         // the date and time at which a stretch ends
	Value       // an amount of Kind; of the kind that stands in the Name column where Kind is ""
	Second      // the lower value of a pair
	Name        // what is measured
	Unit        // the unit of the value
)

// Column is a column as it is guessed, or as the person says it is.
type Column struct {
	Head     string // as it stands above the column; "" where nothing does
	Role     Role
	Kind     measure.Kind
	Unit     string // as a source writes it: "mg/dL"; "" is the unit of the kind
	Examples []string
}

// Guess is what a table is taken for. A page shows it, and may change all of it before Read.
type Guess struct {
	Sep     byte
	Heads   bool // the first row has headings
	Decimal byte // ',' or '.', the sign before decimals; 0 is by the look of each number
	Order   clock.Order
	Columns []Column
}

const examples = 5

// Look guesses what a table is from its beginning. ok is false where it is no table.
func Look(head []byte) (g Guess, ok bool) {
	if !table.Text(head) {
		return g, false
	}
	if g.Sep, ok = table.Separator(head); !ok {
		return g, false
	}
	rows := first(head, g.Sep, 60)
	if len(rows) == 0 || len(rows[0]) < 2 {
		return g, false
	}
	g.Heads = headed(rows[0])
	body := rows
	if g.Heads {
		body = rows[1:]
	}
	width := 0
	for _, r := range rows {
		width = max(width, len(r))
	}
	g.Columns = make([]Column, min(width, 200))
	columns := make([][]string, len(g.Columns))
	for i := range g.Columns {
		if g.Heads && i < len(rows[0]) {
			g.Columns[i].Head = rows[0][i]
		}
		for _, r := range body {
			if i < len(r) && r[i] != "" {
				columns[i] = append(columns[i], r[i])
			}
		}
		g.Columns[i].Examples = columns[i][:min(examples, len(columns[i]))]
	}
	g.Order = order(columns)
	for i := range g.Columns {
		g.Columns[i].guess(columns[i], g.Order)
	}
	if !g.Heads {
		g.bare(columns)
	}
	g.settle(columns)
	return g, true
}

// Ready tells whether a guess is enough to read by: there is a date and an amount of a known kind.
func (g Guess) Ready() bool {
	name := slices.ContainsFunc(g.Columns, func(c Column) bool { return c.Role == Name })
	return slices.ContainsFunc(g.Columns, func(c Column) bool { return c.Role == Date }) &&
		slices.ContainsFunc(g.Columns, func(c Column) bool { return c.Role == Value && (c.Kind != "" || name) })
}

// first reads the first rows; one that is cut off by the end of head is left out.
func first(head []byte, sep byte, most int) (out [][]string) {
	if i := bytes.LastIndexByte(head, '\n'); i > 0 && len(head) >= 8<<10 {
		head = head[:i+1]
	}
	t := table.NewReader(bytes.NewReader(head), sep)
	for len(out) < most {
		row, err := t.Row()
		if err != nil {
			break
		}
		out = append(out, row)
	}
	return out
}

// headed tells whether a row has headings: words, and neither a date nor a number.
func headed(row []string) bool {
	words := 0
	for _, c := range row {
		if _, ok := clock.Parse(c, clock.DayFirst); ok {
			return false
		}
		if _, _, ok := number(c, false); ok {
			return false
		}
		if c != "" {
			words++
		}
	}
	return words > 0
}

// order tells whether the month comes first: where some date can be read only so.
func order(columns [][]string) clock.Order {
	for _, col := range columns {
		d, m, pm := 0, 0, 0
		for _, c := range col {
			if _, ok := clock.Parse(c, clock.DayFirst); ok {
				d++
			}
			if _, ok := clock.Parse(c, clock.MonthFirst); ok {
				m++
			}
			if u := strings.ToUpper(c); strings.HasSuffix(u, "AM") || strings.HasSuffix(u, "PM") {
				pm++
			}
		}
		if m > d || m == d && m > 0 && pm == len(col) {
			return clock.MonthFirst
		}
	}
	return clock.DayFirst
}

// plain writes a heading with small letters, without accents and marks, and gives the unit that
// stands in it between brackets.
func plain(head string) (text, unit string) {
	head = strings.ToLower(strings.TrimSpace(head))
	for _, b := range [][2]string{{"(", ")"}, {"[", "]"}} {
		if i := strings.Index(head, b[0]); i >= 0 {
			if n := strings.Index(head[i:], b[1]); n > 0 {
				unit = strings.TrimSpace(head[i+1 : i+n])
				head = head[:i] + " " + head[i+n+1:]
			}
		}
	}
	head = strings.NewReplacer("ï", "i", "ë", "e", "é", "e", "è", "e", "_", " ", "-", " ", ".", " ", "/", " ", ":", " ").Replace(head)
	return strings.Join(strings.Fields(head), " "), unit
}

// short are headings that mean something only as a whole: "boven" is also in "bovenbeen".
var short = map[string]Role{"boven": Value, "onder": Second, "upper": Value, "lower": Second, "hoog": Value, "laag": Second}

// match finds what a heading says.
func match(head string) (word, bool) {
	text, _ := plain(head)
	padded := " " + text + " "
	for _, w := range words {
		if len(w.word) >= 5 && strings.Contains(text, w.word) || strings.Contains(padded, " "+w.word+" ") {
			return w, true
		}
	}
	return word{}, false
}

func (c *Column) guess(values []string, o clock.Order) {
	if w, ok := match(c.Head); ok {
		c.Role, c.Kind = w.role, w.kind
	} else if text, _ := plain(c.Head); short[text] != 0 {
		c.Role, c.Kind = short[text], "blood-pressure"
	}
	if _, unit := plain(c.Head); unit != "" {
		c.Unit = spelling(unit)
	}
	var dates, clocks, numbers int
	for _, v := range values {
		t, ok := clock.Parse(v, o)
		switch {
		case ok && t.HasDate():
			dates++
		case ok:
			clocks++
		}
		if _, _, ok := number(v, false); ok {
			numbers++
		}
	}
	most := func(n int) bool { return n > 0 && n*10 >= len(values)*7 }
	switch {
	case len(values) == 0:
		if c.Role == Value && c.Kind == "" {
			c.Role = Ignore
		}
	case c.Role == Date && dates > 0 && dates*2 >= len(values): // the heading says so
	case most(dates) && c.Role != End && (c.Role != Value || numbers < dates):
		c.Role, c.Kind = Date, ""
	case most(dates) && c.Role == End:
	case most(clocks) && (c.Role == Ignore || c.Role == Date || c.Role == Clock) && c.Kind == "":
		c.Role = Clock
	case (c.Role == Value || c.Role == Second) && !most(numbers):
		c.Role, c.Kind = Ignore, ""
	case c.Role == Date || c.Role == Clock || c.Role == End:
		c.Role = Ignore
	}
	if c.Role != Value && c.Role != Second {
		c.Unit = ""
	}
}

// bare guesses the columns of a table without headings: a high and a low number that follow each
// other are a blood pressure, and what comes after it a heart rate.
func (g *Guess) bare(columns [][]string) {
	within := func(i int, low, high float64) bool {
		if i >= len(columns) || len(columns[i]) == 0 || g.Columns[i].Role != Ignore {
			return false
		}
		for _, s := range columns[i] {
			if v, _, ok := number(s, false); !ok || v < low || v > high {
				return false
			}
		}
		return true
	}
	for i := range g.Columns {
		if strings.Contains(strings.Join(columns[i], " "), "/") && g.Columns[i].Role == Ignore {
			if _, low, ok := number(columns[i][0], false); ok && low > 0 {
				g.Columns[i].Role, g.Columns[i].Kind = Value, "blood-pressure"
				return
			}
		}
		if within(i, 80, 250) && within(i+1, 35, 150) {
			g.Columns[i].Role, g.Columns[i].Kind = Value, "blood-pressure"
			g.Columns[i+1].Role, g.Columns[i+1].Kind = Second, "blood-pressure"
			if within(i+2, 30, 220) {
				g.Columns[i+2].Role, g.Columns[i+2].Kind = Value, "heart-rate"
			}
			return
		}
	}
}

// settle makes a guess whole: one date, one time, a unit that fits the numbers.
func (g *Guess) settle(columns [][]string) {
	seen := map[Role]bool{}
	kinds := map[measure.Kind]bool{}
	for i := range g.Columns {
		c := &g.Columns[i]
		switch c.Role {
		case Date, Clock, End, Name, Unit, Second:
			if seen[c.Role] {
				c.Role, c.Kind = Ignore, ""
			}
			seen[c.Role] = true
		case Value:
			if kinds[c.Kind] {
				c.Role, c.Kind = Ignore, ""
				continue
			}
			kinds[c.Kind] = true
			if c.Unit == "" {
				c.Unit = likely(c.Kind, columns[i])
			}
		}
	}
}

// likely tells the unit of numbers that cannot be in the unit of the kind.
func likely(k measure.Kind, values []string) string {
	var n, sum float64
	for _, s := range values {
		if v, _, ok := number(s, false); ok {
			n++
			sum += v
		}
	}
	if n == 0 {
		return ""
	}
	switch mean := sum / n; {
	case k == "glucose" && mean > 35:
		return "mg/dL"
	case k == "temperature" && mean > 60:
		return "degF"
	case k == "height" && mean < 3:
		return "m"
	case k == "sleep" && mean > 24:
		return "min"
	}
	return ""
}

// Spelling is a unit as the table of units has it, for one as people write it: "graden" is degC. What is
// not known stays as it is.
func Spelling(s string) string { return spelling(s) }

func spelling(s string) string {
	if u, ok := spellings[strings.ToLower(strings.TrimSpace(s))]; ok {
		return u
	}
	return strings.TrimSpace(s)
}
