// SPDX-License-Identifier: EUPL-1.2

package agenda

import (
	"errors"
	"net/http"
	"net/url"
	"slices"
	"strconv"
	"strings"
	"time"

	kept "regie/internal/agenda"
	"regie/internal/measure"
	"regie/internal/record"
	"regie/internal/web/route"
	"regie/internal/web/shelf"
	"regie/internal/web/ui"
)

// seriesForm is the form for a reminder that comes again.
type seriesForm struct {
	action   string
	edit     bool
	s        kept.Series
	what     ui.ChoiceProps // of which medicine or measurement; no options where it is of one's own words
	times    []ui.FieldProps
	days     ui.ChoiceProps
	problems []ui.Problem
}

// timeFields is how many times of a day the form asks for.
const timeFields = 4

func (p Pages) seriesForm(v *shelf.Visit, s kept.Series, action string, problems []ui.Problem) seriesForm {
	f := seriesForm{action: action, edit: s.Key != 0, s: s, problems: problems}
	f.what = ui.ChoiceProps{ID: "waarvan", Problem: ui.ProblemOf(problems, "waarvan")}
	switch s.Sort {
	case kept.Taking:
		f.what.Label = v.T("remind.which.medicine")
		for _, m := range v.Dossier.Medicines(v.Now) {
			if m.State == record.MedicineUsing || m.State == record.MedicineLately {
				f.what.Options = append(f.what.Options, ui.Option{Value: m.Key().String(), Text: upper(m.Lead.Title.In(v.Lang)), Chosen: m.Key().String() == s.Of})
			}
		}
	case kept.Measuring:
		f.what.Label = v.T("remind.which.measurement")
		for _, k := range goalKinds {
			if measure.Known(k) {
				f.what.Options = append(f.what.Options, ui.Option{Value: string(k), Text: k.Name(v.Lang), Chosen: string(k) == s.Of})
			}
		}
	}
	if len(f.what.Options) > 0 {
		f.what.Options = append([]ui.Option{{Text: v.T("remind.which.none")}}, f.what.Options...)
	}
	for i := range timeFields {
		n := strconv.Itoa(i + 1)
		t := ui.FieldProps{ID: "tijd-" + n, Label: v.T("remind.time.n", "n", n), Type: "time", Optional: i > 0, Problem: ui.ProblemOf(problems, "tijd-"+n)}
		if i < len(s.Times) {
			t.Value = s.Times[i]
		}
		f.times = append(f.times, t)
	}
	f.days = ui.ChoiceProps{ID: "dagen", Label: v.T("remind.days"), Hint: v.T("remind.days.hint"), Optional: true}
	for d := 1; d <= 7; d++ {
		f.days.Options = append(f.days.Options, ui.Option{Value: strconv.Itoa(d % 7), Text: upper(weekday(v.Request, d%7)), Chosen: slices.Contains(s.Days, d%7)})
	}
	return f
}

// begun are reminders as the form begins: ?wat= says of what.
func begun(v *shelf.Visit) kept.Series {
	today := v.Now.Format(time.DateOnly)
	switch v.URL.Query().Get("wat") {
	case "medicijn":
		return kept.Series{Sort: kept.Taking, From: today, Times: []string{"08:00"}}
	case "meten":
		return kept.Series{Sort: kept.Measuring, From: today, Times: []string{"08:00"}}
	case "week": // the week of measuring blood pressure at home: morning and evening, seven days
		return kept.Series{
			Sort: kept.Measuring, From: today, Until: v.Now.AddDate(0, 0, measure.WeekDays-1).Format(time.DateOnly), Times: []string{"08:00", "20:00"},
			Of: "blood-pressure", Title: v.T("remind.week"),
		}
	}
	return kept.Series{Sort: kept.Other, From: today, Times: []string{"09:00"}}
}

// NewSeries shows the form for a reminder that comes again.
func (p Pages) NewSeries() route.Handler {
	return shelf.Open(p.Keeper, func(w http.ResponseWriter, v *shelf.Visit) error {
		return v.Render(w, http.StatusOK, seriesPage(p.seriesForm(v, begun(v), remindHome+"/nieuw", nil)))
	})
}

// series finds the one that the address names.
func (p Pages) series(r *route.Request) (kept.Series, error) {
	k, ok := kept.ParseKey(r.PathValue("key"))
	if !ok {
		return kept.Series{}, route.NotFound()
	}
	all, err := p.Agendas.Reminding(r.Context(), r.Session.Vault)
	if err != nil {
		return kept.Series{}, problem("looking for a reminder", err)
	}
	i := slices.IndexFunc(all.Series, func(s kept.Series) bool { return s.Key == k })
	if i < 0 {
		return kept.Series{}, route.NotFound()
	}
	return all.Series[i], nil
}

// EditSeries shows the form with what was filled in before.
func (p Pages) EditSeries() route.Handler {
	return shelf.Open(p.Keeper, func(w http.ResponseWriter, v *shelf.Visit) error {
		s, err := p.series(v.Request)
		if err != nil {
			return err
		}
		return v.Render(w, http.StatusOK, seriesPage(p.seriesForm(v, s, remindHref(s.Key), nil)))
	})
}

