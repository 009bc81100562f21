// SPDX-License-Identifier: EUPL-1.2

package measure

import (
	"fmt"
	"net/http"
	"strconv"
	"time"

	samples "regie/internal/measure"
	"regie/internal/web/route"
	"regie/internal/web/ui"
)

// weekView is the page of a week of measuring blood pressure at home.
type weekView struct {
	state    string // what is done and what is still to do
	average  string
	over     bool
	any      bool
	days     []weekDay
	forms    [2]pressForm
	evening  bool
	day      string
	clock    string
	problems []ui.Problem
	doubt    string
	answer   string
	see      string
}

// pressForm is one of the two measurements of a morning or an evening.
type pressForm struct{ upper, lower, pulse string }

// weekDay is one day of the week, in words.
type weekDay struct {
	day              string
	morning, evening []string
}

// Week shows how far a week at home is, and asks for the next two measurements.
func (p Pages) Week(w http.ResponseWriter, r *route.Request) error {
	v := weekView{day: r.Now.Format(time.DateOnly), clock: r.Now.Format("15:04"), evening: r.Now.Hour() >= 14}
	return p.week(w, r, v)
}

func (p Pages) week(w http.ResponseWriter, r *route.Request, v weekView) error {
	today := dayOf(r.Now)
	week, err := p.Books.Week(r.Context(), r.Session.Vault, today)
	if err != nil {
		return fmt.Errorf("showing a week: %w", err)
	}
	keys, err := p.Books.Keys(r.Context(), r.Session.Vault)
	if err != nil {
		return fmt.Errorf("showing a week: %w", err)
	}
	v.see = ownHref + "/" + keys.Of(pressure)
	if week != nil {
		v.any, v.over = true, week.Over(today)
		todo := week.Todo(today)
		switch {
		case v.over && week.Enough():
			v.state = r.T("samples.week.over", "date", dayText(r, week.First))
		case v.over:
			v.state = r.T("samples.week.short", "date", dayText(r, week.First), "n", len(week.Days))
		case todo == 0:
			v.state = r.T("samples.week.enough")
		default:
			v.state = r.T("samples.week.todo", "day", int(today-week.First)+1, "n", todo)
		}
		form := samples.FormOf(pressure)
		if week.N > 0 {
			v.average = r.T("samples.week.average", "value", said(r.Lang, form, week.Upper, week.Lower), "n", week.N)
		}
		for _, d := range week.Days {
			row := weekDay{day: ui.ShortDay(r.Lang, timeOf(d.Day))}
			for _, x := range d.Morning {
				row.morning = append(row.morning, pair(r.Lang, form, x.Value, x.Second))
			}
			for _, x := range d.Evening {
				row.evening = append(row.evening, pair(r.Lang, form, x.Value, x.Second))
			}
			v.days = append(v.days, row)
		}
	}
	status := http.StatusOK
	if len(v.problems) > 0 || v.doubt != "" {
		status = http.StatusUnprocessableEntity
	}
	return r.Render(w, status, weekPage(v))
}

// AddWeek keeps two measurements of a morning or an evening; the second may come later.
func (p Pages) AddWeek(w http.ResponseWriter, r *route.Request) error {
	q, err := r.Values()
	if err != nil {
		return err
	}
	v := weekView{day: route.Field(q, "dag", 20), clock: route.Field(q, "tijd", 20), evening: route.Field(q, "deel", 10) == "avond"}
	f := formView{form: samples.FormOf(pressure), day: v.day, clock: v.clock, confirmed: q.Get("klopt")}
	base := samples.Typed{Kind: pressure, Sample: samples.Sample{Mark: samples.MarkProtocol}}
	if v.evening {
		base.Mark |= samples.MarkEvening
	}
	f.moment(r, &base)
	unit := f.form.UnitName(r.Lang)
	for i := range v.forms {
		n := strconv.Itoa(i + 1)
		x := pressForm{route.Field(q, "boven"+n, 20), route.Field(q, "onder"+n, 20), route.Field(q, "pols"+n, 20)}
		v.forms[i] = x
		if i > 0 && x.upper == "" && x.lower == "" && x.pulse == "" {
			continue
		}
		t := base
		t.Start += int64(i) * 60_000 // a minute between the two
		t.End = t.Start
		t.Value, t.Second = f.read(r, "boven"+n, x.upper, unit), f.read(r, "onder"+n, x.lower, unit)
		f.out = append(f.out, t)
		if x.pulse != "" {
			h := samples.Typed{Kind: "heart-rate", Sample: t.Sample}
			h.Value, h.Second, h.Mark = f.read(r, "pols"+n, x.pulse, ""), 0, 0
			f.out = append(f.out, h)
		}
	}
	if len(f.problems) == 0 {
		f.ask(r)
	}
	v.problems, v.doubt, v.answer = f.problems, f.doubt, f.confirmed
	if len(f.problems) > 0 || f.doubt != "" {
		return p.week(w, r, v)
	}
	if _, err := p.Books.Put(r.Context(), r.Session.Vault, f.out...); err != nil {
		return fmt.Errorf("adding to a week: %w", err)
	}
	return r.RedirectFlash(w, weekHref, ui.Good, "samples.week.saved")
}
