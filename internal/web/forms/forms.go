// SPDX-License-Identifier: EUPL-1.2

// Package forms has the pages on which people fill in the questionnaires that care providers ask
// for, ask a provider to change something in their record, check it, and send it. They work
// without script: questions that follow from an answer come when the answers are kept.
package forms

import (
	"errors"
	"fmt"
	"net/http"
	"net/url"
	"slices"
	"strings"
	"time"

	"regie/internal/collect"
	"regie/internal/collect/form"
	"regie/internal/medmij"
	"regie/internal/store"
	"regie/internal/web/route"
	"regie/internal/web/ui"
	"regie/internal/zib"
)

// Pages are the handlers. Collector is required.
type Pages struct {
	Collector *collect.Collector
	Zone      *time.Location // of the moments that people write; UTC when nil
}

const home = "/vragenlijsten"

func href(id store.ID) string { return home + "/" + id.String() }

func (p Pages) zone() *time.Location {
	if p.Zone == nil {
		return time.UTC
	}
	return p.Zone
}

func problem(doing string, err error) error {
	switch {
	case err == nil:
		return nil
	case errors.Is(err, collect.ErrNotFound):
		return route.NotFound()
	case medmij.ReasonOf(err) == medmij.ReasonListsOld:
		return route.WithKey(route.Unavailable(err), "providers.listsold")
	default:
		return fmt.Errorf("%s: %w", doing, err)
	}
}

func (p Pages) answer(r *route.Request) (*collect.Answer, error) {
	id, err := store.ParseID(r.PathValue("lijst"))
	if err != nil {
		return nil, route.NotFound()
	}
	a, err := p.Collector.Answer(r.Context(), r.Session.Vault, id)
	return a, problem("opening a questionnaire", err)
}

// row is one line of the list.
type row struct {
	href, title, name, state, when string
}

type listView struct {
	todo, done []row
	correct    bool // a provider takes requests
}

// List shows what waits, what is begun and what was sent.
func (p Pages) List(w http.ResponseWriter, r *route.Request) error {
	if _, err := p.Collector.Merge(r.Context(), r.Session.Vault); err != nil {
		return problem("listing questionnaires", err)
	}
	all, err := p.Collector.Answers(r.Context(), r.Session.Vault)
	if err != nil {
		return problem("listing questionnaires", err)
	}
	v := listView{}
	for _, a := range all {
		x := row{href: href(a.ID), title: title(r, a), name: a.Name, state: r.T("forms.state." + string(a.State))}
		switch a.State {
		case collect.AnswerReceived:
			x.when = r.T("forms.received.on", "day", ui.Day(r.Lang, a.Received.In(r.Now.Location()), ui.ToDay))
		default:
			x.when = r.T("forms.since", "day", ui.Day(r.Lang, a.Made.In(r.Now.Location()), ui.ToDay))
		}
		if a.State == collect.AnswerReceived {
			v.done = append(v.done, x)
		} else {
			v.todo = append(v.todo, x)
		}
	}
	takers, err := p.takers(r)
	if err != nil {
		return err
	}
	v.correct = len(takers) > 0
	return r.Render(w, http.StatusOK, listPage(v))
}

// title is what people call it.
func title(r *route.Request, a *collect.Answer) string {
	if a.Kind == collect.SendCorrection {
		return r.T("forms.correction.of", "topic", a.Topic)
	}
	if f, err := a.Questions(); err == nil && f.Title != "" {
		return f.Title
	}
	return r.T("forms.untitled")
}

// formView is the page on which somebody fills in.
type formView struct {
	href, title, name, description string
	parts                          []part
	problems                       []ui.Problem
	more                           bool // questions came because of an answer
	unreadable                     bool
}

// part is a question, or the heading of a group.
type part struct {
	heading string
	id      string // of the heading
	level   int
	text    string // to read
	field   *ui.FieldProps
	choice  *ui.ChoiceProps
	many    bool // more than one may be chosen
	other   *ui.FieldProps
}

