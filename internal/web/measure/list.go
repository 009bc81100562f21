// SPDX-License-Identifier: EUPL-1.2

package measure

import (
	"cmp"
	"fmt"
	"net/http"
	"slices"
	"strconv"
	"strings"
	"time"

	samples "regie/internal/measure"
	"regie/internal/web/route"
	"regie/internal/web/shelf"
	"regie/internal/web/ui"
)

// sampleRow is one value of a day.
type sampleRow struct{ href, time, value, source, note string }

type listView struct {
	title, lead, up, add string
	rows                 []sampleRow
	page                 ui.PaginationProps
}

// samplesPerPage is how many values of a day are shown at once.
const samplesPerPage = 100

// List shows the single values of a day, with their source.
func (p Pages) List(w http.ResponseWriter, r *route.Request) error {
	k, keys, err := p.kindOf(r)
	if err != nil {
		return err
	}
	d := dayOf(r.Now)
	if t, err := time.Parse(time.DateOnly, r.URL.Query().Get("dag")); err == nil && t.Year() > 1900 && t.Year() < 2200 {
		d = dayOf(t)
	}
	from := d
	if samples.FormOf(k).Shape == samples.Stage {
		from-- // the night that ended on the day began the day before
	}
	of, err := p.Books.Samples(r.Context(), r.Session.Vault, k, from, d)
	if err != nil {
		return fmt.Errorf("listing a day: %w", err)
	}
	notes, err := p.Books.Notes(r.Context(), r.Session.Vault, k, from, d)
	if err != nil {
		return fmt.Errorf("listing a day: %w", err)
	}
	type one struct {
		samples.Sample
		from samples.Source
	}
	var all []one
	for _, o := range of {
		for _, s := range o.Samples {
			all = append(all, one{s, o.Source})
		}
	}
	slices.SortStableFunc(all, func(a, b one) int { return cmp.Compare(a.Start, b.Start) })
	up := ownHref + "/" + keys.Of(k)
	v := listView{title: k.Name(r.Lang), up: up, add: addHref + "/" + keys.Of(k), lead: r.T("samples.list.lead", "n", len(all), "date", dayText(r, d))}
	pages := max(1, (len(all)+samplesPerPage-1)/samplesPerPage)
	page := min(max(shelf.Number(r.URL.Query().Get(askPage), 1), 1), pages)
	href := func(n int) string {
		return up + "/lijst?dag=" + timeOf(d).Format(time.DateOnly) + "&" + askPage + "=" + strconv.Itoa(n)
	}
	v.page = ui.PaginationProps{Page: page, Pages: pages}
	if page > 1 {
		v.page.Prev = href(page - 1)
	}
	if page < pages {
		v.page.Next = href(page + 1)
	}
	for _, x := range all[(page-1)*samplesPerPage : min(len(all), page*samplesPerPage)] {
		v.rows = append(v.rows, sampleRowOf(r, keys, k, x.Sample, x.from, notes))
	}
	return r.Render(w, http.StatusOK, listPage(v))
}

func sampleRowOf(r *route.Request, keys samples.Keys, k samples.Kind, s samples.Sample, from samples.Source, notes map[int64]string) sampleRow {
	f := samples.FormOf(k)
	at := clockOf(s.Start, s.Zone)
	out := sampleRow{time: ui.Clock(r.Lang, at), source: sourceName(r.Lang, from)}
	if s.End > s.Start && !wholeDay(f) {
		out.time = r.T("samples.from.to", "low", out.time, "high", ui.Clock(r.Lang, clockOf(s.End, s.Zone)))
	}
	if f.Shape == samples.Stage {
		out.value = r.T("samples.stage." + strconv.FormatInt(s.Value/samples.Scale, 10))
	} else {
		out.value = said(r.Lang, f, s.Value, s.Second)
	}
	var words []string
	for _, m := range []struct {
		mark samples.Mark
		key  string
	}{
		{samples.MarkBeforeMeal, "samples.meal.before"}, {samples.MarkAfterMeal, "samples.meal.after"},
		{samples.MarkIrregular, "samples.irregular"}, {samples.MarkMoved, "samples.moved"}, {samples.MarkProtocol, "samples.protocol"},
	} {
		if s.Mark&m.mark != 0 {
			words = append(words, r.T(m.key))
		}
	}
	if from.Key() == samples.Hand.Key() {
		out.href = ownHref + "/" + keys.Of(k) + "/waarde/" + startText(s.Start)
		if n := notes[s.Start]; n != "" {
			words = append(words, n)
		}
	}
	out.note = strings.Join(words, ". ")
	return out
}

type targetView struct {
	title, up, unit, low, high string
	problems                   []ui.Problem
}

// targetText is the band that somebody set, in words; "" where there is none.
func targetText(r *route.Request, f samples.Form, t samples.Target) string {
	low, high := "", ""
	if t.Low != nil {
		low = number(r.Lang, f, *t.Low)
	}
	if t.High != nil {
		high = number(r.Lang, f, *t.High)
	}
	s := shelf.Between(r.Lang, strings.ReplaceAll(low, ",", "."), strings.ReplaceAll(high, ",", "."))
	if s == "" {
		return ""
	}
	return r.T("samples.target.is", "range", s)
}

// AskTarget asks within which values somebody wants to stay.
func (p Pages) AskTarget(w http.ResponseWriter, r *route.Request) error {
	k, keys, err := p.kindOf(r)
	if err != nil {
		return err
	}
	t, err := p.Books.Target(r.Context(), r.Session.Vault, k)
	if err != nil {
		return fmt.Errorf("showing a target: %w", err)
	}
	f := samples.FormOf(k)
	v := targetView{title: k.Name(r.Lang), up: ownHref + "/" + keys.Of(k), unit: f.UnitName(r.Lang)}
	if t.Low != nil {
		v.low = number(r.Lang, f, *t.Low)
	}
	if t.High != nil {
		v.high = number(r.Lang, f, *t.High)
	}
	return r.Render(w, http.StatusOK, targetPage(v))
}

// SetTarget keeps that.
func (p Pages) SetTarget(w http.ResponseWriter, r *route.Request) error {
	k, keys, err := p.kindOf(r)
	if err != nil {
		return err
	}
	q, err := r.Values()
	if err != nil {
		return err
	}
	f := samples.FormOf(k)
	v := targetView{title: k.Name(r.Lang), up: ownHref + "/" + keys.Of(k), unit: f.UnitName(r.Lang), low: route.Field(q, "van", 40), high: route.Field(q, "tot", 40)}
	var t samples.Target
	for _, end := range []struct {
		field, s string
		to       **int64
	}{{"van", v.low, &t.Low}, {"tot", v.high, &t.High}} {
		if end.s == "" {
			continue
		}
		n, ok := typedNumber(end.s, v.unit)
		if !ok {
			v.problems = append(v.problems, ui.Problem{Field: end.field, Text: r.T("samples.problem.number", "value", end.s)})
			continue
		}
		*end.to = &n
	}
	if len(v.problems) == 0 && t.Low != nil && t.High != nil && *t.Low >= *t.High {
		v.problems = append(v.problems, ui.Problem{Field: "tot", Text: r.T("samples.target.problem")})
	}
	if len(v.problems) > 0 {
		return r.Render(w, http.StatusUnprocessableEntity, targetPage(v))
	}
	if err := p.Books.SetTarget(r.Context(), r.Session.Vault, k, t); err != nil {
		return fmt.Errorf("keeping a target: %w", err)
	}
	return r.RedirectFlash(w, v.up, ui.Good, "samples.target.saved")
}
