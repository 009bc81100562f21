// SPDX-License-Identifier: EUPL-1.2

package agenda

import (
	"math"
	"net/http"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/a-h/templ"

	kept "regie/internal/agenda"
	"regie/internal/record"
	"regie/internal/web/chart"
	"regie/internal/web/measure"
	"regie/internal/web/route"
	"regie/internal/web/shelf"
	"regie/internal/web/ui"
)

const goalsHome = "/doelen"

func goalHref(k kept.Key) string { return goalsHome + "/" + k.String() }

// goalCard is a goal, with how it stands: facts, and nothing about what they are worth.
type goalCard struct {
	href, what, target, by, note, reached string
	with                                  ui.Anchor
	within                                bool
	kind                                  ui.Anchor // the page of what is measured
	facts                                 []ui.Fact
	spark                                 templ.Component
	line                                  *chart.Line
}

type goalsView struct{ open, done []goalCard }

// Goals lists the goals, with how they stand.
func (p Pages) Goals() route.Handler {
	return shelf.Open(p.Keeper, func(w http.ResponseWriter, v *shelf.Visit) error {
		all, err := p.Agendas.Goals(v.Context(), v.Session.Vault)
		if err != nil {
			return problem("listing goals", err)
		}
		var out goalsView
		for i := range all {
			c, err := p.goalCard(v, &all[i])
			if err != nil {
				return err
			}
			if all[i].Reached != "" {
				out.done = append(out.done, c)
			} else {
				out.open = append(out.open, c)
			}
		}
		return v.Render(w, http.StatusOK, goalsPage(out))
	})
}

// Goal shows one goal: how it began, how it stands, and how it went.
func (p Pages) Goal() route.Handler {
	return shelf.Open(p.Keeper, func(w http.ResponseWriter, v *shelf.Visit) error {
		g, err := p.goal(v.Request, false)
		if err != nil {
			return err
		}
		c, err := p.goalCard(v, &g)
		if err != nil {
			return err
		}
		return v.Render(w, http.StatusOK, goalShown(c))
	})
}

func (p Pages) goalCard(v *shelf.Visit, g *kept.Goal) (goalCard, error) {
	c := goalCard{href: goalHref(g.Key), what: g.What, target: target(v.Request, g), note: g.Note, by: day(v.Request, g.By), reached: day(v.Request, g.Reached)}
	if g.With != "" {
		c.with.Text = g.With
		if k, ok := record.ParseKey(g.Doctor); ok && v.Dossier.Item(k) != nil {
			c.with.Href = "/wie-is-wie/" + g.Doctor
		}
	}
	if p.Measured == nil || g.Kind == "" {
		return c, nil
	}
	course, ok, err := p.Measured.Course(v, g.Kind)
	if err != nil || !ok {
		return c, err
	}
	c.kind = ui.Anchor{Href: course.Href, Text: course.Name}
	c.progress(v, g, course)
	return c, nil
}

// progress says how a goal stands, from what the person and what providers measured.
func (c *goalCard) progress(v *shelf.Visit, g *kept.Goal, course measure.Course) {
	var all []kept.Measured
	var points []chart.Point
	for _, y := range course.Values {
		all = append(all, kept.Measured{Day: y.At.Format(time.DateOnly), Number: y.Number})
		points = append(points, chart.Point{At: y.At, Value: y.Value})
	}
	stands, ok := g.Progress(all, v.Now)
	if !ok {
		if len(all) == 0 {
			c.fact(v.T("goals.last"), v.T("goals.nothing"))
		}
		return
	}
	said := func(n int) string {
		y := course.Values[n]
		who := v.T("goals.own")
		if !y.Own {
			who = y.Who
		}
		return v.T("goals.value", "value", y.Said, "day", ui.Day(v.Lang, y.At, ui.ToDay), "who", who)
	}
	if stands.Start != stands.Last {
		c.fact(v.T("goals.start"), said(stands.Start))
	}
	c.fact(v.T("goals.last"), said(stands.Last))
	if stands.Apart != "" && !course.Daily {
		c.fact(v.T("goals.apart"), shelf.Literal(v.Lang, stands.Apart)+"\u00a0"+course.Unit)
	}
	if course.Daily {
		c.fact(v.T("goals.week"), v.T("goals.week.of", "n", stands.Days, "days", kept.WeekDays))
		if missing := kept.WeekDays - stands.Measured; missing > 0 {
			c.fact(v.T("goals.week.missing"), v.T("goals.week.missing.days", "n", missing))
		}
	}
	c.within = stands.Within && !course.Daily
	from := max(0, stands.Start)
	since := shelf.WallTime(shelf.WallOf(v.Now)).AddDate(0, -3, 0) // what went before belongs in the picture
	for from > 0 && !course.Values[from-1].At.Before(since) {
		from--
	}
	c.spark = chart.Sparkline(points[max(from, len(points)-24):])
	c.line = goalLine(v, g, course, from)
}

