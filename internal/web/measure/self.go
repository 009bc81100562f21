// SPDX-License-Identifier: EUPL-1.2

package measure

import (
	"fmt"
	"net/http"
	"slices"

	"github.com/a-h/templ"

	samples "regie/internal/measure"
	"regie/internal/web/chart"
	"regie/internal/web/route"
	"regie/internal/web/shelf"
	"regie/internal/web/ui"
)

// row is a kind with its last value.
type row struct {
	href, title, date string
	value             ui.ValueProps
	spark             templ.Component
}

type group struct {
	id, title string
	rows      []row
}

type selfView struct {
	groups          []group
	events, sources int
	last            string
}

// Self shows all that somebody measures, with the last value of each.
func (p Pages) Self(w http.ResponseWriter, r *route.Request) error {
	o, err := p.Books.Overview(r.Context(), r.Session.Vault)
	if err != nil {
		return fmt.Errorf("showing own measurements: %w", err)
	}
	keys, err := p.Books.Keys(r.Context(), r.Session.Vault)
	if err != nil {
		return fmt.Errorf("showing own measurements: %w", err)
	}
	v := selfView{events: o.Events, sources: len(o.Sources)}
	newest := samples.Day(-1 << 30)
	for _, k := range o.Kinds {
		i := slices.IndexFunc(v.groups, func(g group) bool { return g.title == k.Group.Name(r.Lang) })
		if i < 0 {
			i = len(v.groups)
			v.groups = append(v.groups, group{id: fmt.Sprintf("groep-%d", k.Group), title: k.Group.Name(r.Lang)})
		}
		v.groups[i].rows = append(v.groups[i].rows, rowOf(r, keys, k))
		newest = max(newest, k.Last.Day)
	}
	slices.SortStableFunc(v.groups, func(a, b group) int { return groupRank(o, r, a) - groupRank(o, r, b) })
	if len(o.Kinds) > 0 {
		v.last = r.T("samples.self.last", "date", dayText(r, newest))
	}
	return r.Render(w, http.StatusOK, selfPage(v))
}

// groupRank is the place of a group in the order in which people meet them.
func groupRank(o *samples.Overview, r *route.Request, g group) int {
	for _, k := range o.Kinds {
		if k.Group.Name(r.Lang) == g.title {
			return int(k.Group)
		}
	}
	return int(samples.GroupOther)
}

func rowOf(r *route.Request, keys samples.Keys, k samples.KindOverview) row {
	main, second := mainOf(k.Form, k.Last)
	if k.Shape == samples.Moment && k.Last.N == 1 {
		main = k.Last.Last
	}
	return row{
		href: ownHref + "/" + keys.Of(k.Kind), title: k.Kind.Name(r.Lang), value: value(r.Lang, k.Form, main, second),
		date: ui.Day(r.Lang, timeOf(k.Last.Day), ui.ToDay), spark: sparkOf(k),
	}
}

func sparkOf(k samples.KindOverview) templ.Component {
	var out []chart.Point
	for _, d := range k.Recent {
		v, _ := mainOf(k.Form, d)
		out = append(out, chart.Point{At: timeOf(d.Day), Value: float64(v) / samples.Scale})
	}
	return chart.Sparkline(out)
}

// mostTiles is how many kinds the overview of everything shows.
const mostTiles = 6

// Tiles are the kinds that were measured last, for the first page.
func (p Pages) Tiles(v *shelf.Visit) ([]ui.TileProps, error) {
	o, err := p.Books.Overview(v.Context(), v.Session.Vault)
	if err != nil || len(o.Kinds) == 0 {
		return nil, err
	}
	keys, err := p.Books.Keys(v.Context(), v.Session.Vault)
	if err != nil {
		return nil, err
	}
	slices.SortStableFunc(o.Kinds, func(a, b samples.KindOverview) int { return tileRank(b) - tileRank(a) })
	var out []ui.TileProps
	for _, k := range o.Kinds[:min(len(o.Kinds), mostTiles)] {
		x := rowOf(v.Request, keys, k)
		out = append(out, ui.TileProps{Href: x.href, Title: x.title, Value: x.value, Date: x.date, Spark: x.spark})
	}
	return out, nil
}

// tileRank puts what was measured lately first, and of the same week what most people measure.
func tileRank(k samples.KindOverview) int {
	n := int(k.Last.Day) / 7 * 100
	if i := slices.Index(tiles, k.Kind); i >= 0 {
		n += 50 - i
	}
	return n
}