// Show shows the questionnaire, or, when it was sent, what was sent.
func (p Pages) Show(w http.ResponseWriter, r *route.Request) error {
	a, err := p.answer(r)
	if err != nil {
		return err
	}
	if !a.Open() {
		return p.review(w, r, a)
	}
	if a.Kind == collect.SendCorrection {
		return p.correction(w, r, http.StatusOK, a, nil)
	}
	return p.fill(w, r, http.StatusOK, a, a.Values, nil)
}

func (p Pages) fill(w http.ResponseWriter, r *route.Request, status int, a *collect.Answer, values form.Values, bad []form.Problem) error {
	v := formView{href: href(a.ID), title: title(r, a), name: a.Name, more: r.URL.Query().Has("meer")}
	f, err := a.Questions()
	if err != nil {
		v.unreadable = true
		return r.Render(w, status, formPage(v))
	}
	v.description = f.Description
	said := map[string]string{}
	for _, b := range bad {
		said[b.LinkID] = r.T(b.Key, b.Args...)
	}
	names := fieldNames(f)
	var walk func(items []*form.Item, level int)
	walk = func(items []*form.Item, level int) {
		for _, it := range items {
			if !f.Asked(it, values) {
				continue
			}
			x := question(r, it, names[it.LinkID], values[it.LinkID], said[it.LinkID], level)
			if said[it.LinkID] != "" {
				v.problems = append(v.problems, ui.Problem{Field: names[it.LinkID], Text: label(it) + ": " + said[it.LinkID]})
			}
			v.parts = append(v.parts, x)
			walk(it.Items, level+1)
		}
	}
	walk(f.Items, 2)
	return r.Render(w, status, formPage(v))
}

// fieldNames gives each question the name of its field: its place, and nothing that it is about.
func fieldNames(f *form.Form) map[string]string {
	out := map[string]string{}
	f.Each(func(it *form.Item) { out[it.LinkID] = fmt.Sprintf("v%d", len(out)+1) })
	return out
}

func label(it *form.Item) string {
	return strings.TrimSpace(it.Prefix + " " + it.Text)
}

// unit is the unit of an answer as people read it; a provider may send no more than its code.
func unit(r *route.Request, it *form.Item) string {
	if it.Unit == "" {
		return ""
	}
	q := zib.Quantity{Number: "2", Unit: it.Unit, UnitCode: it.Unit, UnitSystem: "http://unitsofmeasure.org"}
	return q.UnitText(r.Lang)
}

const fewOptions = 8

func question(r *route.Request, it *form.Item, name string, given []string, bad string, level int) part {
	var first string
	if len(given) > 0 {
		first = given[0]
	}
	field := ui.FieldProps{ID: name, Label: label(it), Value: first, Problem: bad, Optional: !it.Required, Suffix: unit(r, it), MaxLength: it.Length}
	switch it.Type {
	case "group":
		return part{heading: label(it), id: "deel-" + name, level: min(level, 3)}
	case "display":
		return part{text: label(it)}
	case "boolean":
		c := ui.ChoiceProps{ID: name, Label: label(it), Problem: bad, Optional: !it.Required, Options: []ui.Option{
			{Value: "true", Text: r.T("forms.yes"), Chosen: first == "true"}, {Value: "false", Text: r.T("forms.no"), Chosen: first == "false"}}}
		return part{choice: &c}
	case "choice", "open-choice":
		return choose(r, it, name, given, bad)
	case "integer":
		field.InputMode, field.Short = "numeric", true
	case "decimal", "quantity":
		field.InputMode, field.Short = "decimal", true
	case "date":
		field.Hint = r.T("forms.hint.date")
	case "dateTime":
		field.Hint = r.T("forms.hint.datetime")
	case "time":
		field.Hint, field.Short = r.T("forms.hint.time"), true
	case "text":
		field.Rows = 4
	case "attachment", "reference":
		return part{text: r.T("forms.unasked", "label", label(it))}
	}
	if it.Repeats {
		field.Rows, field.Hint, field.Value = 4, r.T("forms.hint.lines"), strings.Join(given, "\n")
	}
	if it.Min != "" && it.Max != "" {
		field.Hint = r.T("forms.hint.range", "min", comma(it.Min), "max", comma(it.Max))
	}
	return part{field: &field}
}