func (c *goalCard) fact(label, text string) {
	c.facts = append(c.facts, ui.Fact{Label: label, Texts: []string{text}})
}

// mostPoints is how many values the chart of a goal draws: the last ones.
const mostPoints = 370

// goalLine is how it went since the goal was set, with the goal as a band.
func goalLine(v *shelf.Visit, g *kept.Goal, course measure.Course, from int) *chart.Line {
	values := course.Values[max(from, len(course.Values)-mostPoints):]
	l := &chart.Line{ID: "doel", Title: course.Name, Unit: course.Unit, NoTable: len(values) > 60}
	var s chart.Series
	for _, y := range values {
		pt := chart.Point{At: y.At, Value: y.Value, Text: shelf.Literal(v.Lang, y.Number), Own: y.Own}
		if !y.Own {
			if !slices.Contains(l.Sources, y.Who) {
				l.Sources = append(l.Sources, y.Who)
			}
			pt.Source = slices.Index(l.Sources, y.Who)
		}
		s.Points = append(s.Points, pt)
	}
	l.Series = []chart.Series{s}
	if course.Daily && len(values) <= 62 {
		l.Bar = 24 * time.Hour
	}
	band := chart.Band{Low: math.NaN(), High: math.NaN(), Label: v.T("goals.band", "target", strings.TrimSuffix(target(v.Request, g), "."))}
	if n, ok := float(g.Low); ok && g.Aim != kept.AtMost {
		band.Low = n
	}
	if n, ok := float(g.High); ok && g.Aim != kept.AtLeast {
		band.High = n
	}
	l.Band = &band
	return l
}

func float(s string) (float64, bool) {
	n, err := strconv.ParseFloat(strings.Replace(s, ",", ".", 1), 64)
	return n, err == nil
}

func day(r *route.Request, s string) string {
	t, err := time.Parse(time.DateOnly, s)
	if err != nil {
		return ""
	}
	return ui.Day(r.Lang, t, ui.ToDay)
}

// target says what is to be reached, "" where it has no number.
func target(r *route.Request, g *kept.Goal) string {
	unit := ""
	if g.Unit != "" {
		unit = " " + g.Unit
	}
	switch g.Aim {
	case kept.AtLeast:
		return r.T("goals.aim.least.of", "n", g.Low+unit)
	case kept.AtMost:
		return r.T("goals.aim.most.of", "n", g.High+unit)
	case kept.Between:
		return r.T("goals.aim.between.of", "low", g.Low, "high", g.High+unit)
	}
	return ""
}

func (p Pages) goal(r *route.Request, deleted bool) (kept.Goal, error) {
	k, ok := kept.ParseKey(r.PathValue("key"))
	if !ok {
		return kept.Goal{}, route.NotFound()
	}
	g, err := p.Agendas.Goal(r.Context(), r.Session.Vault, k)
	if err == nil && g.Deleted.IsZero() == deleted {
		err = kept.ErrNotFound
	}
	return g, problem("looking for a goal", err)
}

// Reach keeps that a goal was reached today, or, where it was, that it was not.
func (p Pages) Reach(w http.ResponseWriter, r *route.Request) error {
	g, err := p.goal(r, false)
	if err != nil {
		return err
	}
	if g.Reached == "" {
		g.Reached = r.Now.Format(time.DateOnly)
	} else {
		g.Reached = ""
	}
	if _, err := p.Agendas.PutGoal(r.Context(), r.Session.Vault, g); err != nil {
		return problem("changing a goal", err)
	}
	return r.RedirectFlash(w, goalsHome, ui.Good, "goals.saved")
}

// DeleteGoal takes a goal away.
func (p Pages) DeleteGoal(w http.ResponseWriter, r *route.Request) error {
	g, err := p.goal(r, false)
	if err != nil {
		return err
	}
	if err := p.Agendas.DeleteGoal(r.Context(), r.Session.Vault, g.Key); err != nil {
		return problem("deleting a goal", err)
	}
	return r.Redirect(w, goalHref(g.Key)+"/verwijderd")
}

// DeletedGoal says so, and offers to put it back.
func (p Pages) DeletedGoal(w http.ResponseWriter, r *route.Request) error {
	g, err := p.goal(r, true)
	if err != nil {
		return err
	}
	return r.Render(w, http.StatusOK, deletedPage(r.T("goals.deleted"), goalHref(g.Key)+"/terugzetten", ui.Anchor{Href: goalsHome, Text: r.T("goals.title")}))
}

// RestoreGoal puts it back.
func (p Pages) RestoreGoal(w http.ResponseWriter, r *route.Request) error {
	g, err := p.goal(r, true)
	if err != nil {
		return err
	}
	if err := p.Agendas.RestoreGoal(r.Context(), r.Session.Vault, g.Key); err != nil {
		return problem("putting a goal back", err)
	}
	return r.RedirectFlash(w, goalsHome, ui.Good, "goals.saved")
}