// mine finds the typed measurement that the address names.
func (p Pages) mine(r *route.Request) (samples.Typed, samples.Keys, error) {
	k, keys, err := p.kindOf(r)
	if err != nil {
		return samples.Typed{}, keys, err
	}
	start, err := startOf(r)
	if err != nil {
		return samples.Typed{}, keys, err
	}
	t, err := p.Books.Typed(r.Context(), r.Session.Vault, k, start)
	return t, keys, missing(err)
}

func valueHref(keys samples.Keys, t samples.Typed) string {
	return ownHref + "/" + keys.Of(t.Kind) + "/waarde/" + startText(t.Start)
}

// Edit shows the form with what was typed before.
func (p Pages) Edit(w http.ResponseWriter, r *route.Request) error {
	t, keys, err := p.mine(r)
	if err != nil {
		return err
	}
	f := formOf(r, t)
	f.action = valueHref(keys, t)
	f.drop = f.action + "/weg"
	return r.Render(w, http.StatusOK, formPage(f))
}

// Change keeps what was changed.
func (p Pages) Change(w http.ResponseWriter, r *route.Request) error {
	t, keys, err := p.mine(r)
	if err != nil {
		return err
	}
	f, err := readForm(r, samples.FormOf(t.Kind))
	if err != nil {
		return err
	}
	f.action, f.edit = valueHref(keys, t), true
	f.drop = f.action + "/weg"
	if len(f.problems) > 0 || f.doubt != "" {
		return r.Render(w, http.StatusUnprocessableEntity, formPage(f))
	}
	to := f.out[0]
	to.Mark |= t.Mark & (samples.MarkProtocol | samples.MarkEvening)
	if before := formOf(r, t); before.day == f.day && before.clock == f.clock && before.zone == f.zone && t.Start == t.End {
		to.Start, to.End, to.Zone = t.Start, t.End, t.Zone // the seconds stay
	}
	kept, err := p.Books.Change(r.Context(), r.Session.Vault, t.Kind, t.Start, to)
	if err != nil {
		return missing(err)
	}
	return r.Redirect(w, "/metingen/bewaard/"+keys.Of(kept.Kind)+"/"+startText(kept.Start))
}

// Delete takes a typed measurement out, and leads to where that can be undone.
func (p Pages) Delete(w http.ResponseWriter, r *route.Request) error {
	t, _, err := p.mine(r)
	if err != nil {
		return err
	}
	was, err := p.Books.Delete(r.Context(), r.Session.Vault, t.Kind, t.Start)
	if err != nil {
		return missing(err)
	}
	token, err := sealTyped(r.Session.Vault, was)
	if err != nil {
		return err
	}
	return r.Redirect(w, "/metingen/verwijderd/"+token)
}

type deletedView struct {
	title, value, when, token, see string
	back                           bool // it was put back already
}

func (p Pages) deleted(r *route.Request) (samples.Typed, error) {
	t, ok, err := openTyped(r.Session.Vault, r.PathValue("token"))
	if err == nil && !ok {
		err = route.NotFound()
	}
	return t, err
}

// Deleted says what was deleted, and offers to put it back.
func (p Pages) Deleted(w http.ResponseWriter, r *route.Request) error {
	t, err := p.deleted(r)
	if err != nil {
		return err
	}
	keys, err := p.Books.Keys(r.Context(), r.Session.Vault)
	if err != nil {
		return fmt.Errorf("showing what was deleted: %w", err)
	}
	_, err = p.Books.Typed(r.Context(), r.Session.Vault, t.Kind, t.Start)
	v := deletedView{title: t.Kind.Name(r.Lang), value: typedText(r.Lang, t), when: whenText(r.Lang, t), token: r.PathValue("token"), see: ownHref, back: err == nil}
	if key := keys.Of(t.Kind); key != "" {
		v.see += "/" + key
	}
	return r.Render(w, http.StatusOK, deletedPage(v))
}

// Restore puts back what was deleted, once.
func (p Pages) Restore(w http.ResponseWriter, r *route.Request) error {
	t, err := p.deleted(r)
	if err != nil {
		return err
	}
	if _, err := p.Books.Typed(r.Context(), r.Session.Vault, t.Kind, t.Start); err != nil {
		if _, err := p.Books.Put(r.Context(), r.Session.Vault, t); err != nil {
			return fmt.Errorf("putting a measurement back: %w", err)
		}
	}
	keys, err := p.Books.Keys(r.Context(), r.Session.Vault)
	if err != nil {
		return fmt.Errorf("putting a measurement back: %w", err)
	}
	return r.RedirectFlash(w, ownHref+"/"+keys.Of(t.Kind), ui.Good, "samples.restored")
}
