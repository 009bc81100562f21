// SPDX-License-Identifier: EUPL-1.2

package dossier

import (
	"context"
	"fmt"
	"net/http"
	"strconv"
	"strings"
	"time"

	"github.com/a-h/templ"

	"regie/internal/collect"
	"regie/internal/record"
	"regie/internal/text"
	"regie/internal/web/chart"
	"regie/internal/web/ui"
	"regie/internal/zib"
)

// How much the overview shows of each thing; behind it is a page with all.
const (
	overviewComing    = 3
	overviewMedicines = 8
	overviewTiles     = 6
	overviewAlerts    = 4
)

// overview is what the first page shows, from the top.
type overview struct {
	empty     bool // nothing was ever collected
	first     bool // everything is new: the first time
	news      []ui.Entry
	needs     []need
	coming    []ui.ItemProps
	warnings  []ui.ItemProps
	medicines []line
	more      int // medicines that are not shown
	tiles     []ui.TileProps
	latest    []ui.Entry
	providers []ui.Entry
	missing   missing
}

// need is something that waits for the person.
type need struct {
	title, text string
	action      ui.Action
}

func (p Pages) overview(w http.ResponseWriter, v *visit) error {
	connections, err := p.connections(v)
	if err != nil {
		return err
	}
	d := v.dossier
	if v.seen, err = p.Keeper.Visit(v.Context(), v.Session.Vault, v.Session.ID, d); err != nil {
		return fmt.Errorf("showing what is new: %w", err)
	}
	o := overview{
		empty: len(d.Providers()) == 0 && len(connections) == 0, missing: missingOf(v),
		needs: needs(v, connections), providers: p.providers(v, connections),
	}
	news := d.News(v.seen)
	total := 0
	for _, n := range news {
		o.news = append(o.news, newsEntry(v, n))
		total += n.New
	}
	o.first = total > 0 && total == d.Len()
	o.coming = cards(v, d.Upcoming(v.Now, overviewComing), false)
	warnings, _ := d.Current(zib.CategoryAlerts, v.Now)
	o.warnings = cards(v, warnings[:min(len(warnings), overviewAlerts)], false)
	medicines, _ := d.Current(zib.CategoryMedication, v.Now)
	o.more = max(0, len(medicines)-overviewMedicines)
	for _, it := range medicines[:min(len(medicines), overviewMedicines)] {
		o.medicines = append(o.medicines, shortLine(v, it))
	}
	for _, l := range d.LastMeasured(overviewTiles) {
		o.tiles = append(o.tiles, tile(v, l))
	}
	o.latest = latest(v)
	return v.Render(w, http.StatusOK, overviewPage(o))
}

func (p Pages) connections(v *visit) ([]*collect.Connection, error) {
	if p.Connections == nil {
		return nil, nil
	}
	return p.Connections.Connections(v.Context(), v.Session.Vault)
}

// newsEntry leads to what came in from one provider.
func newsEntry(v *visit, n record.News) ui.Entry {
	var said []string
	if n.New > 0 {
		said = append(said, v.T("dossier.news.new", "n", n.New))
	}
	if n.Changed > 0 {
		said = append(said, v.T("dossier.news.changed", "n", n.Changed))
	}
	return ui.Entry{
		Href: "/tijdlijn" + query(record.Filter{Provider: n.Provider.Key, New: v.seen}, 1),
		Icon: "bell", Tint: ui.Orange, Title: n.Provider.Title,
		Text: strings.Join(said, ", ") + ". " + v.T("dossier.news.such", "titles", titles(v, n.Latest)),
	}
}

// line is an item in one or two lines, for a list that is read at a glance.
type line struct {
	href, title, text string
	chips             []ui.Chip
}

func shortLine(v *visit, it *record.Item) line {
	c := card(v, it, false)
	return line{href: c.Href, title: c.Title, text: c.Fact, chips: c.Chips}
}

// needs lists what waits for the person: what could not be collected, and consent that ended.
func needs(v *visit, connections []*collect.Connection) []need {
	var out []need
	for _, c := range connections {
		if !c.Stopped.IsZero() {
			continue
		}
		action := ui.Action{Href: "/zorgverleners/" + c.ID.String(), Text: v.T("dossier.need.look"), Icon: "arrow-right"}
		switch s := c.State(); {
		case !c.Lapsed.IsZero():
			out = append(out, need{v.T("dossier.need.lapsed.title", "name", c.Name), v.T("dossier.need.lapsed.text"), action})
		case s == collect.Failed:
			out = append(out, need{v.T("dossier.need.failed.title", "name", c.Name), v.T("dossier.need.failed.text"), action})
		case s == collect.Partly:
			out = append(out, need{v.T("dossier.need.partly.title", "name", c.Name), v.T("dossier.need.partly.text"), action})
		}
	}
	return out
}

