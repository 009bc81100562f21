// SPDX-License-Identifier: EUPL-1.2

package dossier

import (
	"context"
	"fmt"
	"net/http"
	"regie/internal/web/shelf"
	"strconv"
	"strings"
	"time"

	"github.com/a-h/templ"

	"regie/internal/collect"
	"regie/internal/record"
	"regie/internal/text"
	"regie/internal/web/chart"
	"regie/internal/web/medicines"
	"regie/internal/web/ui"
	"regie/internal/zib"
)

// How much the overview shows of each thing; behind it is a page with all.
const (
	overviewComing    = 3
	overviewMedicines = 8
	overviewTiles     = 6
	overviewAlerts    = 4
	overviewNews      = 4
)

// overview is what the first page shows, from the top.
type overview struct {
	empty     bool // nothing was ever collected
	first     bool // everything is new: the first time
	news      []ui.Entry
	needs     []need
	reminded  []ui.ItemProps
	coming    []ui.ItemProps
	prepare   *ui.Action // the first of what is to come
	warnings  []ui.ItemProps
	medicines []shelf.Line
	more      int // medicines that are not shown
	tiles     []ui.TileProps
	measured  []ui.TileProps // by the person
	latest    []ui.Entry
	providers []ui.Entry
	missing   shelf.Missing
}

// need is something that waits for the person.
type need struct {
	title, text string
	action      ui.Action
}

func (p Pages) overview(w http.ResponseWriter, v *shelf.Visit) error {
	connections, err := p.connections(v)
	if err != nil {
		return err
	}
	d := v.Dossier
	if v.Seen, err = p.Keeper.Visit(v.Context(), v.Session.Vault, v.Session.ID, d); err != nil {
		return fmt.Errorf("showing what is new: %w", err)
	}
	o := overview{
		empty: len(d.Providers()) == 0 && len(connections) == 0 && len(d.AddedFiles()) == 0, missing: shelf.MissingOf(v),
		needs: needs(v, connections), providers: p.providers(v, connections),
	}
	news := d.News(v.Seen)
	total := 0
	for _, n := range news {
		if len(o.news) < overviewNews {
			o.news = append(o.news, newsEntry(v, n))
		}
		total += n.New
	}
	o.first = total > 0 && total == d.Len()
	if p.Coming != nil {
		o.coming, o.prepare, err = p.Coming(v, overviewComing)
	} else {
		o.coming = shelf.Cards(v, d.Upcoming(v.Now, overviewComing), false)
	}
	if err != nil {
		return fmt.Errorf("showing what is to come: %w", err)
	}
	if p.Reminded != nil {
		if o.reminded, err = p.Reminded(v); err != nil {
			return fmt.Errorf("showing reminders: %w", err)
		}
	}
	warnings, _ := d.Current(zib.CategoryAlerts, v.Now)
	o.warnings = shelf.Cards(v, warnings[:min(len(warnings), overviewAlerts)], false)
	o.medicines, o.more = medicines.Now(v, overviewMedicines)
	for _, l := range d.LastMeasured(overviewTiles) {
		o.tiles = append(o.tiles, tile(v, l))
	}
	o.latest = latest(v)
	if p.Measured != nil {
		if o.measured, err = p.Measured(v); err != nil {
			return fmt.Errorf("showing what was measured: %w", err)
		}
	}
	return v.Render(w, http.StatusOK, overviewPage(o))
}

func (p Pages) connections(v *shelf.Visit) ([]*collect.Connection, error) {
	if p.Connections == nil {
		return nil, nil
	}
	return p.Connections.Connections(v.Context(), v.Session.Vault)
}

// newsEntry leads to what came in from one provider.
func newsEntry(v *shelf.Visit, n record.News) ui.Entry {
	var said []string
	if n.New > 0 {
		said = append(said, v.T("dossier.news.new", "n", n.New))
	}
	if n.Changed > 0 {
		said = append(said, v.T("dossier.news.changed", "n", n.Changed))
	}
	if n.Gone > 0 {
		said = append(said, v.T("find.news.gone", "n", n.Gone))
	}
	text := strings.Join(said, ", ") + "."
	if len(n.Latest) > 0 {
		text += " " + v.T("dossier.news.such", "titles", shelf.Titles(v, n.Latest))
	}
	return ui.Entry{
		Href: "/nieuw#bij-" + n.Provider.Key.String(), Icon: "bell", Tint: ui.Orange, Title: shelf.NameOf(v, n.Provider), Text: text,
	}
}

func needs(v *shelf.Visit, connections []*collect.Connection) []need {
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
func tile(v *shelf.Visit, l record.Last) ui.TileProps {
	it := l.Item
	out := ui.TileProps{Href: shelf.ItemHref(it), Spark: spark(v.Dossier, it)}
	care, err := it.Care()
	if err != nil {
		return out
	}
	view := care.View(v.Lang)
	out.Title, out.Date = shelf.TitleOf(v, view), shelf.WhenOf(v, it, view, false)
	if view.Summary < 0 {
		return out
	}
	f := view.Facts[view.Summary]
	switch val := shelf.ValueOf(v, it, f); {
	case val != nil && l.Lower != nil && l.Lower.Summary != nil:
		out.Title = v.T("zib.block.BloodPressure")
		out.Value = ui.ValueProps{Number: val.Number + " / " + shelf.Literal(v.Lang, lowerOf(l.Lower)), Unit: val.Unit}
	case val != nil:
		val.Range, val.Whose = "", "" // the page of the item has them
		out.Value = *val
	default:
		if val = shelf.PressureOf(it, f); val == nil {
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
		out = append(out, chart.Point{At: shelf.WallTime(p.At), Value: p.Value})
	}
	return chart.Sparkline(out)
}

// latest lists the shelf.Kinds of data that are there, with the newest of each.
func latest(v *shelf.Visit) []ui.Entry {
	var out []ui.Entry
	for _, k := range shelf.Kinds {
		n := v.Dossier.Count(k.Category)
		if n == 0 {
			continue
		}
		e := ui.Entry{Href: k.Href(), Icon: k.Icon, Tint: k.Tint, Title: k.Title(v.Lang), Count: n}
		if it := v.Dossier.LatestOf(k.Category, v.Now); it != nil {
			if care, err := it.Care(); err == nil {
				view := care.View(v.Lang)
				e.Text = shelf.TitleOf(v, view) + ", " + ui.Day(v.Lang, shelf.WallTime(it.At), dayOnly(shelf.Precision(startOf(it))))
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
func (p Pages) providers(v *shelf.Visit, connections []*collect.Connection) []ui.Entry {
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
	for _, r := range v.Dossier.Providers() {
		if known[r.Name] {
			continue
		}
		e := ui.Entry{
			Href: "/tijdlijn" + shelf.Query(record.Filter{Provider: r.Key}, 1), Icon: "building-hospital", Tint: ui.Teal,
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
func collected(v *shelf.Visit, t time.Time) string {
	if t.IsZero() {
		return v.T("dossier.provider.never")
	}
	return v.T("dossier.provider.last", "when", lowerFirst(shelf.AgoDay(v, t)))
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
