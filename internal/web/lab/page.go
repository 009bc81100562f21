// SPDX-License-Identifier: EUPL-1.2

package lab

import (
	"net/http"
	"net/url"
	"slices"
	"strconv"
	"strings"
	"time"

	"regie/internal/explain"
	"regie/internal/record"
	"regie/internal/text"
	"regie/internal/web/chart"
	"regie/internal/web/route"
	"regie/internal/web/shelf"
	"regie/internal/web/ui"
)

// testView is the page of one test.
type testView struct {
	kind      shelf.Kind
	title     string
	official  string // the name that the source gave it, where that is another
	summary   string
	paper     string
	diary     string // key by which the diary is linked to it
	explained *explain.Entry
	periods   []ui.Tab
	charts    []chart.Line
	notes     []string // what is good to know about the charts
	rows      []row
	page      ui.PaginationProps
	count     string
	none      bool // nothing in this period
	all       string
	missing   shelf.Missing
	since     time.Time  // what is older is not shown; zero: all is
	own       *ui.Action // leads to what the person measured of the same
}

// rowsPerPage is how many results the table shows at once: a year of weekly values.
const rowsPerPage = 52

// askPeriod is what the address holds for the period, in years.
const askPeriod = "periode"

var periods = []struct {
	ask   string
	key   string
	years int
}{{"1", "lab.period.one", 1}, {"5", "lab.period.five", 5}, {"", "lab.period.all", 0}}

func (p Pages) test(w http.ResponseWriter, v *shelf.Visit) error {
	key, ok := record.ParseKey(v.PathValue("key"))
	if !ok {
		return route.NotFound()
	}
	t := v.Dossier.Test(key)
	if t == nil {
		return route.NotFound()
	}
	out := testView{kind: shelf.KindOf(t.Category), title: upperFirst(t.Name(v.Lang)), missing: shelf.MissingOf(v), all: Href(t), diary: t.Key.String()}
	if out.title == "" {
		out.title = v.T("dossier.item.untitled")
	}
	out.official = official(v.Lang, t, out.title)
	if e, ok := explain.Find(t.Code.System, t.Code.Code, names(v.Lang, t)...); ok {
		out.explained = &e
	}
	results := out.within(v, t)
	trends := t.Trends(results)
	for i, tr := range trends {
		out.charts = append(out.charts, lineOf(v, t, tr, "verloop"+strconv.Itoa(i+1), out.title))
		if tr.Converted > 0 {
			out.notes = append(out.notes, v.T("lab.note.converted", "n", tr.Converted, "unit", tr.Unit.UnitText(v.Lang)))
		}
	}
	if err := p.beside(v, &out, t, trends); err != nil {
		return err
	}
	if len(trends) > 1 {
		out.notes = append(out.notes, v.T("lab.note.charts"))
	}
	if n := undrawn(results); n > 0 && len(trends) > 0 {
		out.notes = append(out.notes, v.T("lab.note.undrawn", "n", n))
	}
	out.summary = summary(v, t, results, trends)
	out.paper = "/afdruk/test/" + t.Key.String()
	out.none = len(results) == 0
	out.count = v.T("lab.count", "n", len(results))
	out.table(v, t, results, trends)
	return v.Render(w, http.StatusOK, testPage(out))
}

// within keeps the results of the period that was asked for, and makes the links to the others.
func (o *testView) within(v *shelf.Visit, t *record.Test) []record.Result {
	asked := v.URL.Query().Get(askPeriod)
	chosen := periods[len(periods)-1]
	for _, p := range periods {
		if p.ask == asked {
			chosen = p
		}
	}
	oldest := t.Results[0].Item
	for i := range t.Results {
		if t.Results[i].Item.Dated() {
			oldest = t.Results[i].Item
			break
		}
	}
	for _, p := range periods {
		if p.years > 0 && oldest.Dated() && !shelf.WallTime(oldest.At).Before(since(v, p.years)) {
			continue // it would show all
		}
		o.periods = append(o.periods, ui.Tab{Href: hrefOf(t, p.ask, 1), Text: v.T(p.key), Current: p.ask == chosen.ask})
	}
	if len(o.periods) < 2 {
		o.periods = nil
	}
	if chosen.years == 0 {
		return t.Results
	}
	o.since = since(v, chosen.years)
	from := shelf.WallOf(o.since)
	at := slices.IndexFunc(t.Results, func(r record.Result) bool { return r.Item.Dated() && r.Item.At >= from })
	if at < 0 {
		return nil
	}
	return t.Results[at:]
}