// tile is a last measurement with how it went.
func tile(v *visit, l record.Last) ui.TileProps {
	it := l.Item
	out := ui.TileProps{Href: itemHref(it), Spark: spark(v.dossier, it)}
	care, err := it.Care()
	if err != nil {
		return out
	}
	view := care.View(v.Lang)
	out.Title, out.Date = titleOf(v, view), when(v, it, view, false)
	if view.Summary < 0 {
		return out
	}
	f := view.Facts[view.Summary]
	switch val := value(v, it, f); {
	case val != nil && l.Lower != nil && l.Lower.Summary != nil:
		out.Title = v.T("zib.block.BloodPressure")
		out.Value = ui.ValueProps{Number: val.Number + " / " + literal(v.Lang, lowerOf(l.Lower)), Unit: val.Unit}
	case val != nil:
		val.Range, val.Whose = "", "" // the page of the item has them
		out.Value = *val
	default:
		if val = pressure(it, f); val == nil {
			val = &ui.ValueProps{Number: f.Text}
		}
		out.Value = *val
	}
	return out
}

func lowerOf(it *record.Item) string {
	for _, f := range it.Summary.Values {
		if f.Quantity != nil {
			return f.Quantity.Number
		}
	}
	return ""
}

// sparkMost is how many values a small line shows.
const sparkMost = 24

func spark(d *record.Dossier, it *record.Item) templ.Component {
	all := d.Series(it)
	if len(all) == 0 {
		return nil
	}
	points := all[0].Points
	if len(points) > sparkMost {
		points = points[len(points)-sparkMost:]
	}
	var out []chart.Point
	for _, p := range points {
		out = append(out, chart.Point{At: wallTime(p.At), Value: p.Value})
	}
	return chart.Sparkline(out)
}

// latest lists the kinds of data that are there, with the newest of each.
func latest(v *visit) []ui.Entry {
	var out []ui.Entry
	for _, k := range kinds {
		n := v.dossier.Count(k.category)
		if n == 0 {
			continue
		}
		e := ui.Entry{Href: k.href(), Icon: k.icon, Tint: k.tint, Title: k.title(v.Lang), Count: n}
		if it := v.dossier.LatestOf(k.category, v.Now); it != nil {
			if care, err := it.Care(); err == nil {
				view := care.View(v.Lang)
				e.Text = titleOf(v, view) + ", " + ui.Day(v.Lang, wallTime(it.At), dayOnly(precision(startOf(it))))
			}
		}
		out = append(out, e)
	}
	return out
}

func startOf(it *record.Item) string {
	if it.When.Start != "" {
		return it.When.Start
	}
	return it.When.End
}

func dayOnly(p ui.Precision) ui.Precision {
	if p == ui.ToMinute {
		return ui.ToDay
	}
	return p
}

// providers lists from whom data came, when, and whether that was all.
func (p Pages) providers(v *visit, connections []*collect.Connection) []ui.Entry {
	var out []ui.Entry
	known := map[string]bool{}
	for _, c := range connections {
		known[c.Provider] = true
		e := ui.Entry{
			Href: "/zorgverleners/" + c.ID.String(), Icon: "building-hospital", Tint: ui.Teal, Title: c.Name,
			Text: collected(v, c.Collected()),
		}
		switch s := c.State(); {
		case !c.Stopped.IsZero():
			e.Chips = []ui.Chip{{Kind: ui.ChipPlain, Text: v.T("dossier.provider.stopped")}}
		case s == collect.Done:
			e.Chips = []ui.Chip{{Kind: ui.ChipGood, Text: v.T("dossier.provider.whole")}}
		case s == collect.Partly:
			e.Chips = []ui.Chip{{Kind: ui.ChipWarn, Text: v.T("dossier.provider.partly")}}
		case s == collect.Failed:
			e.Chips = []ui.Chip{{Kind: ui.ChipWarn, Text: v.T("dossier.provider.failed")}}
		}
		out = append(out, e)
	}
	for _, r := range v.dossier.Providers() {
		if known[r.Name] {
			continue
		}
		e := ui.Entry{
			Href: "/tijdlijn" + query(record.Filter{Provider: r.Key}, 1), Icon: "building-hospital", Tint: ui.Teal,
			Title: r.Title, Text: collected(v, r.Last()),
		}
		if r.Whole() {
			e.Chips = []ui.Chip{{Kind: ui.ChipGood, Text: v.T("dossier.provider.whole")}}
		} else {
			e.Chips = []ui.Chip{{Kind: ui.ChipWarn, Text: v.T("dossier.provider.partly")}}
		}
		out = append(out, e)
	}
	return out
}

// collected says when something last came.
func collected(v *visit, t time.Time) string {
	if t.IsZero() {
		return v.T("dossier.provider.never")
	}
	return v.T("dossier.provider.last", "when", lowerFirst(agoDay(v, t)))
}

func lowerFirst(s string) string {
	if s == "" {
		return s
	}
	return strings.ToLower(s[:1]) + s[1:]
}

// greeting says which day it is.
func greeting(ctx context.Context) string {
	v := ui.From(ctx)
	if v.Now.IsZero() {
		return ""
	}
	return upperFirst(v.Lang.T("dossier.overview.today", "weekday", ui.Weekday(v.Lang, v.Now), "day", ui.Day(v.Lang, v.Now, ui.ToDay)))
}

// countText is a number of things in words, for a link to the rest.
func countText(l text.Lang, key string, n int) string { return l.T(key, "n", strconv.Itoa(n)) }
