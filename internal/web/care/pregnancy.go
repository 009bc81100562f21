// SPDX-License-Identifier: EUPL-1.2

package care

import (
	"net/http"
	"slices"
	"strconv"

	"regie/internal/record"
	"regie/internal/web/route"
	"regie/internal/web/shelf"
	"regie/internal/web/ui"
	"regie/internal/zib"
)

// Codes of a pregnancy card.
const (
	codeDuration = "57036006"  // how long the pregnancy has lasted, in days
	codeDueDate  = "161714006" // the day that was worked out
	codeDueDate2 = "11778-8"   // the same, in LOINC
	codeBirth    = "3950001"
)

// pregnancyCodes are what an episode or condition that is a pregnancy is coded as.
var pregnancyCodes = []string{"364320009", "77386006"}

// isPregnancy tells whether a problem is a pregnancy.
func isPregnancy(p *record.Problem) bool {
	return p != nil && slices.ContainsFunc(p.Items, func(it *record.Item) bool {
		return it.Block == "Pregnancy" && it.Type == "Condition" || it.Code.System == "snomed" && slices.Contains(pregnancyCodes, it.Code.Code)
	})
}

// pregnancyView is the card of one pregnancy.
type pregnancyView struct {
	title, lead string
	due         string
	facts       []ui.Fact
	columns     []ui.Column
	rows        [][]string
	scans       []shelf.Line
	after       []group // from the day of birth on
	groups      []group
	who         []string
	story       string // the page of the problem, with everything
	missing     shelf.Missing
}

func (p Pages) pregnancy(w http.ResponseWriter, v *shelf.Visit) error {
	it, err := v.Item()
	if err != nil {
		return err
	}
	problem := v.Dossier.Problem(it, v.Now)
	if !isPregnancy(problem) {
		return route.NotFound()
	}
	var items []*record.Item
	for _, r := range v.Dossier.Thread(problem).Told {
		items = append(items, r.Item)
	}
	out := pregnancyView{
		title: titleOf(v, problem.Item), lead: since(v, problem), story: problemHref(problem.Item), missing: shelf.MissingOf(v),
		who: who(v, append(slices.Clone(problem.Items), items...), 6),
	}
	during, after := atBirth(items)
	var once []*record.Item
	out.columns, out.rows, once = checks(v, during)
	var rest []*record.Item
	for _, x := range once {
		switch {
		case x.Code.Code == codeDueDate || x.Code.Code == codeDueDate2:
			out.due = fact(v, x)
		case x.Type == "DiagnosticReport":
			out.scans = append(out.scans, shelf.Line{Href: hrefOf(v, x), Title: titleOf(v, x), Text: join(" · ", dayOf(v, x), fact(v, x))})
		case x.Category == zib.CategoryMeasurements || x.Category == zib.CategoryLab || x.Category == zib.CategoryLifestyle:
			if f := fact(v, x); f != "" && x.Dated() {
				out.facts = append(out.facts, ui.Fact{Label: titleOf(v, x), Texts: []string{f + " (" + dayOf(v, x) + ")"}})
			}
		case x.Category != zib.CategoryVisits && x.Category != zib.CategoryCareTeam:
			rest = append(rest, x)
		}
	}
	slices.Reverse(out.facts)
	slices.Reverse(out.scans)
	out.groups = groups(v, rest, true)
	out.after = groups(v, after, false)
	for i := range out.after {
		out.after[i].ID = "na-" + out.after[i].ID
	}
	return v.Render(w, http.StatusOK, pregnancyPage(out))
}

// atBirth parts what belongs to a pregnancy at the day of the birth, where that is told: what
// was measured from then on may be about the mother or the child.
func atBirth(items []*record.Item) (during, after []*record.Item) {
	birth := int64(0)
	for _, it := range items {
		if it.Code.System == "snomed" && it.Code.Code == codeBirth && it.Dated() {
			birth = it.At / 86400
		}
	}
	for _, it := range items {
		if birth != 0 && it.Dated() && it.At/86400 >= birth {
			after = append(after, it)
		} else {
			during = append(during, it)
		}
	}
	return during, after
}

// checksMost is how many columns the table of checks has at most, besides when.
const checksMost = 7

// checks makes the table of what was measured more than once, a row for each day, and returns
// what is not in it. The weeks are those that the provider tells; nothing is reckoned from dates.
func checks(v *shelf.Visit, items []*record.Item) (columns []ui.Column, rows [][]string, rest []*record.Item) {
	days := map[string]map[int64]bool{}
	isValue := func(it *record.Item) bool {
		return it.Dated() && !it.Void() && (it.Category == zib.CategoryMeasurements || it.Category == zib.CategoryLab) && it.Type == "Observation" && len(fact(v, it)) < 40 && fact(v, it) != ""
	}
	var titles []string
	weeks := map[int64]string{}
	for _, it := range items {
		if !isValue(it) {
			continue
		}
		if it.Code.Code == codeDuration {
			if s := week(v, it); s != "" {
				weeks[it.At/86400] = s
			}
			continue
		}
		t := titleOf(v, it)
		if days[t] == nil {
			days[t] = map[int64]bool{}
			titles = append(titles, t)
		}
		days[t][it.At/86400] = true
	}
	titles = slices.DeleteFunc(titles, func(t string) bool { return len(days[t]) < 2 })
	slices.SortStableFunc(titles, func(a, b string) int { return len(days[b]) - len(days[a]) })
	titles = titles[:min(len(titles), checksMost)]
	cells := map[int64][]string{}
	var order []int64
	for _, it := range items {
		at := slices.Index(titles, titleOf(v, it))
		if !isValue(it) || at < 0 {
			if it.Code.Code != codeDuration {
				rest = append(rest, it)
			}
			continue
		}
		day := it.At / 86400
		if cells[day] == nil {
			cells[day] = make([]string, len(titles))
			order = append(order, day)
		}
		if c := &cells[day][at]; *c == "" {
			*c = fact(v, it)
		} else {
			*c += "; " + fact(v, it)
		}
	}
	slices.Sort(order)
	columns = []ui.Column{{Title: v.T("care.pregnancy.day")}}
	if len(weeks) > 0 {
		columns = append(columns, ui.Column{Title: v.T("care.pregnancy.week")})
	}
	for _, t := range titles {
		columns = append(columns, ui.Column{Title: t})
	}
	for _, day := range order {
		row := []string{ui.Day(v.Lang, shelf.WallTime(day*86400), ui.ToDay)}
		if len(weeks) > 0 {
			row = append(row, weeks[day])
		}
		rows = append(rows, append(row, cells[day]...))
	}
	return columns, rows, rest
}

// week says how long a pregnancy has lasted as people do: "20 weken", "20 weken en 3 dagen".
func week(v *shelf.Visit, it *record.Item) string {
	if it.Summary == nil || len(it.Summary.Values) != 1 || it.Summary.Values[0].Quantity == nil {
		return ""
	}
	q := it.Summary.Values[0].Quantity
	n, err := strconv.Atoi(q.Number)
	if err != nil || q.Comparator != "" || n < 0 || n > 400 {
		return fact(v, it)
	}
	switch q.UnitCode {
	case "d":
	case "wk":
		n *= 7
	default:
		return fact(v, it)
	}
	if n%7 == 0 {
		return v.T("care.pregnancy.weeks", "n", n/7)
	}
	return v.T("care.pregnancy.weeks", "n", n/7) + " " + v.T("care.pregnancy.days", "n", n%7)
}
