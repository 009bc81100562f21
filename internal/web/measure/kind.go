// SPDX-License-Identifier: EUPL-1.2

package measure

import (
	"fmt"
	"net/http"
	"net/url"
	"slices"
	"strconv"
	"strings"
	"time"

	samples "regie/internal/measure"
	"regie/internal/web/chart"
	"regie/internal/web/route"
	"regie/internal/web/shelf"
	"regie/internal/web/ui"
)

// period is how much time a page shows.
type period struct {
	ask, key string
	from     func(end samples.Day) samples.Day
}

var periods = []period{
	{"dag", "samples.period.day", func(d samples.Day) samples.Day { return d }},
	{"week", "samples.period.week", func(d samples.Day) samples.Day { return d - 6 }},
	{"maand", "samples.period.month", func(d samples.Day) samples.Day { return d - 30 }},
	{"jaar", "samples.period.year", func(d samples.Day) samples.Day { return d - 364 }},
	{"alles", "samples.period.all", nil},
}

const (
	askPeriod = "periode"
	askEnd    = "tot"
	askBeside = "naast"
	askPage   = shelf.AskPage
)

// rowsPerPage is how many days the table shows at once.
const rowsPerPage = 31

// kindView is the page of one kind.
type kindView struct {
	title, lead, group string
	diary              string // key by which the diary is linked to it
	icon               string
	tint               ui.Tint
	tabs               []ui.Tab
	before, after      string // addresses of the time before and after; "" where nothing is
	span               string // "1 tot en met 31 maart 2026"
	chart              *chart.Line
	providers          []providerRow
	rows               []dayRow
	pair, sums         bool
	page               ui.PaginationProps
	add, list, target  string
	band               string // own target in words
	nights             []nightView
	test               string // page of the provider's test of the same
	compare            compareView
}

type fact struct{ label, text string }

// dayRow is a day in the table.
type dayRow struct {
	href, date, value, spread string
	n                         int
}

// providerRow is a provider's value.
type providerRow struct{ href, date, value, who string }

// view is what a kind's page is asked for.
type view struct {
	kind     samples.Kind
	form     samples.Form
	key      string
	period   period
	from, to samples.Day
	all      []samples.DaySum
	shown    []samples.DaySum
	beside   string   // key of the kind to compare with
	below    []string // sorts of marks; nil is all
	today    samples.Day
}

func (x view) href(period string, to samples.Day, page int) string {
	q := url.Values{askPeriod: {period}}
	if to < x.today && period != "alles" {
		q.Set(askEnd, timeOf(to).Format(time.DateOnly))
	}
	if page > 1 {
		q.Set(askPage, strconv.Itoa(page))
	}
	if x.beside != "" {
		q.Set(askBeside, x.beside)
	}
	if x.below != nil {
		q[askBelow] = x.below
	}
	return ownHref + "/" + x.key + "?" + q.Encode()
}

// Kind shows one kind over time, beside what providers measured.
func (p Pages) Kind() route.Handler {
	if p.Keeper == nil {
		return func(w http.ResponseWriter, r *route.Request) error { return p.kind(w, &shelf.Visit{Request: r}) }
	}
	return shelf.Open(p.Keeper, p.kind)
}

func (p Pages) kind(w http.ResponseWriter, v *shelf.Visit) error {
	k, keys, err := p.kindOf(v.Request)
	if err != nil {
		return err
	}
	x := view{kind: k, form: samples.FormOf(k), key: v.PathValue("key"), today: dayOf(v.Now)}
	if x.all, err = p.Books.Sums(v.Context(), v.Session.Vault, k); err != nil {
		return fmt.Errorf("showing a measurement: %w", err)
	}
	x.choose(v)
	x.below = chosenBelow(v.URL.Query())
	other := x.other(v, keys)
	theirs := theirsOf(v, x)
	out := kindView{
		title: k.Name(v.Lang), diary: x.key, group: x.form.Group.Name(v.Lang), sums: x.form.Shape != samples.Moment, pair: k == pressure,
		add: addHref + "/" + x.key, list: ownHref + "/" + x.key + "/lijst?dag=" + timeOf(x.to).Format(time.DateOnly), target: ownHref + "/" + x.key + "/doel",
	}
	out.icon, out.tint = look(x.form.Group)
	target, err := p.Books.Target(v.Context(), v.Session.Vault, k)
	if err != nil {
		return fmt.Errorf("showing a measurement: %w", err)
	}
	out.band = targetText(v.Request, x.form, target)
	for _, t := range periods {
		out.tabs = append(out.tabs, ui.Tab{Href: x.href(t.ask, x.to, 1), Text: v.T(t.key), Current: t.ask == x.period.ask})
	}
	out.steps(v, x)
	if x.period.ask == "dag" {
		err = p.oneDay(v, x, &out, theirs, target)
	} else {
		out.chart = x.line(v, theirs, target)
	}
	if err != nil {
		return err
	}
	if out.compare, err = p.compare(v, x, keys, other); err != nil {
		return err
	}
	if err := p.mark(v, x, &out); err != nil {
		return err
	}
	out.lead = lead(v.Request, x)
	out.table(v, x)
	for _, t := range theirs {
		out.providers = append(out.providers, t.row(v, x))
	}
	out.test = testOf(theirs, v.Dossier)
	slices.Reverse(out.providers)
	out.providers = out.providers[:min(len(out.providers), rowsPerPage)]
	return v.Render(w, http.StatusOK, kindPage(out))
}

