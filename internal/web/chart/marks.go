// SPDX-License-Identifier: EUPL-1.2

package chart

import (
	"cmp"
	"slices"
	"strconv"
	"time"

	"regie/internal/text"
)

// Mark is something that happened, shown below the chart. Text, Date and Href say what, when and
// where more of it is.
type Mark struct {
	At   time.Time
	Sort MarkSort
	Text string // "Gestart: Metoprolol"
	Date string
	Href string
}

// MarkSort is what sort of thing happened. Each has a row of its own, with its own sign.
type MarkSort uint8

// The sorts, in the order of their rows.
const (
	MarkOther MarkSort = iota
	MarkMedicine
	MarkVisit // a visit, an admission, an appointment
	MarkDiary // what the person wrote down
)

// Name says what the sort is called, for many of them.
func (s MarkSort) Name(l text.Lang) string { return l.T("chart.mark." + strconv.Itoa(int(s))) }

// one says what sort one of them is; "" for the sort that has no name.
func (s MarkSort) one(l text.Lang) string {
	if s == MarkOther {
		return ""
	}
	return l.T("chart.mark.one." + strconv.Itoa(int(s)))
}

func (s MarkSort) icon() string {
	switch s {
	case MarkMedicine:
		return "pill"
	case MarkVisit:
		return "stethoscope"
	case MarkDiary:
		return "notebook"
	}
	return "clock"
}

// closest is how near two signs of a row may be, in per cent of its width, also on a telephone.
const closest = 9.0

// sign is a number in a row below the chart, for one or more things that happened close together.
type sign struct {
	x     float64 // per cent
	n     int     // its number
	marks []Mark
}

// row has the signs of one sort.
type row struct {
	sort  MarkSort
	signs []sign
}

// rows puts the marks in rows, and numbers the signs in the order of time.
func (p plot) rows(all []Mark) []row {
	all = slices.Clone(all)
	slices.SortStableFunc(all, func(a, b Mark) int { return a.At.Compare(b.At) })
	var out []row
	for s := MarkOther; s <= MarkDiary; s++ {
		r := row{sort: s}
		for _, m := range all {
			if m.Sort != s {
				continue
			}
			x := min(max(p.xOf(m.At), left), right)
			if n := len(r.signs); n > 0 && x-r.signs[n-1].x < closest {
				r.signs[n-1].marks = append(r.signs[n-1].marks, m)
				continue
			}
			r.signs = append(r.signs, sign{x: x, marks: []Mark{m}})
		}
		if len(r.signs) > 0 {
			out = append(out, r)
		}
	}
	for n, s := range ordered(out) {
		s.n = n + 1
	}
	return out
}

// ordered lists the signs of all rows in the order of time.
func ordered(rows []row) []*sign {
	var out []*sign
	for i := range rows {
		for j := range rows[i].signs {
			out = append(out, &rows[i].signs[j])
		}
	}
	slices.SortStableFunc(out, func(a, b *sign) int { return cmp.Compare(a.x, b.x) })
	return out
}

// entry is a line of the table: a mark with its number. The first with a number is where the number leads.
type entry struct {
	Mark
	n     int
	first bool
}

// open is how many entries the table shows; earlier ones are a tap away.
const open = 8

// listed are the entries in the order of time: the latest, and what was before these.
func listed(rows []row) (early, late []entry) {
	for _, s := range ordered(rows) {
		for i, m := range s.marks {
			late = append(late, entry{m, s.n, i == 0})
		}
	}
	if n := len(late) - open; n > 1 {
		return late[:n], late[n:]
	}
	return nil, late
}

// led tells whether lines lead from the values down to a sort of marks: of changes of medicines, which
// are few and last.
func led(all []Mark) (out []Mark) {
	for _, m := range all {
		if m.Sort == MarkMedicine {
			out = append(out, m)
		}
	}
	return out
}