func since(v *shelf.Visit, years int) time.Time {
	return shelf.WallTime(shelf.WallOf(v.Now)).AddDate(-years, 0, 0)
}

func hrefOf(t *record.Test, period string, page int) string {
	q := url.Values{}
	if period != "" {
		q.Set(askPeriod, period)
	}
	if page > 1 {
		q.Set(shelf.AskPage, strconv.Itoa(page))
	}
	if len(q) == 0 {
		return Href(t)
	}
	return Href(t) + "?" + q.Encode()
}

// official is the name of the newest result as its source gave it, where it says it otherwise.
func official(l text.Lang, t *record.Test, title string) string {
	for i := len(t.Results) - 1; i >= 0; i-- {
		if it := t.Results[i].Item; it.Code.Text != "" && t.Results[i].Lower == nil {
			if s := strings.TrimSpace(it.Code.Text); !strings.EqualFold(s, title) && !strings.EqualFold(s, it.Title.In(l)) {
				return s
			}
			return ""
		}
	}
	return ""
}

// names are what the test is called, to find its explanation by.
func names(l text.Lang, t *record.Test) []string {
	out := []string{t.Name(l)}
	if r := t.Newest(); r != nil && r.Lower == nil {
		out = append(out, r.Item.Title.In(l), r.Item.Code.Text)
	}
	return out
}

func undrawn(results []record.Result) int {
	n := 0
	for i := range results {
		if r := &results[i]; !r.Drawn() && r.Counts() && r.Remark != record.RemarkWords {
			n++
		}
	}
	return n
}

// summary says in words what the newest result was and what the source said about it, and then
// what the chart shows. It does not judge.
func summary(v *shelf.Visit, t *record.Test, results []record.Result, trends []record.Trend) string {
	var newest *record.Result
	for i := len(results) - 1; i >= 0 && newest == nil; i-- {
		if r := &results[i]; r.Counts() && r.Item.Dated() {
			newest = r
		}
	}
	if newest == nil {
		return ""
	}
	value := ""
	if val := valueOf(v.Lang, newest); val != nil {
		value = strings.TrimSpace(val.Sign + " " + val.Number)
		if val.Unit == "%" {
			value += "%"
		} else if val.Unit != "" {
			value += "\u00a0" + val.Unit
		}
	} else if value = lowerFirst(words(v.Lang, newest)); value == "" {
		return ""
	}
	out := v.T("lab.summary.last", "value", value, "date", moment(v.Lang, newest.Item))
	if about := about(v, newest); about != "" {
		out += ", " + about
	}
	out += "."
	if s := remark(v.Lang, newest); s != "" {
		out += " " + s
	}
	if len(trends) > 0 && len(trends[0].Points) > 1 && !t.Pair {
		lo, hi := trends[0].Points[0], trends[0].Points[0]
		for _, p := range trends[0].Points {
			if p.Value < lo.Value {
				lo = p
			}
			if p.Value > hi.Value {
				hi = p
			}
		}
		out += " " + v.T("chart.summary.range", "low", strings.TrimSpace(shelf.Sign(lo.Quantity.Comparator)+" "+shelf.Literal(v.Lang, lo.Quantity.Number)),
			"high", amount(v.Lang, hi.Quantity))
	}
	return out
}

// about is what the source said of a result, or that the number lies between the ends that the
// source gave. Where it lies outside and the source said nothing, only the ends are given.
func about(v *shelf.Visit, r *record.Result) string {
	if flag, _ := said(v.Lang, r); flag != "" {
		return lowerFirst(flag)
	}
	q := r.Quantity
	if q == nil || r.Second != nil || q.Low == "" && q.High == "" {
		return ""
	}
	value, low, high := number(q.Number), number(q.Low), number(q.High)
	inside := q.Comparator == "" && value == value && (q.Low == "" || value >= low) && (q.High == "" || value <= high)
	if inside {
		return v.T("lab.summary.inside." + whose(r))
	}
	return v.T("lab.summary.range."+whose(r), "range", shelf.Between(v.Lang, q.Low, q.High))
}

func whose(r *record.Result) string {
	if shelf.KindOf(r.Item.Category).Slug == "laboratorium" {
		return "lab"
	}
	return "provider"
}
