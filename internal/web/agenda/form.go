// SPDX-License-Identifier: EUPL-1.2

package agenda

import (
	"errors"
	"net/http"
	"net/url"
	"slices"
	"strings"
	"time"

	kept "regie/internal/agenda"
	"regie/internal/web/route"
	"regie/internal/web/shelf"
	"regie/internal/web/ui"
)

// formView is the form for an appointment.
type formView struct {
	action                         string
	edit                           bool
	a                              kept.Appointment
	day, start, endDay, end, until string
	repeat, remind, remindUnit     ui.ChoiceProps
	remindNumber                   string
	prepare                        string // where it can be prepared
	problems                       []ui.Problem
}

func form(r *route.Request, a kept.Appointment) formView {
	f := formView{a: a}
	f.day, f.start, _ = strings.Cut(a.From, "T")
	f.endDay, f.end, _ = strings.Cut(a.Until, "T")
	if f.endDay == f.day {
		f.endDay = ""
	}
	freq := kept.Freq("")
	if a.Repeat != nil {
		freq, f.until = a.Repeat.Freq, a.Repeat.Until
	}
	f.repeat = ui.ChoiceProps{ID: "herhalen", Label: r.T("agenda.repeat"), Options: []ui.Option{{Text: r.T("agenda.repeat.once"), Chosen: freq == ""}}}
	for _, x := range []kept.Freq{kept.Daily, kept.Weekly, kept.Monthly, kept.Yearly} {
		f.repeat.Options = append(f.repeat.Options, ui.Option{Value: string(x), Text: r.T("agenda.repeat." + string(x)), Chosen: x == freq})
	}
	minutes := kept.None
	if a.Mail && len(a.Reminders) > 0 {
		minutes = a.Reminders[0]
	}
	f.remind = before(r, "herinner", "remind.ask", minutes, true)
	f.remindNumber, f.remindUnit = ownBefore(r, minutes)
	if a.Key != 0 {
		f.prepare = prepareHref(a.Key.String(), "")
	}
	return f
}

// New shows the empty form.
func (p Pages) New(w http.ResponseWriter, r *route.Request) error {
	reminding, err := p.Agendas.Reminding(r.Context(), r.Session.Vault)
	if err != nil {
		return problem("beginning an appointment", err)
	}
	a := kept.Appointment{}
	if m := chosen(reminding.Default); m >= 0 {
		a.Mail, a.Reminders = true, []int{m}
	}
	f := form(r, a)
	f.action = home + "/nieuw"
	return r.Render(w, http.StatusOK, formPage(f))
}

// Edit shows the form with what was filled in before.
func (p Pages) Edit(w http.ResponseWriter, r *route.Request) error {
	a, err := p.mine(r, false)
	if err != nil {
		return err
	}
	f := form(r, a)
	f.edit, f.action = true, href(a.Key)+"/wijzigen"
	return r.Render(w, http.StatusOK, formPage(f))
}

// Save keeps a new appointment, or what was changed of one.
func (p Pages) Save(edit bool) route.Handler {
	return shelf.Open(p.Keeper, func(w http.ResponseWriter, v *shelf.Visit) error {
		a, action := kept.Appointment{}, home+"/nieuw"
		if edit {
			var err error
			if a, err = p.mine(v.Request, false); err != nil {
				return err
			}
			action = href(a.Key) + "/wijzigen"
		}
		q, err := v.Values()
		if err != nil {
			return err
		}
		f := read(v.Request, q, a)
		if len(f.problems) == 0 {
			_, err := p.Agendas.Put(v.Context(), v.Session.Vault, f.a)
			switch {
			case errors.Is(err, kept.ErrOdd):
				f.problems = append(f.problems, ui.Problem{Field: "tot", Text: v.T("agenda.problem.end")})
			case errors.Is(err, kept.ErrFull):
				f.problems = append(f.problems, ui.Problem{Field: "titel", Text: v.T("agenda.problem.full")})
			case err != nil:
				return problem("keeping an appointment", err)
			}
		}
		if len(f.problems) > 0 {
			f.edit, f.action = edit, action
			return v.Render(w, http.StatusUnprocessableEntity, formPage(f))
		}
		if err := p.renew(v); err != nil {
			return err
		}
		return v.RedirectFlash(w, home+"?maand="+f.a.From[:len("2006-01")], ui.Good, "agenda.saved")
	})
}

// read takes what was filled in.
func read(r *route.Request, q url.Values, a kept.Appointment) formView {
	var problems []ui.Problem
	wrong := func(field, key string) { problems = append(problems, ui.Problem{Field: field, Text: r.T(key)}) }
	a.Title, a.Place, a.Note = route.Field(q, "titel", kept.MaxTitle), route.Field(q, "plaats", kept.MaxTitle), route.Field(q, "notitie", kept.MaxNote)
	if a.Title == "" {
		wrong("titel", "agenda.problem.title")
	}
	day, start := route.Field(q, "dag", 10), route.Field(q, "van", 5)
	endDay, end := route.Field(q, "einddag", 10), route.Field(q, "tot", 5)
	if _, err := time.Parse(time.DateOnly, day); err != nil {
		wrong("dag", "agenda.problem.day")
	}
	for field, s := range map[string]string{"van": start, "tot": end} {
		if _, err := time.Parse("15:04", s); s != "" && err != nil {
			wrong(field, "agenda.problem.time")
		}
	}
	if end != "" && start == "" {
		wrong("van", "agenda.problem.start")
	}
	if _, err := time.Parse(time.DateOnly, endDay); endDay != "" && err != nil {
		wrong("einddag", "agenda.problem.day")
	}
	a.From, a.Until = day, ""
	if start != "" {
		a.From += "T" + start
	}
	last := endDay
	if last == "" {
		last = day
	}
	switch {
	case start == "" && endDay != "":
		a.Until = endDay
	case start != "" && end != "":
		a.Until = last + "T" + end
	}
	if len(problems) == 0 && a.Until != "" && a.Until < a.From {
		wrong("tot", "agenda.problem.end")
	}
	switch minutes, ok := readBefore(q, "herinner"); {
	case !ok:
		wrong("eerder", "remind.problem.before")
	case minutes >= 0:
		a.Mail, a.Reminders = true, []int{minutes}
	case a.Mail: // it was chosen here, so it ends here; what a file says stays
		a.Mail, a.Reminders = false, nil
	}
	freq, until := kept.Freq(q.Get("herhalen")), route.Field(q, "herhalen-tot", 10)
	switch {
	case freq == "":
		a.Repeat, a.Except = nil, nil
	case !slices.Contains([]kept.Freq{kept.Daily, kept.Weekly, kept.Monthly, kept.Yearly}, freq):
		wrong("herhalen", "agenda.problem.repeat")
	default:
		rep := kept.Repeat{Freq: freq}
		if a.Repeat != nil && a.Repeat.Freq == freq {
			rep = *a.Repeat // with what the form does not ask: it came from a file
		}
		if rep.Until = until; until != "" {
			rep.Count = 0
		}
		if _, err := time.Parse(time.DateOnly, until); until != "" && (err != nil || until < day) {
			wrong("herhalen-tot", "agenda.problem.until")
		}
		a.Repeat = &rep
	}
	f := form(r, a)
	f.day, f.start, f.endDay, f.end, f.until, f.problems = day, start, endDay, end, until, problems
	return f
}