// SaveSeries keeps a new one, or what was changed of one.
func (p Pages) SaveSeries(edit bool) route.Handler {
	return shelf.Open(p.Keeper, func(w http.ResponseWriter, v *shelf.Visit) error {
		s, action := kept.Series{}, remindHome+"/nieuw"
		if edit {
			var err error
			if s, err = p.series(v.Request); err != nil {
				return err
			}
			action = remindHref(s.Key)
		}
		q, err := v.Values()
		if err != nil {
			return err
		}
		problems := readSeries(v, q, &s)
		if len(problems) == 0 {
			err = p.Agendas.ChangeReminding(v.Context(), v.Session.Vault, func(r *kept.Reminding) error {
				r.Series = slices.Clone(r.Series)
				if i := slices.IndexFunc(r.Series, func(o kept.Series) bool { return o.Key == s.Key }); i >= 0 {
					r.Series[i] = s
				} else {
					r.Series = append(r.Series, s)
				}
				return nil
			})
			switch {
			case errors.Is(err, kept.ErrFull):
				problems = append(problems, ui.Problem{Field: "tijd-1", Text: v.T("remind.problem.full")})
			case errors.Is(err, kept.ErrOdd):
				problems = append(problems, ui.Problem{Field: "tot", Text: v.T("agenda.problem.until")})
			case err != nil:
				return problem("keeping a reminder", err)
			}
		}
		if len(problems) > 0 {
			return v.Render(w, http.StatusUnprocessableEntity, seriesPage(p.seriesForm(v, s, action, problems)))
		}
		if err := p.schedule(v); err != nil {
			return err
		}
		return v.RedirectFlash(w, remindHome, ui.Good, "remind.saved")
	})
}

// readSeries takes what was filled in.
func readSeries(v *shelf.Visit, q url.Values, s *kept.Series) []ui.Problem {
	var problems []ui.Problem
	wrong := func(field, key string) { problems = append(problems, ui.Problem{Field: field, Text: v.T(key)}) }
	if s.Key == 0 {
		s.Sort = kept.Other
		if asked := kept.Sort(q.Get("soort")); asked == kept.Taking || asked == kept.Measuring {
			s.Sort = asked
		}
	}
	s.Title, s.Of = route.Field(q, "titel", kept.MaxTitle), ""
	of := route.Field(q, "waarvan", 40)
	switch s.Sort {
	case kept.Taking:
		if k, ok := record.ParseKey(of); ok {
			if m := v.Dossier.Medicine(k, v.Now); m != nil {
				s.Of, s.Title = m.Key().String(), upper(m.Lead.Title.In(v.Lang))
			}
		}
	case kept.Measuring:
		if k := measure.Kind(of); slices.Contains(goalKinds, k) && measure.Known(k) {
			s.Of = of
			if s.Title == "" {
				s.Title = k.Name(v.Lang)
			}
		}
	}
	if s.Title == "" {
		wrong("titel", "remind.problem.title")
	}
	s.Times = nil
	for i := range timeFields {
		n := strconv.Itoa(i + 1)
		clock := strings.Replace(route.Field(q, "tijd-"+n, 5), ".", ":", 1)
		t, err := time.Parse("15:04", clock)
		switch {
		case clock == "":
		case err != nil:
			wrong("tijd-"+n, "agenda.problem.time")
		default:
			s.Times = append(s.Times, t.Format("15:04"))
		}
	}
	if len(s.Times) == 0 && len(problems) == 0 {
		wrong("tijd-1", "remind.problem.times")
	}
	slices.Sort(s.Times)
	s.Times = slices.Compact(s.Times)
	s.Days = nil
	for _, d := range q["dagen"] {
		if n, err := strconv.Atoi(d); err == nil && n >= 0 && n <= 6 && !slices.Contains(s.Days, n) {
			s.Days = append(s.Days, n)
		}
	}
	if s.From = route.Field(q, "vanaf", 10); s.From == "" {
		s.From = v.Now.Format(time.DateOnly)
	}
	s.Until = route.Field(q, "tot", 10)
	for field, day := range map[string]string{"vanaf": s.From, "tot": s.Until} {
		if _, err := time.Parse(time.DateOnly, day); day != "" && err != nil {
			wrong(field, "agenda.problem.day")
		}
	}
	if len(problems) == 0 && s.Until != "" && s.Until < s.From {
		wrong("tot", "agenda.problem.until")
	}
	return problems
}

// DropSeries takes a reminder away.
func (p Pages) DropSeries() route.Handler {
	return shelf.Open(p.Keeper, func(w http.ResponseWriter, v *shelf.Visit) error {
		s, err := p.series(v.Request)
		if err != nil {
			return err
		}
		return p.remindChange(remindHome, func(_ *shelf.Visit, _ url.Values, r *kept.Reminding) error {
			r.Series = slices.DeleteFunc(slices.Clone(r.Series), func(o kept.Series) bool { return o.Key == s.Key })
			return nil
		})(w, v.Request)
	})
}