// mark puts what else happened below the chart; below the last of two.
func (p Pages) mark(v *shelf.Visit, x view, out *kindView) error {
	if out.chart == nil {
		return nil
	}
	all, err := p.Happened(v, timeOf(x.from), timeOf(x.to+1))
	if err != nil {
		return err
	}
	all = keepBelow(all, x.below)
	out.chart.Marks = all
	if c := out.compare.chart; c != nil {
		out.chart.Above, c.Marks = true, all
	}
	return nil
}

// choose finds which days are asked for.
func (x *view) choose(v *shelf.Visit) {
	q := v.URL.Query()
	x.period = periods[2]
	asked := slices.IndexFunc(periods, func(p period) bool { return p.ask == q.Get(askPeriod) })
	if asked >= 0 {
		x.period = periods[asked]
	}
	x.to = x.today
	if t, err := time.Parse(time.DateOnly, q.Get(askEnd)); err == nil && dayOf(t) < x.today && t.Year() > 1900 {
		x.to = dayOf(t)
	}
	if asked < 0 && len(x.all) > 0 { // as short a time as has something to see
		last := x.all[len(x.all)-1].Day
		for _, p := range periods[2:] {
			if x.period = p; p.from == nil || last >= p.from(x.to) {
				break
			}
		}
	}
	if x.period.from != nil {
		x.from = x.period.from(x.to)
	} else {
		x.from = x.to - 30
		if len(x.all) > 0 {
			x.from = min(x.all[0].Day, x.from)
			x.to = max(x.to, x.all[len(x.all)-1].Day)
		}
	}
	x.within()
}

// within keeps the days that are shown.
func (x *view) within() {
	at := func(d samples.Day) int {
		i, _ := slices.BinarySearchFunc(x.all, d, func(s samples.DaySum, d samples.Day) int { return int(s.Day - d) })
		return i
	}
	x.shown = x.all[at(x.from):at(x.to+1)]
}

// steps leads to the time before and after.
func (o *kindView) steps(v *shelf.Visit, x view) {
	o.span = dayText(v.Request, x.to)
	if x.from != x.to {
		o.span = v.T("samples.span", "from", dayText(v.Request, x.from), "till", o.span)
	}
	if x.period.from == nil {
		return
	}
	long := x.to - x.from + 1
	if len(x.all) > 0 && x.all[0].Day < x.from {
		o.before = x.href(x.period.ask, x.to-long, 1)
	}
	if x.to < x.today {
		o.after = x.href(x.period.ask, min(x.to+long, x.today), 1)
	}
}

// lead says what was measured last, and what the days that are shown come to. It does not judge.
func lead(r *route.Request, x view) string {
	if len(x.all) == 0 {
		return r.T("samples.kind.none")
	}
	last := x.all[len(x.all)-1]
	main, second := mainOf(x.form, last)
	key := "samples.kind.last"
	if x.form.Shape == samples.Moment && last.N > 1 {
		key = "samples.kind.lastmean"
	}
	out := r.T(key, "value", said(r.Lang, x.form, main, second), "date", dayText(r, last.Day))
	if len(x.shown) > 1 {
		m, s := meanOf(x.form, x.shown)
		out += " " + r.T("samples.kind.mean", "value", said(r.Lang, x.form, m, s), "n", len(x.shown))
	}
	return strings.ReplaceAll(out, " / ", "\u00a0/\u00a0") // a pair stays on one line
}

// meanOf is the mean of the days: of all values (Moment), or of the totals.
func meanOf(f samples.Form, days []samples.DaySum) (v, second int64) {
	n := 0
	for _, d := range days {
		v, second = v+d.Value, second+d.Second
		if f.Shape == samples.Moment {
			n += d.N
		} else {
			n++
		}
	}
	if n == 0 {
		return 0, 0
	}
	return v / int64(n), second / int64(n)
}

// table makes the rows of the page that is asked for, newest first.
func (o *kindView) table(v *shelf.Visit, x view) {
	pages := max(1, (len(x.shown)+rowsPerPage-1)/rowsPerPage)
	page := min(max(shelf.Number(v.URL.Query().Get(askPage), 1), 1), pages)
	o.page = ui.PaginationProps{Page: page, Pages: pages}
	if page > 1 {
		o.page.Prev = x.href(x.period.ask, x.to, page-1)
	}
	if page < pages {
		o.page.Next = x.href(x.period.ask, x.to, page+1)
	}
	for i := range min(rowsPerPage, len(x.shown)-(page-1)*rowsPerPage) {
		d := x.shown[len(x.shown)-1-(page-1)*rowsPerPage-i]
		main, second := mainOf(x.form, d)
		row := dayRow{
			href: ownHref + "/" + x.key + "/lijst?dag=" + timeOf(d.Day).Format(time.DateOnly), date: ui.ShortDay(v.Lang, timeOf(d.Day)),
			value: said(v.Lang, x.form, main, second), n: d.N,
		}
		if x.form.Shape == samples.Moment && d.N > 1 {
			row.spread = v.T("samples.from.to", "low", number(v.Lang, x.form, d.Min), "high", number(v.Lang, x.form, d.Max))
			if x.kind == pressure {
				row.spread += " / " + v.T("samples.from.to", "low", number(v.Lang, x.form, d.Min2), "high", number(v.Lang, x.form, d.Max2))
			}
		}
		o.rows = append(o.rows, row)
	}
}