func comma(s string) string { return strings.Replace(s, ".", ",", 1) }

func choose(r *route.Request, it *form.Item, name string, given []string, bad string) part {
	c := ui.ChoiceProps{ID: name, Label: label(it), Problem: bad, Optional: !it.Required}
	rest := slices.Clone(given)
	for _, o := range it.Options {
		chosen := slices.Contains(given, o.Value)
		rest = slices.DeleteFunc(rest, func(s string) bool { return s == o.Value })
		c.Options = append(c.Options, ui.Option{Value: o.Value, Text: o.Text, Chosen: chosen})
	}
	out := part{choice: &c, many: it.Repeats}
	if it.Type == "open-choice" {
		out.other = &ui.FieldProps{ID: name + "-anders", Label: r.T("forms.other"), Optional: true, Value: strings.Join(rest, ", ")}
	}
	return out
}

// read takes the answers of the questions that were on the page; those of others stay as they are.
func read(f *form.Form, before form.Values, v url.Values) form.Values {
	out := form.Values{}
	for k, x := range before {
		out[k] = x
	}
	names := fieldNames(f)
	f.Each(func(it *form.Item) {
		if it.Fixed || it.Type == "group" || it.Type == "display" || !shown(f, it, before) {
			return
		}
		var given []string
		for _, s := range v[names[it.LinkID]] {
			s = strings.TrimSpace(strings.ToValidUTF8(strings.ReplaceAll(s, "\r\n", "\n"), ""))
			if it.Repeats && !strings.HasSuffix(it.Type, "choice") {
				given = append(given, strings.Split(s, "\n")...)
			} else {
				given = append(given, s)
			}
		}
		if other := strings.TrimSpace(v.Get(names[it.LinkID] + "-anders")); other != "" && it.Type == "open-choice" {
			if !it.Repeats {
				given = nil
			}
			given = append(given, strings.ToValidUTF8(other, ""))
		}
		given = slices.DeleteFunc(given, func(s string) bool { return strings.TrimSpace(s) == "" })
		if len(given) > 50 {
			given = given[:50]
		}
		out[it.LinkID] = given
	})
	return out
}

// shown tells whether a question was on the page: it and everything above it was asked.
func shown(f *form.Form, it *form.Item, v form.Values) bool {
	on := false
	var walk func(items []*form.Item)
	walk = func(items []*form.Item) {
		for _, x := range items {
			if f.Asked(x, v) {
				on = on || x == it
				walk(x.Items)
			}
		}
	}
	walk(f.Items)
	return on
}

// Save keeps the answers; with "verder" it goes on to checking, when all is right.
func (p Pages) Save(w http.ResponseWriter, r *route.Request) error {
	a, err := p.answer(r)
	if err != nil {
		return err
	}
	v, err := r.Values()
	if err != nil {
		return err
	}
	if a.Kind == collect.SendCorrection {
		return p.saveCorrection(w, r, a, v)
	}
	f, err := a.Questions()
	if err != nil {
		return route.NotFound()
	}
	values := read(f, a.Values, v)
	before := a.Values
	if a, err = p.Collector.Draft(r.Context(), r.Session.Vault, a.ID, values); errors.Is(err, collect.ErrClosed) {
		return r.RedirectFlash(w, home, ui.Info, "forms.closed")
	} else if err != nil {
		return problem("keeping answers", err)
	}
	if v.Get("knop") == "bewaar" {
		return r.RedirectFlash(w, home, ui.Good, "forms.saved")
	}
	more := false
	f.Each(func(it *form.Item) { more = more || shown(f, it, values) && !shown(f, it, before) })
	if bad := f.Check(values, p.zone()); len(bad) > 0 && !more {
		return p.fill(w, r, http.StatusUnprocessableEntity, a, values, bad)
	}
	if more {
		return r.Redirect(w, href(a.ID)+"?meer")
	}
	return r.Redirect(w, href(a.ID)+"/nakijken")
}
